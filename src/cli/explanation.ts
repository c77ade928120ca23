/**
 * One verdict explained, as text and as JSON: what was read and in which frame, each piece of evidence with the fact behind
 * it, each hypothesis that matters, and the decision (decision.ts).
 */
import { harmless } from '../bytes/text.js';
import { effectiveLevel } from '../catalog/content.js';
import type { Catalog } from '../catalog/index.js';
import type { ExplainDetail } from '../engine/options.js';
import { jsonOf } from '../sink/jsonl.js';
import { isoTime } from '../sink/time.js';
import { endpoint, kindWords, reasonWords } from '../sink/words.js';
import type { Policy } from '../verdict/policy.js';
import type { FlowRecord, PinsightPart } from '../verdict/record.js';
import type { Evidence, Hypothesis } from '../verdict/verdict.js';
import { decisionSection } from './decision.js';

/** Hypotheses shown as text; JSON has all that were weighed. */
const SHOWN_HYPOTHESES = 12;

/** One object on one line. */
export function explanationJson(
  record: FlowRecord,
  detail: ExplainDetail | undefined,
  policy: Policy,
  catalog: Catalog,
): string {
  const rest = JSON.stringify({
    read_at: (detail?.readAt ?? []).map(({ what, frame, helloOffset }) => ({ what, frame, hello_offset: helloOffset })),
    dns_frames: detail?.dnsFrames ?? [],
    facts: evidenceOf(record.pinsight).map(({ kind, value, app, fact }) => ({ kind, value, app, fact: fact ?? null })),
    policy: { name: policy.name, threshold: policy.threshold },
    catalog: { version: catalog.version, digest: catalog.digest },
  });
  return `{"record":${jsonOf(record)},${rest.slice(1)}\n`;
}

