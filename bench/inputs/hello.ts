/**
 * ClientHellos that can be varied: RFC 8446 §4.1.2 in one TLS record. A hello of a recording is taken apart once for each name that
 * it shall ask for (RFC 6066 §3), with all lengths around the name right, and then varied for each flow: random, session id,
 * key shares (their octets, not their groups), the digits of a numbered name, and the order of extensions where the recorded
 * stack permutes them (it begins with a GREASE extension, RFC 8701).
 */
import { put16 } from './checksum.js';
import type { Random } from './random.js';

/** Octets that a varied hello may take: `vary` writes into a buffer of this size. */
export const MOST_HELLO = 4096;

/** In the record: its header, then the message's header, then the version. */
const RECORD_HEADER = 5;
const MESSAGE_HEADER = 4;
const RANDOM_AT = RECORD_HEADER + MESSAGE_HEADER + 2;
const RANDOM = 32;
const SESSION_AT = RANDOM_AT + RANDOM;
const EXTENSION_HEADER = 4;

const SERVER_NAME = 0;
const PADDING = 21;
const PRE_SHARED_KEY = 41;
const KEY_SHARE = 51;

/** Digits of a numbered name. */
const DIGITS = 4;
const NAMES_OF_A_PATTERN = 10 ** DIGITS;
const ZERO = 0x30;

export class HelloTemplate {
  readonly name: string;
  /** The record. */
  readonly octets: Uint8Array;
  /** Offsets between which octets are random: random, session id, key shares. */
  readonly #random: readonly (readonly [at: number, end: number])[];
  /** Where the digits of a numbered name begin; -1 for a name that is fixed. */
  readonly #digitsAt: number;
  /** Offsets between which whole extensions may change places; none where the stack does not permute. */
  readonly #movable: readonly (readonly [at: number, end: number])[];
  readonly #order: number[];
  readonly #scratch: Uint8Array;

  /** @param name a name in which `#` stands for DIGITS digits */
  constructor(hello: Uint8Array, name: string) {
    this.name = name.replace('#', '0'.repeat(DIGITS));
    this.octets = withName(hello, this.name);
    this.#scratch = this.octets.slice();
    const random: [number, number][] = [
      [RANDOM_AT, SESSION_AT],
      [SESSION_AT + 1, SESSION_AT + 1 + this.octets[SESSION_AT]!],
    ];
    const movable: [number, number][] = [];
    let digitsAt = -1;
    const extensions = extensionsOf(this.octets);
    for (const [i, { type, at, end }] of extensions.entries()) {
      const body = at + EXTENSION_HEADER;
      if (type === KEY_SHARE) random.push(...keyShares(this.octets, body, end));
      if (type === SERVER_NAME && name.includes('#')) digitsAt = body + 5 + name.indexOf('#');
      const isFixed = isGrease(type) || type === PADDING || type === PRE_SHARED_KEY;
      if (isGrease(extensions[0]!.type) && i > 0 && !isFixed) movable.push([at, end]);
    }
    this.#random = random;
    this.#digitsAt = digitsAt;
    // The octets between the first and the last movable extension must all be movable.
    this.#movable = isGapless(movable) ? movable : [];
    this.#order = this.#movable.map((_, i) => i);
  }

  get permutes(): boolean {
    return this.#movable.length > 0;
  }

