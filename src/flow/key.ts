/**
 * FlowKey: what makes two packets one flow. Ten 32-bit words in canonical order, so that both directions give the same key:
 * words 0-3 and 4-7 the addresses (IPv4 as ::ffff:a.b.c.d), lower endpoint first; word 8 the ports in the same order; word 9
 * the protocol, whether it is IPv6 (so that a mapped address on the wire is no IPv4 flow), and the number of the
 * interned encapsulation. The key is written into a scratch array that its owner reuses: nothing is allocated per packet.
 */
import { finish, mix } from '../bytes/hash.js';
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

/** Hash of addresses, ports and protocol: fixed for ever, decides the partition. The encapsulation does not count. */
export function partitionHash(key: Int32Array): number {
  let h = mix(0, key[3]!);
  h = mix(h, key[7]!);
  if (key[LAST]! & IPV6_BIT) {
    h = mix(h, key[0]!);
    h = mix(h, key[1]!);
    h = mix(h, key[2]!);
    h = mix(h, key[4]!);
    h = mix(h, key[5]!);
    h = mix(h, key[6]!);
  }
  h = mix(h, key[PORTS]!);
  return finish(mix(h, key[LAST]! & (IPV6_BIT | 0xff)));
}

/** Hash of the whole key, seeded: decides the place in the table. Same for all keys of a 5-tuple but for the encapsulation. */
export function tableHash(partition: number, key: Int32Array, seed: number): number {
  return finish(mix(partition ^ seed, key[LAST]! >> ENCAPSULATION_SHIFT));
}

/** Octets of the lower (0) or upper (1) endpoint's address, 4 or 16, from a key at `at` in `words`. */
export function addressOf(words: Int32Array, at: number, endpoint: 0 | 1): Uint8Array {
  const from = at + 4 * endpoint;
  const isV6 = (words[at + LAST]! & IPV6_BIT) !== 0;
  const octets = new Uint8Array(isV6 ? 16 : 4);
  for (let i = 0; i < octets.length; i++) {
    const word = words[isV6 ? from + (i >> 2) : from + 3]!;
    octets[i] = (word >>> (24 - 8 * (i & 3))) & 0xff;
  }
  return octets;
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
