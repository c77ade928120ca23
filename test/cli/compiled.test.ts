/** A script with code that was kept of it: run the same with it, without it, and with code of something else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codeOf, runCompiled } from '../../src/cli/compiled.js';

const folder = mkdtempSync(join(tmpdir(), 'pinsight-compiled-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): URL {
  const path = join(folder, name);
  writeFileSync(path, text);
  return pathToFileURL(path);
}

const SOURCE = "exports.answer = () => 6 * 7; exports.base = require('node:path').basename(moduleUrl);";

interface Exports {
  readonly answer: () => number;
  readonly base: string;
}

test.each([
  ['without kept code', undefined],
  ['with its own', 'own'],
  ['with what is no code', 'noise'],
])('%s', (_, code) => {
  const url = script('one.cjs', SOURCE);
  if (code === 'own') writeFileSync(codeOf(url), runCompiled(url).code());
  if (code === 'noise') writeFileSync(codeOf(url), 'no code');
  const { answer, base } = runCompiled(url).exports as Exports;
  expect(answer()).toBe(42);
  expect(base).toBe('one.cjs');
  if (code !== undefined) rmSync(codeOf(url));
});

test('code of a source of another length is not run', () => {
  const before = script('other.cjs', SOURCE);
  writeFileSync(codeOf(before), runCompiled(before).code());
  const url = script('other.cjs', SOURCE.replace('6 * 7', '6 * 7 + 1'));
  expect((runCompiled(url).exports as Exports).answer()).toBe(43);
});
