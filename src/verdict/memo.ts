/**
 * JudgeMemo: verdicts of sightings that differ in nothing a verdict depends on are the same, and real traffic repeats itself: a
 * judgement costs some tens of microseconds, a look-up a fraction of one. Most hellos are told apart by the name in them, by the
 * client, and by the outline of what its apps in use make of the two (shared-field.ts); names that are worth the same share all
 * but their text. The rest is found by every field of the sighting. Bounded; forgets everything when full, which changes no result,
 * since `judge` is pure. Verdicts are shared: whoever gets one must not change it.
 */
import type { Catalog, FingerprintKind } from '../catalog/index.js';
import { extract, MAX_VALUES, type Sighting } from '../evidence/index.js';
import type { Fingerprint } from '../fingerprint/index.js';
import { contradicts } from './contradictions.js';
import { type JudgeOptions, judge, observe, rulesOf } from './judge.js';
import { type Model, modelOf } from './model.js';
import type { FlowList, Policy } from './policy.js';
import { type Outcome, type Pair, type SeenClient, type SeenName, SeenNames } from './seen-names.js';
import { Outline, SharedField } from './shared-field.js';
import type { Verdict } from './verdict.js';

/** Most verdicts kept of those found by every field of the sighting. */
export const MAX_VERDICTS = 4096;
/** Most pairs of a name and a client kept, and clients. */
export const MAX_PAIRS = 4096;
/** Most verdicts kept of one pair. */
export const MAX_OUTCOMES = 32;

/** Between the parts of a key: no name, address or fingerprint holds it, since they are printable. */
const PART = '\n';

const NO_OUTLINE = new Int32Array(0);

export class JudgeMemo {
  readonly #catalog: Catalog;
  readonly #policy: Policy;
  readonly #options: JudgeOptions;
  /** Some list of networks is held against addresses: then they are part of the key. */
  readonly #byAddress: boolean;
  readonly #neverIsEmpty: boolean;
  readonly #byState = new Map<Sighting['state'], Verdict>();
  readonly #verdicts = new Map<string, Verdict>();
  /** Fingerprints are shared by the hellos that have them: their part of the key is made once. */
  readonly #fingerprintKeys = new WeakMap<Fingerprint, string>();
  readonly #names: SeenNames;
  /** By JA4; by JA3 where the catalog knows that and not the JA4. */
  readonly #clients = new Map<string, SeenClient>();
  #pairs = 0;
  /** What hellos are held against, once there is one. */
  #model: Model | undefined;
  #outline: Outline | undefined;
  #lessSpecific: boolean | undefined;

  constructor(catalog: Catalog, policy: Policy, options: JudgeOptions = {}) {
    this.#catalog = catalog;
    this.#policy = policy;
    this.#options = options;
    this.#byAddress = catalog.hasNetworks || hasNetworks(policy.never) || hasNetworks(policy.always);
    this.#neverIsEmpty = policy.never.hosts.size === 0 && !hasNetworks(policy.never);
    this.#names = new SeenNames(catalog, policy);
  }

  judge(sighting: Sighting): Verdict {
    if (sighting.state !== 'hello') return this.#withoutHello(sighting);
    return this.#byPair(sighting) ?? this.#byEveryField(sighting);
  }

