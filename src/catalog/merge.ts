/**
 * Two catalogs into one. What both say is said once; learned counts of the same fact add up; where they disagree about an
 * app itself, the first one that says anything is kept, and of starting values the later, so that a file of one's own can be
 * put after the shipped catalog.
 */
import type { App, CatalogContent, ClientHypothesis, Fact, KnownFingerprint } from './content.js';

export function mergeCatalogs(first: CatalogContent, second: CatalogContent): CatalogContent {
  return {
    version: [...new Set([first.version, second.version])].filter((version) => version !== '').join(' + '),
    created: Math.max(first.created, second.created),
    startingValues: united([...second.startingValues, ...first.startingValues], (value) => value.name, keepFirst),
    apps: united([...first.apps, ...second.apps], (app) => app.name, mergeApps),
    hypotheses: united([...first.hypotheses, ...second.hypotheses], (h) => h.name, mergeHypotheses),
    fingerprints: united([...first.fingerprints, ...second.fingerprints], rowKey, keepFirst),
    echFronts: united([...first.echFronts, ...second.echFronts], (front) => front.host, keepFirst),
  };
}

/** Items of equal key made one, in the order in which keys first came. */
function united<T>(items: readonly T[], keyOf: (item: T) => string, join: (kept: T, other: T) => T): T[] {
  const byKey = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const kept = byKey.get(key);
    byKey.set(key, kept === undefined ? item : join(kept, item));
  }
  return [...byKey.values()];
}

function keepFirst<T>(kept: T): T {
  return kept;
}

function mergeApps(kept: App, other: App): App {
  return {
    name: kept.name,
    kind: kept.kind || other.kind,
    category: kept.category || other.category,
    bundleIds: { ...other.bundleIds, ...kept.bundleIds },
    notes: kept.notes || other.notes,
    facts: united([...kept.facts, ...other.facts], factKey, addCounts),
  };
}

/** Counts are 32 bits in the file. */
const MAX_COUNT = 0xffff_ffff;

function addCounts(kept: Fact, other: Fact): Fact {
  return { ...kept, count: Math.min(MAX_COUNT, kept.count + other.count) };
}

/** Everything of a fact but how often it was seen. */
function factKey(fact: Fact): string {
  const { kind, value, level, platforms, evidence, source, thirdParty, broad, inferred } = fact;
  return JSON.stringify([kind, value, level, platforms, evidence, source, thirdParty, broad, inferred]);
}

function rowKey(row: KnownFingerprint): string {
  const { ja4, ja3, hypotheses, stack, product, version, platform, transport, basis, source, note, app } = row;
  return JSON.stringify([ja4, ja3, hypotheses, stack, product, version, platform, transport, basis, source, note, app]);
}

function mergeHypotheses(kept: ClientHypothesis, other: ClientHypothesis): ClientHypothesis {
  return {
    ...kept,
    platform: kept.platform || other.platform,
    permutes: kept.permutes || other.permutes,
    engine: kept.engine || other.engine,
    vendorApps: [...new Set([...kept.vendorApps, ...other.vendorApps])],
  };
}
