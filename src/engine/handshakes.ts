/**
 * The readers of flows whose handshake is being read: at most a few packets' work per flow, then the flow is decided and its
 * reader dropped. Bounded per partition, in readers and in octets they hold: past a bound the partition's oldest
 * reader is given up and counted, whatever the number of workers.
 */

import { fingerprint } from '../fingerprint/index.js';
import { ja3s } from '../fingerprint/ja3s.js';
import { KEY_WORDS, partitionHash } from '../flow/key.js';
import {
  DNS,
  HELLO,
  INCOMPLETE,
  NOT_TLS,
  PAYLOAD,
  RESET,
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
  FlowTable,
  PARTITIONS,
  ROW_DOUBLES,
  ROW_WORDS,
  W_FLAGS,
  W_PACKETS,
  W_SYN_LOWER,
  W_SYN_UPPER,
} from '../flow/table.js';
import { type PacketView, TCP_SYN } from '../packet/view.js';
import { parseDnsResponse } from '../protocol/dns/answers.js';
import { looksLikeDns } from '../protocol/dns/message.js';
import { LIMIT_NAMES } from '../protocol/fault.js';
import { newTcpReader } from '../protocol/index.js';
import { type Handshake, Step } from '../protocol/reader.js';
import type { TlsStream } from '../protocol/tls/stream.js';
import { Count, HANDSHAKE_LIMITS } from './counters.js';
import type { ShardEvent } from './events.js';
import { helloFacts } from './hello-facts.js';
import { endpointsOf } from './row.js';

/** Most readers at once, and octets that they may hold together: both are divided over the partitions. */
export const MAX_READERS = 65_536;
export const MAX_HELD_OCTETS = 128 * 1024 * 1024;
const READERS_PER_PARTITION = MAX_READERS / PARTITIONS;
const OCTETS_PER_PARTITION = MAX_HELD_OCTETS / PARTITIONS;

const DNS_PORT = 53;
const DECIDED = Stage.Decided << STAGE_SHIFT;
const READING = Stage.Reading << STAGE_SHIFT;
const NOTHING = new Uint8Array(0);

export class Handshakes {
  readonly #counters: Float64Array;
  readonly #all: boolean;
  readonly #emit: (event: ShardEvent) => void;
  /** Row -> reader, oldest first, by partition. */
  readonly #readers: Map<number, TlsStream>[] = Array.from({ length: PARTITIONS }, () => new Map());
  readonly #held = new Float64Array(PARTITIONS);

  /** @param all records of flows without a hello are wanted too */
  constructor(counters: Float64Array, all: boolean, emit: (event: ShardEvent) => void) {
    this.#counters = counters;
    this.#all = all;
    this.#emit = emit;
  }

  clear(): void {
    for (const readers of this.#readers) readers.clear();
    this.#held.fill(0);
  }

  /**
   * One TCP segment of a flow that is not decided.
   * @returns the row's flags, to be stored
   */
  tcp(table: FlowTable, row: number, view: PacketView, direction: 0 | 1, frame: number, now: number): number {
    const at = row * ROW_WORDS;
    const partition = partitionOfRow(table, row);
    const readers = this.#readers[partition]!;
    let flags = table.words[at + W_FLAGS]!;
    let reader = readers.get(row);
    if (reader === undefined) {
      if ((flags & STAGE_MASK) === READING) return (flags & ~STAGE_MASK) | DECIDED; // was given up for another
      reader = this.#open(table, row, flags, partition, frame, now);
      flags = (flags & ~STAGE_MASK) | READING;
    }
    if (view.payloadOnWire > 0) flags |= PAYLOAD;
    const before = reader.heldOctets;
    const step = reader.segment(
      direction,
      view.tcpSequence,
      view.tcpFlags,
      view.buf,
      view.payloadAt,
      view.payloadEnd,
      view.payloadOnWire,
      frame,
    );
    this.#held[partition]! += reader.heldOctets - before;
    table.words[at + W_FLAGS] = flags;
    if (step & Step.Hello) this.#hello(table, row, reader.handshake, frame, now);
    if (step & Step.Done) return this.#settle(table, row, partition, reader, frame, now);
    if (this.#held[partition]! > OCTETS_PER_PARTITION) this.#giveUpOldest(table, partition, frame, now);
    return table.words[at + W_FLAGS]!;
  }

  /** One UDP datagram with payload. Names from DNS answers are handed out; the rest is not read. */
  udp(table: FlowTable, row: number, view: PacketView, direction: 0 | 1, frame: number, now: number): number {
    const flags = (table.words[row * ROW_WORDS + W_FLAGS]! & ~STAGE_MASK) | DECIDED;
    const { buf, payloadAt, payloadEnd } = view;
    if (view.srcPort === DNS_PORT) {
      const answer = parseDnsResponse(buf, payloadAt, payloadEnd);
      if (answer !== null) {
        if (answer.addresses.length > 0 || answer.aliases.length > 0 || answer.missing !== undefined) {
          const ends = endpointsOf(table, row);
          const client = ends[direction === 0 ? 1 : 0].ip;
          const flowId = table.doubles[row * ROW_DOUBLES + D_FIRST_FRAME]!;
          this.#emit({ kind: 'dns', frame, flowId, now, client, answer });
        }
        return flags | DNS;
      }
    }
    if (flags & DNS) return flags;
    if ((view.srcPort === DNS_PORT || view.dstPort === DNS_PORT) && looksLikeDns(buf, payloadAt, payloadEnd))
      return flags | DNS;
    return flags | NOT_TLS;
  }

  /** The flow is over: what can be said of its handshake is said. */
  finish(table: FlowTable, row: number, frame: number, now: number): void {
    const flags = table.words[row * ROW_WORDS + W_FLAGS]!;
    if ((flags & STAGE_MASK) !== READING) return;
    const partition = partitionOfRow(table, row);
    const reader = this.#readers[partition]!.get(row);
    if (reader !== undefined) this.#settle(table, row, partition, reader, frame, now);
  }

  #open(table: FlowTable, row: number, flags: number, partition: number, frame: number, now: number): TlsStream {
    const readers = this.#readers[partition]!;
    if (readers.size >= READERS_PER_PARTITION) this.#giveUpOldest(table, partition, frame, now);
    const reader = newTcpReader();
    readers.set(row, reader);
    // The SYNs went by before there was a reader: they say where each side's octets begin.
    const at = row * ROW_WORDS;
    if (flags & SYN_SEEN) reader.segment(0, table.words[at + W_SYN_LOWER]!, TCP_SYN, NOTHING, 0, 0, 0, frame);
    if (flags & (SYN_SEEN << 1)) reader.segment(1, table.words[at + W_SYN_UPPER]!, TCP_SYN, NOTHING, 0, 0, 0, frame);
    return reader;
  }

  #giveUpOldest(table: FlowTable, partition: number, frame: number, now: number): void {
    for (const [row, reader] of this.#readers[partition]!) {
      this.#counters[Count.HandshakeLimits]!++;
      table.words[row * ROW_WORDS + W_FLAGS] = this.#settle(table, row, partition, reader, frame, now);
      return;
    }
  }

