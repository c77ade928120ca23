/**
 * Handshake messages out of the payloads of handshake records, which cut them anywhere and may hold several: RFC 8446 §5.1.
 * One kind of message is collected, all others are passed over by their length. A message that lies whole in one payload
 * is not copied, and what is collected grows with what arrives, never with what a length field promises.
 */
import { HANDSHAKE_HEADER } from './numbers.js';

const EMPTY = new Uint8Array(0);
const SMALLEST_BUFFER = 256;
/** The last three of the header's four octets. */
const BODY_LENGTH = 0xffffff;

export class MessageReader {
  /** Kind of the message under the cursor. */
  type = -1;
  /** First octet of its body, or -1 while it is not there. */
  first = -1;
  /** The message under the cursor came to its end with the last `read`. */
  ended = false;
  /** It was of the wanted kind: `octets[from, to)`, header included. Valid until the next `read`. */
  octets: Uint8Array = EMPTY;
  from = 0;
  to = 0;
  /** A message of the wanted kind was longer than the limit, and passed over. */
  tooLong = false;
  #wanted: number;
  #limit: number;
  /** The octets of the header that are there, as one number. */
  #header = 0;
  #inHeader = 0;
  /** Octets of the body to come. */
  #left = 0;
  #collecting = false;
  #buffer: Uint8Array = EMPTY;
  #filled = 0;

  /** @param limitOctets longest message collected, header included */
  constructor(wanted: number, limitOctets: number) {
    this.#wanted = wanted;
    this.#limit = limitOctets;
  }

  /** As new, for messages of another kind perhaps. */
  reset(wanted: number, limitOctets: number): void {
    this.#wanted = wanted;
    this.#limit = limitOctets;
    this.tooLong = false;
    this.#header = 0;
    this.#next();
  }

  /** Octets of the message under the cursor that nobody needs to look at. */
  get idle(): number {
    return this.#collecting ? 0 : this.#left;
  }

  /** Octets collected so far. */
  get held(): number {
    return this.#buffer.length;
  }

  /** Body length of the message under the cursor, or undefined while its header is not whole. */
  get length(): number | undefined {
    return this.#inHeader === HANDSHAKE_HEADER ? this.#header & BODY_LENGTH : undefined;
  }

  /** Lets go of the message that was read. */
  forget(): void {
    this.octets = EMPTY;
    this.#buffer = EMPTY;
    this.#filled = 0;
  }

  /** Passes over `count` octets, at most `idle`. */
  skip(count: number): void {
    this.#left -= count;
    this.ended = this.#left === 0;
  }

  /**
   * Reads on in a payload, up to the end of the message under the cursor.
   * @returns the offset up to which it was read
   */
  read(octets: Uint8Array, at: number, end: number): number {
    if (this.ended || this.#inHeader === 0) this.#next();
    let o = at;
    while (this.#inHeader < HANDSHAKE_HEADER) {
      if (o === end) return o;
      this.#header = (this.#header << 8) | octets[o++]!;
      this.#inHeader++;
      if (this.#inHeader === HANDSHAKE_HEADER) this.#begin();
    }
    const count = Math.min(this.#left, end - o);
    if (this.first < 0 && count > 0) this.first = octets[o]!;
    this.#left -= count;
    this.ended = this.#left === 0;
    if (this.#collecting) {
      if (this.ended && this.#filled === 0 && o - at === HANDSHAKE_HEADER) {
        this.octets = octets;
        this.from = at;
        this.to = o + count;
      } else {
        this.#collect(octets, o, o + count);
      }
    }
    return o + count;
  }

  #next(): void {
    this.type = -1;
    this.first = -1;
    this.ended = false;
    this.octets = EMPTY;
    this.from = 0;
    this.to = 0;
    this.#inHeader = 0;
    this.#left = 0;
    this.#collecting = false;
    this.#buffer = EMPTY;
    this.#filled = 0;
  }

  #begin(): void {
    this.type = this.#header >>> 24;
    this.#left = this.#header & BODY_LENGTH;
    if (this.type !== this.#wanted) return;
    if (HANDSHAKE_HEADER + this.#left > this.#limit) this.tooLong = true;
    else this.#collecting = true;
  }

  #collect(octets: Uint8Array, at: number, end: number): void {
    if (this.#filled === 0) {
      this.#makeRoom(HANDSHAKE_HEADER + (end - at));
      for (let i = 0; i < HANDSHAKE_HEADER; i++) this.#buffer[i] = this.#header >>> (24 - 8 * i);
      this.#filled = HANDSHAKE_HEADER;
    }
    this.#keep(octets, at, end);
    if (!this.ended) return;
    this.octets = this.#buffer;
    this.from = 0;
    this.to = this.#filled;
  }

  #keep(octets: Uint8Array, at: number, end: number): void {
    const wanted = this.#filled + (end - at);
    this.#makeRoom(wanted);
    this.#buffer.set(octets.subarray(at, end), this.#filled);
    this.#filled = wanted;
  }

  #makeRoom(wanted: number): void {
    if (wanted <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.min(Math.max(wanted, 2 * this.#filled, SMALLEST_BUFFER), this.#limit));
    grown.set(this.#buffer.subarray(0, this.#filled));
    this.#buffer = grown;
  }
}