  /** Writes the hello of one flow to the beginning of `out`; returns its length. */
  vary(random: Random, out: Uint8Array): number {
    const { octets } = this;
    out.set(octets);
    for (const [at, end] of this.#random) random.fill(out, at, end);
    if (this.#digitsAt >= 0) {
      let number = random.below(NAMES_OF_A_PATTERN);
      for (let i = DIGITS - 1; i >= 0; i--) {
        out[this.#digitsAt + i] = ZERO + (number % 10);
        number = Math.floor(number / 10);
      }
    }
    if (this.permutes) this.#permute(random, out);
    return octets.length;
  }

  #permute(random: Random, out: Uint8Array): void {
    const order = this.#order;
    for (let i = order.length - 1; i > 0; i--) {
      const other = random.below(i + 1);
      const swapped = order[i]!;
      order[i] = order[other]!;
      order[other] = swapped;
    }
    const first = this.#movable[0]![0];
    const last = this.#movable[this.#movable.length - 1]![1];
    const scratch = this.#scratch;
    scratch.set(out.subarray(first, last), first);
    let at = first;
    for (const index of order) {
      const [from, end] = this.#movable[index]!;
      out.set(scratch.subarray(from, end), at);
      at += end - from;
    }
  }
}

interface Extension {
  readonly type: number;
  /** With its header. */
  readonly at: number;
  readonly end: number;
}

/** Whether `stream` begins with a ClientHello in one record; its length with the record header, or 0. */
export function helloLength(stream: Uint8Array): number {
  const record = RECORD_HEADER + u16(stream, 3);
  const isHello = stream[0] === 22 && stream[RECORD_HEADER] === 1;
  const message = (stream[RECORD_HEADER + 1]! << 16) | u16(stream, RECORD_HEADER + 2);
  if (!isHello || record > stream.length || RECORD_HEADER + MESSAGE_HEADER + message !== record) return 0;
  return record;
}

/** The name that a hello asks for; undefined if it has no server_name extension, or no extensions. */
export function nameOf(hello: Uint8Array): string | undefined {
  const extension = extensionsOf(hello).find(({ type }) => type === SERVER_NAME);
  if (extension === undefined) return undefined;
  return String.fromCharCode(...hello.subarray(extension.at + EXTENSION_HEADER + 5, extension.end));
}

/** The same hello with another name. */
function withName(hello: Uint8Array, name: string): Uint8Array {
  const { at, end } = extensionsOf(hello).find(({ type }) => type === SERVER_NAME)!;
  const text = Uint8Array.from(name, (character) => character.charCodeAt(0));
  const body = new Uint8Array(EXTENSION_HEADER + 5 + text.length);
  put16(body, 0, SERVER_NAME);
  put16(body, 2, 5 + text.length);
  put16(body, 4, 3 + text.length);
  put16(body, 7, text.length);
  body.set(text, 9);
  const octets = Uint8Array.of(...hello.subarray(0, at), ...body, ...hello.subarray(end));
  const grown = octets.length - hello.length;
  put16(octets, 3, u16(octets, 3) + grown);
  const message = octets.length - RECORD_HEADER - MESSAGE_HEADER;
  octets[RECORD_HEADER + 1] = message >>> 16;
  put16(octets, RECORD_HEADER + 2, message & 0xffff);
  const lengthAt = extensionsAt(octets) - 2;
  put16(octets, lengthAt, u16(octets, lengthAt) + grown);
  return octets;
}

/** Where the first extension begins; the hello's end if it has none. */
function extensionsAt(hello: Uint8Array): number {
  let at = SESSION_AT + 1 + hello[SESSION_AT]!;
  at += 2 + u16(hello, at);
  at += 1 + hello[at]!;
  return Math.min(at + 2, hello.length);
}

function extensionsOf(hello: Uint8Array): Extension[] {
  const extensions: Extension[] = [];
  for (let at = extensionsAt(hello); at < hello.length; ) {
    const end = at + EXTENSION_HEADER + u16(hello, at + 2);
    extensions.push({ type: u16(hello, at), at, end });
    at = end;
  }
  return extensions;
}

/** RFC 8446 §4.2.8: a list of group, length, octets. */
function keyShares(hello: Uint8Array, body: number, end: number): [number, number][] {
  const shares: [number, number][] = [];
  for (let at = body + 2; at < end; ) {
    const length = u16(hello, at + 2);
    shares.push([at + 4, at + 4 + length]);
    at += 4 + length;
  }
  return shares;
}

function isGapless(ranges: readonly (readonly [number, number])[]): boolean {
  return ranges.every(([at], i) => i === 0 || ranges[i - 1]![1] === at);
}

function isGrease(type: number): boolean {
  return (type & 0x0f0f) === 0x0a0a && type >>> 8 === (type & 0xff);
}

function u16(octets: Uint8Array, at: number): number {
  return (octets[at]! << 8) | octets[at + 1]!;
}
