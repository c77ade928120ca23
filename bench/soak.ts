/**
 * `npm run bench -- --soak MINUTES`: flows that begin and end all the time, each with a hello, as many a second as a large gateway sees.
 * What must hold: memory is flat after the first minute, no descriptor is left open, every packet is looked into or counted as lost,
 * every flow that began has its record in the end, and no record is lost. The run fails otherwise.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { makeChurn } from './churn.js';
import { markdown, slope } from './live-figures.js';
import {
  LISTENING,
  type Measured,
  makeVeth,
  readMetrics,
  SENDING,
  type Sent,
  type Stopped,
  send,
  senderProgram,
  startAttach,
  stoppedLine,
  wait,
} from './live-lab.js';
import { count, type Machine } from './report.js';

export const SOAK_MINUTES = 20;
export const SOAK_FLOWS = 20_000;
/** Less for the first seconds: what is measured has been up for weeks, and its code is not cold. */
const WARM_SECONDS = 15;
const WARM_SHARE = 0.25;
const SAMPLE_MS = 2500;
/** Memory is looked at from then on. */
const SETTLED_SECONDS = 60;
const MIB = 1024 * 1024;
/** Most that memory may grow over all the rest, by the line through its samples: what a few octets left of each flow would exceed. */
const MOST_GROWTH = 48 * MIB;
/** The same of a run of minutes: V8's saw of some tens of MiB, in a minute of samples, tilts the line by up to 25 MiB where nothing grows. */
const MOST_GROWTH_SHORT = 96 * MIB;
const SHORT_SECONDS = 300;
/** Sockets of the metrics' readers come and go. */
const MOST_MORE_DESCRIPTORS = 4;
/** Records are written to files that are deleted again; the disk is not what is measured. */
const OUTPUT = ['--rotate', '100MB', '--keep', '2', '--fsync', 'never'];
/** A thread and a ring for each processor, as on a gateway; the sender takes its share of them, too. */
const WORKERS = availableParallelism();

export interface SoakOptions {
  readonly machine: Machine;
  readonly minutes: number;
  readonly flowsPerSecond: number;
  readonly cache: string;
  readonly print: (text: string) => void;
}

interface Sample {
  readonly seconds: number;
  readonly rss: number;
  readonly descriptors: number;
  readonly flows: number;
  readonly records: number;
  readonly open: number;
  readonly lostPackets: number;
}

export interface SoakResult {
  readonly machine: Machine;
  readonly sent: Sent;
  readonly stopped: Stopped;
  readonly cpuSeconds: number;
  readonly samples: readonly Sample[];
  /** MiB over the time from the first minute on, and of the samples the most. */
  readonly growthMib: number;
  readonly mostMib: number;
  readonly violations: readonly string[];
}

