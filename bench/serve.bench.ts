/**
 * `npm run bench -- --serve`: how many verdicts a second the service gives: the real program in a process of its own, asked over its Unix
 * socket with questions under way all the time; beside a server that takes the same frames and answers octets of the same size without a
 * thought, in the same run. Every answer is counted by its length, and one in a thousand is read. Then the time to an answer, from both, at
 * half of the rate that was reached, each question sent when its time has come, whether those before are answered or not; and HTTP. With
 * taskset(1) there, servers have one processor and the load another.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinsight } from '../src/gen/wire.js';
import { HelloTemplate, MOST_HELLO } from './inputs/hello.js';
import { namesFor } from './inputs/names.js';
import { Random } from './inputs/random.js';
import { readRecordings } from './inputs/recordings.js';
import { tlsStacks } from './inputs/stacks.js';
import { quantile } from './live-figures.js';

const { VerdictRequest, VerdictResponse } = pinsight.verdict.v1;

const SEED = 7;
/** Questions of different clients, names and stacks that are asked again and again. */
const QUESTIONS = 8192;
/** Questions under way at once, over all connections. */
const UNDER_WAY = 256;
const CONNECTIONS = 4;
const HTTP_UNDER_WAY = 32;
const WARM_SECONDS = 2;
/** Answers before anything is measured: code gets optimised, verdicts are remembered. And the longest that is waited for them. */
const WARM_ANSWERS = 12 * QUESTIONS;
const MOST_WARM_SECONDS = 60;
const START_MS = 15_000;
/** One answer of so many is read. */
const READ_EACH = 1000;
/** Steps in which questions are sent at a steady rate, ms. */
const PACE_MS = 1;
/** Answers that are not there by then are missing. */
const LATE_MS = 10_000;
const PROGRAM = 'dist/cli/main.js';
/** The rate of the aim's half, beside that of half of what was reached. */
const STEADY_RATE = 25_000;
const SECONDS = 5;
const QUICK_SECONDS = 1;

interface Question {
  readonly frame: Buffer;
  readonly hello: Buffer;
  readonly flow: {
    readonly src_ip: string;
    readonly src_port: number;
    readonly dest_ip: string;
    readonly dest_port: number;
  };
}

async function questions(): Promise<Question[]> {
  const stacks = tlsStacks(await readRecordings());
  const names = namesFor(stacks);
  const random = new Random(SEED);
  const templates = stacks.flatMap(({ hello }) =>
    Array.from({ length: 8 }, () => new HelloTemplate(hello, names[random.below(names.length)]!)),
  );
  const out = new Uint8Array(MOST_HELLO);
  return Array.from({ length: QUESTIONS }, (_, i) => {
    const length = templates[i % templates.length]!.vary(random, out);
    const hello = Buffer.from(out.slice(0, length));
    const flow = {
      src_ip: `10.64.${random.below(32)}.${random.below(256)}`,
      src_port: 10_000 + random.below(50_000),
      dest_ip: `198.18.${random.below(256)}.${random.below(256)}`,
      dest_port: 443,
    };
    const message = {
      requestId: i + 1,
      byHello: {
        flow: { srcIp: flow.src_ip, srcPort: flow.src_port, destIp: flow.dest_ip, destPort: flow.dest_port },
        octets: hello,
      },
    };
    return { frame: Buffer.from(VerdictRequest.encodeDelimited(message).finish()), hello, flow };
  });
}

/** One end of the load: frames out, answers in. */
class Line {
  readonly #socket: Socket;
  readonly #answered: (count: number) => void;
  #rest: Buffer = Buffer.alloc(0);
  #seen = 0;

  constructor(path: string, answered: (count: number) => void) {
    this.#answered = answered;
    this.#socket = connect({ path });
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.once('connect', resolve);
      this.#socket.once('error', reject);
    });
  }

  send(octets: Buffer): void {
    this.#socket.write(octets);
  }

  end(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    const octets = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    let count = 0;
    while (at + 2 < octets.length) {
      let from = at + 1;
      let length = octets[at]! & 0x7f;
      if (octets[at]! >= 0x80) length |= octets[from++]! << 7; // answers are shorter than 16 KiB
      if (from + length > octets.length) break;
      if (++this.#seen % READ_EACH === 0) check(octets.subarray(from, from + length));
      at = from + length;
      count++;
    }
    this.#rest = octets.subarray(at);
    if (count > 0) this.#answered(count);
  }
}