  /** Of a flow without a hello nothing counts but the list of what must be inspected. */
  #withoutHello(sighting: Sighting): Verdict {
    if (!this.#neverIsEmpty) return this.#byEveryField(sighting);
    let verdict = this.#byState.get(sighting.state);
    if (verdict === undefined) {
      verdict = judge(sighting, this.#catalog, this.#policy, this.#options);
      this.#byState.set(sighting.state, verdict);
    }
    return verdict;
  }

  /** The name that a hello claims to be for, as it is compared: no address, and no outer name of ECH fronts. */
  claimed(sni: string | undefined): string | undefined {
    if (sni === undefined) return undefined;
    const name = this.#names.of(sni);
    return name.class.counts ? name.text : undefined;
  }

  /** Undefined where more than name, client and context may count. */
  #byPair(sighting: Sighting): Verdict | undefined {
    if (this.#byAddress || this.#options.hypotheses || sighting.pinFailures !== undefined) return undefined;
    const name = this.#names.of(sighting.sni);
    const { counts, pairs } = name.class;
    if (sighting.resolvedNames.length > 0 || sighting.proxyTarget !== undefined) {
      // They count where the hello names nobody, and for the list that no way of hiding a name gets past.
      if (!counts || this.#policy.never.hosts.size > 0) return undefined;
    }
    const contradicted = sighting.dnsCheck === 'contradicts';
    if (contradicted && !counts) return undefined;
    const client = this.#clientOf(sighting);
    if (client === undefined) return undefined;
    const pair = pairs.get(client) ?? this.#newPair(pairs, client);
    return this.#names.verdictAbout(name, this.#outcomeOf(sighting, name, pair, contradicted));
  }

  #outcomeOf(sighting: Sighting, { text }: SeenName, pair: Pair, contradicted: boolean): Outcome {
    const outline = this.#outlineOf(sighting, pair, contradicted);
    let outcome: Outcome | undefined;
    if (outline === undefined && !contradicted) outcome = pair.plain;
    else outcome = find(pair.outcomes, outline, contradicted);
    if (outcome === undefined) {
      const verdict = judge(sighting, this.#catalog, this.#policy, this.#options);
      outcome = { outline: outline?.copy() ?? NO_OUTLINE, contradicted, verdict, name: text };
      if (outline === undefined && !contradicted) pair.plain = outcome;
      else {
        if (pair.outcomes.length === MAX_OUTCOMES) pair.outcomes.length = 0;
        pair.outcomes.push(outcome);
      }
    }
    return outcome;
  }

  /** Undefined where the client was seen using no app that the catalog has. */
  #outlineOf(sighting: Sighting, pair: Pair, contradicted: boolean): Outline | undefined {
    const { appsInUse } = sighting;
    if (appsInUse.length === 0) return undefined;
    this.#model ??= modelOf(this.#catalog);
    this.#outline ??= new Outline(this.#model, MAX_VALUES);
    const outline = this.#outline;
    outline.inUse = 0;
    for (let i = 0; i < appsInUse.length && i < MAX_VALUES; i++) {
      const place = this.#catalog.appIndex(appsInUse[i]!);
      if (place >= 0) outline.use(place);
    }
    if (outline.inUse === 0) return undefined;
    if (pair.field === undefined) {
      const observed = observe(this.#model, { ...sighting, appsInUse: [] });
      const atOdds = contradicts(this.#model, { ...sighting, dnsCheck: 'unknown' }, observed.name, observed.client);
      const rules = rulesOf(this.#model, observed, this.#policy);
      pair.field = new SharedField(this.#model, observed, atOdds, rules, this.#policy);
    }
    pair.field.outline(outline, contradicted);
    return outline;
  }

  /** Undefined where the fingerprint alone does not tell what the client scores. */
  #clientOf(sighting: Sighting): SeenClient | undefined {
    const { fingerprint } = sighting;
    const ja4 = fingerprint?.ja4;
    if (ja4 === undefined) return undefined;
    let client = this.#clients.get(ja4);
    if (client === undefined) {
      // Of what JA4 gives, what is more specific than JA3.
      const signals = extract({ ...sighting, fingerprint: { ja4 } });
      client = this.#remember(
        ja4,
        signals.some(({ kind, value }) => (kind === 'ja4' || kind === 'ja4_ab') && this.#knows(kind, value)),
      );
    }
    if (client.decided) return client;
    const ja3 = fingerprint?.ja3?.hash;
    if (ja3 !== undefined && this.#knows('ja3', ja3)) return this.#clients.get(ja3) ?? this.#remember(ja3, true);
    this.#lessSpecific ??= this.#catalog.apps.some(({ facts }) =>
      facts.some(({ kind }) => kind === 'alpn' || kind === 'quic_version'),
    );
    return this.#lessSpecific ? undefined : client;
  }

  #remember(fingerprint: string, decided: boolean): SeenClient {
    if (this.#clients.size === MAX_PAIRS) this.#forget();
    const client = { decided };
    this.#clients.set(fingerprint, client);
    return client;
  }

  #newPair(pairs: Map<SeenClient, Pair>, client: SeenClient): Pair {
    if (this.#pairs === MAX_PAIRS) this.#forget();
    this.#pairs++;
    const pair: Pair = { field: undefined, plain: undefined, outcomes: [] };
    pairs.set(client, pair);
    return pair;
  }

  #forget(): void {
    this.#names.clear();
    this.#clients.clear();
    this.#pairs = 0;
  }

  #byEveryField(sighting: Sighting): Verdict {
    const key = this.#key(sighting);
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = judge(sighting, this.#catalog, this.#policy, this.#options);
    if (this.#verdicts.size >= MAX_VERDICTS) this.#verdicts.clear();
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  /** Every field of a sighting, but for what the catalog or the policy cannot tell apart. */
  #key(sighting: Sighting): string {
    const { fingerprint, pinFailures } = sighting;
    let key = sighting.state + sighting.carrier + (sighting.ech ? 'e' : '-') + sighting.dnsCheck + PART;
    key += (sighting.sni === undefined ? '' : `=${sighting.sni}`) + PART;
    key += fingerprint === undefined ? PART : this.#fingerprintKey(fingerprint);
    key +=
      PART + sighting.alpn.join(' ') + PART + (sighting.quicVersion ?? '') + PART + sighting.resolvedNames.join(' ');
    key += PART + (sighting.proxyTarget ?? '') + PART + sighting.appsInUse.join(PART);
    if (pinFailures !== undefined) key += `${PART}${PART}${pinFailures.name} ${pinFailures.failures}`;
    if (this.#byAddress) key += `${PART}${PART}${PART}${sighting.clientIp} ${sighting.serverIp} ${sighting.serverPort}`;
    return key;
  }

  #fingerprintKey(fingerprint: Fingerprint): string {
    let key = this.#fingerprintKeys.get(fingerprint);
    if (key === undefined) {
      const ja3 = fingerprint.ja3?.hash;
      key = (fingerprint.ja4 ?? '') + PART;
      // Stacks that permute their extensions have a JA3 of their own for every flow: one that no catalog entry has tells nothing.
      if (ja3 !== undefined && this.#knows('ja3', ja3)) key += ja3;
      this.#fingerprintKeys.set(fingerprint, key);
    }
    return key;
  }

  #knows(kind: FingerprintKind, value: string): boolean {
    return this.#catalog.clients(kind, value) !== undefined || this.#catalog.facts(kind, value).length > 0;
  }
}

function find(outcomes: readonly Outcome[], outline: Outline | undefined, contradicted: boolean): Outcome | undefined {
  for (let i = 0; i < outcomes.length; i++) {
    const outcome = outcomes[i]!;
    if (outcome.contradicted !== contradicted) continue;
    if (outline === undefined ? outcome.outline.length === 0 : outline.equals(outcome.outline)) return outcome;
  }
  return undefined;
}

function hasNetworks(list: FlowList): boolean {
  return list.clientNetworks.size > 0 || list.destinationNetworks.size > 0;
}
