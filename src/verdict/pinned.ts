/**
 * pinned(h, name): the probability that a flow of this hypothesis to this name breaks under inspection. PRODUCT.md, "The
 * score". Facts are per platform: proof on one says nothing about another, so where the platform is known only its facts
 * count, and where it is not, the best.
 */
import { effectiveLevel, levelRank } from '../catalog/content.js';
import type { Fact, Level } from '../catalog/index.js';
import type { Values } from './starting-values.js';

export interface PinRules {
  readonly values: Values;
  /** Levels that the policy counts. */
  readonly levels: readonly Level[];
  /** The client's platform, if it is known. */
  readonly platform: string | undefined;
}

export interface Pinned {
  readonly probability: number;
  /** The fact that says so. */
  readonly fact?: Fact;
}

/**
 * Of an app, for a name that these facts cover.
 *
 * @param supported another family than the name speaks for the app: only then do broad facts count
 */
export function pinnedApp(rules: PinRules, facts: readonly Fact[], supported: boolean): Pinned {
  const best = bestFact(rules, supported ? facts : facts.filter((fact) => !fact.broad));
  if (best === undefined) return { probability: rules.values.pinnedOther };
  return { probability: probabilityOf(rules.values, best), fact: best };
}

/** Of a program that we do not know: hosts of an SDK are pinned in whatever embeds it. */
export function pinnedHost(rules: PinRules, facts: readonly Fact[]): Pinned {
  const best = bestFact(
    rules,
    facts.filter((fact) => fact.thirdParty !== '' && !fact.broad),
  );
  return best === undefined ? { probability: 0 } : { probability: probabilityOf(rules.values, best), fact: best };
}

/** Of a browser: its vendor's own pinned names, and nothing else. */
export function pinnedBrowser(rules: PinRules, vendorFacts: readonly Fact[]): Pinned {
  const best = bestFact(
    rules,
    vendorFacts.filter((fact) => !fact.broad),
  );
  return best === undefined ? { probability: 0 } : { probability: probabilityOf(rules.values, best), fact: best };
}

/** The fact of the best level among those that count; the first of equals. */
function bestFact(rules: PinRules, facts: readonly Fact[]): Fact | undefined {
  let best: Fact | undefined;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const fact of facts) {
    const level = effectiveLevel(fact);
    if (level === undefined || !rules.levels.includes(level) || !applies(fact, rules.platform)) continue;
    if (levelRank(level) < bestRank) {
      best = fact;
      bestRank = levelRank(level);
    }
  }
  return best;
}

function applies(fact: Fact, platform: string | undefined): boolean {
  return platform === undefined || fact.platforms.includes('any') || fact.platforms.includes(platform);
}

function probabilityOf(values: Values, fact: Fact): number {
  const level = effectiveLevel(fact);
  if (level === 'verified') return values.pinnedVerified;
  return level === 'reported' ? values.pinnedReported : values.pinnedVendorExclusion;
}
