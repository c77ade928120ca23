/**
 * The only worker entry. One Piscina task is one capture read by one shard: the worker walks and decodes every packet and keeps the
 * flows of its own partitions. Events go to the collector over a port, several batches at a time, and never more than a
 * few messages ahead of it, so that no queue grows.
 */
import type { MessagePort } from 'node:worker_threads';
import type { FlowOptions } from './options.js';
import { type Input, type InputEnd, openInput, runShard, type ShardStep } from './run-shard.js';
import { Shard } from './shard.js';

export interface WorkerTask {
  readonly input: Input;
  readonly readSize: number | undefined;
  /** By name, octets of each file that are read: the same for every worker, though the file may be growing. */
  readonly upTo: ReadonlyMap<string, number>;
  readonly flow: FlowOptions;
  readonly index: number;
  readonly shards: number;
  readonly all: boolean;
  readonly explain: boolean;
  readonly port: MessagePort;
  /** One word per shard: messages of it that the collector has dealt with. The last word: 1 if the run was given up. */
  readonly acknowledged: SharedArrayBuffer;
}

export interface WorkerEnd extends InputEnd {
  readonly counters: Float64Array;
}

/** Messages a worker may be ahead of the collector. */
export const MESSAGES_AHEAD = 16;
/** A message goes when it holds so many events, or so many batches were read since the last. */
const EVENTS_PER_MESSAGE = 1024;
const BATCHES_PER_MESSAGE = 16;
/** How long a worker sleeps before it looks again whether the run was given up. */
const LOOK_MS = 200;

export default async function work(task: WorkerTask): Promise<WorkerEnd> {
  const { index, shards, flow, all, explain, port } = task;
  const acknowledged = new Int32Array(task.acknowledged);
  const shard = new Shard({ flow, index, shards, all, explain });
  const source = await openInput(task.input, task.readSize, task.upTo);
  let pending: ShardStep['events'] = [];
  let batches = 0;
  let sent = 0;
  const send = (step: ShardStep): void => {
    // Wait for the collector: it answers by the shared word, since this thread does not return to its event loop.
    for (;;) {
      const seen = Atomics.load(acknowledged, index);
      if (sent - seen < MESSAGES_AHEAD) break;
      if (Atomics.load(acknowledged, shards) !== 0) throw new Error('the run was given up');
      Atomics.wait(acknowledged, index, seen, LOOK_MS);
    }
    port.postMessage({ ...step, events: pending });
    pending = [];
    batches = 0;
    sent++;
  };
  let last: ShardStep | null = null;
  const end = await runShard(shard, source, (step) => {
    for (const event of step.events) pending.push(event);
    batches++;
    last = step;
    if (pending.length >= EVENTS_PER_MESSAGE || batches >= BATCHES_PER_MESSAGE) send(step);
  });
  if (last !== null) send(last);
  return { ...end, counters: shard.counters };
}
