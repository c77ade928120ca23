/**
 * Words that make the fixed hash collide (`mix` of bytes/hash.ts, as in MurmurHash3): every step of it can be undone, so that after any
 * first words one more can be computed that leads to any hash. Written from MurmurHash3's definition.
 */

/** Inverse of an odd number modulo 2^32, by Newton's method. */
function inverse(odd: number): number {
  let x = odd;
  for (let i = 0; i < 5; i++) x = Math.imul(x, 2 - Math.imul(odd, x));
  return x;
}

const FIRST = inverse(0xcc9e2d51);
const SECOND = inverse(0x1b873593);

/** The word that takes every running hash to the same next one, which `target` chooses. */
export function wordThatMixesTo(hash: number, target: number): number {
  const k = Math.imul(hash ^ target, SECOND);
  return Math.imul((k >>> 15) | (k << (32 - 15)), FIRST);
}
