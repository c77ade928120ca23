/**
 * Resource attacks on the built program: a capture is written as fast as buffers fill, with a good flow spread over all of it; the
 * program reads it in a process of its own, with its default limits; what comes back is its peak memory, what it says, and what it made of
 * the good flow. Nothing here asserts how long anything takes: that is printed.
 */

import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import type { Summary } from '../../src/engine/options.js';
import { type Frame, framesOf } from '../fuzz/seeds.js';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const MAIN = at('dist/cli/main.js');
const GOOD = at('fixtures/cases/pinned-app');

/** What the program may take at most with default limits, MiB of resident memory. */
export const BOUND_MIB = 512;

const built = existsSync(MAIN);

/** Milliseconds that an attack may take before it counts as a program that hangs. */
const HANGS_MS = 300_000;

/** `describe`, or a skipped one that says why. */
export function describeAttack(name: string, tests: () => void): void {
  jest.setTimeout(HANGS_MS);
  // In CI a skipped attack is a failure: there the program is always built before.
  if (built || process.env.CI !== undefined) describe(name, tests);
  else describe.skip(`${name} (skipped: npm run build has not been run)`, tests);
}

/** Octets that are collected before they are written. */
const BUFFER = 4 * 1024 * 1024;
const RECORD_HEADER = 16;
const MAX_PACKET = 262_144;
/** Link type of raw IP, which the good flow has too. */
const RAW = 101;
const START_S = 1_764_000_000;

/** A classic pcap, written through one buffer. */
export class CaptureFile {
  readonly #fd: number;
  readonly #buffer = Buffer.alloc(BUFFER);
  #at = 0;
  /** Where in the file the buffer will be written. */
  #offset = 0;
  #us = 0;

  constructor(path: string) {
    this.#fd = openSync(path, 'w');
  }

  /** The header of a pcap of raw IP packets: draft-ietf-opsawg-pcap §4. */
  pcapHeader(linkType = RAW): void {
    for (const word of [0xa1b2c3d4, 0x00040002, 0, 0, MAX_PACKET, linkType]) this.word(word);
  }

  word(value: number): void {
    this.#room(4);
    this.#at = this.#buffer.writeUInt32LE(value >>> 0, this.#at);
  }

  octets(octets: Uint8Array): void {
    for (let from = 0; from < octets.length; from += BUFFER) {
      const part = octets.subarray(from, from + BUFFER);
      this.#room(part.length);
      this.#buffer.set(part, this.#at);
      this.#at += part.length;
    }
  }

  packet(octets: Uint8Array, length: number, afterUs: number): void {
    this.#room(RECORD_HEADER + length);
    this.#us += afterUs;
    let to = this.#at;
    to = this.#buffer.writeUInt32LE(START_S + Math.floor(this.#us / 1e6), to);
    to = this.#buffer.writeUInt32LE(this.#us % 1e6, to);
    to = this.#buffer.writeUInt32LE(length, to);
    to = this.#buffer.writeUInt32LE(length, to);
    this.#buffer.set(length === octets.length ? octets : octets.subarray(0, length), to);
    this.#at = to + length;
  }

  /** What was made longer by other means goes on at this offset. */
  goOnAt(offset: number): void {
    this.#offset = offset;
  }

