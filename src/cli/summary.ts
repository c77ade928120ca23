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
    opaque: sorted(summary.opaque),
    conflicts: summary.conflicts,
  });
}

/** What is indented is a part of what stands above it. A list of counters that is empty has no heading either. */
export function summaryText(summary: Summary): string {
  const { hellos, actions, packets, in_flows } = summary;
  const lines: (readonly [string, string])[] = [
    ['captures', String(summary.captures)],
    ['packets', `${packets} (${summary.octets} octets on the wire)`],
    ['  in flows', String(in_flows)],
    ['  in no flow', String(packets - in_flows)],
    ...counters(summary.unattributed).map(([name, count]) => [`    ${name}`, count] as const),
    ['flows', String(summary.flows)],
    ['hellos', `${hellos.tls} TLS, ${hellos.quic} QUIC, ${hellos.dtls} DTLS`],
    ['records', String(summary.records)],
    ['  bypass', String(actions.bypass)],
    ['  inspect', String(actions.inspect)],
    ...group('reasons, of all records', counters(summary.reasons)),
    ...group(
      'limits reached',
      counters(summary.limits).map(([name, times]) => [name, times === '1' ? 'once' : `${times} times`]),
    ),
    ...group('opaque tunnels', counters(summary.opaque)),
    ...group(
      'conflicts',
      summary.conflicts === 0 ? [] : [['octets sent twice', `${summary.conflicts}, with other content`]],
    ),
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${`${name.padEnd(width)}  ${value}`.trimEnd()}\n`).join('');
}

function group(title: string, rows: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  return rows.length === 0 ? [] : [[title, ''], ...rows.map(([name, value]) => [`  ${name}`, value] as const)];
}

function counters(names: Readonly<Record<string, number>>): [string, string][] {
  return Object.entries(sorted(names)).map(([name, count]) => [name, String(count)]);
}

function sorted(names: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Why packets belong to no flow, in words: the rest of "5 of 9 packets are ...". Others keep their names. */
const NO_FLOW_WORDS: Readonly<Record<string, string>> = {
  unsupported_link_type: 'of a link type that is not decoded',
  not_ip: 'not IP',
  not_tcp_or_udp: 'IP, but neither TCP nor UDP',
  ip_fragment: 'fragments that never became whole',
};
const TRUNCATED = 'truncated_';
const TRUNCATED_WORDS = 'cut before their headers end (a snap length that is too short?)';

/**
 * One line if the capture told nothing, or next to nothing: no packet belongs to a flow, or more than half are of a link type that is
 * not decoded, or are cut within their headers. Undefined otherwise.
 */
export function coverageComplaint(summary: Summary): string | undefined {
  const { packets, in_flows, unattributed } = summary;
  const words = new Map<string, number>();
  for (const [name, count] of Object.entries(sorted(unattributed))) {
    const word = name.startsWith(TRUNCATED) ? TRUNCATED_WORDS : (NO_FLOW_WORDS[name] ?? `in no flow: ${name}`);
    words.set(word, (words.get(word) ?? 0) + count);
  }
  const most = [...words].sort(([, a], [, b]) => b - a)[0];
  if (most === undefined) return undefined;
  const [why, count] = most;
  const blind = why === TRUNCATED_WORDS || why === NO_FLOW_WORDS['unsupported_link_type'];
  if (in_flows > 0 && !(blind && 2 * count > packets)) return undefined;
  return packets === 1
    ? `1 of 1 packet is ${why}`
    : `${count} of ${packets} packets ${count === 1 ? 'is' : 'are'} ${why}`;
}
