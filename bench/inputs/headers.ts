/**
 * Headers of made packets: Ethernet, IPv4 (RFC 791) or IPv6 (RFC 8200) without options, TCP (RFC 9293) or UDP (RFC 768), all lengths and
 * checksums right. Who talks to whom stands in an `Endpoints`, which a lane fills anew for each of its flows.
 */
import { checksum, put16, put32, sum } from './checksum.js';

export const ETHERNET = 14;
export const IPV4 = 20;
export const IPV6 = 40;
export const TCP = 20;
export const UDP = 8;
/** Octets of all headers of the largest made packet, the options of a SYN included. */
export const MOST_HEADERS = ETHERNET + IPV6 + TCP + 12;

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;

const ETHER_TYPE_IPV4 = 0x0800;
const ETHER_TYPE_IPV6 = 0x86dd;
const PROTOCOL_TCP = 6;
const PROTOCOL_UDP = 17;
const TTL = 64;
const DONT_FRAGMENT = 0x4000;
const WINDOW = 0xfaf0;

/** Maximum segment size 1460, SACK permitted, window scale 7, filled to words of four: RFC 9293 §3.2, RFC 2018, RFC 7323. */
const SYN_OPTIONS = Uint8Array.of(2, 4, 0x05, 0xb4, 1, 1, 4, 2, 1, 3, 3, 7);

/** MAC addresses of both ends, locally administered. */
const CLIENT_MAC = Uint8Array.of(2, 0, 0, 0, 0, 1);
const SERVER_MAC = Uint8Array.of(2, 0, 0, 0, 0, 2);

export class Endpoints {
  isV6 = false;
  /** 4 or 16 octets are meant. */
  readonly client: Uint8Array = new Uint8Array(16);
  readonly server: Uint8Array = new Uint8Array(16);
  clientMac: Uint8Array = CLIENT_MAC;
  serverMac: Uint8Array = SERVER_MAC;
  clientPort = 0;
  serverPort = 0;
  /** Identification of the next IPv4 packet. */
  ident = 0;

  get addressLength(): number {
    return this.isV6 ? 16 : 4;
  }
}

/**
 * Writes a TCP segment's frame at `octets[at, ...)`, whose payload stands there already, `headers(ends, flags)` octets behind `at`.
 * @param payloadSum `sum` of the payload
 * @returns octets of the frame
 */
export function writeTcp(
  octets: Uint8Array,
  at: number,
  ends: Endpoints,
  fromClient: boolean,
  sequence: number,
  acknowledged: number,
  flags: number,
  payload: number,
  payloadSum: number,
): number {
  const options = flags & SYN ? SYN_OPTIONS.length : 0;
  const tcp = writeIp(octets, at, ends, fromClient, PROTOCOL_TCP, TCP + options + payload);
  put16(octets, tcp, fromClient ? ends.clientPort : ends.serverPort);
  put16(octets, tcp + 2, fromClient ? ends.serverPort : ends.clientPort);
  put32(octets, tcp + 4, sequence);
  put32(octets, tcp + 8, flags & ACK ? acknowledged : 0);
  octets[tcp + 12] = ((TCP + options) >>> 2) << 4;
  octets[tcp + 13] = flags;
  put16(octets, tcp + 14, WINDOW);
  put32(octets, tcp + 16, 0);
  if (options > 0) octets.set(SYN_OPTIONS, tcp + TCP);
  const pseudo = pseudoHeader(ends, PROTOCOL_TCP, TCP + options + payload);
  put16(octets, tcp + 16, checksum(pseudo + sum(octets, tcp, tcp + TCP + options) + payloadSum));
  return tcp + TCP + options + payload - at;
}

/** The same for a UDP datagram. */
export function writeUdp(
  octets: Uint8Array,
  at: number,
  ends: Endpoints,
  fromClient: boolean,
  payload: number,
  payloadSum: number,
): number {
  const udp = writeIp(octets, at, ends, fromClient, PROTOCOL_UDP, UDP + payload);
  put16(octets, udp, fromClient ? ends.clientPort : ends.serverPort);
  put16(octets, udp + 2, fromClient ? ends.serverPort : ends.clientPort);
  put16(octets, udp + 4, UDP + payload);
  put16(octets, udp + 6, 0);
  const pseudo = pseudoHeader(ends, PROTOCOL_UDP, UDP + payload);
  put16(octets, udp + 6, checksum(pseudo + sum(octets, udp, udp + UDP) + payloadSum) || 0xffff);
  return udp + UDP + payload - at;
}

/** Octets before the payload of a segment that is no SYN, or of a datagram. */
export function headers(ends: Endpoints, transport: number): number {
  return ETHERNET + (ends.isV6 ? IPV6 : IPV4) + transport;
}

/** Ethernet and IP header; returns where the transport header begins. */
function writeIp(
  octets: Uint8Array,
  at: number,
  ends: Endpoints,
  fromClient: boolean,
  protocol: number,
  length: number,
): number {
  octets.set(fromClient ? ends.serverMac : ends.clientMac, at);
  octets.set(fromClient ? ends.clientMac : ends.serverMac, at + 6);
  put16(octets, at + 12, ends.isV6 ? ETHER_TYPE_IPV6 : ETHER_TYPE_IPV4);
  const ip = at + ETHERNET;
  const from = fromClient ? ends.client : ends.server;
  const to = fromClient ? ends.server : ends.client;
  if (ends.isV6) {
    put32(octets, ip, 0x60000000);
    put16(octets, ip + 4, length);
    octets[ip + 6] = protocol;
    octets[ip + 7] = TTL;
    octets.set(from, ip + 8);
    octets.set(to, ip + 24);
    return ip + IPV6;
  }
  put16(octets, ip, 0x4500);
  put16(octets, ip + 2, IPV4 + length);
  put16(octets, ip + 4, ends.ident++);
  put16(octets, ip + 6, DONT_FRAGMENT);
  octets[ip + 8] = TTL;
  octets[ip + 9] = protocol;
  put16(octets, ip + 10, 0);
  for (let i = 0; i < 4; i++) octets[ip + 12 + i] = from[i]!;
  for (let i = 0; i < 4; i++) octets[ip + 16 + i] = to[i]!;
  put16(octets, ip + 10, checksum(sum(octets, ip, ip + IPV4)));
  return ip + IPV4;
}

function pseudoHeader(ends: Endpoints, protocol: number, length: number): number {
  const size = ends.addressLength;
  return sum(ends.client, 0, size) + sum(ends.server, 0, size) + protocol + length;
}
