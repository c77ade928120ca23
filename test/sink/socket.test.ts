/** Records by a Unix socket: whole ones, to every reader from its connection on; a slow one loses its own only. */
import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MAX_READERS, type SocketOptions, SocketOutput } from '../../src/sink/socket.js';
import { until } from '../support/live-source.js';

let folder: string;
let at: string;
let logged: string[];
let outputs: SocketOutput[];
let sockets: Socket[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinsight-socket-'));
  at = path.join(folder, 'flows.sock');
  logged = [];
  outputs = [];
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(outputs.map((output) => output.close()));
  rmSync(folder, { recursive: true });
});

async function listen(options: Partial<SocketOptions> = {}): Promise<SocketOutput> {
  const output = await SocketOutput.listen({ path: at, log: (message) => logged.push(message), ...options });
  outputs.push(output);
  return output;
}

interface Reader {
  readonly socket: Socket;
  text: string;
}

async function reader(output: SocketOutput, reads = true): Promise<Reader> {
  const before = output.readers;
  const socket = connect(at);
  sockets.push(socket);
  const one: Reader = { socket, text: '' };
  socket.on('error', () => {});
  if (reads) socket.on('data', (chunk) => (one.text += chunk));
  else socket.pause();
  await until(() => output.readers > before);
  return one;
}

