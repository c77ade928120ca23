/**
 * Linux cooked captures (the `any` device): LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2,
 * https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html and LINKTYPE_LINUX_SLL2.html.
 */
import { u16 } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';
import { ETHER_TYPE_LLC, walkEtherTypes } from './ether-type.js';

// Offsets in octets from the start of the header.
const SLL_HARDWARE_TYPE = 2;
const SLL_PROTOCOL = 14;
const SLL_HEADER = 16;

const SLL2_PROTOCOL = 0;
const SLL2_HARDWARE_TYPE = 8;
const SLL2_HEADER = 20;

/** Hardware types whose protocol field is no EtherType (if_arp.h): 802.11 with radiotap, netlink. */
const ARPHRD_IEEE80211_RADIOTAP = 803;
const ARPHRD_NETLINK = 824;

/** Protocol numbers below the EtherTypes are Linux's own (if_ether.h); of those, ETH_P_802_2 is a frame that starts with LLC. */
const ETH_P_802_2 = 4;

export function decodeSll(view: PacketView): Fault {
  return decodeCooked(view, SLL_HARDWARE_TYPE, SLL_PROTOCOL, SLL_HEADER);
}

export function decodeSll2(view: PacketView): Fault {
  return decodeCooked(view, SLL2_HARDWARE_TYPE, SLL2_PROTOCOL, SLL2_HEADER);
}

function decodeCooked(view: PacketView, hardwareTypeAt: number, protocolAt: number, headerLength: number): Fault {
  const at = view.at;
  if (view.end - at < headerLength) return Fault.TruncatedLink;
  const hardwareType = u16(view.buf, at + hardwareTypeAt);
  if (hardwareType === ARPHRD_NETLINK || hardwareType === ARPHRD_IEEE80211_RADIOTAP) return Fault.NotIp;
  const protocol = u16(view.buf, at + protocolAt);
  view.at = at + headerLength;
  return walkEtherTypes(view, protocol === ETH_P_802_2 ? ETHER_TYPE_LLC : protocol);
}
