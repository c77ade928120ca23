/**
 * IPv6 headers and the bounded walk over extension headers: RFC 8200 §3 and §4; jumbograms: RFC 2675; authentication
 * header: RFC 4302 §2; mobility: RFC 6275 §6.1; HIP: RFC 7401 §5.1; Shim6: RFC 5533 §5.1. The destination is the one in
 * the IPv6 header, whatever a routing header says.
 */
import { u16, u32 } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';

// Offsets in octets from the start of the header.
const PAYLOAD_LENGTH = 4;
const NEXT_HEADER = 6;
const SOURCE = 8;
const DESTINATION = 24;
const HEADER = 40;

// https://www.iana.org/assignments/ipv6-parameters: extension header types.
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION_OPTIONS = 60;
const MOBILITY = 135;
const HIP = 139;
const SHIM6 = 140;

/** Next header and length: what every extension header begins with. */
const EXTENSION_START = 2;
/** Most extension headers of one packet. RFC 8200 §4.1 has no use for more than seven. */
const MAX_EXTENSIONS = 16;

const FRAGMENT_OFFSET = 2;
/** Fragment offset and the flag "more fragments"; between them lie two reserved bits. */
const FRAGMENT_MASK = 0xfff9;

// Options of a hop-by-hop header, RFC 8200 §4.2.
const PAD1 = 0;
const JUMBO_PAYLOAD = 0xc2;
const JUMBO_PAYLOAD_LENGTH = 4;
/** RFC 2675 §3: a jumbogram's payload does not fit the header's own length field. */
const MIN_JUMBO_PAYLOAD = 0x10000;
/** Most options looked at for the jumbo payload option. RFC 8504 §5.3 lets a host refuse more than eight. */
const MAX_OPTIONS = 32;

/**
 * Decodes the header at the cursor and moves the cursor behind the last extension header.
 *
 * A payload length of 0 stands in a jumbogram, which states its length in an option, and otherwise in a packet that the
 * network card will cut into segments; then the frame's length counts. A length beyond the frame makes the packet
 * `clipped`, as with IPv4.
 */
export function decodeIpv6(view: PacketView): Fault {
  const buf = view.buf;
  const at = view.at;
  const captured = view.end - at;
  if (captured < HEADER) return Fault.TruncatedIpv6;
  if (buf[at]! >>> 4 !== 6) return Fault.BadIpVersion;
  const next = buf[at + NEXT_HEADER]!;
  let length = HEADER + u16(buf, at + PAYLOAD_LENGTH);
  if (length === HEADER) {
    const jumbo = next === HOP_BY_HOP ? jumboPayload(buf, at + HEADER, view.end) : 0;
    if (jumbo !== 0 && jumbo < MIN_JUMBO_PAYLOAD) return Fault.BadIpv6PayloadLength;
    length = jumbo === 0 ? view.wireEnd - at : HEADER + jumbo;
  }
  view.ipAt = at;
  view.ipLength = length;
  view.srcAt = at + SOURCE;
  view.dstAt = at + DESTINATION;
  view.clipped = captured < length;
  view.at = at + HEADER;
  view.wireEnd = at + length;
  if (!view.clipped) view.end = view.wireEnd;
  return walkExtensions(view, next);
}

/** Moves the cursor over extension headers to the first header that is none, whose number goes into `protocol`. */
function walkExtensions(view: PacketView, first: number): Fault {
  const buf = view.buf;
  const end = view.end;
  let next = first;
  let at = view.at;
  for (let headers = 0; isExtension(next); headers++) {
    if (headers === MAX_EXTENSIONS) return Fault.Ipv6ExtensionsTooMany;
    if (end - at < EXTENSION_START) return Fault.TruncatedIpv6Extension;
    const length = extensionLength(next, buf[at + 1]!);
    if (end - at < length) return Fault.TruncatedIpv6Extension;
    const type = next;
    next = buf[at]!;
    if (type === FRAGMENT && (u16(buf, at + FRAGMENT_OFFSET) & FRAGMENT_MASK) !== 0) {
      view.protocol = next;
      view.at = at;
      return Fault.IpFragment;
    }
    // RFC 6946: a fragment header with offset 0 and nothing to follow is on a whole packet.
    at += length;
  }
  view.protocol = next;
  view.at = at;
  return Fault.None;
}

function isExtension(type: number): boolean {
  switch (type) {
    case HOP_BY_HOP:
    case ROUTING:
    case FRAGMENT:
    case AUTHENTICATION:
    case DESTINATION_OPTIONS:
    case MOBILITY:
    case HIP:
    case SHIM6:
      return true;
    default:
      return false;
  }
}

/** Octets of an extension header, from its type and its length field. */
function extensionLength(type: number, field: number): number {
  if (type === FRAGMENT) return 8; // RFC 8200 §4.5: the field is reserved
  if (type === AUTHENTICATION) return (field + 2) << 2; // RFC 4302 §2.2: 32-bit words, less two
  return (field + 1) << 3; // RFC 8200 §4.3: 64-bit words, the first not counted
}

/** RFC 2675 §2: the length in the jumbo payload option of the hop-by-hop header at `at`; 0 if it is not (wholly) there. */
function jumboPayload(buf: Uint8Array, at: number, end: number): number {
  if (end - at < EXTENSION_START) return 0;
  const optionsEnd = Math.min(end, at + extensionLength(HOP_BY_HOP, buf[at + 1]!));
  let option = at + EXTENSION_START;
  for (let options = 0; options < MAX_OPTIONS && option < optionsEnd; options++) {
    const type = buf[option]!;
    if (type === PAD1) {
      option++;
      continue;
    }
    if (optionsEnd - option < 2) return 0;
    const length = buf[option + 1]!;
    if (type === JUMBO_PAYLOAD) {
      return length === JUMBO_PAYLOAD_LENGTH && optionsEnd - option >= 2 + length ? u32(buf, option + 2) : 0;
    }
    option += 2 + length;
  }
  return 0;
}
