/**
 * SharedField: the field of hypotheses of one name and one client, shared by all flows that have these two, whatever else their
 * clients were seen using. Apps in use are added to it for each hello, by the arithmetic of weigh.ts number by number. What
 * comes out is an outline: every decision of the verdict and every number that it shows, rounded as there. Sightings with one
 * outline have one verdict, so that hardly any is put together twice.
 */
import type { Model } from './model.js';
import type { PinRules } from './pinned.js';
import type { Policy } from './policy.js';
import { type Observed, speaksFor, sumOf, type Weighed, weigh, weighApp } from './weigh.js';
import { LEAST_SHOWN } from './weights.js';

/** Probabilities are shown in thousandths. */
const THOUSANDTHS = 1000;
/** The words of an outline; after them, for each hypothesis shown: its place, its probability, whether it is in use and near the leader. */
const LEADER = 0;
const LEADER_IN_USE = 1;
const CONFIDENCE = 2;
const SCORE = 3;
const SUPPORTED = 4;
const FIRST_WORDS = 5;
const WORDS_EACH = 3;
const NOBODY_STANDS_OUT = -1;

/** What is worked on while an outline is made: one for all fields over a model. */
export class Outline {
  /** The first `length` are the outline. */
  readonly words: Int32Array;
  length = 0;
  /** Places of the client's apps in use, in catalog order: the first `inUse`. */
  readonly used: Int32Array;
  inUse = 0;
  /** Per hypothesis: the place of an app, or what follows the apps; log2; probability; pinned(h, name); support; apps in use. */
  readonly place: Int32Array;
  readonly log: Float64Array;
  readonly power: Float64Array;
  readonly pinned: Float64Array;
  readonly support: Int32Array;
  readonly isUsed: Uint8Array;

  /** @param mostInUse apps in use that count */
  constructor({ catalog }: Model, mostInUse: number) {
    const hypotheses = catalog.apps.length + catalog.content.hypotheses.length + 1;
    this.words = new Int32Array(FIRST_WORDS + WORDS_EACH * hypotheses);
    this.used = new Int32Array(mostInUse);
    this.place = new Int32Array(hypotheses);
    this.log = new Float64Array(hypotheses);
    this.power = new Float64Array(hypotheses);
    this.pinned = new Float64Array(hypotheses);
    this.support = new Int32Array(hypotheses);
    this.isUsed = new Uint8Array(hypotheses);
  }

  /** Adds an app in use, where it belongs. */
  use(place: number): void {
    let at = this.inUse++;
    for (; at > 0 && this.used[at - 1]! > place; at--) this.used[at] = this.used[at - 1]!;
    this.used[at] = place;
  }

  /** A copy of the words, to keep. */
  copy(): Int32Array {
    return this.words.slice(0, this.length);
  }

  equals(other: Int32Array): boolean {
    if (other.length !== this.length) return false;
    for (let i = 0; i < this.length; i++) if (other[i] !== this.words[i]) return false;
    return true;
  }
}

/** One hypothesis, as far as it counts here. */
interface Weight {
  readonly log: number;
  readonly pinned: number;
  readonly support: number;
}

export class SharedField {
  readonly #model: Model;
  readonly #observed: Observed;
  readonly #rules: PinRules;
  readonly #atOdds: boolean;
  readonly #minimumFamilies: number;
  /** Rounded, as scores are compared with it. */
  readonly #threshold: number;
  /** Apps apart, browsers and stacks, `unknown`; the first `#apps` are apps. */
  readonly #weighed: readonly Weighed[];
  readonly #apps: number;
  readonly #unknown: Weighed;
  readonly #log: Float64Array;
  readonly #power: Float64Array;
  readonly #pinned: Float64Array;
  /** Whether something speaks for it that does not for `unknown`. */
  readonly #speaks: Uint8Array;
  readonly #most: number;
  readonly #others: { readonly count: number; readonly log: number; readonly power: number; readonly pinned: number };
  /** The apps apart where they are in use, each worked out when it first is; and any other app in use. */
  readonly #used: (Weight | undefined)[] = [];
  #stranger: Weight | undefined;

