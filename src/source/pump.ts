/**
 * What the addon's ring and TUN device have in common as LiveSources (live.ts): woken by the event loop they read batches until nothing is
 * ready, or until others should have their turn; a socket's error is the end, after what came before it has been handed over.
 */
import type { PacketBatch } from './batch.js';
import type { LiveCounters, LiveEvents, LiveSource } from './live.js';

/** The part of a native ring or TUN device that is needed here; native-bindings/load.ts has the words. */
export interface NativePackets {
  next(): number;
  release?(): void;
  watch(ready: (status: number) => void): void;
  setRef(ref: boolean): void;
  close(): void;
}

/** Most batches of one turn of the event loop: timers, signals and sockets come in between. */
export const MAX_BATCHES_PER_TURN = 16;

export abstract class PacketPump implements LiveSource {
  abstract readonly name: string;
  abstract readonly capture: string;
  protected readonly batch: PacketBatch;
  /** Packets handed over. Counted here: whoever is given a batch may number it anew, and take packets out. */
  protected handed = 0;
  readonly #native: NativePackets;
  /** What the kernel may still hold back of packets that came before an error. */
  readonly #lastPacketsMs: number;
  #events: LiveEvents | undefined;
  #reading = false;
  #closed = false;
  #ending: NodeJS.Timeout | undefined;

  protected constructor(native: NativePackets, batch: PacketBatch, lastPacketsMs: number) {
    this.#native = native;
    this.batch = batch;
    this.#lastPacketsMs = lastPacketsMs;
  }

  /** Brings the counters up to date; called while the source is open, last when it closes. */
  protected abstract count(): void;
  protected abstract readonly counters: LiveCounters;
  /** One printable clause on an error's cause. */
  protected abstract cause(error: unknown): string;

  start(events: LiveEvents): void {
    this.#events = events;
    this.#native.watch((status) => (status < 0 ? this.#endSoon() : this.#take(MAX_BATCHES_PER_TURN)));
  }

  drain(): void {
    this.#take(MAX_BATCHES_PER_TURN);
  }

  /** Whether the source, once started, keeps the program running; it does at first. */
  setRef(ref: boolean): void {
    if (!this.#closed) this.#native.setRef(ref);
  }

  readCounters(): Readonly<LiveCounters> {
    if (!this.#closed) this.count();
    return this.counters;
  }

  close(): void {
    if (this.#closed) return;
    this.count();
    // What came in and nobody has read goes with the source.
    const { counters } = this;
    counters.dropped += Math.max(0, counters.received - counters.dropped - this.handed);
    this.#closed = true;
    clearTimeout(this.#ending);
    // The batch that is being looked at stays until whoever looks returns.
    if (!this.#reading) this.#native.close();
  }

  get closed(): boolean {
    return this.#closed;
  }

  #take(mostBatches: number): void {
    const events = this.#events;
    if (this.#closed || this.#reading || events === undefined) return;
    const { batch } = this;
    this.#reading = true;
    let failure: unknown;
    try {
      for (let turn = 0; turn < mostBatches && !this.#closed; turn++) {
        try {
          batch.count = this.#native.next();
        } catch (error) {
          failure = error;
          break;
        }
        if (batch.count === 0) break;
        batch.label.fill(0, 0, batch.count);
        batch.firstFrame = this.handed + 1;
        this.handed += batch.count;
        events.batch(batch);
      }
    } finally {
      this.#reading = false;
      if (this.#closed) this.#native.close();
      else this.#native.release?.();
    }
    if (failure !== undefined) this.#end(failure);
  }

  #endSoon(): void {
    if (this.#closed || this.#ending !== undefined) return;
    this.#ending = setTimeout(() => {
      // All that is left, which is bounded: nothing more comes in.
      this.#take(Number.POSITIVE_INFINITY);
      this.#end(undefined);
    }, this.#lastPacketsMs);
  }

  #end(error: unknown): void {
    if (this.#closed) return;
    const cause = this.cause(error);
    this.close();
    this.#events?.over(cause);
  }
}
