/**
 * `pinsight attach`: the same as classify, live, on an interface. FLOW-RECORD.md, "Commands" and "Live". It runs until it is told to stop; SIGHUP
 * reads catalog and policy again, SIGTERM and SIGINT hand out everything and end with status 0.
 */
import { randomInt } from 'node:crypto';
import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { harmless } from '../../bytes/text.js';
import { UsageError } from '../../bytes/usage-error.js';
import { isLoopback } from '../../serve/listen.js';
import { Lanes, type LanesOptions } from '../attach/lanes.js';
import { Metrics } from '../attach/metrics.js';
import { serveMetrics } from '../attach/metrics-server.js';
import type { AttachFlags } from '../attach/options.js';
import { openLiveOutput } from '../attach/outputs.js';
import { checkServing, isServing, startService } from '../attach/service.js';
import { readsRing, type SourceOptions, splitSpec } from '../attach/source.js';
import { emptyStats, type LaneStats } from '../attach/stats.js';
import { type StatusAt, statusText } from '../attach/status.js';
import { ServiceManager } from '../attach/systemd.js';
import { newLog } from '../log.js';
import { loadModel, type Model, quietModel } from '../model.js';
import { flowOptions } from '../options.js';
import { readKey } from '../redact.js';
import { STATUS_DAMAGED, STATUS_OK } from '../status.js';
import { errorIsTerminal, errorWidth, takesEscapes, writeError } from '../terminal.js';
import { become, findUser, type User } from '../user.js';
import type { ProgramService } from '../verdict-service.js';
import { packageVersion } from '../version.js';

/** How often numbers are told, outputs are looked after, and the service manager hears of us. */
const SECOND_MS = 1000;
const TICK_MS = 100;
/** Once told to stop, the program is gone by then, whatever is stuck. */
const STOP_MS = 1800;
const CLEAR_LINE = '\r\u001b[K';
const MOST_FANOUT = 0xffff;

export async function attachCommand(spec: string, flags: AttachFlags): Promise<number> {
  checkFlags(spec, flags);
  const key = flags.redact === undefined ? undefined : readKey(flags.redact);
  const user = flags.user === undefined ? undefined : findUser(flags.user);
  const run = new Attached(spec, flags, await loadModel(flags), key);
  try {
    await run.open();
    if (user !== undefined) await run.become(user);
    await run.start();
    return await run.untilStopped();
  } finally {
    await run.close();
  }
}

/** What cannot go together. */
function checkFlags(spec: string, flags: AttachFlags): void {
  const { kind } = splitSpec(spec);
  checkServing(flags);
  const refuse = (why: string): never => {
    throw new UsageError('options', why);
  };
  if (flags.workers > 1 && kind !== undefined && kind !== 'ring') refuse(`--workers: ${kind}: is read by one thread`);
  if (flags.create === true && kind !== 'tun') refuse('--create: makes a TUN device; name it as tun:NAME');
  if (flags.filter !== undefined && (kind === 'tun' || kind === 'stream')) refuse(`--filter: ${kind}: has no filter`);
  const toFile = flags.output !== undefined && flags.output !== '-' && !flags.output.startsWith('unix:');
  if ((flags.rotate !== undefined || flags.keep !== undefined) && !toFile)
    refuse('--rotate, --keep: need a file, -o FILE');
  if (flags.keep !== undefined && flags.rotate === undefined) refuse('--keep: needs --rotate');
  if (flags.writeWhat !== undefined && flags.write === undefined) refuse('--write-what: needs --write FILE');
  if (flags.write !== undefined && flags.write === (flags.output ?? '-')) refuse('--write: records go there, -o');
}

class Attached {
  readonly #spec: string;
  readonly #flags: AttachFlags;
  readonly #key: Uint8Array | undefined;
  readonly #log: Logger;
  readonly #manager = new ServiceManager();
  readonly #reloads = { done: 0, refused: 0 };
  readonly #stop: Promise<void>;
  #model: Model;
  #output: Awaited<ReturnType<typeof openLiveOutput>> | undefined;
  #kept: Awaited<ReturnType<typeof openLiveOutput>> | undefined;
  #lanes: Lanes | undefined;
  readonly #metrics: Metrics;
  #metricsServer: Server | undefined;
  #service: ProgramService | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ticks: NodeJS.Timeout | undefined;
  #status: StatusAt | undefined;
  #reloading: Promise<void> | undefined;
  #reloadAgain = false;
  #told = () => {};
  #exit = STATUS_OK;

