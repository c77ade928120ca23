/**
 * ScoreMemo: what names and client signals say, each by itself. Traffic combines few of the one with few of the other, so that a
 * verdict that is new mostly has a name and a client that are not. Bounded; it forgets everything when full, which changes no
 * result, since scores are pure. Scores are shared: whoever gets one must not change it.
 */
import type { Signal } from '../evidence/index.js';
import { type ClientScore, scoreClient } from './client-score.js';
import type { Model } from './model.js';
import { type NameScore, scoreNames } from './name-score.js';

/** Most scores kept of each sort. */
export const MAX_SCORES = 4096;
/** Between the parts of a key: no name or value holds it, since they are printable. */
const PART = '\n';

export class ScoreMemo {
  readonly #model: Model;
  readonly #names = new Map<string, NameScore>();
  readonly #clients = new Map<string, ClientScore | undefined>();

  constructor(model: Model) {
    this.#model = model;
  }

  names(kind: string, names: readonly string[]): NameScore {
    let key = kind;
    for (const name of names) key += PART + name;
    let score = this.#names.get(key);
    if (score === undefined) {
      score = scoreNames(this.#model, kind, names);
      if (this.#names.size >= MAX_SCORES) this.#names.clear();
      this.#names.set(key, score);
    }
    return score;
  }

  client(signals: readonly Signal[]): ClientScore | undefined {
    let key = '';
    for (const { kind, value } of signals) if (CLIENT_KINDS.has(kind)) key += kind + PART + value + PART;
    let score = this.#clients.get(key);
    if (score === undefined && !this.#clients.has(key)) {
      score = scoreClient(this.#model, signals);
      if (this.#clients.size >= MAX_SCORES) this.#clients.clear();
      this.#clients.set(key, score);
    }
    return score;
  }
}

/** All that `scoreClient` looks at. */
const CLIENT_KINDS: ReadonlySet<string> = new Set(['ja4', 'ja4_ab', 'ja3', 'stack_class', 'alpn', 'quic_version']);

const memos = new WeakMap<Model, ScoreMemo>();

export function scoresOf(model: Model): ScoreMemo {
  let memo = memos.get(model);
  if (memo === undefined) {
    memo = new ScoreMemo(model);
    memos.set(model, memo);
  }
  return memo;
}
