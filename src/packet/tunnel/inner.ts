/**
 * What tunnels have in common that have to be recognised by what they carry: a port number proves nothing, so a UDP datagram
 * is a tunnel's only if a whole, plausible IP header lies inside. Otherwise the view is as it was and the packet is an ordinary
 * one.
 */
import { u16 } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import { walkEtherTypes } from '../link/ether-type.js';
import type { PacketView } from '../view.js';
import { enterTunnel, type Tunnel } from './kind.js';

/** Nothing was taken off: the packet is what it looks like. */
export const NOT_A_TUNNEL = -1;
/** Fault.None: one tunnel was taken off, and the cursor stands at the IP packet inside. */
export type Peeled = Fault | typeof NOT_A_TUNNEL;

// Offsets in octets: RFC 791 §3.1, RFC 8200 §3.
const IPV4_TOTAL_LENGTH = 2;
const IPV4_HEADER = 20;
const IPV6_PAYLOAD_LENGTH = 4;
const IPV6_HEADER = 40;

/**
 * Takes the tunnel off whose inner headers begin at `at` with what EtherType `type` announces, inside the payload of the
 * UDP datagram under the cursor.
 */
export function peelDatagram(view: PacketView, kind: Tunnel, id: number, at: number, type: number): Peeled {
  if (!stepInto(view, at, view.payloadEnd, view.payloadAt + view.payloadOnWire, type)) return NOT_A_TUNNEL;
  return enterTunnel(view, kind, id) ? Fault.None : Fault.TunnelTooDeep;
}

/**
 * Moves the cursor to the IP packet that lies in `buf[at, end)` (to `wireEnd` on the wire) behind what EtherType `type`
 * announces. If there is none, the view is as before.
 */
export function stepInto(view: PacketView, at: number, end: number, wireEnd: number, type: number): boolean {
  const { at: oldAt, end: oldEnd, wireEnd: oldWireEnd, vlanCount, ipVersion } = view;
  view.at = at;
  view.end = end;
  view.wireEnd = wireEnd;
  if (walkEtherTypes(view, type) === Fault.None && holdsIp(view)) return true;
  view.at = oldAt;
  view.end = oldEnd;
  view.wireEnd = oldWireEnd;
  view.vlanCount = vlanCount;
  view.ipVersion = ipVersion;
  return false;
}

/** Whether the cursor stands at a whole IP header of the announced version whose lengths fit what encloses it. */
function holdsIp(view: PacketView): boolean {
  const { buf, at } = view;
  const captured = view.end - at;
  const enclosed = view.wireEnd - at;
  if (view.ipVersion === 4) {
    if (captured < IPV4_HEADER || buf[at]! >>> 4 !== 4) return false;
    const headerLength = (buf[at]! & 0x0f) << 2;
    const length = u16(buf, at + IPV4_TOTAL_LENGTH) || enclosed; // 0: to be segmented by the network card
    return headerLength >= IPV4_HEADER && captured >= headerLength && length >= headerLength && length <= enclosed;
  }
  if (captured < IPV6_HEADER || buf[at]! >>> 4 !== 6) return false;
  return IPV6_HEADER + u16(buf, at + IPV6_PAYLOAD_LENGTH) <= enclosed;
}
