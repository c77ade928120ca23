/** What a client of the tunnel was answered, for tests of what is remembered of it. */
import type { DnsAnswer } from '../../src/protocol/dns/answers.js';

export const PHONE = '10.8.0.2';
export const OTHER = '10.8.0.3';
export const SECOND = 1e6;
export const GRACE = 600 * SECOND;
/** 2026-11-24. */
export const NOW = 1_795_000_000 * SECOND;

/** An answer: a chain of names, then the addresses of the last. */
export function answer(chain: string, addresses: readonly string[], ttl = 60, missing?: 'clipped'): DnsAnswer {
  const names = chain.split(' > ');
  return {
    question: names[0]!,
    aliases: names.slice(1).map((target, i) => ({ name: names[i]!, target, ttl })),
    addresses: addresses.map((address) => ({
      name: names.at(-1)!,
      address,
      family: address.includes(':') ? (6 as const) : (4 as const),
      ttl,
    })),
    ...(missing && { missing }),
  };
}
