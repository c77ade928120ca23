/**
 * Headers of QUIC packets, one after the other in a datagram (coalesced, RFC 9000 §12.2): the long header of RFC 9000
 * §17.2 as RFC 8999 §5.1 fixes it for all versions, then what version 1 and its kin put behind it. Nothing here is
 * protected but the last bits of the first octet and the packet number, which are left alone.
 */
import { u32 } from '../../bytes/octets.js';
import { Reader } from '../../bytes/reader.js';
import { readVarint } from './varint.js';
import { knownVersion, type QuicVersion } from './version.js';

/** Types of packets; `Long` has a long header of which no more is known than that. */
export const PacketType = {
  Initial: 0,
  ZeroRtt: 1,
  Handshake: 2,
  Retry: 3,
  VersionNegotiation: 4,
  Short: 5,
  Long: 6,
} as const;
export type PacketType = (typeof PacketType)[keyof typeof PacketType];

export const LONG_HEADER_BIT = 0x80;
/** RFC 9000 §17.2: 1 in every version up to now, unless greased (RFC 9287). */
export const FIXED_BIT = 0x40;
const TYPE_SHIFT = 4;
const TYPES = 4;
/** First octet and version: what has to be there to know that much. */
const VERSION_AT = 1;
const VERSION_END = VERSION_AT + 4;
/** RFC 9000 §17.2: an endpoint drops a packet of version 1 with a longer connection ID. */
export const MAX_CONNECTION_ID = 20;

/** One mutable header per connection: offsets into the octets it was read from, valid until the next read. */
export class PacketHeader {
  type: PacketType = PacketType.Short;
  version = 0;
  /** What is known of `version`; undefined for one never heard of, and for Version Negotiation. */
  known: QuicVersion | undefined;
  dcidAt = 0;
  dcidLength = 0;
  scidLength = 0;
  tokenLength = 0;
  /** Offset of the packet number, protected; only of Initial, 0-RTT and Handshake. */
  numberAt = 0;
  /** First octet after this packet: of the next one, or the end of the datagram on the wire. */
  packetEnd = 0;
  readonly #reader = new Reader();

  /**
   * Reads the header at `at` of a datagram that was captured up to `end`, and went up to `wireEnd`.
   *
   * @returns false if there is none: cut short, by the capture too, or with a length that the datagram does not have
   */
  read(octets: Uint8Array, at: number, end: number, wireEnd: number): boolean {
    if (end - at < 1) return false;
    this.packetEnd = wireEnd;
    if ((octets[at]! & LONG_HEADER_BIT) === 0) {
      this.type = PacketType.Short;
      return true;
    }
    if (end - at < VERSION_END) return false;
    this.version = u32(octets, at + VERSION_AT);
    this.known = knownVersion(this.version);
    const r = this.#reader.aim(octets, at + VERSION_END, end);
    this.dcidLength = r.u8();
    this.dcidAt = r.at;
    r.skip(this.dcidLength);
    this.scidLength = r.u8();
    r.skip(this.scidLength);
    if (!r.ok) return false;
    if (this.version === 0) {
      this.type = PacketType.VersionNegotiation;
      return true;
    }
    const known = this.known;
    if (known === undefined || (known.form !== 'tls' && known.form !== 'gquic-initial')) {
      this.type = PacketType.Long;
      return true;
    }
    if (this.dcidLength > MAX_CONNECTION_ID || this.scidLength > MAX_CONNECTION_ID) return false;
    const type = ((octets[at]! >>> TYPE_SHIFT) - known.typeShift + TYPES) % TYPES;
    this.type = type as PacketType;
    if (type === PacketType.Retry) return true; // has no length: it fills the datagram (§17.2.5)
    return this.#readLengths(r, type === PacketType.Initial, wireEnd);
  }

  /** The same of a version that nobody has heard of, if its packet has the form of a version 1 Initial. */
  readAsInitial(octets: Uint8Array, at: number, end: number, wireEnd: number): boolean {
    if (!this.read(octets, at, end, wireEnd) || this.type !== PacketType.Long) return false;
    if (this.dcidLength > MAX_CONNECTION_ID || this.scidLength > MAX_CONNECTION_ID) return false;
    const r = this.#reader.aim(octets, this.dcidAt + this.dcidLength + 1 + this.scidLength, end);
    return this.#readLengths(r, true, wireEnd);
  }

  /** Token and Length, §17.2.2 to §17.2.4. */
  #readLengths(r: Reader, hasToken: boolean, wireEnd: number): boolean {
    this.tokenLength = 0;
    if (hasToken) {
      this.tokenLength = readVarint(r);
      r.skip(this.tokenLength);
    }
    const length = readVarint(r);
    if (!r.ok) return false;
    this.numberAt = r.at;
    if (length > wireEnd - r.at) return false;
    this.packetEnd = r.at + length;
    return true;
  }
}
