/**
 * The order of decision of PRODUCT.md, "What a verdict means", as `explain` shows it: which step applied, and what about it can
 * be told from the record, the policy and the catalog.
 */
import { harmless } from '../bytes/text.js';
import { ja4WithoutLastPart } from '../catalog/content.js';
import type { Catalog, FingerprintKind } from '../catalog/index.js';
import { normalName } from '../evidence/index.js';
import type { Policy } from '../verdict/policy.js';
import type { FlowRecord, PinsightPart } from '../verdict/record.js';
import type { Reason } from '../verdict/verdict.js';

/** What ends the order of decision before the score is looked at, in that order. */
const STEPS: readonly { readonly what: string; readonly reasons: readonly Reason[] }[] = [
  { what: 'a list of the policy says never', reasons: ['policy_never'] },
  { what: 'there is no hello that can be read', reasons: ['no_hello', 'hello_incomplete', 'not_tls'] },
  { what: 'its evidence contradicts itself', reasons: ['contradicted'] },
  { what: 'a list of the policy says always', reasons: ['policy_always'] },
  { what: 'a pin was learned from failed handshakes', reasons: ['learned_pin'] },
];

export function decisionSection(record: FlowRecord, policy: Policy, catalog: Catalog): string[] {
  const { action, reason } = record.pinsight;
  const outcome = `${action}, ${reason}`;
  const rule = appRule(record, policy, catalog);
  const at = rule === undefined ? STEPS.findIndex((step) => step.reasons.includes(reason)) : -1;
  const lines = STEPS.slice(0, at < 0 ? STEPS.length : at + 1).map(
    (step, i) => `  ${i + 1}. ${step.what}: ${i === at ? `yes -> ${outcome}` : 'no'}`,
  );
  if (at < 0) lines.push(`  ${STEPS.length + 1}. ${rule ?? scoreWords(record.pinsight, policy)} -> ${outcome}`);
  if (reason === 'contradicted') lines.push(...contradictionWords(record, catalog).map((line) => `     ${line}`));
  return [
    'Decision: the first that applies',
    ...lines,
    '',
    `Policy ${harmless(policy.name)}, threshold ${policy.threshold.toFixed(3)}, families asked for ${policy.minimumFamilies}`,
    `Catalog ${harmless(catalog.version)}, SHA-256 ${catalog.digest}`,
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
    return `the score ${score.toFixed(3)} is below the threshold ${threshold}`;
  const families =
    reason === 'pinned_app'
      ? ''
      : `, but not on the word of as many families as are asked for (${policy.minimumFamilies})`;
  return `the score ${score.toFixed(3)} reaches the threshold ${threshold}${families}`;
}

/** Which of the rules of PRODUCT.md, "Contradictions", it was, as far as the record tells: for the rest there is DNS. */
function contradictionWords(record: FlowRecord, catalog: Catalog): string[] {
  const name = normalName(record.tls?.sni);
  const resolved = (record.dns?.names ?? []).map((one) => harmless(one));
  const owners = new Set<number>();
  if (name !== undefined) for (const { refs } of catalog.hostFacts(name)) for (const { app } of refs) owners.add(app);
  const apps = [...owners].map((app) => harmless(catalog.apps[app]!.name)).join(', ');
  const words: string[] = [];
  const holders = foreignHolders(record, catalog, owners);
  if (holders.length > 0) {
    words.push(
      `the address ${record.dest_ip} lies in a network of ${holders.join(', ')}; ${apps} has networks of its own`,
    );
  }
  if (isForeignStack(record, catalog, owners)) {
    words.push(`${apps} has a TLS stack of its own, and this fingerprint is a generic one's`);
  }
  // In the record are names of the address itself; answers for the name with other addresses are not.
  const others = resolved.filter((one) => one !== name);
  if (others.length > 0) {
    words.push(
      `DNS gave this client its address for ${others.join(', ')}, not for ${harmless(name ?? 'the name claimed')}`,
    );
  } else if (words.length === 0) {
    words.push(`no answer of DNS to this client for ${harmless(name ?? 'the name claimed')} holds its address`);
  }
  return words;
}

/** Rule 2: whose networks hold the address, where all of the name's apps have other networks. */
function foreignHolders(record: FlowRecord, catalog: Catalog, owners: ReadonlySet<number>): string[] {
  if (!catalog.hasNetworks || !everyOwner(catalog, owners, 'network')) return [];
  const holders = catalog.networks(record.dest_ip).map(({ app }) => app);
  if (holders.some((app) => owners.has(app))) return [];
  return [...new Set(holders)].map((app) => harmless(catalog.apps[app]!.name));
}

/** Rule 3: all of the name's apps use stacks of their own only, and a generic stack sends this fingerprint. */
function isForeignStack(record: FlowRecord, catalog: Catalog, owners: ReadonlySet<number>): boolean {
  if (!everyOwner(catalog, owners, 'own_stack_only')) return false;
  const { ja4 = '', ja3 } = record.tls ?? {};
  const kinds: readonly (readonly [FingerprintKind, string])[] = [
    ['ja4', ja4],
    ['ja4_ab', ja4WithoutLastPart(ja4)],
    ['ja3', ja3?.hash ?? ''],
  ];
  const known = kinds.find(([kind, value]) => value !== '' && catalog.clients(kind, value) !== undefined);
  const senders = known === undefined ? [] : catalog.clients(...known)!;
  return senders.length > 0 && senders.every((place) => catalog.content.hypotheses[place]!.kind === 'stack');
}

function everyOwner(catalog: Catalog, owners: ReadonlySet<number>, kind: string): boolean {
  return owners.size > 0 && [...owners].every((app) => catalog.apps[app]!.facts.some((fact) => fact.kind === kind));
}
