/** The fuzzer itself: every target passes a few runs, and one that fails is shrunk and written down. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { fuzz } from './run.js';
import { TARGETS } from './targets.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinsight-fuzz-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each(TARGETS.map(({ name }) => name))('%s', async (name) => {
  const { input, check } = TARGETS.find((target) => target.name === name)!;
  await fc.assert(
    fc.asyncProperty(input, async (octets) => check(octets)),
    { numRuns: 20, seed: 2 },
  );
});

test('what fails is shrunk, written under the name of its target, and told with its seed', async () => {
  const lines: string[] = [];
  const begun: string[] = [];
  const target = {
    name: 'planted',
    input: fc.uint8Array({ maxLength: 100 }),
    check: (octets: Uint8Array): void => {
      if (octets.includes(0x80)) throw new Error('an octet that is not liked');
    },
  };
  const failed = await fuzz({
    targets: [target],
    seconds: 60,
    seed: 5,
    folder,
    print: (line) => lines.push(line),
    begin: (name) => begun.push(name),
  });
  expect(failed).toBe(3);
  const files = readdirSync(folder);
  expect(files.length).toBe(1);
  expect(files[0]).toMatch(/^planted\.[0-9a-f]{8}\.bin$/);
  expect([...readFileSync(join(folder, files[0]!))]).toEqual([0x80]);
  expect(lines[0]).toContain('seed 5');
  expect(lines.join('\n')).toContain('an octet that is not liked');
  expect(new Set(begun)).toEqual(new Set(['planted']));
});