export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const { minutes, flowsPerSecond, cache, print, machine } = options;
  mkdirSync(cache, { recursive: true });
  const capture = `${cache}/churn.pcap`;
  await makeChurn(capture);
  const sender = senderProgram('send-churn', cache);
  const folder = mkdtempSync(`${cache}/soak-`);
  makeVeth();
  try {
    // Every flow has a record, whether its hello was lost or not.
    const attached = await startAttach(
      `${folder}/records.jsonl`,
      ['--all', '-w', String(WORKERS), ...OUTPUT],
      'anywhere',
    );
    const warm = await send(
      [sender, SENDING, capture, String(flowsPerSecond * WARM_SHARE), String(WARM_SECONDS)],
      'anywhere',
    );
    const command = [sender, SENDING, capture, String(flowsPerSecond), String(60 * minutes)];
    const sending = send(command, 'anywhere');
    const samples = await watch(attached, sending, print);
    const churn = await sending;
    await wait(1000);
    const { cpuSeconds } = attached;
    const status = await attached.stop();
    const stopped = stoppedLine(attached.said);
    const sent = { packets: warm.packets + churn.packets, flows: warm.flows + churn.flows, seconds: churn.seconds };
    const settled = samples.filter(({ seconds }) => seconds >= SETTLED_SECONDS);
    const result: SoakResult = {
      machine,
      sent,
      stopped,
      cpuSeconds,
      samples,
      growthMib: growth(settled) / MIB,
      mostMib: Math.max(...samples.map(({ rss }) => rss)) / MIB,
      violations: violationsOf(sent, stopped, settled, status),
    };
    print(`\n${summary(result, churn)}`);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function watch(attached: Measured, sending: Promise<unknown>, print: (text: string) => void): Promise<Sample[]> {
  const samples: Sample[] = [];
  let isOver = false;
  sending.finally(() => (isOver = true)).catch(() => {});
  const begin = performance.now();
  for (let told = 0; !isOver; await wait(SAMPLE_MS)) {
    const metrics = await readMetrics();
    const of = (name: string): number => metrics.get(name) ?? Number.NaN;
    const sample: Sample = {
      seconds: (performance.now() - begin) / 1000,
      rss: attached.rss,
      descriptors: attached.descriptors,
      flows: of('pinsight_flows_total'),
      records: of('pinsight_flow_records_total'),
      open: of('pinsight_open_flows'),
      lostPackets: of('pinsight_packets_dropped_total{stage="kernel"}'),
    };
    samples.push(sample);
    if (sample.seconds < told) continue;
    told = sample.seconds + 15;
    print(`  ${sampleLine(sample)}`);
  }
  return samples;
}

function sampleLine({ seconds, rss, descriptors, flows, records, open, lostPackets }: Sample): string {
  return (
    `${seconds.toFixed(0).padStart(5)} s  ${(rss / MIB).toFixed(0)} MiB  ${descriptors} descriptors  ${count(flows)} flows` +
    `  ${count(records)} records  ${count(open)} open  ${count(lostPackets)} packets lost`
  );
}

function growth(settled: readonly Sample[]): number {
  const seconds = (settled.at(-1)?.seconds ?? 0) - (settled[0]?.seconds ?? 0);
  return slope(settled.map(({ seconds: at, rss }) => [at, rss] as const)) * seconds;
}

function violationsOf(sent: Sent, stopped: Stopped, settled: readonly Sample[], status: number | undefined): string[] {
  const violations: string[] = [];
  const { packets, dropped, flows, records, recordsLost } = stopped;
  const seen = packets + dropped;
  if (seen !== sent.packets) violations.push(`${sent.packets} packets sent, ${seen} accounted for`);
  if (flows !== records) violations.push(`${flows} flows began, and there are ${records} records`);
  if (dropped === 0 && flows !== sent.flows) violations.push(`${sent.flows} flows sent, ${flows} seen`);
  if (recordsLost > 0) violations.push(`${recordsLost} records were lost`);
  const isShort = (settled.at(-1)?.seconds ?? 0) < SHORT_SECONDS;
  if (growth(settled) > (isShort ? MOST_GROWTH_SHORT : MOST_GROWTH))
    violations.push(`memory grew by ${(growth(settled) / MIB).toFixed(0)} MiB`);
  const [least, most] = [Math.min, Math.max].map((pick) => pick(...settled.map(({ descriptors }) => descriptors)));
  if (settled.length > 0 && most! - least! > MOST_MORE_DESCRIPTORS) violations.push(`${least} to ${most} descriptors`);
  for (const { flows: begun, records: ended, open } of settled) {
    if (ended + open > begun) violations.push(`${begun} flows begun, yet ${ended} records and ${open} open`);
  }
  if (status !== 0) violations.push(`it ended with ${status ?? 'a signal'}`);
  return violations;
}

function summary({ sent, stopped, cpuSeconds, growthMib, mostMib, samples }: SoakResult, churn: Sent): string {
  const [first, last] = [samples[0]!, samples.at(-1)!];
  const seconds = last.seconds - first.seconds;
  const rows = [
    ['interface', LISTENING],
    ['seconds', churn.seconds.toFixed(0)],
    ['flows/s sent', count(Math.round(churn.flows / churn.seconds))],
    ['packets/s sent', count(Math.round(churn.packets / churn.seconds))],
    ['records/s of ended flows', count(Math.round((last.records - first.records) / seconds))],
    ['packets sent', count(sent.packets)],
    ['packets looked into', count(stopped.packets)],
    ['dropped by the kernel', count(stopped.dropped)],
    ['flows sent', count(sent.flows)],
    ['flows begun', count(stopped.flows)],
    ['records of flows', count(stopped.records)],
    ['verdicts at hellos', count(stopped.verdicts)],
    ['records lost', count(stopped.recordsLost)],
    ['CPU s', cpuSeconds.toFixed(1)],
    ['most memory, MiB', mostMib.toFixed(0)],
    ['growth after the first minute, MiB', growthMib.toFixed(1)],
  ];
  return markdown(['', ''], rows);
}
