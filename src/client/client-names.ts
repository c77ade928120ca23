/**
 * What one client of the tunnel resolved: names, their addresses and CNAMEs, each until its TTL and a grace have passed.
 * PRODUCT.md, Contradictions, rule 1. What had to be forgotten, or was never whole, is marked, so that it makes no
 * contradiction.
 */
import { createRequire } from 'node:module';
import type { DnsAnswer } from '../protocol/dns/answers.js';

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
  /** The latest answer: when, and in which frame. */
  learnedUs: number;
  frame: number;
}

interface KnownName {
  readonly addresses: Map<string, Resolved>;
  /** Targets of its CNAME records, and when each expires. */
  readonly aliases: Map<string, number>;
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
      if (target !== undefined) this.#alias(name, target.name, timeUs + aged(chain[i]!.ttl));
      names[i] = name;
    }
    // An address is known under its own name, and under the name asked for as long as all that leads to it counts.
    for (const { name, address, ttl } of answer.addresses) {
      const end = chain.findIndex((link) => link.name === name);
      if (end < 0) continue;
      const least = Math.min(ttl, chain[end]!.ttlToHere);
      const asked = { asked: true, expiresUs: timeUs + aged(least), learnedUs: timeUs, frame };
      this.#address(chain[0]!.name, names[0]!, address, asked);
      if (end > 0) this.#address(name, names[end]!, address, { ...asked, asked: false, expiresUs: timeUs + aged(ttl) });
    }
  }

  /** What is known of the names that were answered `address`. */
  at(address: string): ReadonlyMap<string, Resolved> {
    return this.#byAddress.get(address) ?? NOTHING;
  }

  /** Rule 1, for a name that is lower case and has no final dot. */
  check(name: string, address: string, timeUs: number): DnsCheck {
    const ipv6 = address.includes(':');
    // Answers for the name and for the names in its CNAME chain, which forks where answers differed over time.
    let answered = false;
    let incomplete = false;
    const chain = [name];
    for (let i = 0; i < chain.length; i++) {
      const link = this.#names.get(chain[i]!);
      if (link === undefined) {
        incomplete ||= this.#incompleteUntilUs >= timeUs;
        continue;
      }
      if ((link.addresses.get(address)?.expiresUs ?? NEVER) >= timeUs) return 'agrees';
      incomplete ||= link.incompleteUntilUs >= timeUs;
      for (const [other, { expiresUs }] of link.addresses) {
        answered ||= expiresUs >= timeUs && other.includes(':') === ipv6;
      }
      for (const [target, expiresUs] of link.aliases) {
        if (expiresUs < timeUs || chain.includes(target)) continue;
        if (chain.length < MAX_CHAIN) chain.push(target);
        else incomplete = true;
      }
    }
    if (incomplete) return 'unknown';
    if (answered) return 'contradicts';
    // None: then it matters what the address was answered for, if it was.
    return this.#incompleteUntilUs < timeUs && this.#onlyOtherDomains(name, address, timeUs)
      ? 'contradicts'
      : 'unknown';
  }

  /** Whether `address` was answered, and only for names of other registrable domains than that of `name`. */
  #onlyOtherDomains(name: string, address: string, timeUs: number): boolean {
    let others = 0;
    for (const [other, { expiresUs }] of this.at(address)) {
      if (expiresUs < timeUs) continue;
      if (registrableDomain(other) === registrableDomain(name)) return false;
      others++;
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
      this.#incompleteUntilUs = Math.max(this.#incompleteUntilUs, incompleteUntilUs, ...aliases.values());
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

  #alias(name: KnownName, target: string, expiresUs: number): void {
    const known = name.aliases.get(target);
    if (known === undefined) this.entries++;
    toEnd(name.aliases, target, Math.max(known ?? NEVER, expiresUs));
    if (name.aliases.size > this.#limits.aliasesPerName) {
      const [oldest, oldestExpiresUs] = first(name.aliases);
      name.aliases.delete(oldest);
      this.#forgotPartOf(name, oldestExpiresUs);
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

interface Link {
  readonly name: string;
  /** TTL of the CNAME record that leads on from it; infinite if none does. */
  readonly ttl: number;
  /** The least TTL of the records that lead to it. */
  readonly ttlToHere: number;
}

/** The question's name and the names that CNAME records lead on to, `longest` of them at most. */
function chainOf({ question, aliases }: DnsAnswer, longest: number): Link[] {
  const chain: Link[] = [];
  let name: string | undefined = question;
  let ttlToHere = Number.POSITIVE_INFINITY;
  while (name !== undefined && chain.length < longest) {
    const here: string = name;
    const alias = aliases.find((record) => record.name === here);
    const ttl = alias?.ttl ?? Number.POSITIVE_INFINITY;
    chain.push({ name: here, ttl, ttlToHere });
    ttlToHere = Math.min(ttlToHere, ttl);
    name = chain.some((link) => link.name === alias?.target) ? undefined : alias?.target;
  }
  return chain;
}

/** Of all records of an answer; 0 without any. */
function longestTtl({ aliases, addresses }: DnsAnswer): number {
  let longest = 0;
  for (const { ttl } of aliases) longest = Math.max(longest, ttl);
  for (const { ttl } of addresses) longest = Math.max(longest, ttl);
  return longest;
}

/** Microseconds for which an answer counts. */
function aged(ttlSeconds: number): number {
  return ttlSeconds * 1e6 + GRACE_US;
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

type Suffixes = typeof import('tldts');
let suffixes: Suffixes | undefined;

/**
 * The registrable domain by the public suffix list, its private section too: those who share a hosting suffix are not one
 * owner. A name that has none stands for itself.
 */
function registrableDomain(name: string): string {
  // Loaded when first needed, and few captures need it: 50 ms are an eighth of what the demo may take in all.
  suffixes ??= createRequire(import.meta.url)('tldts') as Suffixes;
  return suffixes.getDomain(name, { allowPrivateDomains: true, extractHostname: false }) ?? name;
}
