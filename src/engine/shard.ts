/**
 * The loop: batch -> decode -> flow -> handshake. A shard owns some of the 64 partitions of the flow hash and keeps the flows
 * of those; it decodes every packet, so that packet time and interned encapsulations are the same in every shard. It knows
 * nothing of threads, files or clocks. What it learns it hands out as events (events.ts); it judges nothing.
 *
 * A packet of a decided flow costs the decode, one look-up and a handful of stores; nothing is allocated for it.
 */
import { Encapsulations } from '../flow/encapsulation.js';
import { Wheel } from '../flow/expiry.js';
import { KEY_WORDS, partitionHash, protocolOf, writeKey } from '../flow/key.js';
import {
  BOTH,
  FIN_SEEN,
  FIN_SHIFT,
  FIRST_FROM_UPPER,
  OPENED,
  OPENED_SHIFT,
  PAYLOAD,
  RESET,
  SEEN,
  SEEN_SHIFT,
  STAGE_MASK,
  STAGE_SHIFT,
  STATE_CLOSED,
  STATE_ESTABLISHED,
  STATE_MASK,
  STATE_NEW,
  Stage,
  SYN_SEEN,
} from '../flow/stage.js';
import {
  D_END,
  D_FIRST_FRAME,
  D_LAST,
  D_OCTETS,
  D_START,
  FlowTable,
  NONE,
  PARTITIONS,
  ROW_DOUBLES,
  ROW_WORDS,
  W_ENCAPSULATION,
  W_FLAGS,
  W_PACKETS,
  W_SYN_LOWER,
  W_SYN_UPPER,
} from '../flow/table.js';
import { decode } from '../packet/decode.js';
import { Fault } from '../packet/fault.js';
import { PacketView, PROTOCOL_TCP, PROTOCOL_UDP, TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../packet/view.js';
import type { PacketBatch } from '../source/batch.js';
import { Count, newCounters } from './counters.js';
import type { ShardEvent } from './events.js';
import { Handshakes } from './handshakes.js';
import type { FlowOptions } from './options.js';
import { describeEnd } from './row.js';

export interface ShardOptions {
  readonly flow: FlowOptions;
  /** This shard keeps the partitions p with p % shards === index. */
  readonly index: number;
  readonly shards: number;
  /** Records of flows without a hello are wanted too. */
  readonly all: boolean;
}

const SECOND_US = 1_000_000;
const NOW = 0;
const STAMP = 1;
const FRAME = 2;
const DNS_PORT = 53;
const DECIDED = Stage.Decided << STAGE_SHIFT;
const READING = Stage.Reading << STAGE_SHIFT;

export class Shard {
  readonly counters = newCounters();
  /** Events since they were last taken. */
  events: ShardEvent[] = [];
  /**
   * Packet time (running maximum, us), the time stamp of the packet under the cursor (us) and its frame number. In a typed
   * array, because a double in a field or an argument would be boxed on the heap for every packet.
   */
  readonly #clock = new Float64Array(3);
  readonly #index: number;
  readonly #shards: number;
  readonly #all: boolean;
  readonly #vlans: boolean;
  readonly #table: FlowTable;
  readonly #wheel = new Wheel();
  readonly #encapsulations = new Encapsulations();
  readonly #handshakes: Handshakes;
  readonly #view = new PacketView();
  readonly #key = new Int32Array(KEY_WORDS);
  readonly #establishedUs: number;
  readonly #halfOpenUs: number;
  readonly #closedUs: number;
  readonly #udpUs: number;
  readonly #due = (row: number): void => this.#comeUp(row);

  constructor(options: ShardOptions) {
    this.#index = options.index;
    this.#shards = options.shards;
    this.#all = options.all;
    this.#vlans = !options.flow.ignoreVlan;
    const owned = Math.ceil((PARTITIONS - options.index) / options.shards);
    this.#table = new FlowTable(options.flow.maxFlows, owned);
    this.#handshakes = new Handshakes(this.counters, options.all, (event) => this.events.push(event));
    const { established, halfOpen, closed, udp } = options.flow.timeouts;
    this.#establishedUs = established * SECOND_US;
    this.#halfOpenUs = halfOpen * SECOND_US;
    this.#closedUs = closed * SECOND_US;
    this.#udpUs = udp * SECOND_US;
  }

  /** Every flow whose last word lies before this time (us) has been handed out. */
  get sweptUs(): number {
    return this.#wheel.sweptUs;
  }

  /** Flows being kept now. */
  get flows(): number {
    return this.#table.size;
  }

  process(batch: PacketBatch): void {
    const { octets, at, captured, onWire, time, linkType, count, firstFrame } = batch;
    const view = this.#view;
    const key = this.#key;
    const counters = this.counters;
    const clock = this.#clock;
    const wheel = this.#wheel;
    for (let i = 0; i < count; i++) {
      clock[FRAME] = firstFrame + i;
      clock[STAMP] = time[i]!;
      if (clock[STAMP]! > clock[NOW]!) clock[NOW] = clock[STAMP]!;
      if (clock[NOW]! >= wheel.next[0]!) wheel.turn(clock[NOW]!, this.#table.words, this.#due);
      counters[Count.Packets]!++;
      counters[Count.Octets]! += onWire[i]!;
      const fault = decode(view, octets, at[i]!, captured[i]!, onWire[i]!, linkType[i]!);
      if (fault !== Fault.None) {
        counters[Count.Faults + fault]!++;
        continue;
      }
      const encapsulation = view.vlanCount === 0 ? 0 : this.#encapsulations.intern(view);
      const direction = writeKey(key, view, this.#vlans ? encapsulation : 0);
      const partition = partitionHash(key);
      if (this.#shards > 1 && FlowTable.partitionOf(partition) % this.#shards !== this.#index) continue;
      this.#packet(partition, direction, encapsulation);
    }
  }

  /** The input is over: every flow still kept is handed out. */
  finish(): void {
    this.#clock[FRAME]!++;
    const table = this.#table;
    for (let row = 0; row < table.rows; row++) {
      if (!table.isLive(row)) continue;
      const state = table.words[row * ROW_WORDS + W_FLAGS]! & STATE_MASK;
      if (state === STATE_CLOSED) this.#end(row, 'closed');
      else this.#end(row, this.#isPast(row) ? 'timeout' : 'end_of_input');
    }
    this.counters[Count.FlowsEvicted]! += table.evictions;
    this.counters[Count.Encapsulations]! += this.#encapsulations.overflows;
  }

  /** Makes the shard as new for the next capture and keeps its memory. */
  reset(): void {
    this.counters.fill(0);
    this.events = [];
    this.#clock.fill(0);
    this.#table.clear();
    this.#wheel.clear();
    this.#encapsulations.clear();
    this.#handshakes.clear();
  }

  #packet(partition: number, direction: 0 | 1, encapsulation: number): void {
    const table = this.#table;
    const view = this.#view;
    let row = table.find(this.#key, partition);
    if (row !== NONE && this.#isOver(row, direction)) row = NONE;
    if (row === NONE) row = this.#begin(partition, direction, encapsulation);
    const words = table.words;
    const doubles = table.doubles;
    const at = row * ROW_WORDS;
    const doublesAt = row * ROW_DOUBLES;
    words[at + W_PACKETS + direction]!++;
    doubles[doublesAt + D_OCTETS + direction]! += view.ipLength;
    doubles[doublesAt + D_LAST] = this.#clock[NOW]!;
    doubles[doublesAt + D_END] = this.#clock[STAMP]!;
    this.counters[Count.InFlows]!++;
    let flags = words[at + W_FLAGS]! | (SEEN << direction);
    if (view.protocol === PROTOCOL_TCP) {
      if (
        (flags & (STAGE_MASK | STATE_MASK)) === (DECIDED | STATE_ESTABLISHED) &&
        !(view.tcpFlags & (TCP_FIN | TCP_RST | TCP_SYN))
      ) {
        words[at + W_FLAGS] = flags;
        return;
      }
      flags = this.#tcp(row, flags, direction);
    } else {
      if ((flags & STATE_MASK) === STATE_NEW && ((flags >> SEEN_SHIFT) & BOTH) === BOTH) {
        flags |= STATE_ESTABLISHED;
        words[at + W_FLAGS] = flags;
        table.leaveHalfOpen(row);
        flags = words[at + W_FLAGS]!;
      }
      if ((flags & STAGE_MASK) !== DECIDED || view.srcPort === DNS_PORT) flags = this.#udp(row, flags, direction);
    }
    words[at + W_FLAGS] = flags;
  }

  /** TCP state, then the handshake. Returns the flags to store. */
  #tcp(row: number, before: number, direction: 0 | 1): number {
    const view = this.#view;
    const table = this.#table;
    const at = row * ROW_WORDS;
    const tcpFlags = view.tcpFlags;
    const hasPayload = view.payloadOnWire > 0;
    let flags = before;
    if (tcpFlags & TCP_SYN && !(flags & (SYN_SEEN << direction))) {
      flags |= SYN_SEEN << direction;
      table.words[at + (direction === 0 ? W_SYN_LOWER : W_SYN_UPPER)] = view.tcpSequence;
      if (!((flags >> OPENED_SHIFT) & BOTH)) flags |= OPENED << (tcpFlags & TCP_ACK ? 1 - direction : direction);
    }
    if (tcpFlags & TCP_FIN) flags |= FIN_SEEN << direction;
    const state = flags & STATE_MASK;
    let next: number = state;
    // Half-open until both sides were heard and one of them past its SYN, or until there is payload: a capture of one side.
    if (state === STATE_NEW && !(tcpFlags & TCP_SYN) && (hasPayload || ((flags >> SEEN_SHIFT) & BOTH) === BOTH))
      next = STATE_ESTABLISHED;
    if (tcpFlags & TCP_RST) {
      if (state !== STATE_CLOSED) flags |= RESET;
      next = STATE_CLOSED;
    } else if (tcpFlags & TCP_FIN && ((flags >> SEEN_SHIFT) & BOTH) === ((flags >> FIN_SHIFT) & BOTH)) {
      next = STATE_CLOSED; // every side that was heard has sent its FIN
    }
    if (next !== state) {
      flags = (flags & ~STATE_MASK) | next;
      table.words[at + W_FLAGS] = flags;
      if (state === STATE_NEW) table.leaveHalfOpen(row);
      flags = table.words[at + W_FLAGS]!;
      if (next === STATE_CLOSED) this.#layAgain(row);
    }
    const stage = flags & STAGE_MASK;
    if (stage === DECIDED || (stage !== READING && !hasPayload)) return flags;
    table.words[at + W_FLAGS] = flags;
    return this.#handshakes.tcp(table, row, view, direction, this.#clock[FRAME]!, this.#clock[NOW]!);
  }

  #udp(row: number, before: number, direction: 0 | 1): number {
    const view = this.#view;
    if (view.payloadOnWire === 0) return before;
    this.#table.words[row * ROW_WORDS + W_FLAGS] = before | PAYLOAD;
    return this.#handshakes.udp(this.#table, row, view, direction, this.#clock[FRAME]!, this.#clock[NOW]!);
  }

  /** Whether the packet under the cursor is not of this flow any more: then the flow is ended. */
  #isOver(row: number, direction: 0 | 1): boolean {
    const words = this.#table.words;
    const at = row * ROW_WORDS;
    const flags = words[at + W_FLAGS]!;
    const state = flags & STATE_MASK;
    if (this.#isPast(row)) {
      this.#end(row, state === STATE_CLOSED ? 'closed' : 'timeout');
      return true;
    }
    const view = this.#view;
    if (view.protocol !== PROTOCOL_TCP || (view.tcpFlags & (TCP_SYN | TCP_ACK)) !== TCP_SYN) return false;
    // A SYN on a flow that is past its own SYN, or has another: the 5-tuple is used again.
    const known = words[at + (direction === 0 ? W_SYN_LOWER : W_SYN_UPPER)]!;
    if (flags & (SYN_SEEN << direction) ? known === view.tcpSequence : state === STATE_NEW) return false;
    this.#end(row, state === STATE_CLOSED ? 'closed' : 'evicted');
    return true;
  }

  #begin(partition: number, direction: 0 | 1, encapsulation: number): number {
    const table = this.#table;
    const victim = table.victim(partition);
    if (victim !== NONE) {
      table.evictions++;
      this.#end(victim, 'evicted');
    }
    const row = table.add(this.#key, partition);
    const at = row * ROW_WORDS;
    const doublesAt = row * ROW_DOUBLES;
    table.words[at + W_FLAGS]! |= direction === 1 ? FIRST_FROM_UPPER : 0;
    table.words[at + W_ENCAPSULATION] = encapsulation;
    table.doubles[doublesAt + D_FIRST_FRAME] = this.#clock[FRAME]!;
    table.doubles[doublesAt + D_START] = this.#clock[STAMP]!;
    table.doubles[doublesAt + D_LAST] = this.#clock[NOW]!;
    this.#wheel.lay(table.words, row, this.#deadline(row));
    this.counters[Count.Flows]!++;
    return row;
  }

  /** Whether the flow was silent for longer than its time-out. A boolean: no double leaves a function here. */
  #isPast(row: number): boolean {
    return this.#clock[NOW]! > this.#deadline(row);
  }

  #deadline(row: number): number {
    const at = row * ROW_WORDS;
    const words = this.#table.words;
    const state = words[at + W_FLAGS]! & STATE_MASK;
    let timeout = this.#establishedUs;
    if (protocolOf(words, at) === PROTOCOL_UDP) timeout = this.#udpUs;
    else if (state === STATE_NEW) timeout = this.#halfOpenUs;
    else if (state === STATE_CLOSED) timeout = this.#closedUs;
    return this.#table.doubles[row * ROW_DOUBLES + D_LAST]! + timeout;
  }

  #layAgain(row: number): void {
    this.#wheel.lift(this.#table.words, row);
    this.#wheel.lay(this.#table.words, row, this.#deadline(row));
  }

  /** The row's bucket came up. */
  #comeUp(row: number): void {
    const deadline = this.#deadline(row);
    if (deadline >= this.#clock[NOW]!) {
      this.#wheel.lay(this.#table.words, row, deadline);
      return;
    }
    const state = this.#table.words[row * ROW_WORDS + W_FLAGS]! & STATE_MASK;
    this.#end(row, state === STATE_CLOSED ? 'closed' : 'timeout');
  }

  #end(row: number, why: 'closed' | 'timeout' | 'evicted' | 'end_of_input'): void {
    const table = this.#table;
    const flags = table.words[row * ROW_WORDS + W_FLAGS]!;
    const reason = why === 'closed' ? (flags & RESET ? 'rst' : 'fin') : why;
    this.#handshakes.finish(table, row, this.#clock[FRAME]!, this.#clock[NOW]!);
    const lastWord = why === 'closed' || why === 'timeout' ? this.#deadline(row) : this.#clock[NOW]!;
    const event = describeEnd(table, row, this.#clock[FRAME]!, lastWord, reason, this.#encapsulations, this.#all);
    if (event !== null) this.events.push(event);
    this.#wheel.lift(table.words, row);
    table.remove(row);
  }
}
