/**
 * Two hashes of 32-bit words. `mix` and `finish`, as in MurmurHash3 (public domain, A. Appleby), are fixed for ever: they decide
 * partitions, and another hash would change which flow is evicted. Whoever knows them can make keys that collide, so they never
 * decide a place in a table. Places come from a sum of products with secret multipliers (M. Dietzfelbinger, "Universal hashing
 * and k-wise independent random variables via integer arithmetic without primes", 1996): two keys chosen by someone who does not
 * know the multipliers agree in the upper half of it with probability 2^-16 at most, whatever the difference of the two is.
 */

/** Mixes one more word into a running hash. */
export function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  k = Math.imul(k, 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** Spreads the last bits; returns a signed 32-bit hash. Different hashes stay different. */
export function finish(hash: number): number {
  let h = hash;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Seeds of `multipliersOf` are whole numbers below this: so many can be drawn by `randomInt` of node:crypto. */
export const SEEDS = 2 ** 48 - 1;
/** 2^32 divided by the golden ratio: steps of it visit all words, far apart. */
const STEP = 0x9e3779b9;

/** `count` multipliers that a table draws once. */
export function multipliersOf(seed: number, count: number): Int32Array {
  const low = seed | 0;
  const high = Math.floor(seed / 2 ** 32);
  const multipliers = new Int32Array(count);
  for (let i = 0; i < count; i++) multipliers[i] = finish(finish(low + Math.imul(i, STEP)) ^ high);
  return multipliers;
}

/** One word's share of the sum: each half has a multiplier of its own, at `at`. */
export function share(word: number, multipliers: Int32Array, at: number): number {
  return (Math.imul(word & 0xffff, multipliers[at]!) + Math.imul(word >>> 16, multipliers[at + 1]!)) | 0;
}
