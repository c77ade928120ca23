/**
 * Runs whole programs alternately and takes what the system accounted to them (getrusage(2)): CPU seconds of all their threads, peak
 * memory, and wall time. Medians of all rounds, with the least and the most. Each tool also runs on the first quarter of its
 * input: what the rest costs is the steady state, free of start-up.
 */
import { spawnSync } from 'node:child_process';
import { type Cut, cutOf, type Input } from './inputs/index.js';
import type { Tool } from './peers.js';

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** A tool on an input. */
export interface Row {
  readonly input: string;
  readonly tool: string;
  /** What it read: for a slow tool the beginning of the input. */
  readonly packets: number;
  readonly octets: number;
  readonly rounds: number;
  readonly cpuSeconds: Spread;
  readonly wallSeconds: Spread;
  readonly peakMib: Spread;
  /** CPU nanoseconds a packet without start-up; undefined where only the beginning was read. */
  readonly steadyNs?: number;
}

export interface Run {
  readonly cpu: number;
  readonly wall: number;
  readonly peakMib: number;
}

/** Of an input, the quarter that the steady state is measured against. */
const QUARTER = 0.25;
/** Of an input, what a slow tool reads, and the least that says something. */
const SLOW_SHARE = 0.1;
const SLOW_LEAST = 20_000_000;

/** @param quarters whether the input may be cut: one that was made, not one of a user's */
export function measureInput(input: Input, tools: readonly Tool[], rounds: number, quarters: boolean): Row[] {
  const whole: Cut = { path: input.path, packets: input.made.packets, octets: input.made.octets };
  const quarter = quarters ? cutOf(input, Math.floor(whole.octets * QUARTER)) : whole;
  const beginning = quarters ? cutOf(input, Math.max(SLOW_LEAST, Math.floor(whole.octets * SLOW_SHARE))) : whole;
  const wholes = tools.map((): Run[] => []);
  const firsts = tools.map((): Run[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, tool] of tools.entries()) {
      if (tool.slow === true) {
        if (round === 0) wholes[i]!.push(run(tool.name, tool.command(beginning.path)));
        continue;
      }
      wholes[i]!.push(run(tool.name, tool.command(whole.path)));
      if (quarters) firsts[i]!.push(run(tool.name, tool.command(quarter.path)));
    }
  }
  return tools.map((tool, i) => {
    const runs = wholes[i]!;
    const first = firsts[i]!;
    const read = tool.slow === true ? beginning : whole;
    const cpu = spreadOf(runs.map((one) => one.cpu));
    const rest = cpu.median - spreadOf(first.map((one) => one.cpu)).median;
    return {
      input: input.name,
      tool: tool.name,
      packets: read.packets,
      octets: read.octets,
      rounds: runs.length,
      cpuSeconds: cpu,
      wallSeconds: spreadOf(runs.map((one) => one.wall)),
      peakMib: spreadOf(runs.map((one) => one.peakMib)),
      ...(first.length === 0 ? {} : { steadyNs: (rest * 1e9) / (whole.packets - quarter.packets) }),
    };
  });
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, least: sorted[0]!, most: sorted[sorted.length - 1]! };
}

/** Starts the program, waits for it and reads what it was accounted: Node tells that of itself only. */
const WATCH = `
import os, sys, time
null = os.open(os.devnull, os.O_RDWR)
start = time.monotonic()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
_, status, used = os.wait4(pid, 0)
print(used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))
`;

/** Arguments of python3 that run `command` and print what it was accounted. */
export function watched(command: readonly string[]): string[] {
  return ['-c', WATCH, ...command];
}

/** What `watched` printed; undefined if the program failed. */
export function runFrom(printed: string): Run | undefined {
  const [cpu, wall, peakMib, code] = printed.trim().split(' ').map(Number);
  return code === 0 ? { cpu: cpu!, wall: wall!, peakMib: peakMib! } : undefined;
}

/** @throws if the program fails */
export function run(name: string, command: readonly string[]): Run {
  const { stdout, stderr, error } = spawnSync('python3', watched(command), { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`python3, which watches the programs, cannot be run: ${error.message}`);
  const figures = runFrom(stdout);
  if (figures === undefined) throw new Error(`${name} failed (${command.join(' ')}): ${stderr.trim()}`);
  return figures;
}