  #hello(table: FlowTable, row: number, handshake: Handshake, frame: number, now: number): void {
    const hello = handshake.hello!;
    const words = table.words;
    const at = row * ROW_WORDS;
    words[at + W_FLAGS] = words[at + W_FLAGS]! | HELLO | TLS;
    this.#counters[Count.HellosTls]!++;
    const doublesAt = row * ROW_DOUBLES;
    this.#emit({
      kind: 'hello',
      frame,
      flowId: table.doubles[doublesAt + D_FIRST_FRAME]!,
      time: table.doubles[doublesAt + D_END]!,
      now,
      packet: (words[at + W_PACKETS]! >>> 0) + (words[at + W_PACKETS + 1]! >>> 0),
      ends: endpointsOf(table, row),
      client: handshake.clientDirection === 1 ? 1 : 0,
      carrier: handshake.carrier,
      hello: helloFacts(handshake),
      fingerprint: fingerprint(hello, handshake.carrier),
    });
  }

  /** Drops the reader, keeps what flags can hold, hands out the outcome of a flow that had a hello. Returns the flags. */
  #settle(table: FlowTable, row: number, partition: number, reader: TlsStream, frame: number, now: number): number {
    const at = row * ROW_WORDS;
    this.#held[partition]! -= reader.heldOctets;
    this.#readers[partition]!.delete(row);
    const before = table.words[at + W_FLAGS]!;
    const closed = (before & STATE_MASK) === STATE_CLOSED ? (before & RESET ? 'rst' : 'fin') : undefined;
    const handshake = reader.handshake;
    // A hello behind a gap that was waited for may become whole only now.
    if (reader.finish(closed) & Step.Hello) this.#hello(table, row, handshake, frame, now);
    let flags = table.words[at + W_FLAGS]!;
    for (let bit = 0; bit < LIMIT_NAMES.length; bit++) {
      if (handshake.limits & (1 << bit)) this.#counters[HANDSHAKE_LIMITS + bit]!++;
    }
    this.#counters[Count.Conflicts]! += handshake.conflicts;
    flags = (flags & ~STAGE_MASK) | DECIDED;
    if (handshake.notTls) flags |= NOT_TLS;
    if (handshake.tlsSeen) flags |= TLS;
    if (handshake.helloState === 'incomplete') flags |= INCOMPLETE | TLS;
    table.words[at + W_FLAGS] = flags;
    const server = handshake.serverHello;
    if (flags & HELLO || (this.#all && server !== null)) {
      this.#emit({
        kind: 'settled',
        frame,
        flowId: table.doubles[row * ROW_DOUBLES + D_FIRST_FRAME]!,
        now,
        ...(server === null ? {} : { version: server.version, ja3s: ja3s(server) }),
        retried: handshake.retried,
        outcome: handshake.outcome,
        ...(handshake.outcomeClass === undefined ? {} : { outcomeClass: handshake.outcomeClass }),
        ...(handshake.alert === undefined ? {} : { alert: handshake.alert }),
        resumed: handshake.resumed,
        serverClosedFirst: handshake.serverClosedFirst,
        earlyData: handshake.hello?.earlyData ?? false,
        clientCertificate: handshake.clientCertificateRequested,
      });
    }
    return flags;
  }
}

function partitionOfRow(table: FlowTable, row: number): number {
  const at = row * ROW_WORDS;
  return FlowTable.partitionOf(partitionHash(table.words.subarray(at, at + KEY_WORDS)));
}
