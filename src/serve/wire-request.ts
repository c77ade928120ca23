/**
 * Reads `VerdictRequest` (wire.proto) by hand: one object for all requests of a server, no copy of what is in them, every length held
 * against what encloses it. What protobuf leaves open (fields in any order, unknown ones, one field several times) is taken as its
 * encoding guide has it: the last one counts, and lists grow. Messages nest three deep, and no deeper.
 */
import { MAX_ALPN_NAMES, MAX_DATAGRAMS } from './hello-octets.js';

/** Which question it is: the field number of the oneof in wire.proto. */
export const Question = { None: 0, ByHello: 2, ByFlow: 3, Report: 4 } as const;

/** protobuf.dev, "Encoding": wire types. Groups (3 and 4) are not used in proto3, and no message of ours. */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;
const MAX_VARINT_OCTETS = 10;

const NOTHING = new Uint8Array(0);

export class WireRequest {
  /** The id as it was sent, so that all 64 bits of it come back: `octets[idAt, idEnd)`; empty if there is none. */
  idAt = 0;
  idEnd = 0;
  question: number = Question.None;
  srcIp: string | undefined;
  srcPort = 0;
  destIp: string | undefined;
  destPort = 0;
  proto: string | undefined;
  /** Octets of the hello: [helloAt, helloEnd) of the frame's buffer; -1 if there are none. */
  helloAt = -1;
  helloEnd = -1;
  /** Views into the frame's buffer. */
  readonly datagrams: Uint8Array[] = [];
  hasFields = false;
  sni: string | undefined;
  readonly alpn: string[] = [];
  ja3: string | undefined;
  ja4: string | undefined;
  ech = false;
  waitMs: number | undefined;
  notBefore = 0;
  outcome = '';
  alert: number | undefined;
  resumed = false;
  clientCertificate = false;
  serverClosedFirst = false;

  #octets: Buffer = Buffer.from(NOTHING);
  #at = 0;
  #ok = true;

  /**
   * Reads the message `octets[at, end)`.
   * @returns false if it is none; the id may have been read before that showed
   */
  read(octets: Buffer, at: number, end: number): boolean {
    this.#reset(octets, at);
    while (this.#ok && this.#at < end) {
      const tag = this.#tag(end);
      const field = tag >>> 3;
      const type = tag & 7;
      if (field === 1 && type === VARINT) {
        this.idAt = this.#at;
        this.#varint(end);
        this.idEnd = this.#ok ? this.#at : this.idAt;
      } else if (field >= Question.ByHello && field <= Question.Report && type === LENGTH) {
        const to = this.#length(end);
        if (!this.#ok) break;
        // Of a oneof the last member counts, and clears the others: nothing of one question may get into another.
        if (this.question !== Question.None && this.question !== field) this.#clear();
        this.question = field;
        if (field === Question.ByHello) this.#byHello(to);
        else if (field === Question.ByFlow) this.#byFlow(to);
        else this.#report(to);
      } else this.#skip(field, type, end);
    }
    return this.#ok;
  }

  #reset(octets: Buffer, at: number): void {
    this.#octets = octets;
    this.#at = at;
    this.#ok = true;
    this.idAt = at;
    this.idEnd = at;
    this.question = Question.None;
    this.#clear();
  }

