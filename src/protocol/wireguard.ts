/**
 * WireGuard, told by the two messages of its handshake (J. Donenfeld, "WireGuard: Next Generation Kernel Network Tunnel", sections 5.4.2
 * and 5.4.3). What is inside is encrypted: such a flow is an opaque tunnel, is counted, and never looked into again. Transport data
 * begins with four octets that many protocols begin with, so it tells nothing.
 */

/** Handshake Initiation and Handshake Response: type, length of the whole, and where the sender's ephemeral key begins. */
const MESSAGES = [
  { type: 1, octets: 148, keyAt: 8 },
  { type: 2, octets: 92, keyAt: 12 },
] as const;
/** Type, and three octets that are reserved and zero. */
const HEADER = 4;
/** RFC 7748 §5: a little-endian number below 2^255. */
const KEY = 32;
const KEY_TOP_BIT = 0x80;
/** The last field, which is zero if the receiver asked for no cookie. */
const MAC2 = 16;
/** All from the key to there is random to who does not have the keys: so many zeros in a row come once in 30 million messages. */
const ZEROS = 4;

/** Whether the datagram of which `octets[at, end)` was captured, and which has `onWire` octets, is one of the two. */
export function isWireguardHandshake(octets: Uint8Array, at: number, end: number, onWire: number): boolean {
  if (end - at < HEADER || (octets[at + 1]! | octets[at + 2]! | octets[at + 3]!) !== 0) return false;
  for (const { type, octets: length, keyAt } of MESSAGES) {
    if (octets[at] !== type || onWire !== length) continue;
    const topAt = at + keyAt + KEY - 1;
    if (topAt < end && octets[topAt]! & KEY_TOP_BIT) return false;
    return !hasZeros(octets, at + keyAt, Math.min(end, at + length - MAC2));
  }
  return false;
}

function hasZeros(octets: Uint8Array, at: number, end: number): boolean {
  let zeros = 0;
  for (let i = at; i < end && zeros < ZEROS; i++) zeros = octets[i] === 0 ? zeros + 1 : 0;
  return zeros === ZEROS;
}
