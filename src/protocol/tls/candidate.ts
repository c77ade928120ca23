/**
 * A candidate: octets of one direction that begin as a ClientHello does. Read record by record (RFC 8446 §5.1, RFC 5246 §6.2.1;
 * SSL 2.0-format records by RFC 5246 appendix E.2) until the message is whole and passes the strict parse, or is none.
 * Nothing of a candidate is let go of before that, so that the search can go on within it.
 */
import { u16, u24 } from '../../bytes/octets.js';
import type { HelloPiece } from '../reader.js';
import {
  type ClientHello,
  MAX_HELLO_OCTETS,
  MIN_HELLO_BODY,
  parseClientHello,
  parseSslv2Hello,
  SSLV2_RECORD_HEADER,
} from './client-hello.js';
import { ContentType, HANDSHAKE_HEADER, HandshakeType, MAX_PLAINTEXT, RECORD_HEADER } from './numbers.js';
import { isLikelyMajor, isRecordHeader } from './record.js';
import { Reading, type Side } from './side.js';

export interface FoundHello {
  readonly hello: ClientHello;
  /** Octets of the message, handshake header included (that of an SSL 2.0-format record has none). */
  readonly octets: number;
  /** Offsets after the message, and after the record in which it ends. */
  readonly end: number;
  readonly recordEnd: number;
}

/** The octets at the anchor begin a candidate. */
export function beginCandidate(side: Side, sslv2: boolean): void {
  side.reading = Reading.Hello;
  side.sslv2 = sslv2;
  side.cursor = side.anchor;
  side.left = 0;
  side.collectNothing();
}

/** Reads on as far as octets are there. */
export function readCandidate(side: Side): FoundHello | 'incomplete' | 'none' | 'too long' {
  if (side.sslv2) return readSslv2(side);
  return side.messages === undefined ? readRecord(side) : readRecords(side);
}

/** A hello that lies whole in the first record, as nearly all do, is read where it lies. */
function readRecord(side: Side): FoundHello | 'incomplete' | 'none' | 'too long' {
  const run = side.assembler!.runAt(side.anchor);
  if (run === undefined) return 'incomplete';
  const have = run.to - side.anchor;
  if (have < RECORD_HEADER) return 'incomplete';
  const { octets } = run;
  const at = run.at + (side.anchor - run.from);
  const length = u16(octets, at + 3);
  if (!isPiece(octets, at, length)) return 'none';
  side.cursor = Math.min(run.to, side.anchor + RECORD_HEADER + length);
  if (length >= HANDSHAKE_HEADER && have < RECORD_HEADER + HANDSHAKE_HEADER) return 'incomplete';
  const message = at + RECORD_HEADER;
  const body = u24(octets, message + 1);
  if (length < HANDSHAKE_HEADER || HANDSHAKE_HEADER + body > length) {
    side.cursor = side.anchor;
    side.collect(HandshakeType.ClientHello, MAX_HELLO_OCTETS);
    return readRecords(side);
  }
  if (octets[message] !== HandshakeType.ClientHello || body < MIN_HELLO_BODY) return 'none';
  const total = HANDSHAKE_HEADER + body;
  const end = side.anchor + RECORD_HEADER + total;
  side.cursor = Math.min(run.to, end);
  if (run.to < end) return 'incomplete';
  const hello = parseClientHello(octets, message, message + total);
  if (hello === null) return 'none';
  return { hello, octets: total, end, recordEnd: side.anchor + RECORD_HEADER + length };
}

/** Nothing may come between the pieces of a message, and none may be empty: RFC 8446 §5.1. */
function isPiece(octets: Uint8Array, at: number, length: number): boolean {
  const isHandshake = octets[at] === ContentType.Handshake && isRecordHeader(octets, at);
  return isHandshake && length > 0 && length <= MAX_PLAINTEXT;
}

