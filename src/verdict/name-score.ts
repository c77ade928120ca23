/**
 * P(name | h) for every sort of hypothesis: PRODUCT.md, "The score", and docs/adr/0001. A name's own suffixes first: it gets
 * the share of every suffix that it lies below. A name that no fact covers, or broad ones only, may belong to apps that have
 * hosts elsewhere in the same registrable domain: they back off to it, weaker for each label. All logarithms are to base 2.
 */
import { byText, effectiveLevel } from '../catalog/content.js';
import { type Fact, suffixesOf } from '../catalog/index.js';
import { countOf, type Model } from './model.js';

/** A fact that covers the name. */
export interface Covering {
  readonly app: number;
  readonly fact: Fact;
}

/** One name under one app. */
export interface AppName {
  readonly name: string;
  readonly probability: number;
  /** Facts about the app that cover the name; none where it was only backed off to. */
  readonly facts: readonly Fact[];
}

export interface NameScore {
  readonly kind: string;
  /** The names, of equal standing; one for an SNI. */
  readonly names: readonly string[];
  /** Apps with a better probability than the background, and what speaks for each name under them. */
  readonly apps: ReadonlyMap<number, { readonly log: number; readonly names: readonly AppName[] }>;
  /** Of `unknown`, generic stacks, and every app that is not in `apps`. */
  readonly background: number;
  readonly browser: number;
  /** Facts of any app that cover each name. */
  readonly covering: readonly { readonly name: string; readonly facts: readonly Covering[] }[];
}

interface OneName {
  readonly apps: ReadonlyMap<number, AppName>;
  readonly background: number;
  readonly browser: number;
  readonly covering: readonly Covering[];
}

/**
 * Scores one or several names; with several it is not known which of them the flow is to, so that P is their mean.
 *
 * @param names at least one, normalised
 */
export function scoreNames(model: Model, kind: string, names: readonly string[]): NameScore {
  const scored = names.map((name) => scoreName(model, name));
  const apps = new Map<number, { log: number; names: AppName[] }>();
  const touched = new Set(scored.flatMap((one) => [...one.apps.keys()]));
  for (const app of [...touched].sort((a, b) => a - b)) {
    const each = scored.map(
      (one, i) => one.apps.get(app) ?? { name: names[i]!, probability: 2 ** one.background, facts: [] },
    );
    const best = [...each].sort((a, b) => b.probability - a.probability || byText(a.name, b.name));
    apps.set(app, { log: logMean(each.map((one) => one.probability)), names: best });
  }
  return {
    kind,
    names,
    apps,
    background: logMean(scored.map((one) => 2 ** one.background)),
    browser: logMean(scored.map((one) => 2 ** one.browser)),
    covering: scored.map((one, i) => ({ name: names[i]!, facts: one.covering })),
  };
}

function logMean(probabilities: readonly number[]): number {
  let sum = 0;
  for (const probability of probabilities) sum += probability;
  return Math.log2(sum / probabilities.length);
}

function scoreName(model: Model, name: string): OneName {
  const { values } = model;
  const labels = labelsOf(name);
  const chain = model.catalog.hostFacts(name);
  const shares = new Map<number, { count: number; facts: Fact[] }>();
  const covering: Covering[] = [];
  for (const { suffix, refs } of chain) {
    const labelsBelow = labels - labelsOf(suffix);
    for (const { app, fact } of refs) {
      const share = shares.get(app) ?? { count: 0, facts: [] };
      share.count += countOf(fact, values) * (fact.broad ? values.broadStep ** labelsBelow : 1);
      share.facts.push(fact);
      shares.set(app, share);
      covering.push({ app, fact });
    }
  }
  const probabilities = new Map<number, AppName>();
  for (const [app, { count, facts }] of shares) {
    probabilities.set(app, { name, probability: ratio(count, model.nameTotals[app]!), facts });
  }
  const claimed = covering.some(({ fact }) => !fact.broad);
  const known = claimed || backOff(model, name, labels, probabilities) || chain.length > 0;
  const background = known ? values.nameKnownDomain : values.nameUnknownDomain;
  for (const [app, one] of probabilities) {
    probabilities.set(app, { ...one, probability: Math.max(one.probability, 2 ** background) });
  }
  return { apps: probabilities, background, browser: browserLog(values, probabilities), covering };
}

/** Adds apps that have hosts elsewhere in the name's registrable domain; whether the catalog has any there. */
function backOff(model: Model, name: string, labels: number, probabilities: Map<number, AppName>): boolean {
  let known = false;
  for (const node of suffixesOf(name)) {
    const apps = model.below.get(node);
    if (apps === undefined) continue;
    known = true;
    // The name itself is no fact, even where facts lie below it: at least one step.
    const steps = Math.max(1, labels - labelsOf(node));
    for (const [app, count] of apps) {
      if (probabilities.has(app)) continue;
      const probability = ratio(count, model.nameTotals[app]!) * model.values.nameBackOff ** steps;
      probabilities.set(app, { name, probability, facts: [] });
    }
  }
  return known;
}

/** P(name | browser): from the best app's; apps in catalog order, the first of equals. */
function browserLog(values: Model['values'], probabilities: ReadonlyMap<number, AppName>): number {
  let best: AppName | undefined;
  for (const app of [...probabilities.keys()].sort((a, b) => a - b)) {
    const one = probabilities.get(app)!;
    if (best === undefined || one.probability > best.probability) best = one;
  }
  if (best === undefined) return values.browserUnknownName;
  const verified = best.facts.some((fact) => !fact.broad && effectiveLevel(fact) === 'verified');
  const log = Math.log2(best.probability) + (verified ? values.browserVerifiedName : values.browserOtherName);
  return Math.max(log, values.browserUnknownName);
}

function ratio(count: number, total: number): number {
  return total > 0 ? count / total : 0;
}

export function labelsOf(name: string): number {
  let labels = 1;
  for (let at = name.indexOf('.'); at >= 0; at = name.indexOf('.', at + 1)) labels++;
  return labels;
}
