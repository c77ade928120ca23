/**
 * SHA-1 (FIPS 180-4 §6.1) of a message that fits one block: what a Community ID hashes. A hash object of node:crypto costs several
 * times what these eighty steps do. For Community IDs only: nothing here relies on SHA-1 being hard to break.
 */

const BLOCK_WORDS = 16;
const SCHEDULE_WORDS = 80;
const DIGEST_WORDS = 5;
/** FIPS 180-4 §5.1.1: behind the message come one octet of padding at least and the length in eight octets. */
export const MAX_ONE_BLOCK_OCTETS = 4 * BLOCK_WORDS - 1 - 8;

/** §6.1.2: the message schedule of the block that is being hashed. */
const schedule = new Int32Array(SCHEDULE_WORDS);

/** The first sixteen words of the schedule, for the caller to put the message into: big-endian words, zeros behind it. */
export const block: Int32Array = schedule.subarray(0, BLOCK_WORDS);

/**
 * Hashes the message in `block` and destroys it.
 * @param length octets of the message, at most `MAX_ONE_BLOCK_OCTETS`; the words behind it are zero
 * @param digest gets the five words of the hash
 */
export function hashBlock(length: number, digest: Int32Array): void {
  const w = schedule;
  w[length >> 2]! |= 0x80 << (24 - 8 * (length & 3));
  w[BLOCK_WORDS - 1] = 8 * length;
  for (let t = BLOCK_WORDS; t < SCHEDULE_WORDS; t++) {
    const x = w[t - 3]! ^ w[t - 8]! ^ w[t - 14]! ^ w[t - 16]!;
    w[t] = (x << 1) | (x >>> 31);
  }
  // §5.3.1
  let a = 0x67452301;
  let b = 0xefcdab89 | 0;
  let c = 0x98badcfe | 0;
  let d = 0x10325476;
  let e = 0xc3d2e1f0 | 0;
  for (let t = 0; t < SCHEDULE_WORDS; t++) {
    // §4.1.1 and §4.2.1
    let f: number;
    if (t < 20) f = ((b & c) ^ (~b & d)) + 0x5a827999;
    else if (t < 40) f = (b ^ c ^ d) + 0x6ed9eba1;
    else if (t < 60) f = ((b & c) ^ (b & d) ^ (c & d)) + 0x8f1bbcdc;
    else f = (b ^ c ^ d) + 0xca62c1d6;
    const next = (((a << 5) | (a >>> 27)) + f + e + w[t]!) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  digest[0] = a + 0x67452301;
  digest[1] = b + 0xefcdab89;
  digest[2] = c + 0x98badcfe;
  digest[3] = d + 0x10325476;
  digest[DIGEST_WORDS - 1] = e + 0xc3d2e1f0;
}
