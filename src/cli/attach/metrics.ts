/**
 * Prometheus metrics of the live engine (https://prometheus.io/docs/instrumenting/exposition_formats/), by prom-client. Lanes keep the counts;
 * a registry is filled from them when it is asked for, so that nothing is counted twice.
 */
import { Counter, Gauge, Registry } from 'prom-client';
import { LATENCY_BOUNDS, latencyCount, latencySum } from './latency.js';
import type { LaneStats } from './stats.js';

/** What metrics say besides the lanes' counts. */
export interface RunFacts {
  readonly version: string;
  readonly catalogVersion: string;
  readonly source: string;
  /** Records that the output could not take. */
  readonly outputLost: number;
  readonly threadsRestarted: number;
  readonly flowsLost: number;
  readonly reloads: { readonly done: number; readonly refused: number };
}

export class Metrics {
  readonly contentType: string;
  readonly #registry = new Registry();
  readonly #read: () => { readonly stats: LaneStats; readonly facts: RunFacts };
  readonly #ask: () => Promise<void>;
  #now: { readonly stats: LaneStats; readonly facts: RunFacts } | undefined;

  /**
   * @param readNow the counts now
   * @param ask brings them up to date before
   */
  constructor(
    readNow: () => { readonly stats: LaneStats; readonly facts: RunFacts },
    ask: () => Promise<void> = async () => {},
  ) {
    this.#ask = ask;
    this.#read = readNow;
    const read = () => (this.#now ??= readNow());
    this.contentType = this.#registry.contentType;
    this.#counters(read);
    this.#gauges(read);
    this.#latency(read);
  }

  async text(): Promise<string> {
    await this.#ask();
    this.#now = this.#read(); // once for all that is shown
    return await this.#registry.metrics();
  }

  #counters(read: () => { readonly stats: LaneStats; readonly facts: RunFacts }): void {
    const add = (
      name: string,
      help: string,
      label: string | undefined,
      values: () => Readonly<Record<string, number>>,
    ): void => {
      const labelNames = label === undefined ? [] : [label];
      new Counter({
        name: `pinsight_${name}_total`,
        help,
        labelNames,
        registers: [this.#registry],
        collect() {
          this.reset();
          for (const [value, count] of Object.entries(values())) {
            if (label === undefined) this.inc(count);
            else this.inc({ [label]: value }, count);
          }
        },
      });
    };
    const one = (count: number): Readonly<Record<string, number>> => ({ all: count });
    const summary = (): LaneStats['summary'] => read().stats.summary;
    add('packets', 'Packets that were looked into.', undefined, () => one(summary().packets));
    add('octets', 'Octets of those packets on the wire.', undefined, () => one(summary().octets));
    add('packets_in_flows', 'Packets that flows counted.', undefined, () => one(summary().in_flows));
    add('packets_unattributed', 'Packets that belong to no flow, by reason.', 'reason', () => summary().unattributed);
    add('packets_dropped', 'Packets that were not looked into, by the stage that gave them up.', 'stage', () => {
      const { source, keptLost } = read().stats;
      return { kernel: source.dropped, write: keptLost };
    });
    add('ring_freezes', 'Times the ring was full.', undefined, () => one(read().stats.source.frozen));
    add('flows', 'Flows that began.', undefined, () => one(summary().flows));
    add('flows_lost', 'Flows that were lost with a thread that died.', undefined, () => one(read().facts.flowsLost));
    add('flow_records', 'Records of flows that ended.', undefined, () => one(summary().records));
    add('hellos', 'ClientHellos that were read, by carrier.', 'carrier', () => ({ ...summary().hellos }));
    add('limits', 'Times a bound was reached, by name.', 'name', () => summary().limits);
    add('records_lost', 'Records that the output, or the service, could not take, by where.', 'stage', () => {
      const { stats, facts } = read();
      return { thread: stats.recordsLost, output: facts.outputLost, service: stats.untold };
    });
    add('packets_kept', 'Packets of chosen flows that were written.', undefined, () => one(read().stats.kept));
    add('source_reopened', 'Times the source came back.', undefined, () => one(read().stats.reopened));
    add('threads_restarted', 'Threads that died and were started again.', undefined, () =>
      one(read().facts.threadsRestarted),
    );
    add('reloads', 'Times catalog and policy were read again, by result.', 'result', () => ({
      ...read().facts.reloads,
    }));
    add('verdicts', 'Verdicts, by action.', 'action', () => ({ ...summary().actions }));
    add('verdict_reasons', 'Verdicts, by reason.', 'reason', () => ({ ...summary().reasons }));
  }

  #gauges(read: () => { readonly stats: LaneStats; readonly facts: RunFacts }): void {
    const add = (name: string, help: string, value: () => number): void => {
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        collect() {
          this.set(value());
        },
      });
    };
    add('pinsight_open_flows', 'Flows being kept now.', () => read().stats.flows);
    add('process_resident_memory_bytes', 'Memory in use.', () => process.memoryUsage.rss());
    add('process_start_time_seconds', 'When the program began.', () => performance.timeOrigin / 1000);
    new Gauge({
      name: 'pinsight_info',
      help: 'Always 1: versions and source.',
      labelNames: ['version', 'catalog', 'source'],
      registers: [this.#registry],
      collect() {
        const { version, catalogVersion, source } = read().facts;
        this.reset();
        this.set({ version, catalog: catalogVersion, source }, 1);
      },
    });
  }

  /** prom-client's own histogram observes values one by one; ours come counted, from several threads. */
  #latency(read: () => { readonly stats: LaneStats }): void {
    const name = 'pinsight_hello_to_verdict_seconds';
    const help = "Time from a hello's last packet to its verdict.";
    const registry = this.#registry;
    registry.registerMetric({
      name,
      help,
      get: async () => {
        const { latency } = read().stats;
        let below = 0;
        const values = LATENCY_BOUNDS.map((bound, i) => {
          below += latency[i]!;
          return { metricName: `${name}_bucket`, labels: { le: bound }, value: below };
        });
        const count = latencyCount(latency);
        return {
          name,
          help,
          type: 'histogram',
          aggregator: 'sum',
          values: [
            ...values,
            { metricName: `${name}_bucket`, labels: { le: '+Inf' }, value: count },
            { metricName: `${name}_sum`, labels: {}, value: latencySum(latency) },
            { metricName: `${name}_count`, labels: {}, value: count },
          ],
        };
      },
      reset: () => {},
    } as never);
  }
}
