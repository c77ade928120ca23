import { isWireguardHandshake } from '../../src/protocol/wireguard.js';

/** A message with this type in its first octets (little-endian, the three reserved ones zero). */
function message(type: number, length: number, reserved = 0): Uint8Array {
  const octets = new Uint8Array(length).fill(0x25);
  octets.set([type, 0, 0, reserved]);
  return octets;
}

function isHandshake(octets: Uint8Array, onWire = octets.length): boolean {
  return isWireguardHandshake(octets, 0, octets.length, onWire);
}

/** The message with one octet, or several, put in at `at`. */
function changed(octets: Uint8Array, at: number, ...to: number[]): Uint8Array {
  const copy = Uint8Array.from(octets);
  copy.set(to, at);
  return copy;
}

// Lengths from the message layouts of the paper: 1+3+4+32+(32+16)+(12+16)+16+16 and 1+3+4+4+32+16+16+16 octets.
describe.each([
  [1, 148, 1 + 3 + 4],
  [2, 92, 1 + 3 + 4 + 4],
])('a message of type %i', (type, length, keyAt) => {
  const whole = message(type, length);

  test('has one length, and three octets of zero', () => {
    expect(isHandshake(whole)).toBe(true);
    expect(isHandshake(message(type, length + 1))).toBe(false);
    expect(isHandshake(message(type, length - 1))).toBe(false);
    expect(isHandshake(message(type, length, 1))).toBe(false);
    expect(isHandshake(message(3 - type, length))).toBe(false);
  });

  test('may be clipped by the capture, but not within its first four octets', () => {
    for (let captured = 4; captured < length; captured++)
      expect(isHandshake(whole.subarray(0, captured), length)).toBe(true);
    for (let captured = 0; captured < 4; captured++)
      expect(isHandshake(whole.subarray(0, captured), length)).toBe(false);
  });

  // RFC 7748 section 5.
  test('has a key of 255 bits', () => {
    expect(isHandshake(changed(whole, keyAt + 31, 0x7f))).toBe(true);
    expect(isHandshake(changed(whole, keyAt + 31, 0x80))).toBe(false);
  });

  test('has no run of zeros where ciphertext is, and zeros for the cookie that was not asked for', () => {
    expect(isHandshake(changed(whole, length - 16, ...new Array<number>(16).fill(0)))).toBe(true);
    expect(isHandshake(changed(whole, keyAt + 40, 0, 0, 0))).toBe(true);
    for (const at of [keyAt, keyAt + 40, length - 16 - 4])
      expect(isHandshake(changed(whole, at, 0, 0, 0, 0))).toBe(false);
  });

  // What lies behind would say no: a key of 256 bits, and zeros.
  test('is read nowhere but in its own octets', () => {
    for (const captured of [20, keyAt + 31, length]) {
      const around = new Uint8Array(length + 20);
      around.fill(0x80, 10 + captured);
      around.set(whole.subarray(0, captured), 10);
      expect(isWireguardHandshake(around, 10, 10 + captured, length)).toBe(true);
      expect(isWireguardHandshake(around.fill(0, 10 + captured), 10, 10 + captured, length)).toBe(true);
    }
  });
});

test('transport data alone is not taken for it: any protocol may begin so', () => {
  expect(isHandshake(message(4, 148))).toBe(false);
  expect(isHandshake(message(4, 92))).toBe(false);
});
