/**
 * FlowKey: what makes two packets one flow. Ten 32-bit words in canonical order, so that both directions give the same key:
 * words 0-3 and 4-7 the addresses (IPv4 as ::ffff:a.b.c.d), lower endpoint first; word 8 the ports in the same order; word 9
 * the protocol, whether it is IPv6 (so that a mapped address on the wire is no IPv4 flow), and the number of the
 * interned encapsulation. The key is written into a scratch array that its owner reuses: nothing is allocated per packet.
 */
import { finish, mix, multipliersOf, share } from '../bytes/hash.js';
import { i32 } from '../bytes/octets.js';
import type { PacketView } from '../packet/view.js';

export const KEY_WORDS = 10;
const PORTS = 8;
const LAST = 9;
const MAPPED = 0xffff; // third word of ::ffff:a.b.c.d
const IPV6_BIT = 0x100;
const ENCAPSULATION_SHIFT = 9;

/**
 * Writes the key of the packet under the cursor.
 * @returns 0 if the sender is the lower endpoint, else 1: the packet's direction in the flow
 */
export function writeKey(key: Int32Array, view: PacketView, encapsulation: number): 0 | 1 {
  const buf = view.buf;
  const src = view.srcAt;
  const dst = view.dstAt;
  const isV6 = view.ipVersion === 6;
  const words = isV6 ? 4 : 1;
  let order = 0;
  for (let i = 0; i < words && order === 0; i++) {
    const a = i32(buf, src + 4 * i) >>> 0;
    const b = i32(buf, dst + 4 * i) >>> 0;
    order = a < b ? -1 : a > b ? 1 : 0;
  }
  if (order === 0) order = view.srcPort <= view.dstPort ? -1 : 1;
  const lower = order < 0 ? src : dst;
  const upper = order < 0 ? dst : src;
  if (isV6) {
    for (let i = 0; i < 4; i++) {
      key[i] = i32(buf, lower + 4 * i);
      key[4 + i] = i32(buf, upper + 4 * i);
    }
  } else {
    key[0] = 0;
    key[1] = 0;
    key[2] = MAPPED;
    key[3] = i32(buf, lower);
    key[4] = 0;
    key[5] = 0;
    key[6] = MAPPED;
    key[7] = i32(buf, upper);
  }
  key[PORTS] = order < 0 ? (view.srcPort << 16) | view.dstPort : (view.dstPort << 16) | view.srcPort;
  key[LAST] = view.protocol | (isV6 ? IPV6_BIT : 0) | (encapsulation << ENCAPSULATION_SHIFT);
  return order < 0 ? 0 : 1;
}

/**
 * Hash of the key at `at` in `words`: fixed for ever, decides the partition. The number of the encapsulation counts, so that one
 * 5-tuple in a million tunnels does not fill one partition; every worker gives an encapsulation the same number.
 */
export function partitionHash(words: Int32Array, at: number): number {
  let h = mix(0, words[at + 3]!);
  h = mix(h, words[at + 7]!);
  const last = words[at + LAST]!;
  if (last & IPV6_BIT) {
    h = mix(h, words[at]!);
    h = mix(h, words[at + 1]!);
    h = mix(h, words[at + 2]!);
    h = mix(h, words[at + 4]!);
    h = mix(h, words[at + 5]!);
    h = mix(h, words[at + 6]!);
  }
  h = mix(h, words[at + PORTS]!);
  return finish(mix(h, last));
}

/** What `tableHash` is keyed with: a summand, and two multipliers a word. */
export function keyMultipliers(seed: number): Int32Array {
  return multipliersOf(seed, 1 + 2 * KEY_WORDS);
}

/**
 * Hash of the key at `at` in `words` that nobody can foresee who does not know the multipliers: decides the place in the table. The
 * six words that are the same in all IPv4 keys are left out of it; the last word tells the two apart.
 */
export function tableHash(words: Int32Array, at: number, multipliers: Int32Array): number {
  const last = words[at + LAST]!;
  let sum = multipliers[0]! + share(last, multipliers, 1);
  sum = (sum + share(words[at + 3]!, multipliers, 3)) | 0;
  sum = (sum + share(words[at + 7]!, multipliers, 5)) | 0;
  sum = (sum + share(words[at + PORTS]!, multipliers, 7)) | 0;
  if (last & IPV6_BIT) {
    sum = (sum + share(words[at]!, multipliers, 9)) | 0;
    sum = (sum + share(words[at + 1]!, multipliers, 11)) | 0;
    sum = (sum + share(words[at + 2]!, multipliers, 13)) | 0;
    sum = (sum + share(words[at + 4]!, multipliers, 15)) | 0;
    sum = (sum + share(words[at + 5]!, multipliers, 17)) | 0;
    sum = (sum + share(words[at + 6]!, multipliers, 19)) | 0;
  }
  return finish(sum);
}

/**
 * Writes the address of the lower (0) or upper (1) endpoint of a key at `at` in `words` to the beginning of `octets`.
 * @returns its length: 4 or 16
 */
export function addressOf(words: Int32Array, at: number, endpoint: 0 | 1, octets: Uint8Array): number {
  const isV6 = isIpv6Of(words, at);
  const length = isV6 ? 16 : 4;
  const first = at + 4 * endpoint + (isV6 ? 0 : 3);
  for (let i = 0; i < length; i++) octets[i] = words[first + (i >> 2)]! >>> (24 - 8 * (i & 3));
  return length;
}

/** Port of the lower (0) or upper (1) endpoint. */
export function portOf(words: Int32Array, at: number, endpoint: 0 | 1): number {
  const ports = words[at + PORTS]!;
  return endpoint === 0 ? ports >>> 16 : ports & 0xffff;
}

/** Number of the interned encapsulation that is part of the key; 0 for none. */
export function encapsulationOf(words: Int32Array, at: number): number {
  return words[at + LAST]! >>> ENCAPSULATION_SHIFT;
}

/** IP protocol number: 6 or 17. */
export function protocolOf(words: Int32Array, at: number): number {
  return words[at + LAST]! & 0xff;
}

/** Whether the addresses are those of IPv6 packets: all four words of each, else the last alone. */
export function isIpv6Of(words: Int32Array, at: number): boolean {
  return (words[at + LAST]! & IPV6_BIT) !== 0;
}
