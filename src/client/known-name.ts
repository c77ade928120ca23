/**
 * What one client of the tunnel was told of one name, by the records of RFC 1035 §3.4, RFC 3596 and RFC 9460, each until its TTL and a
 * grace have passed. docs/adr/0003.
 */
import { registrableDomain } from './domain.js';

/** Before every packet. */
export const NEVER = Number.NEGATIVE_INFINITY;

/** That one name was answered with one address. */
export interface Resolved {
  readonly name: KnownName;
  /** The client asked for this name; else a CNAME led to it. */
  asked: boolean;
  expiresUs: number;
  /** Until then an A or AAAA record says so; before every packet if hints alone do. */
  recordedUntilUs: number;
  /** The latest answer: when, and in which frame. */
  learnedUs: number;
  frame: number;
  /** Its neighbours on the list of its address (by-address.ts). */
  newer: Resolved | undefined;
  older: Resolved | undefined;
}

export interface Alias {
  readonly expiresUs: number;
  /** Until then a CNAME record leads there; before every packet if HTTPS or SVCB records alone do. */
  readonly cnameUntilUs: number;
}

export class KnownName {
  readonly text: string;
  /** In the order of the latest answer, as are the aliases: the first entry is the one to forget. */
  readonly addresses = new Map<string, Resolved>();
  /** Targets of its CNAME, HTTPS and SVCB records. */
  readonly aliases = new Map<string, Alias>();
  /** Until then there may be addresses and aliases that were answered but are not here. */
  incompleteUntilUs: number;
  /** Until then an A record, an AAAA record of it counts, one that was forgotten too. */
  #ipv4UntilUs = NEVER;
  #ipv6UntilUs = NEVER;
  #domain: string | undefined;

  constructor(text: string, incompleteUntilUs: number) {
    this.text = text;
    this.incompleteUntilUs = incompleteUntilUs;
  }

  /** Its registrable domain, worked out once: many hellos may ask. */
  get domain(): string {
    this.#domain ??= registrableDomain(this.text);
    return this.#domain;
  }

  recorded(ipv6: boolean, untilUs: number): void {
    if (ipv6) this.#ipv6UntilUs = Math.max(this.#ipv6UntilUs, untilUs);
    else this.#ipv4UntilUs = Math.max(this.#ipv4UntilUs, untilUs);
  }

  /** Whether a record of that address family counts. */
  hasRecords(ipv6: boolean, timeUs: number): boolean {
    return (ipv6 ? this.#ipv6UntilUs : this.#ipv4UntilUs) >= timeUs;
  }
}

export function isIpv6(address: string): boolean {
  return address.includes(':');
}
