/**
 * Writes `VerdictResponse` (wire.proto), each with its length before it. What answers share (the verdict, its candidates and evidence) is
 * encoded once by the generated code and copied from then on; the rest is a few fields, written by hand. One buffer for all answers
 * of a server: what is in it is taken out before the next connection has its turn.
 */
import { pinsight } from '../gen/wire.js';
import type { Verdict } from '../verdict/verdict.js';
import type { Answer } from './answer.js';

const { Verdict: VerdictMessage } = pinsight.verdict.v1;

/** Octets of the buffer at first; the last answer of a batch may make it grow. */
const FIRST_OCTETS = 256 * 1024;
/** Octets of all tags and lengths of one answer, at most: ten fields of one tag and five octets, and one for each ALPN name. */
const AROUND = 10 * 6 + 10;
const PER_NAME = 6;

const LENGTH = 2;
const ID = 1 << 3;
const VERDICT = (2 << 3) | LENGTH;
const RECORDED = (3 << 3) | LENGTH;
const ERROR = (4 << 3) | LENGTH;
const TAKEN = 1 << 3;
const CODE = (1 << 3) | LENGTH;
const MESSAGE = (2 << 3) | LENGTH;
const DECIDED_AT = 9 << 3;
const SNI = (10 << 3) | LENGTH;
const ALPN = (11 << 3) | LENGTH;
const JA3 = (12 << 3) | LENGTH;
const JA4 = (13 << 3) | LENGTH;
const FLOW_ID = 14 << 3;

/** By verdict: fields 1 to 8. Verdicts are shared by the memo that made them, and go with it. */
const encoded = new WeakMap<Verdict, Uint8Array>();

/** The octets of a request's id as it was sent. */
export interface SentId {
  readonly octets: Uint8Array;
  readonly at: number;
  readonly end: number;
}

export class WireResponses {
  #buffer = Buffer.allocUnsafeSlow(FIRST_OCTETS);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  /** A copy of all that was written since the last time. */
  take(): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(0, this.#at));
    this.#at = 0;
    return taken;
  }

  verdict(id: SentId, answer: Answer): void {
    const { sni, alpn, ja3, ja4, flowId } = answer;
    const shared = sharedPart(answer.verdict);
    // All text is printable ASCII: as many octets as characters.
    let length = shared.length + 1 + varintLength(answer.decidedAt);
    if (sni !== undefined) length += fieldLength(sni.length);
    if (alpn !== undefined) for (const name of alpn) length += fieldLength(name.length);
    if (ja3 !== undefined) length += fieldLength(ja3.length);
    if (ja4 !== undefined) length += fieldLength(ja4.length);
    if (flowId !== undefined) length += 1 + varintLength(flowId);
    this.#begin(id, VERDICT, length, alpn?.length ?? 0);
    this.#buffer.set(shared, this.#at);
    this.#at += shared.length;
    this.#number(DECIDED_AT, answer.decidedAt);
    if (sni !== undefined) this.#ascii(SNI, sni);
    if (alpn !== undefined) for (const name of alpn) this.#ascii(ALPN, name);
    if (ja3 !== undefined) this.#ascii(JA3, ja3);
    if (ja4 !== undefined) this.#ascii(JA4, ja4);
    if (flowId !== undefined) this.#number(FLOW_ID, flowId);
  }

  recorded(id: SentId, taken: boolean): void {
    this.#begin(id, RECORDED, taken ? 2 : 0, 0);
    if (taken) this.#number(TAKEN, 1);
  }

  /** @param message ASCII */
  error(id: SentId, code: string, message: string): void {
    this.#begin(id, ERROR, fieldLength(code.length) + fieldLength(message.length), 0);
    this.#ascii(CODE, code);
    this.#ascii(MESSAGE, message);
  }

  /** The length of the message, its id, and the tag and length of what follows. */
  #begin(id: SentId, tag: number, length: number, names: number): void {
    const idLength = id.end - id.at;
    const total = (idLength === 0 ? 0 : 1 + idLength) + 1 + varintLength(length) + length;
    this.#room(total + AROUND + PER_NAME * names);
    this.#varint(total);
    if (idLength > 0) {
      this.#buffer[this.#at++] = ID;
      for (let i = id.at; i < id.end; i++) this.#buffer[this.#at++] = id.octets[i]!;
    }
    this.#buffer[this.#at++] = tag;
    this.#varint(length);
  }

  #room(octets: number): void {
    if (this.#at + octets <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(2 * (this.#at + octets));
    grown.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = grown;
  }

  #ascii(tag: number, text: string): void {
    this.#buffer[this.#at++] = tag;
    this.#varint(text.length);
    this.#at += this.#buffer.write(text, this.#at, 'latin1');
  }

  #number(tag: number, value: number): void {
    this.#buffer[this.#at++] = tag;
    this.#varint(value);
  }

  /** Whole numbers from 0 to 2^53. */
  #varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#at++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#at++] = rest;
  }
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) length++;
  return length;
}

/** A field with a length: tag, length, what is in it. */
function fieldLength(length: number): number {
  return 1 + varintLength(length) + length;
}

function sharedPart(verdict: Verdict): Uint8Array {
  const known = encoded.get(verdict);
  if (known !== undefined) return known;
  const octets = VerdictMessage.encode({
    action: verdict.action,
    reason: verdict.reason,
    app: verdict.app ?? null,
    bundleId: verdict.bundleId ?? null,
    score: verdict.score ?? null,
    confidence: verdict.confidence ?? null,
    candidates: [...(verdict.candidates ?? [])],
    evidence: (verdict.evidence ?? []).map(({ kind, value, app, weight }) => ({ kind, value, app, weight })),
  }).finish();
  encoded.set(verdict, octets);
  return octets;
}
