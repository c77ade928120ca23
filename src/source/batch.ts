/**
 * PacketBatch: the one shape that every source produces and the only one that shards read. One block of octets and, for
 * each packet in it, where it lies and what the capture says about it. A batch is reused: it is valid until the next one
 * is asked for, and nothing may keep a reference into `octets`.
 */
import { Labels } from './label.js';

export interface PacketBatch {
  /** The packets lie in here, at `at[i]`; what lies between them means nothing. */
  octets: Uint8Array;
  /** How many packets; the columns may be longer. */
  count: number;
  /** Number of the batch's first packet in its capture, from 1 (Wireshark's frame number). */
  firstFrame: number;
  /** Offset of each packet in `octets`. */
  readonly at: Uint32Array;
  /** Octets of each packet that were captured, which lie in `octets`. */
  readonly captured: Uint32Array;
  /** Length of each packet on the wire, as the capture states it (never less than captured). */
  readonly onWire: Uint32Array;
  /** Microseconds since 1970-01-01 UTC, whole; exact in a double to the year 2255. */
  readonly time: Float64Array;
  /** LINKTYPE_ number of each packet (https://www.tcpdump.org/linktypes.html). */
  readonly linkType: Uint16Array;
  /** Number of the label that the capture gives each packet, in `labels`; 0 for none. */
  readonly label: Uint16Array;
  /** What the numbers mean, by number from 1; it grows with the input. */
  readonly labels: Labels;
}

/**
 * Latest time a source gives out: 2255-06-05, the last whole microsecond of a double. A field that says more (or, with an
 * offset, less than 0) is no time at all; it is cut to the range, so that every time can be written as a date.
 */
export const MAX_TIME_US = Number.MAX_SAFE_INTEGER;

/** Most packets in one batch. */
export const BATCH_PACKETS = 4096;

/** An empty batch with columns for `packets` packets. */
export function newBatch(packets = BATCH_PACKETS, labels = new Labels()): PacketBatch {
  return {
    octets: new Uint8Array(0),
    count: 0,
    firstFrame: 1,
    at: new Uint32Array(packets),
    captured: new Uint32Array(packets),
    onWire: new Uint32Array(packets),
    time: new Float64Array(packets),
    linkType: new Uint16Array(packets),
    label: new Uint16Array(packets),
    labels,
  };
}
