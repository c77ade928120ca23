/**
 * The clock that the live engine is told: microseconds that begin at the system's time and from then on only go forward, however the
 * system's clock is set (CLOCK_MONOTONIC underneath).
 */

const US_PER_MS = 1000;

export class LiveClock {
  readonly #beginUs: number;
  readonly #read: () => number;

  /** @param read monotonic milliseconds; for tests */
  constructor(read: () => number = () => performance.now(), beginUs = Date.now() * US_PER_MS) {
    this.#read = read;
    this.#beginUs = beginUs - read() * US_PER_MS;
  }

  get nowUs(): number {
    return this.#beginUs + this.#read() * US_PER_MS;
  }
}
