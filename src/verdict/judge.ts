/**
 * judge: one sighting, the catalog and a policy -> a verdict. Pure: no clock, no I/O, the same answer everywhere. PRODUCT.md,
 * "What a verdict means": the order of decision below is its list, numbered as there.
 */
import type { Catalog } from '../catalog/index.js';
import { extract, normalName, type Sighting, type Signal } from '../evidence/index.js';
import { platformOf } from './client-score.js';
import { contradicts } from './contradictions.js';
import { type Model, modelOf } from './model.js';
import type { NameScore } from './name-score.js';
import type { PinRules } from './pinned.js';
import { listed, type Policy } from './policy.js';
import { scoresOf } from './score-memo.js';
import type { Action, Evidence, Reason, Verdict } from './verdict.js';
import { type Field, type Observed, observedNetwork, speaksFor, type Weighed, weigh } from './weigh.js';
import { byProbability, candidatesOf, evidenceOf, hypothesesOf, LEAST_SHOWN, round3 } from './weights.js';

export interface JudgeOptions {
  /** Every hypothesis that matters goes into the verdict. */
  readonly hypotheses?: boolean;
}

/** Pin failures that add to the weight shown. */
const COUNTED_FAILURES = 3;
/** Hypotheses whose evidence is shown where none stands out. */
const MAX_SHOWN = 3;

const WITHOUT_HELLO = { incomplete: 'hello_incomplete', none: 'no_hello', not_tls: 'not_tls' } as const;

export function judge(sighting: Sighting, catalog: Catalog, policy: Policy, options: JudgeOptions = {}): Verdict {
  const never = listed(policy.never, sighting.clientIp, sighting.serverIp, allNames(sighting));
  if (sighting.state !== 'hello') {
    if (never) return { action: 'inspect', reason: 'policy_never' }; // 1
    return { action: policy.defaultAction, reason: WITHOUT_HELLO[sighting.state] }; // 2
  }
  const model = modelOf(catalog);
  const observed = observe(model, sighting);
  const field = weigh(model, observed, rulesOf(model, observed, policy), policy.minimumFamilies);
  const decision = decide(model, sighting, policy, observed, field, never);
  return verdictOf(model, sighting, observed, field, decision, options);
}

/** Names that the operator's lists are held against: the SNI; without one, whom a proxy was asked for; else what the client resolved. */
function namesToList(sighting: Sighting, catalog: Catalog): string[] {
  for (const claimed of [normalName(sighting.sni), normalName(sighting.proxyTarget)]) {
    if (claimed !== undefined && !catalog.isEchFront(claimed)) return [claimed];
  }
  return sighting.resolvedNames.map((name) => normalName(name)).filter((name) => name !== undefined);
}

/** Names that `never` is held against: all that the flow may be for, so that no way of hiding a name gets past the list. */
function allNames({ sni, proxyTarget, resolvedNames }: Sighting): string[] {
  return [sni, proxyTarget, ...resolvedNames].map((name) => normalName(name)).filter((name) => name !== undefined);
}

/** What counts as pinned for this client. */
export function rulesOf(model: Model, { client }: Observed, policy: Policy): PinRules {
  return { values: model.values, levels: policy.levels, platform: platformOf(model, client, policy.platform) };
}

/** What a sighting shows, family by family. */
export function observe(model: Model, sighting: Sighting): Observed {
  const signals = extract(sighting);
  return {
    name: observedName(model, signals),
    client: scoresOf(model).client(signals),
    network: observedNetwork(model, sighting),
    inUse: appsInUse(model, signals),
  };
}

/** The SNI; where the hello names nobody, whom a proxy was asked for, then resolved names. An ECH front is nobody. */
function observedName(model: Model, signals: readonly Signal[]): NameScore | undefined {
  for (const kind of NAME_KINDS) {
    const names: string[] = [];
    for (const { kind: of, value } of signals) if (of === kind && !model.catalog.isEchFront(value)) names.push(value);
    if (names.length > 0) return scoresOf(model).names(kind, names);
  }
  return undefined;
}

const NAME_KINDS = ['sni', 'proxy_target', 'dns_name'] as const;

function appsInUse(model: Model, signals: readonly Signal[]): Set<number> {
  const places = signals.filter((s) => s.kind === 'app_in_use').map((s) => model.catalog.appIndex(s.value));
  return new Set(places.filter((place) => place >= 0));
}

interface Decision {
  readonly action: Action;
  readonly reason: Reason;
  /** The app that stands out, if one does. */
  readonly app?: Weighed;
  readonly leader: Weighed;
}

