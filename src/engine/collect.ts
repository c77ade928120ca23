/**
 * The collector: takes the events of all shards in the order of frames, keeps what crosses flows (names a client resolved, apps it
 * was seen using, its pin failures), judges each hello as it comes, and hands out records in the order of their flows' last
 * words. It sees no packet. It is reset at each capture, so that no capture's verdicts depend on the one before.
 */
import { AppContext } from '../client/context.js';
import { PinLedger } from '../client/ledger.js';
import { NameMemory } from '../client/names.js';
import type { Sighting } from '../evidence/sighting.js';
import { judge } from '../verdict/judge.js';
import type { FlowRecord } from '../verdict/record.js';
import type { Verdict } from '../verdict/verdict.js';
import type { DnsEvent, EndEvent, HelloEvent, SettledEvent, ShardEvent } from './events.js';
import { Heap } from './heap.js';
import type { ClassifyOptions, ExplainDetail, WriteRecord } from './options.js';
import type { DeviceNetworks } from './orient.js';
import { orientation } from './orient.js';
import { buildRecord, explainDetail } from './record.js';

/** A flow that had a hello and is not over. */
export interface OpenFlow {
  readonly hello: HelloEvent;
  readonly verdict: Verdict;
  readonly names: readonly string[];
  readonly dnsFrames: ExplainDetail['dnsFrames'];
  settled: SettledEvent | null;
}

interface Finished {
  readonly lastWord: number;
  readonly flowId: number;
  readonly record: FlowRecord;
  readonly detail: ExplainDetail | undefined;
}

export type CollectorOptions = Pick<ClassifyOptions, 'catalog' | 'policy' | 'verbose' | 'label' | 'redact' | 'explain'>;

const KIND_ORDER = { dns: 0, hello: 1, settled: 2, end: 3 } as const;

export class Collector {
  readonly #options: CollectorOptions;
  readonly #capture: string;
  readonly #write: WriteRecord;
  readonly #devices: DeviceNetworks;
  readonly #names = new NameMemory();
  readonly #apps = new AppContext();
  readonly #ledger: PinLedger | null;
  readonly #open = new Map<number, OpenFlow>();
  /** Flows without a hello whose server's answer was seen. */
  readonly #helloless = new Map<number, SettledEvent>();
  readonly #finished = new Heap<Finished>();

  constructor(capture: string, options: CollectorOptions, devices: DeviceNetworks, write: WriteRecord) {
    this.#capture = capture;
    this.#options = options;
    this.#devices = devices;
    this.#write = write;
    this.#ledger = options.policy.learning.enabled ? new PinLedger(options.policy.learning) : null;
  }

  /** Bounds of the memory that crosses flows which were reached. */
  get limits(): Record<string, number> {
    return {
      dns_clients: this.#names.counters.evictedClients,
      dns_names: this.#names.counters.evictedNames,
      dns_addresses: this.#names.counters.evictedAddresses,
      dns_answers_incomplete: this.#names.counters.incompleteAnswers,
      context_clients: this.#apps.evictedClients,
      context_apps: this.#apps.evictedApps,
      ledger_entries: this.#ledger?.evictedEntries ?? 0,
    };
  }

  /**
   * Takes events of frames that no shard will speak of again. They may come in any order.
   * @param sweptUs every record whose last word lies before this is known: it can leave
   */
  accept(events: ShardEvent[], sweptUs: number): void {
    events.sort((a, b) => a.frame - b.frame || a.flowId - b.flowId || KIND_ORDER[a.kind] - KIND_ORDER[b.kind]);
    for (const event of events) {
      if (event.kind === 'hello') this.#hello(event);
      else if (event.kind === 'dns') this.#dns(event);
      else if (event.kind === 'settled') this.#settled(event);
      else this.#end(event);
    }
    this.#release(sweptUs);
  }

  /** The capture is over: the rest leaves. */
  finish(): void {
    this.#release(Number.POSITIVE_INFINITY);
  }

