/** The whole pipeline over a capture in memory, in the ways whose results must not differ. */
import assert from 'node:assert/strict';
import { Count, HANDSHAKE_LIMITS } from '../../src/engine/counters.js';
import type { ShardEvent } from '../../src/engine/events.js';
import { DEFAULT_FLOW_OPTIONS } from '../../src/engine/options.js';
import { runShard } from '../../src/engine/run-shard.js';
import { Shard } from '../../src/engine/shard.js';
import { csvRow } from '../../src/sink/csv.js';
import { jsonOf } from '../../src/sink/jsonl.js';
import { protobufOf } from '../../src/sink/protobuf.js';
import { sourceFrom } from '../../src/source/index.js';
import { MemoryInput } from '../source/reading.js';
import { classifyOctets } from '../support/classify.js';
import { assertPrintable, asText, orUsageError } from './check.js';

const SHARDS = 3;
/** Octets of a read. */
const TINY_READ = 7;

export async function checkPipeline(octets: Uint8Array): Promise<void> {
  const whole = await orUsageError(() => classifyOctets(octets));
  const alone = await orUsageError(() => eventsOf(octets, 1, octets.length + 1));
  const together = await orUsageError(() => eventsOf(octets, SHARDS, octets.length + 1));
  const inPieces = await orUsageError(() => eventsOf(octets, 1, TINY_READ));
  assert.deepEqual(together, alone, 'three shards say what one says');
  assert.deepEqual(inPieces, alone, 'reads of 7 octets give what one read gives');
  if ('refused' in whole) {
    assert.ok('refused' in alone);
    return;
  }
  const { records, shard } = whole;
  assertSums(shard.counters);
  assert.equal(records.length, shard.counters[Count.Flows]);
  assert.equal(
    records.reduce((sum, { flow }) => sum + flow.pkts_toserver + flow.pkts_toclient, 0),
    shard.counters[Count.InFlows],
  );
  for (const record of records) {
    assertPrintable(jsonOf(record));
    assertPrintable(csvRow(record).trimEnd());
    assert.ok(protobufOf(record).length > 0);
  }
}

/** packets = in_flows + unattributed. */
function assertSums(counters: Float64Array): void {
  let unattributed = 0;
  for (let i: number = Count.Faults; i < HANDSHAKE_LIMITS; i++) unattributed += counters[i]!;
  assert.equal(counters[Count.InFlows]! + unattributed, counters[Count.Packets]);
}

/** Every event of every shard as text, sorted: a set. Packets that count for no flow are the same for every shard. */
async function eventsOf(octets: Uint8Array, shards: number, readSize: number): Promise<string[]> {
  const events: string[] = [];
  let inFlows = 0;
  let counts = '';
  for (let index = 0; index < shards; index++) {
    const source = await sourceFrom('memory', new MemoryInput(octets, { most: readSize }), { readSize });
    const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index, shards, all: true, explain: true });
    const keep = (list: readonly ShardEvent[]): void => {
      for (const event of list) events.push(asText(event));
    };
    const end = await runShard(shard, source, (step) => keep(step.events));
    inFlows += shard.counters[Count.InFlows]!;
    const own = asText([[...shard.counters.subarray(Count.Faults, HANDSHAKE_LIMITS)], end.damage]);
    if (index > 0) assert.equal(own, counts, 'what belongs to no flow is the same for every shard');
    counts = own;
  }
  return [...events.sort(), counts, `in flows ${inFlows}`];
}
