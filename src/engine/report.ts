/** Reports of several captures, or of several runs, as one. */
import type { ClassifyReport, Summary } from './options.js';

interface Report extends ClassifyReport {
  readonly damage: ClassifyReport['damage'][number][];
  readonly unreadable: ClassifyReport['unreadable'][number][];
}

export function emptyReport(): Report {
  return { summary: emptySummary(), damage: [], unreadable: [] };
}

export function emptySummary(): Summary {
  return {
    captures: 0,
    packets: 0,
    octets: 0,
    flows: 0,
    records: 0,
    hellos: { tls: 0, quic: 0, dtls: 0 },
    actions: { bypass: 0, inspect: 0 },
    reasons: {},
    in_flows: 0,
    unattributed: {},
    limits: {},
    opaque: {},
    conflicts: 0,
  };
}

export function addReport(to: Report, { summary, damage, unreadable }: ClassifyReport): void {
  for (const one of damage) to.damage.push(one);
  for (const one of unreadable) to.unreadable.push(one);
  const { summary: sum } = to;
  sum.captures += summary.captures;
  sum.packets += summary.packets;
  sum.octets += summary.octets;
  sum.flows += summary.flows;
  sum.records += summary.records;
  sum.in_flows += summary.in_flows;
  sum.conflicts += summary.conflicts;
  addAll(sum.hellos, summary.hellos);
  addAll(sum.actions, summary.actions);
  addAll(sum.reasons, summary.reasons);
  addAll(sum.unattributed, summary.unattributed);
  addAll(sum.limits, summary.limits);
  addAll(sum.opaque, summary.opaque);
}

function addAll<K extends string>(to: Partial<Record<K, number>>, from: Readonly<Partial<Record<K, number>>>): void {
  for (const name of Object.keys(from) as K[]) addNamed(to, name, from[name] ?? 0);
}

/** Only what happened is named. */
export function addNamed<K extends string>(to: Partial<Record<K, number>>, name: K, times: number): void {
  if (times > 0) to[name] = (to[name] ?? 0) + times;
}
