/**
 * One TLS flow over TCP as a series of packets: SYN to FIN, with a varied hello in one segment or two, the recorded turns of its
 * stack, and application data behind them. A conversation is reused: `begin` makes it the next flow's, `packet` writes one packet.
 */
import { sum } from './checksum.js';
import { ACK, Endpoints, FIN, headers, MOST_HEADERS, PSH, SYN, TCP, writeTcp } from './headers.js';
import { type HelloTemplate, MOST_HELLO } from './hello.js';
import type { Random } from './random.js';
import { MSS, type TlsStack } from './stacks.js';
import type { Payload } from './transfer.js';
import type { PcapWriter } from './writer.js';

/** How the hello is sent. */
export type HelloShape = 'whole' | 'split' | 'disordered';

const Step = {
  Syn: 0,
  SynAck: 1,
  Ack: 2,
  Hello: 3,
  HelloRest: 4,
  Turns: 5,
  Request: 6,
  Response: 7,
  ClientFin: 8,
  ServerFin: 9,
  LastAck: 10,
  Over: 11,
} as const;

/** The receiver acknowledges every so many segments, and the last of a turn: RFC 9293 §3.8.6.3. */
const SEGMENTS_PER_ACK = 2;

/** Octets of a small hello's shorter segment, at least. */
const LEAST_PIECE = 20;

/** Microseconds between two packets of one side. */
const LEAST_GAP = 5;
const MOST_GAP = 120;

export class Conversation {
  readonly ends = new Endpoints();
  /** Microseconds from the packet written last to the next. */
  gap = 0;
  readonly #random: Random;
  readonly #hello = new Uint8Array(MOST_HELLO);
  #helloLength = 0;
  /** First octet of the hello's second segment; the hello's length if there is one segment. */
  #cut = 0;
  #shape: HelloShape = 'whole';
  #stack: TlsStack | null = null;
  #request: Payload | null = null;
  #responses: readonly Payload[] = [];
  /** Segments of the response. */
  #length = 0;
  #roundTrip = 0;
  #step: number = Step.Over;
  /** Within turns and response: which turn, which segment of it, and segments that were not acknowledged. */
  #turn = 0;
  #segment = 0;
  #unacknowledged = 0;
  #clientNext = 0;
  #serverNext = 0;
  #lastFromClient = true;

  constructor(random: Random) {
    this.#random = random;
  }

  get isOver(): boolean {
    return this.#step === Step.Over;
  }

  /** All but the end was written. */
  get isClosing(): boolean {
    return this.#step >= Step.ClientFin;
  }

  get isSplit(): boolean {
    return this.#shape !== 'whole';
  }

  /** Sequence number of each side's next octet. */
  get clientNext(): number {
    return this.#clientNext;
  }

  get serverNext(): number {
    return this.#serverNext;
  }

  /**
   * @param length segments of a response at the end; 0 for none, and for a stack that failed
   * @param responses what they carry, in turn
   */
  begin(
    stack: TlsStack,
    template: HelloTemplate,
    shape: HelloShape,
    request: Payload,
    responses: readonly Payload[],
    length: number,
    roundTrip: number,
  ): void {
    const random = this.#random;
    this.#stack = stack;
    this.#helloLength = template.vary(random, this.#hello);
    this.#shape = shape;
    this.#cut = this.#helloLength;
    if (shape !== 'whole') {
      this.#cut = this.#helloLength > MSS ? MSS : random.between(LEAST_PIECE, this.#helloLength - LEAST_PIECE);
    }
    this.#request = request;
    this.#responses = responses;
    this.#length = length;
    this.#roundTrip = roundTrip;
    this.#step = Step.Syn;
    this.#turn = 0;
    this.#segment = 0;
    this.#unacknowledged = 0;
    this.#clientNext = random.word();
    this.#serverNext = random.word();
    this.#lastFromClient = true;
  }

  /** Writes the flow's next packet. */
  packet(writer: PcapWriter, time: number): void {
    const before = this.#lastFromClient;
    this.#write(writer, time);
    // Seen from the middle of the way, an answer takes half a round trip.
    const way = before === this.#lastFromClient ? 0 : this.#roundTrip >>> 1;
    this.gap = way + this.#random.between(LEAST_GAP, MOST_GAP);
  }

