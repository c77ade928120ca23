/**
 * From the payload of flows that are not decided to events: opens readers, feeds them, and drops them as soon as
 * nothing more can be learned. A few packets' work per flow.
 */
import { FingerprintMemo } from '../fingerprint/memo.js';
import { addressTextOf } from '../flow/addresses.js';
import { encapsulationOf, portOf } from '../flow/key.js';
import {
  BOTH,
  DNS,
  DTLS,
  HELLO,
  INCOMPLETE,
  NOT_TLS,
  PAYLOAD,
  QUIC,
  RESET,
  SEEN_SHIFT,
  STAGE_MASK,
  STAGE_SHIFT,
  STATE_CLOSED,
  STATE_MASK,
  Stage,
  SYN_SEEN,
  TLS,
} from '../flow/stage.js';
import {
  D_END,
  D_FIRST_FRAME,
  type FlowTable,
  ROW_DOUBLES,
  ROW_WORDS,
  W_FLAGS,
  W_PACKETS,
  W_PROBED,
  W_SYN_LOWER,
  W_SYN_UPPER,
} from '../flow/table.js';
import { type PacketView, TCP_SYN } from '../packet/view.js';
import { type DnsAnswer, parseDnsResponse, tellsNames } from '../protocol/dns/answers.js';
import { looksLikeDns } from '../protocol/dns/message.js';
import type { Solicited } from '../protocol/dns/queries.js';
import { isResponse, NO_QUESTION, questionTag } from '../protocol/dns/question.js';
import { LIMIT_NAMES } from '../protocol/fault.js';
import { giveBackTcpReader, newDatagramReader, newTcpReader } from '../protocol/index.js';
import { QuicConnection } from '../protocol/quic/connection.js';
import { Step } from '../protocol/reader.js';
import { TlsStream } from '../protocol/tls/stream.js';
import { isWireguardHandshake } from '../protocol/wireguard.js';
import { Count, HANDSHAKE_LIMITS } from './counters.js';
import { DnsFlow } from './dns-flow.js';
import { matchResponse, noteQuery, PROBED_MASK } from './dns-queries.js';
import { Endings } from './endings.js';
import type { ShardEvent } from './events.js';
import { FactsMemo } from './hello-facts.js';
import { type Reader, Readers, type StreamReader } from './readers.js';

/** Datagrams of a UDP flow in which the beginning of a handshake is looked for: STUN or the like may come first. */
export const PROBE_DATAGRAMS = 64;
const DNS_PORT = 53;
const DECIDED = Stage.Decided << STAGE_SHIFT;
const READING = Stage.Reading << STAGE_SHIFT;
const NOTHING = new Uint8Array(0);
const NONE: readonly never[] = [];
const CARRIER_FLAG = { t: 0, q: QUIC, d: DTLS } as const;
const HELLO_COUNT = { t: Count.HellosTls, q: Count.HellosQuic, d: Count.HellosDtls } as const;

export class Handshakes {
  readonly #counters: Float64Array;
  readonly #all: boolean;
  readonly #explain: boolean;
  readonly #emit: (event: ShardEvent, row: number) => void;
  readonly #readers = new Readers();
  readonly #fingerprints = new FingerprintMemo();
  readonly #facts = new FactsMemo();
  readonly #endings = new Endings();

  /**
   * @param all records of flows without a hello are wanted too
   * @param explain so is where things were read
   */
  constructor(counters: Float64Array, all: boolean, explain: boolean, emit: (event: ShardEvent, row: number) => void) {
    this.#counters = counters;
    this.#all = all;
    this.#explain = explain;
    this.#emit = emit;
  }

  clear(): void {
    this.#readers.clear();
  }

