/**
 * The compression function of SHA-256 (FIPS 180-4 §6.2.2), and HMAC (RFC 2104) with it, for keys and messages of one block: for what
 * is derived a dozen times per flow. node:crypto takes 3 us to set up each HMAC, longer than it takes to compute one here.
 *
 * Not for secrets: nothing is erased after use. What this program derives, anyone on the path can derive.
 */
import { i32 } from './octets.js';

export const SHA256_OCTETS = 32;
const WORDS = SHA256_OCTETS / 4;
const BLOCK_OCTETS = 64;
const ROUNDS = 64;
/** §5.1.1: behind a message come one bit and the message's length in bits; of the latter's eight octets the last two are enough here. */
const END_OF_MESSAGE = 0x80;
/** Longest message of which the padding still fits into its block. */
export const SHORT_MESSAGE_OCTETS = BLOCK_OCTETS - 1 - 8;

// RFC 2104 §2.
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** §4.2.2 and §5.3.3: the first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of the first eight. */
const ROUND_CONSTANTS = fractions(ROUNDS, Math.cbrt);
export const INITIAL_HASH: Int32Array = fractions(WORDS, Math.sqrt);

const schedule = new Int32Array(ROUNDS);

/** Takes the 64 octets of `block` into the eight words of `hash`. */
export function compress(hash: Int32Array, block: Uint8Array): void {
  const w = schedule;
  for (let t = 0; t < 16; t++) w[t] = i32(block, 4 * t);
  for (let t = 16; t < ROUNDS; t++) {
    const x = w[t - 15]!;
    const y = w[t - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (s1 + w[t - 7]! + s0 + w[t - 16]!) | 0;
  }
  let a = hash[0]!;
  let b = hash[1]!;
  let c = hash[2]!;
  let d = hash[3]!;
  let e = hash[4]!;
  let f = hash[5]!;
  let g = hash[6]!;
  let h = hash[7]!;
  // Ch and Maj of §4.1.2 in fewer steps.
  for (let t = 0; t < ROUNDS; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + ROUND_CONSTANTS[t]! + w[t]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (c & (a ^ b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  hash[0] = (hash[0]! + a) | 0;
  hash[1] = (hash[1]! + b) | 0;
  hash[2] = (hash[2]! + c) | 0;
  hash[3] = (hash[3]! + d) | 0;
  hash[4] = (hash[4]! + e) | 0;
  hash[5] = (hash[5]! + f) | 0;
  hash[6] = (hash[6]! + g) | 0;
  hash[7] = (hash[7]! + h) | 0;
}

const block = new Uint8Array(BLOCK_OCTETS);
const hash = new Int32Array(WORDS);

/** HMAC-SHA-256 under one key, which `setKey` may change. Of each key the two hashes are kept that all its messages begin with. */
export class ShortHmac {
  readonly #inner = new Int32Array(WORDS);
  readonly #outer = new Int32Array(WORDS);

  /** @param key of 64 octets at most: RFC 2104 has longer ones hashed first, which nobody here has use for */
  setKey(key: Uint8Array): this {
    if (key.length > BLOCK_OCTETS) throw new RangeError(`a key of ${key.length} octets`);
    begin(this.#inner, key, INNER_PAD);
    begin(this.#outer, key, OUTER_PAD);
    return this;
  }

  /** Writes the 32 octets of the code of `message`, of at most `SHORT_MESSAGE_OCTETS`, over the beginning of `into`. */
  digest(message: Uint8Array, into: Uint8Array): void {
    if (message.length > SHORT_MESSAGE_OCTETS) throw new RangeError(`a message of ${message.length} octets`);
    block.set(message);
    hash.set(this.#inner);
    end(message.length);
    put(hash, block);
    hash.set(this.#outer);
    end(SHA256_OCTETS);
    put(hash, into);
  }
}

/** The hash of the key's block. */
function begin(into: Int32Array, key: Uint8Array, pad: number): void {
  block.fill(pad);
  for (let i = 0; i < key.length; i++) block[i]! ^= key[i]!;
  into.set(INITIAL_HASH);
  compress(into, block);
}

/** Takes the first `length` octets of `block`, behind the block of a key, into `hash` as its last. */
function end(length: number): void {
  const bits = 8 * (BLOCK_OCTETS + length);
  block.fill(0, length);
  block[length] = END_OF_MESSAGE;
  block[BLOCK_OCTETS - 2] = bits >>> 8;
  block[BLOCK_OCTETS - 1] = bits & 0xff;
  compress(hash, block);
}

function put(words: Int32Array, into: Uint8Array): void {
  for (let i = 0; i < WORDS; i++) {
    const word = words[i]!;
    into[4 * i] = word >>> 24;
    into[4 * i + 1] = word >>> 16;
    into[4 * i + 2] = word >>> 8;
    into[4 * i + 3] = word;
  }
}

function fractions(count: number, root: (value: number) => number): Int32Array {
  const words = new Int32Array(count);
  for (let found = 0, candidate = 2; found < count; candidate++) {
    let prime = true;
    for (let factor = 2; factor * factor <= candidate; factor++) if (candidate % factor === 0) prime = false;
    if (prime) words[found++] = Math.floor((root(candidate) % 1) * 2 ** 32);
  }
  return words;
}
