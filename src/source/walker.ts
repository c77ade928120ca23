/**
 * Walker: what the readers of the two capture formats have in common. A walker does no I/O: the driver (capture.ts) holds
 * the octets in one buffer and lets the walker go over them; the walker fills the columns of a batch and says how far it
 * came. What it cannot finish (a record that has not arrived whole) it is shown again, with more behind it.
 */
import type { PacketBatch } from './batch.js';

/**
 * Most octets of one packet that are believed, as libpcap has it (MAXIMUM_SNAPLEN). A captured length beyond it is a
 * damaged field and not a packet.
 */
export const MAX_CAPTURED = 262_144;

export interface Walker {
  /**
   * Goes over `octets[at, end)` and adds the packets that lie whole in it to `batch`, as far as its columns reach.
   * @returns the offset of the first octet that is not done with
   */
  walk(octets: Uint8Array, at: number, end: number, batch: PacketBatch): number;
  /** Packets walked over so far. */
  readonly packets: number;
  /** Octets needed from the returned offset on before the walk can go on: bounds the buffer. */
  readonly need: number;
  /** Offset, in octets from the start of the capture, of the record that is walked next, or that is damaged. */
  readonly recordAt: number;
  /** Why the walk cannot go on, once it cannot: one clause. */
  readonly fault: string | undefined;
  /** The input has ended with `left` octets not done with: what is cut short, if anything is. */
  cutShort(left: number): string | undefined;
}
