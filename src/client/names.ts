/**
 * Names that the clients of the tunnel resolved, by packet time: those behind a destination, and whether the name in a
 * hello may be at it (PRODUCT.md, Contradictions, rule 1). Bounded in clients and in all; a client that had to be
 * forgotten is as one whose answers came before the capture. Addresses are text: dotted decimal or RFC 5952.
 */
import { type DnsAnswer, tellsNames } from '../protocol/dns/answers.js';
import { type ClientLimits, ClientNames, type DnsCheck, first, type NameCounters, toEnd } from './client-names.js';

export interface NameLimits {
  readonly clients: number;
  readonly perClient: ClientLimits;
  /** Names, addresses and aliases of all clients together; more than one client can fill alone. 400 octets each: 50 MiB. */
  readonly entries: number;
}

export const DEFAULT_NAME_LIMITS: NameLimits = {
  clients: 16_384,
  perClient: { names: 1024, addressesPerName: 64, aliasesPerName: 8 },
  entries: 131_072,
};

/** Most names given for one address. */
export const MAX_NAMES_GIVEN = 8;

export class NameMemory {
  readonly counters: NameCounters = { evictedClients: 0, evictedNames: 0, evictedAddresses: 0, incompleteAnswers: 0 };
  readonly #limits: NameLimits;
  /** In the order of the latest answer. */
  readonly #clients = new Map<string, ClientNames>();
  #entries = 0;

  constructor(limits: NameLimits = DEFAULT_NAME_LIMITS) {
    this.#limits = limits;
  }

  /** Names, addresses and aliases held. */
  get entries(): number {
    return this.#entries;
  }

  /** Remembers what `answer`, which `frame` brought to `client`, tells. An answer without records tells nothing. */
  learn(client: string, answer: DnsAnswer, timeUs: number, frame: number): void {
    if (answer.missing !== undefined) this.counters.incompleteAnswers++;
    else if (!tellsNames(answer)) return;
    const known = this.#clients.get(client) ?? new ClientNames(this.#limits.perClient, this.counters);
    toEnd(this.#clients, client, known);
    const before = known.entries;
    known.learn(answer, timeUs, frame);
    this.#entries += known.entries - before;
    while (this.#clients.size > this.#limits.clients || this.#entries > this.#limits.entries) {
      const [oldest, { entries }] = first(this.#clients);
      if (oldest === client) break;
      this.#clients.delete(oldest);
      this.#entries -= entries;
      this.counters.evictedClients++;
    }
  }

  /** Names that this client asked for and was answered `address`: the latest answer first, then by name; at most 8. */
  namesFor(client: string, address: string, timeUs: number): readonly string[] {
    return this.framesFor(client, address, timeUs).map(({ name }) => name);
  }

  /** The same names, each with the frame of its latest answer. Without a time, those that expired too. */
  framesFor(
    client: string,
    address: string,
    timeUs = Number.NEGATIVE_INFINITY,
  ): readonly { readonly name: string; readonly frame: number }[] {
    const found: { name: string; frame: number; learnedUs: number }[] = [];
    for (const [name, { asked, expiresUs, frame, learnedUs }] of this.#clients.get(client)?.at(address) ?? []) {
      if (asked && expiresUs >= timeUs) found.push({ name, frame, learnedUs });
    }
    found.sort((a, b) => b.learnedUs - a.learnedUs || (a.name < b.name ? -1 : 1));
    return found.slice(0, MAX_NAMES_GIVEN).map(({ name, frame }) => ({ name, frame }));
  }

  /**
   * Whether the answers this client got allow `name` to be at `address`.
   *
   * @param name as in the hello: printable, of any case, perhaps with a final dot
   */
  check(client: string, name: string, address: string, timeUs: number): DnsCheck {
    const lower = name.toLowerCase();
    const comparable = lower.endsWith('.') ? lower.slice(0, -1) : lower;
    return this.#clients.get(client)?.check(comparable, address, timeUs) ?? 'unknown';
  }

  /** Forgets all clients: another capture begins. The counters stay. */
  clear(): void {
    this.#clients.clear();
    this.#entries = 0;
  }
}
