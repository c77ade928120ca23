/** A file of whole records, rotated; and a disk that is full for a while. */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RETRY_MS, RotatingFile, type RotatingOptions } from '../../src/sink/rotating.js';

let folder: string;
let file: string;
let logged: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinsight-rotating-'));
  file = path.join(folder, 'flows.jsonl');
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (options: Partial<RotatingOptions> = {}) =>
  new RotatingFile({ path: file, log: (message) => logged.push(message), ...options });
const line = (n: number, length = 100): Buffer => Buffer.from(`${`{"n":${n}`.padEnd(length - 2, ' ')}}\n`);
const text = (name = file): string => readFileSync(name, 'utf8');
/** The numbers of the lines, each of which must be whole. */
const numbers = (name = file): number[] => {
  const content = text(name);
  expect(content === '' || content.endsWith('\n')).toBe(true);
  return content
    .split('\n')
    .slice(0, -1)
    .map((one) => JSON.parse(one).n);
};

test('records are in the file when the call returns; a second run goes on behind them', async () => {
  let output = open();
  expect(output.write(line(1), 1)).toBe(true);
  expect(numbers()).toEqual([1]);
  expect(statSync(file).mode & 0o007).toBe(0); // nothing for everybody
  await output.close();
  output = open();
  output.write(line(2), 1);
  await output.close();
  expect(numbers()).toEqual([1, 2]);
  expect([output.lost, logged]).toEqual([0, []]);
});

test.each(['never', 'rotate', 'second'] as const)(
  'by size: a file is never larger, and nothing is in two files (fsync %s)',
  async (fsync) => {
    const output = open({ maxOctets: 250, fsync });
    for (let n = 1; n <= 7; n++) {
      output.write(line(n), 1);
      output.tick(n * 10_000);
    }
    await output.close();
    expect(readdirSync(folder).sort()).toEqual(['flows.jsonl', 'flows.jsonl.1', 'flows.jsonl.2', 'flows.jsonl.3']);
    expect([`${file}.1`, `${file}.2`, `${file}.3`, file].map((name) => numbers(name))).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
      [7],
    ]);
    expect(logged).toEqual([]);
  },
);

test('one write that is larger than a file may be gets a file of its own', async () => {
  const output = open({ maxOctets: 250 });
  for (const [n, length] of [
    [1, 100],
    [2, 1000],
    [3, 100],
  ] as const)
    output.write(line(n, length), 1);
  await output.close();
  expect([`${file}.1`, `${file}.2`, file].map((name) => numbers(name))).toEqual([[1], [2], [3]]);
});

test('only so many are kept, the newest; other files stay', async () => {
  for (const other of ['flows.jsonl.gz', 'flows.jsonl.old', 'flows.jsonl.01', 'flows.jsonl.1.gz', 'else.1'])
    writeFileSync(path.join(folder, other), 'x');
  writeFileSync(`${file}.9`, line(0));
  const output = open({ maxOctets: 100, keep: 2 });
  for (let n = 1; n <= 6; n++) output.write(line(n), 1);
  await output.close();
  expect(readdirSync(folder).sort()).toEqual(
    [
      'else.1',
      'flows.jsonl',
      'flows.jsonl.01',
      'flows.jsonl.1.gz',
      'flows.jsonl.13',
      'flows.jsonl.14',
      'flows.jsonl.gz',
      'flows.jsonl.old',
    ].sort(),
  );
  expect([`${file}.13`, `${file}.14`, file].map((name) => numbers(name))).toEqual([[4], [5], [6]]);
});

test('by age: when a file is old enough and not empty', async () => {
  const output = open({ maxAgeMs: 1000 });
  output.tick(5000);
  output.write(line(1), 1);
  output.tick(5999);
  expect(existsSync(`${file}.1`)).toBe(false);
  output.tick(6000);
  expect(numbers(`${file}.1`)).toEqual([1]);
  output.tick(9000); // nothing came: no file for that
  output.tick(9500);
  output.write(line(2), 1);
  output.tick(9999);
  expect(existsSync(`${file}.2`)).toBe(false);
  output.tick(10_000);
  expect([numbers(`${file}.2`), numbers()]).toEqual([[2], []]);
  await output.close();
});

