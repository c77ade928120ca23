/**
 * Several shards in threads over one capture; the only importer of piscina. Every worker walks the whole capture and keeps its share of
 * the flows, so there is no flow state to merge; what has to be in order - the events - is merged by frame number here.
 */
import { statSync } from 'node:fs';
import { MessageChannel, type MessagePort, type ResourceLimits } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { harmless } from '../bytes/text.js';
import { addCounters, Count, HANDSHAKE_LIMITS, newCounters } from './counters.js';
import type { ShardEvent } from './events.js';
import type { FlowOptions } from './options.js';
import type { Input, InputEnd, ShardStep } from './run-shard.js';
import type { WorkerEnd, WorkerTask } from './worker.js';

export interface PoolRun {
  readonly input: Input;
  readonly readSize: number | undefined;
  readonly flow: FlowOptions;
  readonly all: boolean;
  readonly explain: boolean;
  /** Called with the events of all shards up to a frame that all have passed. */
  readonly accept: (events: ShardEvent[], sweptUs: number, sweptFlow: number) => void;
  readonly progress: (step: ShardStep) => void;
}

export interface PoolEnd extends InputEnd {
  readonly counters: Float64Array;
}

/** Events of one shard that wait for the others. */
interface Lane {
  events: ShardEvent[];
  frame: number;
  sweptUs: number;
  sweptFlow: number;
  /** Messages taken but not yet acknowledged: they are once their events were accepted. */
  unacknowledged: { frame: number }[];
}

/** A thread ended before its task did: its memory was not enough, or something ended it. What it was to find is missing. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
}

/** Piscina's own words for a thread that ended by itself; Node's code for one that ran out of memory. */
const EXITED = /^worker exited with code: /;
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

/** @param what the thread was working on */
function died(error: unknown, what: string): unknown {
  // By shape: an error of another realm is no instance of our Error.
  const { code, message = '' } = Object(error) as { code?: unknown; message?: string };
  const isOut = code === OUT_OF_MEMORY;
  if (!isOut && !EXITED.test(message)) return error;
  const why = isOut ? 'out of memory: give fewer workers, or fewer flows (--max-flows)' : message;
  return new WorkerDied(
    `${harmless(what)}: a worker thread ended before its work did (${why}); the output is incomplete`,
  );
}

/** Threads that run one worker entry, a task at a time each, in the order in which tasks came. */
export class TaskPool {
  readonly #pool: Piscina;
  #closed: Promise<void> | undefined;

  constructor(entry: URL, threads: number, resourceLimits?: ResourceLimits) {
    this.#pool = new Piscina({
      filename: entry.href,
      minThreads: threads,
      maxThreads: threads,
      concurrentTasksPerWorker: 1,
      // A capture is one long task a thread: Piscina's own balancing has nothing to do.
      idleTimeout: Number.POSITIVE_INFINITY,
      ...(resourceLimits === undefined ? {} : { resourceLimits }),
    });
  }

  /**
   * @param what the task works on, for people
   * @throws WorkerDied, or what the task threw
   */
  async run(task: object, transferList: readonly MessagePort[], what: string): Promise<unknown> {
    try {
      return await this.#pool.run(task, { transferList: [...transferList] });
    } catch (error) {
      throw died(error, what);
    }
  }

  /** Ends all threads; tasks that are under way fail. */
  close(): Promise<void> {
    this.#closed ??= this.#pool.destroy();
    return this.#closed;
  }
}

export class WorkerPool {
  readonly #size: number;
  readonly #pool: TaskPool;

  /**
   * @param size number of threads, each with one shard
   * @param resourceLimits of each thread; Node's own if absent
   */
  constructor(size: number, resourceLimits?: ResourceLimits) {
    this.#size = size;
    this.#pool = new TaskPool(new URL('./worker.js', import.meta.url), size, resourceLimits);
  }

