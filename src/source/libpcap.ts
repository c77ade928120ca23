/**
 * `cap:INTERFACE`: live packets through libpcap, where there is no ring of our own (macOS, Windows). The optional package `cap` does it in a
 * process of its own (libpcap-child.ts), so that it can neither stall nor crash this one. Its limits are in docs/attach.md: packets have the
 * time at which they came, interfaces are promiscuous, and what libpcap drops nobody tells.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { ArrivalClock } from './arrival.js';
import { newBatch } from './batch.js';
import type { ChildMessage } from './libpcap-child.js';
import type { LiveCounters, LiveEvents, LiveSource } from './live.js';
import { FrameReader } from './packet-frames.js';
import { plain } from './stream.js';

/** What the package asks libpcap for; longer packets are clipped. */
const MAX_SNAPLEN = 65_535;
/** How long the child may take to open the interface. */
const OPEN_MS = 10_000;
const PACKAGE = 'cap';
const REMEDY =
  'install a compiler and libpcap (Debian: g++, make, python3 and libpcap-dev; macOS: the command line tools; Windows: Npcap and its SDK), then run `npm install cap`, or `npm rebuild cap` if it is there';

export interface LibpcapOptions {
  readonly interface: string;
  /** In libpcap's words, pcap-filter(7). */
  readonly filter?: string;
  /** Octets of each packet that are taken, at most 65,535. */
  readonly snaplen?: number;
  /** The compiled child; default: beside this file. */
  readonly child?: URL;
  /** What is required there; default: the package as it is found from here. */
  readonly packagePath?: string;
}

/** @throws UsageError `cap_not_installed`, or `cannot_open` */
export async function openLibpcap(options: LibpcapOptions): Promise<LiveSource> {
  const { interface: name, filter = '', snaplen = MAX_SNAPLEN } = options;
  const module = options.child ?? new URL('./libpcap-child.js', import.meta.url);
  const child = fork(module, [options.packagePath ?? findPackage(), name, filter, String(snaplen)], {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    execArgv: [],
  });
  try {
    return new LibpcapSource(name, await linkTypeOf(name, child), child);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function findPackage(): string {
  try {
    return createRequire(import.meta.url).resolve(PACKAGE);
  } catch {
    throw notInstalled('is not installed');
  }
}

function notInstalled(how: string): UsageError {
  return new UsageError('cap_not_installed', `cap: needs the optional package ${PACKAGE}, which ${how}: ${REMEDY}`);
}

function linkTypeOf(name: string, child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: string): void =>
      reject(new UsageError('cannot_open', `cannot capture from cap:${harmless(name)}: ${cause}`));
    const timer = setTimeout(() => refuse(`libpcap gave no answer in ${OPEN_MS} ms`), OPEN_MS);
    const settle = (answer: () => void) => {
      clearTimeout(timer);
      answer();
    };
    child.on('error', () => settle(() => refuse('its process could not be started')));
    child.once('exit', (code, signal) => settle(() => refuse(`its process ended (${signal ?? code})`)));
    child.once('message', (message: ChildMessage) =>
      settle(() => {
        if ('linkType' in message) resolve(message.linkType);
        else if (message.failed === 'package') reject(notInstalled('is not built'));
        else if (message.failed === 'link_type')
          refuse(`its link type is none that can be read (${harmless(message.cause)})`);
        else refuse(`${harmless(message.cause)}; capturing needs root or CAP_NET_RAW, on macOS access to /dev/bpf*`);
      }),
    );
  });
}

class LibpcapSource implements LiveSource {
  readonly name: string;
  readonly capture: string;
  readonly #child: ChildProcess;
  readonly #linkType: number;
  readonly #counters: LiveCounters = { received: 0, dropped: 0, frozen: 0 };
  #reader: FrameReader | undefined;
  #closed = false;

  constructor(name: string, linkType: number, child: ChildProcess) {
    this.name = `cap:${harmless(name)}`;
    this.capture = harmless(name);
    this.#linkType = linkType;
    this.#child = child;
  }

  start(events: LiveEvents): void {
    const batch = newBatch();
    batch.linkType.fill(this.#linkType);
    const clock = new ArrivalClock();
    const reader = new FrameReader(batch, () => {
      this.#counters.received += batch.count;
      if (!this.#closed) events.batch(batch);
    });
    this.#reader = reader;
    const end = (cause: string): void => {
      if (this.#closed) return;
      this.close();
      events.over(cause);
    };
    const child = this.#child;
    child.on('error', () => end("libpcap's process failed"));
    const { stdout } = child;
    if (stdout === null) throw new Error('a child without the standard output it was given');
    stdout.on('data', (chunk: Uint8Array) => {
      reader.take(plain(chunk), chunk.length, clock.nowUs());
      if (reader.fault !== undefined) end(reader.fault);
    });
    stdout.on('error', () => end("libpcap's process cannot be read from"));
    // Its last packets come before its end does.
    stdout.on('close', () => end("the interface is gone, or libpcap's process died"));
    if (stdout.destroyed) setImmediate(() => end("libpcap's process died"));
  }

  /** Packets come by themselves; there is nothing that could be asked for. */
  drain(): void {}

  readCounters(): Readonly<LiveCounters> {
    return this.#counters;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader?.stop();
    this.#child.stdout?.destroy();
    this.#child.kill('SIGKILL'); // it holds nothing that would have to be put away
  }
}
