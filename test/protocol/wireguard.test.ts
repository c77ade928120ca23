import { isWireguardHandshake } from '../../src/protocol/wireguard.js';

/** A message with this type in its first octets (little-endian, the three reserved ones zero). */
function message(type: number, length: number, reserved = 0): Uint8Array {
  const octets = new Uint8Array(length).fill(0xa5);
  octets.set([type, 0, 0, reserved]);
  return octets;
}

function isHandshake(octets: Uint8Array, onWire = octets.length): boolean {
  return isWireguardHandshake(octets, 0, octets.length, onWire);
}

// Lengths from the message layouts of the paper: 1+3+4+32+(32+16)+(12+16)+16+16 and 1+3+4+4+32+16+16+16 octets.
test.each([
  [1, 148],
  [2, 92],
])('a message of type %i has %i octets', (type, length) => {
  expect(isHandshake(message(type, length))).toBe(true);
  expect(isHandshake(message(type, length + 1))).toBe(false);
  expect(isHandshake(message(type, length - 1))).toBe(false);
  expect(isHandshake(message(type, length, 1))).toBe(false);
  expect(isHandshake(message(type, 64), length)).toBe(true); // clipped by the capture
  expect(isHandshake(message(type, length).subarray(0, 3), length)).toBe(false);
});

test('transport data alone is not taken for it: any protocol may begin so', () => {
  expect(isHandshake(message(4, 148))).toBe(false);
});
