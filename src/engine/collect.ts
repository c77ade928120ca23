/**
 * The collector: takes the events of all shards in the order of frames, keeps what crosses flows (names a client resolved, apps it
 * was seen using, its pin failures), judges each hello as it comes, and hands out records in the order of their flows' last
 * words. It sees no packet. It is reset at each capture, so that no capture's verdicts depend on the one before.
 */
import { AppContext } from '../client/context.js';
import { PinLedger } from '../client/ledger.js';
import { NameMemory } from '../client/names.js';
import { normalName } from '../evidence/name.js';
import type { Sighting } from '../evidence/sighting.js';
import type { JudgeMemo } from '../verdict/memo.js';
import type { Verdict } from '../verdict/verdict.js';
import type { DnsEvent, EndEvent, HelloEvent, SettledEvent, ShardEvent } from './events.js';
import { Heap } from './heap.js';
import type { ClassifyOptions, ExplainDetail, WriteRecord } from './options.js';
import type { DeviceNetworks, Orientation } from './orient.js';
import { CERTAIN, orientation } from './orient.js';
import { buildRecord, buildVerdictRecord, explainDetail } from './record.js';
import { Redaction } from './redaction.js';

/** What a record says of how a handshake ended. */
export type Ending = Pick<
  SettledEvent,
  'version' | 'ja3s' | 'retried' | 'outcome' | 'outcomeClass' | 'quicVersion' | 'sni'
>;

/** A flow that had a hello and is not over: many may be open at once, so no more than a record needs. */
export interface OpenFlow {
  readonly decided: HelloEvent['decided'];
  readonly client: HelloEvent['client'];
  readonly carrier: HelloEvent['carrier'];
  readonly hello: HelloEvent['hello'];
  readonly fingerprint: HelloEvent['fingerprint'];
  /** The client's address; only where pins are learned. */
  readonly learner: string | undefined;
  readonly verdict: Verdict;
  readonly names: readonly string[];
  readonly dnsFrames: ExplainDetail['dnsFrames'];
  settled: Ending | null;
}

interface Finished {
  readonly lastWord: number;
  readonly flowId: number;
  readonly event: EndEvent;
  readonly oriented: Orientation;
  readonly flow: OpenFlow | null;
  readonly settled: Ending | null;
  readonly verdict: Verdict;
}

export interface CollectorOptions
  extends Pick<ClassifyOptions, 'catalog' | 'policy' | 'verbose' | 'label' | 'redact' | 'explain'> {
  /** Packets come as they happen: a record leaves at the hello too, and frames have no numbers that mean anything. */
  readonly live?: boolean;
}

/** One empty list for all flows that have none. */
const NONE: readonly never[] = [];
const KIND_ORDER = { dns: 0, hello: 1, settled: 2, end: 3 } as const;

function inOrder(a: ShardEvent, b: ShardEvent): number {
  return a.frame - b.frame || a.flowId - b.flowId || KIND_ORDER[a.kind] - KIND_ORDER[b.kind];
}

/** One shard tells its events by frame; only those of one frame, in which many flows may time out, are in any order. */
function sort(events: ShardEvent[]): void {
  let frame = -1;
  let isSorted = true;
  let last: ShardEvent | undefined;
  for (const event of events) {
    if (event.frame < frame) {
      events.sort(inOrder);
      return;
    }
    if (event.frame === frame && isSorted) isSorted = inOrder(last!, event) <= 0;
    frame = event.frame;
    last = event;
  }
  if (isSorted) return;
  for (let from = 0, to = 0; from < events.length; from = to) {
    isSorted = true;
    for (to = from + 1; to < events.length && events[to]!.frame === events[from]!.frame; to++) {
      if (isSorted) isSorted = inOrder(events[to - 1]!, events[to]!) <= 0;
    }
    if (isSorted) continue;
    const ofFrame = events.slice(from, to).sort(inOrder);
    for (let i = 0; i < ofFrame.length; i++) events[from + i] = ofFrame[i]!;
  }
}

export class Collector {
  #options: CollectorOptions;
  readonly #capture: string;
  readonly #write: WriteRecord;
  readonly #devices: DeviceNetworks;
  readonly #names = new NameMemory();
  readonly #apps = new AppContext();
  #ledger: PinLedger | null;
  #memo: JudgeMemo;
  readonly #redaction: Redaction;
  /** The hello at hand: filled anew for each, and kept by nobody. */
  readonly #sighting = emptySighting();
  readonly #open = new Map<number, OpenFlow>();
  /** Flows without a hello whose server's answer was seen. */
  readonly #helloless = new Map<number, Ending>();
  readonly #finished = new Heap<Finished>();
  /** Answers of others than the policy's resolvers. */
  #otherResolvers = 0;

