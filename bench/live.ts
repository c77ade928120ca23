/**
 * `npm run bench -- --live`: the program attached to an interface, alone on one processor, a sender on the other. How many packets a second
 * of `mix` it takes without loss, beside tcpdump on the same packets; what becomes of hellos when there are more; and how long it is from a
 * hello's last packet to its verdict in another process. Fails if a packet is neither looked into nor counted as lost.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Input, inputFor } from './inputs/index.js';
import { BEGIN, CHILD_READY } from './live-child.js';
import { countBetween, decidedFrames, markdown, quantile, tcpdumpCounts } from './live-figures.js';
import {
  LISTENING,
  Measured,
  makeVeth,
  readMetrics,
  SENDING,
  type Sent,
  send,
  senderProgram,
  startAttach,
  type Where,
  wait,
} from './live-lab.js';
import { count, type Machine } from './report.js';

/** Packets a second; 0: as many as the sender can. */
const RATES = [100_000, 200_000, 300_000, 400_000, 500_000, 1_000_000, 0];
const QUICK_RATES = [100_000, 0];
/** Each rate is sent for so long, or as long as the input lasts. */
const SECONDS = 5;
const QUICK_SECONDS = 2;
/** Packets that come first, at a rate that cold code can take: what is measured is a program that has run for a while. */
const WARM_PACKETS = 600_000;
const QUICK_WARM_PACKETS = 100_000;
const WARM_RATE = 60_000;
/** Packets a second beside which latency is measured, and for how long. */
const BACKGROUND = [50_000, 100_000];
const LATENCY_SECONDS = 14;
const QUICK_LATENCY_SECONDS = 4;
/** Longer than for rates: as long as code is still being optimised it is now and then thrown away, for milliseconds at a time. */
const LATENCY_WARM_PACKETS = 1_000_000;
const DRAIN_MS = 5000;
/** The ring of tcpdump, KiB: as large as ours. */
const TCPDUMP_RING = '32768';
const TCPDUMP_READY = 'listening on';
/** Beyond this share a rate is not taken without loss. */
const NO_LOSS = 0;

export interface LiveOptions {
  readonly machine: Machine;
  readonly quick: boolean;
  readonly rounds: number;
  readonly megabytes: number;
  readonly cache: string;
  /** How this program is run again. */
  readonly self: readonly string[];
  readonly print: (text: string) => void;
}

export interface RateRow {
  readonly program: string;
  /** Packets a second; 0: as fast as the sender can. */
  readonly asked: number;
  readonly packets: number;
  /** Packets a second that went. */
  readonly rate: number;
  readonly dropped: number;
  /** Verdicts at hellos, and hellos that were sent; of pinsight only. */
  readonly verdicts?: number;
  readonly hellos?: number;
  readonly cpuSeconds: number;
}

export interface LatencyRow {
  readonly background: number;
  readonly verdicts: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly mostMs: number;
  readonly lost: number;
}

export interface LiveResult {
  readonly machine: Machine;
  readonly rates: readonly RateRow[];
  readonly latencies: readonly LatencyRow[];
  /** What must not be. */
  readonly violations: readonly string[];
}

export async function runLive(options: LiveOptions): Promise<LiveResult> {
  const { quick, cache, print, rounds } = options;
  const bench = new LiveBench(options, await inputFor('mix', options.megabytes * 1e6, cache));
  const rates: RateRow[] = [];
  const latencies: LatencyRow[] = [];
  makeVeth();
  for (let round = 0; round < rounds; round++) {
    for (const rate of quick ? QUICK_RATES : RATES) {
      for (const row of await bench.rate(rate)) {
        print(`  ${rateCells(row).join('  ')}`);
        rates.push(row);
      }
    }
    for (const background of BACKGROUND) {
      const row = await bench.latency(background);
      print(`  ${latencyCells(row).join('  ')}`);
      latencies.push(row);
    }
  }
  print(`\n${rateTable(rates)}\n\n${lossless(rates)}\n\n${latencyTable(latencies)}`);
  return { machine: options.machine, rates, latencies, violations: bench.violations };
}

class LiveBench {
  readonly violations: string[] = [];
  readonly #options: LiveOptions;
  readonly #input: Input;
  readonly #sender: string;
  readonly #hellos: readonly number[];
  readonly #records: string;
  readonly #warm: number;
  readonly #seconds: number;

