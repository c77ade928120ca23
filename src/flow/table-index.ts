/**
 * The index of the flow table: open addressing with entries of 8 octets (hash, row), half empty at least. When it is to double, a new one
 * is laid beside the old, and every further flow moves a few entries over: at 5 million flows moving all at once stops
 * the program for a second. A look-up goes to the new one first, to the old one only while there is one.
 */
import { KEY_WORDS } from './key.js';

/** Words of a row of the flow table. */
export const ROW_WORDS = 32;
/** No row, end of a list, and "not in the table". */
export const NONE = -1;

/** Words of an entry: the hash, and the row plus 1; 0 is no entry. */
const ENTRY = 2;
/** In place of the row in the old index: the entry was moved or removed, and others behind it may still be found by it. */
const GONE = -1;
const FIRST_ENTRIES = 2048;
/**
 * Entries of the old index (one cache line) that are looked at with each flow that is added. Two would do to be through with it
 * before the new one is half full.
 */
const MOVED_PER_FLOW = 8;
const NOTHING = new Int32Array(0);

export class TableIndex {
  #entries = new Int32Array(ENTRY * FIRST_ENTRIES);
  #mask = FIRST_ENTRIES - 1;
  #size = 0;
  /** Empty unless entries are being moved; those before `#movedTo` have been. */
  #old: Int32Array = NOTHING;
  #movedTo = 0;

  /** Row of the flow whose key is `key`, which has this hash, or NONE. `words` are those of the rows. */
  find(hash: number, key: Int32Array, words: Int32Array): number {
    const row = lookUp(this.#entries, this.#mask, hash, key, words);
    if (row !== NONE || this.#old.length === 0) return row;
    return lookUp(this.#old, this.#mask >> 1, hash, key, words);
  }

  enter(hash: number, row: number): void {
    this.#size++;
    if (this.#old.length > 0) this.#moveSome();
    else if (2 * this.#size > this.#mask) this.#grow();
    place(this.#entries, this.#mask, hash, row);
  }

  leave(hash: number, row: number): void {
    this.#size--;
    const at = positionOf(this.#entries, this.#mask, hash, row);
    if (at !== NONE) close(this.#entries, this.#mask, at);
    else this.#old[ENTRY * positionOf(this.#old, this.#mask >> 1, hash, row) + 1] = GONE;
  }

  clear(): void {
    this.#entries = new Int32Array(ENTRY * FIRST_ENTRIES);
    this.#mask = FIRST_ENTRIES - 1;
    this.#size = 0;
    this.#old = NOTHING;
  }

  /** Steps from its place to the entry that lies farthest off. */
  get farthest(): number {
    return Math.max(farthestOf(this.#entries, this.#mask), farthestOf(this.#old, this.#mask >> 1));
  }

  #grow(): void {
    this.#old = this.#entries;
    this.#movedTo = 0;
    this.#mask = 2 * this.#mask + 1;
    this.#entries = new Int32Array(ENTRY * (this.#mask + 1)); // memory that is zero costs nothing before it is written
  }

  #moveSome(): void {
    const old = this.#old;
    const end = this.#movedTo + ENTRY * MOVED_PER_FLOW;
    for (let i = this.#movedTo; i < end; i += ENTRY) {
      const row = old[i + 1]! - 1;
      if (row < 0) continue;
      place(this.#entries, this.#mask, old[i]!, row);
      old[i + 1] = GONE;
    }
    this.#movedTo = end;
    if (end >= old.length) this.#old = NOTHING;
  }
}

function lookUp(entries: Int32Array, mask: number, hash: number, key: Int32Array, words: Int32Array): number {
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    const row = entries[ENTRY * at + 1]! - 1;
    if (row === NONE) return NONE;
    if (entries[ENTRY * at] !== hash || row < 0) continue;
    const from = row * ROW_WORDS;
    let i = KEY_WORDS - 1;
    while (i >= 0 && words[from + i] === key[i]) i--;
    if (i < 0) return row;
  }
}

function place(entries: Int32Array, mask: number, hash: number, row: number): void {
  let at = hash & mask;
  while (entries[ENTRY * at + 1] !== 0) at = (at + 1) & mask;
  entries[ENTRY * at] = hash;
  entries[ENTRY * at + 1] = row + 1;
}

/** Where the row's entry is, or NONE. */
function positionOf(entries: Int32Array, mask: number, hash: number, row: number): number {
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    const found = entries[ENTRY * at + 1]!;
    if (found === row + 1) return at;
    if (found === 0) return NONE;
  }
}

/** Deletion by shifting back what follows (Knuth 6.4, algorithm R): no tombstones, so look-ups never get slower. */
function close(entries: Int32Array, mask: number, from: number): void {
  let hole = from;
  let at = from;
  for (;;) {
    at = (at + 1) & mask;
    if (entries[ENTRY * at + 1] === 0) break;
    const home = entries[ENTRY * at]! & mask;
    // Move it back unless its home lies (cyclically) after the hole.
    if (((at - home) & mask) >= ((at - hole) & mask)) {
      entries[ENTRY * hole] = entries[ENTRY * at]!;
      entries[ENTRY * hole + 1] = entries[ENTRY * at + 1]!;
      hole = at;
    }
  }
  entries[ENTRY * hole] = 0;
  entries[ENTRY * hole + 1] = 0;
}

function farthestOf(entries: Int32Array, mask: number): number {
  let farthest = 0;
  for (let at = 0; ENTRY * at < entries.length; at++) {
    if (entries[ENTRY * at + 1]! > 0) farthest = Math.max(farthest, (at - entries[ENTRY * at]!) & mask);
  }
  return farthest;
}
