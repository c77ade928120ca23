import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchArguments } from '../../src/cli/commands/bench.js';

test('options go on as they were given', () => {
  expect(benchArguments({ quick: true, rounds: '3', generateOnly: true, json: '-x.json' })).toEqual([
    '--quick',
    '--rounds=3',
    '--generate-only',
    '--json=-x.json',
  ]);
});

describe('the program, built', () => {
  const program = 'dist/cli/main.js';
  const capture = 'fixtures/captures/phone-through-tunnel.pcapng';
  const bench = (...args: string[]) => spawnSync(process.execPath, [program, 'bench', ...args], { encoding: 'utf8' });

  test('measures a capture that is named, and writes the figures', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pinsight-bench-'));
    try {
      const json = join(folder, 'figures.json');
      const { status, stdout } = bench(
        '--only',
        'pinsight -w 1',
        '--rounds',
        '1',
        '--json',
        json,
        '--cache',
        folder,
        capture,
      );
      expect(status).toBe(0);
      expect(stdout).toContain('| pinsight -w 1 |');
      const { rows } = JSON.parse(readFileSync(json, 'utf8')) as { rows: { packets: number; tool: string }[] };
      expect(rows).toEqual([expect.objectContaining({ tool: 'pinsight -w 1', packets: 819 })]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);

  test('says what is wrong in one line', () => {
    const { status, stderr } = bench('no-such-capture.pcap');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^bench: .*no-such-capture\.pcap: no such file\n$/);
  });
});
