/** Clock, latency classes, status line: the numbers of a live run. */
import { LiveClock } from '../../../src/cli/attach/clock.js';
import {
  addLatency,
  countLatency,
  LATENCY_BOUNDS,
  latencyCount,
  latencySum,
  newLatencyCounts,
} from '../../../src/cli/attach/latency.js';
import { addStats, emptyStats } from '../../../src/cli/attach/stats.js';
import { statusText } from '../../../src/cli/attach/status.js';

test('the clock begins at the time it is given and goes on with the monotonic one', () => {
  let ms = 500;
  const clock = new LiveClock(() => ms, 1e15);
  expect(clock.nowUs).toBe(1e15);
  ms += 1.5;
  expect(clock.nowUs).toBe(1e15 + 1500);
});

test('latencies fall into classes by their upper bound; what is negative counts as none', () => {
  const counts = newLatencyCounts();
  countLatency(counts, 1000); // 1 ms is not above the bound of 1 ms
  countLatency(counts, 1001);
  countLatency(counts, -5);
  countLatency(counts, 5e6);
  expect(counts[LATENCY_BOUNDS.indexOf(0.001)]).toBe(1);
  expect(counts[LATENCY_BOUNDS.indexOf(0.0015)]).toBe(1);
  expect(counts[0]).toBe(1);
  expect(counts[LATENCY_BOUNDS.length]).toBe(1);
  expect(latencyCount(counts)).toBe(4);
  expect(latencySum(counts)).toBeCloseTo(5.002001, 9);
  const sum = newLatencyCounts();
  addLatency(sum, counts);
  addLatency(sum, counts);
  expect([latencyCount(sum), latencySum(sum)]).toEqual([8, 2 * latencySum(counts)]);
});

test('what lanes counted adds up', () => {
  const one = emptyStats();
  one.summary.packets = 5;
  one.summary.reasons.pinned_app = 2;
  one.source.dropped = 3;
  one.flows = 7;
  const total = emptyStats();
  addStats(total, one);
  addStats(total, one);
  expect(total).toMatchObject({
    flows: 14,
    source: { dropped: 6 },
    summary: { packets: 10, reasons: { pinned_app: 4 } },
  });
});

test('the status line: rate since the last, verdicts with their commonest reasons, drops only where there are some', () => {
  const stats = emptyStats();
  const before = { stats: emptyStats(), lost: 0, rss: 0, seconds: 10 };
  stats.summary.packets = 3000;
  stats.flows = 12;
  stats.verdicts = 9;
  Object.assign(stats.summary.actions, { bypass: 4, inspect: 5 });
  Object.assign(stats.summary.reasons, { pinned_app: 4, not_pinned: 3, unknown_app: 1, ambiguous: 1 });
  const now = { stats, lost: 0, rss: 100 * 1024 * 1024, seconds: 12 };
  expect(statusText(before, now, 200)).toBe(
    '1500 packets/s | 12 flows | 9 verdicts: bypass 4, inspect 5 | pinned_app 4, not_pinned 3, ambiguous 1 | 100 MiB',
  );
  stats.source.dropped = 2;
  expect(statusText(before, { ...now, lost: 1 }, 200)).toContain(' | 3 dropped | ');
  expect(statusText(before, now, 20)).toHaveLength(19);
});
