/**
 * The flow table: an index (table-index.ts) beside dense rows of 128 octets. Rows are threaded on three lists kept in the rows
 * themselves: free rows; one timer bucket (expiry.ts); one of two lists per partition, half-open flows and the others, oldest
 * first, from which the partition's victim is taken when it is full. Everything is constant time.
 *
 * A table of many flows takes room for all that its bound allows, once: memory that was never written costs address space only, and
 * there is nothing to copy as it fills. Growing by doubling stopped the program for 0.3 s on the way to a million flows.
 */
import { keyMultipliers, partitionHash, tableHash } from './key.js';
import { LISTED_OTHERS } from './stage.js';
import { NONE, ROW_WORDS, TableIndex } from './table-index.js';

export { NONE, ROW_WORDS };

/** The flow hash is cut into this many partitions for every limit, whatever the number of workers. */
export const PARTITIONS = 64;
const PARTITION_SHIFT = 26; // top six bits

export const ROW_DOUBLES = ROW_WORDS / 2;
// Words of a row (Int32Array). 0-9: the key.
export const W_SYN_UPPER = 10; // sequence number of the upper endpoint's SYN
export const W_FLAGS = 11;
export const W_TIMER_NEXT = 12;
export const W_TIMER_PREV = 13;
const W_LIST_NEXT = 14;
const W_LIST_PREV = 15;
export const W_PACKETS = 28; // 28, 29: packets by direction, unsigned
/** Number of the interned encapsulation in the lower half, number of the label in the upper. */
export const W_ENCAPSULATION = 30;
export const ENCAPSULATION_MASK = 0xffff;
export const LABEL_SHIFT = 16;
export const W_SYN_LOWER = 31;
/**
 * UDP has no SYN. The lower half of the one word: datagrams in which a handshake was looked for and not found. On port 53 its upper
 * half, and the other word, hold queries that wait for their answer (engine/dns-queries.ts).
 */
export const W_PROBED = W_SYN_LOWER;
export const W_QUERIES = W_SYN_UPPER;
// Doubles of a row (Float64Array), over words 16-27.
/** Packet time (running maximum) of the last packet, us: expiry counts from here. */
export const D_LAST = 8;
/** The last packet's own time stamp, us. */
export const D_END = 9;
/** The first packet's own time stamp, us. */
export const D_START = 10;
export const D_FIRST_FRAME = 11;
export const D_OCTETS = 12; // 12, 13: octets by direction

/** Rows (1 MiB) that there is room for at first: most captures have no more flows. They are copied once if there are. */
const FIRST_ROWS = 8192;
/** How many of the oldest flows are looked at for the one that was silent longest. */
const VICTIM_CHOICES = 8;
const HALF_OPEN = 0;
const OTHERS = 1;

export class FlowTable {
  words: Int32Array;
  doubles: Float64Array;
  /** Flows in the table. */
  size = 0;
  /** Evictions because a partition was full. */
  evictions = 0;
  /** By partition: 1 if there was an eviction in it. */
  readonly evicted = new Uint8Array(PARTITIONS);
  readonly #maxRows: number;
  readonly #perPartition: number;
  readonly #multipliers: Int32Array;
  #rows: number;
  #used = 0; // rows ever handed out
  #free = NONE;
  readonly #index = new TableIndex();
  readonly #inPartition = new Int32Array(PARTITIONS);
  // Heads and tails of [partition][half-open, others].
  readonly #heads = new Int32Array(2 * PARTITIONS).fill(NONE);
  readonly #tails = new Int32Array(2 * PARTITIONS).fill(NONE);

