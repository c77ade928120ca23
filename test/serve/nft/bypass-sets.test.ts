/** BypassSets on a program that takes lines as `nft -i` does, writes them down, and fails as told. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BypassSets, MAX_CHUNK, MAX_QUEUED } from '../../../src/serve/nft/bypass-sets.js';
import type { Log } from '../../../src/serve/services.js';

/** Lines go to a file; a line with the word in `refuse` is refused, `die` ends the program. */
const FAKE = `
const fs = require('node:fs'); const [folder] = process.argv.slice(1);
const told = (name) => fs.existsSync(folder + '/' + name) ? fs.readFileSync(folder + '/' + name, 'utf8') : undefined;
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  if (line.startsWith('describe ')) return process.stdout.write('payload expression, datatype integer (integer), 4 bits\\n');
  fs.appendFileSync(folder + '/lines', line + '\\n');
  const word = told('refuse');
  const hold = told('hold'); // milliseconds
  if (hold !== undefined) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(hold));
  if (word !== undefined && line.includes(word)) { process.stderr.write('Error: ' + told('message') + '\\n' + line + '\\n'); }
  if (told('die') !== undefined) { fs.unlinkSync(folder + '/die'); process.exit(3); }
});`;

let folder: string;
let sets: BypassSets;
let logged: string[];
let now: number;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinsight-nft-'));
  logged = [];
  now = 0;
  const keep = (what: object, message: string): void => void logged.push(`${message} ${JSON.stringify(what)}`);
  const log: Log = { info: keep, warn: keep, error: keep };
  sets = new BypassSets({
    ruleset: { table: 'pinsight', quic: true },
    timeoutSeconds: 600,
    log,
    program: [process.execPath, '-e', FAKE, folder],
    clockMs: () => now,
  });
});
afterEach(async () => {
  await sets.close();
  rmSync(folder, { recursive: true });
});

const lines = (): string[] =>
  existsSync(path.join(folder, 'lines')) ? readFileSync(path.join(folder, 'lines'), 'utf8').trimEnd().split('\n') : [];

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !holds(); i++) await sleep(10);
  expect(holds()).toBe(true);
}

test('the table is made, filled in one line, and taken away', async () => {
  await sets.start();
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  sets.verdict('bypass', 'FD00:0::2', '2001:db8::7', 5222);
  await until(() => sets.counters.added === 2);
  await sets.close();
  expect(lines().slice(1)).toEqual([
    'add element inet pinsight bypass4 { 10.8.0.2 . 203.0.113.7 . 443 timeout 600s }; ' +
      'add element inet pinsight bypass6 { fd00::2 . 2001:db8::7 . 5222 timeout 600s }',
    'delete table inet pinsight',
  ]);
});

test('a member is told again once half of its time is over, not before', async () => {
  await sets.start();
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  await until(() => sets.counters.added === 1);
  now = 299_000;
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  now = 300_000;
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  await until(() => sets.counters.refreshed === 1);
  // Adding what is there does not prolong its life: nft(8).
  const element = 'inet pinsight bypass4 { 10.8.0.2 . 203.0.113.7 . 443';
  expect(lines().slice(2)).toEqual([
    `add element ${element} timeout 600s }; delete element ${element} }; add element ${element} timeout 600s }`,
  ]);
});

test('a verdict to inspect takes the member out; one for a stranger says nothing', async () => {
  await sets.start();
  sets.verdict('inspect', '10.8.0.9', '203.0.113.7', 443);
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  await until(() => sets.counters.added === 1);
  sets.verdict('inspect', '10.8.0.2', '203.0.113.7', 443);
  await until(() => sets.counters.removed === 1);
  expect(lines()).toHaveLength(3);
  expect(lines()[2]).toMatch(/; delete element inet pinsight bypass4 \{ 10\.8\.0\.2 \. 203\.0\.113\.7 \. 443 \}$/);
});

test('a verdict to inspect while nft is being told of the member takes it out', async () => {
  await sets.start();
  writeFileSync(path.join(folder, 'hold'), '100');
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  await until(() => lines().length === 2); // nft is at it
  sets.verdict('inspect', '10.8.0.2', '203.0.113.7', 443);
  await until(() => sets.counters.added === 1 && sets.counters.removed === 1);
  expect(sets.size).toBe(0);
  expect(lines().at(-1)).toMatch(/; delete element inet pinsight bypass4 \{ 10\.8\.0\.2 \. 203\.0\.113\.7 \. 443 \}$/);
});

test('a set that is full keeps nobody in that is to be inspected', async () => {
  await sets.start();
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  await until(() => sets.counters.added === 1);
  writeFileSync(path.join(folder, 'message'), 'Could not process rule: Too many open files in system');
  writeFileSync(path.join(folder, 'refuse'), '203.0.113.8');
  sets.verdict('bypass', '10.8.0.2', '203.0.113.8', 443);
  sets.verdict('inspect', '10.8.0.2', '203.0.113.7', 443);
  await until(() => sets.counters.removed === 1);
  expect(sets.size).toBe(0);
});

