/**
 * Community ID, version 1 with seed 0 (https://github.com/corelight/community-id-spec): a hash of the 5-tuple that is the
 * same from either side, so that our records can be joined with those of Zeek, Suricata and others. Computed when a
 * record is written, never per packet.
 */
import { createHash } from 'node:crypto';

/** Octets of seed, protocol, padding and two ports around the two addresses. */
const AROUND_ADDRESSES = 2 + 1 + 1 + 2 + 2;

/**
 * @param srcAddr address of one end, 4 or 16 octets
 * @param dstAddr address of the other, as long
 * @param protocol IP protocol number; one that has ports
 */
export function communityId(
  srcAddr: Uint8Array,
  dstAddr: Uint8Array,
  srcPort: number,
  dstPort: number,
  protocol: number,
): string {
  // The numerically smaller endpoint comes first; between equal addresses the ports decide.
  const order = Buffer.compare(srcAddr, dstAddr) || srcPort - dstPort;
  const [first, second] = order <= 0 ? [srcAddr, dstAddr] : [dstAddr, srcAddr];
  const [firstPort, secondPort] = order <= 0 ? [srcPort, dstPort] : [dstPort, srcPort];

  const hashed = Buffer.alloc(AROUND_ADDRESSES + first.length + second.length);
  let at = 2; // a seed of 0 in two octets
  hashed.set(first, at);
  at += first.length;
  hashed.set(second, at);
  at += second.length;
  hashed[at] = protocol; // and one octet of padding
  hashed.writeUInt16BE(firstPort, at + 2);
  hashed.writeUInt16BE(secondPort, at + 4);
  return `1:${createHash('sha1').update(hashed).digest('base64')}`;
}
