/**
 * GRE: RFC 2784 (checksum), RFC 2890 (key, sequence number); its version 1, which carries the PPP of PPTP: RFC 2637 §4.1; and
 * what mirrors of switches send in it, ERSPAN types I to III: draft-foschiano-erspan. What GRE carries is named by
 * an EtherType, so that all of link/ether-type.ts may be inside.
 */
import { i32, u16 } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import { ETHER_TYPE_ETHERNET, ETHER_TYPE_IPV4, ETHER_TYPE_IPV6, walkEtherTypes } from '../link/ether-type.js';
import { decodePpp } from '../link/ppp.js';
import type { PacketView } from '../view.js';
import { enterTunnel, Tunnel } from './kind.js';

// Bits of the first two octets.
const CHECKSUM = 0x8000;
/** RFC 1701's source routes, which RFC 2784 §2.3 has receivers refuse. */
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
/** Version 1 only: an acknowledgement number is there. */
const ACKNOWLEDGEMENT = 0x0080;
const VERSION = 0x0007;
const VERSION_PPTP = 1;

const PROTOCOL_TYPE = 2;
const HEADER = 4;
/** Each optional field: checksum and reserved, key, sequence number, acknowledgement number. */
const FIELD = 4;
/** Version 1: payload length and call identifier stand where the key would. */
const PPTP_HEADER = 8;
const PPTP_PAYLOAD_LENGTH = 4;
const PROTOCOL_PPP = 0x880b;

const PROTOCOL_ERSPAN = 0x88be;
const PROTOCOL_ERSPAN_III = 0x22eb;
const ERSPAN_II_HEADER = 8;
const ERSPAN_III_HEADER = 12;
const ERSPAN_SUBHEADER = 8;
/** Session identifier: the low ten bits of the second 16. */
const ERSPAN_SESSION_AT = 2;
const ERSPAN_SESSION = 0x03ff;
/** Type III: what kind of frame was mirrored, and whether a subheader follows. */
const ERSPAN_III_FLAGS_AT = 10;
const ERSPAN_III_SUBHEADER = 0x0001;
const ERSPAN_FRAME_SHIFT = 10;
const ERSPAN_FRAME = 0x1f;
const FRAME_ETHERNET = 0;
const FRAME_IP = 2;

/** Takes the GRE header at the cursor off, and what stands between it and an IP packet. */
export function peelGre(view: PacketView): Fault {
  const { buf, at } = view;
  if (view.end - at < HEADER) return Fault.NotTcpOrUdp;
  const flags = u16(buf, at);
  const type = u16(buf, at + PROTOCOL_TYPE);
  if ((flags & VERSION) === VERSION_PPTP) return peelPptp(view, flags, type);
  if ((flags & (VERSION | ROUTING)) !== 0) return Fault.NotTcpOrUdp;
  const keyAt = at + HEADER + (flags & CHECKSUM ? FIELD : 0);
  const sequenceAt = keyAt + (flags & KEY ? FIELD : 0);
  const payloadAt = sequenceAt + (flags & SEQUENCE ? FIELD : 0);
  if (view.end < payloadAt) return Fault.NotTcpOrUdp;
  view.at = payloadAt;
  if (type === PROTOCOL_ERSPAN) return peelErspan(view, (flags & SEQUENCE) !== 0);
  if (type === PROTOCOL_ERSPAN_III) return peelErspanIII(view);
  if (!enterTunnel(view, Tunnel.Gre, flags & KEY ? i32(buf, keyAt) : 0)) return Fault.TunnelTooDeep;
  return walkEtherTypes(view, type);
}

/** The call identifier is not used: each end has its own for what it is sent. */
function peelPptp(view: PacketView, flags: number, type: number): Fault {
  const { buf, at } = view;
  // Without a sequence number it is an acknowledgement alone.
  if (type !== PROTOCOL_PPP || !(flags & KEY) || !(flags & SEQUENCE) || flags & (CHECKSUM | ROUTING)) {
    return Fault.NotTcpOrUdp;
  }
  const payloadAt = at + PPTP_HEADER + FIELD + (flags & ACKNOWLEDGEMENT ? FIELD : 0);
  if (view.end < payloadAt) return Fault.NotTcpOrUdp;
  if (!enterTunnel(view, Tunnel.Pptp, 0)) return Fault.TunnelTooDeep;
  const payloadEnd = payloadAt + u16(buf, at + PPTP_PAYLOAD_LENGTH);
  view.at = payloadAt;
  view.end = Math.min(view.end, payloadEnd);
  view.wireEnd = Math.min(view.wireEnd, payloadEnd);
  return decodePpp(view);
}

/** Type I has no header of its own, and GRE no sequence number before it; type II has both. */
function peelErspan(view: PacketView, isTypeII: boolean): Fault {
  const at = view.at;
  let session = 0;
  if (isTypeII) {
    if (view.end - at < ERSPAN_II_HEADER) return Fault.NotTcpOrUdp;
    session = u16(view.buf, at + ERSPAN_SESSION_AT) & ERSPAN_SESSION;
    view.at = at + ERSPAN_II_HEADER;
  }
  if (!enterTunnel(view, Tunnel.Erspan, session)) return Fault.TunnelTooDeep;
  return walkEtherTypes(view, ETHER_TYPE_ETHERNET);
}

function peelErspanIII(view: PacketView): Fault {
  const { buf, at } = view;
  if (view.end - at < ERSPAN_III_HEADER) return Fault.NotTcpOrUdp;
  const flags = u16(buf, at + ERSPAN_III_FLAGS_AT);
  const frameAt = at + ERSPAN_III_HEADER + (flags & ERSPAN_III_SUBHEADER ? ERSPAN_SUBHEADER : 0);
  if (view.end <= frameAt) return Fault.NotTcpOrUdp;
  if (!enterTunnel(view, Tunnel.Erspan, u16(buf, at + ERSPAN_SESSION_AT) & ERSPAN_SESSION)) return Fault.TunnelTooDeep;
  view.at = frameAt;
  const frame = (flags >>> ERSPAN_FRAME_SHIFT) & ERSPAN_FRAME;
  if (frame === FRAME_ETHERNET) return walkEtherTypes(view, ETHER_TYPE_ETHERNET);
  if (frame !== FRAME_IP) return Fault.NotIp;
  return walkEtherTypes(view, buf[frameAt]! >>> 4 === 6 ? ETHER_TYPE_IPV6 : ETHER_TYPE_IPV4);
}
