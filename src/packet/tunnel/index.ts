/**
 * IP protocol number or UDP port to tunnel. What is behind an IP protocol number is that tunnel or a fault; what is behind a
 * UDP port is a tunnel only if an IP packet lies inside (inner.ts). WireGuard and other encrypted tunnels stay what they are
 * outside: ordinary UDP flows.
 */
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';
import { peelGeneve } from './geneve.js';
import { peelGre } from './gre.js';
import { peelGtpu } from './gtpu.js';
import { NOT_A_TUNNEL, type Peeled } from './inner.js';
import { peelIpInIp } from './ipip.js';
import { peelL2tp } from './l2tp.js';
import { peelTeredo } from './teredo.js';
import { peelVxlan } from './vxlan.js';

// https://www.iana.org/assignments/protocol-numbers
const PROTOCOL_IPV4 = 4;
const PROTOCOL_IPV6 = 41;
const PROTOCOL_GRE = 47;
const PROTOCOL_L2TP = 115;

// https://www.iana.org/assignments/service-names-port-numbers
const PORT_GTPU = 2152;
const PORT_TEREDO = 3544;
const PORT_VXLAN = 4789;
const PORT_GENEVE = 6081;
const PORT_VXLAN_LINUX = 8472;

/** Takes off what the protocol number of the IP packet last decoded announces. */
export function peelProtocol(view: PacketView): Fault {
  switch (view.protocol) {
    case PROTOCOL_IPV4:
      return peelIpInIp(view, 4);
    case PROTOCOL_IPV6:
      return peelIpInIp(view, 6);
    case PROTOCOL_GRE:
      return peelGre(view);
    case PROTOCOL_L2TP:
      return peelL2tp(view);
    default:
      return Fault.NotTcpOrUdp;
  }
}

/** Takes off what the payload of the UDP datagram last decoded carries, if that is a tunnel's. */
export function peelUdp(view: PacketView): Peeled {
  // RFC 7348 §5, RFC 8926 §3.3: the source port is a hash of what is inside.
  switch (view.dstPort) {
    case PORT_VXLAN:
      return peelVxlan(view, false);
    case PORT_VXLAN_LINUX:
      return peelVxlan(view, true);
    case PORT_GENEVE:
      return peelGeneve(view);
    case PORT_GTPU:
      return peelGtpu(view);
    case PORT_TEREDO:
      return peelTeredo(view);
  }
  // TS 29.281 §4.4.2, RFC 4380 §5.2: a sender may have any source port, and be answered there.
  switch (view.srcPort) {
    case PORT_GTPU:
      return peelGtpu(view);
    case PORT_TEREDO:
      return peelTeredo(view);
    default:
      return NOT_A_TUNNEL;
  }
}
