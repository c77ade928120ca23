/** Where octets come from: files, FIFOs, standard input as a pipe or a file; what cannot be opened or is no capture. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { transformFileSync } from '@swc/core';
import { openSource } from '../../src/source/index.js';
import { writePcap } from '../support/capture-writer.js';
import { readAll, readFile, readOctets, sample } from './reading.js';

const PACKETS = Array.from({ length: 3000 }, (_, i) => ({ time: i, data: sample(i % 200, i) }));
const PCAP = writePcap({ packets: PACKETS });

const folder = mkdtempSync(join(tmpdir(), 'pinsight-'));
const path = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const refused = async (name: string): Promise<unknown> => {
  try {
    (await openSource(name)).close();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a regular file', () => {
  test('is read without a promise, to its size', async () => {
    writeFileSync(path('plain'), PCAP);
    const source = openSource(path('plain'));
    if (source instanceof Promise) throw new Error('a promise');
    expect(source.name).toBe(path('plain'));
    expect(source.size).toBe(PCAP.length);
    let packets = 0;
    for (let batch = source.next(); batch !== null; batch = source.next()) {
      if (batch instanceof Promise) throw new Error('a promise');
      packets += batch.count;
    }
    expect(packets).toBe(PACKETS.length);
    expect(source.position).toBe(PCAP.length);
    expect(source.next()).toBeNull();
  });

  test('two sources on one file do not disturb each other', async () => {
    writeFileSync(path('shared'), PCAP);
    const [one, other] = await Promise.all([readFile(path('shared'), 64), readFile(path('shared'), 4096)]);
    expect(one).toEqual(other);
    expect(one.packets).toHaveLength(PACKETS.length);
  });

  test('the descriptor is given back', async () => {
    writeFileSync(path('many'), PCAP.subarray(0, 24));
    const before = readdirSync('/proc/self/fd').length;
    for (let i = 0; i < 50; i++) await readFile(path('many'));
    writeFileSync(path('text'), 'no capture');
    for (let i = 0; i < 50; i++) await refused(path('text'));
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });
});

describe('refused', () => {
  test('what cannot be opened', async () => {
    mkdirSync(path('directory'));
    expect(await refused(path('directory'))).toMatchObject({
      code: 'cannot_open',
      message: expect.stringMatching(/it is a directory/),
    });
    expect(await refused(path('nothing'))).toMatchObject({
      code: 'cannot_open',
      message: expect.stringMatching(/no such file; check/),
    });
    expect(await refused(path('plain/below'))).toMatchObject({
      code: 'cannot_open',
      message: expect.stringMatching(/not a directory/),
    });
  });

  test('a name that would change the terminal is shown harmless', async () => {
    const error = await refused(path('a\u001b[2Jb'));
    expect(error).toMatchObject({ message: expect.stringContaining('a\\u{1b}[2Jb') });
  });

  test.each<[string, Uint8Array | string, string]>([
    ['an empty file', '', 'it is empty'],
    ['three octets of a magic', PCAP.subarray(0, 3), 'it ends after 3 octets (d4c3b2)'],
    ['text', 'Hello, world', 'it begins with the octets 48656c6c'],
    ['zstd', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0), 'it is compressed with zstd (pipe it in: zstd -dc FILE'],
    ['snoop', 'snoop\0\0\0', 'it is a snoop capture (convert it with editcap'],
  ])('%s is no capture', async (_, content, found) => {
    writeFileSync(path('no-capture'), content);
    expect(await refused(path('no-capture'))).toMatchObject({
      code: 'not_a_capture',
      message: `${path('no-capture')} is not a capture: ${found}`.concat(
        found.includes('(pipe') ? ' | pinsight classify -)' : found.includes('(convert') ? ' -F pcapng)' : '',
        '; accepted are pcap and pcapng files, also compressed with gzip',
      ),
    });
  });

  test('a device without octets', async () => {
    expect(await refused('/dev/null')).toMatchObject({
      code: 'not_a_capture',
      message: expect.stringMatching(/it is empty/),
    });
    expect(await refused('/dev/zero')).toMatchObject({
      code: 'not_a_capture',
      message: expect.stringMatching(/octets 00000000/),
    });
  });
});

describe('a FIFO', () => {
  test.each<[string, Uint8Array]>([
    ['plain', PCAP],
    ['compressed', gzipSync(PCAP)],
  ])('%s', async (name, file) => {
    execFileSync('mkfifo', [path(`fifo-${name}`)]);
    const opened = openSource(path(`fifo-${name}`));
    const writer = createWriteStream(path(`fifo-${name}`));
    writer.write(file.subarray(0, 1000));
    setTimeout(() => writer.end(file.subarray(1000)), 20);
    const source = await opened;
    expect(source.size).toBeUndefined();
    expect(await readAll(source)).toEqual(await readNamed());
  });

  test('closed while it is waited for', async () => {
    execFileSync('mkfifo', [path('fifo-closed')]);
    const opened = openSource(path('fifo-closed'));
    const writer = createWriteStream(path('fifo-closed'));
    writer.write(PCAP.subarray(0, 30));
    const source = await opened;
    const waiting = source.next();
    source.close();
    writer.end();
    expect(await waiting).toBeNull();
    expect(source.damage).toEqual([]);
  });
});

/** All packets; the damage's name does not matter, as there is none. */
const readNamed = () => readOctets(PCAP);