function decide(
  model: Model,
  sighting: Sighting,
  policy: Policy,
  observed: Observed,
  field: Field,
  never: boolean,
): Decision {
  const leader = leaderOf(field);
  const app = standsOut(model, field, leader) ? leader : undefined;
  const given = { leader, ...(app === undefined ? {} : { app }) };
  if (never) return { action: 'inspect', reason: 'policy_never', ...given }; // 1
  if (contradicts(model, sighting, observed.name, observed.client)) {
    return { action: 'inspect', reason: 'contradicted', leader }; // 3: what contradicts itself names no app
  }
  const { clientIp, serverIp } = sighting;
  if (listed(policy.always, clientIp, serverIp, namesToList(sighting, model.catalog))) {
    return { action: 'bypass', reason: 'policy_always', ...given }; // 4
  }
  if (policy.learning.enabled && sighting.pinFailures !== undefined) {
    return { action: 'bypass', reason: 'learned_pin', ...given }; // 5
  }
  return { ...byScore(model, policy, field, leader, app), ...given }; // 6
}

function byScore(
  model: Model,
  policy: Policy,
  field: Field,
  leader: Weighed,
  app: Weighed | undefined,
): { action: Action; reason: Reason } {
  if (app !== undefined) {
    const rule = policy.apps.get(app.name) ?? policy.categories.get(model.catalog.apps[app.place]!.category);
    if (rule === 'bypass') return { action: 'bypass', reason: 'policy_always' };
    if (rule === 'inspect') return { action: 'inspect', reason: 'policy_never' };
  }
  if (round3(field.score) >= round3(policy.threshold)) {
    if (round3(field.supportedScore) >= round3(policy.threshold)) return { action: 'bypass', reason: 'pinned_app' };
    // Probable enough, but on the word of fewer families than the policy asks for.
    return { action: 'inspect', reason: 'ambiguous' };
  }
  if (leader.kind === 'unknown') return { action: 'inspect', reason: 'unknown_app' };
  return { action: 'inspect', reason: leader.kind !== 'app' || app !== undefined ? 'not_pinned' : 'ambiguous' };
}

/** The most probable hypothesis that something speaks for; `unknown` before its equals. */
function leaderOf(field: Field): Weighed {
  let leader = field.unknown;
  for (const h of field.weighed) {
    if (h.probability > leader.probability && speaksFor(h, field.unknown)) leader = h;
  }
  return leader;
}

function standsOut(model: Model, field: Field, leader: Weighed): boolean {
  if (leader.kind !== 'app' || leader.probability < model.values.standsOutFrom) return false;
  let next = 0;
  for (const h of field.weighed) if (h !== leader) next = Math.max(next, h.probability);
  return leader.probability >= model.values.standsOutTimes * next;
}

function verdictOf(
  model: Model,
  sighting: Sighting,
  observed: Observed,
  field: Field,
  decision: Decision,
  options: JudgeOptions,
): Verdict {
  const { action, reason, app, leader } = decision;
  const candidates = candidatesOf(field);
  const evidence = [
    ...learnedEvidence(model, sighting, reason, leader),
    ...evidenceOf(model, observed, field, shownOf(field, decision)),
  ];
  const bundleId = app === undefined ? {} : model.catalog.apps[app.place]!.bundleIds;
  return {
    action,
    reason,
    ...(app === undefined ? {} : { app: app.name }),
    ...(Object.keys(bundleId).length === 0 ? {} : { bundleId }),
    score: round3(field.score),
    ...(app === undefined ? {} : { confidence: round3(app.probability) }),
    ...(candidates.length === 0 ? {} : { candidates }),
    ...(evidence.length === 0 ? {} : { evidence }),
    ...(options.hypotheses === true ? { hypotheses: hypothesesOf(observed, field) } : {}),
  };
}

/** Whose evidence explains the verdict: what leads, or those who divide the field. */
function shownOf(field: Field, { app, leader }: Decision): Weighed[] {
  if (app !== undefined || leader.kind !== 'app') return [leader];
  return field.weighed
    .filter((h) => h.kind !== 'app' || h.support > 0)
    .sort(byProbability)
    .slice(0, MAX_SHOWN)
    .filter((h) => h === leader || h.probability >= leader.probability * LEAST_SHOWN);
}

function learnedEvidence(model: Model, sighting: Sighting, reason: Reason, leader: Weighed): Evidence[] {
  const { pinFailures } = sighting;
  if (reason !== 'learned_pin' || pinFailures === undefined) return [];
  const weight = round3(model.values.pinFailureBits * Math.min(COUNTED_FAILURES, pinFailures.failures));
  return [{ kind: 'pin_failure', value: pinFailures.name, app: leader.name, weight }];
}
