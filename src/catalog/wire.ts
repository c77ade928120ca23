/**
 * Reads protobuf messages (https://protobuf.dev/programming-guides/encoding/) by a table of their fields. The generated code
 * reads the same file, but what it needs takes three times as long to load as the whole catalog takes here; a test compares
 * the two. Unknown fields are passed over by their wire type; anything that does not fit fails once and for all.
 */

/** Fields by number: a name and how its value is written. A table in place of a type is a repeated message. */
export type Field = readonly [
  name: string,
  type: 'string' | 'strings' | 'number' | 'boolean' | 'double' | 'octets' | Message,
];

export interface Message {
  readonly fields: Readonly<Record<number, Field>>;
  /** What fields read as that are not there; copied for each message. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Describes a message; every field gets the default of its type. */
export function message(fields: Readonly<Record<number, Field>>): Message {
  const defaults: Record<string, unknown> = {};
  for (const [name, type] of Object.values(fields))
    defaults[name] = DEFAULTS[typeof type === 'object' ? 'messages' : type];
  return { fields, defaults };
}

/** Lists are shared until the first item, and never changed: see `append`. */
const NONE: readonly unknown[] = Object.freeze([]);
const DEFAULTS = {
  string: '',
  strings: NONE,
  messages: NONE,
  number: 0,
  boolean: false,
  double: 0,
  octets: new Uint8Array(0),
} as const;

export class WireReader {
  /** False from the first thing that does not fit. */
  ok = true;
  readonly #octets: Buffer;
  readonly #view: DataView;
  #at = 0;

  constructor(octets: Uint8Array) {
    this.#octets = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  }

  /** The whole of the octets as one message; look at `ok` before using it. Nests as deep as the tables do. */
  read(type: Message): Record<string, unknown> {
    return this.#message(type, this.#octets.length);
  }

  #message(type: Message, end: number): Record<string, unknown> {
    const value = { ...type.defaults };
    while (this.ok && this.#at < end) {
      const tag = this.#varint(end);
      const field = type.fields[Math.floor(tag / 8)];
      this.#field(value, field, tag % 8, end);
    }
    return value;
  }

  #field(value: Record<string, unknown>, field: Field | undefined, wireType: number, end: number): void {
    if (wireType === LENGTH_DELIMITED) {
      const length = this.#varint(end);
      if (!this.ok || length > end - this.#at) {
        this.ok = false;
        return;
      }
      if (field !== undefined) this.#delimited(value, field, this.#at + length);
      else this.#at += length;
    } else if (wireType === VARINT) {
      const number = this.#varint(end);
      if (field?.[1] === 'number') value[field[0]] = number;
      else if (field?.[1] === 'boolean') value[field[0]] = number !== 0;
      else if (field !== undefined) this.ok = false;
    } else if (wireType === FIXED64 || wireType === FIXED32) {
      const length = wireType === FIXED64 ? 8 : 4;
      if (length > end - this.#at) this.ok = false;
      else if (field?.[1] === 'double' && length === 8) value[field[0]] = this.#view.getFloat64(this.#at, true);
      else if (field !== undefined) this.ok = false;
      this.#at += length;
    } else this.ok = false; // groups, and numbers that mean nothing
  }

  #delimited(value: Record<string, unknown>, [name, type]: Field, until: number): void {
    if (type === 'string') value[name] = this.#octets.toString('utf8', this.#at, until);
    else if (type === 'strings') append(value, name, this.#octets.toString('utf8', this.#at, until));
    else if (type === 'octets') value[name] = this.#octets.subarray(this.#at, until);
    else if (typeof type === 'object') append(value, name, this.#message(type, until));
    else this.ok = false;
    if (this.#at > until) this.ok = false;
    this.#at = until;
  }

  /** At most ten octets of seven bits, the least significant first; exact up to 2^53. */
  #varint(end: number): number {
    let value = 0;
    let scale = 1;
    for (let octets = 0; octets < 10 && this.#at < end; octets++) {
      const octet = this.#octets[this.#at++]!;
      value += (octet & 0x7f) * scale;
      if (octet < 0x80) return value;
      scale *= 128;
    }
    this.ok = false;
    return 0;
  }
}

function append(value: Record<string, unknown>, name: string, item: unknown): void {
  const list = value[name] as unknown[];
  if (list.length === 0) value[name] = [item];
  else list.push(item);
}