function readRecords(side: Side): FoundHello | 'incomplete' | 'none' | 'too long' {
  const messages = side.messages!;
  for (;;) {
    const run = side.assembler!.runAt(side.cursor);
    if (run === undefined) return 'incomplete';
    const have = run.to - side.cursor;
    const at = run.at + (side.cursor - run.from);
    if (side.left === 0) {
      if (have < RECORD_HEADER) return 'incomplete';
      const length = u16(run.octets, at + 3);
      if (!isPiece(run.octets, at, length)) return 'none';
      side.cursor += RECORD_HEADER;
      side.left = length;
      continue;
    }
    const read = messages.read(run.octets, at, at + Math.min(have, side.left)) - at;
    side.cursor += read;
    side.left -= read;
    if (messages.length === undefined) continue;
    if (messages.type !== HandshakeType.ClientHello || messages.length < MIN_HELLO_BODY) return 'none';
    if (messages.tooLong) return 'too long';
    if (!messages.ended) continue;
    const hello = parseClientHello(messages.octets, messages.from, messages.to);
    if (hello === null) return 'none';
    return { hello, octets: messages.to - messages.from, end: side.cursor, recordEnd: side.cursor + side.left };
  }
}

function readSslv2(side: Side): FoundHello | 'incomplete' | 'none' {
  const run = side.assembler!.runAt(side.anchor)!;
  const at = run.at + (side.anchor - run.from);
  const total = SSLV2_RECORD_HEADER + (u16(run.octets, at) & 0x7fff);
  if (run.to - side.anchor < total) return 'incomplete';
  const hello = parseSslv2Hello(run.octets, at, at + total);
  if (hello === null) return 'none';
  const end = side.anchor + total;
  return { hello, octets: total - SSLV2_RECORD_HEADER, end, recordEnd: end };
}

/**
 * The candidate's first octets are more than an accident: record header, handshake header, and the first octet of the
 * version (of an SSL 2.0-format record all before its lists, which was looked at when it began).
 */
export function isSure(side: Side): boolean {
  if (side.sslv2) return true;
  const messages = side.messages;
  if (messages !== undefined) return messages.type === HandshakeType.ClientHello && isLikelyMajor(messages.first);
  const run = side.assembler!.runAt(side.anchor);
  const first = RECORD_HEADER + HANDSHAKE_HEADER;
  if (run === undefined || run.to - side.anchor <= first) return false;
  const { octets } = run;
  const at = run.at + (side.anchor - run.from);
  const hasVersion = u16(octets, at + 3) > HANDSHAKE_HEADER && u24(octets, at + RECORD_HEADER + 1) > 0;
  return hasVersion && octets[at + RECORD_HEADER] === HandshakeType.ClientHello && isLikelyMajor(octets[at + first]!);
}

/**
 * Which frames brought the octets of the hello's records, and from where on in the message.
 *
 * @param end offset after the message, which begins at the anchor and is there as a whole
 */
export function piecesOf(side: Side, end: number): { packets: number; pieces: HelloPiece[] } {
  const run = side.assembler!.runAt(side.anchor)!;
  const { marks, firstMark } = run;
  if (firstMark + 2 >= marks.length || marks[firstMark + 2]! >= end) {
    return { packets: 1, pieces: [{ from: 0, frame: marks[firstMark + 1]! }] };
  }
  const header = side.sslv2 ? SSLV2_RECORD_HEADER : RECORD_HEADER;
  const payloadOf = (record: number): number =>
    side.sslv2 ? end - record - header : u16(run.octets, run.at + (record - run.from) + 3);
  const frames = new Set<number>();
  const pieces: HelloPiece[] = [];
  let record = side.anchor; // offset of the record that holds the mark
  let before = 0; // octets of the message in the records before it
  for (let i = run.firstMark; i < run.marks.length && run.marks[i]! < end; i += 2) {
    const frame = run.marks[i + 1]!;
    const next = i + 2 < run.marks.length ? run.marks[i + 2]! : end;
    if (next <= side.anchor) continue;
    frames.add(frame);
    const mark = Math.max(run.marks[i]!, side.anchor);
    while (mark >= record + header + payloadOf(record)) {
      before += payloadOf(record);
      record += header + payloadOf(record);
    }
    const from = before + Math.max(0, mark - record - header);
    // The piece before brought headers only, if this one begins at the same octet of the message.
    if (pieces.at(-1)?.from === from) pieces.pop();
    pieces.push({ from, frame });
  }
  return { packets: frames.size, pieces };
}
