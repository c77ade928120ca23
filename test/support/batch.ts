/** Packets to a PacketBatch, as a source would hand it over: for tests of shards. */
import { newBatch, type PacketBatch } from '../../src/source/batch.js';

export interface TimedPacket {
  readonly octets: Uint8Array;
  /** Seconds. */
  readonly at: number;
  /** Octets on the wire, if more than `octets`. */
  readonly onWire?: number;
}

/** @param linkType 101 (raw IP) unless stated */
export function batchOf(packets: readonly TimedPacket[], firstFrame = 1, linkType = 101): PacketBatch {
  const batch = newBatch(packets.length);
  batch.octets = new Uint8Array(packets.reduce((sum, packet) => sum + packet.octets.length, 0));
  batch.count = packets.length;
  batch.firstFrame = firstFrame;
  let at = 0;
  for (const [i, packet] of packets.entries()) {
    batch.octets.set(packet.octets, at);
    batch.at[i] = at;
    batch.captured[i] = packet.octets.length;
    batch.onWire[i] = packet.onWire ?? packet.octets.length;
    batch.time[i] = Math.round(packet.at * 1e6);
    batch.linkType[i] = linkType;
    at += packet.octets.length;
  }
  return batch;
}
