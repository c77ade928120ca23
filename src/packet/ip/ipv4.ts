/**
 * IPv4 headers: RFC 791 §3.1. Options are passed over, and so is an authentication header (RFC 4302 §2) behind them; checksums
 * are not verified, as offloading leaves them wrong.
 */
import { u16 } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';

// Offsets in octets from the start of the header.
const TOTAL_LENGTH = 2;
const FRAGMENT = 6;
const PROTOCOL = 9;
const SOURCE = 12;
const DESTINATION = 16;
const MIN_HEADER = 20;

/** Authentication header: next protocol, length in words of four octets less two, ... */
const AUTHENTICATION = 51;
const AUTHENTICATION_START = 2;

/** The flag "more fragments" and the fragment offset: a packet in one piece has 0 in all of them. */
const FRAGMENT_MASK = 0x3fff;

/**
 * Decodes the header at the cursor and moves the cursor to what the packet carries.
 *
 * Total length 0 is what a capture on the sender shows of a packet that its network card will cut into segments
 * (segmentation offload; more than 65,535 octets with BIG TCP): then the frame's length counts. A total length beyond the
 * frame makes the packet `clipped`: tcpdump and tshark read such packets too, and there are captures whose writer cut the
 * packets and wrote the cut length as the length on the wire.
 */
export function decodeIpv4(view: PacketView): Fault {
  const buf = view.buf;
  const at = view.at;
  const captured = view.end - at;
  if (captured < MIN_HEADER) return Fault.TruncatedIpv4;
  if (buf[at]! >>> 4 !== 4) return Fault.BadIpVersion;
  const headerLength = (buf[at]! & 0x0f) << 2; // IHL counts 32-bit words
  if (headerLength < MIN_HEADER) return Fault.BadIpv4HeaderLength;
  let length = u16(buf, at + TOTAL_LENGTH);
  if (length === 0) length = view.wireEnd - at;
  if (length < headerLength) return Fault.BadIpv4TotalLength;
  if (captured < headerLength) return Fault.TruncatedIpv4;
  view.ipAt = at;
  view.ipLength = length;
  view.protocol = buf[at + PROTOCOL]!;
  view.srcAt = at + SOURCE;
  view.dstAt = at + DESTINATION;
  view.clipped = captured < length;
  view.at = at + headerLength;
  view.wireEnd = at + length;
  if (!view.clipped) view.end = view.wireEnd;
  if ((u16(buf, at + FRAGMENT) & FRAGMENT_MASK) !== 0) return Fault.IpFragment;
  return view.protocol === AUTHENTICATION ? passAuthentication(view) : Fault.None;
}

/** One authentication header: nobody signs a packet twice. */
function passAuthentication(view: PacketView): Fault {
  const { buf, at } = view;
  if (view.end - at < AUTHENTICATION_START) return Fault.NotTcpOrUdp;
  const length = (buf[at + 1]! + 2) << 2;
  if (view.end - at < length) return Fault.NotTcpOrUdp;
  view.protocol = buf[at]!;
  view.at = at + length;
  return Fault.None;
}
