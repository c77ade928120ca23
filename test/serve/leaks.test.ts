/**
 * Every interface of the service, and the client library, under some hundreds of hostile connections and thousands of hostile messages, three
 * times over: then all that they held is given back, the heap is what it was, and who asks well is answered as before. The same ones
 * come each time: what has a bound (memos, what is remembered for reports) is full after the first.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Address, Asked, Interface, Order, Ready } from '../support/leak-child.js';
import type { Holdings } from '../support/leak-probe.js';
import { type Attack, attacks, chosen, hurl, hurlUntilCut, octetsOf } from './leaks/attack.js';
import { ANSWERS, type Dialect, HTTP, type Message, SPOP, SQUID, WIRE } from './leaks/dialects.js';
import { socketPath } from './support.js';

const CHILD = fileURLToPath(new URL('../support/leak-child.mjs', import.meta.url));
/** Of the run, unless the properties of this run have one: told when something fails. */
const SEED = fc.readConfigureGlobal().seed ?? Date.now() % 0x7fff_ffff;
const ATTACKS = 160;
const AT_ONCE = 100;
/** Messages of the connection that stays, in each round, and how many times all of them are sent at once. */
const KEPT = 2000;
const KEPT_AT_ONCE = 20;
/**
 * What a heap is larger by from one look to the next: compiled code, free room. A leak of 1.5 KB for each hostile connection is more, and so is
 * one of 128 octets for each message of the connection that stays.
 */
const NOISE_OCTETS = 2 * ATTACKS * 1536;
/** Of how many looks the last may be the first that finds no growth. */
const LOOKS = 3;
const ATTEMPTS = 3;
const PATIENCE_MS = 20_000;
/** Of a machine that has much else to do. */
const TIMEOUT_MS = 240_000;

const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends.splice(0)) end();
});

class Child {
  readonly #process: ChildProcess;
  readonly #gone: Promise<never>;
  readonly ready: Promise<Ready>;

