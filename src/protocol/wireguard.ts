/**
 * WireGuard, told by the first messages of its handshake (J. Donenfeld, "WireGuard: Next Generation Kernel Network Tunnel", section
 * 5.4). What is inside is encrypted: such a flow is an opaque tunnel, is counted, and never looked into again.
 */

/** Handshake Initiation (5.4.2) and Handshake Response (5.4.3): type, and length of the whole message. */
const INITIATION = { type: 1, octets: 148 } as const;
const RESPONSE = { type: 2, octets: 92 } as const;
/** Type, and three octets that are reserved and zero. */
const HEADER = 4;

/** Whether the datagram `octets[at, end)`, all of it captured, is one of the two. */
export function isWireguardHandshake(octets: Uint8Array, at: number, end: number, onWire: number): boolean {
  if (end - at < HEADER || (octets[at + 1]! | octets[at + 2]! | octets[at + 3]!) !== 0) return false;
  const type = octets[at]!;
  return (
    (type === INITIATION.type && onWire === INITIATION.octets) || (type === RESPONSE.type && onWire === RESPONSE.octets)
  );
}