  #write(writer: PcapWriter, time: number): void {
    switch (this.#step) {
      case Step.Syn:
        this.#empty(writer, time, true, SYN);
        this.#clientNext++;
        this.#step = Step.SynAck;
        return;
      case Step.SynAck:
        this.#empty(writer, time, false, SYN | ACK);
        this.#serverNext++;
        this.#step = Step.Ack;
        return;
      case Step.Ack:
        this.#empty(writer, time, true, ACK);
        this.#step = Step.Hello;
        return;
      case Step.Hello:
        if (this.#shape === 'disordered') this.#helloPiece(writer, time, this.#cut, this.#helloLength);
        else this.#helloPiece(writer, time, 0, this.#cut);
        this.#step = Step.HelloRest;
        if (this.#shape === 'whole') this.#enterTurns();
        return;
      case Step.HelloRest:
        if (this.#shape === 'disordered') this.#helloPiece(writer, time, 0, this.#cut);
        else this.#helloPiece(writer, time, this.#cut, this.#helloLength);
        this.#enterTurns();
        return;
      case Step.Turns:
        this.#turnSegment(writer, time);
        return;
      case Step.Request:
        this.#payload(writer, time, true, this.#request!);
        this.#step = Step.Response;
        this.#segment = 0;
        return;
      case Step.Response:
        this.#responseSegment(writer, time);
        return;
      case Step.ClientFin:
        this.#empty(writer, time, true, FIN | ACK);
        this.#clientNext++;
        this.#step = Step.ServerFin;
        return;
      case Step.ServerFin:
        this.#empty(writer, time, false, FIN | ACK);
        this.#serverNext++;
        this.#step = Step.LastAck;
        return;
      default:
        this.#empty(writer, time, true, ACK);
        this.#step = Step.Over;
    }
  }

  #enterTurns(): void {
    this.#clientNext = (this.#clientNext + this.#helloLength) | 0;
    this.#step = this.#stack!.turns.length > 0 ? Step.Turns : Step.ClientFin;
  }

  #helloPiece(writer: PcapWriter, time: number, from: number, to: number): void {
    const hello = this.#hello;
    const at = writer.reserve(MOST_HEADERS + to - from);
    const payloadAt = at + headers(this.ends, TCP);
    writer.octets.set(hello.subarray(from, to), payloadAt);
    this.#commit(writer, time, at, true, this.#clientNext + from, ACK | PSH, to - from, sum(hello, from, to));
  }

  #turnSegment(writer: PcapWriter, time: number): void {
    const { turns } = this.#stack!;
    const { fromClient, segments } = turns[this.#turn]!;
    const isEnd = this.#segment === segments.length;
    if (this.#unacknowledged === SEGMENTS_PER_ACK || (isEnd && this.#unacknowledged > 0)) {
      this.#unacknowledged = 0;
      this.#empty(writer, time, !fromClient, ACK);
    } else {
      this.#payload(writer, time, fromClient, segments[this.#segment++]!);
      this.#unacknowledged++;
    }
    if (this.#segment < segments.length || this.#unacknowledged === SEGMENTS_PER_ACK) return;
    // Whoever speaks next acknowledges with what it says; a turn of the client's is short.
    this.#unacknowledged = 0;
    this.#segment = 0;
    this.#turn++;
    if (this.#turn === turns.length) this.#step = this.#length > 0 ? Step.Request : Step.ClientFin;
  }

  #responseSegment(writer: PcapWriter, time: number): void {
    if (this.#unacknowledged === SEGMENTS_PER_ACK || this.#segment === this.#length) {
      this.#unacknowledged = 0;
      this.#empty(writer, time, true, ACK);
      if (this.#segment === this.#length) this.#step = Step.ClientFin;
      return;
    }
    this.#payload(writer, time, false, this.#responses[this.#segment % this.#responses.length]!);
    this.#segment++;
    this.#unacknowledged++;
  }

  #payload(writer: PcapWriter, time: number, fromClient: boolean, { octets, sum: payloadSum }: Payload): void {
    const at = writer.reserve(MOST_HEADERS + octets.length);
    writer.octets.set(octets, at + headers(this.ends, TCP));
    const next = fromClient ? this.#clientNext : this.#serverNext;
    this.#commit(writer, time, at, fromClient, next, ACK | PSH, octets.length, payloadSum);
    if (fromClient) this.#clientNext = (next + octets.length) | 0;
    else this.#serverNext = (next + octets.length) | 0;
  }

  #empty(writer: PcapWriter, time: number, fromClient: boolean, flags: number): void {
    const at = writer.reserve(MOST_HEADERS);
    this.#commit(writer, time, at, fromClient, fromClient ? this.#clientNext : this.#serverNext, flags, 0, 0);
  }

  #commit(
    writer: PcapWriter,
    time: number,
    at: number,
    fromClient: boolean,
    sequence: number,
    flags: number,
    payload: number,
    payloadSum: number,
  ): void {
    const acknowledged = fromClient ? this.#serverNext : this.#clientNext;
    const { octets } = writer;
    writer.commit(
      time,
      writeTcp(octets, at, this.ends, fromClient, sequence, acknowledged, flags, payload, payloadSum),
    );
    this.#lastFromClient = fromClient;
  }
}
