/** Tunnel headers for tests, written from their specifications. */
import { be16, be32, ethernet, ipv4, ipv6, join, tcpPacket, udp } from '../../support/frame-builder.js';

/** What is inside: a packet of each version, and what must be read from it. */
export const inner4 = tcpPacket({
  src: '10.1.0.2',
  dst: '192.0.2.7',
  srcPort: 50_000,
  dstPort: 443,
  payload: Uint8Array.of(1, 2, 3),
});
export const inner6 = tcpPacket({
  src: 'fd00::2',
  dst: '2001:db8::7',
  srcPort: 50_001,
  dstPort: 443,
  payload: Uint8Array.of(4, 5),
});
export const isInner4 = { fault: 'none', src: '10.1.0.2', dst: '192.0.2.7', srcPort: 50_000, payload: [1, 2, 3] };
export const isInner6 = { fault: 'none', src: 'fd00::2', dst: '2001:db8::7', srcPort: 50_001, payload: [4, 5] };

const ends4 = { src: '198.51.100.1', dst: '198.51.100.2' };
const ends6 = { src: '2001:db8:1::1', dst: '2001:db8:1::2' };

/** The payload in an outer IPv4 packet, and in an outer IPv6 packet. */
export function over4(protocol: number, ...payload: Parameters<typeof join>): Uint8Array {
  return ipv4({ ...ends4, protocol, payload: join(...payload) });
}

export function over6(protocol: number, ...payload: Parameters<typeof join>): Uint8Array {
  return ipv6({ ...ends6, protocol, payload: join(...payload) });
}

/** The payload in UDP in an outer IPv4 packet. */
export function overUdp(dstPort: number, srcPort: number, ...payload: Parameters<typeof join>): Uint8Array {
  return over4(17, udp({ srcPort, dstPort, payload: join(...payload) }));
}

export const frame4 = ethernet({ payload: inner4 });
export const frame6 = ethernet({ payload: inner6 });

/** RFC 2784, RFC 2890. */
export function gre(
  type: number,
  payload: Uint8Array,
  fields: { checksum?: boolean; key?: number; sequence?: number } = {},
): Uint8Array {
  const { checksum = false, key, sequence } = fields;
  const flags = (checksum ? 0x8000 : 0) | (key === undefined ? 0 : 0x2000) | (sequence === undefined ? 0 : 0x1000);
  return join(
    be16(flags),
    be16(type),
    checksum ? [0xab, 0xcd, 0, 0] : [],
    key === undefined ? [] : be32(key),
    sequence === undefined ? [] : be32(sequence),
    payload,
  );
}

/** RFC 7348 §5. */
export function vxlan(vni: number, frame: Uint8Array, flags = 0x08): Uint8Array {
  return join(flags, [0, 0, 0], be32(vni << 8), frame);
}

/** RFC 8926 §3.4. */
export function geneve(vni: number, type: number, payload: Uint8Array, options = new Uint8Array(0)): Uint8Array {
  return join(options.length / 4, 0, be16(type), be32(vni << 8), options, payload);
}

/** TS 29.281 §5.1. */
export function gtpu(teid: number, payload: Uint8Array, flags = 0x30, type = 255): Uint8Array {
  return join(flags, type, be16(payload.length), be32(teid), payload);
}
