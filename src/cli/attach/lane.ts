/**
 * A lane: one source, one live engine, and the octets of their records. It lives in the main thread, or in a thread of its own (lane-thread.ts)
 * that has its own ring. When its interface goes away it waits for it to come back; its flows stay.
 */
import { UsageError } from '../../bytes/usage-error.js';
import type { DnsEvent } from '../../engine/events.js';
import { LiveRun } from '../../engine/live.js';
import type { ClassifyOptions } from '../../engine/options.js';
import type { Format } from '../../sink/index.js';
import { loadSink } from '../../sink/index.js';
import { Output } from '../../sink/output.js';
import type { Sink } from '../../sink/sink.js';
import type { PacketBatch } from '../../source/batch.js';
import { BATCH_PACKETS } from '../../source/batch.js';
import type { LiveCounters, LiveSource } from '../../source/live.js';
import { systemTimeUs } from '../../source/native.js';
import type { FlowRecord } from '../../verdict/record.js';
import type { Model } from '../model.js';
import { LiveClock } from './clock.js';
import { Keeper, type KeepWhat } from './keeper.js';
import { countLatency } from './latency.js';
import { addSource, emptyStats, type LaneStats } from './stats.js';
import { warmUpLane } from './warm-up.js';

/** How often a quiet lane is told the time, so that flows expire. */
const TICK_MS = 100;
/** How often it is tried whether an interface is back. */
const REOPEN_MS = 250;
/** Ticks from one reading of the source's counters to the next: the kernel's have 32 bits, and begin anew when they are read. */
const COUNT_TICKS = 10;
/** Why an interface cannot be opened as long as it is away: nothing that people need be told again. */
const AWAY: ReadonlySet<string> = new Set(['interface_missing', 'interface_down']);

export interface LaneOptions
  extends Pick<ClassifyOptions, 'flow' | 'devices' | 'all' | 'verbose' | 'redact' | 'label'> {
  readonly format: LiveFormat;
  readonly index: number;
  readonly lanes: number;
  /** Packets that were counted by an earlier life of this lane: flow ids go on behind them. */
  readonly firstFrame: number;
  /** Packets of which flows are kept; absent: none. */
  readonly keep: KeepWhat | undefined;
  /** Whether `verdict` wants to be called. */
  readonly tellsVerdicts: boolean;
}

export type LiveFormat = Extract<Format, 'jsonl' | 'protobuf'>;

/** Kinds of octets that a lane's thread hands to the main thread. */
export const OF_RECORDS = 0;
export const OF_PACKETS = 1;

export interface LaneEvents {
  /** Whole records; the octets are valid during the call only. Answers false if they cannot be taken: they are lost, and counted. */
  readonly records: (octets: Uint8Array, records: number) => boolean;
  /** Each record, at the hello and of the end, for a service that answers by 5-tuple. */
  readonly verdict: (record: FlowRecord) => void;
  /** Packets of chosen flows as pcapng blocks. */
  readonly kept: (octets: Uint8Array, packets: number) => boolean;
  /** What DNS taught, where others want to know: absent, nobody does. */
  readonly learned?: (events: DnsEvent[]) => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void;
  /** The source is over for good; with a cause if that is a fault. */
  readonly over: (cause?: string) => void;
}

export class Lane {
  readonly #options: LaneOptions;
  readonly #events: LaneEvents;
  readonly #open: () => Promise<LiveSource>;
  readonly #clock = new LiveClock();
  readonly #stats = emptyStats();
  /** Of sources that are closed. */
  readonly #before: LiveCounters = { received: 0, dropped: 0, frozen: 0 };
  readonly #live: LiveRun;
  readonly #output: Output;
  readonly #sink: Sink;
  readonly #keeper: Keeper | null;
  #records = 0;
  #source: LiveSource | null = null;
  #tick: NodeJS.Timeout | undefined;
  #reopen: NodeJS.Timeout | undefined;
  #ticks = 0;
  /** Why it could not be opened again, as it was last told. */
  #obstacle = '';
  #stopped = false;

  /** @throws UsageError if the source cannot be opened */
  static async start(
    options: LaneOptions,
    model: Model,
    open: () => Promise<LiveSource>,
    events: LaneEvents,
  ): Promise<Lane> {
    const factory = await loadSink(options.format);
    warmUpLane(options, model, factory);
    const source = await open();
    const lane = new Lane(options, model, source, open, factory, events);
    lane.#begin(source);
    return lane;
  }

