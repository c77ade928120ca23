/**
 * One frame into one PacketView: link (link/), IP (ip/), tunnels around further IP packets (tunnel/), transport (transport/), in
 * one call. Every layer reads at the view's cursor and narrows it, so that what a layer encloses is decoded by the same
 * functions. Nothing is allocated for a packet without tunnels, nothing is thrown, and no octet outside the packet is read.
 */

import { Fault } from './fault.js';
import { decodeIpv4 } from './ip/ipv4.js';
import { decodeIpv6 } from './ip/ipv6.js';
import { decodeLink } from './link/index.js';
import { decodeTcp } from './transport/tcp.js';
import { decodeUdp } from './transport/udp.js';
import { peelProtocol, peelUdp } from './tunnel/index.js';
import { NOT_A_TUNNEL } from './tunnel/inner.js';
import { type PacketView, PROTOCOL_TCP, PROTOCOL_UDP } from './view.js';

/**
 * Decodes the frame `buf[at, at + captured)` into `view`.
 *
 * @param captured octets of the frame that are here; what lies behind the end of `buf` is not
 * @param onWire octets of the frame on the wire
 * @param linkType LINKTYPE_ number
 * @returns Fault.None, or why the packet belongs to no flow; then only `buf`, `vlans` and the tunnels of
 *   the view may be relied on. After Fault.IpFragment the cursor stands where ip/fragments.ts expects it
 */
export function decode(
  view: PacketView,
  buf: Uint8Array,
  at: number,
  captured: number,
  onWire: number,
  linkType: number,
): Fault {
  view.buf = buf;
  view.at = at;
  view.end = Math.min(at + captured, buf.length);
  view.wireEnd = Math.max(at + onWire, view.end);
  view.vlanCount = 0;
  view.tunnelCount = 0;
  const fault = decodeLink(view, linkType);
  return fault === Fault.None ? decodePacket(view) : fault;
}

/**
 * Decodes the IP packet at the cursor and what it carries. For a packet that was put together from fragments, too: the tunnels
 * around the fragments stay in the view.
 *
 * @returns as `decode`
 */
export function decodePacket(view: PacketView): Fault {
  // Each turn but the last takes one tunnel off, and there is room for MAX_TUNNELS of them.
  for (;;) {
    let fault = decodeIp(view);
    if (fault !== Fault.None) return fault;
    if (view.protocol === PROTOCOL_TCP) return decodeTcp(view);
    if (view.protocol === PROTOCOL_UDP) {
      fault = decodeUdp(view);
      if (fault !== Fault.None) return fault;
      const peeled = peelUdp(view);
      if (peeled === NOT_A_TUNNEL) return Fault.None;
      fault = peeled;
    } else {
      fault = peelProtocol(view);
    }
    if (fault !== Fault.None) return fault;
  }
}

/** The IP header at the cursor; the version is what was announced, or the packet's own. */
function decodeIp(view: PacketView): Fault {
  if (view.ipVersion === 0) {
    if (view.at >= view.end) return Fault.TruncatedLink;
    view.ipVersion = view.buf[view.at]! >>> 4;
  }
  if (view.ipVersion === 4) return decodeIpv4(view);
  if (view.ipVersion === 6) return decodeIpv6(view);
  return Fault.BadIpVersion;
}
