/**
 * The live engine: one shard and its collector, fed by whoever holds a source. Like the middle everywhere it reads no clock and
 * starts no timer: it is told what time it is. A thread that has a ring has one of these; what one of them learns from DNS is handed to
 * the others, since a client's flows are spread over the rings.
 */
import type { PacketBatch } from '../source/batch.js';
import { JudgeMemo } from '../verdict/memo.js';
import type { FlowRecord } from '../verdict/record.js';
import { Collector } from './collect.js';
import type { DnsEvent, ShardEvent } from './events.js';
import type { ClassifyOptions, Summary, WriteRecord } from './options.js';
import { DeviceNetworks } from './orient.js';
import { addCounters, emptySummary } from './report.js';
import { Shard } from './shard.js';

export interface LiveOptions
  extends Pick<ClassifyOptions, 'catalog' | 'policy' | 'flow' | 'devices' | 'all' | 'verbose' | 'redact' | 'label'> {
  /** What records name: the interface. */
  readonly capture: string;
  /** Which of how many engines this is, from 0: flow ids are unique over all of them. */
  readonly index: number;
  readonly engines: number;
  /** Packets that another life of this engine may have numbered: its flow ids are not used again. */
  readonly firstFrame?: number;
  /** Gets the flow of each packet of the batch under way, by its place (0: none). */
  readonly flowOf?: Float64Array;
  /** Takes what was learned from DNS, for the other engines. */
  readonly learned?: (events: DnsEvent[]) => void;
}

/** Flows that are handed out at once at the end. */
const ENDS_AT_ONCE = 1024;

export class LiveRun {
  readonly #options: LiveOptions;
  readonly #shard: Shard;
  readonly #collector: Collector;
  readonly #summary: Summary = emptySummary();
  #frame = 0;
  /** Verdicts at the hello; records of ended flows are `#summary.records`. */
  #verdicts = 0;

  constructor(options: LiveOptions, write: WriteRecord) {
    this.#options = options;
    const { flow, all, index, engines, flowOf } = options;
    this.#shard = new Shard({
      flow,
      index: 0,
      shards: 1,
      all,
      live: true,
      ...(flowOf === undefined ? {} : { flowOf }),
    });
    const memo = new JudgeMemo(options.catalog, options.policy, { hypotheses: options.verbose });
    const collecting = { ...options, live: true };
    this.#collector = new Collector(
      options.capture,
      collecting,
      memo,
      new DeviceNetworks(options.devices),
      (record) => {
        record.flow_id = this.publicId(record.flow_id);
        this.#count(record);
        write(record);
      },
    );
    this.#frame = options.firstFrame ?? 0;
    if (index >= engines) throw new Error('an engine beyond their number');
  }

  /** Flows are numbered by their first packet within an engine; over all engines by this. */
  publicId(flow: number): number {
    return (flow - 1) * this.#options.engines + this.#options.index + 1;
  }

  get flows(): number {
    return this.#shard.flows;
  }

  /** Verdicts given at the hello. */
  get verdicts(): number {
    return this.#verdicts;
  }

  /** Takes a batch of packets that came by `nowUs`; nothing of it is kept when this returns. */
  take(batch: PacketBatch, nowUs: number): void {
    batch.firstFrame = this.#frame + 1;
    this.#frame += batch.count;
    this.#shard.tick(nowUs);
    this.#shard.process(batch);
    this.#accept();
  }

  /** No packet, but time went on. */
  tick(nowUs: number): void {
    this.#shard.tick(nowUs);
    this.#accept();
  }

  /** What another engine learned. */
  learn(events: DnsEvent[]): void {
    this.#collector.accept(events, this.#shard.sweptUs, this.#shard.sweptFlow);
  }

  replace(catalog: LiveOptions['catalog'], policy: LiveOptions['policy']): void {
    this.#collector.replace(catalog, policy, new JudgeMemo(catalog, policy, { hypotheses: this.#options.verbose }));
  }

  /** It is over: everything that is open is handed out. */
  finish(): void {
    const shard = this.#shard;
    shard.finish();
    this.#accept();
    for (let more = true; more; ) {
      more = shard.endSome(ENDS_AT_ONCE);
      this.#accept();
    }
    this.#collector.finish();
  }

  /** All that was counted so far. */
  summary(): Summary {
    this.#shard.sumCounters();
    const { records, actions, reasons } = this.#summary;
    const summary = { ...emptySummary(), captures: 1, records, actions: { ...actions }, reasons: { ...reasons } };
    addCounters(summary, this.#shard.counters, this.#collector.limits);
    return summary;
  }

  #accept(): void {
    const { events } = this.#shard;
    if (events.length > 0) {
      this.#shard.events = [];
      if (this.#options.learned !== undefined) this.#share(events, this.#options.learned);
    }
    this.#collector.accept(events, this.#shard.sweptUs, this.#shard.sweptFlow);
  }

  #share(events: readonly ShardEvent[], learned: (events: DnsEvent[]) => void): void {
    const names = events.filter((event): event is DnsEvent => event.kind === 'dns');
    if (names.length > 0) learned(names);
  }

  /** Verdicts at the hello are what a gateway acts on: actions and reasons are theirs, and those of flows that never had one. */
  #count(record: FlowRecord): void {
    const { actions, reasons } = this.#summary;
    const { action, reason } = record.pinsight;
    if (record.event_type === 'verdict') this.#verdicts++;
    else this.#summary.records++;
    if (record.event_type === 'flow' && record.pinsight.decided_at !== undefined) return;
    actions[action]++;
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
}
