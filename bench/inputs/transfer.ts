/**
 * Payload that stands for what a flow carries once its handshake is over: TLS records of application data (RFC 8446 §5.1) with
 * octets that look random. A few segments are made once and used again and again; nobody looks into them twice.
 */
import { put16, sum } from './checksum.js';
import type { Random } from './random.js';

export interface Payload {
  readonly octets: Uint8Array;
  /** checksum.ts `sum` of them. */
  readonly sum: number;
}

const APPLICATION_DATA = 23;
const TLS_1_2 = 0x0303;
const RECORD_HEADER = 5;
const TEXT = '<p>Nothing is here but octets that somebody asked for.</p>\n';

export function payloadOf(octets: Uint8Array): Payload {
  return { octets, sum: sum(octets, 0, octets.length) };
}

/** One record that fills a segment of `length` octets. */
export function recordSegment(random: Random, length: number): Payload {
  return recordSegments(random, length, 1)[0]!;
}

/** `count` segments of `length` octets that one record fills. */
export function recordSegments(random: Random, length: number, count: number): Payload[] {
  const record = new Uint8Array(length * count);
  random.fill(record, RECORD_HEADER, record.length);
  record[0] = APPLICATION_DATA;
  put16(record, 1, TLS_1_2);
  put16(record, 3, record.length - RECORD_HEADER);
  return Array.from({ length: count }, (_, i) => payloadOf(record.slice(i * length, (i + 1) * length)));
}

/** What flows without TLS carry. */
export function textSegment(length: number): Payload {
  return payloadOf(Uint8Array.from({ length }, (_, i) => TEXT.charCodeAt(i % TEXT.length)));
}
