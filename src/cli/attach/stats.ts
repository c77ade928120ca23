/** What a lane has counted since it began; lanes, and the lives of one that was started again, add up. */

import type { Summary } from '../../engine/options.js';
import { addSummary, emptySummary } from '../../engine/report.js';
import type { LiveCounters } from '../../source/live.js';
import { addLatency, type LatencyCounts, newLatencyCounts } from './latency.js';

export interface LaneStats {
  readonly summary: Summary;
  /** Verdicts at the hello. */
  verdicts: number;
  /** Flows being kept now. */
  flows: number;
  readonly source: LiveCounters;
  readonly latency: LatencyCounts;
  /** Records that could not be handed over since what takes them is behind. */
  recordsLost: number;
  /** Records that the service was not told of, for the same reason. */
  untold: number;
  /** Packets of chosen flows that were written, and that could not be. */
  kept: number;
  keptLost: number;
  /** Times the source was gone and was opened again. */
  reopened: number;
}

export function emptyStats(): LaneStats {
  return {
    summary: emptySummary(),
    verdicts: 0,
    flows: 0,
    source: { received: 0, dropped: 0, frozen: 0 },
    latency: newLatencyCounts(),
    recordsLost: 0,
    untold: 0,
    kept: 0,
    keptLost: 0,
    reopened: 0,
  };
}

export function addStats(to: LaneStats, from: LaneStats): void {
  addSummary(to.summary, from.summary);
  to.verdicts += from.verdicts;
  to.flows += from.flows;
  addSource(to.source, from.source);
  addLatency(to.latency, from.latency);
  to.recordsLost += from.recordsLost;
  to.untold += from.untold;
  to.kept += from.kept;
  to.keptLost += from.keptLost;
  to.reopened += from.reopened;
}

export function addSource(to: LiveCounters, from: Readonly<LiveCounters>): void {
  to.received += from.received;
  to.dropped += from.dropped;
  to.frozen += from.frozen;
}
