/**
 * PacketView: the packet under the cursor. One mutable object per shard, filled by `decode`, made of offsets into the
 * batch and small numbers; valid until the next decode. Fields are always present and of one type.
 */

/** Most VLAN tags of one packet. One with more is a fault: without all its tags it could be taken for another network's. */
export const MAX_VLANS = 4;

/** Most tunnels around one packet. One with more is a fault, whatever is inside. */
export const MAX_TUNNELS = 4;
/** Words of `tunnelEnds` that each tunnel has: two addresses of four words. */
export const TUNNEL_END_WORDS = 8;

export const PROTOCOL_TCP = 6;
export const PROTOCOL_UDP = 17;

/** TCP flags, RFC 9293 §3.1. */
export const TCP_FIN = 0x01;
export const TCP_SYN = 0x02;
export const TCP_RST = 0x04;
export const TCP_ACK = 0x10;

export class PacketView {
  /** The octets that all offsets below refer to. */
  buf: Uint8Array = new Uint8Array(0);
  /**
   * The decoders' cursor: `buf[at, end)` is what was captured of the part not yet decoded, `wireEnd` (not below `end`) is
   * where it ended on the wire. Each header decoded moves `at` up; each length field moves the ends. All three stand at
   * the transport header when `decode` finds one that it does not know.
   */
  at = 0;
  end = 0;
  wireEnd = 0;
  /**
   * The IP packet is longer than what of it is here: cut by the capture, or by a sender who states more than was sent.
   * What is here is right.
   */
  clipped = false;
  /** 4 or 6; between link and IP decoder 0 where the link does not announce it. */
  ipVersion = 0;
  /** First octet of the (innermost) IP header. */
  ipAt = 0;
  /** Octets of the IP packet on the wire, header and up, by its own length field (by the frame's length if that is 0). */
  ipLength = 0;
  /** PROTOCOL_TCP or PROTOCOL_UDP; after a fault behind the IP header, the protocol number found there. */
  protocol = 0;
  /** Offset of the source address: 4 or 16 octets by `ipVersion`; the destination follows at `dstAt`. */
  srcAt = 0;
  dstAt = 0;
  srcPort = 0;
  dstPort = 0;
  /** TCP only (0 for UDP): sequence number of the first payload octet as a SIGNED 32-bit word; the SYN's own number in a SYN. */
  tcpSequence = 0;
  tcpFlags = 0;
  /** Payload of TCP or UDP that was captured: `buf[payloadAt, payloadEnd)`. Ends where the IP (and UDP) length says: padding is not payload. */
  payloadAt = 0;
  payloadEnd = 0;
  /** Payload octets on the wire; more than `payloadEnd - payloadAt` only if clipped. */
  payloadOnWire = 0;
  /**
   * 802.1Q VLAN identifiers, outermost first, in `vlans[0 .. vlanCount)`. A tag with identifier 0 gives a priority and
   * no VLAN (802.1Q §9.6), so it is not among them.
   */
  vlanCount = 0;
  readonly vlans: Uint16Array = new Uint16Array(MAX_VLANS);
  /**
   * The tunnels that were taken off, outermost first: kind (tunnel/kind.ts) and what tells tunnels of a kind apart (a key,
   * a network number; 0 where the two directions may have different ones), in `[0 .. tunnelCount)`.
   */
  tunnelCount = 0;
  readonly tunnelKinds: Uint8Array = new Uint8Array(MAX_TUNNELS);
  readonly tunnelIds: Int32Array = new Int32Array(MAX_TUNNELS);
  /**
   * The addresses of each tunnel's two ends, the lower first, so that both directions have the same: TUNNEL_END_WORDS words a
   * tunnel, an IPv4 address as ::ffff:a.b.c.d. Copies, as a reassembled packet leaves the octets of the headers around it.
   */
  readonly tunnelEnds: Int32Array = new Int32Array(TUNNEL_END_WORDS * MAX_TUNNELS);
}
