/**
 * PacketSource: where packets come from. Pulled, not pushed: one call gives one batch, and gives a promise only when the
 * octets are not at hand (a pipe, an inflating stream), so that a capture file is read without a turn of the event loop.
 */
import type { PacketBatch } from './batch.js';

/** What is wrong with an input, where: it is reported, and everything before it is kept. */
export interface Damage {
  /** The input, as named by the user, made printable. */
  readonly capture: string;
  /** Offset in octets from the start of the capture (of the inflated octets for a compressed one). */
  readonly offset: number;
  /** One clause for people: which field, what value, what was expected. Printable. */
  readonly cause: string;
}

export interface PacketSource {
  /** As named by the user: a path, `-`. */
  readonly name: string;
  /** The next batch, or null at the end of the input (then look at `damage`). The batch is valid until the next call. */
  next(): PacketBatch | null | Promise<PacketBatch | null>;
  /** All that was found damaged so far; more than one only where several files are read as one input. */
  readonly damage: readonly Damage[];
  /** Octets of the input consumed so far and, where it is known, its size: for progress, of the compressed octets. */
  readonly position: number;
  readonly size: number | undefined;
  close(): void;
}
