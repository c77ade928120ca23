/**
 * LINKTYPE_ number to decoder (https://www.tcpdump.org/linktypes.html). A link decoder moves the view's cursor to the IP
 * header and sets `ipVersion` to what the link announces: 4, 6, or 0 where only the packet itself tells.
 */
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';
import { ETHER_TYPE_PPPOE_SESSION, walkEtherTypes } from './ether-type.js';
import { decodeEthernet } from './ethernet.js';
import { decodeSll, decodeSll2 } from './linux-sll.js';
import { decodeEnc, decodeLoop, decodeNull } from './null.js';
import { PKTAP_OTHER, PKTAP_TRUNCATED, takePktap } from './pktap.js';
import { decodeCiscoHdlc, decodePpp, decodePppHdlc } from './ppp.js';
import { decodeRaw } from './raw.js';

const NULL = 0;
const ETHERNET = 1;
const PPP = 9;
/** Raw IP under the numbers that BSD systems gave it: DLT_RAW of most, and of OpenBSD. */
const DLT_RAW = 12;
const DLT_RAW_OPENBSD = 14;
const PPP_HDLC = 50;
const PPP_ETHER = 51;
const RAW = 101;
const C_HDLC = 104;
const LOOP = 108;
const ENC = 109;
const LINUX_SLL = 113;
/** LINKTYPE_USER2: anyone's; PKTAP if that header is there. */
const USER2 = 149;
const IPV4 = 228;
const IPV6 = 229;
const PKTAP = 258;
const LINUX_SLL2 = 276;

/** Takes the link header at the cursor off. */
export function decodeLink(view: PacketView, linkType: number): Fault {
  switch (linkType) {
    case ETHERNET:
      return decodeEthernet(view);
    case RAW:
    case DLT_RAW:
    case DLT_RAW_OPENBSD:
      return decodeRaw(view, 0);
    case IPV4:
      return decodeRaw(view, 4);
    case IPV6:
      return decodeRaw(view, 6);
    case NULL:
      return decodeNull(view);
    case LOOP:
      return decodeLoop(view);
    case ENC:
      return decodeEnc(view);
    case LINUX_SLL:
      return decodeSll(view);
    case LINUX_SLL2:
      return decodeSll2(view);
    case PPP:
      return decodePpp(view);
    case PPP_HDLC:
      return decodePppHdlc(view);
    case PPP_ETHER:
      return walkEtherTypes(view, ETHER_TYPE_PPPOE_SESSION);
    case C_HDLC:
      return decodeCiscoHdlc(view);
    case PKTAP:
    case USER2:
      return decodePktap(view, linkType);
    default:
      return Fault.UnsupportedLinkType;
  }
}

/** One PKTAP header, never one in another. */
function decodePktap(view: PacketView, linkType: number): Fault {
  const inner = takePktap(view);
  if (inner === PKTAP_OTHER) return linkType === USER2 ? Fault.UnsupportedLinkType : Fault.NotIp;
  if (inner === PKTAP_TRUNCATED) return linkType === USER2 ? Fault.UnsupportedLinkType : Fault.TruncatedLink;
  return inner === PKTAP || inner === USER2 ? Fault.UnsupportedLinkType : decodeLink(view, inner);
}
