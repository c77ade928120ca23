/** The line on a terminal that says how a live run goes; standard error, rewritten once a second. */
import type { LaneStats } from './stats.js';

const MIB = 1024 * 1024;

export interface StatusAt {
  readonly stats: LaneStats;
  readonly lost: number;
  readonly rss: number;
  readonly seconds: number;
}

/** @returns one line without its end, cut to `width` columns */
export function statusText(before: StatusAt, now: StatusAt, width: number): string {
  const { summary, source, flows, verdicts } = now.stats;
  const seconds = Math.max(now.seconds - before.seconds, 0.001);
  const rate = Math.round((summary.packets - before.stats.summary.packets) / seconds);
  const reasons = Object.entries(summary.reasons)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, 3)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ');
  const drops = source.dropped + now.lost;
  const parts = [
    `${rate} packets/s`,
    `${flows} flows`,
    `${verdicts} verdicts: bypass ${summary.actions.bypass}, inspect ${summary.actions.inspect}`,
    ...(reasons === '' ? [] : [reasons]),
    ...(drops === 0 ? [] : [`${drops} dropped`]),
    `${Math.round(now.rss / MIB)} MiB`,
  ];
  return parts.join(' | ').slice(0, Math.max(0, width - 1));
}
