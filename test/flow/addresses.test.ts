import fc from 'fast-check';
import { addressText } from '../../src/bytes/address.js';
import { addressTextOf, MAX_TEXTS } from '../../src/flow/addresses.js';
import { KEY_WORDS, writeKey } from '../../src/flow/key.js';
import { PacketView } from '../../src/packet/view.js';

/** The key of a packet between two addresses, behind another key. */
function keyOf(source: Uint8Array, destination: Uint8Array): Int32Array {
  const view = new PacketView();
  view.buf = Uint8Array.from([...source, ...destination]);
  view.ipVersion = source.length === 4 ? 4 : 6;
  view.srcAt = 0;
  view.dstAt = source.length;
  const words = new Int32Array(2 * KEY_WORDS);
  writeKey(words.subarray(KEY_WORDS), view, 0);
  return words;
}

const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test('the text of both ends, whatever was asked before', () => {
  const pair = fc.oneof(fc.tuple(octets(4), octets(4)), fc.tuple(octets(16), octets(16)));
  fc.assert(
    fc.property(pair, ([source, destination]) => {
      const words = keyOf(source, destination);
      const found = [addressTextOf(words, KEY_WORDS, 0), addressTextOf(words, KEY_WORDS, 1)];
      const expected = [addressText(source, 0, source.length), addressText(destination, 0, destination.length)];
      expect(found.sort()).toEqual(expected.sort());
    }),
  );
});

test('an IPv4 address and the same mapped into IPv6 are two', () => {
  const v4 = Uint8Array.from([192, 0, 2, 1]);
  const mapped = Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...v4]);
  expect(addressTextOf(keyOf(v4, v4), KEY_WORDS, 0)).toBe('192.0.2.1');
  expect(addressTextOf(keyOf(mapped, mapped), KEY_WORDS, 0)).toBe('::ffff:192.0.2.1');
  expect(addressTextOf(keyOf(v4, v4), KEY_WORDS, 0)).toBe('192.0.2.1');
});

test('more addresses than are kept', () => {
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 3 * MAX_TEXTS; i++) {
      const address = Uint8Array.from([10, i >> 16, i >> 8, i]);
      expect(addressTextOf(keyOf(address, address), KEY_WORDS, 1)).toBe(`10.0.${i >> 8}.${i & 0xff}`);
    }
  }
});
