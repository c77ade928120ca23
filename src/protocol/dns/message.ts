/**
 * DNS messages: header, names with their compression and resource records of RFC 1035 §4.1, AAAA of RFC 3596, flags and
 * classes of RFC 6895, SVCB and HTTPS of RFC 9460. One cursor, which tells a message that ends too early from one that breaks the format.
 */
import { IPV4_OCTETS, IPV6_OCTETS, ipv4Text, ipv6Text } from '../../bytes/address.js';
import { u16, u32 } from '../../bytes/octets.js';
import { MAX_NAME_OCTETS, nameText } from './label.js';
import { readService, type Service } from './service.js';

/** A name of 255 octets has at most 127 labels, and a pointer may stand before each of them and before the root. */
const MAX_POINTERS = 128;

export const HEADER_OCTETS = 12;
/** The shortest message with a question: the root's name, QTYPE and QCLASS (RFC 1035 §4.1.2). */
export const MIN_MESSAGE_OCTETS = HEADER_OCTETS + 1 + 2 + 2;
const FLAGS_AT = 2;
const FLAGS_END = FLAGS_AT + 2;
/** RFC 1035 §4.1.1 and RFC 6895 §2: the header's second word. */
export const FLAG_QR = 0x8000;
export const FLAG_TC = 0x0200;
const FLAG_Z = 0x0040;
export const MASK_RCODE = 0x000f;
const SHIFT_OPCODE = 11;
const MASK_OPCODE = 0x0f;
export const OPCODE_QUERY = 0;
const OPCODE_NOTIFY = 4;
const OPCODE_UPDATE = 5;

export const TYPE_A = 1;
export const TYPE_CNAME = 5;
export const TYPE_AAAA = 28;
/** RFC 9460 §14.1. */
export const TYPE_SVCB = 64;
export const TYPE_HTTPS = 65;
export const CLASS_IN = 1;
/** RFC 6895 §3.2 and §3.3: QCLASS CH, HS, NONE and ANY. */
const OTHER_CLASSES: readonly number[] = [3, 4, 254, 255];

/** RFC 2181 §8: 31 bits; a TTL with the top bit set counts as 0. */
const MAX_TTL = 0x7fffffff;

/** RFC 1035 §4.1.4: the first two bits of a label. */
const LABEL_TYPE = 0xc0;
const LABEL_PLAIN = 0x00;
const LABEL_POINTER = 0xc0;
const POINTER_OFFSET = 0x3fff;

/**
 * Whether a datagram on port 53 is DNS: a header that could be one, and one whole question. Not enough on other ports.
 */
export function looksLikeDns(octets: Uint8Array, at: number, end: number): boolean {
  return dnsFit(octets, at, end) === 'yes';
}

/** The same, where more octets of the message may come: `cut` if those that there are fit, but the question is not whole. */
export function dnsFit(octets: Uint8Array, at: number, end: number): 'yes' | 'cut' | 'no' {
  if (end - at < FLAGS_END) return 'cut';
  const flags = u16(octets, at + FLAGS_AT);
  const kind = opcode(flags);
  if (kind !== OPCODE_QUERY && kind !== OPCODE_NOTIFY && kind !== OPCODE_UPDATE) return 'no';
  // A standard query answers nothing and reports no error (RFC 1035 §4.1.1).
  const query = (flags & FLAG_QR) === 0 && kind === OPCODE_QUERY;
  if ((flags & FLAG_Z) !== 0 || (query && (flags & MASK_RCODE) !== 0)) return 'no';
  const message = new Message(octets, at, end);
  if (message.failure !== null) return 'cut';
  if (message.questions !== 1 || (query && message.answers !== 0)) return 'no';
  message.skipName();
  const type = message.u16();
  const class_ = message.u16();
  if (message.failure !== null) return message.failure === 'clipped' ? 'cut' : 'no';
  // Type 0 is reserved (RFC 6895 §3.1).
  return type !== 0 && (class_ === CLASS_IN || OTHER_CLASSES.includes(class_)) ? 'yes' : 'no';
}

export function opcode(flags: number): number {
  return (flags >> SHIFT_OPCODE) & MASK_OPCODE;
}

export interface ResourceRecord {
  readonly name: string;
  readonly type: number;
  readonly ttl: number;
  /** Address or target as text, of a type and class that is understood; else empty. */
  readonly value: string;
  /** Of SVCB and HTTPS (RFC 9460): null if its octets break the format. */
  readonly service?: Service | null;
}

/** Where the labels of the name that was walked last begin and end. */
const bounds = new Uint32Array(MAX_NAME_OCTETS);
/** Of a walk: what it met was no name. */
const NO_NAME = -1;

/** A cursor over one message. After a failure every read gives nothing and moves nothing. */
export class Message {
  /** `clipped`: the octets ended too early; `bad`: what is there breaks the format. The first one stays. */
  failure: 'clipped' | 'bad' | null = null;
  readonly flags: number;
  readonly questions: number;
  readonly answers: number;
  readonly #octets: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  #at: number;

