import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counted, duration, ProgressLine } from '../../src/cli/progress.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinsight-progress-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function line(inputs: readonly string[], width = 200): { line: ProgressLine; written: string[]; clock: { s: number } } {
  const written: string[] = [];
  const clock = { s: 100 };
  const made = new ProgressLine({
    inputs,
    write: (text) => written.push(text),
    width: () => width,
    now: () => clock.s,
  });
  return { line: made, written, clock };
}

function file(name: string, octets: number): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.alloc(octets));
  return path;
}

test('share, rate and time left are of all inputs together', () => {
  const inputs = [file('a.pcap', 1000), file('b.pcap', 3000)];
  const { line: progress, written, clock } = line(inputs);
  const state = { capture: 'a.pcap', index: 0, inputs: 2, position: 500, size: 1000, packets: 3000, flows: 12 };
  clock.s = 102;
  progress.update(state);
  // 500 of 4000 octets in 2 s: 14 s for the rest.
  expect(written.at(-1)).toBe(
    '\r\u001b[Ka.pcap  1 of 2  12 %  3.0 k packets  12 open flows  1.5 k packets/s  14 s left',
  );
  clock.s = 104;
  progress.update({ ...state, capture: 'b.pcap', index: 1, position: 1000, packets: 1000 });
  // 2000 of 4000 octets in 4 s; 4000 packets.
  expect(written.at(-1)).toBe(
    '\r\u001b[Kb.pcap  2 of 2  50 %  4.0 k packets  12 open flows  1.0 k packets/s  4 s left',
  );
});

test('without a size there is no share and no time left', () => {
  const { line: progress, written, clock } = line(['-']);
  clock.s = 110;
  progress.update({ capture: '-', index: 0, inputs: 1, position: 5, size: undefined, packets: 10, flows: 1 });
  expect(written).toEqual(['\r\u001b[K-  10 packets  1 open flow  1 packets/s']);
});

test('it is cleared once, and only if it is there', () => {
  const { line: progress, written } = line(['-']);
  progress.clear();
  expect(written).toEqual([]);
  progress.update({ capture: '-', index: 0, inputs: 1, position: 0, size: undefined, packets: 0, flows: 0 });
  progress.clear();
  progress.clear();
  expect(written.slice(1)).toEqual(['\r\u001b[K']);
});

test('it stays on one line, whatever the name', () => {
  const { line: progress, written } = line(['-'], 40);
  const capture = `/long/${'x'.repeat(100)}\n\u001b[2J.pcap`;
  progress.update({ capture, index: 0, inputs: 1, position: 0, size: undefined, packets: 123_456, flows: 7 });
  const text = written[0]!.replace('\r\u001b[K', '');
  expect(text.length).toBeLessThan(40);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  expect(text).not.toMatch(/[\u0000-\u001f]/);
});

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1.0 k'],
  [9949, '9.9 k'],
  [9999, '10 k'],
  [1_234_567, '1.2 M'],
  [123_456_789, '123 M'],
  [5e15, '5000 T'],
])('counted %d', (value, text) => expect(counted(value)).toBe(text));

test.each([
  [0, '1 s'],
  [59.4, '59 s'],
  [60, '1 min 0 s'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
])('duration %d', (value, text) => expect(duration(value)).toBe(text));
