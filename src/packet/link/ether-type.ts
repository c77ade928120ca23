/**
 * From an EtherType to IP: a bounded walk over what may stand between, each header naming the next by an EtherType. VLAN
 * tags (IEEE 802.1Q §9), MPLS labels (RFC 3032) and Ethernet pseudowires under them (RFC 4448), PPPoE (RFC 2516) and PPP
 * (RFC 1661), 802.2 LLC with SNAP (RFC 1042), Cisco metadata (security group tags).
 */
import { u16 } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import { MAX_VLANS, type PacketView } from '../view.js';

/** Most headers before IP that are walked over: Ethernet headers, tags, labels, and the rest together. */
export const MAX_LINK_HEADERS = 16;

// https://www.iana.org/assignments/ieee-802-numbers
export const ETHER_TYPE_IPV4 = 0x0800;
export const ETHER_TYPE_IPV6 = 0x86dd;
/** A whole Ethernet frame ("transparent Ethernet bridging"). */
export const ETHER_TYPE_ETHERNET = 0x6558;
/** PPP from its protocol field on. */
export const ETHER_TYPE_PPP = 0x880b;
export const ETHER_TYPE_PPPOE_SESSION = 0x8864;
/** 802.2 LLC follows at once, with no length before it. */
export const ETHER_TYPE_LLC = 0x8870;
const CUSTOMER_VLAN = 0x8100;
const SERVICE_VLAN = 0x88a8;
/** Outer tags of before 802.1ad (QinQ). */
const QINQ = 0x9100;
const QINQ_OTHER = 0x9200;
const MPLS_UNICAST = 0x8847;
const MPLS_MULTICAST = 0x8848;
const CISCO_METADATA = 0x8909;

/** IEEE 802.3 §3.2.6: up to this the field is no type but the length of what follows. */
const MAX_802_3_LENGTH = 1500;

/** What a step returns instead of the next EtherType: the header is cut; it leads to no IP packet. */
const TRUNCATED = -1;
const NOT_IP = -2;

const ETHERNET_ADDRESSES = 12;
const ETHERNET_HEADER = 14;
const VLAN_TAG = 4;
/** IEEE 802.1Q §9.6: priority and drop eligibility stand above the identifier. */
const VLAN_IDENTIFIER = 0x0fff;

/** Moves the cursor from behind the EtherType `first` to the IP header, and sets `ipVersion` to what was announced. */
export function walkEtherTypes(view: PacketView, first: number): Fault {
  let type = first;
  for (let headers = 0; headers <= MAX_LINK_HEADERS; headers++) {
    switch (type) {
      case ETHER_TYPE_IPV4:
        view.ipVersion = 4;
        return Fault.None;
      case ETHER_TYPE_IPV6:
        view.ipVersion = 6;
        return Fault.None;
      case ETHER_TYPE_ETHERNET:
        type = typeOrLength(view, ETHERNET_ADDRESSES);
        break;
      case CUSTOMER_VLAN:
      case SERVICE_VLAN:
      case QINQ:
      case QINQ_OTHER:
        if (view.vlanCount === MAX_VLANS) return Fault.LinkTooDeep;
        type = vlanTag(view);
        break;
      case MPLS_UNICAST:
      case MPLS_MULTICAST:
        type = mplsLabel(view, type);
        break;
      case ETHER_TYPE_PPPOE_SESSION:
        type = pppoeSession(view);
        break;
      case ETHER_TYPE_PPP:
        type = pppProtocol(view);
        break;
      case ETHER_TYPE_LLC:
        type = llc(view);
        break;
      case CISCO_METADATA:
        type = ciscoMetadata(view);
        break;
      case TRUNCATED:
        return Fault.TruncatedLink;
      default:
        return Fault.NotIp;
    }
  }
  return Fault.LinkTooDeep;
}

/** Reads the type-or-length field `skip` octets on and moves the cursor behind it. An 802.3 length ends the frame. */
function typeOrLength(view: PacketView, skip: number): number {
  const at = view.at + skip;
  if (view.end - at < 2) return TRUNCATED;
  const value = u16(view.buf, at);
  view.at = at + 2;
  if (value > MAX_802_3_LENGTH) return value;
  endAt(view, view.at + value);
  return ETHER_TYPE_LLC;
}

/** What lies behind `end` belongs to the enclosing header; a length beyond the frame says nothing. */
function endAt(view: PacketView, end: number): void {
  if (end < view.end) view.end = end;
  if (end < view.wireEnd) view.wireEnd = end;
}

function vlanTag(view: PacketView): number {
  if (view.end - view.at < VLAN_TAG) return TRUNCATED;
  const identifier = u16(view.buf, view.at) & VLAN_IDENTIFIER;
  if (identifier !== 0) view.vlans[view.vlanCount++] = identifier;
  return typeOrLength(view, 2);
}

const MPLS_ENTRY = 4;
const MPLS_BOTTOM_OF_STACK = 0x01;

/**
 * RFC 3032 §2.1, one label a call. Nothing says what lies under the last one; RFC 4928 §3 has routers look at its first four
 * bits: 4 and 6 are IP, and a pseudowire that could be taken for them must begin with a control word.
 */
