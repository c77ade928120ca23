/** `stream:` from all that can be named: file, fifo, standard input, a socket that is connected to, one that is created. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MAX_SENDERS, openStream, type StreamOptions } from '../../src/source/stream.js';
import { bundle } from '../support/bundle.js';
import { writePcap } from '../support/capture-writer.js';
import { tcpPacket, udpPacket } from '../support/frame-builder.js';
import { collect, until } from '../support/live-source.js';

const LINKTYPE_RAW = 101;
let folder: string;
const closers: (() => void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinsight-stream-'));
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
  rmSync(folder, { recursive: true });
});

async function open(options: StreamOptions) {
  const source = await openStream(options);
  closers.push(() => source.close());
  return source;
}

/** The format by Node's own big-endian writers. */
function frame(packet: Uint8Array, timeUs: bigint): Buffer {
  const octets = Buffer.alloc(12 + packet.length);
  octets.writeUInt32BE(packet.length, 0);
  octets.writeBigUInt64BE(timeUs, 4);
  octets.set(packet, 12);
  return octets;
}

const PACKETS = [
  tcpPacket({
    src: '10.8.0.2',
    dst: '203.0.113.7',
    srcPort: 50_000,
    dstPort: 443,
    payload: new Uint8Array(900).fill(7),
  }),
  udpPacket({ src: '10.8.0.2', dst: '203.0.113.7', srcPort: 50_001, dstPort: 443, payload: new Uint8Array(3) }),
];
const STREAM = Buffer.concat(PACKETS.map((packet, i) => frame(packet, BigInt(1000 + i))));
const EXPECTED = PACKETS.map((packet, i) => ({
  hex: Buffer.from(packet).toString('hex'),
  time: 1000 + i,
  linkType: LINKTYPE_RAW,
  onWire: packet.length,
}));

test.each([1, 13, 4096])('a file, read %i octets at once', async (readOctets) => {
  const file = path.join(folder, 'packets');
  writeFileSync(file, STREAM);
  const source = await open({ path: file, readOctets });
  expect([source.name, source.capture]).toEqual([`stream:${file}`, file]);
  const got = collect(source);
  await until(() => got.over !== undefined);
  expect(got.packets).toEqual(EXPECTED);
  expect(got.over).toEqual({ cause: undefined });
  expect(source.readCounters()).toEqual({ received: 2, dropped: 0, frozen: 0 });
});

test('a file that is cut short', async () => {
  const file = path.join(folder, 'packets');
  writeFileSync(file, STREAM.subarray(0, -1));
  const got = collect(await open({ path: file }));
  await until(() => got.over !== undefined);
  expect(got.packets).toEqual(EXPECTED.slice(0, 1));
  const at = 12 + PACKETS[0]!.length;
  expect(got.over).toEqual({
    cause: `the stream ends ${STREAM.length - 1 - at} octets into the frame at octet ${at} (after packet 1)`,
  });
});

test('a fifo: opened before its writer comes, and over when the writer goes', async () => {
  const fifo = path.join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  const got = collect(await open({ path: fifo }));
  const fd = openSync(fifo, 'w');
  writeSync(fd, STREAM.subarray(0, 20));
  writeSync(fd, STREAM.subarray(20));
  await until(() => got.packets.length === 2);
  expect(got.over).toBeUndefined();
  closeSync(fd);
  await until(() => got.over !== undefined);
  expect(got).toEqual({ packets: EXPECTED, over: { cause: undefined } });
});

test('a fifo with damage is over at once', async () => {
  const fifo = path.join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  const got = collect(await open({ path: fifo }));
  const fd = openSync(fifo, 'w');
  writeSync(fd, Buffer.concat([STREAM, Buffer.alloc(12, 0xff), STREAM]));
  await until(() => got.over !== undefined);
  closeSync(fd);
  expect(got.packets).toEqual(EXPECTED);
  expect(got.over!.cause).toBe(
    `length 4294967295 of the frame at octet ${STREAM.length} exceeds 65575 (after packet 2)`,
  );
});