test('a file that somebody else has moved away is begun anew', async () => {
  const output = open({ maxOctets: 100 });
  output.write(line(1), 1);
  renameSync(file, path.join(folder, 'moved'));
  output.write(line(2), 1);
  await output.close();
  expect(numbers()).toEqual([2]);
  expect(numbers(path.join(folder, 'moved'))).toEqual([1]);
  expect(logged).toEqual([]);
});

test('a pipe is refused, since its reader could make us wait', () => {
  execFileSync('mkfifo', [file]);
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  expect(() => open()).toThrow(/is a pipe, which would make us wait; name a file, or unix:PATH/);
  closeSync(reader);
  expect(() => open()).toThrow(/is a pipe/); // and without a reader it does not wait for one
});

test('a folder that is not there is wrong use', () => {
  expect(() => open({ path: path.join(folder, 'no/such') })).toThrow(/no such file or directory/);
});

// Where the system has a device that is always full (Linux).
const full = existsSync('/dev/full') ? test : test.skip;

full('a full disk: records are lost and counted, one line about it, and it goes on once it can', async () => {
  symlinkSync('/dev/full', file);
  const output = open();
  output.tick(1000);
  expect(output.write(line(1), 3)).toBe(false);
  expect(output.write(line(2), 1)).toBe(false);
  output.tick(1000 + RETRY_MS);
  expect(output.write(line(3), 1)).toBe(false); // tried, and still full
  expect(output.lost).toBe(5);
  expect(logged).toEqual([`${file}: no space left on device; records are lost until it can be written again`]);
  unlinkSync(file);
  expect(output.write(line(4), 1)).toBe(false); // not tried before its time
  output.tick(1000 + 2 * RETRY_MS);
  expect(output.write(line(5), 1)).toBe(true);
  expect(output.write(line(6), 1)).toBe(true);
  expect(numbers()).toEqual([5, 6]);
  expect(output.lost).toBe(6);
  expect(logged.slice(1)).toEqual([`${file}: is written again; 6 records were lost`]);
  await output.close();
});

const mounts = ((): boolean => {
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
})();

(mounts ? test : test.skip)(
  'a small file system: the file holds whole records, at every size of the last write',
  async () => {
    const small = path.join(folder, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]);
    try {
      const at = path.join(small, 'flows.jsonl');
      const output = open({ path: at, maxOctets: 1_000_000 });
      let written = 0;
      let n = 0;
      output.tick(1000);
      while (output.write(line(++n, 1000), 1)) written++;
      expect(written).toBeGreaterThan(30); // 64 KiB, less what the file system needs
      expect(numbers(at)).toEqual(Array.from({ length: written }, (_, i) => i + 1));
      // Rotated away and deleted by somebody: there is room again.
      renameSync(at, path.join(small, 'old'));
      unlinkSync(path.join(small, 'old'));
      output.tick(1000 + RETRY_MS);
      expect(output.write(line(1000, 1000), 1)).toBe(true);
      expect(numbers(at)).toEqual([1000]);
      expect(output.lost).toBe(1);
      expect(logged).toHaveLength(2);
      await output.close();
    } finally {
      execFileSync('umount', ['-l', small]);
    }
  },
);

// Only root can give a file away.
(process.getuid?.() === 0 ? describe : describe.skip)('a file that is given to another user', () => {
  const NOBODY = 65_534;

  test('is theirs to open again', () => {
    const output = open();
    output.give(NOBODY);
    expect(statSync(file)).toMatchObject({ uid: NOBODY, mode: constants.S_IFREG | 0o640 });
  });

  test('is the one that was opened, whatever has its name by now', () => {
    const output = open();
    const other = path.join(folder, 'other');
    writeFileSync(other, '');
    unlinkSync(file);
    symlinkSync(other, file);
    output.give(NOBODY);
    expect(statSync(other).uid).toBe(0);
  });

  test('is no device', () => {
    const before = statSync('/dev/null').uid;
    open({ path: '/dev/null' }).give(NOBODY);
    expect(statSync('/dev/null').uid).toBe(before);
  });
});
