/**
 * The loop: batch -> decode -> flow -> handshake. A shard owns some of the 64 partitions of the flow hash and keeps the flows
 * of those; it decodes every packet, so that packet time and interned encapsulations are the same in every shard. It knows
 * nothing of threads, files or clocks. What it learns it hands out as events (events.ts); it judges nothing.
 *
 * A packet of a decided flow costs the decode, one look-up and a handful of stores; nothing is allocated for it.
 */
import { randomInt } from 'node:crypto';
import { SEEDS } from '../bytes/hash.js';
import { Order } from '../bytes/order.js';
import { Encapsulations } from '../flow/encapsulation.js';
import { LIVE_WHEEL, WHEEL, Wheel } from '../flow/expiry.js';
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
  LABEL_SHIFT,
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
import { decode, decodePacket } from '../packet/decode.js';
import { Fault } from '../packet/fault.js';
import { type Arrival, Fragments } from '../packet/ip/fragments.js';
import { PacketView, PROTOCOL_TCP, PROTOCOL_UDP, TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../packet/view.js';
import type { PacketBatch } from '../source/batch.js';
import type { Labels } from '../source/label.js';
import { Count, newCounters } from './counters.js';
import type { EndEvent, ShardEvent } from './events.js';
import { Handshakes } from './handshakes.js';
import type { ShardOptions } from './options.js';
import { describeEnd } from './row.js';

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
  readonly #live: boolean;
  readonly #flowOf: Float64Array | null;
  readonly #table: FlowTable;
  readonly #wheel: Wheel;
  readonly #encapsulations: Encapsulations;
  readonly #fragments = new Fragments();
  /** The frames that brought the packet under the cursor: one, or all those of its fragments. */
  readonly #arrival: Arrival = { frames: 1, firstFrame: 0, firstTime: 0, label: 0, octets: 0 };
  #firstFrame = 1;
  /** What the numbers of labels mean; null before the first batch. */
  #labels: Labels | null = null;
  readonly #handshakes: Handshakes;
  readonly #view = new PacketView();
  readonly #key = new Int32Array(KEY_WORDS);
  readonly #establishedUs: number;
  readonly #halfOpenUs: number;
  readonly #closedUs: number;
  readonly #udpUs: number;
  /** After `finish`: rows in the order of their records, and how many of them were handed out; -1 before. */
  #left = new Uint32Array(0);
  #leftAt = -1;
  readonly #due = (row: number): void => this.#comeUp(row);

  constructor(options: ShardOptions) {
    this.#index = options.index;
    this.#shards = options.shards;
    this.#all = options.all;
    this.#vlans = !options.flow.ignoreVlan;
    this.#live = options.live === true;
    this.#wheel = new Wheel(this.#live ? LIVE_WHEEL : WHEEL);
    this.#flowOf = options.flowOf ?? null;
    const owned = Math.ceil((PARTITIONS - options.index) / options.shards);
    const seed = options.seed ?? randomInt(SEEDS);
    this.#table = new FlowTable(options.flow.maxFlows, owned, seed);
    this.#encapsulations = new Encapsulations(seed);
    this.#handshakes = new Handshakes(this.counters, options.all, options.explain === true, (event, row) => {
      if (this.#live && event.kind === 'hello')
        event.soFar = this.#describe(row, event.now, 'end_of_input', true) ?? undefined;
      this.events.push(event);
    });
    const { established, halfOpen, closed, udp } = options.flow.timeouts;
    this.#establishedUs = established * SECOND_US;
    this.#halfOpenUs = halfOpen * SECOND_US;
    this.#closedUs = closed * SECOND_US;
    this.#udpUs = udp * SECOND_US;
  }

  /** Every flow whose last word lies before this time (us), or at it with a lower id than `sweptFlow`, has been handed out. */
  get sweptUs(): number {
    if (this.#leftAt < 0) return this.#wheel.sweptUs;
    return this.#leftAt < this.#left.length ? this.#lastWord(this.#left[this.#leftAt]!) : Number.POSITIVE_INFINITY;
  }

  get sweptFlow(): number {
    return this.#leftAt >= 0 && this.#leftAt < this.#left.length ? this.#flowId(this.#left[this.#leftAt]!) : 0;
  }

  /** Flows being kept now. */
  get flows(): number {
    return this.#table.size;
  }

  process(batch: PacketBatch): void {
    const { octets, at, captured, onWire, time, linkType, label, count, firstFrame } = batch;
    this.#labels = batch.labels;
    this.#firstFrame = firstFrame;
    const view = this.#view;
    const counters = this.counters;
    const clock = this.#clock;
    const wheel = this.#wheel;
    for (let i = 0; i < count; i++) {
      clock[FRAME] = firstFrame + i;
      clock[STAMP] = time[i]!;
      if (clock[STAMP]! > clock[NOW]! && !this.#live) clock[NOW] = clock[STAMP]!;
      if (clock[NOW]! >= wheel.next[0]!) wheel.turn(clock[NOW]!, this.#table.words, this.#due);
      if (this.#flowOf !== null) this.#flowOf[i] = 0;
      counters[Count.Packets]!++;
      counters[Count.Octets]! += onWire[i]!;
      const fault = decode(view, octets, at[i]!, captured[i]!, onWire[i]!, linkType[i]!);
      if (fault === Fault.None) this.#deliver(label[i]!);
      else if (fault === Fault.IpFragment) this.#fragment(label[i]!);
      else counters[Count.Faults + fault]!++;
    }
  }

  /** Live: it is now this late (us, not before what was said last). Flows that are over by it are handed out. */
  tick(nowUs: number): void {
    if (nowUs > this.#clock[NOW]!) this.#clock[NOW] = nowUs;
    if (this.#clock[NOW]! >= this.#wheel.next[0]!) this.#wheel.turn(this.#clock[NOW]!, this.#table.words, this.#due);
  }

  /** Takes the packet under the cursor to its flow, if the flow is this shard's. */
  #deliver(label: number): void {
    const view = this.#view;
    const key = this.#key;
    let encapsulation = 0;
    let keyed = 0;
    if (view.vlanCount > 0 || view.tunnelCount > 0) {
      encapsulation = this.#encapsulations.intern(view);
      keyed = this.#vlans ? encapsulation : this.#encapsulations.intern(view, false);
    }
    const direction = writeKey(key, view, keyed);
    if (this.#shards > 1 && FlowTable.partitionOf(partitionHash(key, 0)) % this.#shards !== this.#index) return;
    this.#packet(direction, encapsulation, label);
  }

  /**
   * The packet under the cursor is a fragment. The one that completes its packet brings all of it to the flow: the payload, and
   * the frames and octets of every fragment. Frames whose packet never gets whole are counted when they are given up.
   */
  #fragment(label: number): void {
    const view = this.#view;
    const arrival = this.#arrival;
    arrival.firstFrame = this.#clock[FRAME]!;
    arrival.firstTime = this.#clock[STAMP]!;
    arrival.label = label;
    let fault: Fault = Fault.IpFragment;
    let tunnels = 0;
    // What is inside a whole packet may be a fragment itself, but only in one more tunnel: their number is bounded.
    while (fault === Fault.IpFragment) {
      tunnels = view.tunnelCount;
      const around = this.#encapsulations.intern(view, this.#vlans);
      if (!this.#fragments.add(view, around, this.#clock[NOW]!, arrival)) {
        arrival.frames = 1;
        return;
      }
      fault = decodePacket(view);
    }
    if (fault !== Fault.None) {
      this.counters[Count.Faults + fault]! += arrival.frames;
    } else {
      // A packet inside the one that was put together has a length of its own.
      if (view.tunnelCount === tunnels) view.ipLength = arrival.octets;
      this.#deliver(arrival.label);
    }
    arrival.frames = 1;
  }

  /**
   * The input is over. Hands out what can still be said of handshakes; `endSome` then hands out the flows that are left.
   * Two steps, so that everything that is judged is judged before the records leave, and those need not all exist at once.
   */
  finish(): void {
    this.#clock[FRAME]!++;
    const table = this.#table;
    let left = 0;
    for (let row = 0; row < table.rows; row++) {
      if (!table.isLive(row)) continue;
      left++;
      this.#handshakes.finish(table, row, this.#clock[FRAME]!, this.#clock[NOW]!);
    }
    const order = new Order(left);
    for (let row = 0; row < table.rows; row++) {
      if (table.isLive(row)) order.add(row, this.#lastWord(row), this.#flowId(row));
    }
    this.#left = order.sorted();
    this.#leftAt = 0;
    this.#clock[FRAME]!++;
    this.#fragments.finish();
    this.sumCounters();
  }

  /** Brings into `counters` what the tables count for themselves. */
  sumCounters(): void {
    const { counters } = this;
    counters[Count.FlowsEvicted] = this.#table.evictions;
    counters[Count.Encapsulations] = this.#encapsulations.overflows;
    counters[Count.Labels] = this.#labels?.overflows ?? 0;
    counters[Count.Faults + Fault.IpFragment] = this.#fragments.abandoned;
    for (const [i, times] of this.#fragments.counts.entries()) counters[Count.Fragments + i] = times;
  }

  /**
   * After `finish`: hands out up to `most` of the flows that are left, in the order of records.
   * @returns false when none is left
   */
  endSome(most: number): boolean {
    const end = Math.min(this.#leftAt + most, this.#left.length);
    for (; this.#leftAt < end; this.#leftAt++) {
      const row = this.#left[this.#leftAt]!;
      this.#tell(row, this.#lastWord(row), this.#howLeft(row));
    }
    return this.#leftAt < this.#left.length;
  }

  /** How a flow stands when the input is over. */
  #howLeft(row: number): 'closed' | 'timeout' | 'end_of_input' {
    return this.#isPast(row) || this.#isClosed(row) ? this.#howOver(row) : 'end_of_input';
  }

  #howOver(row: number): 'closed' | 'timeout' {
    return this.#isClosed(row) ? 'closed' : 'timeout';
  }

  #isClosed(row: number): boolean {
    return (this.#table.words[row * ROW_WORDS + W_FLAGS]! & STATE_MASK) === STATE_CLOSED;
  }

  #lastWord(row: number): number {
    return this.#howLeft(row) === 'end_of_input' ? this.#clock[NOW]! : this.#deadline(row);
  }

  #flowId(row: number): number {
    return this.#table.doubles[row * ROW_DOUBLES + D_FIRST_FRAME]!;
  }

  /** Makes the shard as new for the next capture and keeps its memory. */
  reset(): void {
    this.counters.fill(0);
    this.events = [];
    this.#clock.fill(0);
    this.#table.clear();
    this.#wheel.clear();
    this.#encapsulations.clear();
    this.#fragments.clear();
    this.#labels = null;
    this.#handshakes.clear();
    this.#left = new Uint32Array(0);
    this.#leftAt = -1;
  }

  #packet(direction: 0 | 1, encapsulation: number, label: number): void {
    const table = this.#table;
    const view = this.#view;
    let row = table.find(this.#key);
    if (row !== NONE && this.#isOver(row, direction)) row = NONE;
    if (row === NONE) row = this.#begin(direction, encapsulation);
    const words = table.words;
    const doubles = table.doubles;
    const at = row * ROW_WORDS;
    const doublesAt = row * ROW_DOUBLES;
    const frames = this.#arrival.frames;
    if (this.#flowOf !== null) this.#trace(doubles[doublesAt + D_FIRST_FRAME]!);
    words[at + W_PACKETS + direction]! += frames;
    if (label !== 0 && words[at + W_ENCAPSULATION]! >>> LABEL_SHIFT === 0) {
      words[at + W_ENCAPSULATION]! |= label << LABEL_SHIFT;
    }
    doubles[doublesAt + D_OCTETS + direction]! += view.ipLength;
    doubles[doublesAt + D_LAST] = this.#clock[NOW]!;
    doubles[doublesAt + D_END] = this.#clock[STAMP]!;
    this.counters[Count.InFlows]! += frames;
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
      if ((flags & STAGE_MASK) !== DECIDED || view.srcPort === DNS_PORT || view.dstPort === DNS_PORT)
        flags = this.#udp(row, flags, direction);
    }
    words[at + W_FLAGS] = flags;
  }

  #trace(flowId: number): void {
    this.#flowOf![this.#clock[FRAME]! - this.#firstFrame] = flowId;
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
      // A longer time-out is seen when the row's bucket comes up; a shorter one must be laid nearer.
      if (next === STATE_CLOSED || this.#establishedUs < this.#halfOpenUs) this.#layAgain(row);
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
      this.#end(row, this.#howOver(row));
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

  #begin(direction: 0 | 1, encapsulation: number): number {
    const table = this.#table;
    const partition = partitionHash(this.#key, 0);
    const victim = table.victim(partition);
    if (victim !== NONE) {
      // It may be over already, and only its second has not come up yet.
      const over = this.#isPast(victim);
      if (!over) {
        table.evictions++;
        table.evicted[FlowTable.partitionOf(partition)] = 1;
      }
      this.#end(victim, over ? this.#howOver(victim) : 'evicted');
    }
    const row = table.add(this.#key, partition);
    const at = row * ROW_WORDS;
    const doublesAt = row * ROW_DOUBLES;
    table.words[at + W_FLAGS]! |= direction === 1 ? FIRST_FROM_UPPER : 0;
    table.words[at + W_ENCAPSULATION] = encapsulation;
    const isOne = this.#arrival.frames === 1;
    table.doubles[doublesAt + D_FIRST_FRAME] = isOne ? this.#clock[FRAME]! : this.#arrival.firstFrame;
    table.doubles[doublesAt + D_START] = isOne ? this.#clock[STAMP]! : this.#arrival.firstTime;
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
    this.#end(row, this.#howOver(row));
  }

  /** The flow is over before the input is. */
  #end(row: number, why: 'closed' | 'timeout' | 'evicted'): void {
    const table = this.#table;
    this.#handshakes.finish(table, row, this.#clock[FRAME]!, this.#clock[NOW]!);
    this.#tell(row, why === 'evicted' ? this.#clock[NOW]! : this.#deadline(row), why);
    this.#wheel.lift(table.words, row);
    table.remove(row);
  }

  #tell(row: number, lastWord: number, why: 'closed' | 'timeout' | 'evicted' | 'end_of_input'): void {
    const flags = this.#table.words[row * ROW_WORDS + W_FLAGS]!;
    const reason = why === 'closed' ? (flags & RESET ? 'rst' : 'fin') : why;
    const event = this.#describe(row, lastWord, reason, this.#all);
    if (event !== null) this.events.push(event);
  }

  #describe(row: number, lastWord: number, reason: EndEvent['reason'], all: boolean): EndEvent | null {
    const labels = this.#labels?.names ?? [];
    return describeEnd(this.#table, row, this.#clock[FRAME]!, lastWord, reason, this.#encapsulations, labels, all);
  }
}