test('standard input: a pipe, and a file', async () => {
  writeFileSync(
    path.join(folder, 'program.ts'),
    `import { openStream } from ${JSON.stringify(fileURLToPath(new URL('../../src/source/stream.ts', import.meta.url)))};
     const source = await openStream({ path: '-' });
     let packets = 0;
     source.start({
       batch: (batch) => { packets += batch.count; },
       over: (cause) => console.log(JSON.stringify({ name: source.name, packets, cause: cause ?? null })),
     });`,
  );
  const program = bundle(
    path.relative(fileURLToPath(new URL('../..', import.meta.url)), path.join(folder, 'program.ts')),
    folder,
  );
  const file = path.join(folder, 'packets');
  writeFileSync(file, STREAM);
  for (const stdio of ['pipe', openSync(file, 'r')] as const) {
    const child = spawn(process.execPath, [program], { stdio: [stdio, 'pipe', 'inherit'] });
    let out = '';
    child.stdout!.on('data', (chunk) => {
      out += chunk;
    });
    child.stdin?.end(STREAM);
    await until(() => child.exitCode !== null && out !== '');
    expect(JSON.parse(out)).toEqual({ name: 'stream:-', packets: 2, cause: null });
    if (typeof stdio === 'number') closeSync(stdio);
  }
});

test('nothing there: a UsageError that says what helps', async () => {
  await expect(openStream({ path: path.join(folder, 'nothing') })).rejects.toThrow(
    /cannot open stream:.*nothing: there is no such file, fifo or socket; stream:listen:.* creates a socket/,
  );
});

describe('a socket of another program', () => {
  let server: Server;
  let accepted: Socket[];
  let at: string;
  beforeEach(async () => {
    at = path.join(folder, 'vpn.sock');
    accepted = [];
    server = createServer((socket) => {
      socket.on('error', () => {}); // it is closed with octets that nobody read
      accepted.push(socket);
    });
    await new Promise<void>((resolve) => server.listen(at, resolve));
    closers.push(() => server.close());
  });

  test.each([7, 65_536])('is connected to, read %i octets at once, and comes back', async (readOctets) => {
    const source = await open({ path: at, readOctets });
    await until(() => accepted.length === 1);
    accepted[0]!.write(STREAM);
    await new Promise((resolve) => setTimeout(resolve, 20)); // there before anybody reads
    const got = collect(source);
    accepted[0]!.end(STREAM);
    await until(() => got.over !== undefined);
    expect(got).toEqual({
      packets: [...EXPECTED, ...EXPECTED],
      over: { cause: 'the sender has closed the connection' },
    });
    expect(source.comesBack).toBe(true);
  });

  test('that goes before it is read is over when it is', async () => {
    const source = await open({ path: at });
    await until(() => accepted.length === 1);
    accepted[0]!.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const got = collect(source);
    await until(() => got.over !== undefined);
    expect(got.over).toEqual({ cause: 'the sender has closed the connection' });
  });

  test('nothing is handed over after close', async () => {
    const source = await open({ path: at });
    const got = collect(source);
    await until(() => accepted.length === 1);
    accepted[0]!.write(STREAM);
    await until(() => got.packets.length === 2);
    accepted[0]!.write(STREAM);
    source.close();
    source.close();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(got).toEqual({ packets: EXPECTED, over: undefined });
  });
});