  /**
   * One TCP segment of a flow that is not decided.
   * @returns the row's flags, to be stored
   */
  tcp(table: FlowTable, row: number, view: PacketView, direction: 0 | 1, frame: number, now: number): number {
    const at = row * ROW_WORDS;
    const partition = Readers.partitionOf(table, row);
    let flags = table.words[at + W_FLAGS]!;
    let reader = this.#readers.get(row);
    if (reader === undefined) {
      if ((flags & STAGE_MASK) === READING) return (flags & ~STAGE_MASK) | DECIDED; // was given up for another
      reader = view.srcPort === DNS_PORT || view.dstPort === DNS_PORT ? new DnsFlow() : newTcpReader();
      this.#open(table, row, partition, reader, frame, now);
      // The SYNs went by before there was a reader: they say where each side's octets begin.
      const { words } = table;
      if (flags & SYN_SEEN) reader.segment(0, words[at + W_SYN_LOWER]!, TCP_SYN, NOTHING, 0, 0, 0, frame);
      if (flags & (SYN_SEEN << 1)) reader.segment(1, words[at + W_SYN_UPPER]!, TCP_SYN, NOTHING, 0, 0, 0, frame);
      flags = (flags & ~STAGE_MASK) | READING;
    }
    if (view.payloadOnWire > 0) flags |= PAYLOAD;
    table.words[at + W_FLAGS] = flags;
    if (!isStreamReader(reader)) throw new Error('a TCP flow has a reader of datagrams');
    const { tcpSequence, tcpFlags, buf, payloadAt, payloadEnd, payloadOnWire } = view;
    const step = reader.segment(direction, tcpSequence, tcpFlags, buf, payloadAt, payloadEnd, payloadOnWire, frame);
    if (reader instanceof DnsFlow) {
      if (reader.isDns) table.words[at + W_FLAGS]! |= DNS;
      if (view.srcPort === DNS_PORT)
        for (const { answer, solicited } of reader.answers)
          this.#names(table, row, direction, answer, solicited, frame, now);
    }
    return this.#after(table, row, partition, reader, step, frame, now);
  }

  /** One UDP datagram with payload, of a flow that is not decided or that has port 53 on a side. Returns the flags likewise. */
  udp(table: FlowTable, row: number, view: PacketView, direction: 0 | 1, frame: number, now: number): number {
    const at = row * ROW_WORDS;
    const { buf, payloadAt, payloadEnd, payloadOnWire } = view;
    const flags = table.words[at + W_FLAGS]!;
    const onDnsPort = view.srcPort === DNS_PORT || view.dstPort === DNS_PORT;
    const isDns = onDnsPort && this.#dns(table, row, view, direction, frame, now);
    if (isDns || flags & DNS) {
      table.words[at + W_FLAGS] = flags | DNS;
      this.finish(table, row, frame, now); // what began otherwise has a reader
      return (table.words[at + W_FLAGS]! & ~STAGE_MASK) | DECIDED;
    }
    if ((flags & STAGE_MASK) === DECIDED) return flags;
    const partition = Readers.partitionOf(table, row);
    let reader = this.#readers.get(row);
    if (reader === undefined) {
      if ((flags & STAGE_MASK) === READING) return (flags & ~STAGE_MASK) | DECIDED; // was given up for another
      reader = newDatagramReader(buf, payloadAt, payloadEnd);
      if (reader === undefined) {
        if (isWireguardHandshake(buf, payloadAt, payloadEnd, payloadOnWire)) {
          this.#counters[Count.Wireguard]!++;
          return (flags & ~STAGE_MASK) | DECIDED | NOT_TLS;
        }
        const probed = ++table.words[at + W_PROBED]! & PROBED_MASK;
        return probed < PROBE_DATAGRAMS ? flags : (flags & ~STAGE_MASK) | DECIDED | NOT_TLS;
      }
      this.#open(table, row, partition, reader, frame, now);
      table.words[at + W_FLAGS] = (flags & ~STAGE_MASK) | READING;
    }
    if (isStreamReader(reader)) throw new Error('a UDP flow has a reader of segments');
    const step = reader.datagram(direction, buf, payloadAt, payloadEnd, payloadOnWire, frame);
    return this.#after(table, row, partition, reader, step, frame, now);
  }

  /** The flow is over: what can be said of its handshake is said. */
  finish(table: FlowTable, row: number, frame: number, now: number): void {
    const flags = table.words[row * ROW_WORDS + W_FLAGS]!;
    if ((flags & STAGE_MASK) !== READING) return;
    const partition = Readers.partitionOf(table, row);
    const reader = this.#readers.get(row);
    if (reader !== undefined) this.#settle(table, row, partition, reader, frame, now);
  }