  #dns(event: DnsEvent): void {
    this.#names.learn(event.client, event.answer, event.now, event.frame);
  }

  #hello(event: HelloEvent): void {
    const client = event.ends[event.client];
    const server = event.ends[event.client === 0 ? 1 : 0];
    const { hello, fingerprint } = event;
    const names = this.#names.namesFor(client.ip, server.ip, event.now);
    const failures =
      this.#ledger === null || hello.sni === undefined
        ? undefined
        : this.#ledger.pinFailures(client.ip, hello.sni, event.now, fingerprint.ja4);
    const sighting: Sighting = {
      state: 'hello',
      carrier: event.carrier,
      ...(hello.sni === undefined ? {} : { sni: hello.sni }),
      alpn: hello.alpn,
      ech: hello.ech,
      fingerprint,
      ...(hello.quicVersion === undefined ? {} : { quicVersion: hello.quicVersion }),
      clientIp: client.ip,
      serverIp: server.ip,
      serverPort: server.port,
      resolvedNames: names,
      dnsCheck: hello.sni === undefined ? 'unknown' : this.#names.check(client.ip, hello.sni, server.ip, event.now),
      appsInUse: this.#apps.inUse(client.ip, event.now),
      ...(failures === undefined ? {} : { pinFailures: failures }),
    };
    const wantAll = this.#options.verbose || this.#options.explain === true;
    const verdict = judge(sighting, this.#options.catalog, this.#options.policy, { hypotheses: wantAll });
    if (verdict.app !== undefined && verdict.reason !== 'contradicted') {
      this.#apps.saw(client.ip, verdict.app, event.now);
    }
    const dnsFrames = this.#options.explain ? this.#names.framesFor(client.ip, server.ip, event.now) : [];
    this.#open.set(event.flowId, { hello: event, verdict, names, dnsFrames, settled: null });
  }

  #settled(event: SettledEvent): void {
    const flow = this.#open.get(event.flowId);
    if (flow === undefined) {
      this.#helloless.set(event.flowId, event);
      return;
    }
    flow.settled = event;
    const sni = flow.hello.hello.sni;
    // A flow that was to be bypassed was not inspected: how it ended says nothing about pins.
    if (this.#ledger === null || sni === undefined || flow.verdict.action === 'bypass') return;
    this.#ledger.record({
      client: flow.hello.ends[flow.hello.client].ip,
      name: sni,
      ja4: flow.hello.fingerprint.ja4,
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
    const client = flow === null ? orientation(event, this.#devices) : flow.hello.client;
    const verdict = flow === null ? this.#judgeWithoutHello(event, client) : flow.verdict;
    const settled = flow === null ? (this.#helloless.get(event.flowId) ?? null) : flow.settled;
    this.#helloless.delete(event.flowId);
    const record = buildRecord(this.#capture, event, client, { flow, settled, verdict }, this.#options);
    const detail = this.#options.explain && flow !== null ? explainDetail(flow) : undefined;
    this.#finished.push({ lastWord: event.lastWord, flowId: event.flowId, record, detail });
  }

  #judgeWithoutHello(event: EndEvent, client: 0 | 1): Verdict {
    const server = event.ends[client === 0 ? 1 : 0];
    const state =
      event.seen === 'incomplete' ? 'incomplete' : event.seen === 'other' || event.seen === 'dns' ? 'not_tls' : 'none';
    return judge(
      {
        state,
        carrier: 't',
        alpn: [],
        ech: false,
        clientIp: event.ends[client].ip,
        serverIp: server.ip,
        serverPort: server.port,
        resolvedNames: this.#names.namesFor(event.ends[client].ip, server.ip, event.end),
        dnsCheck: 'unknown',
        appsInUse: [],
      },
      this.#options.catalog,
      this.#options.policy,
    );
  }

  #release(beforeUs: number): void {
    for (let first = this.#finished.peek(); first !== undefined; first = this.#finished.peek()) {
      if (first.lastWord >= beforeUs) return;
      this.#finished.pop();
      this.#write(first.record, first.detail);
    }
  }
}
