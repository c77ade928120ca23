/**
 * Decider: from what a flow said of itself, and what is known about its client, to a verdict. PRODUCT.md, "What a verdict means". Who
 * holds a hello asks it, whether packets brought it or a proxy did; what crosses flows (`ClientMemory`) may be common to both, so
 * that names resolved through an interface speak for and against what a proxy asks.
 */
import type { Catalog } from '../catalog/index.js';
import { AppContext } from '../client/context.js';
import { PinLedger } from '../client/ledger.js';
import { NameMemory } from '../client/names.js';
import { normalName } from '../evidence/name.js';
import type { Sighting } from '../evidence/sighting.js';
import type { JudgeOptions } from '../verdict/judge.js';
import { JudgeMemo } from '../verdict/memo.js';
import type { Policy } from '../verdict/policy.js';
import type { Verdict } from '../verdict/verdict.js';
import type { DnsEvent, Ending, HelloEvent, HelloFacts, SettledEvent } from './events.js';

/** What crosses flows, of all clients; each part is bounded. */
export class ClientMemory {
  readonly names = new NameMemory();
  readonly apps = new AppContext();
  /** Null where pins are not learned. */
  ledger: PinLedger | null = null;

  constructor(policy: Policy) {
    this.follow(policy);
  }

  /** The policy is another one: pins that were learned stay as long as pins are learned in the same way. */
  follow({ learning }: Policy, before?: Policy): void {
    const same =
      before !== undefined &&
      before.learning.enabled === learning.enabled &&
      before.learning.failures === learning.failures &&
      before.learning.ttlSeconds === learning.ttlSeconds;
    if (!same) this.ledger = learning.enabled ? new PinLedger(learning) : null;
  }
}

/** What a hello says: a `HelloEvent` is one. */
export interface ToldHello {
  readonly carrier: HelloEvent['carrier'];
  readonly hello: Pick<HelloFacts, 'sni' | 'alpn' | 'ech' | 'quicVersion' | 'proxyTarget'>;
  readonly fingerprint: HelloEvent['fingerprint'];
}

/** How an inspected handshake ended. */
export type ToldEnd = Pick<
  SettledEvent & Ending,
  'outcomeClass' | 'alert' | 'resumed' | 'retried' | 'earlyData' | 'clientCertificate' | 'serverClosedFirst' | 'now'
>;

const NONE: readonly never[] = [];

export class Decider {
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly memory: ClientMemory;
  readonly #memo: JudgeMemo;
  /** The hello at hand: filled anew for each, and kept by nobody. */
  readonly #sighting = emptySighting();
  /** Answers of others than the policy's resolvers. */
  otherResolvers = 0;

  /** @param memo of the same catalog and policy; runs that share it share its verdicts */
  constructor(
    catalog: Catalog,
    policy: Policy,
    memory = new ClientMemory(policy),
    options: JudgeOptions = {},
    memo = new JudgeMemo(catalog, policy, options),
  ) {
    this.catalog = catalog;
    this.policy = policy;
    this.memory = memory;
    this.#memo = memo;
  }

  /**
   * Names that speak for a flow. Those that DNS gave for an address do only if the client itself chose that address, and before its
   * hello: not behind a proxy, and not for a hello that is told late.
   *
   * @param who the client's key: its address, and the encapsulation it is inside
   * @param now us, never stepping back
   */
  namesFor(who: string, serverIp: string, told: ToldHello, now: number, inTime: boolean): readonly string[] {
    if (told.hello.proxyTarget !== undefined || !inTime || !this.memory.names.knows(who)) return NONE;
    return this.memory.names.namesFor(who, serverIp, now);
  }

