/**
 * The field of hypotheses for one flow: P(h | x) of every app, browser, stack class and `unknown`. PRODUCT.md, "The score".
 * Apps that nothing tells apart share one entry, so that the work depends on how many apps a flow has to do with, not on how
 * many the catalog has; they take part in the sums all the same. Sums run in catalog order: results are the same everywhere.
 */
import type { Fact } from '../catalog/index.js';
import { destinationOf, type Sighting, type Signal } from '../evidence/index.js';
import type { ClientScore } from './client-score.js';
import type { Model } from './model.js';
import type { AppName, NameScore } from './name-score.js';
import { type Pinned, type PinRules, pinnedApp, pinnedBrowser, pinnedHost } from './pinned.js';

/** log2 P(x_f | h) of each family; 0 of a family without a signal, for every hypothesis. */
export interface FamilyLogs {
  readonly name: number;
  readonly client: number;
  readonly destination: number;
}

export interface Weighed {
  readonly name: string;
  readonly kind: 'app' | 'browser' | 'stack' | 'unknown';
  /** Place in the catalog's apps or hypotheses; -1 for `unknown`. */
  readonly place: number;
  /** log2, context included. */
  readonly prior: number;
  readonly families: FamilyLogs;
  /** An app that this client was seen using. */
  readonly inUse: boolean;
  /** How many families speak for it rather than for `unknown`. */
  readonly support: number;
  readonly pinned: Pinned;
  readonly probability: number;
}

export interface Field {
  /** Apps that something tells apart, browsers and stacks, `unknown` last; each sort in catalog order. */
  readonly weighed: readonly Weighed[];
  readonly unknown: Weighed;
  /** All the other apps. */
  readonly others: {
    readonly count: number;
    readonly prior: number;
    readonly families: FamilyLogs;
    readonly probability: number;
    /** pinned(h, name) of each. */
    readonly pinned: number;
  };
  readonly score: number;
  /** The part of the score that rests on at least as many families as the policy asks for. */
  readonly supportedScore: number;
}

/** What the signals of one flow say, family by family. */
export interface Observed {
  readonly name: NameScore | undefined;
  readonly client: ClientScore | undefined;
  readonly network: NetworkScore | undefined;
  readonly inUse: ReadonlySet<number>;
}

export interface NetworkScore {
  readonly signal: Signal;
  /** Apps in whose recorded networks the destination lies, and the fact. */
  readonly owners: ReadonlyMap<number, Fact>;
}

/** Before the sum over all hypotheses is known. */
type Unweighed = Omit<Weighed, 'probability'> & { probability: number };

export function observedNetwork(model: Model, sighting: Sighting): NetworkScore | undefined {
  if (model.networked.size === 0) return undefined;
  const destination = destinationOf(sighting);
  const refs = destination === undefined ? [] : model.catalog.networks(destination);
  if (refs.length === 0) return undefined;
  const owners = new Map<number, Fact>();
  for (const { app, fact } of refs) if (!owners.has(app)) owners.set(app, fact);
  return { signal: { kind: 'network', value: refs[0]!.fact.value }, owners };
}

export function weigh(model: Model, observed: Observed, rules: PinRules, minimumFamilies: number): Field {
  const destination = observed.network === undefined ? 0 : model.values.networkBackground;
  const nobody: FamilyLogs = {
    name: observed.name?.background ?? 0,
    client: observed.client?.unknown ?? 0,
    destination,
  };
  const sdk = averaged(observed, (facts) => pinnedHost(rules, facts));
  const hypotheses: Unweighed[] = [];
  for (const app of appsApart(model, observed)) hypotheses.push(weighApp(model, observed, rules, app, nobody));
  const otherCount = model.catalog.apps.length - hypotheses.length;
  for (let place = 0; place < model.catalog.content.hypotheses.length; place++) {
    hypotheses.push(weighClient(model, observed, rules, place, nobody, sdk));
  }
  const unknown: Unweighed = {
    name: 'unknown',
    kind: 'unknown',
    place: -1,
    prior: model.prior.unknown,
    families: nobody,
    inUse: false,
    support: 0,
    pinned: sdk,
    probability: 0,
  };
  hypotheses.push(unknown);
  const others = {
    count: otherCount,
    prior: model.prior.app,
    families: { ...nobody, client: observed.client?.otherApps ?? 0 },
    probability: 0,
    pinned: rules.values.pinnedOther,
  };
  normalise(hypotheses, others);
  let score = others.probability * others.pinned;
  let supportedScore = 0;
  for (const h of hypotheses) {
    const part = h.probability * h.pinned.probability;
    score += part;
    // What speaks for a program that we do not know is its SDK's host name alone: one family.
    if ((h.kind === 'app' ? h.support : 1) >= minimumFamilies) supportedScore += part;
  }
  return { weighed: hypotheses, unknown, others, score, supportedScore };
}

