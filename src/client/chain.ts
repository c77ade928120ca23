/** From the name that a client asked for to the names that CNAME records lead on to: RFC 1034 §3.6.2. */
import type { DnsAnswer } from '../protocol/dns/answers.js';

export interface Link {
  readonly name: string;
  /** TTL of the CNAME record that leads on from it; infinite if none does. */
  readonly ttl: number;
  /** The least TTL of the records that lead to it. */
  readonly ttlToHere: number;
}

/** The question's name and the names that CNAME records lead on to, `longest` of them at most. */
export function chainOf({ question, aliases }: DnsAnswer, longest: number): Link[] {
  const chain: Link[] = [];
  let name: string | undefined = question;
  let ttlToHere = Number.POSITIVE_INFINITY;
  while (name !== undefined && chain.length < longest) {
    const alias: DnsAnswer['aliases'][number] | undefined = aliases[placeOf(name, aliases)];
    const ttl: number = alias?.ttl ?? Number.POSITIVE_INFINITY;
    chain.push({ name, ttl, ttlToHere });
    ttlToHere = Math.min(ttlToHere, ttl);
    name = alias === undefined || placeOf(alias.target, chain) >= 0 ? undefined : alias.target;
  }
  return chain;
}

/** The first of them that has the name; -1 if none has. */
export function placeOf(name: string, among: readonly { readonly name: string }[]): number {
  for (let i = 0; i < among.length; i++) if (among[i]!.name === name) return i;
  return -1;
}
