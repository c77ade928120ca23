/**
 * Drives one shard over one input: pulls batches, feeds them, hands events on. The same code runs inline for one worker and in
 * each thread for several, so that the two cannot differ.
 */
import { joinSources, openSource } from '../source/index.js';
import type { Damage, PacketSource } from '../source/source.js';
import type { ShardEvent } from './events.js';
import type { Shard } from './shard.js';

/** An input as the user named it: one file, or several that are read as one. */
export interface Input {
  readonly names: readonly string[];
  readonly join: boolean;
}

/** Octets of the input between two turns of the event loop: a few milliseconds' work. */
const OCTETS_PER_TURN = 8 * 1024 * 1024;

/** Flows that are handed out at once when the input is over. */
const ENDS_AT_ONCE = 1024;

export interface ShardStep {
  readonly events: ShardEvent[];
  /** Number of the last frame that was processed: no event of an earlier one will come. */
  readonly frame: number;
  /** Flows whose last word lies before this (us), or at it with a lower id, have all been handed out. */
  readonly sweptUs: number;
  readonly sweptFlow: number;
  readonly packets: number;
  readonly flows: number;
  readonly position: number;
  readonly size: number | undefined;
}

export interface InputEnd {
  readonly damage: readonly Damage[];
  readonly unreadable: readonly { readonly capture: string; readonly cause: string }[];
}

/** @param upTo octets of each file that are read at most */
export async function openInput(
  input: Input,
  readSize: number | undefined,
  upTo: ReadonlyMap<string, number> = new Map(),
): Promise<PacketSource> {
  const options = readSize === undefined ? { upTo } : { readSize, upTo };
  return input.join ? joinSources(input.names, options) : await openSource(input.names[0]!, options);
}

/**
 * Reads `source` to its end. `step` is called after each batch and once more after the end; it may answer a promise to make
 * the reading wait.
 */
export async function runShard(
  shard: Shard,
  source: PacketSource,
  step: (step: ShardStep) => void | Promise<void>,
): Promise<InputEnd> {
  let frame = 0;
  const report = (): ShardStep => {
    const events = shard.events;
    shard.events = [];
    return {
      events,
      frame,
      sweptUs: shard.sweptUs,
      sweptFlow: shard.sweptFlow,
      packets: frame,
      flows: shard.flows,
      position: source.position,
      size: source.size,
    };
  };
  // A regular file is read without a turn of the event loop; a signal (Ctrl-C) is heard only there.
  let octets = 0;
  try {
    for (;;) {
      let batch = source.next();
      if (batch instanceof Promise) batch = await batch;
      if (batch === null) break;
      shard.process(batch);
      frame = batch.firstFrame + batch.count - 1;
      const wait = step(report());
      if (wait instanceof Promise) await wait;
      if (source.position - octets > OCTETS_PER_TURN) {
        octets = source.position;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    shard.finish();
    frame++;
    let wait = step(report());
    if (wait instanceof Promise) await wait;
    frame++; // all that is left is told in one last frame, of which no order but that of the records matters
    for (let more = true; more; ) {
      more = shard.endSome(ENDS_AT_ONCE);
      wait = step(report());
      if (wait instanceof Promise) await wait;
    }
    return {
      damage: source.damage,
      unreadable: 'unreadable' in source ? (source.unreadable as InputEnd['unreadable']) : [],
    };
  } finally {
    source.close();
  }
}
