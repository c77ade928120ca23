/** Verdict: what a proxy should do with one flow, and why. Plain and JSON-safe. PRODUCT.md, "What a verdict means". */

export type Action = 'inspect' | 'bypass';

/** Closed list; public names, never change meaning. */
export type Reason =
  | 'pinned_app'
  | 'learned_pin'
  | 'policy_always'
  | 'policy_never'
  | 'not_pinned'
  | 'unknown_app'
  | 'ambiguous'
  | 'contradicted'
  | 'no_hello'
  | 'hello_incomplete'
  | 'not_tls';

export const REASONS: readonly Reason[] = [
  'pinned_app',
  'learned_pin',
  'policy_always',
  'policy_never',
  'not_pinned',
  'unknown_app',
  'ambiguous',
  'contradicted',
  'no_hello',
  'hello_incomplete',
  'not_tls',
];

/** A signal that speaks for (or against) the app named. `weight` is log2 P(x | app) / P(x | unknown), in bits. */
export interface Evidence {
  readonly kind: string;
  readonly value: string;
  readonly app: string;
  readonly weight: number;
  /** Where the catalog has it from: level, platform and source of the fact used, for `explain`. */
  readonly fact?: { readonly level: string; readonly platform: readonly string[]; readonly source: string };
}

export interface Candidate {
  readonly app: string;
  readonly probability: number;
}

export interface Verdict {
  readonly action: Action;
  readonly reason: Reason;
  /** Set only when one app stands out. */
  readonly app?: string;
  readonly bundleId?: { readonly ios?: string; readonly android?: string };
  /** Probability that inspecting this flow would break it; absent where nothing could be scored (no hello). */
  readonly score?: number;
  /** Probability of `app`. */
  readonly confidence?: number;
  /** At most 5, best first, ties by name. */
  readonly candidates?: readonly Candidate[];
  /** Strongest first. */
  readonly evidence?: readonly Evidence[];
  /** Family-wise log probabilities of every hypothesis that matters: only when asked for. */
  readonly hypotheses?: readonly Hypothesis[];
}

/** One hypothesis as it was weighed: for `explain` and `--verbose`. Logarithms to base 2. */
export interface Hypothesis {
  readonly name: string;
  readonly kind: 'app' | 'browser' | 'stack' | 'unknown';
  readonly probability: number;
  /** log2, what the client was seen using included: prior and families add up to what is compared. */
  readonly prior: number;
  /** log2 P(x_f | h) per family that had a signal: name, client, destination. */
  readonly families: Readonly<Record<string, number>>;
  /** pinned(h, name). */
  readonly pinned: number;
}
