/**
 * Hash of 32-bit key words: multiply and rotate, finished as in MurmurHash3 (public domain, A. Appleby). It decides table
 * places and partitions, so it is fixed for ever: another hash would change which flow is evicted. `seed` lets a live
 * program make its table places unpredictable; partitions always use seed 0.
 */

/** Mixes one more word into a running hash. */
export function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  k = Math.imul(k, 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** Spreads the last bits; returns a signed 32-bit hash. */
export function finish(hash: number): number {
  let h = hash;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