function check(octets: Uint8Array): void {
  const { requestId, verdict } = VerdictResponse.decode(octets);
  if (
    requestId < 1 ||
    requestId > QUESTIONS ||
    !verdict ||
    (verdict.action !== 'inspect' && verdict.action !== 'bypass')
  ) {
    throw new Error('an answer that is none');
  }
}

interface Rate {
  readonly perSecond: number;
  /** What it would be if the server had a processor to itself. */
  readonly perCpuSecond: number;
}

/** Answers a second with so many questions under way. */
async function rate(path: string, server: ChildProcess, asked: readonly Question[], seconds: number): Promise<Rate> {
  let next = 0;
  let answers = 0;
  let isOver = false;
  const lines: Line[] = [];
  const send = (line: Line, count: number): void => {
    const frames: Buffer[] = [];
    for (let i = 0; i < count; i++) frames.push(asked[next++ % asked.length]!.frame);
    line.send(Buffer.concat(frames));
  };
  for (let i = 0; i < CONNECTIONS; i++) {
    const line: Line = new Line(path, (count) => {
      answers += count;
      if (!isOver) send(line, count);
    });
    lines.push(line);
  }
  await Promise.all(lines.map((line) => line.ready()));
  for (const line of lines) send(line, UNDER_WAY / CONNECTIONS);
  for (let waited = 0; answers < WARM_ANSWERS && waited < MOST_WARM_SECONDS * 1000; waited += 100) await sleep(100);
  const before = answers;
  const cpu = cpuSeconds(server);
  const start = performance.now();
  await sleep(seconds * 1000);
  const perSecond = ((answers - before) * 1000) / (performance.now() - start);
  const perCpuSecond = (answers - before) / (cpuSeconds(server) - cpu);
  isOver = true;
  for (const line of lines) line.end();
  return { perSecond, perCpuSecond };
}

/** Milliseconds from when a question was due to its answer, at a steady rate. */
async function delays(
  path: string,
  asked: readonly Question[],
  perSecond: number,
  seconds: number,
): Promise<Float64Array> {
  const total = Math.floor(perSecond * seconds);
  const due: number[] = [];
  const times = new Float64Array(total);
  let answered = 0;
  const line = new Line(path, (count) => {
    const now = performance.now();
    for (let i = 0; i < count; i++) times[answered] = now - due[answered++]!;
  });
  await line.ready();
  const start = performance.now();
  while (due.length < total) {
    const now = performance.now();
    const wanted = Math.min(total, Math.floor(((now - start) * perSecond) / 1000));
    const frames: Buffer[] = [];
    while (due.length < wanted) {
      frames.push(asked[due.length % asked.length]!.frame);
      due.push(start + ((due.length + 1) * 1000) / perSecond);
    }
    if (frames.length > 0) line.send(Buffer.concat(frames));
    await sleep(PACE_MS);
  }
  for (let waited = 0; answered < total && waited < LATE_MS; waited += 100) await sleep(100);
  line.end();
  // What was not answered counts as what was waited for it.
  times.fill(LATE_MS, answered);
  return times;
}

