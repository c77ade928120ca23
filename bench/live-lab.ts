/**
 * Where live capture is measured: a network namespace of its own (unshare(1)), in which a veth pair carries what a sender sends to what is
 * measured. The measuring program itself runs in it, and with its end all of it is gone. Needs root.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { cpuTicks, parseMetrics, senderCounts } from './live-figures.js';

/** The sender's end, and the one that is listened at. */
export const SENDING = 'send0';
export const LISTENING = 'live0';
/** The option with which a run goes on inside the namespace. */
export const INSIDE = '--inside';
/** Frames of the inputs have up to 1500 octets of IP, tunnels more. */
const MTU = '9000';
export const METRICS_PORT = 9464;
const PROGRAM = 'dist/cli/main.js';
const START_MS = 15_000;
const STOP_MS = 5000;
/** More weight than what else runs here (nice(1)). */
const NICE = '-10';
const TICKS_PER_SECOND = Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout || 100);

export const wait = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Why nothing can be measured here; undefined where it can. */
export function missingForLive(): string | undefined {
  if (process.platform !== 'linux') return 'live capture is measured on Linux';
  if (process.getuid?.() !== 0) return 'needs root, for a network namespace of its own';
  if (!existsSync(PROGRAM)) return 'not built (npm run build)';
  for (const program of ['unshare', 'ip', 'sysctl', 'taskset', 'nice', 'cc']) {
    if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) return `the program ${program} is missing`;
  }
  return undefined;
}

/** Runs this program again, with the same arguments, inside a namespace of its own; its exit status. */
export function runInside(): number {
  const args = [...process.execArgv, process.argv[1]!, ...process.argv.slice(2), INSIDE];
  return spawnSync('unshare', ['--net', '--', process.execPath, ...args], { stdio: 'inherit' }).status ?? 1;
}

/** Where every session is scheduled as a group, a process's own weight counts within it alone: sched(7), "The autogroup feature". */
const AUTOGROUP = '/proc/self/autogroup';

/**
 * What runs here is given more weight than what else runs on the machine, where it can be. A program that no session was made for (a CI
 * runner's, say) is in the root's group, whose weight is not to be set (EINVAL); its own weight, by nice(1), counts there.
 */
function takeWeight(): void {
  try {
    writeFileSync(AUTOGROUP, NICE);
  } catch (error) {
    if (
      !['ENOENT', 'EINVAL', 'EPERM', 'EACCES', 'EAGAIN', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')
    )
      throw error;
  }
}

/** Inside: the interfaces. IPv6 is off, so that only what is sent is there. */
export function makeVeth(): void {
  takeWeight();
  const ip = (...args: string[]): void => void execFileSync('ip', args);
  execFileSync('sysctl', ['-qw', 'net.ipv6.conf.all.disable_ipv6=1']);
  ip('link', 'set', 'lo', 'up');
  ip('link', 'add', SENDING, 'type', 'veth', 'peer', 'name', LISTENING);
  for (const end of [SENDING, LISTENING]) ip('link', 'set', end, 'mtu', MTU, 'arp', 'off', 'up');
}

/** Compiles a sender, if its source is newer than what is there. */
export function senderProgram(name: 'send-frames' | 'send-churn', cache: string): string {
  const source = `bench/peers/${name}.c`;
  const program = `${cache}/${name}`;
  mkdirSync(cache, { recursive: true });
  if (!existsSync(program) || statSync(program).mtimeMs < statSync(source).mtimeMs) {
    execFileSync('cc', ['-O2', '-o', program, source]);
  }
  return program;
}

/** The processor of the sender, and that of what is measured: apart where there are two. */
const CPU = { sender: '0', measured: availableParallelism() > 1 ? '1' : '0', anywhere: undefined } as const;
export type Where = keyof typeof CPU;

export function startPinned(where: Where, command: readonly string[]): ChildProcess {
  const cpu = CPU[where];
  const pinned = cpu === undefined ? command : ['taskset', '-c', cpu, ...command];
  return spawn('nice', ['-n', NICE, ...pinned], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export type Sent = ReturnType<typeof senderCounts>;

/** Runs a sender to its end. */
export async function send(command: readonly string[], where: Where = 'sender'): Promise<Sent> {
  const child = startPinned(where, command);
  const said = collect(child);
  await new Promise((resolve) => child.on('close', resolve));
  return senderCounts(said.text);
}

function collect(child: ChildProcess): { text: string } {
  const said = { text: '' };
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text) => (said.text += text));
  return said;
}

/** A program that is measured, in a process of its own. */
export class Measured {
  readonly #child: ChildProcess;
  readonly #said: { text: string };

  /** @param ready what it says once it listens */
  static async start(command: readonly string[], ready: string, where: Where = 'measured'): Promise<Measured> {
    const measured = new Measured(startPinned(where, command));
    const limit = performance.now() + START_MS;
    while (!measured.said.includes(ready)) {
      if (performance.now() > limit || measured.#child.exitCode !== null) {
        measured.#child.kill('SIGKILL');
        throw new Error(`${command.join(' ')}: did not begin: ${measured.said}`);
      }
      await wait(20);
    }
    return measured;
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#said = collect(child);
  }

  get said(): string {
    return this.#said.text;
  }

  get cpuSeconds(): number {
    return cpuTicks(readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8')) / TICKS_PER_SECOND;
  }

  get rss(): number {
    const [, kib = ''] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1024;
  }

  get descriptors(): number {
    return readdirSync(`/proc/${this.#child.pid}/fd`).length;
  }

  tell(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Asks it to end; its exit status, undefined if it had to be killed. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | undefined> {
    const ended = new Promise<number | undefined>((resolve) =>
      this.#child.on('close', (status) => resolve(status ?? undefined)),
    );
    const late = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    this.#child.kill(signal);
    const status = await ended;
    clearTimeout(late);
    return status;
  }
}

/** What `pinsight attach` counted, as its last line says. */
export interface Stopped {
  readonly packets: number;
  readonly flows: number;
  readonly verdicts: number;
  readonly records: number;
  readonly dropped: number;
  readonly recordsLost: number;
}

/** @param output as its -o takes it */
export function startAttach(output: string, options: readonly string[] = [], where?: Where): Promise<Measured> {
  const command = [
    process.execPath,
    PROGRAM,
    'attach',
    `ring:${LISTENING}`,
    '--no-status',
    '--metrics',
    String(METRICS_PORT),
  ];
  return Measured.start([...command, '-o', output, ...options], 'attached:', where);
}

export async function readMetrics(): Promise<Map<string, number>> {
  const answer = await fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`);
  return parseMetrics(await answer.text());
}

export function stoppedLine(said: string): Stopped {
  const line = said.split('\n').findLast((one) => one.includes('"msg":"stopped"'));
  if (line === undefined) throw new Error(`pinsight did not say what it counted: ${said}`);
  return JSON.parse(line) as Stopped;
}
