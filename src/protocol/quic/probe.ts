/**
 * Whether a datagram may begin a QUIC connection: cheap, on any port, and no proof. RFC 8999 §5, RFC 9000 §14.1 and §17.2. A
 * hello is reported only after an AEAD tag was verified, so this only bounds the work; but it must not wake the reader
 * for DTLS (first octet 20 to 63), STUN (0 to 3), RTP (128 to 191), TURN channels (64 to 79): RFC 9443 §3.
 */
import { u32 } from '../../bytes/octets.js';
import { publicHeaderVersion } from './gquic.js';
import { FIXED_BIT, LONG_HEADER_BIT, MAX_CONNECTION_ID, PacketHeader, PacketType } from './header.js';
import { knownVersion } from './version.js';

/** RFC 9000 §14.1: a client's datagram with an Initial has at least so many octets. */
const MIN_INITIAL_DATAGRAM = 1200;
/** RFC 9000 §7.2: the first Destination Connection ID of a client has at least so many octets. */
export const MIN_FIRST_DCID = 8;
/** First octet, version, and the length of a connection ID. */
const SHORTEST = 1 + 4 + 1;

/** The version that `octets[at, end)` begins with a packet of; undefined if it looks like no QUIC at all. */
export function probeVersion(octets: Uint8Array, at: number, end: number): number | undefined {
  if (end - at < SHORTEST) return undefined;
  const first = octets[at]!;
  if ((first & LONG_HEADER_BIT) === 0) return publicHeaderVersion(octets, at, end);
  const version = u32(octets, at + 1);
  const known = knownVersion(version);
  if (known === undefined) return looksLikeUnknown(octets, at, end, version) ? version : undefined;
  // Google's nibbles of Q044 to Q046 stand where all others have the length of the DCID.
  if (known.form === 'gquic-long-header' || known.form === 'gquic-opaque') return version;
  if (known.form === 'gquic-public-header') return undefined;
  const dcidLength = octets[at + SHORTEST - 1]!;
  const scidAt = at + SHORTEST + dcidLength;
  if (dcidLength > MAX_CONNECTION_ID) return undefined;
  // The capture may have cut the datagram here; then the version has to do.
  return scidAt < end && octets[scidAt]! > MAX_CONNECTION_ID ? undefined : version;
}

/** Whether the reader of QUIC should have a look at the flow of this datagram. */
export function looksLikeQuic(octets: Uint8Array, at: number, end: number): boolean {
  return probeVersion(octets, at, end) !== undefined;
}

/**
 * A version never heard of is believed only of a datagram that has, in every field, the form of a client's first Initial in
 * version 1: of random octets not one in a billion has.
 */
function looksLikeUnknown(octets: Uint8Array, at: number, end: number, version: number): boolean {
  if (version === 0 || (octets[at]! & FIXED_BIT) === 0 || end - at < MIN_INITIAL_DATAGRAM) return false;
  const header = new PacketHeader();
  if (!header.readAsInitial(octets, at, end, end) || header.type !== PacketType.Long) return false;
  if (header.dcidLength < MIN_FIRST_DCID) return false;
  // Nothing behind it, or PADDING of the datagram.
  for (let i = header.packetEnd; i < end; i++) if (octets[i] !== 0) return false;
  return true;
}