  /**
   * @param observed without apps in use
   * @param atOdds the client contradicts the name
   */
  constructor(model: Model, observed: Observed, atOdds: boolean, rules: PinRules, policy: Policy) {
    const { weighed, unknown, others } = weigh(model, observed, rules, policy.minimumFamilies);
    this.#model = model;
    this.#observed = observed;
    this.#rules = rules;
    this.#atOdds = atOdds;
    this.#minimumFamilies = policy.minimumFamilies;
    this.#threshold = Math.round(policy.threshold * THOUSANDTHS);
    this.#weighed = weighed;
    this.#unknown = unknown;
    this.#apps = weighed.filter((h) => h.kind === 'app').length;
    this.#log = Float64Array.from(weighed, logOf);
    this.#pinned = Float64Array.from(weighed, (h) => h.pinned.probability);
    this.#speaks = Uint8Array.from(weighed, (h) => (speaksFor(h, unknown) ? 1 : 0));
    const othersLog = others.prior + sumOf(others.families);
    let most = others.count > 0 ? othersLog : Number.NEGATIVE_INFINITY;
    for (const log of this.#log) most = Math.max(most, log);
    this.#most = most;
    this.#power = this.#log.map((log) => 2 ** (log - most));
    this.#others = { count: others.count, log: othersLog, power: 2 ** (othersLog - most), pinned: others.pinned };
  }

  /**
   * Makes the outline for the apps in use that it names.
   * @param contradicted by an answer of DNS
   */
  outline(to: Outline, contradicted: boolean): void {
    const count = this.#gather(to);
    const strangers = count - this.#weighed.length;
    const otherCount = this.#others.count - strangers;
    let most = otherCount > 0 ? this.#others.log : Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) if (to.log[i]! > most) most = to.log[i]!;
    if (most !== this.#most) for (let i = 0; i < count; i++) to.power[i] = 2 ** (to.log[i]! - most);
    const otherPower = most === this.#most ? this.#others.power : 2 ** (this.#others.log - most);
    const others = otherCount * otherPower;
    let sum = others;
    for (let i = 0; i < count; i++) sum += to.power[i]!;
    let score = (others / sum) * this.#others.pinned;
    let supportedScore = 0;
    const apps = this.#apps + strangers;
    for (let i = 0; i < count; i++) {
      const probability = to.power[i]! / sum;
      to.power[i] = probability;
      const part = probability * to.pinned[i]!;
      score += part;
      if ((i < apps ? to.support[i]! : 1) >= this.#minimumFamilies) supportedScore += part;
    }
    to.words[SCORE] = Math.round(score * THOUSANDTHS);
    to.words[SUPPORTED] = Math.round(supportedScore * THOUSANDTHS) >= this.#threshold ? 1 : 0;
    this.#write(to, count, apps, contradicted || this.#atOdds);
  }

  /** The hypotheses, with apps in use among them in catalog order; returns how many. Powers are relative to `#most`. */
  #gather(to: Outline): number {
    let count = 0;
    let next = 0;
    for (let app = 0; app < this.#apps; app++) {
      const { place, support } = this.#weighed[app]!;
      for (; next < to.inUse && to.used[next]! < place; next++)
        this.#add(to, count++, to.used[next]!, this.#anyUsed(to, next));
      if (next < to.inUse && to.used[next] === place) {
        this.#add(to, count++, place, this.#oneUsed(app));
        next++;
        continue;
      }
      to.place[count] = place;
      to.log[count] = this.#log[app]!;
      to.power[count] = this.#power[app]!;
      to.pinned[count] = this.#pinned[app]!;
      to.support[count] = support;
      to.isUsed[count++] = 0;
    }
    for (; next < to.inUse; next++) this.#add(to, count++, to.used[next]!, this.#anyUsed(to, next));
    const apps = this.#model.catalog.apps.length;
    for (let i = this.#apps; i < this.#log.length; i++) {
      to.place[count] = apps + i - this.#apps;
      to.log[count] = this.#log[i]!;
      to.power[count] = this.#power[i]!;
      to.pinned[count] = this.#pinned[i]!;
      to.support[count] = this.#speaks[i]!;
      to.isUsed[count++] = 0;
    }
    return count;
  }

  #add(to: Outline, at: number, place: number, { log, pinned, support }: Weight): void {
    to.place[at] = place;
    to.log[at] = log;
    to.power[at] = 2 ** (log - this.#most);
    to.pinned[at] = pinned;
    to.support[at] = support;
    to.isUsed[at] = 1;
  }

  #oneUsed(app: number): Weight {
    let weight = this.#used[app];
    if (weight === undefined) {
      weight = this.#weighUsed(this.#weighed[app]!.place);
      this.#used[app] = weight;
    }
    return weight;
  }

  /** An app that nothing else tells apart: all of them weigh the same. */
  #anyUsed(to: Outline, at: number): Weight {
    this.#stranger ??= this.#weighUsed(to.used[at]!);
    return this.#stranger;
  }

  #weighUsed(place: number): Weight {
    const observed: Observed = { ...this.#observed, inUse: new Set([place]) };
    const h = weighApp(this.#model, observed, this.#rules, place, this.#unknown.families);
    return { log: logOf(h), pinned: h.pinned.probability, support: h.support };
  }

  /** The rest of what judge.ts decides by, and of what a verdict shows. */
  #write(to: Outline, count: number, apps: number, contradicted: boolean): void {
    const { words } = to;
    const { standsOutFrom, standsOutTimes } = this.#model.values;
    let leader = count - 1; // unknown
    for (let i = 0; i < count; i++) if (to.power[i]! > to.power[leader]! && to.support[i]! > 0) leader = i;
    const most = to.power[leader]!;
    let next = 0;
    for (let i = 0; i < count; i++) if (i !== leader && to.power[i]! > next) next = to.power[i]!;
    const standsOut = leader < apps && most >= standsOutFrom && most >= standsOutTimes * next;
    // Where an app leads and is not named, all that divide the field may be shown; else apps that print as more than 0.
    const divided = leader < apps && (!standsOut || contradicted);
    words[LEADER] = to.place[leader]!;
    words[LEADER_IN_USE] = to.isUsed[leader]!;
    words[CONFIDENCE] = standsOut ? Math.round(most * THOUSANDTHS) : NOBODY_STANDS_OUT;
    let at = FIRST_WORDS;
    const shown = divided ? count : apps;
    for (let i = 0; i < shown; i++) {
      if (i < apps && to.support[i] === 0) continue;
      const rounded = Math.round(to.power[i]! * THOUSANDTHS);
      if (!divided && rounded === 0) continue;
      words[at++] = to.place[i]!;
      words[at++] = rounded;
      words[at++] = (to.isUsed[i]! << 1) | (to.power[i]! >= most * LEAST_SHOWN ? 1 : 0);
    }
    to.length = at;
  }
}

function logOf(h: Weighed | Omit<Weighed, 'probability'>): number {
  return h.prior + sumOf(h.families);
}
