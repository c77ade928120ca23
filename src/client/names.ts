/**
 * Names that the clients of the tunnel resolved, by packet time: those behind a destination, and whether the name in a
 * hello may be at it (PRODUCT.md, Contradictions, rule 1). Bounded in clients and in all; a client that had to be
 * forgotten is as one whose answers came before the capture. Addresses are text: dotted decimal or RFC 5952.
 */
import { type DnsAnswer, tellsNames } from '../protocol/dns/answers.js';
import type { Solicited } from '../protocol/dns/queries.js';
import { type ClientLimits, ClientNames, type DnsCheck, first, type NameCounters, toEnd } from './client-names.js';

/** How an answer came to the client. */
export interface Provenance {
  /** Whether it answers a query of the client. */
  readonly solicited: Solicited;
  /** Address of its sender, as text; undefined if it is not known. */
  readonly resolver: string | undefined;
}

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

const NOT_KNOWN: Provenance = { solicited: 'unknown', resolver: undefined };
/** RFC 9462 §4, §8.1: what resolvers say of themselves. Nobody connects to a name under it. */
const OF_RESOLVERS = 'resolver.arpa';
const NONE: readonly never[] = [];
/** A name with a capital letter or a final dot. */
const UNUSUAL = /[A-Z]|\.$/;

export class NameMemory {
  readonly counters: NameCounters = {
    evictedClients: 0,
    evictedNames: 0,
    evictedAddresses: 0,
    incompleteAnswers: 0,
    unsolicitedAnswers: 0,
    ownAddressAnswers: 0,
  };
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

  /**
   * Remembers what `answer`, which `frame` brought to `client`, tells. An answer without records tells nothing; nor does one to no
   * query once this client's queries are known to be seen: until then they may go another way than the answers.
   *
   * @param timeUs packet time (running maximum): it never steps back
   */
  learn(client: string, answer: DnsAnswer, timeUs: number, frame: number, provenance: Provenance = NOT_KNOWN): void {
    const remembered = this.#clients.get(client);
    if (provenance.solicited === 'no' && remembered?.queriesSeen) {
      this.counters.unsolicitedAnswers++;
      return;
    }
    if (answer.question === OF_RESOLVERS || answer.question.endsWith(`.${OF_RESOLVERS}`)) return;
    const told = this.#withoutOwnAddress(answer, provenance.resolver);
    if (told.missing !== undefined) this.counters.incompleteAnswers++;
    else if (!tellsNames(told)) return;
    const known = remembered ?? new ClientNames(this.#limits.perClient, this.counters);
    known.queriesSeen ||= provenance.solicited === 'yes';
    toEnd(this.#clients, client, known);
    const before = known.entries;
    known.learn(told, timeUs, frame);
    this.#entries += known.entries - before;
    while (this.#clients.size > this.#limits.clients || this.#entries > this.#limits.entries) {
      const [oldest, { entries }] = first(this.#clients);
      if (oldest === client) break;
      this.#clients.delete(oldest);
      this.#entries -= entries;
      this.counters.evictedClients++;
    }
  }

  /** Whether anything is remembered of the client: of most captures' clients nothing is. */
  knows(client: string): boolean {
    return this.#clients.size > 0 && this.#clients.has(client);
  }

  /** Names that this client asked for and was answered `address`: the latest answer first, then by name; at most 8. */
  namesFor(client: string, address: string, timeUs: number): readonly string[] {
    const found = this.#clients.get(client)?.latest(address, timeUs, MAX_NAMES_GIVEN) ?? NONE;
    return found.length === 0 ? NONE : found.map(({ name }) => name.text);
  }

  /** The same names, each with the frame of its latest answer. Without a time, those that expired too. */
  framesFor(
    client: string,
    address: string,
    timeUs = Number.NEGATIVE_INFINITY,
  ): readonly { readonly name: string; readonly frame: number }[] {
    const found = this.#clients.get(client)?.latest(address, timeUs, MAX_NAMES_GIVEN) ?? NONE;
    return found.map(({ name, frame }) => ({ name: name.text, frame }));
  }

  /**
   * Whether the answers this client got allow `name` to be at `address`.
   *
   * @param name as in the hello: printable, of any case, perhaps with a final dot
   */
  check(client: string, name: string, address: string, timeUs: number): DnsCheck {
    const known = this.#clients.get(client);
    if (known === undefined) return 'unknown';
    // Most names are as they are compared already, and a copy of each would be made for nothing.
    return known.check(UNUSUAL.test(name) ? normalised(name) : name, address, timeUs);
  }

  /** A sender that gives its own address for a name may be anybody, whatever the name: it has no say in that. */
  #withoutOwnAddress(answer: DnsAnswer, resolver: string | undefined): DnsAnswer {
    const addresses = answer.addresses.filter(({ address }) => address !== resolver);
    if (addresses.length === answer.addresses.length) return answer;
    this.counters.ownAddressAnswers++;
    return { ...answer, addresses };
  }

  /** Forgets all clients: another capture begins. The counters stay. */
  clear(): void {
    this.#clients.clear();
    this.#entries = 0;
  }
}

/** As names are compared: lower case, without the final dot. */
function normalised(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}
