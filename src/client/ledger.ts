/**
 * Ledger of inspected handshakes: which names, for which client and fingerprint, failed as a pinned app's do. FIELD-NOTES
 * section 2 has the classes, what they weigh, and the look-alikes that prove nothing. By packet time only, and bounded; it is
 * used only where the policy has learning on.
 *
 * Kept apart by fingerprint, because a browser that works on a name says nothing about the app that fails on it.
 */
import type { OutcomeClass } from '../protocol/outcome.js';

/** How one inspected handshake ended. */
export interface HandshakeEnd {
  readonly client: string;
  /** As sent in the SNI. */
  readonly name: string;
  readonly ja4?: string | undefined;
  readonly outcomeClass?: OutcomeClass | undefined;
  /** Description of the client's alert, if it was readable. */
  readonly alert?: number | undefined;
  readonly resumed: boolean;
  readonly retried: boolean;
  readonly earlyData: boolean;
  readonly clientCertificate: boolean;
  readonly serverClosedFirst: boolean;
  readonly timeUs: number;
}

export interface LedgerOptions {
  /** Failures of medium weight that make a pin. */
  readonly failures: number;
  /** Seconds for which a pin is valid after its last failure. */
  readonly ttlSeconds: number;
}

export interface LedgerLimits {
  readonly clients: number;
  readonly entriesPerClient: number;
}

/** Strong, strong, medium, weak. A pin takes `failures` medium ones, or two thirds as many strong ones, or twice as many weak. */
const WEIGHT = { A: 3, B: 3, C: 2, D: 1 } as const;

/** Alerts of a certificate that is not trusted, RFC 8446 §6.2: bad_certificate, certificate_unknown, unknown_ca. */
const REFUSING_ALERTS: readonly number[] = [42, 46, 48];

const DEFAULT_LIMITS: LedgerLimits = { clients: 4096, entriesPerClient: 256 };

/** Longest name kept: RFC 1035 §3.1 in text form. Longer ones are no names and are not learned. */
const MAX_NAME = 253;

interface Entry {
  readonly name: string;
  failures: number;
  weight: number;
  lastUs: number;
}

interface Client {
  /** When something of this client last worked under inspection: before that nothing is proven, it may lack our CA. */
  workedUs: number;
  /** By name and fingerprint, the least recent failure first. */
  readonly entries: Map<string, Entry>;
}

export class PinLedger {
  /** Clients, and entries of clients, forgotten because there were too many. */
  evictedEntries = 0;
  readonly #needed: number;
  readonly #ttlUs: number;
  readonly #limits: LedgerLimits;
  /** The least recently heard of first. */
  readonly #clients = new Map<string, Client>();

  constructor(options: LedgerOptions, limits: LedgerLimits = DEFAULT_LIMITS) {
    this.#needed = options.failures * WEIGHT.C;
    this.#ttlUs = options.ttlSeconds * 1e6;
    this.#limits = limits;
  }

  /** Takes note of how an inspected handshake ended. Flows that were bypassed must not be told of: nothing was inspected. */
  record(end: HandshakeEnd): void {
    const name = normalised(end.name);
    if (name === '' || name.length > MAX_NAME || end.outcomeClass === undefined) return;
    if (end.outcomeClass === 'used') this.#worked(end, name);
    else if (isEvidence(end)) this.#failed(end, name, WEIGHT[end.outcomeClass]);
  }

  /**
   * Whether this client's handshakes to this name failed often enough, and lately enough.
   *
   * @param ja4 only those with this fingerprint; without it those with any
   */
  pinFailures(
    client: string,
    name: string,
    timeUs: number,
    ja4?: string,
  ): { name: string; failures: number } | undefined {
    const known = this.#clients.get(client);
    if (known === undefined || known.workedUs < timeUs - this.#ttlUs) return undefined;
    const wanted = normalised(name);
    let failures = 0;
    if (ja4 !== undefined) failures = this.#valid(known.entries.get(keyOf(wanted, ja4)), timeUs);
    else {
      for (const entry of known.entries.values()) {
        if (entry.name === wanted) failures = Math.max(failures, this.#valid(entry, timeUs));
      }
    }
    return failures === 0 ? undefined : { name: wanted, failures };
  }

  /** Failures of an entry that makes a pin; 0 of one that does not. */
  #valid(entry: Entry | undefined, timeUs: number): number {
    if (entry === undefined || entry.lastUs < timeUs - this.#ttlUs || entry.weight < this.#needed) return 0;
    return entry.failures;
  }

  #worked(end: HandshakeEnd, name: string): void {
    const client = this.#client(end.client);
    client.workedUs = Math.max(client.workedUs, end.timeUs);
    client.entries.delete(keyOf(name, end.ja4)); // it is not pinned after all
  }

  #failed(end: HandshakeEnd, name: string, weight: number): void {
    const { entries } = this.#client(end.client);
    const key = keyOf(name, end.ja4);
    const known = entries.get(key);
    entries.delete(key);
    const stale = known === undefined || known.lastUs < end.timeUs - this.#ttlUs;
    const entry = stale ? { name, failures: 0, weight: 0, lastUs: end.timeUs } : known;
    entry.failures++;
    entry.weight += weight;
    entry.lastUs = Math.max(entry.lastUs, end.timeUs);
    entries.set(key, entry);
    if (entries.size > this.#limits.entriesPerClient) {
      entries.delete(first(entries));
      this.evictedEntries++;
    }
  }

  /** The client's memory, made the most recent. */
  #client(address: string): Client {
    const client = this.#clients.get(address) ?? { workedUs: Number.NEGATIVE_INFINITY, entries: new Map() };
    this.#clients.delete(address);
    this.#clients.set(address, client);
    if (this.#clients.size > this.#limits.clients) {
      const oldest = first(this.#clients);
      this.evictedEntries += Math.max(1, this.#clients.get(oldest)!.entries.size);
      this.#clients.delete(oldest);
    }
    return client;
  }
}

/** What FIELD-NOTES section 2 lists as no evidence: nobody looked at a certificate, or something else ended the handshake. */
function isEvidence(end: HandshakeEnd): boolean {
  if (end.resumed || end.retried || end.earlyData || end.clientCertificate || end.serverClosedFirst) return false;
  return end.alert === undefined || REFUSING_ALERTS.includes(end.alert);
}

function keyOf(name: string, ja4: string | undefined): string {
  return `${name} ${ja4 ?? ''}`;
}

/** As names are compared: lower case, without the final dot. */
function normalised(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

function first<K>(map: ReadonlyMap<K, unknown>): K {
  return map.keys().next().value as K;
}
