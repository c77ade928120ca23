/**
 * LiveSource: where packets come from when they come by themselves. Pushed, not pulled, since a kernel's ring and a socket both wake the
 * event loop: batches are handed over within a callback, and what they hold is given back to the source when it returns.
 */
import type { PacketBatch } from './batch.js';

/** What a live source has counted since it was opened. */
export interface LiveCounters {
  /** Packets that reached the source (a ring's kernel side included), handed over or not. */
  received: number;
  /** Packets that the kernel or the sender's side gave up because we were too slow. */
  dropped: number;
  /** Times the ring was full and the kernel stopped filling it (TPACKET_V3 freezes); 0 where there is no ring. */
  frozen: number;
}

export interface LiveEvents {
  /** The batch, its columns and octets are valid until this returns. Never empty. */
  readonly batch: (batch: PacketBatch) => void;
  /**
   * The source can give no more: the interface went down or away, the peer closed, the child died. It is closed already. Whoever
   * holds it may open another.
   * @param cause one printable clause for people; undefined where the input is simply over (a stream's end)
   */
  readonly over: (cause: string | undefined) => void;
}

export interface LiveSource {
  /** As shown to people: `ring:tun0`. */
  readonly name: string;
  /** The interface or path alone, as records name it. */
  readonly capture: string;
  /** False: once it is over it is over for good, whatever the cause (standard input). Absent: it may come back. */
  readonly comesBack?: boolean;
  /** Begins to hand over batches, from the event loop of the thread that calls. Called once. */
  start(events: LiveEvents): void;
  /** Takes what is ready now, without waiting; for a loop that has other work. Hands it over as `batch`. */
  drain(): void;
  /** Brings `counters` up to date (a system call) and returns them. */
  readCounters(): Readonly<LiveCounters>;
  /** May be called at any time, also twice. No callback comes after. */
  close(): void;
}
