/**
 * P(client | h): what the hello's own form says. PRODUCT.md, "The score"; docs/adr/0001 for the coarse kinds. One kind
 * counts, the most specific for which the catalog has an entry, and it is the same for every hypothesis. All logarithms are to
 * base 2.
 */
import type { FingerprintKind } from '../catalog/index.js';
import type { Signal } from '../evidence/index.js';
import type { Model } from './model.js';

export interface ClientScore {
  readonly signal: Signal;
  /** Places of the hypotheses that send this fingerprint. */
  readonly senders: readonly number[];
  /** Whether browsers send it and no generic stack does. */
  readonly browserOnly: boolean;
  /** Whether a generic stack sends it and no browser does. */
  readonly stackOnly: boolean;
  /** Per hypothesis. */
  readonly hypotheses: readonly number[];
  readonly unknown: number;
  /** Apps for which it is something else than `otherApps`. */
  readonly apps: ReadonlyMap<number, number>;
  readonly otherApps: number;
}

const FINGERPRINTS: readonly string[] = ['ja4', 'ja4_ab', 'ja3'] satisfies FingerprintKind[];
const COARSE: readonly string[] = ['stack_class', 'alpn', 'quic_version'];

/** Scores the client signals of one flow; undefined where there is nothing to go by. */
export function scoreClient(model: Model, signals: readonly Signal[]): ClientScore | undefined {
  for (const signal of signals) {
    const { kind, value } = signal;
    const known = model.catalog.facts(kind, value).length > 0;
    if (FINGERPRINTS.includes(kind)) {
      const senders = model.catalog.clients(kind as FingerprintKind, value);
      if (senders !== undefined || known) return scoreFingerprint(model, signal, senders);
    } else if (COARSE.includes(kind) && known) return scoreCoarse(model, signal);
  }
  // No kind has an entry anywhere: then it is a fingerprint that nobody is known for, which speaks against all who are.
  const first = signals.find((signal) => FINGERPRINTS.includes(signal.kind));
  return first === undefined ? undefined : scoreFingerprint(model, first, undefined);
}

function scoreFingerprint(model: Model, signal: Signal, senders: readonly number[] | undefined): ClientScore {
  const { values } = model;
  const { hypotheses } = model.catalog.content;
  const kind = signal.kind as FingerprintKind;
  const unknown = senders === undefined ? values.clientUnknown : values.clientKnown;
  const browsers = (senders ?? []).filter((at) => hypotheses[at]!.kind === 'browser');
  const browserOnly = browsers.length > 0 && browsers.length === senders!.length;
  const otherApps = browserOnly ? values.browserFingerprintInApp : unknown;
  const apps = new Map<number, number>();
  if (browserOnly) {
    const engines = new Set(browsers.map((at) => hypotheses[at]!.engine).filter((engine) => engine !== ''));
    for (const [app, own] of model.engines) {
      if ([...own].some((engine) => engines.has(engine))) apps.set(app, Math.log2(values.engineFingerprintInApp));
    }
  }
  addLearned(model, signal, apps, otherApps);
  return {
    signal,
    senders: senders ?? [],
    browserOnly,
    stackOnly: senders !== undefined && senders.length > 0 && browsers.length === 0,
    hypotheses: model.fingerprints.map((own) => {
      const { counts, total } = own[kind];
      const count = counts.get(signal.value) ?? 0;
      return count === 0 ? values.foreignFingerprint : Math.log2((values.ownFingerprints * count) / total);
    }),
    unknown,
    apps,
    otherApps,
  };
}

/** Many programs share a class, an ALPN list, a QUIC version: all but those that were learned get the background. */
function scoreCoarse(model: Model, signal: Signal): ClientScore {
  const { stackClassBackground, alpnBackground, quicVersionBackground } = model.values;
  const ofKind = { stack_class: stackClassBackground, alpn: alpnBackground, quic_version: quicVersionBackground };
  const background = ofKind[signal.kind as keyof typeof ofKind];
  const apps = new Map<number, number>();
  addLearned(model, signal, apps, background);
  return {
    signal,
    senders: [],
    browserOnly: false,
    stackOnly: false,
    hypotheses: model.fingerprints.map(() => background),
    unknown: background,
    apps,
    otherApps: background,
  };
}

/** Apps with learned counts of this kind: their share, but for the part that may be new since. */
function addLearned(model: Model, signal: Signal, apps: Map<number, number>, background: number): void {
  const totals = model.clientTotals.get(signal.kind);
  if (totals === undefined) return;
  const counts = new Map<number, number>();
  for (const { app, fact } of model.catalog.facts(signal.kind, signal.value)) {
    counts.set(app, (counts.get(app) ?? 0) + fact.count);
  }
  const { unseenFingerprints: unseen } = model.values;
  for (const [app, total] of totals) {
    const otherwise = 2 ** (apps.get(app) ?? background);
    const share = (counts.get(app) ?? 0) / total;
    apps.set(app, Math.log2((1 - unseen) * share + unseen * otherwise));
  }
}

/** The platform that the client gives away, if all who send this fingerprint run on one. */
export function platformOf(
  model: Model,
  client: ClientScore | undefined,
  configured: string | undefined,
): string | undefined {
  const { hypotheses } = model.catalog.content;
  const platforms = new Set((client?.senders ?? []).map((at) => hypotheses[at]!.platform));
  const [told] = platforms;
  if (platforms.size !== 1 || told === undefined || told === '') return configured;
  // Apple's stack is that of macOS as well: where the operator says so, the two agree.
  return told === 'ios' && configured === 'macos' ? configured : told;
}
