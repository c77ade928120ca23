/**
 * Where a sink's octets go: standard output or a file, through one buffer. Writes are synchronous, so that a slow reader
 * slows the program down instead of filling memory (back-pressure without a queue), and the middle stays free of promises.
 * FLOW-RECORD.md, "Commands": a closed pipe ends the program quietly; a file that cannot take the output is reported.
 */
import { closeSync, fstatSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { systemMessage } from '../catalog/limited-file.js';

/** Octets kept before they are written: large enough that a system call costs nothing beside what it writes. */
const BUFFER_OCTETS = 256 * 1024;
/** UTF-8 needs at most three octets for one UTF-16 unit. */
const OCTETS_PER_UNIT = 3;
/** Longest sleep before a full pipe (that somebody made non-blocking) is tried again. */
const MAX_RETRY_MS = 20;
const STANDARD_OUTPUT = 1;

/** The reader of our standard output is gone. No failure of ours: the program ends, quietly and with status 0. */
export class ClosedPipe extends Error {
  override readonly name = 'ClosedPipe';
}

/** The output cannot be written: disk full, quota, I/O error. The message is one line for people. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
  /** The system's code, `ENOSPC` for example. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface OutputOptions {
  /** Absent: standard output. */
  readonly path?: string | undefined;
  /** Where octets go in place of a file or standard output; they are valid during the call only. */
  readonly to?: ((octets: Uint8Array) => void) | undefined;
  /** Called before octets leave: something else on the same terminal (a progress line) gets out of the way. */
  readonly beforeWrite?: (() => void) | undefined;
}

export class Output {
  readonly #path: string | undefined;
  readonly #to: ((octets: Uint8Array) => void) | undefined;
  readonly #beforeWrite: (() => void) | undefined;
  #fd = -1;
  #buffer: Buffer = Buffer.alloc(0);
  #used = 0;

  constructor(options: OutputOptions = {}) {
    this.#path = options.path;
    this.#to = options.to;
    this.#beforeWrite = options.beforeWrite;
  }

  /** Creates (or empties) the file. Nothing exists before this call, so a run that fails early leaves no trace. */
  open(): void {
    if (this.#fd !== -1) return;
    this.#buffer = Buffer.allocUnsafe(BUFFER_OCTETS);
    if (this.#path === undefined || this.#to !== undefined) {
      this.#fd = STANDARD_OUTPUT;
      return;
    }
    try {
      this.#fd = openSync(this.#path, 'w');
    } catch (error) {
      throw new UsageError('output', `${harmless(this.#path)}: ${systemMessage(error)}`);
    }
  }

  /** Appends text, as UTF-8. */
  text(text: string): void {
    if (text.length * OCTETS_PER_UNIT > this.#buffer.length - this.#used) {
      this.flush();
      if (text.length * OCTETS_PER_UNIT > this.#buffer.length) {
        this.#write(Buffer.from(text, 'utf8'));
        return;
      }
    }
    this.#used += this.#buffer.write(text, this.#used, 'utf8');
  }

  /** Appends octets; they are copied, and the array may be reused at once. */
  octets(octets: Uint8Array): void {
    if (octets.length > this.#buffer.length - this.#used) {
      this.flush();
      if (octets.length > this.#buffer.length) {
        this.#write(octets);
        return;
      }
    }
    this.#buffer.set(octets, this.#used);
    this.#used += octets.length;
  }

  /** Writes what is buffered. Returns when the system has taken all of it. */
  flush(): void {
    if (this.#used === 0) return;
    const used = this.#used;
    this.#used = 0;
    this.#write(this.#buffer.subarray(0, used));
  }

  /** Writes the rest and closes a file. Standard output stays open for whoever owns it. */
  close(): void {
    if (this.#fd === -1) return;
    try {
      this.flush();
    } finally {
      const fd = this.#fd;
      this.#fd = -1;
      if (this.#path !== undefined) this.#closeFile(fd);
    }
  }

  #closeFile(fd: number): void {
    try {
      closeSync(fd);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #write(octets: Uint8Array): void {
    this.#beforeWrite?.();
    if (this.#to !== undefined) {
      this.#to(octets);
      return;
    }
    let at = 0;
    let sleepMs = 1;
    while (at < octets.length) {
      try {
        at += writeSync(this.#fd, octets, at, octets.length - at);
        sleepMs = 1;
      } catch (error) {
        // A pipe whose other end made it non-blocking is full: the only thing to do is to wait for the reader.
        if (systemCode(error) !== 'EAGAIN') throw this.#failure(error);
        Atomics.wait(SLEEPER, 0, 0, sleepMs);
        sleepMs = Math.min(2 * sleepMs, MAX_RETRY_MS);
      }
    }
  }

  #failure(error: unknown): Error {
    const code = systemCode(error);
    if (code === 'EPIPE' && this.#path === undefined) return new ClosedPipe('standard output was closed by its reader');
    const where = this.#path === undefined ? 'standard output' : harmless(this.#path);
    return new OutputError(code, `${where}: ${systemMessage(error)} (the output is incomplete)`);
  }
}

const SLEEPER = new Int32Array(new SharedArrayBuffer(4));

/**
 * Refuses an output that is one of the inputs, under whatever name (links included): writing would destroy what is being
 * read. Also refuses what can be known to fail, before any work is done. `-` as an input is standard input, whatever
 * file that is; without `path`, standard output may have been redirected onto an input and is compared likewise.
 */
export function checkOutput(path: string | undefined, inputs: readonly string[]): void {
  if (path === '')
    throw new UsageError('output', 'the name of the output is empty; name a file, or - for standard output');
  const output = path === undefined ? identity(STANDARD_OUTPUT) : identity(path);
  if (path !== undefined && output?.kind === 'directory') {
    throw new UsageError('output', `${harmless(path)}: is a directory; name a file in it`);
  }
  if (path !== undefined && output === undefined && identity(dirname(path))?.kind !== 'directory') {
    throw new UsageError(
      'output',
      `${harmless(path)}: the folder ${harmless(dirname(path))} does not exist; create it first`,
    );
  }
  if (output === undefined || output.kind !== 'file') return;
  for (const input of inputs) {
    const other = identity(input === '-' ? 0 : input);
    if (
      other !== undefined &&
      other.kind === 'file' &&
      other.device === output.device &&
      other.inode === output.inode
    ) {
      const name = path === undefined ? 'standard output' : harmless(path);
      throw new UsageError(
        'output_is_input',
        `${name}: is also an input (${harmless(input)}) and would be overwritten`,
      );
    }
  }
}

interface Identity {
  readonly kind: 'file' | 'directory' | 'other';
  readonly device: bigint;
  readonly inode: bigint;
}

function identity(target: string | number): Identity | undefined {
  try {
    const stat = typeof target === 'number' ? fstatSync(target, { bigint: true }) : statSync(target, { bigint: true });
    const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other';
    return { kind, device: stat.dev, inode: stat.ino };
  } catch {
    return undefined; // not there: nothing that could be overwritten
  }
}

/** `ENOSPC`, or `unknown` for what is no system error. */
export function systemCode(error: unknown): string {
  return has(error, 'code') && typeof error.code === 'string' ? error.code : 'unknown';
}

/** By shape: an error of another realm (a worker's, a test's) is no instance of our Error. */
function has<K extends string>(error: unknown, key: K): error is Record<K, unknown> {
  return typeof error === 'object' && error !== null && key in error;
}
