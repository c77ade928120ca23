/**
 * Protection of Initial packets: RFC 9001 §5.3 (AEAD), §5.4 (header protection), RFC 9000 §17.1 and appendix A.3 (packet
 * number). AES-128-GCM is that of node:crypto. A packet is opened only if its tag verifies. The mask over the header is one block of
 * AES-128, of our own: what that gives away to who measures it are keys that follow from the packet (§5.2).
 */
import { createDecipheriv } from 'node:crypto';
import { BLOCK_OCTETS, encryptBlock, expandKey, ROUND_KEY_WORDS } from '../../bytes/aes128.js';
import { HP_AT, IV_AT, IV_OCTETS, KEY_OCTETS } from './keys.js';

export const TAG_OCTETS = 16;
export const SAMPLE_OCTETS: number = BLOCK_OCTETS;
/** RFC 9001 §5.4.2: the sample lies where the packet number would end if it had its greatest length. */
export const MAX_NUMBER_OCTETS = 4;
/** Bits of the first octet of a long header that are protected, and those of them that hold the packet number's length. */
const PROTECTED_BITS = 0x0f;
const NUMBER_LENGTH_BITS = 0x03;
const GCM = { authTagLength: TAG_OCTETS } as const;
const TWO_32 = 0x1_0000_0000;

// Of the packet that is being opened.
const roundKeys = new Int32Array(ROUND_KEY_WORDS);
const mask = new Uint8Array(BLOCK_OCTETS);
const key = Buffer.alloc(KEY_OCTETS);
const iv = Buffer.alloc(IV_OCTETS);

/** Writes the mask of RFC 9001 §5.4.3 for a sample; five octets of it are used. */
export function headerMask(keys: Uint8Array, octets: Uint8Array, sampleAt: number, into: Uint8Array): void {
  expandKey(keys, HP_AT, roundKeys);
  encryptBlock(roundKeys, octets, sampleAt, into);
}

/** Opens the packets of one direction, and knows the greatest packet number so far. */
export class PacketOpener {
  readonly #keys: Uint8Array;
  /** -1: none yet. */
  #largest = -1;

  /** @param keys as `packetKeys` makes them */
  constructor(keys: Uint8Array) {
    this.#keys = keys;
  }

  /**
   * Opens the packet `octets[at, packetEnd)` whose protected packet number lies at `numberAt`. Changes nothing in `octets`.
   *
   * @returns its payload in octets of its own; null if it is too short or its tag does not verify
   */
  open(octets: Uint8Array, at: number, numberAt: number, packetEnd: number): Uint8Array | null {
    const keys = this.#keys;
    const sampleAt = numberAt + MAX_NUMBER_OCTETS;
    if (sampleAt + SAMPLE_OCTETS > packetEnd || packetEnd > octets.length) return null;
    headerMask(keys, octets, sampleAt, mask);
    const first = octets[at]! ^ (mask[0]! & PROTECTED_BITS);
    const numberLength = (first & NUMBER_LENGTH_BITS) + 1;
    const bodyAt = numberAt + numberLength;
    const header = new Uint8Array(bodyAt - at);
    for (let i = 1; i < header.length; i++) header[i] = octets[at + i]!;
    header[0] = first;
    let truncated = 0;
    for (let i = 0; i < numberLength; i++) {
      const octet = octets[numberAt + i]! ^ mask[1 + i]!;
      header[numberAt - at + i] = octet;
      truncated = truncated * 256 + octet;
    }
    const number = decodePacketNumber(this.#largest, truncated, 8 * numberLength);
    for (let i = 0; i < KEY_OCTETS; i++) key[i] = keys[i]!;
    nonce(keys, number, iv);
    const tagAt = packetEnd - TAG_OCTETS;
    const decipher = createDecipheriv('aes-128-gcm', key, iv, GCM);
    decipher.setAAD(header);
    decipher.setAuthTag(octets.subarray(tagAt, packetEnd));
    const payload = decipher.update(octets.subarray(bodyAt, tagAt));
    try {
      decipher.final(); // the only way to learn that the tag is wrong is that it throws
    } catch {
      return null;
    }
    if (number > this.#largest) this.#largest = number;
    return new Uint8Array(payload.buffer, payload.byteOffset, payload.length);
  }
}

/**
 * RFC 9000 appendix A.3: the packet number nearest to the one expected that ends in the `bits` bits of `truncated`.
 *
 * @param largest the greatest of packets opened so far, -1 if there was none
 */
export function decodePacketNumber(largest: number, truncated: number, bits: number): number {
  const expected = largest + 1;
  const window = 2 ** bits;
  const half = window / 2;
  const candidate = expected - (expected % window) + truncated;
  if (candidate <= expected - half) return candidate + window;
  if (candidate > expected + half && candidate >= window) return candidate - window;
  return candidate;
}

/** RFC 9001 §5.3: writes the IV, with the packet number, in network order, laid over its end. */
export function nonce(keys: Uint8Array, number: number, into: Uint8Array): void {
  for (let i = 0; i < IV_OCTETS; i++) into[i] = keys[IV_AT + i]!;
  const high = Math.floor(number / TWO_32);
  const low = number >>> 0;
  for (let i = 0; i < 4; i++) {
    into[IV_OCTETS - 1 - i]! ^= (low >>> (8 * i)) & 0xff;
    into[IV_OCTETS - 5 - i]! ^= (high >>> (8 * i)) & 0xff;
  }
}