  close(): void {
    this.flush();
    closeSync(this.#fd);
  }

  flush(): void {
    for (let from = 0; from < this.#at; ) {
      const written = writeSync(this.#fd, this.#buffer, from, this.#at - from, this.#offset);
      from += written;
      this.#offset += written;
    }
    this.#at = 0;
  }

  #room(octets: number): void {
    if (this.#at + octets > BUFFER) this.flush();
  }
}

export interface Flood {
  readonly packets: number;
  /** Microseconds between two packets. */
  readonly gapUs: number;
  /** Writes packet number `i` (an IP packet) over `into`, and answers its length. */
  readonly packet: (i: number, into: Buffer) => number;
}

/** A flood with the good flow's packets spread evenly over it. */
export function flood({ packets, gapUs, packet }: Flood): (file: CaptureFile, good: readonly Frame[]) => void {
  return (file, good) => {
    file.pcapHeader();
    const scratch = Buffer.alloc(MAX_PACKET);
    const apart = Math.ceil(packets / good.length);
    for (let i = 0; i < packets; i++) {
      if (i % apart === 0) {
        const { octets } = good[i / apart]!;
        file.packet(octets, octets.length, gapUs);
      }
      file.packet(scratch, packet(i, scratch), gapUs);
    }
  };
}

interface GoodFlow {
  readonly action: string;
  readonly app: string;
  readonly reason: string;
  readonly ja4: string;
  readonly sni: string;
  readonly outcome: string;
}

interface Line {
  readonly pinsight: { readonly action: string; readonly app?: string; readonly reason: string };
  readonly tls?: { readonly sni?: string; readonly ja4?: string; readonly outcome?: string };
}

export interface Survived {
  readonly status: number | null;
  readonly peakMiB: number;
  readonly seconds: number;
  readonly summary: Summary;
  /** What was said of the good flow; undefined if it was not in the output. */
  readonly good: GoodFlow | undefined;
  readonly stderr: string;
}

/** As the case says it must be. */
export function goodVerdict(): GoodFlow {
  const { action, app, reason, ja4, sni, outcome } = JSON.parse(
    readFileSync(`${GOOD}/expected.jsonl`, 'utf8'),
  ) as GoodFlow;
  return { action, app, reason, ja4, sni, outcome };
}

/**
 * Runs in the program before it: tells the peak of its resident memory (KiB) when it ends. On Linux by VmHWM (proc(5)), which is of this program
 * alone: the peak of getrusage(2) begins with that of the process that started it.
 */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(
  "import { readFileSync, writeSync } from 'node:fs'; process.on('exit', () => { " +
    "const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : ''; " +
    "writeSync(3, (/VmHWM:\\s+(\\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS) + '\\n'); });",
)}`;

/**
 * Writes the capture, runs `pinsight classify` over it, and prints what that took.
 * @param write what the capture holds; it is given the packets of the good flow
 */
export async function attack(
  name: string,
  write: (file: CaptureFile, good: readonly Frame[], path: string) => void,
): Promise<Survived> {
  const folder = mkdtempSync(join(tmpdir(), 'pinsight-attack-'));
  try {
    const path = join(folder, 'attack.pcap');
    const file = new CaptureFile(path);
    write(file, await framesOf(new Uint8Array(readFileSync(`${GOOD}/input.pcap`))), path);
    file.close();
    const survived = await classify(path, join(folder, 'out.jsonl'));
    const { peakMiB, seconds, summary, status } = survived;
    const rate = Math.round(summary.packets / seconds / 1000);
    process.stdout.write(
      `attack: ${name}: peak ${peakMiB} MiB of ${BOUND_MIB}; ${summary.packets} packets in ${seconds.toFixed(1)} s (${rate} k/s), ` +
        `status ${status}, limits ${JSON.stringify(summary.limits)}\n`,
    );
    return survived;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function classify(path: string, output: string): Promise<Survived> {
  const args = ['--import', TELL_PEAK, MAIN, 'classify', '-f', 'jsonl', '-o', output, '--summary', 'json', path];
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const text = ['', '', '', ''];
  for (const fd of [2, 3]) {
    child.stdio[fd]!.on('data', (octets: Buffer) => {
      text[fd] += octets.toString('utf8');
    });
  }
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const seconds = (performance.now() - began) / 1000;
  const stderr = text[2]!;
  const summary = stderr.split('\n').find((line) => line.startsWith('{'));
  if (summary === undefined) throw new Error(`no summary, status ${status}: ${stderr.slice(0, 2000)}`);
  return {
    status,
    peakMiB: Math.round(Math.max(...text[3]!.trim().split('\n').map(Number)) / 1024),
    seconds,
    summary: JSON.parse(summary) as Summary,
    good: goodIn(output),
    stderr,
  };
}

/** The good flow's record. Outputs of floods may be large: they are looked through octet by octet. */
function goodIn(output: string): GoodFlow | undefined {
  const octets = readFileSync(output);
  const found = octets.indexOf(`"sni":"${goodVerdict().sni}"`);
  if (found < 0) return undefined;
  const line = octets.subarray(octets.lastIndexOf('\n', found) + 1, octets.indexOf('\n', found)).toString('utf8');
  const { pinsight, tls } = JSON.parse(line) as Line;
  return {
    action: pinsight.action,
    app: pinsight.app ?? '',
    reason: pinsight.reason,
    ja4: tls?.ja4 ?? '',
    sni: tls?.sni ?? '',
    outcome: tls?.outcome ?? '',
  };
}

/** What holds after every attack: memory, the good flow's verdict, and the sums of the summary. */
export function expectSurvived({ peakMiB, summary, good }: Survived): void {
  expect(good).toEqual(goodVerdict());
  const unattributed = Object.values(summary.unattributed).reduce((sum, count) => sum + count, 0);
  expect(summary.in_flows + unattributed).toBe(summary.packets);
  expect(peakMiB).toBeLessThan(BOUND_MIB);
}
