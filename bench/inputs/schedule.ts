/**
 * Which lane is next: a binary heap of lanes by the time of their next packet. A lane plays one flow or recording after the
 * other; hundreds of them side by side are what makes a capture of many open flows. Equal times go by the lane's number.
 */
export class Schedule {
  readonly #times: Float64Array;
  readonly #heap: Int32Array;
  #size = 0;

  constructor(lanes: number) {
    this.#times = new Float64Array(lanes);
    this.#heap = new Int32Array(lanes);
  }

  get size(): number {
    return this.#size;
  }

  /** The lane whose packet comes next. */
  get lane(): number {
    return this.#heap[0]!;
  }

  get time(): number {
    return this.#times[this.#heap[0]!]!;
  }

  add(lane: number, time: number): void {
    this.#times[lane] = time;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(lane, this.#heap[parent]!)) break;
      this.#heap[at] = this.#heap[parent]!;
      at = parent;
    }
    this.#heap[at] = lane;
  }

  /** The next lane's next packet comes at `time`. */
  again(time: number): void {
    const lane = this.#heap[0]!;
    this.#times[lane] = time;
    this.#sink(lane);
  }

  /** The next lane has no more packets. */
  drop(): void {
    this.#size--;
    if (this.#size > 0) this.#sink(this.#heap[this.#size]!);
  }

  /** Puts `lane` at the top and lets it sink to its place. */
  #sink(lane: number): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!this.#isBefore(heap[child]!, lane)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = lane;
  }

  #isBefore(a: number, b: number): boolean {
    const before = this.#times[a]! - this.#times[b]!;
    return before < 0 || (before === 0 && a < b);
  }
}