  constructor(octets: Uint8Array, start: number, end: number) {
    this.#octets = octets;
    this.#start = start;
    this.#end = Math.min(end, octets.length);
    this.#at = start;
    this.u16(); // ID
    this.flags = this.u16();
    this.questions = this.u16();
    this.answers = this.u16();
    this.u16(); // NSCOUNT
    this.u16(); // ARCOUNT
  }

  u16(): number {
    return this.#has(2) ? u16(this.#octets, this.#skip(2)) : 0;
  }

  u32(): number {
    return this.#has(4) ? u32(this.#octets, this.#skip(4)) : 0;
  }

  /** RFC 1035 §4.1.3. A record of another class has no type that is understood. */
  record(): ResourceRecord | null {
    const name = this.name();
    const type = this.u16();
    const class_ = this.u16();
    const ttl = this.u32();
    const length = this.u16();
    if (!this.#has(length)) return null;
    const rdata = this.#at;
    const past = rdata + length;
    let value = '';
    if (class_ === CLASS_IN && type === TYPE_CNAME) {
      value = this.name(past);
      if (this.#at !== past) this.#fail('bad');
    } else if (class_ === CLASS_IN && type === TYPE_A) {
      if (length === IPV4_OCTETS) value = ipv4Text(this.#octets, rdata);
      else this.#fail('bad');
    } else if (class_ === CLASS_IN && type === TYPE_AAAA) {
      if (length === IPV6_OCTETS) value = ipv6Text(this.#octets, rdata);
      else this.#fail('bad');
    }
    this.#at = past;
    if (this.failure !== null) return null;
    if (class_ === CLASS_IN && (type === TYPE_SVCB || type === TYPE_HTTPS)) {
      return { name, type, ttl: ttl > MAX_TTL ? 0 : ttl, value, service: readService(this.#octets, rdata, past) };
    }
    return { name, type: class_ === CLASS_IN ? type : 0, ttl: ttl > MAX_TTL ? 0 : ttl, value };
  }

  /**
   * A name, perhaps compressed (RFC 1035 §4.1.4). "Prior occurrence" is taken at its word: a pointer leads to before the
   * labels it ends and not into the header, and what it leads to ends before them too. So every walk ends; it is bounded
   * besides.
   *
   * @param rdataEnd where a name in RDATA, all of which is here, must end at the latest
   */
  name(rdataEnd?: number): string {
    const labels = this.#walk(rdataEnd);
    if (labels === NO_NAME) return '';
    return labels === 0 ? '.' : nameText(this.#octets, bounds, labels);
  }

  /** Past a name whose text is not wanted. */
  skipName(): void {
    this.#walk(undefined);
  }

  /** @returns labels of the name, which are in `bounds` then, or NO_NAME */
  #walk(rdataEnd: number | undefined): number {
    if (!this.#has(0)) return NO_NAME;
    let labels = 0;
    let octets = 1; // the root's
    let pointers = 0;
    let past = -1;
    let limit = rdataEnd ?? this.#end;
    let walkStart = this.#at;
    let walk = walkStart;
    for (;;) {
      const length = walk < limit ? this.#octets[walk]! : 0;
      const pointer = (length & LABEL_TYPE) === LABEL_POINTER;
      if (!pointer && (length & LABEL_TYPE) !== LABEL_PLAIN) return this.#fail('bad'); // RFC 6891 §5: not in use
      if (walk + (pointer ? 2 : 1 + length) > limit) {
        // Only a name at the end of the message can have been cut.
        return this.#fail(past < 0 && rdataEnd === undefined ? 'clipped' : 'bad');
      }
      if (pointer) {
        const target = this.#start + (u16(this.#octets, walk) & POINTER_OFFSET);
        if (target >= walkStart || target < this.#start + HEADER_OCTETS) return this.#fail('bad');
        if (++pointers > MAX_POINTERS) return this.#fail('bad');
        if (past < 0) past = walk + 2;
        limit = walkStart;
        walkStart = target;
        walk = target;
      } else if (length === 0) {
        this.#at = past < 0 ? walk + 1 : past;
        return labels;
      } else {
        octets += 1 + length;
        if (octets > MAX_NAME_OCTETS) return this.#fail('bad');
        bounds[2 * labels] = walk + 1;
        walk += 1 + length;
        bounds[2 * labels++ + 1] = walk;
      }
    }
  }

  #fail(why: 'clipped' | 'bad'): typeof NO_NAME {
    if (this.failure === null) this.failure = why;
    return NO_NAME;
  }

  #has(length: number): boolean {
    if (this.failure === null && this.#end - this.#at < length) this.#fail('clipped');
    return this.failure === null;
  }

  #skip(length: number): number {
    this.#at += length;
    return this.#at - length;
  }
}
