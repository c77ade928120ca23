/**
 * From the field of hypotheses to what a record shows of it: evidence in bits, candidates, and, when asked for, every
 * hypothesis that matters. A weight is log2 P(x_f | h) / P(x_f | unknown). Numbers are rounded to 3 decimals here, once.
 */
import { byText } from '../catalog/content.js';
import type { Fact } from '../catalog/index.js';
import type { Model } from './model.js';
import type { Candidate, Evidence, Hypothesis } from './verdict.js';
import type { FamilyLogs, Field, Observed, Weighed } from './weigh.js';

const MAX_CANDIDATES = 5;
/** Below this an app is no candidate and a hypothesis does not matter: it would print as 0. */
const LEAST_PROBABILITY = 0.001;
/** Less than this part of the leader's probability is not shown. */
export const LEAST_SHOWN = 1 / 8;
/** Most hypotheses that are listed one by one. */
const MAX_HYPOTHESES = 24;

export function round3(value: number): number {
  const rounded = Math.round(value * 1000) / 1000;
  return rounded === 0 ? 0 : rounded; // no negative zero in a record
}

/** Best first, by what is shown; ties by name. */
export function byProbability(a: Weighed, b: Weighed): number {
  return round3(b.probability) - round3(a.probability) || byText(a.name, b.name);
}

/** Apps that some family speaks for. */
export function candidatesOf(field: Field): Candidate[] {
  return field.weighed
    .filter((h) => h.kind === 'app' && h.support > 0 && round3(h.probability) >= LEAST_PROBABILITY)
    .sort(byProbability)
    .slice(0, MAX_CANDIDATES)
    .map((h) => ({ app: h.name, probability: round3(h.probability) }));
}

/** What speaks for and against the hypotheses shown, strongest first, ties by kind, then by name. */
export function evidenceOf(model: Model, observed: Observed, field: Field, shown: readonly Weighed[]): Evidence[] {
  const evidence = shown.flatMap((h) => evidenceFor(model, observed, field.unknown, h));
  return evidence.sort((a, b) => b.weight - a.weight || byText(a.kind, b.kind) || byText(a.app, b.app));
}

function evidenceFor(model: Model, observed: Observed, unknown: Weighed, h: Weighed): Evidence[] {
  const found: Evidence[] = [];
  const { name, client, network } = observed;
  const entry = (kind: string, value: string, bits: number, fact?: Fact) => {
    const weight = round3(bits);
    // Of `unknown` every weight is 0: what was looked at is shown all the same.
    if (weight === 0 && h.kind !== 'unknown') return;
    const shownFact = fact && { level: fact.level, platform: fact.platforms, source: fact.source };
    found.push({ kind, value, app: h.name, weight, ...(shownFact ? { fact: shownFact } : {}) });
  };
  if (name !== undefined) {
    const best = h.kind === 'app' ? name.apps.get(h.place)?.names[0] : undefined;
    const fact = h.pinned.fact ?? best?.facts[0];
    entry(name.kind, best?.name ?? name.names[0]!, h.families.name - unknown.families.name, fact);
  }
  if (client !== undefined) {
    const { kind, value } = client.signal;
    entry(kind, value, h.families.client - unknown.families.client);
  }
  if (network !== undefined) {
    const fact = h.kind === 'app' ? network.owners.get(h.place) : undefined;
    const value = fact?.value ?? network.signal.value;
    entry('network', value, h.families.destination - unknown.families.destination, fact);
  }
  if (h.inUse) entry('app_in_use', h.name, Math.log2(model.values.inUseFactor));
  return found;
}

/** The hypotheses that matter, best first; the apps that nothing tells apart as one entry. */
export function hypothesesOf(observed: Observed, field: Field): Hypothesis[] {
  const listed = [...field.weighed]
    .filter((h) => h.kind === 'unknown' || round3(h.probability) >= LEAST_PROBABILITY || h.support > 0)
    .sort(byProbability)
    .slice(0, MAX_HYPOTHESES)
    .map(
      (h): Hypothesis => ({
        name: h.name,
        kind: h.kind,
        probability: round3(h.probability),
        prior: round3(h.prior),
        families: roundedLogs(observed, h.families),
        pinned: round3(h.pinned.probability),
      }),
    );
  const { count, prior, families, probability, pinned } = field.others;
  if (count === 0 || round3(probability) < LEAST_PROBABILITY) return listed;
  const together: Hypothesis = {
    name: `${count} other apps`,
    kind: 'app',
    probability: round3(probability),
    prior: round3(prior + Math.log2(count)),
    families: roundedLogs(observed, families),
    pinned: round3(pinned),
  };
  return [...listed, together];
}

/** Only of the families that had a signal. */
function roundedLogs(observed: Observed, families: FamilyLogs): Record<string, number> {
  return {
    ...(observed.name === undefined ? {} : { name: round3(families.name) }),
    ...(observed.client === undefined ? {} : { client: round3(families.client) }),
    ...(observed.network === undefined ? {} : { destination: round3(families.destination) }),
  };
}
