/**
 * The offline engine: captures in, records and a summary out. One capture after the other, each with fresh flows and fresh memory;
 * each by one shard inline, or by several in threads. Which of the two changes nothing in the output.
 */
import { UsageError } from '../bytes/usage-error.js';
import type { Damage, PacketSource } from '../source/source.js';
import { JudgeMemo } from '../verdict/memo.js';
import type { FlowRecord } from '../verdict/record.js';
import { Collector } from './collect.js';
import type { ClassifyOptions, ClassifyReport, Summary, WriteRecord } from './options.js';
import { DeviceNetworks } from './orient.js';
import type { WorkerPool } from './pool.js';
import { addCounters, emptySummary } from './report.js';
import { type Input, type InputEnd, openInput, runShard, type ShardStep } from './run-shard.js';
import { Shard } from './shard.js';
import { workersFor } from './workers.js';

/** Milliseconds between two calls of `onProgress`. */
const PROGRESS_MS = 200;

export async function classify(options: ClassifyOptions, write: WriteRecord): Promise<ClassifyReport> {
  const run = new Run(options, write);
  try {
    const inputs: Input[] = options.join
      ? [{ names: options.inputs, join: true }]
      : options.inputs.map((name) => ({ names: [name], join: false }));
    for (const [index, input] of inputs.entries()) await run.capture(input, index, inputs.length);
    return { summary: run.summary, damage: run.damage, unreadable: run.unreadable };
  } finally {
    await run.close();
  }
}

class Run {
  readonly summary: Summary = emptySummary();
  readonly damage: Damage[] = [];
  readonly unreadable: { capture: string; cause: string }[] = [];
  readonly #options: ClassifyOptions;
  readonly #write: WriteRecord;
  readonly #devices: DeviceNetworks;
  readonly #memo: JudgeMemo;
  #shard: Shard | null = null;
  #pool: { workers: number; pool: WorkerPool } | null = null;
  #progressAt = 0;

  constructor(options: ClassifyOptions, write: WriteRecord) {
    this.#options = options;
    this.#devices = new DeviceNetworks(options.devices);
    const hypotheses = options.verbose || options.explain === true;
    this.#memo = new JudgeMemo(options.catalog, options.policy, { hypotheses });
    this.#write = (record, detail) => {
      this.#count(record);
      write(record, detail);
    };
  }

  async capture(input: Input, index: number, inputs: number): Promise<void> {
    let source: PacketSource;
    try {
      source = await openInput(input, this.#options.readSize);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.unreadable.push({ capture: input.names[0]!, cause: error.message });
      return;
    }
    const collector = new Collector(input.names[0]!, this.#options, this.#memo, this.#devices, this.#write);
    const progress = (step: ShardStep): void => this.#progress(input, index, inputs, step);
    const workers = workersFor(this.#options.workers, input, source.size);
    const end =
      workers > 1
        ? await this.#threaded(input, workers, source, collector, progress)
        : await this.#inline(source, collector, progress);
    collector.finish();
    this.#add(end, end.counters, collector.limits);
  }

  async close(): Promise<void> {
    await this.#pool?.pool.close();
  }

  async #inline(
    source: PacketSource,
    collector: Collector,
    progress: (step: ShardStep) => void,
  ): Promise<InputEnd & { counters: Float64Array }> {
    this.#shard ??= new Shard({
      flow: this.#options.flow,
      index: 0,
      shards: 1,
      all: this.#options.all,
      explain: this.#options.explain === true,
    });
    const shard = this.#shard;
    shard.reset();
    const end = await runShard(shard, source, (step) => {
      collector.accept(step.events, step.sweptUs, step.sweptFlow);
      progress(step);
    });
    return { ...end, counters: shard.counters };
  }

  async #threaded(
    input: Input,
    workers: number,
    source: PacketSource,
    collector: Collector,
    progress: (step: ShardStep) => void,
  ): Promise<InputEnd & { counters: Float64Array }> {
    source.close(); // each worker opens the capture for itself
    if (this.#pool === null || this.#pool.workers !== workers) {
      await this.#pool?.pool.close();
      const { WorkerPool } = await import('./pool.js');
      this.#pool = { workers, pool: new WorkerPool(workers) };
    }
    return await this.#pool.pool.run({
      input,
      readSize: this.#options.readSize,
      flow: this.#options.flow,
      all: this.#options.all,
      explain: this.#options.explain === true,
      accept: (events, sweptUs, sweptFlow) => collector.accept(events, sweptUs, sweptFlow),
      progress,
    });
  }

  #progress(input: Input, index: number, inputs: number, step: ShardStep): void {
    if (this.#options.onProgress === undefined) return;
    const now = performance.now();
    if (now - this.#progressAt < PROGRESS_MS) return;
    this.#progressAt = now;
    const { position, size, packets, flows } = step;
    this.#options.onProgress({ capture: input.names[0]!, index, inputs, position, size, packets, flows });
  }

  #count(record: FlowRecord): void {
    const { summary } = this;
    const { action, reason } = record.pinsight;
    summary.records++;
    summary.actions[action]++;
    summary.reasons[reason] = (summary.reasons[reason] ?? 0) + 1;
  }

  #add(end: InputEnd, counters: Float64Array, limits: Record<string, number>): void {
    const { summary } = this;
    this.damage.push(...end.damage);
    this.unreadable.push(...end.unreadable);
    summary.captures++;
    addCounters(summary, counters, limits);
  }
}