describe('listen:', () => {
  let at: string;
  beforeEach(() => {
    at = path.join(folder, 'in.sock');
  });

  const sender = async (): Promise<Socket> => {
    const socket = connect(at);
    closers.push(() => socket.destroy());
    socket.on('error', () => {});
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    return socket;
  };

  test('several senders feed one source; the damage of one ends only its own connection', async () => {
    const notices: string[] = [];
    const source = await open({ path: `listen:${at}`, notice: (message) => notices.push(message) });
    expect(statSync(at).mode & 0o777).toBe(0o600);
    const got = collect(source);
    const [one, two] = [await sender(), await sender()];
    one.write(STREAM.subarray(0, 100));
    two.write(STREAM);
    await until(() => got.packets.length === 2);
    one.write(STREAM.subarray(100));
    await until(() => got.packets.length === 4);
    let oneClosed = false;
    one.once('close', () => {
      oneClosed = true;
    });
    one.write(Buffer.alloc(100, 0x7f));
    await until(() => oneClosed);
    expect(notices).toEqual([
      `stream:listen:${at}: sender 1: length 2139062143 of the frame at octet ${STREAM.length} exceeds 65575 (after packet 2)`,
    ]);
    two.end(STREAM.subarray(0, 5));
    await until(() => notices.length === 2);
    expect(notices[1]).toMatch(/sender 2: the stream ends 5 octets into the frame at octet/);
    const three = await sender();
    three.write(STREAM);
    await until(() => got.packets.length === 6);
    expect(got.packets).toEqual([...EXPECTED, ...EXPECTED, ...EXPECTED]);
    expect(got.over).toBeUndefined();
    source.close();
    await until(() => !existsSync(at));
  });

  test('no more senders than the limit; room is made by one that leaves', async () => {
    const notices: string[] = [];
    const got = collect(await open({ path: `listen:${at}`, notice: (message) => notices.push(message) }));
    const senders: Socket[] = [];
    for (let i = 0; i < MAX_SENDERS; i++) senders.push(await sender());
    const late = await sender();
    await until(() => late.destroyed || late.readableEnded || notices.length > 0);
    expect(notices).toEqual([expect.stringMatching(/sender 17: turned away: 16 senders are connected/)]);
    senders[0]!.end(STREAM);
    await until(() => got.packets.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    (await sender()).write(STREAM);
    await until(() => got.packets.length === 4);
  });

  test('a socket that is in use is not taken; one that nobody listens at is; what is no socket stays', async () => {
    const first = await open({ path: `listen:${at}` });
    await expect(openStream({ path: `listen:${at}` })).rejects.toThrow(
      /cannot listen at .*: another program listens there/,
    );
    first.close();
    await until(() => !existsSync(at));
    // A program that is killed leaves its socket behind.
    const dead = spawn(process.execPath, ['-e', `require('net').createServer().listen(${JSON.stringify(at)})`]);
    await until(() => existsSync(at));
    dead.kill('SIGKILL');
    await until(() => dead.signalCode !== null);
    expect(existsSync(at)).toBe(true);
    const got = collect(await open({ path: `listen:${at}` }));
    (await sender()).write(STREAM);
    await until(() => got.packets.length === 2);
    const file = path.join(folder, 'file');
    writeFileSync(file, 'x');
    await expect(openStream({ path: `listen:${file}` })).rejects.toThrow(/something that is no socket has this name/);
    expect(readFileSync(file, 'utf8')).toBe('x');
    await expect(openStream({ path: `listen:${folder}/${'x'.repeat(200)}` })).rejects.toThrow(
      /octets, and 10[37] are possible/,
    );
  });
});

test("the document's sender, as it is printed there", async () => {
  const page = readFileSync(new URL('../../docs/formats/packet-stream.md', import.meta.url), 'utf8');
  const [, code] = /```js\n([\s\S]*?)```/.exec(page)!;
  const program = path.join(folder, 'sender.mjs');
  writeFileSync(program, code!);
  chmodSync(program, 0o644);
  const capture = path.join(folder, 'raw.pcap');
  writeFileSync(
    capture,
    writePcap({
      order: 'little',
      linkType: LINKTYPE_RAW,
      packets: PACKETS.map((data, i) => ({ time: 1_795_512_612_000_005 + i, data })),
    }),
  );
  const at = path.join(folder, 'in.sock');
  const got = collect(await open({ path: `listen:${at}` }));
  await promisify(execFile)(process.execPath, [program, capture, at]);
  await until(() => got.packets.length === 2);
  expect(got.packets).toEqual(EXPECTED.map((packet, i) => ({ ...packet, time: 1_795_512_612_000_005 + i })));
});
