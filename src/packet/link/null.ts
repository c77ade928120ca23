/**
 * A protocol family in four octets before the packet: LINKTYPE_NULL (BSD loopback and Apple's utun), LINKTYPE_LOOP
 * (OpenBSD loopback) and LINKTYPE_ENC (OpenBSD, packets inside IPsec); https://www.tcpdump.org/linktypes.html.
 */
import { u32, u32le } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';

const FAMILY_LENGTH = 4;
/** LINKTYPE_ENC: family, security parameter index, flags. */
const ENC_HEADER = 12;

/** AF_INET is 2 everywhere; AF_INET6 came after the systems had parted. */
const AF_INET = 2;
const AF_INET6_LINUX = 10;
const AF_INET6_WINDOWS = 23;
const AF_INET6_OPENBSD = 24;
const AF_INET6_FREEBSD = 28;
const AF_INET6_DARWIN = 30;

/** LINKTYPE_NULL: the family in the byte order of the machine that captured, which the file's own order does not tell. */
export function decodeNull(view: PacketView): Fault {
  return decodeHostOrder(view, FAMILY_LENGTH);
}

/** LINKTYPE_LOOP: the family in network byte order. */
export function decodeLoop(view: PacketView): Fault {
  if (view.end - view.at < FAMILY_LENGTH) return Fault.TruncatedLink;
  return decodeFamily(view, u32(view.buf, view.at), FAMILY_LENGTH);
}

/** LINKTYPE_ENC: the family and the flags in the byte order of the machine that captured. */
export function decodeEnc(view: PacketView): Fault {
  return decodeHostOrder(view, ENC_HEADER);
}

function decodeHostOrder(view: PacketView, headerLength: number): Fault {
  if (view.end - view.at < headerLength) return Fault.TruncatedLink;
  const swapped = u32le(view.buf, view.at);
  // A family fits one octet, so only one order gives a small number.
  return decodeFamily(view, swapped > 0xff ? u32(view.buf, view.at) : swapped, headerLength);
}

function decodeFamily(view: PacketView, family: number, headerLength: number): Fault {
  switch (family) {
    case AF_INET:
      view.ipVersion = 4;
      break;
    case AF_INET6_LINUX:
    case AF_INET6_WINDOWS:
    case AF_INET6_OPENBSD:
    case AF_INET6_FREEBSD:
    case AF_INET6_DARWIN:
      view.ipVersion = 6;
      break;
    default:
      return Fault.NotIp;
  }
  view.at += headerLength;
  return Fault.None;
}