  /** A datagram of port 53: keeps the tag of a query, hands out the names of a response. Whether it is DNS at all. */
  #dns(table: FlowTable, row: number, view: PacketView, direction: 0 | 1, frame: number, now: number): boolean {
    const { buf, payloadAt, payloadEnd } = view;
    const at = row * ROW_WORDS;
    if (!isResponse(buf, payloadAt, payloadEnd)) {
      if (view.dstPort === DNS_PORT) {
        const tag = questionTag(buf, payloadAt, payloadEnd, direction);
        const clipped = view.payloadOnWire > payloadEnd - payloadAt;
        if (tag !== NO_QUESTION || clipped) noteQuery(table.words, at, tag);
      }
      // Queries of a flow that is decided pass by without end: no more is asked of them.
      const decided = (table.words[at + W_FLAGS]! & STAGE_MASK) === DECIDED;
      return !decided && looksLikeDns(buf, payloadAt, payloadEnd);
    }
    if (view.srcPort !== DNS_PORT) return looksLikeDns(buf, payloadAt, payloadEnd);
    const lost = table.evicted[Readers.partitionOf(table, row)] !== 0;
    const tag = questionTag(buf, payloadAt, payloadEnd, direction === 0 ? 1 : 0);
    const solicited = matchResponse(table.words, at, tag, lost);
    // A copy, in all likelihood: a capture of several interfaces has each packet more than once.
    if (solicited === 'again') return true;
    const answer = parseDnsResponse(buf, payloadAt, payloadEnd);
    if (answer === null) return looksLikeDns(buf, payloadAt, payloadEnd);
    if (tellsNames(answer)) this.#names(table, row, direction, answer, solicited, frame, now);
    return true;
  }

  /** An answer that travelled in `direction` reached the client at the other end. */
  #names(
    table: FlowTable,
    row: number,
    direction: 0 | 1,
    answer: DnsAnswer,
    solicited: Solicited,
    frame: number,
    now: number,
  ): void {
    const at = row * ROW_WORDS;
    const client = addressTextOf(table.words, at, direction === 0 ? 1 : 0);
    const resolver = addressTextOf(table.words, at, direction);
    const flowId = table.doubles[row * ROW_DOUBLES + D_FIRST_FRAME]!;
    const within = encapsulationOf(table.words, at);
    this.#emit({ kind: 'dns', frame, flowId, now, within, client, resolver, solicited, answer }, row);
  }

  #open(table: FlowTable, row: number, partition: number, reader: Reader, frame: number, now: number): void {
    this.#giveUp(table, partition, this.#readers.victim(partition, true), frame, now);
    this.#readers.add(partition, row, reader);
  }

  /** What one packet brought: a hello, the end, or more octets to hold. Returns the row's flags. */
  #after(
    table: FlowTable,
    row: number,
    partition: number,
    reader: Reader,
    step: number,
    frame: number,
    now: number,
  ): number {
    const flags = table.words[row * ROW_WORDS + W_FLAGS]!;
    this.#readers.fed(partition, row, reader, ((flags >> SEEN_SHIFT) & BOTH) === BOTH);
    if (step & Step.Hello) {
      const at = row * ROW_WORDS + W_PACKETS;
      const packet = (table.words[at]! >>> 0) + (table.words[at + 1]! >>> 0);
      this.#hello(table, row, reader, frame, now, frame, table.doubles[row * ROW_DOUBLES + D_END]!, packet);
    }
    if (step & Step.Done) return this.#settle(table, row, partition, reader, frame, now);
    this.#giveUp(table, partition, this.#readers.victim(partition, false), frame, now);
    return table.words[row * ROW_WORDS + W_FLAGS]!;
  }

  #giveUp(table: FlowTable, partition: number, row: number, frame: number, now: number): void {
    if (row < 0) return;
    this.#counters[Count.HandshakeLimits]!++;
    this.#settle(table, row, partition, this.#readers.get(row)!, frame, now);
  }

  #hello(
    table: FlowTable,
    row: number,
    reader: Reader,
    frame: number,
    now: number,
    decidedFrame: number,
    decidedTime: number,
    decidedPacket: number,
  ): void {
    const { handshake } = reader;
    const hello = handshake.hello!;
    const words = table.words;
    const at = row * ROW_WORDS;
    const { carrier } = handshake;
    words[at + W_FLAGS]! |= HELLO | TLS | CARRIER_FLAG[carrier];
    this.#counters[HELLO_COUNT[carrier]]!++;
    const client = handshake.clientDirection === 1 ? 1 : 0;
    const server = client === 0 ? 1 : 0;
    this.#emit(
      {
        kind: 'hello',
        frame,
        flowId: table.doubles[row * ROW_DOUBLES + D_FIRST_FRAME]!,
        now,
        decidedFrame,
        decidedTime,
        decidedPacket,
        within: encapsulationOf(words, at),
        clientIp: addressTextOf(words, at, client),
        clientPort: portOf(words, at, client),
        serverIp: addressTextOf(words, at, server),
        serverPort: portOf(words, at, server),
        client,
        carrier,
        hello: this.#facts.of(handshake, versionOf(reader), this.#explain),
        fingerprint: this.#fingerprints.client(hello, carrier),
        soFar: undefined,
        verdict: undefined,
        names: NONE,
        dnsFrames: NONE,
        ending: undefined,
      },
      row,
    );
  }

  /** Drops the reader, keeps what flags can hold, hands out the outcome of a flow that had a hello. Returns the flags. */
  #settle(table: FlowTable, row: number, partition: number, reader: Reader, frame: number, now: number): number {
    const at = row * ROW_WORDS;
    const before = table.words[at + W_FLAGS]!;
    const closed = (before & STATE_MASK) === STATE_CLOSED ? (before & RESET ? 'rst' : 'fin') : undefined;
    const { handshake } = reader;
    this.#readers.remove(partition, row);
    // A hello behind a gap that was waited for may become whole only now.
    const step = isStreamReader(reader) ? reader.finish(closed) : reader.finish(undefined);
    if (typeof step === 'number' && step & Step.Hello) {
      const last = handshake.helloPieces.reduce((latest, piece) => Math.max(latest, piece.frame), 0);
      this.#hello(table, row, reader, frame, now, last, 0, 0);
    }
    for (let bit = 0; bit < LIMIT_NAMES.length; bit++) {
      if (handshake.limits & (1 << bit)) this.#counters[HANDSHAKE_LIMITS + bit]!++;
    }
    this.#counters[Count.Conflicts]! += handshake.conflicts;
    let flags = (table.words[at + W_FLAGS]! & ~STAGE_MASK) | DECIDED;
    if (handshake.notTls && !(flags & DNS)) flags |= NOT_TLS;
    if (handshake.tlsSeen) flags |= TLS | CARRIER_FLAG[handshake.carrier];
    if (handshake.helloState === 'incomplete') flags |= INCOMPLETE | TLS | CARRIER_FLAG[handshake.carrier];
    table.words[at + W_FLAGS] = flags;
    const server = handshake.serverHello;
    const quicVersion = versionOf(reader);
    if (flags & HELLO || (this.#all && (server !== null || quicVersion !== undefined))) {
      this.#emit(
        {
          kind: 'settled',
          frame,
          flowId: table.doubles[row * ROW_DOUBLES + D_FIRST_FRAME]!,
          now,
          ending: this.#endings.of(
            handshake,
            server === null ? undefined : this.#fingerprints.server(server),
            quicVersion,
            reader instanceof QuicConnection ? reader.gquicSni : undefined,
          ),
          alert: handshake.alert,
          resumed: handshake.resumed,
          serverClosedFirst: handshake.serverClosedFirst,
          earlyData: handshake.hello?.earlyData ?? false,
          clientCertificate: handshake.clientCertificateRequested,
        },
        row,
      );
    }
    if (reader instanceof TlsStream) giveBackTcpReader(reader);
    return flags;
  }
}

function isStreamReader(reader: Reader): reader is StreamReader {
  return reader instanceof TlsStream || reader instanceof DnsFlow;
}

function versionOf(reader: Reader): string | undefined {
  return reader instanceof QuicConnection ? reader.version : undefined;
}
