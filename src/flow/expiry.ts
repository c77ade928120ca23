/**
 * A timer wheel turned by packet time. One bucket a second, or less; a row lies in the bucket after its deadline, so when a bucket
 * comes up every deadline in it has passed unless the flow was active since: then it is laid further on. Nothing is done per packet.
 * A deadline beyond the wheel lies in the farthest bucket and is looked at again when that comes up.
 *
 * A bucket is handed out at once. Of a busy interface that takes as long for a second's flows as a hello may not wait: live, buckets are short.
 */
import { NONE, ROW_WORDS, W_TIMER_NEXT, W_TIMER_PREV } from './table.js';

/** How many buckets there are, and how long each is. */
export interface WheelSize {
  readonly buckets: number;
  readonly bucketUs: number;
}

export const WHEEL: WheelSize = { buckets: 512, bucketUs: 1_000_000 };
/** As long as the flows that end meanwhile may hold up the others. */
export const LIVE_WHEEL: WheelSize = { buckets: 8192, bucketUs: 10_000 };
/** W_TIMER_PREV of a row that lies in no bucket. */
const DETACHED = -1;

export class Wheel {
  readonly #buckets: number;
  readonly #bucketUs: number;
  readonly #heads: Int32Array;
  /** Buckets since 1970 that the wheel stands at; -1 before the first packet. */
  #at = -1;
  /** `next[0]`: packet time (us) from which there is something to turn. A typed array, as it is read for each packet. */
  readonly next = new Float64Array(1);

  constructor({ buckets, bucketUs } = WHEEL) {
    this.#buckets = buckets;
    this.#bucketUs = bucketUs;
    this.#heads = new Int32Array(buckets).fill(NONE);
  }

  /** Everything whose deadline lies before this time (us) has been handed out. */
  get sweptUs(): number {
    return this.#at * this.#bucketUs;
  }

  /**
   * Turns the wheel to `nowUs` and calls `due` for each row whose bucket came up; it must lay the row again or remove it.
   * However far time jumps, each bucket is visited once. `due` touches no other row and adds none.
   */
  turn(nowUs: number, words: Int32Array, due: (row: number) => void): void {
    const target = Math.floor(nowUs / this.#bucketUs);
    this.next[0] = (target + 1) * this.#bucketUs;
    if (this.#at < 0) {
      this.#at = target;
      return;
    }
    const steps = Math.min(target - this.#at, this.#buckets);
    const first = this.#at + 1;
    this.#at = target;
    for (let step = 0; step < steps; step++) {
      const bucket = (first + step) % this.#buckets;
      // The list is taken off as a whole: rows laid again while we walk may land in this bucket, a round later.
      let row = this.#heads[bucket]!;
      this.#heads[bucket] = NONE;
      while (row !== NONE) {
        const next = words[row * ROW_WORDS + W_TIMER_NEXT]!;
        words[row * ROW_WORDS + W_TIMER_PREV] = DETACHED;
        due(row);
        row = next;
      }
    }
  }

  /** Lays a row that is in no bucket. `deadlineUs` may have passed: then it comes up with the next bucket. */
  lay(words: Int32Array, row: number, deadlineUs: number): void {
    const bucketAt = Math.floor(deadlineUs / this.#bucketUs) + 1;
    const ahead = Math.min(Math.max(bucketAt - this.#at, 1), this.#buckets - 1);
    const bucket = (this.#at + ahead) % this.#buckets;
    const at = row * ROW_WORDS;
    const head = this.#heads[bucket]!;
    words[at + W_TIMER_NEXT] = head;
    words[at + W_TIMER_PREV] = DETACHED - 1 - bucket; // a first row tells its bucket
    if (head !== NONE) words[head * ROW_WORDS + W_TIMER_PREV] = row;
    this.#heads[bucket] = row;
  }

  /** Takes a row out of its bucket; nothing happens if it is in none. */
  lift(words: Int32Array, row: number): void {
    const at = row * ROW_WORDS;
    const prev = words[at + W_TIMER_PREV]!;
    if (prev === DETACHED) return;
    const next = words[at + W_TIMER_NEXT]!;
    if (prev >= 0) words[prev * ROW_WORDS + W_TIMER_NEXT] = next;
    else this.#heads[DETACHED - 1 - prev] = next;
    if (next !== NONE) words[next * ROW_WORDS + W_TIMER_PREV] = prev;
    words[at + W_TIMER_PREV] = DETACHED;
  }

  clear(): void {
    this.#heads.fill(NONE);
    this.#at = -1;
    this.next[0] = 0;
  }
}
