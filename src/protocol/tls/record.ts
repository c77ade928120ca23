/**
 * The record layer as far as an observer needs it: what a record header may hold, and what the first octets of a
 * segment look like. RFC 8446 §5.1, RFC 5246 §6.2.1, RFC 6101 §5.2.1.
 */
import { u16, u24 } from '../../bytes/octets.js';
import { beginsSslv2Hello, MIN_HELLO_BODY, SSLV2_HEAD } from './client-hello.js';
import {
  ContentType,
  HANDSHAKE_HEADER,
  HandshakeType,
  MAX_CIPHERTEXT,
  MAX_PLAINTEXT,
  RECORD_HEADER,
} from './numbers.js';

/** What octets at the start of a segment begin. */
export const Start = {
  /** So few octets that it cannot be told; those that there are fit. */
  Unsure: 0,
  /** No record. */
  Nothing: 1,
  /** A record with a ClientHello, as far as it is there. */
  ClientHello: 2,
  /** An SSL 2.0-format ClientHello, as far as it is there. */
  Sslv2Hello: 3,
  /** A record with a ServerHello, as far as it is there. */
  ServerHello: 4,
  /** Another record of TLS. */
  Record: 5,
} as const;
export type Start = (typeof Start)[keyof typeof Start];

const MAJOR = 3;
/** Record versions 3.0 to 3.4: 3.4 is never sent by the book (RFC 8446 §5.1), but seen. */
const MAX_MINOR = 4;

/** What `octets[at, end)` begins. Looks at the first eleven octets at most. */
export function startOf(octets: Uint8Array, at: number, end: number): Start {
  const have = end - at;
  if (have <= 0) return Start.Unsure;
  const type = octets[at]!;
  if (type & 0x80) {
    if (!beginsSslv2Hello(octets, at, end)) return Start.Nothing;
    return have < SSLV2_HEAD ? Start.Unsure : Start.Sslv2Hello;
  }
  if (type < ContentType.ChangeCipherSpec || type > ContentType.Heartbeat) return Start.Nothing;
  if (have >= 2 && octets[at + 1] !== MAJOR) return Start.Nothing;
  if (have >= 3 && octets[at + 2]! > MAX_MINOR) return Start.Nothing;
  if (have < RECORD_HEADER) return Start.Unsure;
  const length = u16(octets, at + 3);
  if (length === 0 || length > MAX_CIPHERTEXT) return Start.Nothing;
  if (type !== ContentType.Handshake) return Start.Record;
  if (have === RECORD_HEADER) return Start.Unsure;
  const message = octets[at + RECORD_HEADER]!;
  if (message === HandshakeType.ServerHello) return Start.ServerHello;
  if (message !== HandshakeType.ClientHello) return Start.Record;
  if (length > MAX_PLAINTEXT) return Start.Nothing;
  // A record may hold less than the handshake header; then it cannot be checked here.
  if (have < RECORD_HEADER + HANDSHAKE_HEADER || length < HANDSHAKE_HEADER) return Start.ClientHello;
  return u24(octets, at + RECORD_HEADER + 1) < MIN_HELLO_BODY ? Start.Nothing : Start.ClientHello;
}

/** Whether five octets can be the header of the next record of a stream that is known to be TLS. Empty records exist. */
export function isRecordHeader(octets: Uint8Array, at: number): boolean {
  const type = octets[at]!;
  return (
    type >= ContentType.ChangeCipherSpec &&
    type <= ContentType.Heartbeat &&
    octets[at + 1] === MAJOR &&
    octets[at + 2]! <= MAX_MINOR &&
    u16(octets, at + 3) <= MAX_CIPHERTEXT
  );
}

/** First octet of client_version: TLS, or a private one seen in the wild: drafts of 1.3 (0x7fNN) and Meta's (0xfbNN). */
export function isLikelyMajor(major: number): boolean {
  return major === MAJOR || major === 0x7f || major === 0xfb;
}

/** A record of application data that is encrypted at least holds an authenticator. */
const MIN_CIPHERTEXT = 16;

/**
 * How often the header of an application_data record of TLS 1.0 or later stands anywhere in `octets[at, end)`: a stream
 * that is joined in the middle of a download shows its record headers inside of segments, and nothing else.
 */
export function recordsWithin(octets: Uint8Array, at: number, end: number): number {
  let count = 0;
  for (let o = at; o + RECORD_HEADER <= end; o++) {
    if (octets[o] !== ContentType.ApplicationData || octets[o + 1] !== MAJOR) continue;
    const minor = octets[o + 2]!;
    const length = u16(octets, o + 3);
    if (minor >= 1 && minor <= 3 && length >= MIN_CIPHERTEXT && length <= MAX_CIPHERTEXT) count++;
  }
  return count;
}
