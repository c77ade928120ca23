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
    const here: string = name;
    const alias = aliases.find((record) => record.name === here);
    const ttl = alias?.ttl ?? Number.POSITIVE_INFINITY;
    chain.push({ name: here, ttl, ttlToHere });
    ttlToHere = Math.min(ttlToHere, ttl);
    name = chain.some((link) => link.name === alias?.target) ? undefined : alias?.target;
  }
  return chain;
}
