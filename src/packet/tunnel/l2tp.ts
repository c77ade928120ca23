/**
 * L2TPv3 over IP: RFC 3931 §4.1.1. The length of the cookie and whether a sublayer precedes the payload were agreed when the session was
 * set up, and no packet states them; nor does it state what the payload is. So every combination is tried, and the tunnel
 * is taken off only where exactly one of them shows an IP packet. The session identifier is not used: each end has its own.
 */
import { u32 } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import { ETHER_TYPE_ETHERNET, ETHER_TYPE_IPV4, ETHER_TYPE_IPV6 } from '../link/ether-type.js';
import type { PacketView } from '../view.js';
import { stepInto } from './inner.js';
import { enterTunnel, Tunnel } from './kind.js';

const SESSION = 4;
/** RFC 3931 §4.1.1: session 0 carries control messages. */
const CONTROL = 0;
/** Octets of cookie (none, 4, 8) and sublayer (none, 4) together. */
const MAX_BETWEEN = 12;
const PAYLOADS: readonly number[] = [ETHER_TYPE_ETHERNET, ETHER_TYPE_IPV4, ETHER_TYPE_IPV6];

export function peelL2tp(view: PacketView): Fault {
  const { at, end, wireEnd, vlanCount, ipVersion } = view;
  if (end - at < SESSION || u32(view.buf, at) === CONTROL) return Fault.NotTcpOrUdp;
  let found = 0;
  let payloadAt = 0;
  let payload = 0;
  for (let between = 0; between <= MAX_BETWEEN; between += 4) {
    for (const type of PAYLOADS) {
      const from = at + SESSION + between;
      if (!stepInto(view, from, end, wireEnd, type)) continue;
      found++;
      payloadAt = from;
      payload = type;
      view.vlanCount = vlanCount;
      view.ipVersion = ipVersion;
    }
  }
  if (found !== 1) return Fault.NotTcpOrUdp;
  if (!enterTunnel(view, Tunnel.L2tp, 0)) return Fault.TunnelTooDeep;
  stepInto(view, payloadAt, end, wireEnd, payload);
  return Fault.None;
}
