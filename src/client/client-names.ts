/**
 * What one client of the tunnel resolved: names, their addresses and CNAMEs, each until its TTL and a grace have passed.
 * PRODUCT.md, Contradictions, rule 1; docs/adr/0003. What had to be forgotten, or was never whole, is marked, so that it
 * makes no contradiction. Nor do the hints and targets of HTTPS records, which a client may use or not (RFC 9460 §3, §7.3).
 */
import type { DnsAnswer } from '../protocol/dns/answers.js';
import { chainOf } from './chain.js';
import { registrableDomain } from './domain.js';

/** Longest TTL believed, in seconds: an answer that says it holds for ever was not written for a client. */
const MAX_TTL_S = 24 * 60 * 60;
/** How long after its TTL an answer still counts: apps and resolvers keep addresses longer than they should. */
export const GRACE_US = 10 * 60 * 1e6;
/** Most names that a chain of CNAMEs is followed through, the first one included. Resolvers stop at 11 or so. */
export const MAX_CHAIN = 12;

export interface ClientLimits {
  /** Names that the client asked for or was led to by a CNAME. */
  readonly names: number;
  readonly addressesPerName: number;
  readonly aliasesPerName: number;
}

/** Counts of limits reached, by all clients of one memory. */
export interface NameCounters {
  evictedClients: number;
  evictedNames: number;
  /** Addresses and aliases over the bound of their name. */
  evictedAddresses: number;
  /** Answers that were clipped or longer than is read. */
  incompleteAnswers: number;
}

export type DnsCheck = 'agrees' | 'contradicts' | 'unknown';

/** That one name was answered with one address. */
export interface Resolved {
  /** The client asked for this name; else a CNAME led to it. */
  asked: boolean;
  expiresUs: number;
  /** Until then an A or AAAA record says so; before every packet if hints alone do. */
  recordedUntilUs: number;
  /** The latest answer: when, and in which frame. */
  learnedUs: number;
  frame: number;
}

interface Alias {
  readonly expiresUs: number;
  /** Until then a CNAME record leads there; before every packet if HTTPS or SVCB records alone do. */
  readonly cnameUntilUs: number;
}

interface KnownName {
  readonly addresses: Map<string, Resolved>;
  /** Targets of its CNAME, HTTPS and SVCB records. */
  readonly aliases: Map<string, Alias>;
  /** Until then there may be addresses and aliases that were answered but are not here. */
  incompleteUntilUs: number;
}

/** Before every packet. */
const NEVER = Number.NEGATIVE_INFINITY;
const NOTHING: ReadonlyMap<string, Resolved> = new Map();

export class ClientNames {
  /** Names, addresses and aliases held. */
  entries = 0;
  readonly #limits: ClientLimits;
  readonly #counters: NameCounters;
  /** In the order of the latest answer, as are the maps in it: the first entry is the one to forget. */
  readonly #names = new Map<string, KnownName>();
  /** The same `Resolved` objects, the other way round. */
  readonly #byAddress = new Map<string, Map<string, Resolved>>();
  /** Until then there may be names that were answered but are not here. */
  #incompleteUntilUs = NEVER;

  constructor(limits: ClientLimits, counters: NameCounters) {
    this.#limits = limits;
    this.#counters = counters;
  }

