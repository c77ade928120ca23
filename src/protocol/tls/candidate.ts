/**
 * A candidate: octets of one direction that begin as a ClientHello does. Read record by record (RFC 8446 §5.1, RFC 5246 §6.2.1;
 * SSL 2.0-format records by RFC 5246 appendix E.2) until the message is whole and passes the strict parse, or is none.
 * Nothing of a candidate is let go of before that, so that the search can go on within it.
 */
import { u16 } from '../../bytes/octets.js';
import type { HelloPiece } from '../reader.js';
import {
  type ClientHello,
  MAX_HELLO_OCTETS,
  MIN_HELLO_BODY,
  parseClientHello,
  parseSslv2Hello,
  SSLV2_RECORD_HEADER,
} from './client-hello.js';
import { MessageReader } from './messages.js';
import { ContentType, HandshakeType, MAX_PLAINTEXT, RECORD_HEADER } from './numbers.js';
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
  side.messages = new MessageReader(HandshakeType.ClientHello, MAX_HELLO_OCTETS);
}

/** Reads on as far as octets are there. */
export function readCandidate(side: Side): FoundHello | 'incomplete' | 'none' | 'too long' {
  return side.sslv2 ? readSslv2(side) : readTls(side);
}

function readTls(side: Side): FoundHello | 'incomplete' | 'none' | 'too long' {
  const messages = side.messages!;
  for (;;) {
    const run = side.assembler!.runAt(side.cursor);
    if (run === undefined) return 'incomplete';
    const have = run.to - side.cursor;
    const at = run.at + (side.cursor - run.from);
    if (side.left === 0) {
      if (have < RECORD_HEADER) return 'incomplete';
      const length = u16(run.octets, at + 3);
      // Nothing may come between the pieces of a message, and none may be empty: RFC 8446 §5.1.
      const isPiece = run.octets[at] === ContentType.Handshake && isRecordHeader(run.octets, at);
      if (!isPiece || length === 0 || length > MAX_PLAINTEXT) return 'none';
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
  return messages !== undefined && messages.type === HandshakeType.ClientHello && isLikelyMajor(messages.first);
}

/**
 * Which frames brought the octets of the hello's records, and from where on in the message.
 *
 * @param end offset after the message, which begins at the anchor and is there as a whole
 */
export function piecesOf(side: Side, end: number): { packets: number; pieces: HelloPiece[] } {
  const run = side.assembler!.runAt(side.anchor)!;
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
