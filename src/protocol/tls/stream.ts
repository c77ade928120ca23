/**
 * TlsStream: the reader of one TCP flow. Finds the ClientHello wherever a segment begins one, in either direction: at the
 * start of the stream, after a SYN with data (RFC 7413), in the middle of a stream that the capture joins, and behind STARTTLS, HTTP
 * CONNECT or SOCKS inside of segments too. Then follows the records of both sides (RFC 8446 §5, RFC 5246 §6) until the outcome is certain.
 *
 * Overlap: the first copy of an octet wins. A gap is never guessed over: a hello with a gap stays incomplete.
 */
import { u16 } from '../../bytes/octets.js';
import { Limit } from '../fault.js';
import { outcomeOf } from '../outcome.js';
import { PrefaceReader } from '../preface/reader.js';
import { type Handshake, newHandshake, resetHandshake, Step } from '../reader.js';
import { Aftermath } from './aftermath.js';
import { beginCandidate, type FoundHello, isSure, piecesOf, readCandidate } from './candidate.js';
import type { MessageReader } from './messages.js';
import { ContentType, HandshakeType, RECORD_HEADER } from './numbers.js';
import { isRecordHeader, recordsWithin, Start, startOf } from './record.js';
import { parseServerHello } from './server-hello.js';
import { Reading, Side } from './side.js';

/** TCP flags, RFC 9293 §3.1. */
const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;

/** Segments with payload, of both sides together, that may go by without a part of a hello; and their octets. */
export const PROBE_SEGMENTS = 64;
export const PROBE_OCTETS = 64 * 1024;
/** Places of one direction where a hello may begin and then be none. */
export const MAX_CANDIDATES = 8;
/** While no hello was found: segments that are waited for a gap to be filled before it is stepped over. */
export const GAP_PATIENCE = 48;
/** Octets of both sides after the hello within which the outcome should be clear. */
export const WATCH_OCTETS = 256 * 1024;
/** Longest ServerHello read, its 4-octet header included. */
export const MAX_SERVER_HELLO_OCTETS = 16 * 1024;

/** Of a stream joined in the middle: this many record headers inside its segments are no accident, one may be. */
const SURELY_WITHIN = 2;

/** An alert in the clear: level and description. RFC 8446 §6. */
const PLAIN_ALERT = 1 + 1;

export class TlsStream {
  readonly handshake: Handshake = newHandshake('t');
  readonly #sides: readonly [Side, Side] = [new Side(0), new Side(1)];
  readonly #aftermath = new Aftermath(this.handshake);
  /** Where octets were passed over in search of the hello. */
  #preface: PrefaceReader | undefined;
  #step = 0;
  #done = false;
  #payloadSeen = false;
  /** Segments, and octets, that brought no part of a hello. */
  #probed = 0;
  #probedOctets = 0;
  /** Places inside segments that look like the header of a record: see `recordsWithin`. */
  #within = 0;
  /** Octets seen after the hello. */
  #watched = 0;
  /** No more segments will come: gaps are stepped over. */
  #last = false;

  /** As new, for another flow: nothing of the last is left, nor of its `handshake`. */
  reset(): void {
    resetHandshake(this.handshake);
    this.#sides[0].reset();
    this.#sides[1].reset();
    this.#aftermath.reset();
    this.#preface = undefined;
    this.#step = 0;
    this.#done = false;
    this.#payloadSeen = false;
    this.#probed = 0;
    this.#probedOctets = 0;
    this.#within = 0;
    this.#watched = 0;
    this.#last = false;
  }

  /** Octets that the reader holds at the moment. */
  get heldOctets(): number {
    return this.#sides[0].heldOctets + this.#sides[1].heldOctets + (this.#preface?.heldOctets ?? 0);
  }

