/** Raw IP, no link header: LINKTYPE_RAW, the BSD numbers for it, LINKTYPE_IPV4 and LINKTYPE_IPV6; what a TUN device carries. */
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';

/** @param version what the link type announces: 4, 6, or 0 for either */
export function decodeRaw(view: PacketView, version: number): Fault {
  view.ipVersion = version;
  return Fault.None;
}