  constructor(
    capture: string,
    options: CollectorOptions,
    memo: JudgeMemo,
    devices: DeviceNetworks,
    write: WriteRecord,
  ) {
    this.#capture = capture;
    this.#options = options;
    this.#devices = devices;
    this.#write = write;
    this.#memo = memo;
    this.#redaction = new Redaction(options.redact, devices);
    this.#ledger = options.policy.learning.enabled ? new PinLedger(options.policy.learning) : null;
  }

  /** From here on hellos are judged by these. What was judged stays; what is remembered of clients stays too. */
  replace(catalog: CollectorOptions['catalog'], policy: CollectorOptions['policy'], memo: JudgeMemo): void {
    const before = this.#options.policy.learning;
    this.#options = { ...this.#options, catalog, policy };
    this.#memo = memo;
    if (JSON.stringify(before) === JSON.stringify(policy.learning)) return;
    this.#ledger = policy.learning.enabled ? new PinLedger(policy.learning) : null;
  }

  /** Bounds of the memory that crosses flows which were reached, and answers of DNS that it did not believe. */
  get limits(): Record<string, number> {
    return {
      dns_clients: this.#names.counters.evictedClients,
      dns_names: this.#names.counters.evictedNames,
      dns_addresses: this.#names.counters.evictedAddresses,
      dns_answers_incomplete: this.#names.counters.incompleteAnswers,
      dns_answers_unsolicited: this.#names.counters.unsolicitedAnswers,
      dns_answers_own_address: this.#names.counters.ownAddressAnswers,
      dns_answers_other_resolver: this.#otherResolvers,
      context_clients: this.#apps.evictedClients,
      context_apps: this.#apps.evictedApps,
      ledger_entries: this.#ledger?.evictedEntries ?? 0,
    };
  }

  /**
   * Takes events of frames that no shard will speak of again. They may come in any order.
   * @param sweptUs every flow whose last word lies before this, or at it with a lower id than `sweptFlow`, is known: its record
   * can leave
   */
  accept(events: ShardEvent[], sweptUs: number, sweptFlow: number): void {
    sort(events);
    for (const event of events) {
      if (event.kind === 'hello') this.#hello(event);
      else if (event.kind === 'dns') this.#dns(event);
      else if (event.kind === 'settled') this.#settled(event);
      else this.#end(event);
    }
    this.#release(sweptUs, sweptFlow);
  }

  /** The capture is over: the rest leaves. */
  finish(): void {
    this.#release(Number.POSITIVE_INFINITY, 0);
  }