  /**
   * One segment.
   *
   * @param direction 0 or 1, as the flow table has it; the client is who sends the hello
   * @param sequence of the first payload octet, as a signed 32-bit word; in a SYN the SYN's own
   * @param flags TCP flags
   * @param octets the payload is `octets[at, end)`; valid during the call only
   * @param onWire payload octets on the wire: more than `end - at` if the capture clipped them
   * @param frame number of the frame in its capture
   * @returns bits of `Step`
   */
  segment(
    direction: 0 | 1,
    sequence: number,
    flags: number,
    octets: Uint8Array,
    at: number,
    end: number,
    onWire: number,
    frame: number,
  ): number {
    if (this.#done) return Step.Done;
    this.#step = Step.NeedMore;
    const side = this.#sides[direction];
    let first = sequence;
    if (flags & SYN) {
      first = (sequence + 1) | 0;
      side.begin(first);
    }
    if (flags & RST) {
      this.#close(side, 'rst'); // RFC 9293 §3.5.3: what it carries is no part of the stream
    } else {
      const length = Math.max(onWire, end - at);
      if (length > 0) this.#payload(side, first, octets, at, end, length, frame);
      if (flags & FIN) {
        if (side.assembler !== undefined) side.finAt = side.offsetOf(first) + length;
        this.#close(side, 'fin');
      }
    }
    this.#conclude();
    return this.#step;
  }

  /**
   * The flow is over. A hello beyond a gap may become whole only now.
   *
   * @param closed how the flow ended, if it did before the capture
   * @returns bits of `Step`
   */
  finish(closed: 'fin' | 'rst' | undefined): number {
    if (this.#done) return Step.Done;
    this.#step = Step.NeedMore;
    this.#last = true;
    for (const side of this.#sides) this.#advance(side);
    this.#settle(closed);
    return this.#step;
  }

  #payload(
    side: Side,
    sequence: number,
    octets: Uint8Array,
    at: number,
    end: number,
    length: number,
    frame: number,
  ): void {
    const handshake = this.handshake;
    this.#payloadSeen = true;
    const hadHello = handshake.hello !== null;
    let grows = side.reading === Reading.Hello;
    let taken = 0;
    const before = side.readThrough(sequence, octets, at, end);
    if (before >= 0) {
      if (before < end - at) this.#readThrough(side, octets, at + before, end, frame);
    } else if (side.reading !== Reading.Lost) {
      taken = side.take(sequence, octets, at, end, frame);
      grows &&= side.reading === Reading.Hello;
      side.waited++;
      const joined = side.open && side.reading === Reading.Probing && !handshake.tlsSeen;
      if (joined && taken > 0) this.#within += recordsWithin(octets, at, end);
      this.#advance(side);
      this.#refused(side);
      side.settle();
      this.#refused(side);
    }
    if (handshake.hello !== null) {
      if (hadHello) this.#watched += length;
    } else if (!grows || taken === 0) {
      this.#probed++;
      this.#probedOctets += length;
    }
  }

  /** Octets beyond a bound will not be asked for again: a gap before them stays. */
  #refused(side: Side): void {
    const assembler = side.assembler;
    if (assembler?.refused === undefined) return;
    this.handshake.limits |= assembler.refused === 'holes' ? Limit.Holes : Limit.HeldOctets;
    if (side.reading === Reading.Hello) {
      side.overlong = isSure(side);
      side.lose();
    } else if (side.reading === Reading.Records) {
      side.lose();
    }
  }

  #close(side: Side, how: 'fin' | 'rst'): void {
    if (side.closed !== undefined) return;
    side.closed = how;
    const other = this.#sides[side.direction === 0 ? 1 : 0];
    const client = this.handshake.clientDirection;
    if (client !== -1 && side.direction !== client && other.closed === undefined)
      this.handshake.serverClosedFirst = true;
  }

