/**
 * Ascii: where the strings of JA3 and JA4 are put together, octet by octet in one reused array: joining lists of numbers as strings
 * costs several times as much as hashing them.
 */
const FIRST_ROOM = 8192;
const DIGITS = '0123456789abcdef';
const HEX: Uint8Array = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0));
const ZERO = HEX[0]!;
/** Digits of a number of 16 bits, and what stands between two of them. */
export const MOST_PER_NUMBER = 5 + 1;

export class Ascii {
  #octets = Buffer.allocUnsafe(FIRST_ROOM);
  #length = 0;

  /** Begins anew. `room` is the most that will be written: a hello's own length bounds it. */
  begin(room: number): void {
    if (room > this.#octets.length) this.#octets = Buffer.allocUnsafe(room);
    this.#length = 0;
  }

  character(code: number): void {
    this.#octets[this.#length++] = code;
  }

  /** A number of 16 bits. */
  decimal(value: number): void {
    let power = 1;
    while (power * 10 <= value) power *= 10;
    for (let rest = value; power >= 1; power = power === 1 ? 0 : power / 10) {
      const digit = (rest / power) | 0;
      rest -= digit * power;
      this.#octets[this.#length++] = ZERO + digit;
    }
  }

  /** Four digits. */
  hex16(value: number): void {
    const octets = this.#octets;
    const at = this.#length;
    octets[at] = HEX[(value >>> 12) & 0xf]!;
    octets[at + 1] = HEX[(value >>> 8) & 0xf]!;
    octets[at + 2] = HEX[(value >>> 4) & 0xf]!;
    octets[at + 3] = HEX[value & 0xf]!;
    this.#length = at + 4;
  }

  text(): string {
    return this.#octets.toString('latin1', 0, this.#length);
  }
}