/** Sets every probability. Logarithms are taken relative to the greatest, so that nothing vanishes or overflows. */
function normalise(
  hypotheses: readonly Unweighed[],
  others: { count: number; prior: number; families: FamilyLogs; probability: number },
): void {
  const otherLog = others.prior + sumOf(others.families);
  let most = others.count > 0 ? otherLog : Number.NEGATIVE_INFINITY;
  for (const h of hypotheses) most = Math.max(most, h.prior + sumOf(h.families));
  others.probability = others.count * 2 ** (otherLog - most);
  let sum = others.probability;
  for (const h of hypotheses) {
    h.probability = 2 ** (h.prior + sumOf(h.families) - most);
    sum += h.probability;
  }
  for (const h of hypotheses) h.probability /= sum;
  others.probability /= sum;
}

/** Apps for which some family says something else than for the rest, in catalog order. */
function appsApart(model: Model, { name, client, network, inUse }: Observed): number[] {
  const apart = new Set<number>(inUse);
  for (const app of name?.apps.keys() ?? []) apart.add(app);
  for (const app of client?.apps.keys() ?? []) apart.add(app);
  if (network !== undefined) for (const app of model.networked) apart.add(app);
  return [...apart].sort((a, b) => a - b);
}

/** @param nobody what families say of a program that nobody knows */
export function weighApp(model: Model, observed: Observed, rules: PinRules, app: number, nobody: FamilyLogs): Weighed {
  const { name, client, network } = observed;
  const own = name?.apps.get(app);
  const families: FamilyLogs = {
    name: own?.log ?? nobody.name,
    client: client === undefined ? 0 : (client.apps.get(app) ?? client.otherApps),
    destination: network === undefined ? 0 : networkLog(model, network, app),
  };
  const inUse = observed.inUse.has(app);
  let besideName = inUse ? 1 : 0;
  if (families.client > nobody.client) besideName++;
  if (families.destination > nobody.destination) besideName++;
  return {
    name: model.catalog.apps[app]!.name,
    kind: 'app',
    place: app,
    prior: model.prior.app + (inUse ? Math.log2(model.values.inUseFactor) : 0),
    families,
    inUse,
    support: besideName + (families.name > nobody.name ? 1 : 0),
    pinned: pinnedByName(rules, own?.names ?? [], besideName > 0),
    probability: 0,
  };
}

/** Over several names: the mean, weighed by how probable each is for the app. */
function pinnedByName(rules: PinRules, names: readonly AppName[], supported: boolean): Pinned {
  let sum = 0;
  let total = 0;
  let fact: Fact | undefined;
  for (const one of names) {
    const pinned = pinnedApp(rules, one.facts, supported);
    sum += one.probability * pinned.probability;
    total += one.probability;
    fact ??= pinned.fact;
  }
  const probability = total > 0 ? sum / total : rules.values.pinnedOther;
  return fact === undefined ? { probability } : { probability, fact };
}

function weighClient(
  model: Model,
  observed: Observed,
  rules: PinRules,
  place: number,
  nobody: FamilyLogs,
  sdk: Pinned,
): Unweighed {
  const { name, kind } = model.catalog.content.hypotheses[place]!;
  const families: FamilyLogs = {
    name: kind === 'browser' ? (observed.name?.browser ?? 0) : nobody.name,
    client: observed.client?.hypotheses[place] ?? 0,
    destination: nobody.destination,
  };
  const pinned = kind === 'stack' ? sdk : vendorPinned(observed, rules, model.vendorApps[place]!);
  return { name, kind, place, prior: model.prior[kind], families, inUse: false, support: 0, pinned, probability: 0 };
}

const NOT_PINNED: Pinned = { probability: 0 };

function vendorPinned(observed: Observed, rules: PinRules, vendor: ReadonlySet<number>): Pinned {
  if (vendor.size === 0) return NOT_PINNED;
  return averaged(observed, (_, covering) => pinnedBrowser(rules, vendorFacts(covering, vendor)));
}

type Covering = NameScore['covering'][number]['facts'];

function vendorFacts(covering: Covering, vendor: ReadonlySet<number>): Fact[] {
  return covering.filter(({ app }) => vendor.has(app)).map(({ fact }) => fact);
}

/** Of a hypothesis that is to each name with the same probability. */
function averaged({ name }: Observed, pinned: (facts: readonly Fact[], covering: Covering) => Pinned): Pinned {
  if (name === undefined) return NOT_PINNED;
  let sum = 0;
  let fact: Fact | undefined;
  for (const { facts } of name.covering) {
    const one = pinned(
      facts.map((covering) => covering.fact),
      facts,
    );
    sum += one.probability;
    fact ??= one.fact;
  }
  const probability = sum / name.covering.length;
  return fact === undefined ? { probability } : { probability, fact };
}

function networkLog(model: Model, network: NetworkScore, app: number): number {
  const { values } = model;
  if (network.owners.has(app)) return Math.log2(values.ownNetwork);
  return model.networked.has(app) ? values.foreignNetwork : values.networkBackground;
}

export function sumOf({ name, client, destination }: FamilyLogs): number {
  return name + client + destination;
}

/** Priors alone make no leader: something must speak for it. */
export function speaksFor(h: Weighed, unknown: Weighed): boolean {
  return h.kind === 'app' ? h.support > 0 : sumOf(h.families) > sumOf(unknown.families);
}
