/** TCP headers: RFC 9293 §3.1. Options are not read. */
import { i32, u16 } from '../../bytes/octets.js';
import { Fault } from '../fault.js';
import type { PacketView } from '../view.js';

// Offsets in octets from the start of the header.
const SOURCE_PORT = 0;
const DESTINATION_PORT = 2;
const SEQUENCE_NUMBER = 4;
const DATA_OFFSET = 12;
const FLAGS = 13;
const MIN_HEADER = 20;

/**
 * Decodes the segment at the cursor. Its payload ends where the IP packet does. A capture that cut the options off is no
 * fault: the data offset still tells how much payload there was.
 */
export function decodeTcp(view: PacketView): Fault {
  const buf = view.buf;
  const at = view.at;
  const end = view.end;
  if (end - at < MIN_HEADER) return Fault.TruncatedTcp;
  const headerLength = (buf[at + DATA_OFFSET]! >>> 4) << 2; // counts 32-bit words
  if (headerLength < MIN_HEADER || headerLength > view.wireEnd - at) return Fault.BadTcpHeaderLength;
  view.srcPort = u16(buf, at + SOURCE_PORT);
  view.dstPort = u16(buf, at + DESTINATION_PORT);
  view.tcpSequence = i32(buf, at + SEQUENCE_NUMBER);
  view.tcpFlags = buf[at + FLAGS]!;
  const payloadAt = at + headerLength;
  view.payloadAt = Math.min(payloadAt, end);
  view.payloadEnd = end;
  view.payloadOnWire = view.wireEnd - payloadAt;
  return Fault.None;
}