  /** Remembers an answer. Records that the question does not lead to are passed over, as the client passes over them. */
  learn(answer: DnsAnswer, timeUs: number, frame: number): void {
    // No longer than what is kept, so that no name of it is forgotten before all of it is learned.
    const longest = Math.min(MAX_CHAIN, this.#limits.names);
    const chain = chainOf(answer, longest);
    const missing = answer.missing !== undefined || chain.length === longest;
    const missingUntilUs = missing ? timeUs + aged(longestTtl(answer)) : NEVER;
    // From the end, so that the name asked for is the last to be forgotten.
    const names: KnownName[] = [];
    for (let i = chain.length - 1; i >= 0; i--) {
      const name = this.#name(chain[i]!.name);
      name.incompleteUntilUs = Math.max(name.incompleteUntilUs, missingUntilUs);
      const target = chain[i + 1];
      const cnameUntilUs = timeUs + aged(chain[i]!.ttl);
      if (target !== undefined) this.#alias(name, target.name, { expiresUs: cnameUntilUs, cnameUntilUs });
      names[i] = name;
    }
    for (const { name, target, ttl } of answer.services ?? []) {
      const owner = chain.findIndex((link) => link.name === name);
      // RFC 9460 §2.5.1: an alias of the root is none.
      if (owner < 0 || target === name || target === '.') continue;
      this.#alias(names[owner]!, target, { expiresUs: timeUs + aged(ttl), cnameUntilUs: NEVER });
    }
    // An address is known under its own name, and under the name asked for as long as all that leads to it counts.
    for (const { name, address, ttl, hint } of answer.addresses) {
      const end = chain.findIndex((link) => link.name === name);
      if (end < 0) continue;
      const until = (seconds: number) => {
        const expiresUs = timeUs + aged(seconds);
        return { expiresUs, recordedUntilUs: hint ? NEVER : expiresUs, learnedUs: timeUs, frame };
      };
      const least = Math.min(ttl, chain[end]!.ttlToHere);
      this.#address(chain[0]!.name, names[0]!, address, { asked: true, ...until(least) });
      if (end > 0) this.#address(name, names[end]!, address, { asked: false, ...until(ttl) });
    }
  }

  /** What is known of the names that were answered `address`. */
  at(address: string): ReadonlyMap<string, Resolved> {
    return this.#byAddress.get(address) ?? NOTHING;
  }

  /** Rule 1, for a name that is lower case and has no final dot. */
  check(name: string, address: string, timeUs: number): DnsCheck {
    const ipv6 = address.includes(':');
    // Answers for the name and for the names in its CNAME chain, which forks where answers differed over time; then those
    // for the names that only HTTPS and SVCB records lead to.
    let answered = false;
    let incomplete = false;
    const chain = [name];
    const targets: string[] = [];
    for (const names of [chain, targets]) {
      for (let i = 0; i < names.length; i++) {
        const link = this.#names.get(names[i]!);
        if (link === undefined) {
          incomplete ||= this.#incompleteUntilUs >= timeUs;
          continue;
        }
        if ((link.addresses.get(address)?.expiresUs ?? NEVER) >= timeUs) return 'agrees';
        incomplete ||= link.incompleteUntilUs >= timeUs;
        for (const [other, { recordedUntilUs }] of names === chain ? link.addresses : NOTHING) {
          answered ||= recordedUntilUs >= timeUs && other.includes(':') === ipv6;
        }
        for (const [target, { expiresUs, cnameUntilUs }] of link.aliases) {
          const next = names === chain && cnameUntilUs >= timeUs ? chain : targets;
          if (expiresUs < timeUs || chain.includes(target) || next.includes(target)) continue;
          if (next.length < MAX_CHAIN) next.push(target);
          else incomplete = true;
        }
      }
    }
    if (incomplete) return 'unknown';
    if (answered) return 'contradicts';
    // None: then it matters what the address was answered for, if it was.
    return this.#incompleteUntilUs < timeUs && this.#onlyOtherDomains(name, address, timeUs)
      ? 'contradicts'
      : 'unknown';
  }

  /** Whether `address` was answered, hints apart, and only for names of other registrable domains than that of `name`. */
  #onlyOtherDomains(name: string, address: string, timeUs: number): boolean {
    let others = 0;
    for (const [other, { expiresUs, recordedUntilUs }] of this.at(address)) {
      if (expiresUs < timeUs) continue;
      if (registrableDomain(other) === registrableDomain(name)) return false;
      if (recordedUntilUs >= timeUs) others++;
    }
    return others > 0;
  }

