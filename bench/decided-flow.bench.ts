/**
 * Heap octets per packet of a decided flow: the budget is 0, on every machine, and it gates a change. A shard is warmed
 * with real handshakes, then fed the data of decided flows while the heap is watched with the collector of garbage called only around.
 */

import { DEFAULT_FLOW_OPTIONS } from '../src/engine/options.js';
import { Shard } from '../src/engine/shard.js';
import { openSource } from '../src/source/index.js';

export interface DecidedResult {
  readonly packets: number;
  readonly heapOctetsPerPacket: number;
  readonly nsPerPacket: number;
}

/** Below this the heap did not grow with the packets: what is left is the measuring itself, spread over all packets. */
export const BUDGET_OCTETS = 0.01;

/** A batch of the bulk capture holds about 180 packets. */
const WARM_ROUNDS = 5_000;
const ROUNDS = 20_000;

/** @param path a bulk capture: a few handshakes, then data of decided flows */
export async function measureDecidedFlow(path: string): Promise<DecidedResult> {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index: 0, shards: 1, all: false });
  const source = await openSource(path);
  for (let i = 0; i < 4; i++) shard.process((await source.next())!);
  const batch = (await source.next())!;
  for (let i = 0; i < WARM_ROUNDS; i++) shard.process(batch); // optimised code, settled maps
  const rounds = ROUNDS;
  const flows = shard.flows;
  shard.events = [];
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const start = process.hrtime.bigint();
  for (let i = 0; i < rounds; i++) shard.process(batch);
  const elapsed = Number(process.hrtime.bigint() - start);
  const grown = process.memoryUsage().heapUsed - before;
  source.close();
  const packets = rounds * batch.count;
  if (shard.flows !== flows || shard.events.length !== 0) throw new Error('the packets were not all of decided flows');
  return { packets, heapOctetsPerPacket: Math.max(0, grown) / packets, nsPerPacket: elapsed / packets };
}
