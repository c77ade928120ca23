/**
 * Every number of the scoring model, in this one file, each with its origin. PRODUCT.md, "The score"; docs/adr/0001 tells how
 * the ones were chosen that PRODUCT.md leaves open. A catalog may carry its own (that is what `evaluate` fits), which then
 * count instead. Probabilities are given as base-2 logarithms where they are backgrounds, as themselves elsewhere.
 */
import type { StartingValue } from '../catalog/index.js';

const PRODUCT = 'PRODUCT.md, starting values';
const ADR = 'decided: docs/adr/0001-scoring-starting-values.md';

const VALUES = {
  /** `unknown` and the generic stacks together, browsers together, apps together; equal within each. */
  priorUnknownAndStacks: [0.5, PRODUCT],
  priorBrowsers: [0.3, PRODUCT],
  priorApps: [0.2, PRODUCT],
  /** An app that this client was seen using in the last 10 minutes. */
  inUseFactor: [8, PRODUCT],
  /** Pseudo-counts of curated facts. */
  countVerified: [50, PRODUCT],
  countReported: [20, PRODUCT],
  countVendorExclusion: [10, PRODUCT],
  /** Per label of backing off upwards from a name that no suffix covers. */
  nameBackOff: [1 / 4, PRODUCT],
  /** Per label that a name lies below a broad suffix: many products share what is below it. */
  broadStep: [1 / 4, ADR],
  /** log2 P(name | unknown), P(name | stack), and of apps without a better one. */
  nameKnownDomain: [-18, PRODUCT],
  nameUnknownDomain: [-22, PRODUCT],
  /** P(name | browser): the best app's, times this; or the background where the catalog does not hold the name. */
  browserVerifiedName: [-10, PRODUCT],
  browserOtherName: [-6, PRODUCT],
  browserUnknownName: [-20, PRODUCT],
  /** P(client | browser or stack): shared among its own fingerprints; log2 for any other. */
  ownFingerprints: [0.5, PRODUCT],
  foreignFingerprint: [-16, PRODUCT],
  /** log2 P(client | unknown), for a fingerprint that the catalog has and for one that it has not. */
  clientKnown: [-6, PRODUCT],
  clientUnknown: [-10, PRODUCT],
  /** P(client | app) of a browser's fingerprint: log2; and where the app is recorded to use that engine. */
  browserFingerprintInApp: [-10, PRODUCT],
  engineFingerprintInApp: [1 / 4, PRODUCT],
  /** Share of an app's flows that may come with a fingerprint not learned: an update of the system changes them all. */
  unseenFingerprints: [1 / 4, ADR],
  /** log2 backgrounds of the coarse client kinds, which many programs share. */
  stackClassBackground: [-4, ADR],
  alpnBackground: [-2, ADR],
  quicVersionBackground: [-1, ADR],
  /** P(destination): in a network of the app's, by chance, and for an app whose networks are recorded but are elsewhere. */
  ownNetwork: [0.5, ADR],
  networkBackground: [-4, ADR],
  foreignNetwork: [-6, ADR],
  /** pinned(app, name), by the level of the fact; and for any other name of the app. */
  pinnedVerified: [0.98, PRODUCT],
  pinnedReported: [0.92, PRODUCT],
  pinnedVendorExclusion: [0.9, PRODUCT],
  pinnedOther: [0.03, PRODUCT],
  /** An app stands out from this probability on, if it is also this many times the next one's. */
  standsOutFrom: [0.7, PRODUCT],
  standsOutTimes: [2, PRODUCT],
  /** Bits shown for each remembered pin failure, for the first three of them. */
  pinFailureBits: [4, ADR],
} as const satisfies Record<string, readonly [number, string]>;

export type ValueName = keyof typeof VALUES;
export type Values = Readonly<Record<ValueName, number>>;

/** All of them with their origin: what `catalog show` prints and what the build writes into the default catalog. */
export const STARTING_VALUES: readonly StartingValue[] = Object.entries(VALUES).map(([name, [value, origin]]) => ({
  name,
  value,
  origin,
}));

/** The numbers to use: a catalog's own where it has them. Names that this version does not know count for nothing. */
export function valuesOf(own: readonly StartingValue[]): Values {
  const values: Record<string, number> = {};
  for (const { name, value } of STARTING_VALUES) values[name] = value;
  for (const { name, value } of own) if (name in VALUES && Number.isFinite(value)) values[name] = value;
  return values as Values;
}
