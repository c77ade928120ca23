/**
 * Names as hellos send them, each looked at once: how it is compared, and which names scoring cannot tell from it. Those are the names
 * with as many labels below the same entry of catalog or policy, and all names that no entry covers: they are worth the same in
 * every respect, and share what is remembered of them. Bounded.
 */
import { type Catalog, MAX_LABELS } from '../catalog/index.js';
import { normalName } from '../evidence/index.js';
import { modelOf } from './model.js';
import { labelsOf } from './name-score.js';
import type { Policy } from './policy.js';
import type { SharedField } from './shared-field.js';
import type { Verdict } from './verdict.js';

/** Most names kept, and classes of them. */
export const MAX_NAMES = 4096;
/** Most verdicts kept that differ from another in the name alone. */
export const MAX_RENAMED = 8192;

/** Clients that scoring cannot tell apart. */
export interface SeenClient {
  /** The catalog knows the JA4, or the JA4 without its last part: nothing less specific counts. */
  readonly decided: boolean;
}

export interface Outcome {
  /** Empty where the client was seen using no app. */
  readonly outline: Int32Array;
  /** By an answer of DNS. */
  readonly contradicted: boolean;
  readonly verdict: Verdict;
  /** The name in it. */
  readonly name: string | undefined;
}

/** One name and one client. */
export interface Pair {
  /** Made when an app in use first asks for it. */
  field: SharedField | undefined;
  /** Without an app in use and without a contradicting answer: what most hellos ask for. */
  plain: Outcome | undefined;
  readonly outcomes: Outcome[];
}

/** Names that scoring cannot tell apart. */
export interface NameClass {
  /** They name somebody: neither addresses, nor outer names of ECH fronts. */
  readonly counts: boolean;
  /** What is remembered of them, by client. */
  readonly pairs: Map<SeenClient, Pair>;
}

export interface SeenName {
  /** As it is compared; undefined where there is none to speak of. */
  readonly text: string | undefined;
  readonly class: NameClass;
  /** The verdicts of outcomes that are shared with other names, about this one; at first none. */
  verdicts: Map<Outcome, Verdict> | undefined;
}

export class SeenNames {
  readonly #catalog: Catalog;
  readonly #policy: Policy;
  readonly #names = new Map<string, SeenName>();
  /** Verdicts that names hold. */
  #verdicts = 0;
  /** By the entry and the number of labels. */
  readonly #classes = new Map<string, NameClass>();
  readonly #absent: SeenName = { text: undefined, class: { counts: false, pairs: new Map() }, verdicts: undefined };
  /** Every name that an entry of catalog or policy is about, or that lies above one and may be its owner's. */
  #entries: ReadonlySet<string> | undefined;

  constructor(catalog: Catalog, policy: Policy) {
    this.#catalog = catalog;
    this.#policy = policy;
  }

  of(sent: string | undefined): SeenName {
    if (sent === undefined) return this.#absent;
    let name = this.#names.get(sent);
    if (name === undefined) {
      name = this.#look(sent);
      if (this.#names.size === MAX_NAMES) this.#forgetNames();
      this.#names.set(sent, name);
    }
    return name;
  }

  /** The outcome's verdict, about this name. */
  verdictAbout(name: SeenName, outcome: Outcome): Verdict {
    if (outcome.name === name.text || !name.class.counts) return outcome.verdict;
    let verdict = name.verdicts?.get(outcome);
    if (verdict === undefined) {
      verdict = renamed(outcome.verdict, name.text!);
      if (this.#verdicts === MAX_RENAMED) this.#forgetNames();
      this.#verdicts++;
      name.verdicts ??= new Map();
      name.verdicts.set(outcome, verdict);
    }
    return verdict;
  }

  clear(): void {
    this.#forgetNames();
    this.#classes.clear();
    this.#absent.class.pairs.clear();
  }

  #forgetNames(): void {
    this.#names.clear();
    this.#verdicts = 0;
  }

  #look(sent: string): SeenName {
    const text = normalName(sent);
    if (text === undefined) return this.#absent;
    const entry = this.#entryOf(text);
    const key = entry === '' ? '' : `${labelsOf(text)} ${entry}`;
    let known = this.#classes.get(key);
    if (known === undefined) {
      known = { counts: !this.#catalog.isEchFront(text), pairs: new Map() };
      if (this.#classes.size === MAX_NAMES) this.#classes.clear();
      this.#classes.set(key, known);
    }
    return { text, class: known, verdicts: undefined };
  }

  /** The longest of the name and those above it, as `suffixesOf` has them, that is an entry; '' if none is. */
  #entryOf(name: string): string {
    this.#entries ??= new Set([
      ...modelOf(this.#catalog).below.keys(),
      ...this.#catalog.content.echFronts.map(({ host }) => host),
      ...this.#policy.never.hosts,
      ...this.#policy.always.hosts,
    ]);
    let longest = '';
    for (let at = name.length, labels = 0; at > 0 && labels < MAX_LABELS; labels++) {
      at = name.lastIndexOf('.', at - 1);
      const above = name.slice(at + 1);
      if (this.#entries.has(above)) longest = above;
    }
    return longest;
  }
}

/** The same verdict about another name of the class: it stands in the evidence alone. */
function renamed(verdict: Verdict, name: string): Verdict {
  const { evidence } = verdict;
  if (!evidence?.some(({ kind }) => kind === 'sni')) return verdict;
  return { ...verdict, evidence: evidence.map((each) => (each.kind === 'sni' ? { ...each, value: name } : each)) };
}
