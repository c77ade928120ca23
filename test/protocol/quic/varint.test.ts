import { fromHex } from '../../../src/bytes/hex.js';
import { Reader } from '../../../src/bytes/reader.js';
import { readVarint } from '../../../src/protocol/quic/varint.js';
import { type TransportVectors, vectors } from '../../support/vectors.js';

// RFC 9000 appendix A.1
describe.each(vectors<TransportVectors>('rfc9000-a.json').varint)('varint $octets', ({ octets, value }) => {
  const bytes = fromHex(octets);

  test('reads', () => {
    const r = new Reader().aim(bytes, 0, bytes.length);
    expect(readVarint(r)).toBe(Number(value)); // rounded like any double above 2^53
    expect(r.ok).toBe(true);
    expect(r.left).toBe(0);
  });

  test('no prefix passes, none throws', () => {
    for (let cut = 0; cut < bytes.length; cut++) {
      const r = new Reader().aim(bytes, 0, cut);
      readVarint(r);
      expect(r.ok).toBe(false);
    }
  });
});

test.each([
  ['3f', 63],
  ['4040', 64],
  ['7fff', 16_383],
  ['80004000', 16_384],
  ['bfffffff', 1_073_741_823],
  ['c000000040000000', 1_073_741_824],
  ['c01fffffffffffff', Number.MAX_SAFE_INTEGER],
])('the ends of each length, RFC 9000 table 4: %s', (octets, value) => {
  const bytes = fromHex(octets);
  expect(readVarint(new Reader().aim(bytes, 0, bytes.length))).toBe(value);
});
