/**
 * What tests with real programs need beside namespaces: whether the programs are there, the programs that a test starts (each ended by the
 * process it is), and waiting for what they do, bounded.
 */
import { type ChildProcess, execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Namespace, NETNS_MISSING } from '../netns.js';

const RUN_TIMEOUT_MS = 60_000;
const WAIT_MS = 20_000;
const POLL_MS = 50;
const STOP_MS = 5000;
/** Output of a program that is kept: its end. */
const MAX_OUTPUT = 4 * 1024 * 1024;

function firstMissing(programs: readonly string[]): string | undefined {
  for (const program of programs) {
    try {
      execFileSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' });
    } catch {
      return `no program \`${program}\``;
    }
  }
  return undefined;
}

/** `describe` for tests that need these programs, and namespaces; a skipped one that says why; where CI is set, a failure. */
export function describeE2e(name: string, programs: readonly string[], tests: () => void): void {
  const missing = NETNS_MISSING ?? firstMissing(programs);
  if (missing === undefined) describe(name, tests);
  else if (process.env['CI'] !== undefined && process.env['CI'] !== 'false') {
    test(name, () => {
      throw new Error(`cannot be tested here: ${missing}`);
    });
  } else describe.skip(`${name} (skipped: ${missing})`, tests);
}

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** Runs a program to its end; whether it fails is the caller's to judge. */
export function run(space: Namespace, file: string, args: readonly string[], timeout = RUN_TIMEOUT_MS): Promise<Ran> {
  const began = performance.now();
  return new Promise((resolve) => {
    const all = ['netns', 'exec', space.name, file, ...args];
    execFile('ip', all, { timeout, maxBuffer: MAX_OUTPUT }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ status, stdout, stderr, ms: performance.now() - began });
    });
  });
}

/** A program that runs until it is stopped. */
export class Program {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #output = '';

  constructor(space: Namespace, name: string, file: string, args: readonly string[], cwd?: string) {
    this.name = name;
    const child = space.spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(cwd === undefined ? {} : { cwd }) });
    this.#child = child;
    running.add(child);
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-MAX_OUTPUT);
      });
    }
    this.#gone = new Promise((resolve) => {
      child.once('error', () => resolve());
      child.once('close', () => resolve());
    });
    void this.#gone.then(() => running.delete(child));
  }

  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** It does nothing from now on, until it is let. */
  async freeze(): Promise<void> {
    this.#child.kill('SIGSTOP');
    // proc(5): the state follows the name, which is in brackets.
    await until(
      () => readFileSync(`/proc/${this.pid}/stat`, 'utf8').includes(') T '),
      () => `${this.name} does not stop`,
    );
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#child.kill('SIGCONT');
    this.#child.kill(signal);
    const late = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    await this.#gone;
    clearTimeout(late);
  }

  /** At once, also one that is frozen, which does nothing more. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  /** Until its output holds the text. */
  async says(text: string): Promise<void> {
    await until(
      () => this.#output.includes(text),
      () => `${this.name} has not said ${JSON.stringify(text)}:\n${this.#output}`,
    );
  }

  /** Until something listens on the port in its namespace. */
  async listens(space: Namespace, port: number): Promise<void> {
    const isThere = (): boolean => {
      if (this.hasEnded) throw new Error(`${this.name} has ended:\n${this.#output}`);
      return space.exec('ss', '-Hltn', `sport = :${port}`).trim() !== '';
    };
    await until(isThere, () => `${this.name} does not listen on ${port}:\n${this.#output}`);
  }
}

/** Children that live: what a test that fails leaves behind ends with its process. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export async function until(isSo: () => boolean | Promise<boolean>, complaint: () => string): Promise<void> {
  const deadline = performance.now() + WAIT_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(complaint());
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