  #dns(event: DnsEvent): void {
    const { resolvers } = this.#options.policy;
    if (resolvers.size > 0 && resolvers.find(event.resolver).length === 0) {
      this.#otherResolvers++;
      return;
    }
    this.#names.learn(clientKey(event.client, event.within), event.answer, event.now, event.frame, event);
  }

  #hello(event: HelloEvent): void {
    const client = event.ends[event.client];
    const server = event.ends[event.client === 0 ? 1 : 0];
    const { hello, fingerprint } = event;
    const { proxyTarget } = hello;
    const who = clientKey(client.ip, event.within);
    // Names that DNS gave for an address speak for a flow only if the client itself chose that address, and before its hello: not
    // behind a proxy, and not for a hello that is told late. What they speak against it, they do always: a line that looks
    // like a request to a proxy must not switch the check off.
    const namesCount = proxyTarget === undefined && event.decided.time !== undefined;
    const isKnown = this.#names.knows(who);
    const names = isKnown && namesCount ? this.#names.namesFor(who, server.ip, event.now) : NONE;
    // An address, or an outer name of ECH fronts, claims nothing that an answer could contradict.
    const named = isKnown ? (this.#memo.claimed(hello.sni) ?? normalName(proxyTarget)) : undefined;
    const sighting = this.#sighting;
    sighting.carrier = event.carrier;
    sighting.sni = hello.sni;
    sighting.alpn = hello.alpn;
    sighting.ech = hello.ech;
    sighting.fingerprint = fingerprint;
    sighting.quicVersion = hello.quicVersion;
    sighting.clientIp = client.ip;
    sighting.serverIp = server.ip;
    sighting.serverPort = server.port;
    sighting.proxyTarget = proxyTarget;
    sighting.resolvedNames = names;
    sighting.dnsCheck = named === undefined ? 'unknown' : this.#names.check(who, named, server.ip, event.now);
    sighting.appsInUse = this.#apps.inUse(who, event.now);
    sighting.pinFailures =
      this.#ledger === null || hello.sni === undefined
        ? undefined
        : this.#ledger.pinFailures(who, hello.sni, event.now, fingerprint.ja4);
    const verdict = this.#memo.judge(sighting);
    if (verdict.app !== undefined && verdict.reason !== 'contradicted') {
      this.#apps.saw(who, verdict.app, event.now);
    }
    const explained = this.#options.explain && namesCount;
    const dnsFrames = explained ? this.#names.framesFor(who, server.ip, event.now) : NONE;
    const learner = this.#ledger === null ? undefined : who;
    this.#open.set(event.flowId, {
      decided: event.decided,
      client: event.client,
      carrier: event.carrier,
      hello,
      fingerprint,
      learner,
      verdict,
      names: names.length === 0 ? NONE : names,
      dnsFrames,
      settled: null,
    });
    if (event.soFar !== undefined) this.#early(event, event.soFar);
  }

  /** The record that leaves at the hello. */
  #early(event: HelloEvent, soFar: EndEvent): void {
    const flow = this.#open.get(event.flowId)!;
    const client = CERTAIN[event.client];
    this.#write(buildVerdictRecord(this.#capture, soFar, client, flow, this.#options, this.#redaction));
  }

  #settled(event: SettledEvent): void {
    const flow = this.#open.get(event.flowId);
    if (flow === undefined) {
      this.#helloless.set(event.flowId, ending(event));
      return;
    }
    flow.settled = ending(event);
    const sni = flow.hello.sni;
    // A flow that was to be bypassed was not inspected: how it ended says nothing about pins.
    if (this.#ledger === null || flow.learner === undefined || sni === undefined) return;
    if (flow.verdict.action === 'bypass') return;
    this.#ledger.record({
      client: flow.learner,
      name: sni,
      ja4: flow.fingerprint.ja4,
      outcomeClass: event.outcomeClass,
      alert: event.alert,
      resumed: event.resumed,
      retried: event.retried,
      earlyData: event.earlyData,
      clientCertificate: event.clientCertificate,
      serverClosedFirst: event.serverClosedFirst,
      timeUs: event.now,
    });
  }

  #end(event: EndEvent): void {
    const flow = this.#open.get(event.flowId) ?? null;
    this.#open.delete(event.flowId);
    const oriented = flow === null ? orientation(event, this.#devices) : CERTAIN[flow.client];
    const verdict =
      flow === null
        ? this.#judgeWithoutHello(event, oriented.client, this.#helloless.get(event.flowId)?.sni)
        : flow.verdict;
    const settled = flow === null ? (this.#helloless.get(event.flowId) ?? null) : flow.settled;
    this.#helloless.delete(event.flowId);
    this.#finished.push({ lastWord: event.lastWord, flowId: event.flowId, event, oriented, flow, settled, verdict });
  }

  #judgeWithoutHello(event: EndEvent, client: 0 | 1, sni: string | undefined): Verdict {
    const server = event.ends[client === 0 ? 1 : 0];
    const state =
      event.seen === 'incomplete' ? 'incomplete' : event.seen === 'other' || event.seen === 'dns' ? 'not_tls' : 'none';
    const who = clientKey(event.ends[client].ip, event.within);
    return this.#memo.judge({
      state,
      carrier: 't',
      sni,
      alpn: NONE,
      ech: false,
      clientIp: event.ends[client].ip,
      serverIp: server.ip,
      serverPort: server.port,
      resolvedNames: this.#names.knows(who) ? this.#names.namesFor(who, server.ip, event.end) : NONE,
      dnsCheck: 'unknown',
      appsInUse: NONE,
    });
  }

  #release(beforeUs: number, beforeFlow: number): void {
    for (let first = this.#finished.peek(); first !== undefined; first = this.#finished.peek()) {
      if (first.lastWord > beforeUs || (first.lastWord === beforeUs && first.flowId >= beforeFlow)) return;
      this.#finished.pop();
      const { event, oriented, flow } = first;
      const record = buildRecord(this.#capture, event, oriented, first, this.#options, this.#redaction);
      this.#write(record, this.#options.explain && flow !== null ? explainDetail(flow) : undefined);
    }
  }
}

/** What of a settled event outlives it. */
function ending({ version, ja3s, retried, outcome, outcomeClass, quicVersion, sni }: SettledEvent): Ending {
  return { version, ja3s, retried, outcome, outcomeClass, quicVersion, sni };
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

/** A client of the tunnel: its address, and the encapsulation it is inside. */
function clientKey(ip: string, within: number): string {
  return within === 0 ? ip : `${ip} ${within}`;
}
