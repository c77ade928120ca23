/** Packets that wait for their flow's verdict: bounded, and what there was no room for is counted. */
import { Keeper } from '../../../src/cli/attach/keeper.js';
import { newBatch } from '../../../src/source/batch.js';
import type { FlowRecord } from '../../../src/verdict/record.js';

const RAW = 101;
const OCTETS = 40;

const verdict = (flow: number): FlowRecord =>
  ({ event_type: 'verdict', flow_id: flow, pinsight: { action: 'bypass' } }) as never;

function keeper(): {
  take: (flows: readonly number[]) => void;
  decide: (flow: number) => void;
  counts: () => number[];
} {
  const flowOf = new Float64Array(4096);
  const live = { publicId: (flow: number) => flow };
  const kept = new Keeper('bypass', flowOf, live as never, () => true);
  const batch = newBatch();
  batch.octets = new Uint8Array(OCTETS);
  batch.captured.fill(OCTETS);
  batch.onWire.fill(OCTETS);
  batch.linkType.fill(RAW);
  return {
    take: (flows) => {
      flowOf.set(flows);
      batch.count = flows.length;
      kept.take(batch);
    },
    decide: (flow) => kept.decided(verdict(flow)),
    counts: () => {
      kept.flush();
      return [kept.kept, kept.lost];
    },
  };
}

test('packets before the verdict are written with it', () => {
  const { take, decide, counts } = keeper();
  take([1, 2, 1]);
  decide(1);
  take([1, 2]);
  expect(counts()).toEqual([3, 0]);
});

test('of a chosen flow that had no verdict for long, the packets without room are counted', () => {
  const { take, decide, counts } = keeper();
  for (let i = 0; i < 100; i++) take([1, 2]);
  decide(1);
  expect(counts()).toEqual([64, 36]);
});

test('many small packets do not take more memory than few large ones: the oldest flow goes', () => {
  const { take, decide, counts } = keeper();
  // 2.4 MB of octets, and some 16 MB of objects that hold them.
  const flows = Array.from({ length: 60_000 }, (_, i) => i + 1);
  for (let at = 0; at < flows.length; at += 4000) take(flows.slice(at, at + 4000));
  decide(1);
  decide(60_000);
  expect(counts()).toEqual([1, 0]);
});
