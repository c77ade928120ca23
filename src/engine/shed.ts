/**
 * Overload: when packets come faster than they can be looked into, those that carry nothing a verdict needs go first. That is bulk from a
 * server: large TCP segments and QUIC datagrams from a port that servers have. Hellos travel the other way, and SYN, FIN, RST stay, so that flows
 * begin and end as ever; what suffers is their packet counts (all of it counted as skipped) and how handshakes came out.
 *
 * This looks at plain IPv4 and IPv6 only (bare or in Ethernet); what is tunnelled, tagged or has options is left for the decoder.
 */
import type { PacketBatch } from '../source/batch.js';

const LINKTYPE_ETHERNET = 1;
const LINKTYPE_RAW = 101;
const ETHERNET_HEADER = 14;
const ETHER_TYPE_IPV4 = 0x0800;
const ETHER_TYPE_IPV6 = 0x86dd;
/** RFC 791 §3.1 without options; RFC 8200 §3. */
const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const VERSION_4_NO_OPTIONS = 0x45;
const FRAGMENT_MASK = 0x3fff;
const TCP = 6;
const UDP = 17;
const TCP_HEADER = 20;
/** FIN, SYN, RST: RFC 9293 §3.1. */
const TCP_CONTROL = 0x07;
/** Ports below are servers' (RFC 6335 §6, system ports); a client's are above. */
const LAST_SERVER_PORT = 1023;
/** IP octets from which on a packet is bulk: a full flight of a handshake's small messages lies below. */
const BULK_OCTETS = 600;

/**
 * Takes bulk out of the batch, in place. Allocates nothing.
 * @returns how many packets went
 */
export function shedBulk(batch: PacketBatch): number {
  const { octets, at, captured, onWire, time, linkType, label, count } = batch;
  let to = 0;
  for (let i = 0; i < count; i++) {
    if (isBulk(octets, at[i]!, captured[i]!, onWire[i]!, linkType[i]!)) continue;
    if (to !== i) {
      at[to] = at[i]!;
      captured[to] = captured[i]!;
      onWire[to] = onWire[i]!;
      time[to] = time[i]!;
      linkType[to] = linkType[i]!;
      label[to] = label[i]!;
    }
    to++;
  }
  batch.count = to;
  return count - to;
}

function isBulk(octets: Uint8Array, from: number, captured: number, onWire: number, linkType: number): boolean {
  if (onWire < BULK_OCTETS || captured < ETHERNET_HEADER + IPV6_HEADER + TCP_HEADER) return false;
  let at = from;
  if (linkType === LINKTYPE_ETHERNET) {
    const type = (octets[at + 12]! << 8) | octets[at + 13]!;
    if (type !== ETHER_TYPE_IPV4 && type !== ETHER_TYPE_IPV6) return false;
    at += ETHERNET_HEADER;
  } else if (linkType !== LINKTYPE_RAW) return false;
  let protocol: number;
  if (octets[at] === VERSION_4_NO_OPTIONS) {
    if ((((octets[at + 6]! << 8) | octets[at + 7]!) & FRAGMENT_MASK) !== 0) return false;
    protocol = octets[at + 9]!;
    at += IPV4_HEADER;
  } else if (octets[at]! >> 4 === 6) {
    protocol = octets[at + 6]!;
    at += IPV6_HEADER;
  } else return false;
  const source = (octets[at]! << 8) | octets[at + 1]!;
  const destination = (octets[at + 2]! << 8) | octets[at + 3]!;
  if (source > LAST_SERVER_PORT || destination <= LAST_SERVER_PORT) return false;
  // DNS answers are small; those that are not are worth more than bulk.
  if (protocol === UDP) return source === 443;
  return protocol === TCP && (octets[at + 13]! & TCP_CONTROL) === 0;
}
