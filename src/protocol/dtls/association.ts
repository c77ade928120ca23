/**
 * DtlsAssociation: the reader of one UDP flow. DTLS 1.0 (RFC 4347), 1.2 (RFC 6347) and 1.3 (RFC 9147): the first flights, which
 * are not encrypted. Messages come in fragments, in any order, over any number of records and datagrams, and again when a
 * timer runs out; fragments of one message share its sequence number, and their offsets decide. The first ClientHello
 * that becomes whole counts: one after a HelloVerifyRequest differs from it in its cookie only (RFC 6347 §4.2.1).
 */
import { same } from '../../bytes/octets.js';
import { Assembler } from '../assembler.js';
import { Limit } from '../fault.js';
import { type Handshake, type HelloPiece, newHandshake, Step } from '../reader.js';
import { MAX_HELLO_OCTETS } from '../tls/client-hello.js';
import { ALERT_FATAL, ContentType, HANDSHAKE_HEADER, HandshakeType } from '../tls/numbers.js';
import { parseServerHello } from '../tls/server-hello.js';
import { parseDtlsClientHello, withHeader } from './client-hello.js';
import { DtlsRecord, Fragment, looksLikeDtls } from './record.js';

/** Datagrams of one side that are looked at. */
export const MAX_DATAGRAMS = 64;
/** Records of one datagram, and fragments of one record, that are looked at. */
export const MAX_RECORDS = 32;
export const MAX_FRAGMENTS = 32;
/** Messages of one side that are put together at a time: hellos before and after a HelloVerifyRequest, and some. */
export const MAX_MESSAGES = 4;
/** Gaps in one message. */
const MAX_HOLES = 32;
const MAX_BODY = MAX_HELLO_OCTETS - HANDSHAKE_HEADER;
const LIMITS = { octets: MAX_BODY, ahead: MAX_BODY, holes: MAX_HOLES };

/** A message in pieces. */
interface Message {
  readonly sequence: number;
  readonly type: number;
  readonly length: number;
  readonly stream: Assembler;
}

export class DtlsAssociation {
  /** `tlsSeen`: records of DTLS were seen. `alert` and `outcome` are of a fatal alert of the client in the clear. */
  readonly handshake: Handshake = newHandshake('d');
  readonly #messages: [Message[], Message[]] = [[], []];
  readonly #datagrams: [number, number] = [0, 0];
  readonly #record = new DtlsRecord();
  readonly #fragment = new Fragment();
  /** A piece of a hello was there, of which the capture has only a part. */
  #clipped = false;
  /** Directions whose sender has gone on to encrypted records. */
  readonly #wentOn: [boolean, boolean] = [false, false];
  #done = false;