function mplsLabel(view: PacketView, type: number): number {
  const at = view.at;
  if (view.end - at < MPLS_ENTRY) return TRUNCATED;
  const bottom = (view.buf[at + 2]! & MPLS_BOTTOM_OF_STACK) !== 0;
  view.at = at + MPLS_ENTRY;
  if (!bottom) return type;
  if (view.at >= view.end) return TRUNCATED;
  switch (view.buf[view.at]! >>> 4) {
    case 4:
      return ETHER_TYPE_IPV4;
    case 6:
      return ETHER_TYPE_IPV6;
    case 0:
      return pseudowire(view);
    default:
      return NOT_IP;
  }
}

/** RFC 4448 §4.6. */
const CONTROL_WORD = 4;

/**
 * A frame behind a control word, or a frame at once to an address that begins with a zero: only where one of the two shows
 * an IP packet and the other does not.
 */
function pseudowire(view: PacketView): number {
  const behindControlWord = showsIp(view, view.at + CONTROL_WORD);
  if (behindControlWord === showsIp(view, view.at)) return NOT_IP;
  if (behindControlWord) view.at += CONTROL_WORD;
  return ETHER_TYPE_ETHERNET;
}

/** Whether an Ethernet frame at `at`, with no tag or one, has an IP EtherType and that version's number behind it. */
function showsIp(view: PacketView, at: number): boolean {
  const buf = view.buf;
  let packet = at + ETHERNET_HEADER;
  if (view.end <= packet) return false;
  let type = u16(buf, packet - 2);
  if (type === CUSTOMER_VLAN || type === SERVICE_VLAN) {
    packet += VLAN_TAG;
    if (view.end <= packet) return false;
    type = u16(buf, packet - 2);
  }
  const version = buf[packet]! >>> 4;
  return type === ETHER_TYPE_IPV4 ? version === 4 : type === ETHER_TYPE_IPV6 && version === 6;
}

const PPPOE_HEADER = 6;
/** RFC 2516 §4: version 1 and type 1 in one octet; code 0 is a session's packet. */
const PPPOE_VERSION_AND_TYPE = 0x11;
const PPPOE_CODE_SESSION = 0x00;
const PPPOE_LENGTH = 4;

function pppoeSession(view: PacketView): number {
  const at = view.at;
  if (view.end - at < PPPOE_HEADER) return TRUNCATED;
  if (view.buf[at] !== PPPOE_VERSION_AND_TYPE || view.buf[at + 1] !== PPPOE_CODE_SESSION) return NOT_IP;
  view.at = at + PPPOE_HEADER;
  endAt(view, view.at + u16(view.buf, at + PPPOE_LENGTH));
  return ETHER_TYPE_PPP;
}

// https://www.iana.org/assignments/ppp-numbers
const PPP_IPV4 = 0x0021;
const PPP_IPV6 = 0x0057;
const PPP_MPLS_UNICAST = 0x0281;
const PPP_MPLS_MULTICAST = 0x0283;

/** RFC 1661 §2: the protocol field's last octet is odd and no other is; §6.5: a high octet of 0 may be left out. */
function pppProtocol(view: PacketView): number {
  const at = view.at;
  if (at >= view.end) return TRUNCATED;
  const compressed = (view.buf[at]! & 1) === 1;
  if (!compressed && view.end - at < 2) return TRUNCATED;
  view.at = at + (compressed ? 1 : 2);
  switch (compressed ? view.buf[at]! : u16(view.buf, at)) {
    case PPP_IPV4:
      return ETHER_TYPE_IPV4;
    case PPP_IPV6:
      return ETHER_TYPE_IPV6;
    case PPP_MPLS_UNICAST:
      return MPLS_UNICAST;
    case PPP_MPLS_MULTICAST:
      return MPLS_MULTICAST;
    default:
      return NOT_IP;
  }
}

/** Destination and source service access point, control. */
const LLC_HEADER = 3;
/** The same, then an organisation of three octets and an EtherType. */
const SNAP_HEADER = 8;
const SAP_SNAP = 0xaa;
const CONTROL_UI = 0x03;
/** RFC 1042: the organisation 0 says that an EtherType follows. */
const SNAP_ENCAPSULATED_ETHERNET = 0;

function llc(view: PacketView): number {
  const buf = view.buf;
  const at = view.at;
  if (view.end - at < LLC_HEADER) return TRUNCATED;
  if (buf[at] !== SAP_SNAP || buf[at + 1] !== SAP_SNAP || buf[at + 2] !== CONTROL_UI) return NOT_IP;
  if (view.end - at < SNAP_HEADER) return TRUNCATED;
  const organisation = (u16(buf, at + 3) << 8) | buf[at + 5]!;
  if (organisation !== SNAP_ENCAPSULATED_ETHERNET) return NOT_IP;
  view.at = at + SNAP_HEADER;
  return u16(buf, at + 6);
}

/** Version, length, one option of four octets (the security group tag); then the next EtherType. As tshark and Arkime read it. */
const CISCO_METADATA_HEADER = 6;
const CISCO_METADATA_VERSION = 1;
/** In options of four octets. */
const CISCO_METADATA_LENGTH = 1;

function ciscoMetadata(view: PacketView): number {
  const at = view.at;
  if (view.end - at < CISCO_METADATA_HEADER) return TRUNCATED;
  if (view.buf[at] !== CISCO_METADATA_VERSION || view.buf[at + 1] !== CISCO_METADATA_LENGTH) return NOT_IP;
  return typeOrLength(view, CISCO_METADATA_HEADER);
}
