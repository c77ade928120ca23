/**
 * JSON (RFC 8259) as UTF-8, from left to right into octets that are used again: no string is built and thrown away for a record.
 * What is written is what JSON.stringify writes.
 */
import { TIME_OCTETS, timeOctets } from './time.js';

const FIRST_OCTETS = 4096;
/** UTF-8 needs at most three octets for one UTF-16 unit. */
const OCTETS_PER_UNIT = 3;
/** Decimal digits of 2^31 - 1: what the division by ten in small integers reaches. */
const MAX_DIGITS = 10;
const LARGEST_SMALL = 0x7fff_ffff;
/** From here on a call that copies costs less than a loop. */
const COPY_FROM = 64;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;

export class JsonOctets {
  #octets: Buffer = Buffer.allocUnsafeSlow(FIRST_OCTETS);
  #length = 0;

  /** What was written since `clear`. Valid until the next write. */
  get written(): Uint8Array {
    return new Uint8Array(this.#octets.buffer, 0, this.#length);
  }

  toString(): string {
    return this.#octets.toString('utf8', 0, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  /** A copy of what was written from `from` on: out of Node's pool, since a block of memory for each costs several times as much. */
  copy(from: number): Uint8Array {
    const octets = Buffer.allocUnsafe(this.#length - from);
    this.#octets.copy(octets, 0, from, this.#length);
    return octets;
  }

  clear(): void {
    this.#length = 0;
  }

  /** Octets as they are: punctuation and keys, or JSON that was written before. */
  plain(octets: Uint8Array): void {
    const { length } = octets;
    this.#room(length);
    const to = this.#octets;
    const at = this.#length;
    if (length < COPY_FROM) for (let i = 0; i < length; i++) to[at + i] = octets[i]!;
    else to.set(octets, at);
    this.#length = at + length;
  }

  /** Text that is JSON already. */
  raw(json: string): void {
    this.#room(json.length * OCTETS_PER_UNIT);
    this.#length += this.#octets.write(json, this.#length, 'utf8');
  }

  /** The object whose members were written from `from` on, each with a comma before it: the brace takes the place of the first. */
  object(from: number): void {
    this.#room(2);
    if (this.#length === from) this.#length++;
    this.#octets[from] = OPEN_BRACE;
    this.#octets[this.#length++] = CLOSE_BRACE;
  }

  /** A string, in quotes. */
  text(text: string): void {
    const { length } = text;
    this.#room(length * OCTETS_PER_UNIT + 2);
    const to = this.#octets;
    const from = this.#length + 1;
    to[from - 1] = QUOTE;
    let isPlain = true;
    if (length < COPY_FROM) {
      for (let i = 0; i < length; i++) {
        const unit = text.charCodeAt(i);
        if (unit < 0x20 || unit > 0x7e || unit === QUOTE || unit === BACKSLASH) isPlain = false;
        to[from + i] = unit;
      }
    } else {
      isPlain = to.write(text, from, 'utf8') === length;
      for (let at = from; at < from + length && isPlain; at++) {
        const octet = to[at]!;
        isPlain = octet >= 0x20 && octet <= 0x7e && octet !== QUOTE && octet !== BACKSLASH;
      }
    }
    if (isPlain) {
      to[from + length] = QUOTE;
      this.#length = from + length + 1;
    } else {
      this.raw(JSON.stringify(text)); // over what was written of it
    }
  }

  /** As JSON.stringify does: what is no finite number becomes null, so that a line always parses. */
  number(value: number): void {
    if (!(value >= 0 && value <= LARGEST_SMALL && (value | 0) === value)) {
      this.raw(Number.isFinite(value) ? `${value}` : 'null');
      return;
    }
    this.#room(MAX_DIGITS);
    let digits = 1;
    for (let bound = 10; bound <= value; bound *= 10) digits++;
    const to = this.#octets;
    let left = value | 0;
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const next = (left / 10) | 0;
      to[at] = ZERO + left - 10 * next;
      left = next;
    }
    this.#length += digits;
  }

  /** A time in microseconds since 1970, in quotes. */
  time(us: number): void {
    this.#room(TIME_OCTETS + 2);
    const to = this.#octets;
    const at = this.#length;
    to[at] = QUOTE;
    timeOctets(to, at + 1, us);
    to[at + 1 + TIME_OCTETS] = QUOTE;
    this.#length = at + TIME_OCTETS + 2;
  }

  #room(octets: number): void {
    const needed = this.#length + octets;
    if (needed <= this.#octets.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#octets.length));
    larger.set(this.#octets.subarray(0, this.#length));
    this.#octets = larger;
  }
}
