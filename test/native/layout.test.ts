/** The addon writes the columns that src/source/batch.ts has; and says why it is not there, where it is not. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadNative } from '../../native-bindings/load.js';
import { newBatch } from '../../src/source/batch.js';

const built = existsSync(fileURLToPath(new URL('../../native-bindings/build/Release/pinsight.node', import.meta.url)));
const testBuilt = built || process.env['CI'] !== undefined ? test : test.skip;

testBuilt('columns of a batch are those of the addon, of the same types', () => {
  const { addon, missing } = loadNative();
  expect(missing).toBeUndefined();
  const batch = newBatch(1) as unknown as Record<string, object>;
  const layout = addon!.batchLayout();
  expect(Object.keys(layout).length).toBeGreaterThan(0);
  for (const [name, type] of Object.entries(layout))
    expect([name, batch[name]?.constructor.name]).toEqual([name, type]);
});

testBuilt('its clock is the time of day in whole microseconds', () => {
  const before = Date.now() * 1000;
  const now = loadNative().addon!.realtimeUs();
  expect(Number.isInteger(now)).toBe(true);
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThan((Date.now() + 1) * 1000);
});

testBuilt('it knows the loopback interface, and none that is not there', () => {
  const { addon } = loadNative();
  // linux/if_arp.h: ARPHRD_LOOPBACK
  expect(addon!.interfaceInfo('lo')).toMatchObject({ index: 1, type: 772, linkType: 1 });
  expect(addon!.interfaceInfo('nope0')).toBeUndefined();
});

test('without a binary it says so, with a remedy, in one line', () => {
  const empty = mkdtempSync(path.join(tmpdir(), 'pinsight-none-'));
  const { addon, missing } = loadNative(empty, 'linux');
  expect(addon).toBeUndefined();
  expect(missing).toMatch(/^the native addon is not built for \S+: .*npm rebuild/);
  expect(missing).not.toContain('\n');
  rmSync(empty, { recursive: true });
});

test('a binary that does not load is no crash', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pinsight-bad-'));
  mkdirSync(path.join(folder, 'build/Release'), { recursive: true });
  writeFileSync(path.join(folder, 'build/Release/pinsight.node'), 'no library');
  const { addon, missing } = loadNative(folder, 'linux');
  expect(addon).toBeUndefined();
  expect(missing).toMatch(/^the native addon does not load \(.*\): .*npm rebuild/);
  rmSync(folder, { recursive: true });
});

test('elsewhere than on Linux there is none', () => {
  expect(loadNative(tmpdir(), 'darwin').missing).toBe('live capture needs Linux, and this is darwin');
});
