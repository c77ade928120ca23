/** `--summary`: counters and totals of a run, as one line of JSON or as text. FLOW-RECORD.md, "--summary json". */
import type { Summary } from '../engine/options.js';

/** One JSON object on one line, keys in the document's order; names within a list of counters in the order of the alphabet. */
export function summaryJson(summary: Summary): string {
  const { captures, packets, octets, flows, records, hellos, actions, reasons, in_flows, unattributed, limits } =
    summary;
  return JSON.stringify({
    captures,
    packets,
    octets,
    flows,
    records,
    hellos: { tls: hellos.tls, quic: hellos.quic, dtls: hellos.dtls },
    actions: { bypass: actions.bypass, inspect: actions.inspect },
    reasons: sorted(reasons),
    in_flows,
    unattributed: sorted(unattributed),
    limits: sorted(limits),
    conflicts: summary.conflicts,
  });
}

export function summaryText(summary: Summary): string {
  const { hellos, actions } = summary;
  const lines = [
    ['captures', String(summary.captures)],
    ['packets', `${summary.packets} (${summary.octets} octets on the wire)`],
    ['  in flows', String(summary.in_flows)],
    ...counters(summary.unattributed).map(([name, packets]) => [`  ${name}`, packets]),
    ['flows', String(summary.flows)],
    ['hellos', `${hellos.tls} TLS, ${hellos.quic} QUIC, ${hellos.dtls} DTLS`],
    ['records', String(summary.records)],
    ['  bypass', String(actions.bypass)],
    ['  inspect', String(actions.inspect)],
    ...counters(summary.reasons).map(([name, records]) => [`    ${name}`, records]),
    ...counters(summary.limits).map(([name, times]) => [`limit ${name}`, `reached ${times} times`]),
    ...(summary.conflicts > 0 ? [['conflicts', `${summary.conflicts} octets sent twice with other content`]] : []),
  ] as [string, string][];
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

function counters(names: Readonly<Record<string, number>>): [string, string][] {
  return Object.entries(sorted(names)).map(([name, count]) => [name, String(count)]);
}

function sorted(names: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)));
}
