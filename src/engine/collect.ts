/**
 * The collector: takes the events of all shards in the order of frames, keeps what crosses flows (names a client resolved, apps it
 * was seen using, its pin failures), has each hello judged as it comes (decide.ts), and hands out records in the order of their
 * flows' last words. It sees no packet. It is reset at each capture, so that no capture's verdicts depend on the one before.
 */
import type { JudgeMemo } from '../verdict/memo.js';
import type { FlowRecord } from '../verdict/record.js';
import type { Verdict } from '../verdict/verdict.js';
import { ClientMemory, clientKey, Decider } from './decide.js';
import type { EndEvent, Ending, HelloEvent, SettledEvent, ShardEvent } from './events.js';
import { Heap } from './heap.js';
import type { ClassifyOptions, WriteRecord } from './options.js';
import { CERTAIN, type DeviceNetworks, type Orientation, orientation } from './orient.js';
import { buildRecord, buildVerdictRecord, clientIpOf, explainDetail, serverIpOf } from './record.js';
import { Redaction } from './redaction.js';

/** A flow that is over; its record waits for those of earlier last words. */
interface Finished {
  readonly lastWord: number;
  readonly flowId: number;
  readonly record: FlowRecord;
  /** Where `explain` wants more of it. */
  readonly flow: HelloEvent | undefined;
}

export interface CollectorOptions
  extends Pick<ClassifyOptions, 'catalog' | 'policy' | 'verbose' | 'label' | 'redact' | 'explain'> {
  /** Packets come as they happen: a record leaves at the hello too, and frames have no numbers that mean anything. */
  readonly live?: boolean;
}

const KIND_ORDER = { dns: 0, hello: 1, settled: 2, end: 3 } as const;

function inOrder(a: ShardEvent, b: ShardEvent): number {
  return a.frame - b.frame || a.flowId - b.flowId || KIND_ORDER[a.kind] - KIND_ORDER[b.kind];
}

/**
 * One shard tells its events by frame; only those of one frame, in which many flows may time out, are in any order. Where all of a
 * frame are ends it may stay as it is: they change nothing that the others look at, and records have an order of their own.
 */
function sort(events: ShardEvent[]): void {
  for (let i = 1; i < events.length; i++) {
    if (events[i]!.frame >= events[i - 1]!.frame) continue;
    events.sort(inOrder);
    return;
  }
  for (let from = 0, to = 0; from < events.length; from = to) {
    const { frame } = events[from]!;
    let isSorted = true;
    let onlyEnds = events[from]!.kind === 'end';
    for (to = from + 1; to < events.length && events[to]!.frame === frame; to++) {
      onlyEnds &&= events[to]!.kind === 'end';
      isSorted &&= inOrder(events[to - 1]!, events[to]!) <= 0;
    }
    if (isSorted || onlyEnds) continue;
    const ofFrame = events.slice(from, to).sort(inOrder);
    for (let i = 0; i < ofFrame.length; i++) events[from + i] = ofFrame[i]!;
  }
}

