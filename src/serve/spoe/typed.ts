/**
 * Numbers, typed values and lists as SPOP 2.0 writes them: SPOE.txt of HAProxy, section 3.1. What is read is as hostile as a packet: a
 * value that does not fit fails the reader, and nothing is copied before its length was checked.
 */
import type { Reader } from '../../bytes/reader.js';

/** SPOE.txt §3.1, "Supported types". */
export const DataType = {
  Null: 0,
  Boolean: 1,
  Int32: 2,
  Uint32: 3,
  Int64: 4,
  Uint64: 5,
  Ipv4: 6,
  Ipv6: 7,
  String: 8,
  Binary: 9,
} as const;

/** First octet of a typed value: the type below, flags above; a boolean is its lowest flag. */
const TYPE_MASK = 0x0f;
const TRUE_FLAG = 0x10;
/** From here on a number takes further octets: SPOE.txt §3.1, the table of encodings. */
const ONE_OCTET = 240;
const FIRST_BITS = 4;
const FURTHER_BITS = 7;
const MORE = 0x80;
/** What 64 bits take: four bits in the first octet, seven in each other. */
const MAX_NUMBER_OCTETS = 10;
const IPV4_OCTETS = 4;
const IPV6_OCTETS = 16;
const EMPTY = new Uint8Array(0);

/** A value as it was read. What does not belong to its type is 0 or empty. */
export interface TypedValue {
  readonly type: number;
  /** Of a boolean 0 or 1; of a number over 2^53 no exact one. */
  readonly number: number;
  /** Of addresses, strings and binaries: a view, good as long as what was read is. */
  readonly octets: Uint8Array;
}

export function readNumber(r: Reader): number {
  let number = r.u8();
  if (number < ONE_OCTET) return number;
  let factor = 1 << FIRST_BITS;
  for (let count = 1; r.ok; count++) {
    if (count === MAX_NUMBER_OCTETS) r.fail();
    const octet = r.u8();
    // The continuation bit is part of the value: whoever writes it has taken it off before.
    number += octet * factor;
    if (octet < MORE) break;
    factor *= 1 << FURTHER_BITS;
  }
  return r.ok ? number : 0;
}

/** A string: its length, its octets. A view. */
export function readString(r: Reader): Uint8Array {
  return r.take(readNumber(r));
}

export function readTyped(r: Reader): TypedValue {
  const first = r.u8();
  const type = first & TYPE_MASK;
  switch (type) {
    case DataType.Null:
      return { type, number: 0, octets: EMPTY };
    case DataType.Boolean:
      return { type, number: (first & TRUE_FLAG) === 0 ? 0 : 1, octets: EMPTY };
    case DataType.Int32:
    case DataType.Uint32:
    case DataType.Int64:
    case DataType.Uint64:
      return { type, number: readNumber(r), octets: EMPTY };
    case DataType.Ipv4:
      return { type, number: 0, octets: r.take(IPV4_OCTETS) };
    case DataType.Ipv6:
      return { type, number: 0, octets: r.take(IPV6_OCTETS) };
    case DataType.String:
    case DataType.Binary:
      return { type, number: 0, octets: readString(r) };
    default:
      r.fail();
      return { type, number: 0, octets: EMPTY };
  }
}

const FIRST_CAPACITY = 4096;

/** Octets to be sent, in a buffer that grows and is used again. */
export class Writer {
  #octets = Buffer.alloc(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A copy of what was written; the writer is empty then. */
  take(): Buffer {
    const octets = Buffer.from(this.#octets.subarray(0, this.#length));
    this.#length = 0;
    return octets;
  }

  u8(value: number): this {
    this.#room(1);
    this.#octets[this.#length++] = value;
    return this;
  }

  u32(value: number): this {
    this.#room(4);
    this.setU32(this.#length, value);
    this.#length += 4;
    return this;
  }

  /** Over what was written before. */
  setU32(at: number, value: number): void {
    const octets = this.#octets;
    octets[at] = value >>> 24;
    octets[at + 1] = value >>> 16;
    octets[at + 2] = value >>> 8;
    octets[at + 3] = value;
  }

  /** A whole number from 0 to 2^53. */
  number(value: number): this {
    if (value < ONE_OCTET) return this.u8(value);
    this.u8((value & TYPE_MASK) | ONE_OCTET);
    let rest = Math.floor((value - ONE_OCTET) / (1 << FIRST_BITS));
    while (rest >= MORE) {
      this.u8((rest % MORE) | MORE);
      rest = Math.floor((rest - MORE) / (1 << FURTHER_BITS));
    }
    return this.u8(rest);
  }

  octets(octets: Uint8Array): this {
    this.#room(octets.length);
    this.#octets.set(octets, this.#length);
    this.#length += octets.length;
    return this;
  }

  string(text: string): this {
    return this.number(Buffer.byteLength(text)).octets(Buffer.from(text));
  }

  typed(value: boolean | number | string): this {
    if (typeof value === 'boolean') return this.u8(DataType.Boolean | (value ? TRUE_FLAG : 0));
    if (typeof value === 'number') return this.u8(DataType.Uint32).number(value);
    return this.u8(DataType.String).string(value);
  }

  #room(octets: number): void {
    const needed = this.#length + octets;
    if (needed <= this.#octets.length) return;
    const larger = Buffer.alloc(Math.max(needed, 2 * this.#octets.length));
    larger.set(this.#octets.subarray(0, this.#length));
    this.#octets = larger;
  }
}
