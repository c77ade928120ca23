/**
 * A cursor over octets that fails once and stays failed. Parsers read a message in the order of its RFC and ask `ok` once
 * at the end; a loop asks it in its condition. After a failure every read returns 0 and moves nothing, so no parser can
 * run past what it was given, whatever the lengths in the message say.
 */
export class Reader {
  /** False from the first read past the end on. */
  ok = true;
  #octets: Uint8Array = EMPTY;
  #at = 0;
  #end = 0;

  /** Points the reader at `octets[at, end)` and makes it good again. The range is cut to the array. */
  aim(octets: Uint8Array, at: number, end: number): this {
    this.#octets = octets;
    this.#end = Math.min(end, octets.length);
    this.#at = at;
    this.ok = at >= 0 && at <= this.#end;
    return this;
  }

  /** Offset of the next octet in the array that was aimed at. */
  get at(): number {
    return this.#at;
  }

  /** Octets left; 0 after a failure. */
  get left(): number {
    return this.ok ? this.#end - this.#at : 0;
  }

  u8(): number {
    if (!this.#has(1)) return 0;
    return this.#octets[this.#at++]!;
  }

  u16(): number {
    if (!this.#has(2)) return 0;
    const at = this.#at;
    this.#at = at + 2;
    return (this.#octets[at]! << 8) | this.#octets[at + 1]!;
  }

  u24(): number {
    if (!this.#has(3)) return 0;
    const at = this.#at;
    this.#at = at + 3;
    return (this.#octets[at]! << 16) | (this.#octets[at + 1]! << 8) | this.#octets[at + 2]!;
  }

  /** Unsigned 32 bits. */
  u32(): number {
    if (!this.#has(4)) return 0;
    const at = this.#at;
    const octets = this.#octets;
    this.#at = at + 4;
    return ((octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) >>> 0;
  }

  /** A view of the next `length` octets (not a copy); empty after a failure. */
  take(length: number): Uint8Array {
    if (!this.#has(length)) return EMPTY;
    const at = this.#at;
    this.#at = at + length;
    return this.#octets.subarray(at, at + length);
  }

  skip(length: number): void {
    if (this.#has(length)) this.#at += length;
  }

  /** Declares the message bad, as a read past the end would. */
  fail(): void {
    this.ok = false;
  }

  /** A new reader over the next `length` octets, which this one skips. It fails with this one. */
  within(length: number): Reader {
    const inner = new Reader();
    if (this.#has(length)) {
      inner.aim(this.#octets, this.#at, this.#at + length);
      this.#at += length;
    } else {
      inner.ok = false;
    }
    return inner;
  }

  #has(length: number): boolean {
    if (this.ok && length >= 0 && this.#end - this.#at >= length) return true;
    this.ok = false;
    return false;
  }
}

const EMPTY = new Uint8Array(0);
