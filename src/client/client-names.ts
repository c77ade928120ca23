/**
 * What one client of the tunnel resolved: names, their addresses and CNAMEs, each until its TTL and a grace have passed.
 * PRODUCT.md, Contradictions, rule 1; docs/adr/0003. What had to be forgotten, or was never whole, is marked, so that it
 * makes no contradiction. Nor do the hints and targets of HTTPS records, which a client may use or not (RFC 9460 §3, §7.3).
 */
import type { DnsAnswer } from '../protocol/dns/answers.js';
import { insert, NamesByAddress } from './by-address.js';
import { chainOf, placeOf } from './chain.js';
import { type Alias, isIpv6, KnownName, NEVER, type Resolved } from './known-name.js';

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
  /** Answers to no query, passed over because this client's queries are seen. */
  unsolicitedAnswers: number;
  /** Answers that gave the address of their own sender: that record was passed over. */
  ownAddressAnswers: number;
}

export type DnsCheck = 'agrees' | 'contradicts' | 'unknown';

const NOBODY: readonly never[] = [];

export class ClientNames {
  /** Names, addresses and aliases held. */
  entries = 0;
  /** An answer came to a query of this client that was seen: so its queries are in the capture. */
  queriesSeen = false;
  readonly #limits: ClientLimits;
  readonly #counters: NameCounters;
  /** In the order of the latest answer, as are the maps in it: the first entry is the one to forget. */
  readonly #names = new Map<string, KnownName>();
  /** The same `Resolved` objects, the other way round. */
  readonly #byAddress = new NamesByAddress();
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
    for (const { name, target, ttl } of answer.services ?? NOBODY) {
      const owner = placeOf(name, chain);
      // RFC 9460 §2.5.1: an alias of the root is none.
      if (owner < 0 || target === name || target === '.') continue;
      this.#alias(names[owner]!, target, { expiresUs: timeUs + aged(ttl), cnameUntilUs: NEVER });
    }
    // An address is known under its own name, and under the name asked for as long as all that leads to it counts.
    for (const { name, address, ttl, hint } of answer.addresses) {
      const end = placeOf(name, chain);
      if (end < 0) continue;
      const askedUntilUs = timeUs + aged(Math.min(ttl, chain[end]!.ttlToHere));
      this.#address(names[0]!, address, true, askedUntilUs, hint ? NEVER : askedUntilUs, timeUs, frame);
      if (end === 0) continue;
      const expiresUs = timeUs + aged(ttl);
      this.#address(names[end]!, address, false, expiresUs, hint ? NEVER : expiresUs, timeUs, frame);
    }
  }

  /**
   * Answers with `address` for names that the client asked for: the latest first, then by name; `most` at most. Where an address
   * record of the name is known, an address that only a hint gives does not speak for it.
   */
  latest(address: string, timeUs: number, most: number): readonly Resolved[] {
    const newest = this.#byAddress.newest(address);
    if (newest === undefined) return NOBODY;
    const ipv6 = isIpv6(address);
    const found: Resolved[] = [];
    for (let each: Resolved | undefined = newest; each !== undefined; each = each.older) {
      if (found.length === most && each.learnedUs < found[most - 1]!.learnedUs) break; // so were all that follow
      if (!each.asked || each.expiresUs < timeUs) continue;
      if (each.recordedUntilUs < timeUs && this.#hasRecords(each.name, ipv6, timeUs)) continue;
      insert(found, each, most);
    }
    return found;
  }

  /** Rule 1, for a name that is lower case and has no final dot. */
  check(name: string, address: string, timeUs: number): DnsCheck {
    const known = this.#names.get(name);
    if (known === undefined) return this.#checkAddress(name, address, timeUs);
    // Most flows go where the latest answers sent them.
    if ((known.addresses.get(address)?.recordedUntilUs ?? NEVER) >= timeUs) return 'agrees';
    return this.#checkChain(name, address, timeUs);
  }

  #checkChain(name: string, address: string, timeUs: number): DnsCheck {
    const ipv6 = isIpv6(address);
    // Answers for the name and for the names in its CNAME chain, which forks where answers differed over time; then those
    // for the names that only HTTPS and SVCB records lead to.
    let answered = false;
    let incomplete = false;
    let hinted = false;
    let outdone = false;
    const chain = [name];
    const targets: string[] = [];
    for (const names of [chain, targets]) {
      for (let i = 0; i < names.length; i++) {
        const link = this.#names.get(names[i]!);
        if (link === undefined) {
          incomplete ||= this.#incompleteUntilUs >= timeUs;
          continue;
        }
        const found = link.addresses.get(address);
        const hasRecords = link.hasRecords(ipv6, timeUs);
        if (found !== undefined && found.expiresUs >= timeUs) {
          if (found.recordedUntilUs >= timeUs) return 'agrees';
          hinted = true;
          outdone ||= hasRecords;
        }
        incomplete ||= link.incompleteUntilUs >= timeUs;
        answered ||= names === chain && hasRecords;
        for (const [target, { expiresUs, cnameUntilUs }] of link.aliases) {
          const next = names === chain && cnameUntilUs >= timeUs ? chain : targets;
          if (expiresUs < timeUs || chain.includes(target) || next.includes(target)) continue;
          if (next.length < MAX_CHAIN) next.push(target);
          else incomplete = true;
        }
      }
    }
    // RFC 9460 §7.3: the client may use a hint until it has the addresses themselves. So it is not refused for one, and no more.
    if (hinted) return answered || outdone ? 'unknown' : 'agrees';
    if (incomplete) return 'unknown';
    return answered ? 'contradicts' : this.#checkAddress(name, address, timeUs);
  }

  /** No answer for the name: then it matters what the address was answered for, if it was. */
  #checkAddress(name: string, address: string, timeUs: number): DnsCheck {
    if (this.#incompleteUntilUs >= timeUs) return 'unknown';
    return this.#byAddress.onlyOtherDomains(name, address, timeUs) ? 'contradicts' : 'unknown';
  }

  /** Whether an A (or AAAA) record counts for the name, or for one in its CNAME chain. */
  #hasRecords(name: KnownName, ipv6: boolean, timeUs: number): boolean {
    const chain = [name];
    for (let i = 0; i < chain.length; i++) {
      if (chain[i]!.hasRecords(ipv6, timeUs)) return true;
      for (const [target, { cnameUntilUs }] of chain[i]!.aliases) {
        const next = cnameUntilUs >= timeUs ? this.#names.get(target) : undefined;
        if (next !== undefined && chain.length < MAX_CHAIN && !chain.includes(next)) chain.push(next);
      }
    }
    return false;
  }

  #name(text: string): KnownName {
    let name = this.#names.get(text);
    if (name === undefined) {
      // It may be one that was forgotten.
      name = new KnownName(text, this.#incompleteUntilUs);
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
      for (const [address, resolved] of addresses) {
        this.#incompleteUntilUs = Math.max(this.#incompleteUntilUs, resolved.expiresUs);
        this.#byAddress.remove(address, resolved);
      }
      this.#counters.evictedNames++;
    }
    return name;
  }

  #address(
    name: KnownName,
    address: string,
    asked: boolean,
    expiresUs: number,
    recordedUntilUs: number,
    learnedUs: number,
    frame: number,
  ): void {
    let resolved = name.addresses.get(address);
    if (resolved === undefined) {
      resolved = { name, asked, expiresUs, recordedUntilUs, learnedUs, frame, newer: undefined, older: undefined };
      this.entries++;
    } else {
      resolved.asked ||= asked;
      resolved.expiresUs = Math.max(resolved.expiresUs, expiresUs);
      resolved.recordedUntilUs = Math.max(resolved.recordedUntilUs, recordedUntilUs);
      resolved.learnedUs = learnedUs;
      resolved.frame = frame;
    }
    name.recorded(isIpv6(address), recordedUntilUs);
    toEnd(name.addresses, address, resolved);
    this.#byAddress.put(address, resolved);
    if (name.addresses.size > this.#limits.addressesPerName) {
      const [oldest, forgotten] = first(name.addresses);
      name.addresses.delete(oldest);
      this.#byAddress.remove(oldest, forgotten);
      this.#forgotPartOf(name, forgotten.expiresUs);
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
}

/** Of all records of an answer; 0 without any. */
function longestTtl({ aliases, addresses, services }: DnsAnswer): number {
  let longest = 0;
  for (const { ttl } of services ?? NOBODY) longest = Math.max(longest, ttl);
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
