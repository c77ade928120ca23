/**
 * PPP as a capture's link type: LINKTYPE_PPP, LINKTYPE_PPP_HDLC (RFC 1662 §3.1), LINKTYPE_C_HDLC (Cisco's framing, RFC
 * 1547 §4.3.1), https://www.tcpdump.org/linktypes.html. Octet stuffing is undone before a capture is written; a frame check
 * sequence at the end is left outside by the IP length field. The protocol field itself is read in ether-type.ts.
 */
import { u16 } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';
import { ETHER_TYPE_PPP, walkEtherTypes } from './ether-type.js';

/** RFC 1662 §3.1: all stations, unnumbered information. */
const ADDRESS_ALL_STATIONS = 0xff;
const CONTROL_UI = 0x03;
const ADDRESS_AND_CONTROL = 2;

/** RFC 1547 §4.3.1: to one station, to all. */
const CISCO_UNICAST = 0x0f;
const CISCO_MULTICAST = 0x8f;
/** Address, control, EtherType. */
const CISCO_HDLC_HEADER = 4;
const CISCO_HDLC_ETHER_TYPE = 2;

/** LINKTYPE_PPP: address and control may stand before the protocol field, or not. */
export function decodePpp(view: PacketView): Fault {
  const at = view.at;
  if (
    view.end - at >= ADDRESS_AND_CONTROL &&
    view.buf[at] === ADDRESS_ALL_STATIONS &&
    view.buf[at + 1] === CONTROL_UI
  ) {
    view.at = at + ADDRESS_AND_CONTROL;
  }
  return walkEtherTypes(view, ETHER_TYPE_PPP);
}

/** LINKTYPE_PPP_HDLC: PPP in HDLC-like framing, or Cisco's framing; the first octet tells. */
export function decodePppHdlc(view: PacketView): Fault {
  if (view.at >= view.end) return Fault.TruncatedLink;
  const address = view.buf[view.at]!;
  return address === CISCO_UNICAST || address === CISCO_MULTICAST ? decodeCiscoHdlc(view) : decodePpp(view);
}

/** LINKTYPE_C_HDLC. */
export function decodeCiscoHdlc(view: PacketView): Fault {
  const at = view.at;
  if (view.end - at < CISCO_HDLC_HEADER) return Fault.TruncatedLink;
  view.at = at + CISCO_HDLC_HEADER;
  return walkEtherTypes(view, u16(view.buf, at + CISCO_HDLC_ETHER_TYPE));
}
