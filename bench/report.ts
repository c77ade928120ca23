/** What was measured as tables for the terminal (Markdown, so that they can be quoted as they are) and as one JSON document. */
import { cpus, release, totalmem } from 'node:os';
import type { CoreResult } from './core.bench.js';
import type { DecidedResult } from './decided-flow.bench.js';
import type { Made } from './inputs/made.js';
import type { Row, Spread } from './measure.js';
import { OURS, type Tool } from './peers.js';

export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memoryMib: number;
  readonly kernel: string;
  readonly node: string;
  readonly date: string;
  readonly command: string;
}

export interface Report {
  readonly machine: Machine;
  readonly decided?: DecidedResult;
  readonly inputs: readonly Made[];
  readonly core: Readonly<Record<string, CoreResult>>;
  readonly rows: readonly Row[];
  readonly skipped: readonly string[];
}

const MIB = 1024 * 1024;

export function machine(command: string): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: cpus().length,
    memoryMib: Math.round(totalmem() / MIB),
    kernel: release(),
    node: process.version,
    date: new Date().toISOString().slice(0, 10),
    command,
  };
}

export function machineLine({ processor, processors, memoryMib, kernel, node, date, command }: Machine): string {
  return `${date}, ${processor}, ${processors} processors, ${memoryMib} MiB, Linux ${kernel}, Node ${node}: \`${command}\``;
}

export function toolNotes(tools: readonly Tool[]): string {
  return tools.map(({ name, note }) => `- ${name}: ${note}`).join('\n');
}

export function inputLine(made: Made): string {
  const facts = [
    `${count(made.packets)} packets`,
    `${(made.octets / 1e6).toFixed(0)} MB`,
    ...(made.flows === undefined ? [] : [`${count(made.flows)} flows`]),
    ...(made.hellos === undefined ? [] : [`${count(made.hellos)} hellos`]),
    ...(made.splitHellos === undefined
      ? []
      : [`${count(made.splitHellos)} of them in several segments (${made.disorderedHellos} out of order)`]),
    ...(made.ipv6Flows === undefined ? [] : [`${count(made.ipv6Flows)} flows over IPv6`]),
    ...(made.quicFlows === undefined ? [] : [`${count(made.quicFlows)} of QUIC`]),
  ];
  return `${made.input}: ${facts.join(', ')}`;
}

/** One table for an input: medians, with the least and the most behind. */
export function table(rows: readonly Row[]): string {
  const ours = rows.find(({ tool }) => tool === OURS);
  const whole = Math.max(...rows.map(({ octets }) => octets));
  const lines = [
    '| tool | CPU s | wall s | M packets/CPU s | GB/CPU s | peak MiB | steady ns/packet | CPU a packet, to pinsight |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ];
  for (const row of rows) {
    const scale = row.octets < whole ? ` (first ${(row.octets / 1e6).toFixed(0)} MB)` : '';
    const ratio = ours === undefined ? '' : `${significant(cpuPerPacket(row) / cpuPerPacket(ours))}x`;
    lines.push(
      `| ${[
        row.tool + scale,
        spread(row.cpuSeconds, 2),
        spread(row.wallSeconds, 2),
        significant(mpps(row)),
        significant(row.octets / row.cpuSeconds.median / 1e9),
        spread(row.peakMib, 0),
        row.steadyNs === undefined ? '' : row.steadyNs.toFixed(0),
        ratio,
      ].join(' | ')} |`,
    );
  }
  return lines.join('\n');
}

/** Millions of packets a CPU second. */
export function mpps(row: Row): number {
  return row.packets / row.cpuSeconds.median / 1e6;
}

function cpuPerPacket(row: Row): number {
  return row.cpuSeconds.median / row.packets;
}

export function coreLine(name: string, { packets, hellos, nsPerPacket }: CoreResult): string {
  return `${name}, core alone, warm: ${spread(nsPerPacket, 0)} ns a packet (${count(packets)} packets, ${count(hellos)} hellos in memory)`;
}

export function decidedLine({ heapOctetsPerPacket, nsPerPacket, packets }: DecidedResult): string {
  return `decided flow: ${heapOctetsPerPacket.toFixed(4)} heap octets a packet, ${nsPerPacket.toFixed(0)} ns a packet (${count(packets)} packets)`;
}

function spread({ median, least, most }: Spread, digits: number): string {
  const text = median.toFixed(digits);
  return least === most ? text : `${text} (${least.toFixed(digits)}-${most.toFixed(digits)})`;
}

function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}
