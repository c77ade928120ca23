/** IP in IP with nothing between: RFC 2003 (IPv4 in IPv4), RFC 4213 §3 (IPv6 in IPv4), RFC 2473 (both in IPv6). */
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';
import { enterTunnel, Tunnel } from './kind.js';

/** @param version of the packet inside: what the protocol number announced */
export function peelIpInIp(view: PacketView, version: 4 | 6): Fault {
  let kind: Tunnel = version === 4 ? Tunnel.Ipip : Tunnel.SixInFour;
  if (view.ipVersion === 6) kind = version === 4 ? Tunnel.FourInSix : Tunnel.SixInSix;
  if (!enterTunnel(view, kind, 0)) return Fault.TunnelTooDeep;
  view.ipVersion = version;
  return Fault.None;
}