  constructor(what: Interface, hostile?: string) {
    const args = hostile === undefined ? [what] : [what, hostile];
    this.#process = fork(CHILD, args, { execArgv: ['--expose-gc', '--no-warnings'] });
    ends.push(() => this.end());
    this.#gone = new Promise((_, reject) => {
      this.#process.on('error', reject);
      this.#process.on('exit', (code, signal) => reject(new Error(`the process has died: ${code ?? signal}`)));
    });
    this.#gone.catch(() => {}); // it may also be ended by us
    this.ready = this.#answer();
  }

  tell<T>(order: Order): Promise<T> {
    const answer = this.#answer<T>();
    this.#process.send(order);
    return answer;
  }

  /** Its look at itself when nothing of before is on its way out any more: two that are the same. */
  async steady(): Promise<Holdings> {
    for (let last = ''; ; ) {
      const now = await this.tell<Holdings>({ do: 'measure' });
      const counts = JSON.stringify(countsOf(now));
      if (counts === last) return now;
      last = counts;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Its last look at itself; when all is as wanted, or will not be. */
  async settled(wanted: Counts): Promise<Holdings> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const now = await this.tell<Holdings>({ do: 'measure' });
      if (JSON.stringify(countsOf(now)) === JSON.stringify(wanted) || Date.now() > until) return now;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  end(): void {
    this.#process.kill();
  }

  stopAsking(): void {
    this.#process.send({ do: 'stop asking' } satisfies Order);
  }

  /** What is done with it, or that it has died of it. */
  async during<T>(done: Promise<T>): Promise<T> {
    return Promise.race([done, this.#gone]);
  }

  #answer<T>(): Promise<T> {
    return this.during(new Promise((resolve) => this.#process.once('message', (answer) => resolve(answer as T))));
  }
}

type Counts = Omit<Holdings, 'octets'>;
const countsOf = ({ octets, ...counts }: Holdings): Counts => counts;

function open(at: Address): Socket {
  return 'path' in at ? connect(at) : connect({ ...at, host: '127.0.0.1', noDelay: true });
}

/** A peer that asks and waits until so many answers are there, or the other side ends. */
class Conversation {
  readonly #socket: Socket;
  readonly #dialect: Dialect;
  #octets = Buffer.alloc(0);

  constructor(at: Address, dialect: Dialect) {
    this.#socket = open(at);
    this.#dialect = dialect;
    this.#socket.on('error', () => {});
    this.#socket.write(dialect.opening);
  }

  async ask(octets: Buffer, count: number): Promise<string[]> {
    this.#socket.write(octets);
    for (;;) {
      const { answers, rest } = this.#dialect.heard(this.#octets);
      if (answers.length >= count || this.#socket.readableEnded || this.#socket.destroyed) {
        this.#octets = this.#octets.subarray(this.#octets.length - rest);
        return answers;
      }
      await new Promise<void>((resolve) => {
        const go = (): void => {
          for (const name of ['readable', 'end', 'close']) this.#socket.off(name, go);
          resolve();
        };
        for (const name of ['readable', 'end', 'close']) this.#socket.once(name, go);
      });
      const chunk = this.#socket.read() as Buffer | null;
      if (chunk !== null) this.#octets = Buffer.concat([this.#octets, chunk]);
    }
  }

  end(): void {
    this.#socket.destroy();
  }
}

async function askOnce(at: Address, dialect: Dialect, octets: Buffer): Promise<string> {
  const peer = new Conversation(at, dialect);
  const answers = await peer.ask(octets, dialect.opened + 1);
  peer.end();
  return answers[dialect.opened] ?? 'no answer';
}

/** A peer that means well, and asks again where the machine was too slow for it. */
async function askWell(at: Address, dialect: Dialect): Promise<string> {
  for (let left = ATTEMPTS; ; left--) {
    const answer = await askOnce(at, dialect, dialect.question);
    if (left === 0 || !dialect.tooSlow.test(answer)) return answer;
  }
}

async function inParallel<T>(list: readonly T[], each: (one: T) => Promise<void>): Promise<void> {
  const rest = [...list];
  const worker = async (): Promise<void> => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await each(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** @returns whether it has all the answers that are due to it, or none is */
async function carryOut(attack: Attack, at: Address, dialect: Dialect): Promise<boolean> {
  const octets = octetsOf(attack, dialect);
  const reads = attack.kind !== 'flood';
  // Only what is whole has a number of answers that are to be heard; who floods cannot see the other side end.
  let end = attack.kind === 'whole' && attack.end !== 'reset' ? dialect.politeEnd : reads ? attack.end : 'reset';
  if (end === 'left' && !dialect.leaves) end = 'half close';
  const { answers, rest } = dialect.heard(await hurl(open(at), { octets, inPieces: attack.inPieces, end, reads }));
  if (attack.kind !== 'whole' || end === 'reset') return true;
  const messages = chosen(attack, dialect.messages);
  const sum = dialect.opened + sumOf(messages);
  expect(answers.length).toBeLessThanOrEqual(sum);
  return messages.some((message) => typeof message.answers === 'string') || (answers.length === sum && rest === 0);
}

/** All at once. Who means well and was too slow, as a busy machine makes it, comes again alone. */
async function carryOutAll(plan: readonly Attack[], at: Address, dialect: Dialect): Promise<void> {
  const short: Attack[] = [];
  await inParallel(plan, async (attack) => {
    if (!(await carryOut(attack, at, dialect))) short.push(attack);
  });
  for (const attack of short) {
    let isAnswered = false;
    for (let left = ATTEMPTS; left > 0 && !isAnswered; left--) isAnswered = await carryOut(attack, at, dialect);
    if (!isAnswered)
      throw new Error(`seed ${SEED}: answers are missing to ${octetsOf(attack, dialect).toString('hex')}`);
  }
}

function sumOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { answers }) => sum + (typeof answers === 'string' ? 1 : answers), 0);
}

/** One peer that stays: what it asks is answered, and what it asks wrong is too. */
async function converse(kept: Conversation, dialect: Dialect): Promise<void> {
  const prompt = dialect.messages.filter(({ answers }) => typeof answers !== 'string');
  const all = Buffer.concat(new Array<Buffer[]>(KEPT_AT_ONCE).fill(prompt.map(({ octets }) => octets)).flat());
  const count = KEPT_AT_ONCE * sumOf(prompt);
  for (let asked = 0; asked < KEPT; asked += count) expect(await kept.ask(all, count)).toHaveLength(count);
}

const INTERFACES: readonly (readonly [Interface, Dialect])[] = [
  ['wire', WIRE],
  ['wire over TCP', WIRE],
  ['http', HTTP],
  ['spop', SPOP],
  ['squid', SQUID],
];

/** Two more rounds, and all is as it was. A heap that grew gets more of them: one that leaks grows each time, one that warms up does not. */
async function expectNoGrowth(child: Child, before: Holdings, round: () => Promise<unknown>): Promise<void> {
  const growths: number[] = [];
  for (let last = before; growths.length < LOOKS; ) {
    await child.during(round());
    await child.during(round());
    const now = await child.settled(countsOf(before));
    expect([SEED, countsOf(now)]).toEqual([SEED, countsOf(before)]);
    growths.push(now.octets - last.octets);
    if (growths.at(-1)! < NOISE_OCTETS) return;
    last = now;
  }
  throw new Error(`seed ${SEED}: in each two rounds the heap grew by so many octets: ${growths.join(', ')}`);
}

test.concurrent.each(INTERFACES)(
  '%s: gives back all that hostile connections held, and answers as before',
  async (name, dialect) => {
    const child = new Child(name);
    const { hasty, patient } = await child.ready;
    const plan = attacks(ATTACKS, SEED);
    expect(await askWell(hasty, dialect)).toMatch(dialect.answer);
    const kept = new Conversation(patient, dialect);
    // It asks at once: HTTP waits for a first request less long than for the next.
    await kept.ask(dialect.question, dialect.opened + 1);
    const before = countsOf(await child.steady());
    const round = async (): Promise<void> => {
      await Promise.all([
        carryOutAll(plan, hasty, dialect),
        dialect.leaves ? hurlUntilCut(open(hasty), dialect.opening, dialect.lengthy) : undefined,
        converse(kept, dialect),
      ]);
    };
    await child.during(round());
    const first = await child.settled(before);
    expect([SEED, countsOf(first)]).toEqual([SEED, before]);
    await expectNoGrowth(child, first, round);
    expect(await askWell(hasty, dialect)).toMatch(dialect.answer);
    for (const [what, octets, says] of dialect.refusals)
      expect([what, await askOnce(hasty, dialect, octets)]).toEqual([what, expect.stringMatching(says)]);
    kept.end();
    child.end();
  },
  TIMEOUT_MS,
);

/** A service that is none: it answers as planned, whatever it is asked. */
class HostileService {
  readonly path = socketPath();
  served = 0;
  #trueService: Address | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #plan: readonly Attack[];
  readonly #server = createServer({ allowHalfOpen: true }, (socket) => this.#serve(socket));

  constructor(plan: readonly Attack[]) {
    this.#plan = plan;
  }

  async listen(): Promise<void> {
    ends.push(() => this.#server.close());
    await new Promise<void>((resolve) => this.#server.listen(this.path, resolve));
  }

  /** From now on connections are led there, or ill-treated; those that there are end. */
  leadTo(trueService: Address | undefined): void {
    this.#trueService = trueService;
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    if (this.#trueService === undefined) {
      const attack = this.#plan[this.served++ % this.#plan.length]!;
      const reads = attack.kind !== 'flood';
      // A client keeps a connection on which nothing comes.
      const end = attack.end === 'left' || !reads ? 'reset' : attack.end;
      void hurl(socket, { octets: octetsOf(attack, ANSWERS), inPieces: attack.inPieces, end, reads });
      return;
    }
    const service = open(this.#trueService);
    socket.on('error', () => {}).on('close', () => service.destroy());
    service.on('error', () => {}).on('close', () => socket.destroy());
    socket.pipe(service).pipe(socket);
  }
}

test.concurrent(
  'client library: gives back all that a hostile service made it hold, and is answered by a true one',
  async () => {
    const hostile = new HostileService(attacks(ATTACKS, SEED));
    await hostile.listen();
    const child = new Child('client', hostile.path);
    const { patient } = await child.ready;
    const ask = async (withGuests: boolean, isOver: () => boolean): Promise<Asked> => {
      const asked = child.tell<Asked>({ do: 'ask', withGuests });
      while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 10));
      child.stopAsking();
      return asked;
    };
    /** Clients come back one by one; then all of them are answered. */
    const allAnswered = async (): Promise<void> => {
      for (const until = Date.now() + PATIENCE_MS; ; ) {
        const { answers, causes } = await ask(false, () => true);
        if (answers > 0 && causes.length === 0) return;
        if (Date.now() > until) throw new Error(`seed ${SEED}: a client has no answers of a true service: ${causes}`);
      }
    };
    const round = async (): Promise<void> => {
      hostile.leadTo(undefined);
      const enough = hostile.served + ATTACKS;
      const { causes } = await ask(true, () => hostile.served >= enough);
      expect(causes).toContain('the connection was lost');
      hostile.leadTo(patient);
      await ask(true, () => true); // a true service would leave a guest's connection open, if the guest did
      await allAnswered();
    };
    hostile.leadTo(patient);
    await allAnswered();
    const before = countsOf(await child.steady());
    await child.during(round());
    const first = await child.settled(before);
    expect([SEED, countsOf(first)]).toEqual([SEED, before]);
    await expectNoGrowth(child, first, round);
    child.end();
  },
  TIMEOUT_MS,
);

test.concurrent(
  'squid helper: nothing is kept of its waits for a Squid that does not read',
  async () => {
    const child = new Child('stalled squid');
    await child.ready;
    const stall = (): Promise<number> => child.tell<number>({ do: 'stall' });
    await stall();
    const before = await child.steady();
    await expectNoGrowth(child, before, stall);
    child.end();
  },
  TIMEOUT_MS,
);
