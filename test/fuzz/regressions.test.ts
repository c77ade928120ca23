/** Inputs that once broke something, each through the target that its name begins with. How to make one: npm run fuzz. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TARGETS } from './targets.js';

const FOLDER = fileURLToPath(new URL('../../fixtures/regressions', import.meta.url));
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.bin'));

test('every file names a target', () => {
  const names = new Set(TARGETS.map(({ name }) => name));
  expect(files.filter((file) => !names.has(file.split('.')[0]!))).toEqual([]);
  expect(files.length).toBeGreaterThan(0);
});

for (const file of files) {
  test(file, async () => {
    const target = TARGETS.find(({ name }) => name === file.split('.')[0])!;
    await target.check(new Uint8Array(readFileSync(`${FOLDER}/${file}`)));
  });
}
