/** Reports of several captures, or of several runs, as one. */
import { FAULT_NAMES } from '../packet/fault.js';
import { FRAGMENT_COUNT_NAMES } from '../packet/ip/fragments.js';
import { LIMIT_NAMES } from '../protocol/fault.js';
import { Count, HANDSHAKE_LIMITS } from './counters.js';
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

/** What a shard counted, and which bounds its collector reached. */
export function addCounters(summary: Summary, counters: Float64Array, limits: Readonly<Record<string, number>>): void {
  summary.packets += counters[Count.Packets]!;
  summary.octets += counters[Count.Octets]!;
  summary.flows += counters[Count.Flows]!;
  summary.in_flows += counters[Count.InFlows]!;
  summary.hellos.tls += counters[Count.HellosTls]!;
  summary.hellos.quic += counters[Count.HellosQuic]!;
  summary.hellos.dtls += counters[Count.HellosDtls]!;
  for (let fault = 1; fault < FAULT_NAMES.length; fault++) {
    addNamed(summary.unattributed, FAULT_NAMES[fault]!, counters[Count.Faults + fault]!);
  }
  addNamed(summary.limits, 'flows', counters[Count.FlowsEvicted]!);
  addNamed(summary.limits, 'encapsulations', counters[Count.Encapsulations]!);
  addNamed(summary.limits, 'labels', counters[Count.Labels]!);
  for (const [i, name] of FRAGMENT_COUNT_NAMES.entries()) {
    addNamed(summary.limits, name, counters[Count.Fragments + i]!);
  }
  addNamed(summary.limits, 'handshakes', counters[Count.HandshakeLimits]!);
  for (const [bit, name] of LIMIT_NAMES.entries()) {
    addNamed(summary.limits, name, counters[HANDSHAKE_LIMITS + bit]!);
  }
  for (const [name, times] of Object.entries(limits)) addNamed(summary.limits, name, times);
  addNamed(summary.opaque, 'wireguard', counters[Count.Wireguard]!);
  summary.conflicts += counters[Count.Conflicts]!;
}

export function addReport(to: Report, { summary, damage, unreadable }: ClassifyReport): void {
  for (const one of damage) to.damage.push(one);
  for (const one of unreadable) to.unreadable.push(one);
  addSummary(to.summary, summary);
}

export function addSummary(sum: Summary, summary: Summary): void {
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
