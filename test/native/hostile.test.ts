/** What no caller should do to the addon, and environments that end under it: scripts/native-hostile.mjs, which `npm run native:sanitize` runs too. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describeNetns } from '../support/netns.js';

const file = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

describeNetns('the addon in wrong hands', () => {
  test('gives errors and does not crash', () => {
    const binary = file('native-bindings/build/Release/pinsight.node');
    const said = execFileSync(process.execPath, [file('scripts/native-hostile.mjs'), binary], { encoding: 'utf8' });
    // All of it was run: hundreds of checks of arguments come before any packet.
    expect(Number(/^(\d+) checks$/m.exec(said)?.[1])).toBeGreaterThan(300);
  });
});
