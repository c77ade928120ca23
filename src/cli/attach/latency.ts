/** How long from a hello's last packet to its verdict: counts in fixed classes, as Prometheus histograms have them. */

/** Upper bounds of the classes in seconds; what is longer counts in one more. */
export const LATENCY_BOUNDS = [
  0.000_1, 0.000_25, 0.000_5, 0.001, 0.001_5, 0.002_5, 0.005, 0.01, 0.025, 0.1, 1,
] as const;

const CLASSES = LATENCY_BOUNDS.length + 1;
const US_PER_SECOND = 1_000_000;

/** The classes, then the sum in seconds. Counts of several add up. */
export type LatencyCounts = Float64Array;

export function newLatencyCounts(): LatencyCounts {
  return new Float64Array(CLASSES + 1);
}

/** @param us what is negative (a clock that was set) counts as 0 */
export function countLatency(counts: LatencyCounts, us: number): void {
  const seconds = Math.max(0, us) / US_PER_SECOND;
  let at = 0;
  while (at < LATENCY_BOUNDS.length && seconds > LATENCY_BOUNDS[at]!) at++;
  counts[at]!++;
  counts[CLASSES]! += seconds;
}

export function latencySum(counts: LatencyCounts): number {
  return counts[CLASSES]!;
}

export function latencyCount(counts: LatencyCounts): number {
  return counts.subarray(0, CLASSES).reduce((sum, count) => sum + count, 0);
}

export function addLatency(to: LatencyCounts, from: LatencyCounts): void {
  for (let i = 0; i < to.length; i++) to[i]! += from[i]!;
}