const line = (n: number, length = 20): Buffer => Buffer.from(`${`{"n":${n}`.padEnd(length - 2)}}\n`);

/** Numbers of the lines, each of which must be whole. */
function numbers(text: string): number[] {
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((one) => JSON.parse(one).n);
}

/** Records of a kilobyte that the socket is given at once. */
const UNDER_WAY = 66;

test('every reader gets all records from its connection on; the octets may be used again at once', async () => {
  const output = await listen();
  expect(statSync(at).mode & 0o777).toBe(0o600);
  const octets = line(0);
  const write = (n: number): boolean => {
    octets.set(line(n));
    const taken = output.write(octets, 1);
    octets.fill(0);
    return taken;
  };
  expect(write(1)).toBe(true); // for nobody
  const first = await reader(output);
  write(2);
  const second = await reader(output);
  for (let n = 3; n <= 200; n++) write(n);
  await until(() => first.text.length === 199 * 20 && second.text.length === 198 * 20);
  expect(numbers(first.text)).toEqual(Array.from({ length: 199 }, (_, i) => i + 2));
  expect(numbers(second.text)).toEqual(Array.from({ length: 198 }, (_, i) => i + 3));
  expect(output.lost).toBe(0);
});

test('a reader that does not read loses whole records, counted and logged; the other gets all', async () => {
  const output = await listen({ readerOctets: 100_000 });
  const slow = await reader(output, false);
  const quick = await reader(output);
  const total = 2000;
  let notTaken = 0;
  for (let n = 0; n < total; n++) {
    if (!output.write(line(n, 1000), 1)) notTaken++;
    // The quick one has a turn to read: it has a bound, too.
    if (n % 20 === 19) await until(() => quick.text.length === (n + 1) * 1000);
  }
  expect(notTaken).toBeGreaterThan(0);
  expect(output.lost).toBe(notTaken);
  expect(numbers(quick.text)).toEqual(Array.from({ length: total }, (_, i) => i));
  for (let ms = 0; ms < 25_000; ms += 100) output.tick(ms);
  expect(logged).toEqual([`unix:${at}: reader 1 is too slow: ${notTaken} records were lost for it`]);
  // It wakes up: what it gets is whole, and what it did not get is what was counted.
  slow.socket.on('data', (chunk) => (slow.text += chunk)).resume();
  await until(() => slow.text.length === (total - notTaken) * 1000);
  const got = numbers(slow.text);
  expect(got).toEqual([...new Set(got)].sort((a, b) => a - b));
  output.write(line(9999, 1000), 1);
  await until(() => slow.text.length === (total - notTaken + 1) * 1000);
  expect(numbers(slow.text).at(-1)).toBe(9999);
});

test('a reader that leaves, or dies in the middle, is forgotten', async () => {
  const output = await listen();
  const leaving = await reader(output);
  const dying = await reader(output, false);
  for (let n = 0; n < 1000; n++) output.write(line(n, 1000), 1);
  leaving.socket.end();
  dying.socket.destroy();
  await until(() => output.readers === 0);
  expect(output.write(line(1), 1)).toBe(true);
  // What waited for the dead one is lost, and said to be; the other may have had everything before it left.
  expect(output.lost).toBeGreaterThan(0);
  expect(logged).toContainEqual(expect.stringMatching(/: reader 2 did not take the last \d+ records$/));
});

test('no more readers than the limit', async () => {
  const output = await listen();
  for (let i = 0; i < MAX_READERS; i++) await reader(output);
  const late = connect(at);
  sockets.push(late);
  let closed = false;
  late
    .on('error', () => {})
    .on('close', () => {
      closed = true;
    })
    .resume();
  await until(() => closed);
  expect(output.readers).toBe(MAX_READERS);
  expect(logged).toEqual([`unix:${at}: a reader was turned away: 64 are connected`]);
});

test('at the end a reader gets what waits for it, and one that does not read is not waited for long', async () => {
  const output = await listen();
  const quick = await reader(output);
  const slow = await reader(output, false);
  for (let n = 0; n < 2000; n++) output.write(line(n, 1000), 1);
  let ended = false;
  quick.socket.on('end', () => {
    ended = true;
  });
  await output.close();
  await until(() => ended);
  expect(numbers(quick.text)).toHaveLength(2000);
  expect(existsSync(at)).toBe(false);
  // What the other finds in its socket, and what was counted as lost for it, is all; what was under way may be there in part.
  const gone = new Promise((resolve) => slow.socket.once('close', resolve));
  slow.socket.on('data', (chunk) => (slow.text += chunk)).resume();
  await gone;
  const whole = Math.floor(slow.text.length / 1000);
  expect(output.lost).toBeGreaterThanOrEqual(2000 - whole);
  expect(output.lost).toBeLessThanOrEqual(2000 - whole + UNDER_WAY);
  expect(logged).toEqual([`unix:${at}: reader 2 did not take the last ${output.lost} records`]);
});

test('of one that stops in the middle, what it has taken is not lost', async () => {
  const output = await listen();
  const other = await reader(output);
  for (let n = 0; n < 8000; n++) output.write(line(n, 1000), 1);
  await until(() => other.text.length > 2_000_000);
  other.socket.pause();
  await new Promise((resolve) => setTimeout(resolve, 50)); // what is in the socket stays there
  await output.close();
  const gone = new Promise((resolve) => other.socket.once('close', resolve));
  other.socket.resume();
  await gone;
  const whole = Math.floor(other.text.length / 1000);
  expect(whole).toBeGreaterThan(2000);
  expect(output.lost).toBeGreaterThanOrEqual(8000 - whole);
  expect(output.lost).toBeLessThanOrEqual(8000 - whole + UNDER_WAY);
});

test('who reads everything and leaves has lost nothing', async () => {
  const output = await listen();
  for (let round = 0; round < 20; round++) {
    const one = await reader(output);
    for (let n = 0; n < 20; n++) output.write(line(n), 1);
    await until(() => one.text.length === 400);
    one.socket.end();
    output.write(line(20), 1);
    await until(() => output.readers === 0);
  }
  expect([output.lost, logged]).toEqual([0, []]);
});

test('another mode, and a path that is in use', async () => {
  await listen({ mode: 0o660 });
  expect(statSync(at).mode & 0o777).toBe(0o660);
  await expect(SocketOutput.listen({ path: at, log: () => {} })).rejects.toMatchObject({
    code: 'cannot_listen',
    message: expect.stringMatching(/another program listens there/),
  });
});

// Only root can give a socket away.
(process.getuid?.() === 0 ? test : test.skip)(
  'given to another user it is theirs, and nothing else that has its name',
  async () => {
    const NOBODY = 65_534;
    const output = await listen();
    output.give(NOBODY);
    expect(statSync(at).uid).toBe(NOBODY);
    const other = path.join(folder, 'other');
    writeFileSync(other, '');
    unlinkSync(at);
    symlinkSync(other, at);
    output.give(NOBODY);
    expect(statSync(other).uid).toBe(0);
  },
);
