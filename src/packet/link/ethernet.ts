/** Ethernet II and IEEE 802.3 frames: LINKTYPE_ETHERNET. What the type announces is taken off in ether-type.ts. */
import { u16 } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';
import { ETHER_TYPE_ETHERNET, ETHER_TYPE_IPV4, walkEtherTypes } from './ether-type.js';

/** Two addresses of six octets, then the EtherType. */
const ETHER_TYPE = 12;
const HEADER = 14;

export function decodeEthernet(view: PacketView): Fault {
  const at = view.at;
  // By far the most frames: nothing between Ethernet and IPv4.
  if (view.end - at >= HEADER && u16(view.buf, at + ETHER_TYPE) === ETHER_TYPE_IPV4) {
    view.at = at + HEADER;
    view.ipVersion = 4;
    return Fault.None;
  }
  return walkEtherTypes(view, ETHER_TYPE_ETHERNET);
}
