/**
 * `npm run bench -- --schemes`: what threads could save on one capture, by scheme, with nothing but shards in them: packets in, events
 * out and dropped, no judging and no output. One thread; two threads that each walk the whole capture and keep their share of the flows
 * (what src/engine/pool.ts does); a reader that copies each packet to one of two workers, in blocks of shared memory. Besides, what it
 * costs to hand events from thread to thread. It bounds what a scheme can bring; the whole program is measured by `npm run bench`.
 *
 * The dispatch is a trial: it goes by addresses alone, so that fragments reach their flow, and workers number frames by themselves.
 */
import {
  isMainThread,
  MessageChannel,
  parentPort,
  receiveMessageOnPort,
  Worker,
  workerData,
} from 'node:worker_threads';
import { mix } from '../src/bytes/hash.js';
import { i32 } from '../src/bytes/octets.js';
import { Count } from '../src/engine/counters.js';
import type { ShardEvent } from '../src/engine/events.js';
import { DEFAULT_FLOW_OPTIONS } from '../src/engine/options.js';
import { Shard } from '../src/engine/shard.js';
import { decode } from '../src/packet/decode.js';
import { Fault } from '../src/packet/fault.js';
import { PacketView } from '../src/packet/view.js';
import { newBatch, type PacketBatch } from '../src/source/batch.js';
import { openSource } from '../src/source/index.js';
import { spreadOf } from './measure.js';

const SCHEMES = ['one thread', 'share by hash, 2', 'dispatch, 2'] as const;
type Scheme = (typeof SCHEMES)[number];
const WORKERS = 2;
/** Blocks of a worker: one is filled while others wait or are worked at. */
const BLOCKS = 8;
const BLOCK_OCTETS = 512 * 1024;
const BLOCK_PACKETS = 2048;
const ENDS_AT_ONCE = 1024;
/** Words that reader and worker share: blocks filled, blocks done with, whether there are no more. */
const FILLED = 0;
const DONE = 1;
const OVER = 2;
const CONTROL_WORDS = 3;
const EVENTS_A_MESSAGE = 1024;

interface Totals {
  readonly flows: number;
  readonly hellos: number;
}

interface Task {
  readonly path: string;
  readonly index: number;
  readonly shards: number;
  /** Of a dispatch: where packets come from. */
  readonly lane: LaneMemory | undefined;
}

interface LaneMemory {
  readonly control: SharedArrayBuffer;
  readonly blocks: readonly Omit<PacketBatch, 'labels'>[];
  /** Packets in each block. */
  readonly counts: SharedArrayBuffer;
}

/** Medians of rounds in which the schemes take turns. */
export async function runSchemes(path: string, rounds: number, print: (text: string) => void): Promise<void> {
  const walls = SCHEMES.map((): number[] => []);
  const cpus = SCHEMES.map((): number[] => []);
  const totals: Totals[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [i, scheme] of SCHEMES.entries()) {
      const used = process.cpuUsage();
      const start = performance.now();
      totals[i] = await run(scheme, path);
      walls[i]!.push((performance.now() - start) / 1e3);
      const { user, system } = process.cpuUsage(used);
      cpus[i]!.push((user + system) / 1e6);
    }
  }
  print('| scheme | flows | hellos | wall s | to one thread | CPU s | to one thread |');
  print('| --- | --- | --- | --- | --- | --- | --- |');
  const one = { wall: spreadOf(walls[0]!).median, cpu: spreadOf(cpus[0]!).median };
  for (const [i, scheme] of SCHEMES.entries()) {
    const wall = spreadOf(walls[i]!).median;
    const cpu = spreadOf(cpus[i]!).median;
    const { flows, hellos } = totals[i]!;
    const cells = [scheme, flows, hellos, wall.toFixed(2), (wall / one.wall).toFixed(2)];
    print(`| ${[...cells, cpu.toFixed(2), (cpu / one.cpu).toFixed(2)].join(' | ')} |`);
  }
  await measureEvents(path, print);
}

async function run(scheme: Scheme, path: string): Promise<Totals> {
  // In a new thread too: each has code of its own to compile.
  if (scheme === 'one thread') return await startWorker({ path, index: 0, shards: 1, lane: undefined });
  const lanes = scheme === 'dispatch, 2' ? Array.from({ length: WORKERS }, newLane) : undefined;
  const ends = Array.from({ length: WORKERS }, (_, index) =>
    startWorker({ path, index, shards: WORKERS, lane: lanes?.[index] }),
  );
  if (lanes !== undefined) await dispatch(path, lanes);
  const found = await Promise.all(ends);
  return found.reduce((sum, { flows, hellos }) => ({ flows: sum.flows + flows, hellos: sum.hellos + hellos }));
}

function startWorker(task: Task): Promise<Totals> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function walkWhole({ path, index, shards }: Task): Promise<Totals> {
  const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index, shards, all: false });
  const source = await openSource(path);
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    shard.process(batch);
    shard.events = [];
  }
  return finish(shard);
}

function finish(shard: Shard): Totals {
  shard.finish();
  while (shard.endSome(ENDS_AT_ONCE)) shard.events = [];
  const { counters } = shard;
  const hellos = counters[Count.HellosTls]! + counters[Count.HellosQuic]! + counters[Count.HellosDtls]!;
  return { flows: counters[Count.Flows]!, hellos };
}