  #clear(): void {
    this.srcIp = undefined;
    this.srcPort = 0;
    this.destIp = undefined;
    this.destPort = 0;
    this.proto = undefined;
    this.helloAt = -1;
    this.helloEnd = -1;
    this.datagrams.length = 0;
    this.hasFields = false;
    this.sni = undefined;
    this.alpn.length = 0;
    this.ja3 = undefined;
    this.ja4 = undefined;
    this.ech = false;
    this.waitMs = undefined;
    this.notBefore = 0;
    this.outcome = '';
    this.alert = undefined;
    this.resumed = false;
    this.clientCertificate = false;
    this.serverClosedFirst = false;
  }

  #byHello(end: number): void {
    while (this.#ok && this.#at < end) {
      const tag = this.#tag(end);
      switch (tag) {
        case (1 << 3) | LENGTH:
          this.#flow(this.#length(end));
          break;
        case (2 << 3) | LENGTH: {
          const to = this.#length(end);
          this.helloAt = this.#at;
          this.helloEnd = to;
          this.#at = to;
          break;
        }
        case (3 << 3) | LENGTH: {
          const to = this.#length(end);
          if (this.#ok && this.datagrams.length < MAX_DATAGRAMS)
            this.datagrams.push(this.#octets.subarray(this.#at, to));
          this.#at = to;
          break;
        }
        case (4 << 3) | LENGTH:
          this.#fields(this.#length(end));
          break;
        default:
          this.#skip(tag >>> 3, tag & 7, end);
      }
    }
  }

  #fields(end: number): void {
    this.hasFields = true;
    while (this.#ok && this.#at < end) {
      const tag = this.#tag(end);
      switch (tag) {
        case (1 << 3) | LENGTH:
          this.sni = this.#text(end);
          break;
        case (2 << 3) | LENGTH: {
          const name = this.#text(end);
          // One more than is allowed, so that it is refused and not cut short.
          if (this.alpn.length <= MAX_ALPN_NAMES) this.alpn.push(name);
          break;
        }
        case (3 << 3) | LENGTH:
          this.ja3 = this.#text(end);
          break;
        case (4 << 3) | LENGTH:
          this.ja4 = this.#text(end);
          break;
        case (5 << 3) | VARINT:
          this.ech = this.#varint(end) !== 0;
          break;
        default:
          this.#skip(tag >>> 3, tag & 7, end);
      }
    }
  }

  #byFlow(end: number): void {
    while (this.#ok && this.#at < end) {
      const tag = this.#tag(end);
      if (tag === ((1 << 3) | LENGTH)) this.#flow(this.#length(end));
      else if (tag === ((2 << 3) | VARINT)) this.waitMs = this.#varint(end);
      else if (tag === ((3 << 3) | VARINT)) this.notBefore = this.#varint(end);
      else this.#skip(tag >>> 3, tag & 7, end);
    }
  }

  #report(end: number): void {
    while (this.#ok && this.#at < end) {
      const tag = this.#tag(end);
      switch (tag) {
        case (1 << 3) | LENGTH:
          this.#flow(this.#length(end));
          break;
        case (2 << 3) | LENGTH:
          this.outcome = this.#text(end);
          break;
        case (3 << 3) | VARINT:
          this.alert = this.#varint(end);
          break;
        case (4 << 3) | LENGTH:
          this.sni = this.#text(end);
          break;
        case (5 << 3) | LENGTH:
          this.ja4 = this.#text(end);
          break;
        case (6 << 3) | VARINT:
          this.resumed = this.#varint(end) !== 0;
          break;
        case (7 << 3) | VARINT:
          this.clientCertificate = this.#varint(end) !== 0;
          break;
        case (8 << 3) | VARINT:
          this.serverClosedFirst = this.#varint(end) !== 0;
          break;
        default:
          this.#skip(tag >>> 3, tag & 7, end);
      }
    }
  }

  #flow(end: number): void {
    while (this.#ok && this.#at < end) {
      const tag = this.#tag(end);
      switch (tag) {
        case (1 << 3) | LENGTH:
          this.srcIp = this.#ascii(end);
          break;
        case (2 << 3) | VARINT:
          this.srcPort = this.#varint(end);
          break;
        case (3 << 3) | LENGTH:
          this.destIp = this.#ascii(end);
          break;
        case (4 << 3) | VARINT:
          this.destPort = this.#varint(end);
          break;
        case (5 << 3) | LENGTH:
          this.proto = this.#ascii(end);
          break;
        default:
          this.#skip(tag >>> 3, tag & 7, end);
      }
    }
  }

  #ascii(end: number): string {
    const to = this.#length(end);
    const text = this.#octets.toString('latin1', this.#at, to);
    this.#at = to;
    return text;
  }

  #text(end: number): string {
    const to = this.#length(end);
    const text = this.#octets.toString('utf8', this.#at, to);
    this.#at = to;
    return text;
  }

  /** Where a field with a length ends; never beyond `end`. */
  #length(end: number): number {
    const length = this.#varint(end);
    if (length <= end - this.#at) return this.#at + length;
    this.#ok = false;
    return this.#at;
  }

  /** A tag of more than 32 bits is none. */
  #tag(end: number): number {
    const tag = this.#varint(end);
    if (tag < 8 || tag > 0xffff_ffff) this.#ok = false;
    return tag >>> 0;
  }

  /** What is above 2^53 loses its last bits: nothing of ours is so large, but an id, which is not read as a number. */
  #varint(end: number): number {
    const octets = this.#octets;
    let value = 0;
    let scale = 1;
    for (let count = 0; count < MAX_VARINT_OCTETS && this.#at < end; count++) {
      const octet = octets[this.#at++]!;
      value += (octet & 0x7f) * scale;
      if (octet < 0x80) return value;
      scale *= 128;
    }
    this.#ok = false;
    return 0;
  }

  #skip(field: number, type: number, end: number): void {
    if (field === 0) this.#ok = false;
    else if (type === VARINT) this.#varint(end);
    else if (type === LENGTH) this.#at = this.#length(end);
    else if (type === FIXED64 || type === FIXED32) {
      this.#at += type === FIXED64 ? 8 : 4;
      if (this.#at > end) this.#ok = false;
    } else this.#ok = false;
  }
}
