/**
 * Numbers that look random and are the same for the same seed: Marsaglia's xorshift with 128 bits of state (G. Marsaglia,
 * "Xorshift RNGs", Journal of Statistical Software 8, 2003, section 4). No security is asked of it.
 */
export class Random {
  #x: number;
  #y = 362_436_069;
  #z = 521_288_629;
  #w = 88_675_123;

  constructor(seed: number) {
    this.#x = (seed ^ 123_456_789) | 0;
    for (let i = 0; i < 20; i++) this.word(); // a small seed has few bits set, and they spread slowly
  }

  /** 32 bits, signed. */
  word(): number {
    const t = this.#x ^ (this.#x << 11);
    this.#x = this.#y;
    this.#y = this.#z;
    this.#z = this.#w;
    this.#w = this.#w ^ (this.#w >>> 19) ^ t ^ (t >>> 8);
    return this.#w;
  }

  /** From 0 up to 1. */
  fraction(): number {
    return (this.word() >>> 0) / 0x1_0000_0000;
  }

  /** A whole number from 0 up to `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** A whole number from `from` to `to`. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** Pareto's distribution: at least `least`, with the heavier a tail the smaller `shape` is; cut at `most`. */
  pareto(least: number, shape: number, most: number): number {
    return Math.min(most, least / (1 - this.fraction()) ** (1 / shape));
  }

  /** Fills `octets[at, end)`. */
  fill(octets: Uint8Array, at: number, end: number): void {
    for (let i = at; i < end; i += 4) {
      const word = this.word();
      octets[i] = word;
      if (i + 1 < end) octets[i + 1] = word >>> 8;
      if (i + 2 < end) octets[i + 2] = word >>> 16;
      if (i + 3 < end) octets[i + 3] = word >>> 24;
    }
  }
}