  constructor(spec: string, flags: AttachFlags, model: Model, key: Uint8Array | undefined) {
    this.#spec = spec;
    this.#flags = flags;
    this.#model = model;
    this.#key = key;
    this.#log = newLog(flags.logLevel, (line) => this.#say(line));
    this.#metrics = this.#newMetrics();
    this.#stop = new Promise((resolve) => {
      this.#told = resolve;
    });
  }

  /** What needs rights that are given up. */
  async open(): Promise<void> {
    const { output, rotate, keep, fsync, write } = this.#flags;
    const log = (level: 'info' | 'warn' | 'error', message: string): void => this.#log[level](message);
    const closed = (): void => this.#told();
    const isBinary = this.#flags.format === 'protobuf';
    this.#output = await openLiveOutput({ path: output, rotate, keep, fsync, isBinary, log, closed });
    if (write !== undefined) {
      this.#kept = await openLiveOutput({ path: write, fsync: 'never', isBinary: true, log, closed });
    }
    const own = this.#metrics;
    if (isServing(this.#flags)) {
      this.#service = await startService(this.#spec, this.#flags, this.#model, this.#log, () => own.text());
    }
    if (this.#flags.metrics !== undefined) {
      const { contentType } = own;
      const text = async (): Promise<string> => (await own.text()) + ((await this.#service?.metrics()) ?? '');
      const { host, port } = this.#flags.metrics;
      this.#metricsServer = await serveMetrics(this.#flags.metrics, { contentType, text });
      const isLocal = isLoopback(host);
      this.#log[isLocal ? 'info' : 'warn'](
        { host, port },
        isLocal ? 'metrics' : 'metrics: whoever reaches this port may read them',
      );
    }
  }

  /** Goes on with the right to open the source again, and no other. */
  async become(user: User): Promise<void> {
    this.#service?.give(user);
    this.#output?.give(user.uid);
    this.#kept?.give(user.uid);
    await become(user, [splitSpec(this.#spec).kind === 'tun' ? 'net_admin' : 'net_raw']);
  }

  async start(): Promise<void> {
    const { flags } = { flags: this.#flags };
    const source: SourceOptions = {
      spec: this.#spec,
      filter: flags.filter,
      snaplen: flags.snaplen,
      promiscuous: flags.promiscuous === true,
      fanoutGroup: flags.workers > 1 ? randomInt(1, MOST_FANOUT) : undefined,
      create: flags.create === true,
    };
    this.#listen();
    this.#lanes = await Lanes.start({
      count: flags.workers,
      // A ring's wake-ups and the collector's stops are kept from what else this thread does, and the other way round.
      threaded: readsRing(this.#spec),
      model: this.#model,
      task: {
        source,
        key: this.#key,
        model: { catalog: flags.catalog, policy: flags.policy },
        lane: {
          flow: flowOptions(flags),
          devices: flags.device,
          all: flags.all === true,
          verbose: flags.verbose === true,
          format: flags.format,
          keep: flags.write === undefined ? undefined : (flags.writeWhat ?? 'bypass'),
          tellsVerdicts: this.#service !== undefined,
          ...(flags.label === undefined ? {} : { label: flags.label }),
        },
      },
      events: this.#events(),
    });
    this.#log.info(`attached: ${this.#lanes.name}`);
    this.#timer = setInterval(() => this.#onSecond(), SECOND_MS);
    this.#ticks = setInterval(() => this.#tick(), TICK_MS);
    this.#manager.ready();
  }

  /** @returns the exit status */
  async untilStopped(): Promise<number> {
    await this.#stop;
    return this.#exit;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    clearInterval(this.#ticks);
    this.#manager.stopping();
    const late = setTimeout(() => {
      this.#tellStopped(this.#lanes?.stats(), 'stopped before everything was written');
      process.exit(this.#exit);
    }, STOP_MS);
    await Promise.all([this.#lanes?.stop(), this.#service?.close()]);
    const stats = this.#lanes?.stats();
    await this.#output?.close();
    await this.#kept?.close();
    this.#metricsServer?.closeAllConnections();
    this.#metricsServer?.close();
    clearTimeout(late);
    this.#tellStopped(stats, 'stopped');
  }

  #tellStopped(stats: LaneStats | undefined, how: string): void {
    if (stats === undefined) return;
    if (this.#status !== undefined) writeError(CLEAR_LINE);
    const { summary, source } = stats;
    this.#log.info(
      {
        packets: summary.packets,
        flows: summary.flows,
        verdicts: stats.verdicts,
        records: summary.records,
        dropped: source.dropped,
        recordsLost: stats.recordsLost + (this.#output?.lost ?? 0),
      },
      how,
    );
  }

  #events(): LanesOptions['events'] {
    return {
      records: (octets, records) => this.#output!.write(octets, records),
      kept: (octets, packets) => this.#kept!.write(octets, packets),
      verdict: (record) => this.#service?.saw(record),
      learned: (events) => this.#service?.learn(events),
      log: (level, message) => this.#log[level](message),
      over: (cause) => {
        if (cause !== undefined) {
          this.#log.error(cause);
          this.#exit = STATUS_DAMAGED;
        }
        this.#told();
      },
    };
  }

  #listen(): void {
    process.on('SIGTERM', this.#told);
    process.removeAllListeners('SIGINT'); // that of main.ts ends the program at once
    process.on('SIGINT', this.#told);
    process.on('SIGHUP', () => this.#reload());
  }

  /** However often it is asked for: one reading after the other, so that the last one counts, and one that waits. */
  #reload(): void {
    if (this.#reloading !== undefined) {
      this.#reloadAgain = true;
      return;
    }
    this.#manager.reloading();
    this.#reloading = this.#readAgain().finally(() => {
      this.#reloading = undefined;
      this.#manager.ready();
      if (!this.#reloadAgain) return;
      this.#reloadAgain = false;
      this.#reload();
    });
  }

  /** Read whole before anything is replaced: a file that is no catalog changes nothing. */
  async #readAgain(): Promise<void> {
    try {
      this.#model = await quietModel(this.#flags);
      this.#lanes?.replace(this.#model);
      this.#service?.replace(this.#model);
      this.#reloads.done++;
      this.#log.info('catalog and policy were read again');
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#reloads.refused++;
      const isAudit = error.code === 'audit';
      this.#log.error(
        `${error.message}; ${isAudit ? 'its file stays' : 'the catalog and the policy stay'} as they were`,
      );
    }
  }

  #newMetrics(): Metrics {
    const version = packageVersion();
    return new Metrics(
      () => ({
        stats: this.#lanes?.stats() ?? emptyStats(),
        facts: {
          version,
          catalogVersion: this.#model.catalog.version,
          source: harmless(this.#spec),
          outputLost: this.#output?.lost ?? 0,
          threadsRestarted: this.#lanes?.restarts ?? 0,
          flowsLost: this.#lanes?.flowsLost ?? 0,
          reloads: this.#reloads,
        },
      }),
      async () => await this.#lanes?.ask(),
    );
  }

  /** Outputs look after what is behind. */
  #tick(): void {
    const now = performance.now();
    this.#output?.tick(now);
    this.#kept?.tick(now);
  }

  #onSecond(): void {
    void this.#lanes?.ask();
    this.#manager.alive();
    if (this.#flags.status ?? (errorIsTerminal() && takesEscapes())) this.#showStatus();
  }

  #showStatus(): void {
    const now: StatusAt = {
      stats: this.#lanes!.stats(),
      lost: this.#output?.lost ?? 0,
      rss: process.memoryUsage.rss(),
      seconds: performance.now() / 1000,
    };
    const before = this.#status ?? now;
    this.#status = now;
    writeError(`${CLEAR_LINE}${statusText(before, now, errorWidth())}`);
  }

  /** A log line, where a status line may stand. */
  #say(line: string): void {
    writeError(this.#status === undefined ? line : `${CLEAR_LINE}${line}`);
  }
}