  /**
   * Judges a whole hello, and remembers the app that stands out.
   *
   * @param names what `namesFor` gave
   */
  hello(
    who: string,
    clientIp: string,
    serverIp: string,
    serverPort: number,
    told: ToldHello,
    names: readonly string[],
    now: number,
  ): Verdict {
    const { hello, fingerprint } = told;
    const { proxyTarget } = hello;
    const { names: memory, apps, ledger } = this.memory;
    // What names that DNS gave speak against a flow, they do always: a line that looks like a request to a proxy must not
    // switch the check off. An address, or an outer name of ECH fronts, claims nothing that an answer could contradict.
    const named = memory.knows(who) ? (this.#memo.claimed(hello.sni) ?? normalName(proxyTarget)) : undefined;
    const sighting = this.#sighting;
    sighting.carrier = told.carrier;
    sighting.sni = hello.sni;
    sighting.alpn = hello.alpn;
    sighting.ech = hello.ech;
    sighting.fingerprint = fingerprint;
    sighting.quicVersion = hello.quicVersion;
    sighting.clientIp = clientIp;
    sighting.serverIp = serverIp;
    sighting.serverPort = serverPort;
    sighting.proxyTarget = proxyTarget;
    sighting.resolvedNames = names;
    sighting.dnsCheck = named === undefined ? 'unknown' : memory.check(who, named, serverIp, now);
    sighting.appsInUse = apps.inUse(who, now);
    sighting.pinFailures =
      ledger === null || hello.sni === undefined ? undefined : ledger.pinFailures(who, hello.sni, now, fingerprint.ja4);
    const verdict = this.#memo.judge(sighting);
    if (verdict.app !== undefined && verdict.reason !== 'contradicted') apps.saw(who, verdict.app, now);
    return verdict;
  }

  /** Takes note of an answer that reached a client, if the policy believes who sent it. */
  dns(event: DnsEvent): void {
    const { resolvers } = this.policy;
    if (resolvers.size > 0 && resolvers.find(event.resolver).length === 0) {
      this.otherResolvers++;
      return;
    }
    this.memory.names.learn(clientKey(event.client, event.within), event.answer, event.now, event.frame, event);
  }

  /** Judges a flow of which there is no whole hello. */
  withoutHello(
    who: string,
    clientIp: string,
    serverIp: string,
    serverPort: number,
    state: Exclude<Sighting['state'], 'hello'>,
    sni: string | undefined,
    now: number,
  ): Verdict {
    return this.#memo.judge({
      state,
      carrier: 't',
      sni,
      alpn: NONE,
      ech: false,
      clientIp,
      serverIp,
      serverPort,
      resolvedNames: this.memory.names.knows(who) ? this.memory.names.namesFor(who, serverIp, now) : NONE,
      dnsCheck: 'unknown',
      appsInUse: NONE,
    });
  }

  /**
   * Takes note of how a handshake ended. One that was to be bypassed was not inspected: how it ended says nothing about pins.
   *
   * @returns whether it was looked at
   */
  settled(who: string, sni: string | undefined, ja4: string | undefined, verdict: Verdict, end: ToldEnd): boolean {
    const { ledger } = this.memory;
    if (ledger === null || sni === undefined || verdict.action === 'bypass') return false;
    ledger.record({
      client: who,
      name: sni,
      ja4,
      outcomeClass: end.outcomeClass,
      alert: end.alert,
      resumed: end.resumed,
      retried: end.retried,
      earlyData: end.earlyData,
      clientCertificate: end.clientCertificate,
      serverClosedFirst: end.serverClosedFirst,
      timeUs: end.now,
    });
    return true;
  }
}

function emptySighting(): { -readonly [K in keyof Required<Sighting>]: Sighting[K] } {
  return {
    state: 'hello',
    carrier: 't',
    sni: undefined,
    alpn: NONE,
    ech: false,
    fingerprint: undefined,
    quicVersion: undefined,
    clientIp: '',
    serverIp: '',
    serverPort: 0,
    proxyTarget: undefined,
    resolvedNames: NONE,
    dnsCheck: 'unknown',
    appsInUse: NONE,
    pinFailures: undefined,
  };
}

/** A client of the tunnel: its address, and the number of the encapsulation it is inside. */
export function clientKey(ip: string, within: number): string {
  return within === 0 ? ip : `${ip} ${within}`;
}