export function explanationText(
  record: FlowRecord,
  detail: ExplainDetail | undefined,
  policy: Policy,
  catalog: Catalog,
): string {
  const sections = [
    headSection(record, policy),
    readSection(record, detail),
    evidenceSection(record.pinsight, policy, catalog),
    hypothesesSection(record.pinsight),
    decisionSection(record, policy, catalog),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headSection(record: FlowRecord, policy: Policy): string[] {
  const { flow, pinsight } = record;
  const named = pinsight.app === undefined ? '' : `, ${harmless(pinsight.app)}`;
  const score = pinsight.score === undefined ? '' : `, score ${pinsight.score.toFixed(3)}`;
  return [
    `Flow ${record.flow_id} of ${harmless(record.capture)}: ${pinsight.action} (${pinsight.reason}${named}${score})`,
    `  ${reasonWords(pinsight, policy)}`,
    '',
    `  client    ${endpoint(record.src_ip, record.src_port)}`,
    `  server    ${endpoint(record.dest_ip, record.dest_port)}/${record.proto.toLowerCase()}`,
    `  time      ${isoTime(flow.start)} to ${isoTime(flow.end)}`,
    `  packets   ${flow.pkts_toserver} up, ${flow.pkts_toclient} down; ended by ${flow.reason}`,
    `  community ${record.community_id}`,
  ];
}

function readSection(record: FlowRecord, detail: ExplainDetail | undefined): string[] {
  const { tls, quic, pinsight } = record;
  const facts: [string, string | undefined][] = [
    ['protocol', record.app_proto],
    ['version', tls?.version],
    ['QUIC version', quic?.version],
    ['SNI', tls?.sni],
    ['ALPN', tls?.client_alpns?.join(' ')],
    ['JA4', tls?.ja4],
    ['JA4 unhashed', tls?.ja4_r],
    ['JA3', tls?.ja3?.hash],
    ['JA3S', tls?.ja3s?.hash],
    ['ECH', tls?.ech],
    ['outcome', outcomeWords(record)],
  ];
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
  const lines = known.map(([name, value]) => `  ${name.padEnd(12)}  ${value}`);
  if (pinsight.decided_frame !== undefined && tls?.hello_octets !== undefined) {
    const packets = `${tls.hello_packets ?? 1} packet${tls.hello_packets === 1 ? '' : 's'}`;
    const packet = pinsight.decided_packet === undefined ? '' : ` (packet ${pinsight.decided_packet} of the flow)`;
    const whole = `whole at frame ${pinsight.decided_frame}${packet}`;
    lines.push(`  ${'hello'.padEnd(12)}  ${tls.hello_octets} octets in ${packets}, ${whole}`);
  }
  for (const { what, frame, helloOffset } of detail?.readAt ?? []) {
    lines.push(`  ${harmless(what).padEnd(12)}  read in frame ${frame}, at octet ${helloOffset} of the hello`);
  }
  for (const { name, frame } of detail?.dnsFrames ?? []) {
    lines.push(`  ${'DNS name'.padEnd(12)}  ${harmless(name)}, answered in frame ${frame}`);
  }
  return lines.length === 0 ? [] : ['What was read', ...lines];
}

type OutcomeClass = NonNullable<NonNullable<FlowRecord['tls']>['outcome_class']>;

/** FIELD-NOTES section 2. */
const CLASS_WORDS: Readonly<Record<OutcomeClass, string>> = {
  A: 'class A: a fatal alert in the clear',
  B: 'class B: an encrypted alert instead of Finished',
  C: 'class C: closed right after the handshake',
  D: 'class D: closed in silence',
  used: 'the session carried traffic',
};

function outcomeWords(record: FlowRecord): string | undefined {
  const { outcome, outcome_class: letter } = record.tls ?? {};
  return letter === undefined || outcome === undefined ? outcome : `${outcome} (${CLASS_WORDS[letter]})`;
}

/** The engine hands over evidence with the fact that it rests on; a record as written has the four fields only. */
function evidenceOf(part: PinsightPart): readonly Evidence[] {
  return part.evidence ?? [];
}

function evidenceSection(part: PinsightPart, policy: Policy, catalog: Catalog): string[] {
  const lines = evidenceOf(part).map((evidence) => {
    const { kind, value, app, weight, fact } = evidence;
    const bits = `${weight < 0 ? '' : '+'}${weight.toFixed(1)}`.padStart(6);
    const from = fact === undefined ? '' : `\n          ${factWords(fact, countsFor(evidence, policy, catalog))}`;
    return `  ${bits}  ${kindWords(kind)} ${harmless(value)}, for ${harmless(app)}${from}`;
  });
  return lines.length === 0 ? [] : ['Evidence, in bits: log2 of P(seen | app) / P(seen | unknown)', ...lines];
}

function factWords(fact: NonNullable<Evidence['fact']>, counts: boolean): string {
  const platforms = fact.platform.length === 0 ? 'any platform' : fact.platform.join(', ');
  const level = `${fact.level || 'no level'}${counts ? '' : ': does not count under this policy'}`;
  return harmless(`${level}, ${platforms}, from ${fact.source || 'no source'}`);
}

/** Whether the policy counts a fact's level as pinned; an inferred fact has one less, which only the catalog tells. */
function countsFor({ value, app, fact }: Evidence, policy: Policy, catalog: Catalog): boolean {
  if (fact === undefined || fact.level === '') return true; // says nothing about pins: nothing to count
  const own = catalog
    .hostFacts(value)
    .flatMap(({ refs }) => refs)
    .filter((ref) => ref.fact.level === fact.level && ref.fact.source === fact.source);
  const ref = own.find((one) => catalog.apps[one.app]!.name === app) ?? own[0];
  const level = ref === undefined ? fact.level : effectiveLevel(ref.fact);
  return policy.levels.some((one) => one === level);
}

function hypothesesSection(part: PinsightPart): string[] {
  const all = part.hypotheses ?? [];
  if (all.length === 0) return [];
  const shown = all.slice(0, SHOWN_HYPOTHESES);
  const families = [...new Set(shown.flatMap((one) => Object.keys(one.families)))];
  const columns = families.map((family) => ({ family, width: Math.max(8, family.length) }));
  const head = columns.map(({ family, width }) => harmless(family).padStart(width)).join('  ');
  const lines = shown.map((one) => hypothesisLine(one, columns));
  const more =
    all.length > shown.length ? [`  ... and ${all.length - shown.length} less probable ones (all with -f json)`] : [];
  return [
    'Hypotheses: log2 of the prior and of P(seen | hypothesis) by family, and what they come to',
    `  probability     prior  ${head}${head === '' ? '' : '  '}pinned  hypothesis`,
    ...lines,
    ...more,
  ];
}

function hypothesisLine(
  one: Hypothesis,
  columns: readonly { readonly family: string; readonly width: number }[],
): string {
  const bits = columns.map(({ family, width }) => (one.families[family]?.toFixed(2) ?? '-').padStart(width));
  const cells = [
    one.probability.toFixed(3).padStart(11),
    one.prior.toFixed(2).padStart(8),
    ...bits,
    one.pinned.toFixed(2).padStart(6),
    `${harmless(one.name)} (${one.kind})`,
  ];
  return `  ${cells.join('  ')}`;
}
