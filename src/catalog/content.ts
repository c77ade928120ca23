/**
 * What a catalog holds, as plain data: the in-memory form of catalog.proto and of the JSON form. docs/formats/catalog.md
 * explains every field. Look-ups over it are in index.ts.
 */

/** How well it is known that an app pins what a fact names; best first. PRODUCT.md, "The catalog". */
export const LEVELS = ['verified', 'reported', 'vendor_exclusion'] as const;
export type Level = (typeof LEVELS)[number];

export const PLATFORMS = ['android', 'ios', 'macos', 'windows', 'any'] as const;
export const APP_KINDS = ['app', 'os_service', 'sdk'] as const;
export const HYPOTHESIS_KINDS = ['browser', 'stack'] as const;

/** Kinds of facts that this version looks up. Others are kept, merged and written back untouched. */
export const FACT_KINDS = [
  'host',
  'network',
  'own_stack_only',
  'engine',
  'ja4',
  'ja4_ab',
  'ja3',
  'stack_class',
  'alpn',
  'quic_version',
] as const;

export interface Fact {
  readonly kind: string;
  readonly value: string;
  /** Flows in which it was learned; 0 for a curated fact. */
  readonly count: number;
  /** '' where the fact says nothing about pinning. A level of another program version stays as it is, and counts for nothing. */
  readonly level: string;
  readonly platforms: readonly string[];
  readonly evidence: string;
  readonly source: string;
  /** Whose host it is, where it is not the app's own; else ''. */
  readonly thirdParty: string;
  readonly broad: boolean;
  readonly inferred: boolean;
  /** Hosts: labels of `value`, from its end, that are the registrable domain; 0 where that was not worked out. */
  readonly domainLabels: number;
}

export interface App {
  readonly name: string;
  readonly kind: string;
  readonly category: string;
  readonly bundleIds: { readonly ios?: string; readonly android?: string };
  readonly notes: string;
  readonly facts: readonly Fact[];
}

/** A browser, or a generic stack: some program we do not know, on that stack. */
export interface ClientHypothesis {
  readonly name: string;
  readonly kind: 'browser' | 'stack';
  /** The platform that this client gives away, or ''. */
  readonly platform: string;
  /** Orders its extensions anew each time: its JA3 is no evidence. */
  readonly permutes: boolean;
  /** Apps of this catalog whose pinned hosts are this browser's own. */
  readonly vendorApps: readonly string[];
  /** Browsers: the engine that apps may embed (a fact of kind `engine` says that one does), or ''. */
  readonly engine: string;
}

export interface KnownFingerprint {
  readonly ja4: string;
  /** '' where it is not known, or not stable. */
  readonly ja3: string;
  /** Names of the hypotheses that send it; none for a hint, which makes it known and nothing more. */
  readonly hypotheses: readonly string[];
  readonly stack: string;
  readonly product: string;
  readonly version: string;
  readonly platform: string;
  readonly transport: string;
  readonly basis: string;
  readonly source: string;
  readonly note: string;
  /** Hints: the app it was seen with, and in how many flows. */
  readonly app: string;
  readonly flows: number;
}

export interface StartingValue {
  readonly name: string;
  readonly value: number;
  readonly origin: string;
}

export interface EchFront {
  readonly host: string;
  readonly source: string;
}

export interface CatalogContent {
  readonly version: string;
  /** Microseconds since 1970-01-01 UTC. */
  readonly created: number;
  readonly startingValues: readonly StartingValue[];
  readonly apps: readonly App[];
  readonly hypotheses: readonly ClientHypothesis[];
  readonly fingerprints: readonly KnownFingerprint[];
  readonly echFronts: readonly EchFront[];
}

/** JA4 without its last part, which changes with the extensions and signature algorithms of a version: `a_b`. */
export function ja4WithoutLastPart(ja4: string): string {
  const cut = ja4.lastIndexOf('_');
  return cut < 0 ? ja4 : ja4.slice(0, cut);
}

/** The last `labels` labels of a host name; all of it if it has no more. */
export function lastLabels(host: string, labels: number): string {
  let at = host.length;
  for (let i = 0; i < labels && at >= 0; i++) at = host.lastIndexOf('.', at - 1);
  return at < 0 ? host : host.slice(at + 1);
}

/** Order of two strings by UTF-16 code units: the same on every machine, whatever its locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders facts for files: one fact a line, so that a change is a readable diff. */
export function byFact(a: Fact, b: Fact): number {
  return (
    byText(a.kind, b.kind) ||
    byText(a.value, b.value) ||
    levelRank(a.level) - levelRank(b.level) ||
    byText(a.platforms.join(), b.platforms.join()) ||
    byText(a.source, b.source)
  );
}

/** 0 for the best level, 3 for none of them. */
export function levelRank(level: string): number {
  const at = (LEVELS as readonly string[]).indexOf(level);
  return at < 0 ? LEVELS.length : at;
}

/** The level after an `inferred` fact's own has been lowered by one; undefined where nothing is left. */
export function effectiveLevel(fact: Fact): Level | undefined {
  const rank = levelRank(fact.level);
  return rank === LEVELS.length ? undefined : LEVELS[rank + (fact.inferred ? 1 : 0)];
}