  async run(run: PoolRun): Promise<PoolEnd> {
    const shards = this.#size;
    const acknowledged = new SharedArrayBuffer(4 * (shards + 1));
    const words = new Int32Array(acknowledged);
    const upTo = sizesOf(run.input);
    const lanes: Lane[] = Array.from({ length: shards }, () => ({
      events: [],
      frame: 0,
      sweptUs: -1,
      sweptFlow: 0,
      unacknowledged: [],
    }));
    const ports: MessagePort[] = [];
    const tasks: Promise<WorkerEnd>[] = [];
    // A throw in `accept` (a full disk) must end the run, not vanish in a port's listener.
    let failure: unknown;
    const fail = (error: unknown): void => {
      failure ??= error;
      Atomics.store(words, shards, 1);
    };
    for (let index = 0; index < shards; index++) {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1);
      port1.on('message', (step: ShardStep) => {
        if (failure !== undefined) return;
        try {
          take(lanes, index, step, words, run);
        } catch (error) {
          fail(error);
        }
      });
      const task: WorkerTask = {
        input: run.input,
        readSize: run.readSize,
        upTo,
        flow: run.flow,
        index,
        shards,
        all: run.all,
        explain: run.explain,
        port: port2,
        acknowledged,
      };
      tasks.push(this.#pool.run(task, [port2], run.input.names[0]!) as Promise<WorkerEnd>);
    }
    try {
      for (const task of tasks) task.catch(fail);
      const ends = await Promise.all(tasks);
      await drained(lanes, ends.length, () => failure);
      if (failure !== undefined) throw failure;
      return combine(ends);
    } catch (error) {
      fail(error);
      await Promise.allSettled(tasks);
      throw failure;
    } finally {
      for (const port of ports) port.close();
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

/** Sizes of the files as they are now; what cannot be asked is left to whoever opens it. */
function sizesOf(input: Input): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const name of input.names) {
    const stat = statSync(name, { throwIfNoEntry: false });
    if (stat?.isFile()) sizes.set(name, stat.size);
  }
  return sizes;
}

/** One message of one shard: kept, and everything that all shards have passed goes to the collector. */
function take(lanes: Lane[], index: number, step: ShardStep, words: Int32Array, run: PoolRun): void {
  const lane = lanes[index]!;
  for (const event of step.events) lane.events.push(event);
  lane.frame = step.frame;
  lane.sweptUs = step.sweptUs;
  lane.sweptFlow = step.sweptFlow;
  lane.unacknowledged.push({ frame: step.frame });
  let frame = Number.POSITIVE_INFINITY;
  let swept: Lane = lane;
  for (const each of lanes) {
    frame = Math.min(frame, each.frame);
    if (each.sweptUs < swept.sweptUs || (each.sweptUs === swept.sweptUs && each.sweptFlow < swept.sweptFlow))
      swept = each;
  }
  const ready: ShardEvent[] = [];
  for (const [at, each] of lanes.entries()) {
    let count = 0;
    while (count < each.events.length && each.events[count]!.frame <= frame) ready.push(each.events[count++]!);
    if (count > 0) each.events.splice(0, count);
    while (each.unacknowledged.length > 0 && each.unacknowledged[0]!.frame <= frame) {
      each.unacknowledged.shift();
      Atomics.add(words, at, 1);
      Atomics.notify(words, at);
    }
  }
  run.accept(ready, swept.sweptUs, swept.sweptFlow);
  if (index === 0) run.progress(step);
}

/** The tasks are over, but their last messages may still be on the way: they arrive with a turn of the event loop each. */
async function drained(lanes: Lane[], shards: number, failed: () => unknown): Promise<void> {
  const done = (): boolean =>
    lanes.every((lane) => lane.events.length === 0 && lane.unacknowledged.length === 0 && lane.frame > 0);
  for (let turn = 0; turn < MAX_TURNS && failed() === undefined; turn++) {
    if (lanes.length === shards && done()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (failed() === undefined) throw new Error('a worker ended without its last message');
}

/** Turns of the event loop that the last messages may take. */
const MAX_TURNS = 100_000;

/** What every shard counts for itself adds up; what each counted of the whole capture is taken from the first. */
function combine(ends: readonly WorkerEnd[]): PoolEnd {
  const counters = newCounters();
  for (const end of ends) addCounters(counters, end.counters);
  const first = ends[0]!.counters;
  counters[Count.Packets] = first[Count.Packets]!;
  counters[Count.Octets] = first[Count.Octets]!;
  counters[Count.Encapsulations] = first[Count.Encapsulations]!;
  counters[Count.Labels] = first[Count.Labels]!;
  for (let at: number = Count.Fragments; at < HANDSHAKE_LIMITS; at++) counters[at] = first[at]!;
  return { counters, damage: ends[0]!.damage, unreadable: ends[0]!.unreadable };
}
