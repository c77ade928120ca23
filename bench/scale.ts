/**
 * `npm run bench -- --scale`: is a packet's cost the same however long the capture, and however many flows are open? Captures of
 * growing size are made while they are read, through a pipe, so that none has to be kept; flows are counted up in one shard
 * (scale-flows.ts). Tables for bench/README.md, and both as a plot.
 */
import { spawnSync } from 'node:child_process';
import type { InputName } from './inputs/index.js';
import { runFrom, watched } from './measure.js';
import { curves } from './plot.js';
import { count, type Machine, machineLine } from './report.js';
import { type FlowsResult, measureFlows } from './scale-flows.js';

export interface SizeResult {
  readonly input: InputName;
  readonly octets: number;
  readonly packets: number;
  readonly flows: number;
  readonly cpuSeconds: number;
  readonly peakMib: number;
  /** CPU time of the whole process by packet, and of what came since the size before. */
  readonly wholeNs: number;
  readonly steadyNs: number | undefined;
}

export interface ScaleResult {
  readonly machine: Machine;
  readonly sizes: readonly SizeResult[];
  readonly flows: readonly FlowsResult[];
}

const SIZES = [1e7, 1e8, 1e9, 5e9, 2e10];
const FLOWS = [1e3, 1e4, 1e5, 1e6, 5e6];
/** What is measured unless more is asked for. */
export const MOST_GIGABYTES = 1;
export const MOST_FLOWS = 1_000_000;
export interface ScaleOptions {
  readonly machine: Machine;
  readonly maxGigabytes: number;
  readonly maxFlows: number;
  readonly inputs: readonly InputName[];
  /** Arguments of node that write an input of so many octets to standard output. */
  readonly maker: (input: InputName, octets: number) => readonly string[];
  readonly cache: string;
  readonly print: (text: string) => void;
}

export function runScale(options: ScaleOptions): ScaleResult {
  const { machine, maxGigabytes, maxFlows, print } = options;
  print(
    '\n| open flows | ns a packet | ns a new flow | most CPU time of 64 packets, flows being added, ms | later, ms | octets a flow | end of input, ms |',
  );
  print('| --- | --- | --- | --- | --- | --- | --- |');
  const flows = measureFlows(
    FLOWS.filter((number) => number <= maxFlows),
    (result) => print(flowsLine(result)),
  );
  print('\n| input | size | packets | flows | CPU s | ns a packet | since the size before | peak MiB |');
  print('| --- | --- | --- | --- | --- | --- | --- | --- |');
  const sizes: SizeResult[] = [];
  for (const input of options.inputs) {
    let before: SizeResult | undefined;
    for (const octets of SIZES.filter((size) => size <= maxGigabytes * 1e9)) {
      before = measureSize(options, input, octets, before);
      print(sizeLine(before));
      sizes.push(before);
    }
  }
  return { machine, sizes, flows };
}

function measureSize(
  { maker, cache }: ScaleOptions,
  input: InputName,
  octets: number,
  before: SizeResult | undefined,
): SizeResult {
  const program = [process.execPath, 'dist/cli/main.js', 'classify', '--no-progress', '--summary', 'json'];
  const reader = ['python3', ...watched([...program, '-f', 'jsonl', '-o', `${cache}/records.jsonl`, '-'])];
  const made = [process.execPath, ...maker(input, octets)];
  const line = `${made.map(quoted).join(' ')} | ${reader.map(quoted).join(' ')}`;
  const { stdout, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
  const figures = runFrom(stdout);
  if (figures === undefined) throw new Error(`${input}, ${octets} octets: ${stderr.trim()}`);
  const summary = JSON.parse(stderr.trim().split('\n').at(-1)!) as { packets: number; flows: number };
  const { packets, flows } = summary;
  const steadyNs =
    before === undefined ? undefined : ((figures.cpu - before.cpuSeconds) * 1e9) / (packets - before.packets);
  return {
    input,
    octets,
    packets,
    flows,
    cpuSeconds: figures.cpu,
    peakMib: figures.peakMib,
    wholeNs: (figures.cpu * 1e9) / packets,
    steadyNs,
  };
}

/** A word of a shell's command line. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function flowsLine({
  flows,
  nsPerPacket,
  nsPerNew,
  longestAddMs,
  longestLaterMs,
  octetsPerFlow,
  endMs,
}: FlowsResult): string {
  const cells = [
    count(flows),
    nsPerPacket.toFixed(0),
    nsPerNew.toFixed(0),
    longestAddMs.toFixed(1),
    longestLaterMs.toFixed(1),
    // Below that the collector's own heap is most of what is measured.
    flows < 1e5 ? '' : octetsPerFlow.toFixed(0),
    endMs.toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

function sizeLine({ input, octets, packets, flows, cpuSeconds, wholeNs, steadyNs, peakMib }: SizeResult): string {
  const size = octets < 1e9 ? `${octets / 1e6} MB` : `${octets / 1e9} GB`;
  const steady = steadyNs === undefined ? '' : steadyNs.toFixed(0);
  const cells = [input, size, count(packets), count(flows), cpuSeconds.toFixed(2), wholeNs.toFixed(0), steady];
  return `| ${[...cells, peakMib.toFixed(0)].join(' | ')} |`;
}

/** Both as curves, one above the other. */
export function plotScale({ machine, sizes, flows }: ScaleResult): string {
  const inputs = [...new Set(sizes.map(({ input }) => input))];
  return curves({
    title: 'What a packet costs, by length of the capture and by open flows',
    note: machineLine(machine).replace(/: `.*/, ''),
    panels: [
      {
        axis: 'octets of the capture',
        unit: 'CPU ns a packet, whole process',
        series: inputs.map((input) => ({
          name: input,
          points: sizes.filter((one) => one.input === input).map(({ octets, wholeNs }) => [octets, wholeNs] as const),
        })),
      },
      {
        axis: 'open flows, visited in random order',
        unit: 'ns a packet, one warm shard',
        series: [{ name: 'known flow', points: flows.map((one) => [one.flows, one.nsPerPacket] as const) }],
      },
    ],
  });
}