  #name(text: string): KnownName {
    let name = this.#names.get(text);
    if (name === undefined) {
      // It may be one that was forgotten.
      name = { addresses: new Map(), aliases: new Map(), incompleteUntilUs: this.#incompleteUntilUs };
      this.entries++;
    }
    toEnd(this.#names, text, name);
    if (this.#names.size > this.#limits.names) {
      const [oldest, { addresses, aliases, incompleteUntilUs }] = first(this.#names);
      this.#names.delete(oldest);
      this.entries -= 1 + addresses.size + aliases.size;
      this.#incompleteUntilUs = Math.max(this.#incompleteUntilUs, incompleteUntilUs);
      for (const { expiresUs } of aliases.values()) {
        this.#incompleteUntilUs = Math.max(this.#incompleteUntilUs, expiresUs);
      }
      for (const [address, { expiresUs }] of addresses) {
        this.#incompleteUntilUs = Math.max(this.#incompleteUntilUs, expiresUs);
        this.#forgetAt(address, oldest);
      }
      this.#counters.evictedNames++;
    }
    return name;
  }

  #address(text: string, name: KnownName, address: string, answer: Resolved): void {
    let resolved = name.addresses.get(address);
    if (resolved === undefined) {
      resolved = answer;
      this.entries++;
    } else {
      resolved.asked ||= answer.asked;
      resolved.expiresUs = Math.max(resolved.expiresUs, answer.expiresUs);
      resolved.recordedUntilUs = Math.max(resolved.recordedUntilUs, answer.recordedUntilUs);
      resolved.learnedUs = answer.learnedUs;
      resolved.frame = answer.frame;
    }
    toEnd(name.addresses, address, resolved);
    const names = this.#byAddress.get(address) ?? new Map<string, Resolved>();
    this.#byAddress.set(address, names.set(text, resolved));
    if (name.addresses.size > this.#limits.addressesPerName) {
      const [oldest, { expiresUs }] = first(name.addresses);
      name.addresses.delete(oldest);
      this.#forgetAt(oldest, text);
      this.#forgotPartOf(name, expiresUs);
    }
  }

  #alias(name: KnownName, target: string, { expiresUs, cnameUntilUs }: Alias): void {
    const known = name.aliases.get(target);
    if (known === undefined) this.entries++;
    toEnd(name.aliases, target, {
      expiresUs: Math.max(known?.expiresUs ?? NEVER, expiresUs),
      cnameUntilUs: Math.max(known?.cnameUntilUs ?? NEVER, cnameUntilUs),
    });
    if (name.aliases.size > this.#limits.aliasesPerName) {
      const [oldest, forgotten] = first(name.aliases);
      name.aliases.delete(oldest);
      this.#forgotPartOf(name, forgotten.expiresUs);
    }
  }

  #forgotPartOf(name: KnownName, expiresUs: number): void {
    name.incompleteUntilUs = Math.max(name.incompleteUntilUs, expiresUs);
    this.entries--;
    this.#counters.evictedAddresses++;
  }

  #forgetAt(address: string, name: string): void {
    const names = this.#byAddress.get(address);
    names?.delete(name);
    if (names?.size === 0) this.#byAddress.delete(address);
  }
}

/** Of all records of an answer; 0 without any. */
function longestTtl({ aliases, addresses, services }: DnsAnswer): number {
  let longest = 0;
  for (const { ttl } of services ?? []) longest = Math.max(longest, ttl);
  for (const { ttl } of aliases) longest = Math.max(longest, ttl);
  for (const { ttl } of addresses) longest = Math.max(longest, ttl);
  return longest;
}

/** Microseconds for which an answer counts. */
function aged(ttlSeconds: number): number {
  return Math.min(ttlSeconds, MAX_TTL_S) * 1e6 + GRACE_US;
}

/** Makes `key` the last entry: a Map keeps the order of insertion. */
export function toEnd<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key);
  map.set(key, value);
}

/** The first entry of a map that is not empty. */
export function first<K, V>(map: Map<K, V>): [K, V] {
  return map.entries().next().value!;
}
