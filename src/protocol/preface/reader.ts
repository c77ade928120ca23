/**
 * PrefaceReader: both directions of a TCP flow before its ClientHello. It is shown the octets in which no hello begins, in order,
 * and tells where inside of them one may: behind a request for TLS or to a proxy, or, in the other direction, where a ServerHello
 * follows the answer. It keeps no more than the part that is not whole, and looks at the first octets of a direction only.
 */
import { CR, type Dialogue, LF, type PartRead, type Preface, type PrefaceKind } from './preface.js';
import { readSocks4, readSocks5, SOCKS4, SOCKS5 } from './socks.js';
import { ELEMENT_BEGIN, POSTGRESQL_BEGIN, readLdap, readLine, readPostgresql, readXml, SEQUENCE } from './starttls.js';

/** Octets of each direction in which a preface is looked for. */
export const MAX_PREFACE_OCTETS = 4096;

/** The first octets of a record with a ServerHello: RFC 8446 §5.1, §4. The third is the version's minor, the next two the length. */
const HANDSHAKE = 22,
  MAJOR = 3,
  MAX_MINOR = 4,
  SERVER_HELLO = 2;
const MESSAGE_TYPE_AT = 5;

export class PrefaceReader {
  readonly #directions: readonly [Direction, Direction] = [new Direction(), new Direction()];

  /** Octets that the reader holds at the moment. */
  get heldOctets(): number {
    return this.#directions[0].heldOctets + this.#directions[1].heldOctets;
  }

  /**
   * Octets of one direction, of which the first begins no hello.
   *
   * @param offset of the first of them, in that direction: after a gap nothing more is recognised
   * @returns how many of them lie before the next place where a hello may begin
   */
  pass(direction: 0 | 1, offset: number, octets: Uint8Array, at: number, end: number): number {
    const own = this.#directions[direction];
    const other = this.#directions[direction === 0 ? 1 : 0];
    const asked = other.kind !== undefined;
    const stop = asked ? serverHelloIn(octets, at, Math.min(end, at + own.room(offset)), end) : end;
    return own.pass(offset, octets, at, stop) - at;
  }

  /** What the side that sent the hello said before. */
  of(direction: 0 | 1): Preface | undefined {
    const { kind, target } = this.#directions[direction];
    return kind === undefined ? undefined : { kind, ...(target === undefined ? {} : { target }) };
  }

  /** Lets go of all octets. */
  drop(): void {
    for (const direction of this.#directions) direction.drop();
  }
}

class Direction {
  /** Of the last request, and the last target: a proxy may lead to another one. */
  kind: PrefaceKind | undefined;
  target: string | undefined;
  readonly #dialogue: Dialogue = { greeted: false, xml: false };
  /** Octets of a part that is not whole. */
  #rest: Uint8Array = NOTHING;
  #from: number | undefined;
  /** Offset of the next octet; undefined when nothing more is looked for. */
  #next: number | undefined;
  #over = false;

  get heldOctets(): number {
    return this.#rest.length;
  }

  /** Octets from `offset` on that are looked at. */
  room(offset: number): number {
    return Math.max(0, MAX_PREFACE_OCTETS - (offset - (this.#from ?? offset)));
  }

  drop(): void {
    this.#over = true;
    this.#rest = NOTHING;
  }

  /** @returns the place in the array where a hello may begin; `end` if there is none before */
  pass(offset: number, octets: Uint8Array, at: number, end: number): number {
    if (this.#from === undefined || offset < this.#next!) this.#begin(offset);
    else if (offset > this.#next!) this.drop();
    if (this.#over) return end;
    const held = this.#rest.length;
    const room = this.room(offset);
    const seen = Math.min(end, at + room);
    let from = at;
    let to = seen;
    let source = octets;
    if (held > 0) {
      source = new Uint8Array(held + (seen - at));
      source.set(this.#rest, 0);
      source.set(octets.subarray(at, seen), held);
      from = 0;
      to = source.length;
    }
    /** What lies between a place in `source` and the same octet in `octets`. */
    const shift = held > 0 ? at - held : 0;
    while (from < to) {
      const part = readPart(source, from, to, this.#dialogue);
      if (part === 'none') this.drop();
      if (typeof part === 'string') break;
      from = part.end;
      if (part.kind === undefined) continue;
      this.kind = part.kind;
      this.target = part.target ?? this.target;
      if (from < to) return this.#stop(offset, at, from + shift);
    }
    if (seen < end) this.drop();
    if (!this.#over) this.#rest = source.slice(from, to);
    this.#next = offset + (end - at);
    return end;
  }

  #stop(offset: number, at: number, place: number): number {
    this.#rest = NOTHING;
    this.#next = offset + (place - at);
    return place;
  }

  /** What was read may not be the beginning after all: an earlier one was found. */
  #begin(offset: number): void {
    this.#from = offset;
    this.#next = offset;
    this.#rest = NOTHING;
    this.#over = false;
    this.#dialogue.greeted = false;
    this.#dialogue.xml = false;
    this.kind = undefined;
    this.target = undefined;
  }
}

const NOTHING = new Uint8Array(0);
const FIRST_OF_TEXT = 0x20,
  LAST_OF_TEXT = 0x7e;

/** What begins at `at`, by its first octet. */
function readPart(octets: Uint8Array, at: number, end: number, dialogue: Dialogue): PartRead {
  const first = octets[at]!;
  dialogue.xml ||= first === ELEMENT_BEGIN;
  if (first === SOCKS5) return readSocks5(octets, at, end);
  if (first === SOCKS4) return readSocks4(octets, at, end);
  if (first === POSTGRESQL_BEGIN) return readPostgresql(octets, at, end);
  if (dialogue.xml) return readXml(octets, at, end);
  if (first === SEQUENCE) {
    // The octet is a digit too, with which a tag of IMAP may begin.
    const ldap = readLdap(octets, at, end);
    if (ldap !== 'none') return ldap;
  }
  const text = first >= FIRST_OF_TEXT && first <= LAST_OF_TEXT;
  return text || first === CR || first === LF ? readLine(octets, at, end, dialogue) : 'none';
}

/** First place behind `at` and before `most` where a ServerHello begins, as far as its octets are there; `end` if there is none. */
function serverHelloIn(octets: Uint8Array, at: number, most: number, end: number): number {
  for (let o = at + 1; o < most; o++) {
    if (octets[o] !== HANDSHAKE) continue;
    if (o + 1 < end && octets[o + 1] !== MAJOR) continue;
    if (o + 2 < end && octets[o + 2]! > MAX_MINOR) continue;
    if (o + MESSAGE_TYPE_AT < end && octets[o + MESSAGE_TYPE_AT] !== SERVER_HELLO) continue;
    return o;
  }
  return end;
}