  private constructor(
    options: LaneOptions,
    model: Model,
    source: LiveSource,
    open: () => Promise<LiveSource>,
    factory: Awaited<ReturnType<typeof loadSink>>,
    events: LaneEvents,
  ) {
    this.#options = options;
    this.#events = events;
    this.#open = open;
    const flowOf = options.keep === undefined ? null : new Float64Array(BATCH_PACKETS);
    this.#live = new LiveRun(
      {
        ...options,
        ...model,
        capture: source.capture,
        engines: options.lanes,
        ...(flowOf === null ? {} : { flowOf }),
        ...(events.learned === undefined ? {} : { learned: events.learned }),
      },
      (record) => this.#record(record),
    );
    this.#keeper =
      options.keep === undefined || flowOf === null ? null : new Keeper(options.keep, flowOf, this.#live, events.kept);
    this.#output = new Output({
      to: (octets) => {
        if (!events.records(octets, this.#records)) this.#stats.recordsLost += this.#records;
        this.#records = 0;
      },
    });
    this.#sink = factory({ output: this.#output });
    this.#sink.open();
    this.#tick = setInterval(() => this.#onTick(), TICK_MS);
  }

  /** As shown to people: where packets come from now. */
  get name(): string {
    return this.#source?.name ?? `${this.#options.index}: waiting for the interface`;
  }

  stats(): LaneStats {
    const stats = this.#stats;
    const source: LiveCounters = { received: 0, dropped: 0, frozen: 0 };
    addSource(source, this.#before);
    if (this.#source !== null) addSource(source, this.#source.readCounters());
    const { kept = 0, lost = 0 } = this.#keeper ?? {};
    return {
      ...stats,
      summary: this.#live.summary(),
      verdicts: this.#live.verdicts,
      flows: this.#live.flows,
      source,
      kept,
      keptLost: lost,
    };
  }

  learn(events: DnsEvent[]): void {
    this.#live.learn(events);
    this.#flush();
  }

  replace({ catalog, policy }: Model): void {
    this.#live.replace(catalog, policy);
  }

  /** Takes what is there, hands out every flow, and closes the source. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    clearInterval(this.#tick);
    clearTimeout(this.#reopen);
    this.#source?.drain();
    this.#closeSource();
    this.#live.finish();
    this.#flush();
    this.#keeper?.flush();
    this.#output.close();
  }

  #begin(source: LiveSource): void {
    this.#source = source;
    source.start({
      batch: (batch) => this.#take(batch),
      over: (cause) => this.#over(cause),
    });
  }

  #take(batch: PacketBatch): void {
    this.#live.take(batch, this.#clock.nowUs);
    this.#keeper?.take(batch);
    this.#flush();
  }

  #onTick(): void {
    this.#live.tick(this.#clock.nowUs);
    this.#flush();
    this.#keeper?.flush();
    if (++this.#ticks % COUNT_TICKS === 0) this.#source?.readCounters();
  }

  #record(record: FlowRecord): void {
    if (record.event_type === 'verdict') {
      const { decided_at: decidedAt } = record.pinsight;
      if (decidedAt !== undefined) countLatency(this.#stats.latency, systemTimeUs() - decidedAt);
    }
    if (this.#options.tellsVerdicts) this.#events.verdict(record);
    this.#keeper?.decided(record);
    this.#sink.write(record);
    this.#records++;
  }

  /** A record is readable by others at once: that is what it is for. */
  #flush(): void {
    if (this.#records > 0) this.#sink.flush();
  }

  #closeSource(): void {
    if (this.#source === null) return;
    addSource(this.#before, this.#source.readCounters());
    this.#source.close();
    this.#source = null;
  }

  #over(cause: string | undefined): void {
    const { name = '', comesBack = true } = this.#source ?? {};
    this.#closeSource();
    if (this.#stopped) return;
    if (cause === undefined || !comesBack) {
      this.#events.over(cause === undefined ? undefined : `${name}: ${cause}`);
      return;
    }
    this.#events.log('warn', `${name}: ${cause}; waiting for it to come back`);
    this.#waitForIt();
  }

  #waitForIt(): void {
    this.#reopen = setTimeout(() => {
      this.#open().then(
        (source) => {
          if (this.#stopped) {
            source.close();
            return;
          }
          this.#stats.reopened++;
          this.#obstacle = '';
          this.#begin(source);
          this.#events.log('info', `${source.name}: is back`);
        },
        (error: unknown) => {
          if (!(error instanceof UsageError)) throw error;
          if (this.#stopped) return;
          if (!AWAY.has(error.code) && error.message !== this.#obstacle) {
            this.#obstacle = error.message;
            this.#events.log('warn', `${error.message}; it is tried again`);
          }
          this.#waitForIt();
        },
      );
    }, REOPEN_MS);
  }
}
