/** FIPS 180-4 (the example that NIST publishes with it), RFC 3174 §7.3, and node:crypto for the lengths between. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { fromHex } from '../../src/bytes/hex.js';
import { block, hashBlock, MAX_ONE_BLOCK_OCTETS } from '../../src/bytes/sha1.js';

function sha1(message: Uint8Array): string {
  const digest = new Int32Array(5);
  block.fill(0);
  for (const [i, octet] of message.entries()) block[i >> 2]! |= octet << (24 - 8 * (i & 3));
  hashBlock(message.length, digest);
  return [...digest].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

test('the example of one block', () => {
  expect(sha1(Buffer.from('abc'))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
});

test('RFC 3174 §7.3, test 3', () => {
  expect(sha1(Buffer.from('a'))).toBe('86f7e437faa5a7fce15d1ddcb9eaeaea377667b8');
});

test('a message of every length that fits, against node:crypto', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: MAX_ONE_BLOCK_OCTETS }), (message) => {
      expect(sha1(message)).toBe(createHash('sha1').update(message).digest('hex'));
    }),
  );
  const longest = fromHex('ff'.repeat(MAX_ONE_BLOCK_OCTETS));
  expect(sha1(longest)).toBe(createHash('sha1').update(longest).digest('hex'));
});
