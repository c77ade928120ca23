/** Rings and TUN devices opened by a process of their own inside a namespace, from built files: PINSIGHT_DIST, or dist/. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RingOptions } from '../../src/source/ring.js';
import type { TunOptions } from '../../src/source/tun.js';
import type { Namespace } from './netns.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const DIST = path.resolve(process.env['PINSIGHT_DIST'] ?? path.join(ROOT, 'dist'));

export type ChildSource =
  | (Omit<RingOptions, 'fanoutGroup'> & {
      readonly kind: 'ring';
      /** `join`: the group of the first source. */
      readonly fanoutGroup?: number | 'new' | 'join';
      /** Packets are counted and not kept. */
      readonly quiet?: boolean;
      /** With its first batch it stands still for so long. */
      readonly stallMs?: number;
    })
  | (TunOptions & { readonly kind: 'tun'; readonly quiet?: boolean });

export interface ArrivedPacket {
  readonly frame: number;
  readonly time: number;
  readonly onWire: number;
  readonly linkType: number;
  readonly hex: string;
}

export interface ChildResult {
  readonly name: string;
  readonly capture: string;
  readonly linkType: number;
  readonly batches: number;
  readonly packets: readonly ArrivedPacket[];
  readonly worstUs: number;
  readonly over?: string;
  readonly counters: { received: number; dropped: number; frozen: number; skipped: number };
  readonly refused?: number;
}

export interface LiveChild {
  /** Writes one packet to the TUN device that is source number `source`. */
  write(source: number, octets: Uint8Array): void;
  /** Closes all; what came of each. */
  stop(): Promise<ChildResult[]>;
}

/** Starts it and waits until its sources are open; throws what opening failed of. */
export async function startLive(
  space: Namespace,
  sources: readonly ChildSource[],
  { inWorker = false } = {},
): Promise<LiveChild> {
  const program = path.join(ROOT, 'test/support/live-process.mjs');
  const options = JSON.stringify({ dist: DIST, sources, inWorker });
  const child = space.spawn(process.execPath, [program, options], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const gone = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const first = (await lines.next()).value as string | undefined;
  if (first !== 'ready') {
    child.kill();
    throw Object.assign(new Error(first ?? 'the child has died'), JSON.parse(first ?? '{}') as object);
  }
  return {
    write: (source, octets) => void child.stdin!.write(`write ${source} ${Buffer.from(octets).toString('hex')}\n`),
    stop: async () => {
      child.stdin!.write('stop\n');
      const answer = (await lines.next()).value as string | undefined;
      child.stdin!.end();
      const status = await gone;
      if (answer === undefined || status !== 0) throw new Error(`the child ended with ${status}`);
      return JSON.parse(answer) as ChildResult[];
    },
  };
}

/** That both lists are the same; the message shows the first difference and not thousands of octets. */
export function expectSame(actual: readonly string[], expected: readonly string[]): void {
  const first = expected.findIndex((text, i) => actual[i] !== text);
  if (first >= 0) expect([first, actual[first]]).toEqual([first, expected[first]]);
  expect(actual.length).toBe(expected.length);
}

let sender: string | undefined;

/** Sends the frames of a classic pcap file on an interface, as they are. */
export function sendFrames(space: Namespace, interfaceName: string, file: string, times = 1): void {
  if (sender === undefined) {
    sender = path.join(mkdtempSync(path.join(tmpdir(), 'pinsight-sender-')), 'send-frames');
    execFileSync('cc', ['-O2', '-o', sender, path.join(ROOT, 'bench/peers/send-frames.c')]);
  }
  space.exec(sender, interfaceName, file, String(times));
}

/** What these tests need beside namespaces. */
export const LIVE_MISSING: string | undefined = existsSync(
  path.join(ROOT, 'native-bindings/build/Release/pinsight.node'),
)
  ? undefined
  : 'the addon is not built';
