/**
 * JudgeMemo: verdicts of sightings that differ in nothing a verdict depends on are the same, and real traffic repeats itself: a
 * judgement costs some tens of microseconds, a look-up one. Bounded; forgets everything when full, which changes no result, since
 * `judge` is pure. Verdicts are shared: whoever gets one must not change it.
 */
import type { Catalog } from '../catalog/index.js';
import type { Sighting } from '../evidence/index.js';
import type { Fingerprint } from '../fingerprint/index.js';
import { type JudgeOptions, judge } from './judge.js';
import type { FlowList, Policy } from './policy.js';
import type { Verdict } from './verdict.js';

/** Most verdicts kept. */
export const MAX_VERDICTS = 4096;

/** Between the parts of a key: no name, address or fingerprint holds it, since they are printable. */
const PART = '\n';

export class JudgeMemo {
  readonly #catalog: Catalog;
  readonly #policy: Policy;
  readonly #options: JudgeOptions;
  /** Some list of networks is held against addresses: then they are part of the key. */
  readonly #byAddress: boolean;
  readonly #verdicts = new Map<string, Verdict>();
  /** Fingerprints are shared by the hellos that have them: their part of the key is made once. */
  readonly #fingerprintKeys = new WeakMap<Fingerprint, string>();

  constructor(catalog: Catalog, policy: Policy, options: JudgeOptions = {}) {
    this.#catalog = catalog;
    this.#policy = policy;
    this.#options = options;
    this.#byAddress = catalog.hasNetworks || hasNetworks(policy.never) || hasNetworks(policy.always);
  }

  judge(sighting: Sighting): Verdict {
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
      if (ja3 !== undefined && this.#knows(ja3)) key += ja3;
      this.#fingerprintKeys.set(fingerprint, key);
    }
    return key;
  }

  #knows(ja3: string): boolean {
    return this.#catalog.clients('ja3', ja3) !== undefined || this.#catalog.facts('ja3', ja3).length > 0;
  }
}

function hasNetworks(list: FlowList): boolean {
  return list.clientNetworks.size > 0 || list.destinationNetworks.size > 0;
}