async function httpRate(asked: readonly Question[], port: number, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: HTTP_UNDER_WAY });
  const bodies = asked.map(({ flow, hello }) => JSON.stringify({ ...flow, hello: hello.toString('base64') }));
  let answers = 0;
  let next = 0;
  let isOver = false;
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = bodies[next++ % bodies.length]!;
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request(
        { host: '127.0.0.1', port, path: '/v1/verdict', method: 'POST', agent, headers },
        (response) => {
          if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode}`));
          response.resume();
          response.on('end', () => {
            answers++;
            resolve();
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  const loop = async (): Promise<void> => {
    while (!isOver) await one();
  };
  const loops = Array.from({ length: HTTP_UNDER_WAY }, loop);
  await sleep(WARM_SECONDS * 1000);
  const before = answers;
  const start = performance.now();
  await sleep(seconds * 1000);
  const perSecond = ((answers - before) * 1000) / (performance.now() - start);
  isOver = true;
  await Promise.all(loops);
  agent.destroy();
  return perSecond;
}

export interface ServeOptions {
  readonly quick: boolean;
  readonly rounds: number;
  /** How this program is run again. */
  readonly self: readonly string[];
  readonly print: (text: string) => void;
}

export async function runServe({ quick, rounds, self, print }: ServeOptions): Promise<void> {
  if (canPin) spawnSync('taskset', ['-p', '-c', '0', String(process.pid)]);
  const seconds = quick ? QUICK_SECONDS : SECONDS;
  const folder = mkdtempSync(join(tmpdir(), 'pinsight-serve-'));
  const ours = join(folder, 'ours.sock');
  const nothing = join(folder, 'nothing.sock');
  const servers: ChildProcess[] = [];
  try {
    const asked = await questions();
    const octets = asked.reduce((sum, { frame }) => sum + frame.length, 0) / asked.length;
    print(
      `${asked.length} questions of ${Math.round(octets)} octets, ${CONNECTIONS} connections, ${UNDER_WAY} under way`,
    );
    const port = await freePort();
    const args = [PROGRAM, 'serve', '--socket', ours, '--http', String(port), '--log-level', 'error'];
    const service = await start([process.execPath, ...args], ours);
    servers.push(service);
    const noOp = await start([...self, '--serve-child', nothing], nothing);
    servers.push(noOp);
    let reached = 0;
    for (let round = 0; round < rounds; round++) {
      const ourRate = await rate(ours, service, asked, seconds);
      const noOpRate = await rate(nothing, noOp, asked, seconds);
      reached = Math.max(reached, ourRate.perSecond);
      print(`verdicts by hello: ${words(ourRate)}; server that does nothing: ${words(noOpRate)}`);
    }
    for (const perSecond of [Math.round(reached / 2), STEADY_RATE]) {
      const our = await delays(ours, asked, perSecond, seconds);
      const their = await delays(nothing, asked, perSecond, seconds);
      print(`at ${perSecond}/s: ${times(our)}; server that does nothing: ${times(their)}`);
    }
    print(`HTTP, one verdict a request: ${Math.round(await httpRate(asked, port, seconds))}/s`);
  } finally {
    for (const server of servers) await stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param delays ms */
function times(delays: Float64Array): string {
  const all = Array.from(delays);
  const at = (share: number): string => quantile(all, share).toFixed(2);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, p99.9 ${at(0.999)} ms`;
}

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;
const words = ({ perSecond, perCpuSecond }: Rate): string =>
  `${Math.round(perSecond)}/s, ${Math.round(perCpuSecond)} a second of processor time`;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What there is to beat: frames are found and answered, and no more. */
export function serveNothing(path: string): void {
  const answer = Buffer.from(
    VerdictResponse.encodeDelimited({
      requestId: 1,
      verdict: { action: 'inspect', reason: 'not_pinned', sni: 'x'.repeat(150), decidedAt: 1_790_000_000_000_000 },
    }).finish(),
  );
  createServer((socket) => {
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      const octets = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const answers: Buffer[] = [];
      let at = 0;
      while (at + 2 < octets.length) {
        const length = (octets[at]! & 0x7f) | (octets[at + 1]! << 7);
        if (at + 2 + length > octets.length) break;
        at += 2 + length;
        answers.push(answer);
      }
      rest = octets.subarray(at);
      if (answers.length > 0) socket.write(Buffer.concat(answers));
    });
    socket.on('error', () => {});
  }).listen(path);
}

/** One that nobody listens at now. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Starts a server on the last processor, where that can be said. */
async function start(program: readonly string[], path: string): Promise<ChildProcess> {
  const pinned = canPin ? ['taskset', '-c', String(availableParallelism() - 1)] : [];
  const [command, ...rest] = [...pinned, ...program];
  const child = spawn(command!, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
  for (let waited = 0; !existsSync(path); waited += 50) {
    if (waited > START_MS || child.exitCode !== null) throw new Error(`${program.join(' ')} does not listen`);
    await sleep(50);
  }
  await sleep(1000);
  return child;
}

/** Seconds of processor time that a process has had: proc(5), `stat`, utime and stime in hundredths. 0 where there is no /proc. */
function cpuSeconds({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