  /** Reads on in one direction, as far as its octets are there. */
  #advance(side: Side): void {
    let moved = side.assembler !== undefined;
    while (moved) {
      if (side.reading === Reading.Probing) moved = this.#probe(side);
      else if (side.reading === Reading.Hello) moved = this.#readHello(side);
      else moved = false;
    }
    if (side.reading === Reading.Records) this.#readRecords(side);
  }

  /** Looks at the anchor, then at the beginnings of later segments. True if something begins there. */
  #probe(side: Side): boolean {
    const assembler = side.assembler!;
    for (;;) {
      const run = assembler.runAt(side.anchor);
      if (run === undefined) {
        const beyond = assembler.runs.find((each) => each.from > side.anchor);
        if (beyond === undefined) side.waited = 0;
        if (beyond === undefined || (side.waited < GAP_PATIENCE && !this.#last)) return false;
        side.moveTo(beyond.from);
        continue;
      }
      const start = startOf(run.octets, run.at + (side.anchor - run.from), run.at + (run.to - run.from));
      if (start === Start.Unsure) return false;
      const isHello = start === Start.ClientHello || start === Start.Sslv2Hello;
      if (isHello && this.handshake.hello === null) {
        beginCandidate(side, start === Start.Sslv2Hello);
        return true;
      }
      if (start === Start.ServerHello || start === Start.Record) this.handshake.tlsSeen = true;
      if (start === Start.ServerHello || (start === Start.Record && this.handshake.hello !== null)) {
        this.#beginRecords(side, side.anchor);
        return true;
      }
      this.#skip(side);
    }
  }

  /** No hello begins at the anchor: on to the next place where one may. */
  #skip(side: Side): void {
    const next = side.nextBeginning;
    const run = side.assembler!.runAt(side.anchor)!;
    const at = run.at + (side.anchor - run.from);
    this.#preface ??= new PrefaceReader();
    const end = at + (next - side.anchor);
    side.skip(side.anchor + this.#preface.pass(side.direction, side.anchor, run.octets, at, end));
  }

  /** Reads on in the candidate. True if it is none. */
  #readHello(side: Side): boolean {
    const found = readCandidate(side);
    if (found === 'incomplete') return false;
    if (typeof found === 'object') {
      this.#hello(side, found);
      return false;
    }
    if (isSure(side)) this.handshake.tlsSeen = true;
    if (found === 'too long') {
      side.overlong = isSure(side);
      this.handshake.limits |= Limit.HelloOctets;
    }
    side.candidates++;
    if (side.candidates <= MAX_CANDIDATES) {
      this.#skip(side);
      return true;
    }
    this.handshake.limits |= Limit.Candidates;
    side.lose();
    return false;
  }

  #hello(side: Side, found: FoundHello): void {
    const handshake = this.handshake;
    const pieces = piecesOf(side, found.end);
    handshake.hello = found.hello;
    handshake.helloState = 'whole';
    handshake.tlsSeen = true;
    handshake.clientDirection = side.direction;
    handshake.helloOctets = found.octets;
    handshake.helloPackets = pieces.packets;
    handshake.helloPieces = pieces.pieces;
    const preface = this.#preface?.of(side.direction);
    if (preface !== undefined) handshake.preface = preface;
    this.#step |= Step.Hello;
    side.keep(found.end);
    this.#beginRecords(side, found.recordEnd);
    const other = this.#sides[side.direction === 0 ? 1 : 0];
    if (other.reading === Reading.Hello) this.#skip(other);
    this.#advance(other);
  }

  #beginRecords(side: Side, offset: number): void {
    side.reading = Reading.Records;
    side.cursor = offset;
    side.left = 0;
    // Of the client no message is read.
    side.collectNothing();
    if (!this.#isClient(side)) side.collect(HandshakeType.ServerHello, MAX_SERVER_HELLO_OCTETS);
    side.assembler!.beginAt(offset);
  }

  /** Reads records on in what is held. */
  #readRecords(side: Side): void {
    const assembler = side.assembler!;
    for (;;) {
      this.#passIdle(side);
      const run = assembler.runAt(side.cursor);
      if (run === undefined) break;
      const at = run.at + (side.cursor - run.from);
      const read = this.#readRecord(side, run.octets, at, run.at + (run.to - run.from));
      if (read < 0) return;
      if (read === 0) break;
    }
    assembler.release(side.cursor);
  }

  /** Reads records on in a segment whose first octet lies at the cursor or, if that is farther on, at the assembler's floor. */
  #readThrough(side: Side, octets: Uint8Array, at: number, end: number, frame: number): void {
    /** What lies between an offset and the place in the array. */
    const shift = at - side.assembler!.floor;
    for (;;) {
      this.#passIdle(side);
      const place = side.cursor + shift;
      if (place >= end) break;
      const read = this.#readRecord(side, octets, place, end);
      if (read < 0) return;
      if (read === 0) break;
    }
    side.putAway(octets, side.cursor + shift, end, frame);
  }

  /** Passes over octets of messages that nobody looks at, whether they are there or not. */
  #passIdle(side: Side): void {
    const { messages } = side;
    if (messages === undefined || side.left === 0 || side.recordType !== ContentType.Handshake) return;
    const count = Math.min(side.left, messages.idle);
    if (count === 0) return;
    messages.skip(count);
    side.cursor += count;
    side.left -= count;
  }

  /**
   * Reads a record header, or on in the record, in `octets[at, end)` whose first octet lies at the cursor.
   * @returns a positive number if it got on, 0 if more octets are needed, -1 if the side is lost
   */
  #readRecord(side: Side, octets: Uint8Array, at: number, end: number): number {
    const have = end - at;
    if (side.left === 0) {
      if (have < RECORD_HEADER) return 0;
      if (!isRecordHeader(octets, at)) {
        side.lose();
        return -1;
      }
      this.#record(side, octets[at]!, u16(octets, at + 3));
      return RECORD_HEADER;
    }
    if (side.recordType === ContentType.Alert) {
      if (have < PLAIN_ALERT) return 0;
      if (this.#isClient(side)) this.#aftermath.clientAlert(octets[at]!, octets[at + 1]!);
      side.cursor += PLAIN_ALERT;
      side.left = 0;
      return PLAIN_ALERT;
    }
    const messages = side.messages!;
    const read = messages.read(octets, at, at + Math.min(have, side.left)) - at;
    side.cursor += read;
    side.left -= read;
    if (this.#serverMessage(messages)) return read;
    side.lose();
    return -1;
  }

  /** A handshake message of the server, or the beginning of one. False if it cannot be what it says. */
  #serverMessage(messages: MessageReader): boolean {
    this.#aftermath.serverMessage(messages.type);
    if (messages.tooLong) return false;
    if (!messages.ended || messages.type !== HandshakeType.ServerHello) return true;
    const server = parseServerHello(messages.octets, messages.from, messages.to);
    messages.forget();
    if (server === null) return false;
    this.#aftermath.serverHello(server);
    return true;
  }

  /** A record header: what needs to be looked at stays `left`, all else is passed over. */
  #record(side: Side, type: number, length: number): void {
    side.cursor += RECORD_HEADER;
    side.recordType = type;
    const isClient = this.#isClient(side);
    const plainAlert = type === ContentType.Alert && length === PLAIN_ALERT;
    // After a ServerHello of TLS 1.3 no handshake record comes in the clear; but for the client's second hello none of its is read.
    const plainMessages = type === ContentType.Handshake && !isClient && !side.encrypted && !this.#aftermath.tls13;
    if (plainAlert || plainMessages) {
      side.left = length;
      return;
    }
    side.cursor += length;
    if (isClient) {
      this.#aftermath.clientRecord(type, length);
      return;
    }
    this.#aftermath.serverRecord(type, length);
    // In TLS 1.3 it changes nothing (RFC 8446 §D.4), and may come after a HelloRetryRequest.
    const server = this.handshake.serverHello;
    if (type === ContentType.ChangeCipherSpec && server !== null && !this.#aftermath.tls13) side.encrypted = true;
  }

  #isClient(side: Side): boolean {
    return side.direction === this.handshake.clientDirection;
  }

  /** Whether anything can still be learned. */
  #conclude(): void {
    const handshake = this.handshake;
    const [a, b] = this.#sides;
    if (handshake.hello === null) {
      const lost = a.reading === Reading.Lost && b.reading === Reading.Lost;
      if (this.#probed > PROBE_SEGMENTS || this.#probedOctets > PROBE_OCTETS) {
        handshake.limits |= Limit.Probe;
        this.#settle(undefined);
      } else if (lost || a.overlong || b.overlong) {
        this.#settle(undefined);
      }
      return;
    }
    const client = this.#sides[handshake.clientDirection === 1 ? 1 : 0];
    const server = client === a ? b : a;
    // All that the client sent was read, and it will send no more.
    const over = client.finAt !== undefined && client.reading === Reading.Records && client.cursor >= client.finAt;
    if (this.#aftermath.outcomeClass(false) !== undefined || (over && handshake.serverHello !== null)) {
      this.#settle(undefined);
    } else if (client.reading === Reading.Lost || (server.reading === Reading.Lost && handshake.serverHello === null)) {
      this.#settle(undefined);
    } else if (this.#watched > WATCH_OCTETS) {
      handshake.limits |= Limit.Watch;
      this.#settle(undefined);
    }
  }

  /** The last word: fills in the outcome, lets go of everything. */
  #settle(closed: 'fin' | 'rst' | undefined): void {
    const handshake = this.handshake;
    this.#done = true;
    this.#step |= Step.Done;
    if (handshake.hello === null) this.#settleWithoutHello();
    const client = this.#sides[handshake.clientDirection === 1 ? 1 : 0];
    const server = this.#sides[handshake.clientDirection === 1 ? 0 : 1];
    // What the client's octets cannot tell any more is not taken for silence.
    const how = client.closed ?? server.closed ?? closed;
    const readable = client.reading === Reading.Records;
    handshake.outcomeClass = this.#aftermath.outcomeClass(readable && how !== undefined);
    handshake.outcome = outcomeOf(handshake.outcomeClass, how);
    this.#aftermath.conclude();
    handshake.conflicts = client.conflicts + server.conflicts;
    client.drop();
    server.drop();
    this.#preface?.drop();
  }

  #settleWithoutHello(): void {
    const handshake = this.handshake;
    let fits = false;
    for (const side of this.#sides) {
      if (side.overlong || (side.reading === Reading.Hello && isSure(side))) {
        handshake.helloState = 'incomplete';
        handshake.tlsSeen = true;
        handshake.clientDirection = side.direction;
      }
      const unsure = side.reading === Reading.Probing && side.assembler?.runAt(side.anchor) !== undefined;
      if (unsure || side.reading === Reading.Hello) fits = true;
    }
    if (this.#within >= SURELY_WITHIN) handshake.tlsSeen = true;
    handshake.notTls = this.#payloadSeen && !handshake.tlsSeen && this.#within === 0 && !fits;
  }
}
