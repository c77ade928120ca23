/** UDP headers: RFC 768; in jumbograms RFC 2675 §4. */
import { u16 } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';

// Offsets in octets from the start of the header.
const SOURCE_PORT = 0;
const DESTINATION_PORT = 2;
const LENGTH = 4;
const HEADER = 8;
const MAX_LENGTH = 0xffff;

/**
 * Decodes the datagram at the cursor. Its payload ends where its length field says, or with the IP packet if the field
 * says more: tcpdump, tshark and Zeek read such datagrams too.
 */
export function decodeUdp(view: PacketView): Fault {
  const buf = view.buf;
  const at = view.at;
  const end = view.end;
  if (end - at < HEADER) return Fault.TruncatedUdp;
  const enclosed = view.wireEnd - at;
  let length = u16(buf, at + LENGTH);
  // RFC 2675 §4: a datagram too long for the field has 0 in it.
  if (length === 0 && enclosed > MAX_LENGTH) length = enclosed;
  if (length < HEADER) return Fault.BadUdpLength;
  const wireEnd = at + Math.min(length, enclosed);
  view.srcPort = u16(buf, at + SOURCE_PORT);
  view.dstPort = u16(buf, at + DESTINATION_PORT);
  view.tcpSequence = 0;
  view.tcpFlags = 0;
  view.payloadAt = at + HEADER;
  view.payloadEnd = Math.min(wireEnd, end);
  view.payloadOnWire = wireEnd - view.payloadAt;
  return Fault.None;
}