function newLane(): LaneMemory {
  const shared = (octets: number): SharedArrayBuffer => new SharedArrayBuffer(octets);
  const { labels: _, ...empty } = newBatch(0);
  const blocks = Array.from({ length: BLOCKS }, () => ({
    ...empty,
    octets: new Uint8Array(shared(BLOCK_OCTETS)),
    at: new Uint32Array(shared(4 * BLOCK_PACKETS)),
    captured: new Uint32Array(shared(4 * BLOCK_PACKETS)),
    onWire: new Uint32Array(shared(4 * BLOCK_PACKETS)),
    time: new Float64Array(shared(8 * BLOCK_PACKETS)),
    linkType: new Uint16Array(shared(2 * BLOCK_PACKETS)),
    label: new Uint16Array(shared(2 * BLOCK_PACKETS)),
  }));
  return { control: shared(4 * CONTROL_WORDS), blocks, counts: shared(4 * BLOCKS) };
}

/** The reader: decodes as far as the addresses, and copies. */
async function dispatch(path: string, memory: readonly LaneMemory[]): Promise<void> {
  const lanes = memory.map((lane) => new Filling(lane));
  const view = new PacketView();
  const source = await openSource(path);
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    for (let i = 0; i < batch.count; i++) {
      const fault = decode(view, batch.octets, batch.at[i]!, batch.captured[i]!, batch.onWire[i]!, batch.linkType[i]!);
      const to = fault === Fault.None || fault === Fault.IpFragment ? (addressHash(view) >>> 16) % WORKERS : 0;
      lanes[to]!.add(batch, i);
    }
  }
  for (const lane of lanes) lane.end();
}

/** The same for both directions. */
function addressHash(view: PacketView): number {
  const { buf, srcAt, dstAt } = view;
  const last = view.ipVersion === 6 ? 12 : 0;
  return mix(0, i32(buf, srcAt + last) ^ i32(buf, dstAt + last));
}

class Filling {
  readonly #lane: LaneMemory;
  readonly #control: Int32Array;
  readonly #counts: Int32Array;
  #block = 0;
  #count = 0;
  #used = 0;

  constructor(lane: LaneMemory) {
    this.#lane = lane;
    this.#control = new Int32Array(lane.control);
    this.#counts = new Int32Array(lane.counts);
  }

  add(batch: PacketBatch, i: number): void {
    const length = batch.captured[i]!;
    if (this.#count === BLOCK_PACKETS || this.#used + length > BLOCK_OCTETS) this.#send();
    const block = this.#lane.blocks[this.#block % BLOCKS]!;
    const at = batch.at[i]!;
    block.octets.set(batch.octets.subarray(at, at + length), this.#used);
    block.at[this.#count] = this.#used;
    block.captured[this.#count] = length;
    block.onWire[this.#count] = batch.onWire[i]!;
    block.time[this.#count] = batch.time[i]!;
    block.linkType[this.#count] = batch.linkType[i]!;
    this.#count++;
    this.#used += length;
  }

  end(): void {
    this.#send();
    Atomics.store(this.#control, OVER, 1);
    Atomics.notify(this.#control, FILLED);
  }

  #send(): void {
    this.#counts[this.#block % BLOCKS] = this.#count;
    this.#block++;
    this.#count = 0;
    this.#used = 0;
    Atomics.store(this.#control, FILLED, this.#block);
    Atomics.notify(this.#control, FILLED);
    for (let done = Atomics.load(this.#control, DONE); this.#block - done >= BLOCKS; ) {
      Atomics.wait(this.#control, DONE, done);
      done = Atomics.load(this.#control, DONE);
    }
  }
}

/** A worker of the dispatch. */
function work(lane: LaneMemory): Totals {
  const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index: 0, shards: 1, all: false });
  const control = new Int32Array(lane.control);
  const counts = new Int32Array(lane.counts);
  const { labels } = newBatch(0);
  const batches = lane.blocks.map((block): PacketBatch => ({ ...block, labels }));
  let frame = 1;
  for (let done = 0; ; ) {
    const filled = Atomics.load(control, FILLED);
    if (filled === done) {
      if (Atomics.load(control, OVER) === 1 && Atomics.load(control, FILLED) === done) break;
      Atomics.wait(control, FILLED, filled, 10);
      continue;
    }
    const batch = batches[done % BLOCKS]!;
    batch.count = counts[done % BLOCKS]!;
    batch.firstFrame = frame;
    frame += batch.count;
    shard.process(batch);
    shard.events = [];
    done++;
    Atomics.store(control, DONE, done);
    Atomics.notify(control, DONE);
  }
  return finish(shard);
}

/** What events cost on their way from thread to thread: written and read in this one. */
async function measureEvents(path: string, print: (text: string) => void): Promise<void> {
  const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index: 0, shards: 1, all: false });
  const source = await openSource(path);
  const { port1, port2 } = new MessageChannel();
  let events = 0;
  let pending: ShardEvent[] = [];
  let sent = 0;
  let taken = 0;
  const cross = (): void => {
    if (pending.length === 0) return;
    const start = performance.now();
    port1.postMessage(pending);
    const between = performance.now();
    const { message } = receiveMessageOnPort(port2) as { message: ShardEvent[] };
    taken += performance.now() - between;
    sent += between - start;
    if (message.length !== pending.length) throw new Error('events were lost');
    events += message.length;
    pending = [];
  };
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    shard.process(batch);
    for (const event of shard.events) pending.push(event);
    shard.events = [];
    if (pending.length >= EVENTS_A_MESSAGE) cross();
  }
  cross();
  const { flows } = finish(shard);
  port1.close();
  const us = (ms: number): string => ((ms * 1e3) / flows).toFixed(1);
  print(
    `\n${events} events of ${flows} flows: ${us(sent)} us a flow to send, ${us(taken)} us to take (structured clone)`,
  );
}

const task = workerData as Task | null;
if (!isMainThread && task !== null && 'lane' in task) {
  parentPort!.postMessage(task.lane === undefined ? await walkWhole(task) : work(task.lane));
}
