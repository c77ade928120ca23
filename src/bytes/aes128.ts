/**
 * AES-128, one block (FIPS 197 §5.1 and §5.2): for the mask over the headers of a QUIC packet, which takes one block under a key that
 * is used a few times. node:crypto takes 4 us to set up a cipher, this one a fourth of a microsecond.
 *
 * Not for secrets: it looks tables up by what it encrypts, so its timing tells the key to who measures it. The keys of Initial packets
 * follow from what is written in the clear on the same packet.
 */
import { i32 } from './octets.js';

export const BLOCK_OCTETS = 16;
const KEY_WORDS = 4;
const BLOCK_WORDS = 4;
const ROUNDS = 10;
/** Words of the expanded key. */
export const ROUND_KEY_WORDS: number = BLOCK_WORDS * (ROUNDS + 1);

/** §4.2: multiplication by x modulo x^8 + x^4 + x^3 + x + 1. */
function xtime(value: number): number {
  return ((value << 1) ^ (value & 0x80 ? 0x1b : 0)) & 0xff;
}

/** §5.1.1. */
const SBOX: Uint8Array = sbox();
/** SubBytes and MixColumns (§5.1.3) of an octet of a column's first row; of the row below it is this word, rotated by an octet. */
const COLUMNS: Int32Array = Int32Array.from(SBOX, (s) => (xtime(s) << 24) | (s << 16) | (s << 8) | (xtime(s) ^ s));

/** KeyExpansion: writes the round keys of the key `octets[at, at + 16)`. */
export function expandKey(octets: Uint8Array, at: number, into: Int32Array): void {
  for (let i = 0; i < KEY_WORDS; i++) into[i] = i32(octets, at + 4 * i);
  let constant = 1;
  for (let i = KEY_WORDS; i < ROUND_KEY_WORDS; i++) {
    let word = into[i - 1]!;
    if (i % KEY_WORDS === 0) {
      const rotated = (word << 8) | (word >>> 24);
      word = substituted(rotated, rotated, rotated, rotated) ^ (constant << 24);
      constant = xtime(constant);
    }
    into[i] = into[i - KEY_WORDS]! ^ word;
  }
}

/** Cipher: writes the block `octets[at, at + 16)`, encrypted, over the beginning of `into`. */
export function encryptBlock(roundKeys: Int32Array, octets: Uint8Array, at: number, into: Uint8Array): void {
  let a = i32(octets, at) ^ roundKeys[0]!;
  let b = i32(octets, at + 4) ^ roundKeys[1]!;
  let c = i32(octets, at + 8) ^ roundKeys[2]!;
  let d = i32(octets, at + 12) ^ roundKeys[3]!;
  let k = BLOCK_WORDS;
  for (let round = 1; round < ROUNDS; round++) {
    const w = mixed(a, b, c, d) ^ roundKeys[k]!;
    const x = mixed(b, c, d, a) ^ roundKeys[k + 1]!;
    const y = mixed(c, d, a, b) ^ roundKeys[k + 2]!;
    const z = mixed(d, a, b, c) ^ roundKeys[k + 3]!;
    a = w;
    b = x;
    c = y;
    d = z;
    k += BLOCK_WORDS;
  }
  put(substituted(a, b, c, d) ^ roundKeys[k]!, into, 0);
  put(substituted(b, c, d, a) ^ roundKeys[k + 1]!, into, 4);
  put(substituted(c, d, a, b) ^ roundKeys[k + 2]!, into, 8);
  put(substituted(d, a, b, c) ^ roundKeys[k + 3]!, into, 12);
}

/** SubBytes and ShiftRows: a column takes its four octets from four columns. */
function substituted(a: number, b: number, c: number, d: number): number {
  return (SBOX[a >>> 24]! << 24) | (SBOX[(b >>> 16) & 0xff]! << 16) | (SBOX[(c >>> 8) & 0xff]! << 8) | SBOX[d & 0xff]!;
}

/** The same, and MixColumns. */
function mixed(a: number, b: number, c: number, d: number): number {
  const second = COLUMNS[(b >>> 16) & 0xff]!;
  const third = COLUMNS[(c >>> 8) & 0xff]!;
  const fourth = COLUMNS[d & 0xff]!;
  return (
    COLUMNS[a >>> 24]! ^
    ((second >>> 8) | (second << 24)) ^
    ((third >>> 16) | (third << 16)) ^
    ((fourth >>> 24) | (fourth << 8))
  );
}

function put(word: number, into: Uint8Array, at: number): void {
  into[at] = word >>> 24;
  into[at + 1] = word >>> 16;
  into[at + 2] = word >>> 8;
  into[at + 3] = word;
}

/** The multiplicative inverse, found as a power of 3, which generates the field; then the affine transformation. */
function sbox(): Uint8Array {
  const table = new Uint8Array(256);
  const powers = new Uint8Array(255);
  for (let i = 0, value = 1; i < 255; i++) {
    powers[i] = value;
    value ^= xtime(value);
  }
  for (let i = 0; i < 255; i++) {
    const inverse = powers[(255 - i) % 255]! * 0x101; // twice, for the rotations
    table[powers[i]!] = inverse ^ (inverse >>> 4) ^ (inverse >>> 5) ^ (inverse >>> 6) ^ (inverse >>> 7) ^ 0x63;
  }
  table[0] = 0x63;
  return table;
}
