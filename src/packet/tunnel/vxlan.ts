/** VXLAN: RFC 7348 §5. Ethernet frames in UDP to port 4789; Linux and others used 8472 before there was a number. */
import { u24, u32 } from '../../bytes/octets.js';
import { ETHER_TYPE_ETHERNET } from '../link/ether-type.js';
import type { PacketView } from '../view.js';
import { NOT_A_TUNNEL, type Peeled, peelDatagram } from './inner.js';
import { Tunnel } from './kind.js';

const HEADER = 8;
const FLAG_NETWORK = 0x08;
/** The first word if only that flag is set. */
const PLAIN_FLAGS = 0x08000000;
const NETWORK = 4;
const RESERVED = 7;

/** @param strict the other bits must be 0, as they must be sent: for the port that is not VXLAN's alone */
export function peelVxlan(view: PacketView, strict: boolean): Peeled {
  const { buf, payloadAt: at } = view;
  if (view.payloadEnd - at < HEADER || !(buf[at]! & FLAG_NETWORK)) return NOT_A_TUNNEL;
  if (strict && (u32(buf, at) !== PLAIN_FLAGS || buf[at + RESERVED] !== 0)) return NOT_A_TUNNEL;
  return peelDatagram(view, Tunnel.Vxlan, u24(buf, at + NETWORK), at + HEADER, ETHER_TYPE_ETHERNET);
}
