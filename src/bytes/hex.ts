/** Hexadecimal in and out, lower case: for fingerprints, tests and messages; never per packet. */

const DIGITS: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** Two digits an octet. */
export function toHex(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += DIGITS[octet]!;
  return text;
}

/** Four digits, as JA4 writes code points. */
export function hex16(value: number): string {
  return DIGITS[(value >>> 8) & 0xff]! + DIGITS[value & 0xff]!;
}

/** Reads pairs of digits; white space is passed over, so that a dump can be pasted. Throws on anything else. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) throw new RangeError('not an even number of hex digits');
  const octets = new Uint8Array(digits.length / 2);
  for (let i = 0; i < octets.length; i++) octets[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return octets;
}