// A child process has a standard input of its own. Jest's transforms do not reach it, so the sources are translated first.
describe('standard input', () => {
  const script = path('child/read.js');

  beforeAll(() => {
    for (const part of ['bytes', 'source']) {
      mkdirSync(path(`child/${part}`), { recursive: true });
      const from = fileURLToPath(new URL(`../../src/${part}`, import.meta.url));
      for (const file of readdirSync(from).filter((name) => name.endsWith('.ts'))) {
        const { code } = transformFileSync(join(from, file), {
          jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
          module: { type: 'es6' },
        });
        writeFileSync(path(`child/${part}/${file.replace(/\.ts$/, '.js')}`), code);
      }
    }
    writeFileSync(path('child/package.json'), '{"type":"module"}');
    writeFileSync(
      script,
      `import { openSource } from ${JSON.stringify(pathToFileURL(path('child/source/index.js')).href)};
       if (process.argv[2] === 'non-blocking') process.stdin.pause();
       const source = await openSource('-');
       let packets = 0, octets = 0;
       for (let batch = await source.next(); batch !== null; batch = await source.next()) {
         packets += batch.count;
         for (let i = 0; i < batch.count; i++) octets += batch.captured[i];
       }
       console.log(JSON.stringify({ packets, octets, size: source.size, damage: source.damage }));
       process.exit(0);`,
    );
  });

  const octets = PACKETS.reduce((sum, packet) => sum + packet.data.length, 0);
  const whole = { packets: PACKETS.length, octets, damage: [] };

  test('a file redirected', () => {
    writeFileSync(path('redirected'), PCAP);
    const { stdout } = spawnSync(process.execPath, [script], {
      stdio: [openSync(path('redirected'), 'r'), 'pipe', 'inherit'],
    });
    expect(JSON.parse(String(stdout))).toEqual({ ...whole, size: PCAP.length });
  });

  test('a pipe', () => {
    const { stdout } = spawnSync('sh', ['-c', `cat | "$0" "$1"`, process.execPath, script], { input: PCAP });
    expect(JSON.parse(String(stdout))).toEqual(whole);
  });

  test('compressed, through a pipe', () => {
    const { stdout } = spawnSync('sh', ['-c', `cat | "$0" "$1"`, process.execPath, script], { input: gzipSync(PCAP) });
    expect(JSON.parse(String(stdout))).toEqual(whole);
  });

  test('a pipe cut short', () => {
    const input = PCAP.subarray(0, PCAP.length - 5);
    const { stdout } = spawnSync('sh', ['-c', `cat | "$0" "$1"`, process.execPath, script], { input });
    expect(JSON.parse(String(stdout))).toMatchObject({
      packets: PACKETS.length - 1,
      damage: [{ capture: '-', cause: 'the capture ends 5 octets before the end of packet 3000' }],
    });
  });

  test('a pipe that another has made non-blocking (EAGAIN), filled slowly', async () => {
    const child = spawn(process.execPath, [script, 'non-blocking'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += String(chunk);
    });
    const over = new Promise((resolve) => child.on('close', resolve));
    for (let at = 0; at < PCAP.length; at += 50_000) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      child.stdin.write(PCAP.subarray(at, at + 50_000));
    }
    child.stdin.end();
    await over;
    expect(JSON.parse(printed)).toEqual(whole);
  });
});