  /**
   * @param maxFlows bound over all partitions; each holds a 64th of it, at least one
   * @param ownedPartitions how many partitions this table will see, for its own bound
   * @param seed below SEEDS of bytes/hash.ts: makes places in the index unpredictable; no result depends on it
   */
  constructor(maxFlows: number, ownedPartitions: number, seed: number) {
    this.#perPartition = Math.max(1, Math.floor(maxFlows / PARTITIONS));
    this.#maxRows = this.#perPartition * ownedPartitions;
    this.#multipliers = keyMultipliers(seed);
    this.#rows = Math.min(FIRST_ROWS, this.#maxRows);
    const buffer = new ArrayBuffer(this.#rows * ROW_WORDS * 4);
    this.words = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
  }

  static partitionOf(hash: number): number {
    return hash >>> PARTITION_SHIFT;
  }

  /** Row of the flow with this key, or NONE. */
  find(key: Int32Array): number {
    return this.#index.find(tableHash(key, 0, this.#multipliers), key, this.words);
  }

  /** The row that has to go before `add` finds room in this partition, or NONE if there is room. */
  victim(partition: number): number {
    const p = FlowTable.partitionOf(partition);
    if (this.#inPartition[p]! < this.#perPartition) return NONE;
    const halfOpen = this.#heads[2 * p + HALF_OPEN]!;
    if (halfOpen !== NONE) return halfOpen;
    let row = this.#heads[2 * p + OTHERS]!;
    let choice = row;
    for (let i = 1; i < VICTIM_CHOICES; i++) {
      row = this.words[row * ROW_WORDS + W_LIST_NEXT]!;
      if (row === NONE) break;
      if (this.doubles[row * ROW_DOUBLES + D_LAST]! < this.doubles[choice * ROW_DOUBLES + D_LAST]!) choice = row;
    }
    return choice;
  }

  /**
   * Adds a flow and returns its row: key set, everything else 0. There must be room (see `victim`).
   * @param partition partitionHash of the key
   */
  add(key: Int32Array, partition: number): number {
    const row = this.#take();
    const at = row * ROW_WORDS;
    this.words.fill(0, at, at + ROW_WORDS);
    this.words.set(key, at);
    this.size++;
    this.#index.enter(tableHash(key, 0, this.#multipliers), row);
    const p = FlowTable.partitionOf(partition);
    this.#inPartition[p]!++;
    this.#append(row, 2 * p + HALF_OPEN);
    return row;
  }

  /** To be called once, when the flow is no longer half-open: it is no longer among the first to be evicted. */
  leaveHalfOpen(row: number): void {
    const list = this.#unlink(row);
    this.#append(row, list | OTHERS);
  }

  remove(row: number): void {
    const at = row * ROW_WORDS;
    this.#index.leave(tableHash(this.words, at, this.#multipliers), row);
    const list = this.#unlink(row);
    this.doubles[row * ROW_DOUBLES + D_FIRST_FRAME] = 0;
    this.#inPartition[list >> 1]!--;
    this.size--;
    this.words[at + W_LIST_NEXT] = this.#free;
    this.#free = row;
  }

  /** Rows that could hold a flow: for walking all. A row is live if `isLive`. */
  get rows(): number {
    return this.#used;
  }

  isLive(row: number): boolean {
    return this.doubles[row * ROW_DOUBLES + D_FIRST_FRAME]! > 0;
  }

  /** Steps from its place to the entry that lies farthest off, as a flood would make them many. Walks all: not for the hot path. */
  get farthest(): number {
    return this.#index.farthest;
  }

  /** Empties the table and keeps the memory of its rows. */
  clear(): void {
    this.size = 0;
    this.evictions = 0;
    this.evicted.fill(0);
    this.#used = 0;
    this.#free = NONE;
    this.#index.clear();
    this.#inPartition.fill(0);
    this.#heads.fill(NONE);
    this.#tails.fill(NONE);
  }

  #take(): number {
    const row = this.#free;
    if (row !== NONE) {
      this.#free = this.words[row * ROW_WORDS + W_LIST_NEXT]!;
      return row;
    }
    if (this.#used === this.#rows) this.#growRows();
    return this.#used++;
  }

  #growRows(): void {
    this.#rows = this.#maxRows;
    const words = new Int32Array(this.#rows * ROW_WORDS);
    words.set(this.words);
    this.words = words;
    this.doubles = new Float64Array(words.buffer);
  }

  #append(row: number, list: number): void {
    const at = row * ROW_WORDS;
    const words = this.words;
    const tail = this.#tails[list]!;
    words[at + W_LIST_NEXT] = NONE;
    words[at + W_LIST_PREV] = tail;
    if (tail === NONE) this.#heads[list] = row;
    else words[tail * ROW_WORDS + W_LIST_NEXT] = row;
    this.#tails[list] = row;
    if ((list & 1) === OTHERS) words[at + W_FLAGS]! |= LISTED_OTHERS;
  }

  /** Takes the row off its list and returns the list. */
  #unlink(row: number): number {
    const at = row * ROW_WORDS;
    const words = this.words;
    const next = words[at + W_LIST_NEXT]!;
    const prev = words[at + W_LIST_PREV]!;
    const p = FlowTable.partitionOf(partitionHash(words, at));
    const list = 2 * p + (words[at + W_FLAGS]! & LISTED_OTHERS ? OTHERS : HALF_OPEN);
    if (prev === NONE) this.#heads[list] = next;
    else words[prev * ROW_WORDS + W_LIST_NEXT] = next;
    if (next === NONE) this.#tails[list] = prev;
    else words[next * ROW_WORDS + W_LIST_PREV] = prev;
    return list;
  }
}