  constructor(options: LiveOptions, input: Input) {
    this.#options = options;
    this.#input = input;
    this.#sender = senderProgram('send-frames', options.cache);
    this.#hellos = hellosOf(input);
    this.#records = `${options.cache}/live-records.jsonl`;
    this.#warm = options.quick ? QUICK_WARM_PACKETS : WARM_PACKETS;
    this.#seconds = options.quick ? QUICK_SECONDS : SECONDS;
  }

  /** One rate: pinsight and tcpdump. */
  async rate(rate: number): Promise<RateRow[]> {
    const ours = await this.#ours('pinsight', rate);
    const rows = [ours];
    if (spawnSync('tcpdump', ['--version']).status === 0) rows.push(await this.#tcpdump(rate));
    return rows;
  }

  /** Time from the kernel's stamp of a hello's last packet to its verdict's being read by another process. */
  async latency(background: number): Promise<LatencyRow> {
    const path = `${this.#options.cache}/live.sock`;
    const seconds = this.#options.quick ? QUICK_LATENCY_SECONDS : LATENCY_SECONDS;
    // All of them where the scheduler puts them, as on a gateway.
    const attached = await startAttach(`unix:${path}`, [], 'anywhere');
    const reader = await Measured.start(
      [...this.#options.self, '--live-child', 'reader', path],
      CHILD_READY,
      'anywhere',
    );
    const warm = this.#options.quick ? QUICK_WARM_PACKETS : LATENCY_WARM_PACKETS;
    await this.#warmUp(warm, 'anywhere');
    const before = await counts();
    reader.tell(BEGIN);
    await this.#send(background, { seconds, from: warm, where: 'anywhere' });
    await wait(200);
    const after = await counts();
    await reader.stop();
    await attached.stop();
    const latencies = JSON.parse(reader.said.slice(reader.said.indexOf('['))) as number[];
    return {
      background,
      verdicts: latencies.length,
      medianMs: quantile(latencies, 0.5) / 1000,
      p99Ms: quantile(latencies, 0.99) / 1000,
      mostMs: quantile(latencies, 1) / 1000,
      lost: after.dropped - before.dropped,
    };
  }

  async #ours(program: string, rate: number): Promise<RateRow> {
    const measured = await startAttach(this.#records);
    await this.#warmUp();
    const before = await counts();
    const cpu = measured.cpuSeconds;
    const sent = await this.#send(rate);
    const after = await drained(before.packets + before.dropped + sent.packets);
    const cpuSeconds = measured.cpuSeconds - cpu;
    const status = await measured.stop();
    const row: RateRow = {
      program,
      asked: rate,
      packets: sent.packets,
      rate: sent.packets / sent.seconds,
      dropped: after.dropped - before.dropped,
      verdicts: after.verdicts - before.verdicts,
      hellos: countBetween(this.#hellos, this.#warm, this.#warm + sent.packets),
      cpuSeconds,
    };
    const seen = after.packets - before.packets + row.dropped;
    if (seen !== sent.packets) this.violations.push(`${program}: ${sent.packets} packets sent, ${seen} accounted for`);
    if (status !== 0) this.violations.push(`${program}: ended with ${status ?? 'a signal'}`);
    rmSync(this.#records, { force: true });
    return row;
  }

  async #tcpdump(rate: number): Promise<RateRow> {
    const command = ['tcpdump', '-n', '-i', LISTENING, '-B', TCPDUMP_RING, '-Z', 'root', '-w', '/dev/null'];
    const measured = await Measured.start(command, TCPDUMP_READY);
    const sent = await this.#send(rate);
    await wait(1000);
    const { cpuSeconds } = measured;
    await measured.stop('SIGINT');
    const { packets, seconds } = sent;
    const { dropped } = tcpdumpCounts(measured.said);
    return { program: 'tcpdump', asked: rate, packets, rate: packets / seconds, dropped, cpuSeconds };
  }

  async #warmUp(warm = this.#warm, where: Where = 'sender'): Promise<void> {
    const { packets } = await send([...this.#command(WARM_RATE), '0', String(warm)], where);
    await drained(packets);
  }

  #send(rate: number, { seconds = this.#seconds, from = this.#warm, where = 'sender' }: Sending = {}): Promise<Sent> {
    const most = rate === 0 ? [] : [String(rate * seconds)];
    return send([...this.#command(rate), String(from), ...most], where);
  }

  #command(rate: number): string[] {
    return [this.#sender, SENDING, this.#input.path, '1', String(rate)];
  }
}

interface Sending {
  readonly seconds?: number;
  /** Packets of the input that went before. */
  readonly from?: number;
  readonly where?: Where;
}

interface Counts {
  readonly packets: number;
  readonly dropped: number;
  readonly verdicts: number;
}

async function counts(): Promise<Counts> {
  const metrics = await readMetrics();
  const of = (name: string): number => metrics.get(name) ?? Number.NaN;
  return {
    packets: of('pinsight_packets_total'),
    dropped: of('pinsight_packets_dropped_total{stage="kernel"}'),
    verdicts: of('pinsight_hello_to_verdict_seconds_count'),
  };
}

/** The counts once so many packets are accounted for, or nothing changes any more. */
async function drained(packets: number): Promise<Counts> {
  const limit = performance.now() + DRAIN_MS;
  for (;;) {
    const now = await counts();
    if (now.packets + now.dropped >= packets || performance.now() > limit) return now;
    await wait(50);
  }
}

/** By which frames of the input a hello is whole: classify says so. Kept beside it. */
function hellosOf({ path }: Input): number[] {
  const kept = `${path}-hellos.json`;
  if (!existsSync(kept)) {
    const records = `${path}-records.jsonl`;
    const { status } = spawnSync(
      process.execPath,
      ['dist/cli/main.js', 'classify', '--no-progress', '-o', records, path],
      { stdio: 'inherit' },
    );
    if (status !== 0) throw new Error(`classify ended with ${status}`);
    writeFileSync(kept, JSON.stringify(decidedFrames(readFileSync(records, 'utf8'))));
    rmSync(records);
  }
  return JSON.parse(readFileSync(kept, 'utf8')) as number[];
}

const percent = (part: number, of: number): string => (part === 0 ? '0' : `${((100 * part) / of).toFixed(2)} %`);

function rateCells(row: RateRow): string[] {
  const { program, asked, packets, rate, dropped, verdicts, hellos, cpuSeconds } = row;
  return [
    program,
    asked === 0 ? 'all it can' : count(asked),
    count(Math.round(rate)),
    count(packets),
    percent(dropped, packets),
    verdicts === undefined || hellos === undefined ? '' : percent(verdicts, hellos),
    cpuSeconds.toFixed(2),
    ((cpuSeconds * 1e9) / Math.max(1, packets - dropped)).toFixed(0),
  ];
}

function rateTable(rows: readonly RateRow[]): string {
  const head = ['program', 'packets/s asked', 'sent', 'packets', 'dropped by the kernel', 'verdicts of hellos sent'];
  const byRate = [...rows].sort((a, b) => order(a) - order(b) || (a.program < b.program ? -1 : 1));
  return markdown([...head, 'CPU s', 'ns a packet'], byRate.map(rateCells));
}

const order = ({ asked }: RateRow): number => (asked === 0 ? Number.POSITIVE_INFINITY : asked);

/** The highest rate that each program took without loss, in its best round. */
function lossless(rows: readonly RateRow[]): string {
  const best = new Map<string, number>();
  for (const { program, packets, rate, dropped } of rows) {
    if (dropped / packets <= NO_LOSS) best.set(program, Math.max(best.get(program) ?? 0, rate));
  }
  const each = [...best].map(([program, rate]) => `${program} ${count(Math.round(rate))}`);
  return `most packets/s without loss: ${each.join(', ') || 'none'}`;
}

function latencyCells({ background, verdicts, medianMs, p99Ms, mostMs, lost }: LatencyRow): string[] {
  const times = [medianMs, p99Ms, mostMs].map((ms) => ms.toFixed(2));
  return [count(background), count(verdicts), ...times, count(lost)];
}

function latencyTable(rows: readonly LatencyRow[]): string {
  const head = ['packets/s beside', 'verdicts', 'median ms', 'p99 ms', 'most ms', 'packets lost'];
  return markdown(head, [...rows].sort((a, b) => a.background - b.background).map(latencyCells));
}
