/**
 * Frames for tests, from the inside out: `ethernet({ payload: ipv4({ payload: tcp({ ... }) }) })`. Addresses are text.
 * Lengths and checksums are right unless a test states others: RFC 791, RFC 8200, RFC 9293, RFC 768, RFC 1071.
 */
import ipaddr from 'ipaddr.js';

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;

const TCP = 6;
const UDP = 17;
/** Where the checksum stands in each header. */
const TCP_CHECKSUM = 16;
const UDP_CHECKSUM = 6;

/** The octets of the parts, one after the other; a number is one octet. */
export function join(...parts: (Uint8Array | readonly number[] | number)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part])));
}

/** Two octets, big-endian. */
export function be16(value: number): number[] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

/** Four octets, big-endian. */
export function be32(value: number): number[] {
  return [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

/** The octets of an IPv4 or IPv6 address given as text. */
export function address(text: string): number[] {
  return ipaddr.parse(text).toByteArray();
}

/** RFC 1071: one's complement of the one's complement sum of 16-bit words. */
export function checksum(...parts: (Uint8Array | readonly number[])[]): number {
  const octets = join(...parts);
  let sum = 0;
  for (let i = 0; i < octets.length; i += 2) sum += (octets[i]! << 8) | (octets[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

export interface EthernetParts {
  src?: readonly number[];
  dst?: readonly number[];
  /** Tags, outermost first: an identifier (tag type 0x8100), or with its own tag type. */
  vlan?: readonly (number | { id: number; type: number })[];
  /** Default: by the version of the packet in `payload`. */
  etherType?: number;
  payload: Uint8Array;
  /** Zeros are added up to this length, as a network card adds them up to 60. */
  padTo?: number;
}

export function ethernet(parts: EthernetParts): Uint8Array {
  const { src = [2, 0, 0, 0, 0, 1], dst = [2, 0, 0, 0, 0, 2], vlan = [], payload, padTo = 0 } = parts;
  const etherType = parts.etherType ?? etherTypeOf(payload);
  const tags = vlan.flatMap((tag) => {
    const { id, type } = typeof tag === 'number' ? { id: tag, type: 0x8100 } : tag;
    return [...be16(type), ...be16(id)];
  });
  const frame = join(dst, src, tags, be16(etherType), payload);
  return join(frame, new Uint8Array(Math.max(0, padTo - frame.length)));
}

/** 0x0800 or 0x86dd, by the version of the packet. */
export function etherTypeOf(packet: Uint8Array): number {
  return packet[0]! >>> 4 === 6 ? 0x86dd : 0x0800;
}

export interface Ipv4Parts {
  src: string;
  dst: string;
  /** Default TCP (6). */
  protocol?: number;
  payload: Uint8Array;
  /** Zeros are added up to a multiple of 4. */
  options?: Uint8Array | readonly number[];
  id?: number;
  ttl?: number;
  dontFragment?: boolean;
  moreFragments?: boolean;
  /** In octets, a multiple of 8. */
  fragmentOffset?: number;
  /** Instead of the right one. */
  totalLength?: number;
}

/** A TCP or UDP checksum of 0 in the payload is replaced by the right one, but not in a fragment. */
export function ipv4(parts: Ipv4Parts): Uint8Array {
  const { protocol = TCP, options = [], id = 1, ttl = 64, fragmentOffset = 0 } = parts;
  const src = address(parts.src);
  const dst = address(parts.dst);
  const padded = join(options, new Uint8Array(-options.length & 3));
  const headerLength = 20 + padded.length;
  const fragment = fragmentOffset > 0 || parts.moreFragments === true;
  const pseudo = join(src, dst, 0, protocol, be16(parts.payload.length));
  const payload = fragment ? parts.payload : withChecksum(protocol, pseudo, parts.payload);
  const flags = (parts.dontFragment ? 0x4000 : 0) | (parts.moreFragments ? 0x2000 : 0) | (fragmentOffset >>> 3);
  const header = join(
    0x40 | (headerLength >>> 2),
    0,
    be16(parts.totalLength ?? headerLength + payload.length),
    be16(id),
    be16(flags),
    ttl,
    protocol,
    0,
    0,
    src,
    dst,
    padded,
  );
  header.set(be16(checksum(header)), 10);
  return join(header, payload);
}

/** One extension header: `content` is what follows its first two octets (next header, length), up to its end. */
export interface Ipv6Extension {
  type: number;
  content: Uint8Array | readonly number[];
}

export interface Ipv6Parts {
  src: string;
  dst: string;
  /** Protocol after the last extension header; default TCP (6). */
  protocol?: number;
  payload: Uint8Array;
  /** In order; each is padded with zeros to the unit of its length field. */
  extensions?: readonly Ipv6Extension[];
  hopLimit?: number;
  /** Instead of the right one. */
  payloadLength?: number;
}

const AUTHENTICATION_HEADER = 51;
const FRAGMENT_HEADER = 44;

/** A TCP or UDP checksum of 0 in the payload is replaced by the right one, but not behind a fragment header. */
export function ipv6(parts: Ipv6Parts): Uint8Array {
  const { protocol = TCP, extensions = [], hopLimit = 64 } = parts;
  const src = address(parts.src);
  const dst = address(parts.dst);
  const fragment = extensions.some((extension) => extension.type === FRAGMENT_HEADER);
  const pseudo = join(src, dst, be32(parts.payload.length), 0, 0, 0, protocol);
  const payload = fragment ? parts.payload : withChecksum(protocol, pseudo, parts.payload);
  const headers = extensions.map(({ type, content }, i) => {
    const next = extensions[i + 1]?.type ?? protocol;
    // RFC 4302 §2.2: the authentication header counts 4-octet words, less 2; RFC 8200 §4: the others 8-octet words, less 1.
    const unit = type === AUTHENTICATION_HEADER ? 4 : 8;
    const length = Math.ceil((2 + content.length) / unit) * unit;
    const words = type === AUTHENTICATION_HEADER ? length / 4 - 2 : length / 8 - 1;
    return join(next, type === FRAGMENT_HEADER ? 0 : words, content, new Uint8Array(length - 2 - content.length));
  });
  const rest = join(...headers, payload);
  const first = extensions[0]?.type ?? protocol;
  return join(0x60, 0, 0, 0, be16(parts.payloadLength ?? rest.length), first, hopLimit, src, dst, rest);
}

/** RFC 8200 §4.5: what follows the next-header field of a fragment header; the offset in octets. */
export function ipv6Fragment(offset: number, more: boolean, id = 1): Ipv6Extension {
  return { type: FRAGMENT_HEADER, content: [...be16(offset | (more ? 1 : 0)), ...be32(id)] };
}

export interface TcpParts {
  srcPort: number;
  dstPort: number;
  /** Any number; its low 32 bits are written. */
  seq?: number;
  ack?: number;
  /** Default ACK. */
  flags?: number;
  payload?: Uint8Array;
  /** Zeros are added up to a multiple of 4. */
  options?: Uint8Array | readonly number[];
  window?: number;
  /** In 32-bit words, instead of the right one. */
  dataOffset?: number;
}

/** The checksum is 0: `ipv4` and `ipv6` write the right one, as it covers the addresses. */
export function tcp(parts: TcpParts): Uint8Array {
  const { seq = 1, ack = 1, flags = ACK, payload = new Uint8Array(0), options = [], window = 65535 } = parts;
  const padded = join(options, new Uint8Array(-options.length & 3));
  const dataOffset = parts.dataOffset ?? (20 + padded.length) / 4;
  return join(
    be16(parts.srcPort),
    be16(parts.dstPort),
    be32(seq),
    be32(ack),
    dataOffset << 4,
    flags,
    be16(window),
    [0, 0, 0, 0],
    padded,
    payload,
  );
}

export interface UdpParts {
  srcPort: number;
  dstPort: number;
  payload?: Uint8Array;
  /** Instead of the right one. */
  length?: number;
}

/** The checksum is 0: `ipv4` and `ipv6` write the right one, as it covers the addresses. */
export function udp(parts: UdpParts): Uint8Array {
  const { srcPort, dstPort, payload = new Uint8Array(0) } = parts;
  return join(be16(srcPort), be16(dstPort), be16(parts.length ?? 8 + payload.length), [0, 0], payload);
}

/** The segment in an IPv4 or IPv6 packet, by the kind of address. */
export function tcpPacket(parts: TcpParts & { src: string; dst: string }): Uint8Array {
  return packet(parts.src, parts.dst, TCP, tcp(parts));
}

/** The datagram in an IPv4 or IPv6 packet, by the kind of address. */
export function udpPacket(parts: UdpParts & { src: string; dst: string }): Uint8Array {
  return packet(parts.src, parts.dst, UDP, udp(parts));
}

function packet(src: string, dst: string, protocol: number, payload: Uint8Array): Uint8Array {
  return src.includes(':') ? ipv6({ src, dst, protocol, payload }) : ipv4({ src, dst, protocol, payload });
}

function withChecksum(protocol: number, pseudo: Uint8Array, payload: Uint8Array): Uint8Array {
  const at = protocol === TCP ? TCP_CHECKSUM : protocol === UDP ? UDP_CHECKSUM : -1;
  if (at < 0 || payload.length < at + 2 || payload[at] !== 0 || payload[at + 1] !== 0) return payload;
  const whole = Uint8Array.from(payload);
  // RFC 768: a sum of 0 is sent as all ones, as 0 says that there is none.
  whole.set(be16(checksum(pseudo, payload) || (protocol === UDP ? 0xffff : 0)), at);
  return whole;
}
