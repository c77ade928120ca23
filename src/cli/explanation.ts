/**
 * One verdict explained, as text and as JSON: what was read and in which frame, each piece of evidence with the fact behind
 * it, each hypothesis that matters, the threshold, and the order of decision of PRODUCT.md, "What a verdict means".
 */
import { harmless } from '../bytes/text.js';
import type { Catalog } from '../catalog/index.js';
import type { ExplainDetail } from '../engine/options.js';
import { jsonOf } from '../sink/jsonl.js';
import { isoTime } from '../sink/time.js';
import { endpoint, kindWords, REASON_WORDS } from '../sink/words.js';
import type { Policy } from '../verdict/policy.js';
import type { FlowRecord, PinsightPart } from '../verdict/record.js';
import type { Evidence, Hypothesis, Reason } from '../verdict/verdict.js';

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
    headSection(record),
    readSection(record, detail),
    evidenceSection(record.pinsight),
    hypothesesSection(record.pinsight),
    decisionSection(record, policy, catalog),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headSection(record: FlowRecord): string[] {
  const { flow, pinsight } = record;
  const named = pinsight.app === undefined ? '' : `, ${harmless(pinsight.app)}`;
  const score = pinsight.score === undefined ? '' : `, score ${pinsight.score.toFixed(3)}`;
  return [
    `Flow ${record.flow_id} of ${harmless(record.capture)}: ${pinsight.action} (${pinsight.reason}${named}${score})`,
    `  ${REASON_WORDS[pinsight.reason]}`,
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
    const whole = `whole at frame ${pinsight.decided_frame} (packet ${pinsight.decided_packet} of the flow)`;
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

function outcomeWords(record: FlowRecord): string | undefined {
  const { outcome, outcome_class: letter } = record.tls ?? {};
  return letter === undefined || outcome === undefined ? outcome : `${outcome} (class ${letter})`;
}

/** The engine hands over evidence with the fact that it rests on; a record as written has the four fields only. */
function evidenceOf(part: PinsightPart): readonly Evidence[] {
  return part.evidence ?? [];
}

function evidenceSection(part: PinsightPart): string[] {
  const lines = evidenceOf(part).map(({ kind, value, app, weight, fact }) => {
    const bits = `${weight < 0 ? '' : '+'}${weight.toFixed(1)}`.padStart(6);
    const from = fact === undefined ? '' : `\n          ${factWords(fact)}`;
    return `  ${bits}  ${kindWords(kind)} ${harmless(value)}, for ${harmless(app)}${from}`;
  });
  return lines.length === 0 ? [] : ['Evidence, in bits: log2 of P(seen | app) / P(seen | unknown)', ...lines];
}

function factWords(fact: NonNullable<Evidence['fact']>): string {
  const platforms = fact.platform.length === 0 ? 'any platform' : fact.platform.join(', ');
  return harmless(`${fact.level || 'no level'}, ${platforms}, from ${fact.source || 'no source'}`);
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

/** What ends the order of decision before the score is looked at, in that order. */
const STEPS: readonly { readonly what: string; readonly reasons: readonly Reason[] }[] = [
  { what: 'a list of the policy says never', reasons: ['policy_never'] },
  { what: 'there is no hello that can be read', reasons: ['no_hello', 'hello_incomplete', 'not_tls'] },
  { what: 'its evidence contradicts itself', reasons: ['contradicted'] },
  { what: 'a list of the policy says always', reasons: ['policy_always'] },
  { what: 'a pin was learned from failed handshakes', reasons: ['learned_pin'] },
];

function decisionSection(record: FlowRecord, policy: Policy, catalog: Catalog): string[] {
  const { action, reason } = record.pinsight;
  const outcome = `${action}, ${reason}`;
  const rule = appRule(record, policy, catalog);
  const at = rule === undefined ? STEPS.findIndex((step) => step.reasons.includes(reason)) : -1;
  const lines = STEPS.slice(0, at < 0 ? STEPS.length : at + 1).map(
    (step, i) => `  ${i + 1}. ${step.what}: ${i === at ? `yes -> ${outcome}` : 'no'}`,
  );
  if (at < 0) lines.push(`  ${STEPS.length + 1}. ${rule ?? scoreWords(record.pinsight, policy)} -> ${outcome}`);
  return [
    'Decision: the first that applies',
    ...lines,
    '',
    `Policy ${harmless(policy.name)}; catalog ${harmless(catalog.version)}, SHA-256 ${catalog.digest}`,
  ];
}

/** The policy may have a rule about the app that stands out, or its category; its reasons are those of the lists. */
function appRule({ pinsight: { app, reason } }: FlowRecord, policy: Policy, catalog: Catalog): string | undefined {
  if (app === undefined || (reason !== 'policy_always' && reason !== 'policy_never')) return undefined;
  const wanted = reason === 'policy_always' ? 'bypass' : 'inspect';
  const category = catalog.app(app)?.category ?? '';
  if (policy.apps.get(app) === wanted) return `the policy has a rule for ${harmless(app)}`;
  if (policy.apps.has(app) || policy.categories.get(category) !== wanted) return undefined;
  return `the policy has a rule for the category ${harmless(category)}`;
}

function scoreWords({ score = 0, reason }: PinsightPart, policy: Policy): string {
  const threshold = policy.threshold.toFixed(3);
  if (score < policy.threshold && score.toFixed(3) !== threshold)
    return `the score ${score.toFixed(3)} is below ${threshold}`;
  const families =
    reason === 'pinned_app'
      ? ''
      : `, but not on the word of as many families as are asked for (${policy.minimumFamilies})`;
  return `the score ${score.toFixed(3)} reaches ${threshold}${families}`;
}
