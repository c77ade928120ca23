/**
 * The core alone, warm: packets of an input that lie in memory go through one shard again and again, without reading, judging or
 * writing. What is left is decoding, the flow table, handshakes, fingerprints and events.
 */
import { Count } from '../src/engine/counters.js';
import { DEFAULT_FLOW_OPTIONS } from '../src/engine/options.js';
import { Shard } from '../src/engine/shard.js';
import type { PacketBatch } from '../src/source/batch.js';
import { openSource } from '../src/source/index.js';
import { type Spread, spreadOf } from './measure.js';

export interface CoreResult {
  readonly packets: number;
  readonly hellos: number;
  readonly nsPerPacket: Spread;
}

/** Octets of the input that are held in memory. */
const HELD_OCTETS = 96 * 1024 * 1024;
/** The first passes are left out of the figures: code gets optimised in them. */
const WARM_PASSES = 3;
const PASSES = 7;
/** Flows handed out at once at the end. */
const ENDS_AT_ONCE = 1024;

export async function measureCore(path: string): Promise<CoreResult> {
  const batches = await loadBatches(path);
  const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index: 0, shards: 1, all: false });
  const times: number[] = [];
  let packets = 0;
  let hellos = 0;
  for (let pass = 0; pass < WARM_PASSES + PASSES; pass++) {
    shard.reset();
    const start = process.hrtime.bigint();
    for (const batch of batches) {
      shard.process(batch);
      shard.events = [];
    }
    shard.finish();
    while (shard.endSome(ENDS_AT_ONCE)) shard.events = [];
    const ns = Number(process.hrtime.bigint() - start);
    const { counters } = shard;
    const found = counters[Count.HellosTls]! + counters[Count.HellosQuic]! + counters[Count.HellosDtls]!;
    if (pass > 0 && (counters[Count.Packets] !== packets || found !== hellos)) throw new Error('two passes differ');
    packets = counters[Count.Packets]!;
    hellos = found;
    if (pass >= WARM_PASSES) times.push(ns / packets);
  }
  if (hellos === 0) throw new Error('no hello was read');
  return { packets, hellos, nsPerPacket: spreadOf(times) };
}

/** The packets of a capture, up to HELD_OCTETS of it. */
export async function loadBatches(path: string): Promise<PacketBatch[]> {
  const source = await openSource(path, { upTo: new Map([[path, HELD_OCTETS]]) });
  const batches: PacketBatch[] = [];
  for (let batch = await source.next(); batch !== null; batch = await source.next()) batches.push(copyOf(batch));
  source.close();
  return batches;
}

/** A batch is reused by its source; this one is not. */
function copyOf(batch: PacketBatch): PacketBatch {
  const { count } = batch;
  return {
    ...batch,
    octets: batch.octets.slice(),
    at: batch.at.slice(0, count),
    captured: batch.captured.slice(0, count),
    onWire: batch.onWire.slice(0, count),
    time: batch.time.slice(0, count),
    linkType: batch.linkType.slice(0, count),
    label: batch.label.slice(0, count),
  };
}
