/**
 * What a packet costs while many flows are open: one shard is fed datagrams of N flows that never end, first one of each, then
 * in an order that looks random, so that no flow's row is in a processor cache when it is needed unless all are. Datagrams have no
 * payload, so that flows and their table are all that is measured. They are made in place before each batch; only `process` is timed.
 */
import { Count } from '../src/engine/counters.js';
import { DEFAULT_FLOW_OPTIONS } from '../src/engine/options.js';
import { Shard } from '../src/engine/shard.js';
import { newBatch, type PacketBatch } from '../src/source/batch.js';
import { put16, put32 } from './inputs/checksum.js';
import { Endpoints, writeUdp } from './inputs/headers.js';
import { START_US } from './inputs/made.js';
import { Random } from './inputs/random.js';

export interface FlowsResult {
  readonly flows: number;
  /** Of a packet of a flow that is known, and of one that begins a flow: medians of batches, which other programs do not move. */
  readonly nsPerPacket: number;
  readonly nsPerNew: number;
  /** CPU time of the batch that took most of it while flows were added, and later: growth of the table, and the garbage collector. */
  readonly longestAddMs: number;
  readonly longestLaterMs: number;
  /** Resident memory that was added, by flow. */
  readonly octetsPerFlow: number;
  /** From the end of the input to where the first record could leave. */
  readonly endMs: number;
}

/** Packets that are timed together: few, so that the longest batch tells of a pause. */
const BATCH = 64;
/** Visits of known flows that are timed, and before that to warm the code up. */
const VISITS = 4_000_000;
const WARM_FLOWS = 1000;
const WARM_VISITS = 1_000_000;
/** Packets follow each other so fast that no flow is silent for as long as a time-out. */
const GAP_US = 3;
/** Room in the table beyond the flows: its 64 partitions do not get the same number of them. */
const SPARE_SHARE = 0.25;
const LEAST_SPARE = 64 * 64;
const FRAME_ROOM = 128;
const LINKTYPE_ETHERNET = 1;
const SERVER_PORT = 9;
const FIRST_PORT = 1024;
const PORTS = 60_000;
const CLIENT_NET = 0x0a000000;
const SERVER = 0xc6336401;
/** IPv4 source and UDP source port of a frame. */
const SOURCE = 26;
const PORT = 34;

/** Result for each number of flows; the code is warm from the first. */
export function measureFlows(counts: readonly number[], report: (result: FlowsResult) => void): FlowsResult[] {
  visit(WARM_FLOWS, WARM_VISITS);
  return counts.map((flows) => {
    const result = visit(flows, VISITS);
    report(result);
    return result;
  });
}

function visit(flows: number, visits: number): FlowsResult {
  globalThis.gc?.();
  const batch = template();
  const before = process.memoryUsage.rss();
  const maxFlows = Math.ceil(flows * (1 + SPARE_SHARE)) + LEAST_SPARE;
  const shard = new Shard({ flow: { ...DEFAULT_FLOW_OPTIONS, maxFlows }, index: 0, shards: 1, all: false });
  const random = new Random(flows);
  let longestMs = 0;
  const feed = (packets: number, next: (i: number) => number): number => {
    const times = new Float64Array(Math.ceil(packets / BATCH));
    longestMs = 0;
    for (let done = 0, at = 0; done < packets; done += BATCH, at++) {
      batch.count = Math.min(BATCH, packets - done);
      for (let i = 0; i < batch.count; i++) aim(batch, i, next(done + i));
      const used = process.cpuUsage();
      const start = process.hrtime.bigint();
      shard.process(batch);
      times[at] = Number(process.hrtime.bigint() - start) / batch.count;
      const { user, system } = process.cpuUsage(used);
      batch.firstFrame += batch.count;
      longestMs = Math.max(longestMs, (user + system) / 1e3);
    }
    return times.sort()[times.length >> 1]!;
  };
  const nsPerNew = feed(flows, (i) => i);
  const longestAddMs = longestMs;
  const octetsPerFlow = (process.memoryUsage.rss() - before) / flows;
  const nsPerPacket = feed(visits, () => random.below(flows));
  const { counters } = shard;
  const isWhole =
    counters[Count.Flows] === flows && counters[Count.InFlows] === flows + visits && shard.flows === flows;
  if (!isWhole || counters[Count.FlowsEvicted] !== 0) throw new Error(`${flows} flows were not all kept`);
  const end = process.hrtime.bigint();
  shard.finish();
  const endMs = Number(process.hrtime.bigint() - end) / 1e6;
  return { flows, nsPerPacket, nsPerNew, longestAddMs, longestLaterMs: longestMs, octetsPerFlow, endMs };
}

/** A batch of frames that differ in who sends them. */
function template(): PacketBatch {
  const batch = newBatch(BATCH);
  batch.octets = new Uint8Array(BATCH * FRAME_ROOM);
  const ends = new Endpoints();
  put32(ends.client, 0, CLIENT_NET);
  put32(ends.server, 0, SERVER);
  ends.serverPort = SERVER_PORT;
  for (let i = 0; i < BATCH; i++) {
    const at = i * FRAME_ROOM;
    const length = writeUdp(batch.octets, at, ends, true, 0, 0);
    batch.at[i] = at;
    batch.captured[i] = length;
    batch.onWire[i] = length;
    batch.linkType[i] = LINKTYPE_ETHERNET;
  }
  return batch;
}

/** Makes frame `i` one of flow `flow`; its checksums are no longer right, and nobody looks at them. */
function aim(batch: PacketBatch, i: number, flow: number): void {
  const at = batch.at[i]!;
  put32(batch.octets, at + SOURCE, CLIENT_NET + Math.floor(flow / PORTS));
  put16(batch.octets, at + PORT, FIRST_PORT + (flow % PORTS));
  batch.time[i] = START_US + (batch.firstFrame + i) * GAP_US;
}
