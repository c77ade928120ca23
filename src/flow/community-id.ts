/**
 * Community ID, version 1 with seed 0 (https://github.com/corelight/community-id-spec): a hash of the 5-tuple that is the
 * same from either side, so that our records can be joined with those of Zeek, Suricata and others. Computed when a
 * flow is over, never per packet.
 */
import { i32 } from '../bytes/octets.js';
import { block, hashBlock } from '../bytes/sha1.js';
import { isIpv6Of, portOf, protocolOf } from './key.js';

/** Octets of seed, protocol, padding and two ports around the two addresses. */
const AROUND_ADDRESSES = 2 + 1 + 1 + 2 + 2;
/** RFC 4648 §4. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Before the hash: the version, and a colon. */
const PREFIX = '1:';
/** Five words are 160 bits: 27 digits of 6 bits, the last of them half empty, and one sign of padding (RFC 4648 §4). */
const DIGEST_WORDS = 5;
const DIGEST_DIGITS = 27;

const digest = new Int32Array(DIGEST_WORDS);
const digitOf = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0));
const text = Buffer.from(`${PREFIX}${'='.repeat(DIGEST_DIGITS + 1)}`, 'latin1');
/** Words of the two addresses, the first endpoint's first. */
const addresses = new Int32Array(8);

/**
 * @param srcAddr address of one end, 4 or 16 octets
 * @param dstAddr address of the other, as long
 * @param protocol IP protocol number; one that has ports
 */
export function communityId(
  srcAddr: Uint8Array,
  dstAddr: Uint8Array,
  srcPort: number,
  dstPort: number,
  protocol: number,
): string {
  // The numerically smaller endpoint comes first; between equal addresses the ports decide.
  const order = Buffer.compare(srcAddr, dstAddr) || srcPort - dstPort;
  const first = order <= 0 ? srcAddr : dstAddr;
  const second = order <= 0 ? dstAddr : srcAddr;
  const words = first.length / 4;
  for (let i = 0; i < words; i++) {
    addresses[i] = i32(first, 4 * i);
    addresses[words + i] = i32(second, 4 * i);
  }
  return idOf(2 * words, protocol, order <= 0 ? srcPort : dstPort, order <= 0 ? dstPort : srcPort);
}

/** Of the flow whose key (key.ts) lies at `at` in `words`: its endpoints are in the order that is hashed. */
export function communityIdOfKey(words: Int32Array, at: number): string {
  let count = 2;
  if (isIpv6Of(words, at)) {
    count = 8;
    for (let i = 0; i < 8; i++) addresses[i] = words[at + i]!;
  } else {
    addresses[0] = words[at + 3]!;
    addresses[1] = words[at + 7]!;
  }
  return idOf(count, protocolOf(words, at), portOf(words, at, 0), portOf(words, at, 1));
}

/** @param count words of both addresses together, in `addresses` */
function idOf(count: number, protocol: number, firstPort: number, secondPort: number): string {
  // The seed of 0 takes two octets, so every word of the addresses lies across two of the block.
  block.fill(0);
  for (let i = 0; i < count; i++) {
    const word = addresses[i]!;
    block[i]! |= word >>> 16;
    block[i + 1] = word << 16;
  }
  block[count]! |= protocol << 8;
  block[count + 1] = (firstPort << 16) | secondPort;
  hashBlock(AROUND_ADDRESSES + 4 * count, digest);
  for (let i = 0, bit = 0; i < DIGEST_DIGITS; i++, bit += 6) {
    const high = digest[bit >> 5]!;
    const low = bit >> 5 < DIGEST_WORDS - 1 ? digest[(bit >> 5) + 1]! : 0;
    const shift = bit & 31;
    const window = shift === 0 ? high : (high << shift) | (low >>> (32 - shift));
    text[PREFIX.length + i] = digitOf[window >>> 26]!;
  }
  return text.toString('latin1');
}
