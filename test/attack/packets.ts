/** IP packets by the million: templates made once by the frame builder, of which a few octets are written over. Checksums stay wrong. */

import { clientHello, record } from '../protocol/tls/hello-builder.js';
import { ipv4, join, tcp, udp } from '../support/frame-builder.js';

const SRC_AT = 12;
const IPV4_HEADER = 20;
const SERVER = '203.0.113.9';

/** An IPv4 packet whose source address and port are those of client number `i`: none of the good flow's. */
export function fromClient(template: Uint8Array): (i: number, into: Buffer) => number {
  return (i, into) => {
    into.set(template);
    // 11.0.0.0 and up, then other ports.
    into.writeUInt32BE((0x0b00_0000 + (i % 0x0100_0000)) >>> 0, SRC_AT);
    into.writeUInt16BE(1024 + (Math.floor(i / 0x0100_0000) % 60_000), IPV4_HEADER);
    return template.length;
  };
}

export function tcpTemplate(parts: { flags: number; payload?: Uint8Array; seq?: number }): Uint8Array {
  return ipv4({ src: '11.0.0.0', dst: SERVER, payload: tcp({ srcPort: 1024, dstPort: 443, ...parts }) });
}

export function udpTemplate(dstPort: number, payload: Uint8Array): Uint8Array {
  return ipv4({ src: '11.0.0.0', dst: SERVER, protocol: 17, payload: udp({ srcPort: 1024, dstPort, payload }) });
}

/** A hello in one record. */
export const HELLO: Uint8Array = record(22, clientHello());

/** Octets that are the same in every run and look like none of the others'. */
export function noise(i: number): number {
  return Math.imul(i + 1, 0x9e37_79b1) >>> 0;
}

export { join };