test('nothing but addresses and ports reaches nft', async () => {
  await sets.start();
  for (const [client, server, port] of [
    ['10.8.0.2; flush ruleset', '203.0.113.7', 443],
    ['10.8.0.2', '203.0.113.7 }', 443],
    ['10.8.0.2', '2001:db8::7', 443],
    ['10.8.0.2', '203.0.113.7', 0],
    ['10.8.0.2', '203.0.113.7', 1.5],
    ['10.8.0.2', '203.0.113.7', 65_536],
  ] as const)
    sets.verdict('bypass', client, server, port);
  sets.verdict('bypass', '10.8.0.2', '203.0.113.8', 443);
  await until(() => sets.counters.added === 1);
  expect(lines()).toHaveLength(2);
});

test('many: in commands of a bounded length, and no more waiting than the bound', async () => {
  await sets.start();
  for (let i = 0; i < MAX_QUEUED + 5; i++)
    sets.verdict('bypass', '10.8.0.2', `198.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 443);
  expect(sets.counters.lost).toBe(5);
  // What was put in the queue can still be kept out, and what is a member taken out.
  sets.verdict('inspect', '10.8.0.2', '198.0.0.0', 443);
  expect(sets.counters.lost).toBe(5);
  await until(() => sets.counters.added === MAX_QUEUED - 1);
  const told = lines().slice(1);
  expect(told).toHaveLength(MAX_QUEUED / MAX_CHUNK);
  for (const line of told) expect(line.split(' timeout ')).toHaveLength(MAX_CHUNK + 1);
});

test('elements that are refused are counted and said, and the next ones are told', async () => {
  await sets.start();
  writeFileSync(path.join(folder, 'message'), 'Could not process rule: Too many open files in system');
  writeFileSync(path.join(folder, 'refuse'), '203.0.113.7');
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  await until(() => sets.counters.failed === 1);
  expect(logged.at(-1)).toContain('Too many open files in system');
  sets.verdict('bypass', '10.8.0.2', '203.0.113.8', 443);
  await until(() => sets.counters.added === 1);
  expect(sets.size).toBe(1);
});

test('nft dies: started again, the table made again, all members told again', async () => {
  await sets.start();
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  await until(() => sets.counters.added === 1);
  writeFileSync(path.join(folder, 'die'), '');
  sets.verdict('bypass', '10.8.0.2', '203.0.113.8', 443);
  await until(() => sets.counters.restarts === 1 && sets.size === 2);
  const after = lines().slice(3);
  expect(after[0]).toBe(lines()[0]);
  expect(after.slice(1).join(' ')).toMatch(/203\.0\.113\.7 .*203\.0\.113\.8|203\.0\.113\.8 .*203\.0\.113\.7/);
});

test('somebody took the table away: made again', async () => {
  await sets.start();
  writeFileSync(path.join(folder, 'message'), 'No such file or directory');
  writeFileSync(path.join(folder, 'refuse'), '203.0.113.7');
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  await until(() => sets.counters.failed === 1);
  rmSync(path.join(folder, 'refuse'));
  await until(() => sets.counters.restarts === 1 && sets.counters.added === 1);
  expect(sets.size).toBe(1);
});

test('somebody took the table away while a member was taken out: it does not come back', async () => {
  await sets.start();
  sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
  sets.verdict('bypass', '10.8.0.2', '203.0.113.8', 443);
  await until(() => sets.counters.added === 2);
  writeFileSync(path.join(folder, 'message'), 'No such file or directory');
  writeFileSync(path.join(folder, 'refuse'), '203.0.113.7');
  sets.verdict('inspect', '10.8.0.2', '203.0.113.7', 443);
  await until(() => sets.counters.failed === 1);
  rmSync(path.join(folder, 'refuse'));
  await until(() => sets.counters.added === 3); // the one that is left is told to the new table
  expect(sets.counters.restarts).toBe(1);
  expect(sets.size).toBe(1);
  expect(lines().at(-1)).toContain('203.0.113.8');
  expect(lines().at(-1)).not.toContain('203.0.113.7');
});

test('no program, no rights: said at the start', async () => {
  writeFileSync(path.join(folder, 'message'), 'Could not process rule: Operation not permitted');
  writeFileSync(path.join(folder, 'refuse'), 'add table');
  await expect(sets.start()).rejects.toThrow('Operation not permitted');
  const none = new BypassSets({
    ruleset: { table: 'pinsight', quic: true },
    timeoutSeconds: 1,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    program: [path.join(folder, 'no-such-program')],
  });
  await expect(none.start()).rejects.toThrow('ENOENT');
});
