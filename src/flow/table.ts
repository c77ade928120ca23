/**
 * The flow table: an open-addressed index of 8-octet entries (hash, row) beside dense rows of 128 octets, in two
 * typed arrays that grow by doubling up to the bound. Rows are threaded on three lists kept in the rows themselves: free
 * rows; one timer bucket (expiry.ts); one of two lists per partition, half-open flows and the others, oldest first,
 * from which the partition's victim is taken when it is full. Everything is constant time.
 */
import { KEY_WORDS, partitionHash, tableHash } from './key.js';
import { LISTED_OTHERS } from './stage.js';

/** The flow hash is cut into this many partitions for every limit, whatever the number of workers. */
export const PARTITIONS = 64;
const PARTITION_SHIFT = 26; // top six bits

export const ROW_WORDS = 32;
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
/** UDP has no SYN: datagrams in which a handshake was looked for and not found. */
export const W_PROBED = W_SYN_LOWER;
// Doubles of a row (Float64Array), over words 16-27.
/** Packet time (running maximum) of the last packet, us: expiry counts from here. */
export const D_LAST = 8;
/** The last packet's own time stamp, us. */
export const D_END = 9;
/** The first packet's own time stamp, us. */
export const D_START = 10;
export const D_FIRST_FRAME = 11;
export const D_OCTETS = 12; // 12, 13: octets by direction

/** End of a list, and "not in the table". */
export const NONE = -1;
const FIRST_ROWS = 1024;
/** How many of the oldest flows are looked at for the one that was silent longest. */
const VICTIM_CHOICES = 8;
const HALF_OPEN = 0;
const OTHERS = 1;
const PER_INDEX = 2; // words of an index entry

export class FlowTable {
  words: Int32Array;
  doubles: Float64Array;
  /** Flows in the table. */
  size = 0;
  /** Evictions because a partition was full. */
  evictions = 0;
  readonly #maxRows: number;
  readonly #perPartition: number;
  readonly #seed: number;
  #rows: number;
  #used = 0; // rows ever handed out
  #free = NONE;
  #index: Int32Array;
  #mask: number;
  readonly #inPartition = new Int32Array(PARTITIONS);
  // Heads and tails of [partition][half-open, others].
  readonly #heads = new Int32Array(2 * PARTITIONS).fill(NONE);
  readonly #tails = new Int32Array(2 * PARTITIONS).fill(NONE);

  /**
   * @param maxFlows bound over all partitions; each holds a 64th of it, at least one
   * @param ownedPartitions how many partitions this table will see, for its own bound
   * @param seed makes places in the index unpredictable (live); no result depends on it
   */
  constructor(maxFlows: number, ownedPartitions: number, seed = 0) {
    this.#perPartition = Math.max(1, Math.floor(maxFlows / PARTITIONS));
    this.#maxRows = this.#perPartition * ownedPartitions;
    this.#seed = seed;
    this.#rows = Math.min(FIRST_ROWS, this.#maxRows);
    const buffer = new ArrayBuffer(this.#rows * ROW_WORDS * 4);
    this.words = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.#mask = 2 * FIRST_ROWS - 1;
    this.#index = new Int32Array(PER_INDEX * (this.#mask + 1));
  }

  static partitionOf(hash: number): number {
    return hash >>> PARTITION_SHIFT;
  }

  /** Row of the flow with this key, or NONE. `partition` is partitionHash(key). */
  find(key: Int32Array, partition: number): number {
    const hash = tableHash(partition, key, this.#seed);
    const index = this.#index;
    const words = this.words;
    let place = hash & this.#mask;
    for (;;) {
      const row = index[2 * place + 1]! - 1;
      if (row < 0) return NONE;
      if (index[2 * place] === hash) {
        const at = row * ROW_WORDS;
        let i = KEY_WORDS - 1;
        while (i >= 0 && words[at + i] === key[i]) i--;
        if (i < 0) return row;
      }
      place = (place + 1) & this.#mask;
    }
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

  /** Adds a flow and returns its row: key set, everything else 0. There must be room (see `victim`). */
  add(key: Int32Array, partition: number): number {
    const row = this.#take();
    const at = row * ROW_WORDS;
    this.words.fill(0, at, at + ROW_WORDS);
    this.words.set(key, at);
    this.size++;
    if (2 * this.size > this.#mask) this.#growIndex();
    this.#enter(tableHash(partition, key, this.#seed), row);
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
    const key = this.words.subarray(at, at + KEY_WORDS);
    const partition = partitionHash(key);
    this.#leave(tableHash(partition, key, this.#seed), row);
    this.#unlink(row);
    this.doubles[row * ROW_DOUBLES + D_FIRST_FRAME] = 0;
    this.#inPartition[FlowTable.partitionOf(partition)]!--;
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

  /** Empties the table and keeps its memory. */
  clear(): void {
    this.size = 0;
    this.evictions = 0;
    this.#used = 0;
    this.#free = NONE;
    this.#index.fill(0);
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
    this.#rows = Math.min(2 * this.#rows, this.#maxRows);
    const words = new Int32Array(this.#rows * ROW_WORDS);
    words.set(this.words);
    this.words = words;
    this.doubles = new Float64Array(words.buffer);
  }

  #growIndex(): void {
    const old = this.#index;
    this.#mask = 2 * this.#mask + 1;
    this.#index = new Int32Array(PER_INDEX * (this.#mask + 1));
    for (let i = 0; i < old.length; i += PER_INDEX) if (old[i + 1] !== 0) this.#enter(old[i]!, old[i + 1]! - 1);
  }

  #enter(hash: number, row: number): void {
    const index = this.#index;
    let place = hash & this.#mask;
    while (index[2 * place + 1] !== 0) place = (place + 1) & this.#mask;
    index[2 * place] = hash;
    index[2 * place + 1] = row + 1;
  }

  /** Deletion by shifting back what follows (Knuth 6.4, algorithm R): no tombstones, so look-ups never get slower. */
  #leave(hash: number, row: number): void {
    const index = this.#index;
    const mask = this.#mask;
    let place = hash & mask;
    while (index[2 * place + 1] !== row + 1) place = (place + 1) & mask;
    let hole = place;
    for (;;) {
      place = (place + 1) & mask;
      if (index[2 * place + 1] === 0) break;
      const home = index[2 * place]! & mask;
      // Move it back unless its home lies (cyclically) after the hole.
      if (((place - home) & mask) >= ((place - hole) & mask)) {
        index[2 * hole] = index[2 * place]!;
        index[2 * hole + 1] = index[2 * place + 1]!;
        hole = place;
      }
    }
    index[2 * hole] = 0;
    index[2 * hole + 1] = 0;
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
    const p = FlowTable.partitionOf(partitionHash(words.subarray(at, at + KEY_WORDS)));
    const list = 2 * p + (words[at + W_FLAGS]! & LISTED_OTHERS ? OTHERS : HALF_OPEN);
    if (prev === NONE) this.#heads[list] = next;
    else words[prev * ROW_WORDS + W_LIST_NEXT] = next;
    if (next === NONE) this.#tails[list] = prev;
    else words[next * ROW_WORDS + W_LIST_PREV] = prev;
    return list;
  }
}