  /** Octets retained of messages that are not whole. */
  get heldOctets(): number {
    let held = 0;
    for (const messages of this.#messages) for (const message of messages) held += message.stream.retained;
    return held;
  }

  /**
   * One datagram of the flow, `octets[at, end)` as captured.
   *
   * @param onWire octets of the datagram on the wire: more than captured if it is clipped
   * @param frame its number in the capture
   * @returns bits of `Step`
   */
  datagram(direction: 0 | 1, octets: Uint8Array, at: number, end: number, onWire: number, frame: number): number {
    if (this.#done) return Step.Done;
    const handshake = this.handshake;
    const before = handshake.hello;
    this.#walk(direction, octets, at, end, at + Math.max(onWire, end - at), frame);
    const step = handshake.hello !== before ? Step.Hello : Step.NeedMore;
    if (++this.#datagrams[direction] >= MAX_DATAGRAMS) {
      if (handshake.hello === null) handshake.limits |= Limit.Probe;
      this.#done = true;
    }
    const client = handshake.clientDirection;
    if (handshake.hello !== null && client !== -1 && this.#wentOn[client]) this.#done = true;
    if (!this.#done) return step;
    this.finish(undefined);
    return step | Step.Done;
  }

  /** The flow is over, or the reader given up. UDP has no end of its own. */
  finish(_closed: undefined): void {
    this.#done = true;
    const handshake = this.handshake;
    handshake.notTls = !handshake.tlsSeen;
    if (handshake.helloState === 'none' && this.#clipped) handshake.helloState = 'incomplete';
    for (const messages of this.#messages) {
      for (const message of messages) handshake.conflicts += message.stream.conflicts;
      messages.length = 0;
    }
  }

  #walk(direction: 0 | 1, octets: Uint8Array, at: number, end: number, wireEnd: number, frame: number): void {
    const record = this.#record;
    // STUN and media share the port of DTLS-SRTP (RFC 7983): they are passed over.
    if (!this.handshake.tlsSeen && !looksLikeDtls(octets, at, end)) return;
    let next = at;
    for (let records = 0; records < MAX_RECORDS && next < end; records++) {
      if (!record.read(octets, next, end, wireEnd)) return;
      if (record.opaque) {
        this.#wentOn[direction] = true;
        return;
      }
      this.handshake.tlsSeen = true;
      next = record.bodyEnd;
      if (record.epoch !== 0) this.#wentOn[direction] = true;
      else if (record.type === ContentType.ChangeCipherSpec) this.#wentOn[direction] = true;
      else if (record.type === ContentType.Handshake) this.#fragments(direction, octets, end, frame);
      else if (record.type === ContentType.Alert && record.bodyEnd <= end) this.#alert(direction, octets);
    }
  }

  /** The fragments in one record of handshake messages: RFC 6347 §4.2.3 lets it hold several. */
  #fragments(direction: 0 | 1, octets: Uint8Array, end: number, frame: number): void {
    const { bodyAt, bodyEnd } = this.#record;
    const fragment = this.#fragment;
    let next = bodyAt;
    for (let fragments = 0; fragments < MAX_FRAGMENTS && next < bodyEnd; fragments++) {
      if (!fragment.read(octets, next, Math.min(bodyEnd, end))) {
        if (bodyEnd > end) this.#clipped = true;
        return;
      }
      next = fragment.to;
      const handshake = this.handshake;
      if (fragment.type === HandshakeType.CertificateRequest && direction !== handshake.clientDirection) {
        handshake.clientCertificateRequested = true;
      } else if (fragment.type === HandshakeType.ClientHello || fragment.type === HandshakeType.ServerHello) {
        this.#hello(direction, octets, frame);
      }
    }
  }

  /** One fragment of a ClientHello or ServerHello. */
  #hello(direction: 0 | 1, octets: Uint8Array, frame: number): void {
    const { type, length, at, to, offset } = this.#fragment;
    const handshake = this.handshake;
    if (type === HandshakeType.ClientHello ? handshake.hello !== null : handshake.serverHello !== null) return;
    if (length > MAX_BODY) {
      handshake.limits |= Limit.HelloOctets;
      return;
    }
    const message = this.#messageOf(direction);
    if (message === null) return;
    message.stream.put(offset, octets, at, to, frame);
    message.stream.settle();
    if (message.stream.refused === 'holes') handshake.limits |= Limit.Holes;
    if (message.stream.refused === 'octets') handshake.limits |= Limit.HeldOctets;
    const run = message.stream.runAt(0);
    if (run === undefined || run.to < length) {
      if (type === HandshakeType.ClientHello && handshake.helloState === 'none') handshake.helloState = 'incomplete';
      return;
    }
    const body = run.octets.subarray(run.at, run.at + length);
    if (type === HandshakeType.ClientHello) this.#takeClientHello(direction, body, run.marks);
    else this.#takeServerHello(body);
    handshake.conflicts += message.stream.conflicts;
    const messages = this.#messages[direction];
    messages.splice(messages.indexOf(message), 1);
  }

  /** The message that the fragment is a piece of; null if it says something else of it than the pieces before. */
  #messageOf(direction: 0 | 1): Message | null {
    const { type, length, sequence } = this.#fragment;
    const messages = this.#messages[direction];
    for (const message of messages) {
      if (message.sequence === sequence) return message.type === type && message.length === length ? message : null;
    }
    if (messages.length === MAX_MESSAGES) {
      messages.shift();
      this.handshake.limits |= Limit.Candidates;
    }
    const message = { sequence, type, length, stream: new Assembler(LIMITS) };
    messages.push(message);
    return message;
  }

  #takeClientHello(direction: 0 | 1, body: Uint8Array, marks: readonly number[]): void {
    const hello = parseDtlsClientHello(body);
    if (hello === null) return;
    const handshake = this.handshake;
    handshake.hello = hello;
    handshake.helloState = 'whole';
    handshake.clientDirection = direction;
    handshake.helloOctets = HANDSHAKE_HEADER + body.length;
    const pieces: HelloPiece[] = [];
    const frames = new Set<number>();
    for (let i = 0; i < marks.length; i += 2) {
      const frame = marks[i + 1]!;
      frames.add(frame);
      // The piece at the beginning brought the header as well.
      const from = marks[i] === 0 ? 0 : HANDSHAKE_HEADER + marks[i]!;
      if (pieces.at(-1)?.frame !== frame) pieces.push({ from, frame });
    }
    handshake.helloPackets = frames.size;
    handshake.helloPieces = pieces;
  }

  #takeServerHello(body: Uint8Array): void {
    const message = withHeader(HandshakeType.ServerHello, body.length);
    message.set(body, HANDSHAKE_HEADER);
    const serverHello = parseServerHello(message, 0, message.length);
    if (serverHello === null) return;
    const handshake = this.handshake;
    if (serverHello.retry) {
      handshake.retried = true;
      return;
    }
    handshake.serverHello = serverHello;
    // RFC 5246 §7.4.1.3: a session id that the client offered means that its session goes on.
    const { sessionId } = serverHello;
    const offered = handshake.hello?.sessionId;
    handshake.resumed =
      serverHello.preSharedKey ||
      (sessionId.length > 0 &&
        sessionId.length === offered?.length &&
        same(sessionId, 0, offered, 0, sessionId.length));
  }

  /** An alert in the clear. Only a fatal one ends anything: RFC 6347 §4.1.2.7. */
  #alert(direction: 0 | 1, octets: Uint8Array): void {
    const { bodyAt, bodyEnd } = this.#record;
    const handshake = this.handshake;
    if (bodyEnd - bodyAt !== 2 || octets[bodyAt] !== ALERT_FATAL || handshake.hello === null) return;
    if (direction === handshake.clientDirection) {
      handshake.alert = octets[bodyAt + 1]!;
      handshake.outcome = 'alert';
    } else {
      handshake.serverClosedFirst = true;
    }
    this.#done = true;
  }
}