export class Collector {
  #options: CollectorOptions;
  readonly #capture: string;
  readonly #write: WriteRecord;
  readonly #devices: DeviceNetworks;
  #decider: Decider;
  readonly #redaction: Redaction;
  /** Flows that had a hello and are not over. */
  readonly #open = new Map<number, HelloEvent>();
  /** Flows without a hello whose server's answer was seen. */
  readonly #helloless = new Map<number, Ending>();
  readonly #finished = new Heap<Finished>();

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
    this.#decider = new Decider(options.catalog, options.policy, new ClientMemory(options.policy), {}, memo);
    this.#redaction = new Redaction(options.redact, devices);
  }

  /** From here on hellos are judged by these. What was judged stays; what is remembered of clients stays too. */
  replace(catalog: CollectorOptions['catalog'], policy: CollectorOptions['policy'], memo: JudgeMemo): void {
    const { memory, otherResolvers } = this.#decider;
    memory.follow(policy, this.#options.policy);
    this.#options = { ...this.#options, catalog, policy };
    this.#decider = new Decider(catalog, policy, memory, {}, memo);
    this.#decider.otherResolvers = otherResolvers;
  }

  /** Bounds of the memory that crosses flows which were reached, and answers of DNS that it did not believe. */
  get limits(): Record<string, number> {
    const { memory, otherResolvers } = this.#decider;
    const { counters } = memory.names;
    return {
      dns_clients: counters.evictedClients,
      dns_names: counters.evictedNames,
      dns_addresses: counters.evictedAddresses,
      dns_answers_incomplete: counters.incompleteAnswers,
      dns_answers_unsolicited: counters.unsolicitedAnswers,
      dns_answers_own_address: counters.ownAddressAnswers,
      dns_answers_other_resolver: otherResolvers,
      context_clients: memory.apps.evictedClients,
      context_apps: memory.apps.evictedApps,
      ledger_entries: memory.ledger?.evictedEntries ?? 0,
    };
  }

  /**
   * Takes events of frames that no shard will speak of again. They may come in any order.
   * @param sweptUs every flow whose last word lies before this, or at it with a lower id than `sweptFlow`, is known: its record
   * can leave
   */
  accept(events: ShardEvent[], sweptUs: number, sweptFlow: number): void {
    sort(events);
    for (let i = 0; i < events.length; i++) {
      const event = events[i]!;
      if (event.kind === 'hello') this.#hello(event);
      else if (event.kind === 'dns') this.#decider.dns(event);
      else if (event.kind === 'settled') this.#settled(event);
      else this.#end(event);
    }
    // Live, a flow that is over is told at once: who is asked about its 5-tuple must know.
    if (this.#options.live === true) this.#release(Number.POSITIVE_INFINITY, 0);
    else this.#release(sweptUs, sweptFlow);
  }

  /** The capture is over: the rest leaves. */
  finish(): void {
    this.#release(Number.POSITIVE_INFINITY, 0);
  }

  #hello(event: HelloEvent): void {
    const { clientIp, serverIp, now } = event;
    const decider = this.#decider;
    const who = clientKey(clientIp, event.within);
    const inTime = event.decidedPacket > 0;
    const names = decider.namesFor(who, serverIp, event, now, inTime);
    const verdict = decider.hello(who, clientIp, serverIp, event.serverPort, event, names, now);
    event.verdict = verdict;
    if (names.length > 0) {
      event.names = names;
      if (this.#options.explain) event.dnsFrames = decider.memory.names.framesFor(who, serverIp, now);
    }
    this.#open.set(event.flowId, event);
    const { soFar } = event;
    if (soFar === undefined) return;
    event.soFar = undefined;
    const client = CERTAIN[event.client];
    this.#write(buildVerdictRecord(this.#capture, soFar, client, event, verdict, this.#options, this.#redaction));
  }

  #settled(event: SettledEvent): void {
    const { ending } = event;
    const flow = this.#open.get(event.flowId);
    if (flow === undefined) {
      this.#helloless.set(event.flowId, ending);
      return;
    }
    flow.ending = ending;
    if (this.#decider.memory.ledger === null) return;
    const who = clientKey(flow.clientIp, flow.within);
    const { sni } = flow.hello;
    this.#decider.settled(who, sni, flow.fingerprint.ja4, flow.verdict!, { ...event, ...ending });
  }

  #end(event: EndEvent): void {
    const { flowId } = event;
    const flow = this.#open.get(flowId);
    if (flow !== undefined) {
      this.#open.delete(flowId);
      this.#record(event, CERTAIN[flow.client], flow, flow.ending, flow.verdict!);
      return;
    }
    const ending = this.#helloless.get(flowId);
    if (ending !== undefined) this.#helloless.delete(flowId);
    const oriented = orientation(event, this.#devices);
    const verdict = this.#judgeWithoutHello(event, oriented.client, ending?.sni);
    this.#record(event, oriented, undefined, ending, verdict);
  }

  #record(
    event: EndEvent,
    oriented: Orientation,
    flow: HelloEvent | undefined,
    ending: Ending | undefined,
    verdict: Verdict,
  ): void {
    const options = this.#options;
    const record = buildRecord(this.#capture, event, oriented, flow, ending, verdict, options, this.#redaction);
    const { lastWord, flowId } = event;
    this.#finished.push({ lastWord, flowId, record, flow: options.explain ? flow : undefined });
  }

  #judgeWithoutHello(event: EndEvent, client: 0 | 1, sni: string | undefined): Verdict {
    const state =
      event.seen === 'incomplete' ? 'incomplete' : event.seen === 'other' || event.seen === 'dns' ? 'not_tls' : 'none';
    const clientIp = clientIpOf(event, client, undefined);
    const serverIp = serverIpOf(event, client, undefined);
    const serverPort = client === 0 ? event.upperPort : event.lowerPort;
    const who = clientKey(clientIp, event.within);
    return this.#decider.withoutHello(who, clientIp, serverIp, serverPort, state, sni, event.end);
  }

  #release(beforeUs: number, beforeFlow: number): void {
    for (let first = this.#finished.peek(); first !== undefined; first = this.#finished.peek()) {
      if (first.lastWord > beforeUs || (first.lastWord === beforeUs && first.flowId >= beforeFlow)) return;
      this.#finished.pop();
      this.#write(first.record, first.flow === undefined ? undefined : explainDetail(first.flow));
    }
  }
}
