/**
 * Model: what the scoring of PRODUCT.md needs of one catalog, worked out once: totals, shares, and who has which recorded
 * property. Pure numbers; how they combine for one flow is in judge.ts.
 */

import { effectiveLevel, ja4WithoutLastPart, lastLabels } from '../catalog/content.js';
import type { Catalog, Fact, FingerprintKind, Level } from '../catalog/index.js';
import { suffixesOf } from '../catalog/index.js';
import { type Values, valuesOf } from './starting-values.js';

export interface Model {
  readonly catalog: Catalog;
  readonly values: Values;
  /** Per app, the counts of all its hosts. */
  readonly nameTotals: Float64Array;
  /** Name from a fact's host up to its registrable domain -> app -> counts at and below it. */
  readonly below: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Kind of client fact -> app -> counts of all its values of that kind. */
  readonly clientTotals: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Per hypothesis and kind of fingerprint: how many of its fingerprints have each value, and how many it has. */
  readonly fingerprints: readonly Record<FingerprintKind, FingerprintShares>[];
  /** Engines that an app is recorded to use. */
  readonly engines: ReadonlyMap<number, ReadonlySet<string>>;
  readonly ownStackOnly: ReadonlySet<number>;
  /** Apps with at least one recorded network. */
  readonly networked: ReadonlySet<number>;
  /** Per hypothesis, the apps whose pinned hosts are its vendor's own. */
  readonly vendorApps: readonly ReadonlySet<number>[];
  /** log2 of the prior of one hypothesis of each sort. */
  readonly prior: { readonly app: number; readonly browser: number; readonly stack: number; readonly unknown: number };
}

export interface FingerprintShares {
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

const CLIENT_KINDS = ['ja4', 'ja4_ab', 'ja3', 'stack_class', 'alpn', 'quic_version'];

const models = new WeakMap<Catalog, Model>();

export function modelOf(catalog: Catalog): Model {
  const known = models.get(catalog);
  if (known !== undefined) return known;
  const model = build(catalog);
  models.set(catalog, model);
  return model;
}

/** How much one fact counts: the flows it was learned in, or the pseudo-count of its level. */
export function countOf(fact: Fact, values: Values): number {
  if (fact.count > 0) return fact.count;
  const level = effectiveLevel(fact);
  return level === undefined ? 0 : pseudoCount(level, values);
}

function pseudoCount(level: Level, values: Values): number {
  if (level === 'verified') return values.countVerified;
  return level === 'reported' ? values.countReported : values.countVendorExclusion;
}

function build(catalog: Catalog): Model {
  const values = valuesOf(catalog.content.startingValues);
  const { apps } = catalog;
  const { hypotheses } = catalog.content;
  const nameTotals = new Float64Array(apps.length);
  const below = new Map<string, Map<number, number>>();
  const clientTotals = new Map<string, Map<number, number>>();
  const engines = new Map<number, Set<string>>();
  const ownStackOnly = new Set<number>();
  const networked = new Set<number>();
  for (const [app, { facts }] of apps.entries()) {
    for (const fact of facts) {
      const count = countOf(fact, values);
      if (fact.kind === 'host') {
        nameTotals[app]! += count;
        for (const node of upToDomain(fact)) add(below, node, app, count);
      } else if (fact.kind === 'network') networked.add(app);
      else if (fact.kind === 'own_stack_only') ownStackOnly.add(app);
      else if (fact.kind === 'engine') engines.set(app, (engines.get(app) ?? new Set()).add(fact.value));
      else if (CLIENT_KINDS.includes(fact.kind) && fact.count > 0) add(clientTotals, fact.kind, app, fact.count);
    }
  }
  const browsers = hypotheses.filter((h) => h.kind === 'browser').length;
  const others = hypotheses.length - browsers + 1;
  const share = (together: number, among: number) => Math.log2(together / Math.max(1, among));
  const other = share(values.priorUnknownAndStacks, others);
  return {
    catalog,
    values,
    nameTotals,
    below,
    clientTotals,
    fingerprints: fingerprintShares(catalog),
    engines,
    ownStackOnly,
    networked,
    vendorApps: hypotheses.map((h) => new Set(h.vendorApps.map((name) => catalog.appIndex(name)))),
    prior: {
      app: share(values.priorApps, apps.length),
      browser: share(values.priorBrowsers, browsers),
      stack: other,
      unknown: other,
    },
  };
}

/** The fact's host and the names above it, down to its registrable domain. */
function upToDomain(fact: Fact): string[] {
  const domain = fact.domainLabels > 0 ? lastLabels(fact.value, fact.domainLabels) : fact.value;
  return suffixesOf(fact.value).filter((suffix) => suffix.length >= domain.length);
}

function fingerprintShares(catalog: Catalog): Record<FingerprintKind, FingerprintShares>[] {
  const { hypotheses, fingerprints } = catalog.content;
  return hypotheses.map(({ name, permutes }) => {
    const own = fingerprints.filter((row) => row.hypotheses.includes(name));
    const ja4s = [...new Set(own.map((row) => row.ja4))];
    const ja3s = permutes ? [] : [...new Set(own.map((row) => row.ja3).filter((ja3) => ja3 !== ''))];
    return { ja4: shares(ja4s), ja4_ab: shares(ja4s.map(ja4WithoutLastPart)), ja3: shares(ja3s) };
  });
}

function shares(list: readonly string[]): FingerprintShares {
  const counts = new Map<string, number>();
  for (const value of list) counts.set(value, (counts.get(value) ?? 0) + 1);
  return { counts, total: list.length };
}

function add(map: Map<string, Map<number, number>>, key: string, app: number, count: number): void {
  const counts = map.get(key) ?? new Map<number, number>();
  counts.set(app, (counts.get(app) ?? 0) + count);
  map.set(key, counts);
}
