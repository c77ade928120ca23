import { existsSync, linkSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../src/bytes/usage-error.js';
import { checkOutput, Output, OutputError } from '../../src/sink/output.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinsight-output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file is not created before it is opened', () => {
  const path = join(folder, 'out');
  const output = new Output({ path });
  expect(existsSync(path)).toBe(false);
  output.open();
  output.close();
  expect(readFileSync(path, 'utf8')).toBe('');
});

test('text and octets come out whole and in order, larger than the buffer or not', () => {
  const path = join(folder, 'out');
  const output = new Output({ path });
  output.open();
  const pieces = ['a', 'é€😀'.repeat(40_000), 'b'.repeat(300_000), 'c'.repeat(100_000), 'd'.repeat(100_000)];
  for (const piece of pieces) {
    output.text(piece);
    output.octets(Buffer.from(piece));
  }
  output.close();
  expect(readFileSync(path, 'utf8') === pieces.map((piece) => piece + piece).join('')).toBe(true);
});

test('octets may be changed by their owner after the call', () => {
  const path = join(folder, 'out');
  const output = new Output({ path });
  output.open();
  const octets = Buffer.from('first');
  output.octets(octets);
  octets.fill('x');
  output.close();
  expect(readFileSync(path, 'utf8')).toBe('first');
});

test('a full disk is reported with the name of the output', () => {
  const output = new Output({ path: '/dev/full' });
  output.open();
  output.text('x');
  expect(() => output.flush()).toThrow(OutputError);
  output.text('x');
  expect(() => output.close()).toThrow(/^\/dev\/full: no space left on device \(the output is incomplete\)$/);
});

test('a file that cannot be created is wrong use', () => {
  const path = join(folder, 'no', 'such', 'folder');
  expect(() => new Output({ path }).open()).toThrow(UsageError);
});

test('whoever shares the terminal is told before octets leave', () => {
  const path = join(folder, 'out');
  let calls = 0;
  const output = new Output({ path, beforeWrite: () => calls++ });
  output.open();
  output.text('x');
  expect(calls).toBe(0);
  output.flush();
  expect(calls).toBe(1);
  output.close();
});

describe('checkOutput', () => {
  test('an input is not overwritten, under any of its names', () => {
    const input = join(folder, 'in.pcap');
    writeFileSync(input, 'x');
    symlinkSync(input, join(folder, 'soft'));
    linkSync(input, join(folder, 'hard'));
    for (const path of [input, join(folder, 'soft'), join(folder, 'hard'), join(folder, '.', 'in.pcap')]) {
      expect(() => checkOutput(path, ['other', input])).toThrow(/is also an input/);
    }
    writeFileSync(join(folder, 'other'), 'x');
    expect(() => checkOutput(join(folder, 'other'), [input])).not.toThrow();
  });

  test('a folder is refused, a new file and a device are not', () => {
    expect(() => checkOutput(folder, [])).toThrow(/is a directory/);
    expect(() => checkOutput(join(folder, 'new'), ['/no/such/input'])).not.toThrow();
    expect(() => checkOutput('/dev/null', ['/dev/null'])).not.toThrow();
  });
});
