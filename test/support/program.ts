/** The program as users run it: `dist/cli/main.js` in a process of its own. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
export const MAIN = at('dist/cli/main.js');
export const DEMO = at('fixtures/captures/phone-through-tunnel.pcapng');

export const built = existsSync(MAIN);
export const describeBuilt = built ? describe : describe.skip;

export let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinsight-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

export function pinsight(
  args: readonly string[],
  input?: Uint8Array | string,
  environment: Readonly<Record<string, string>> = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    ...(input === undefined ? {} : { input }),
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Through a shell, for pipes and redirections. */
export function shell(line: string): SpawnSyncReturns<string> {
  const command = line.replaceAll('pinsight', `'${process.execPath}' '${MAIN}'`).replaceAll('DEMO', `'${DEMO}'`);
  return spawnSync('bash', ['-c', `set -o pipefail; ${command}`], { encoding: 'utf8', cwd: folder });
}

export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export interface Line {
  flow_id: number;
  capture: string;
  src_ip: string;
  tls?: { sni?: string };
  flow: { pkts_toserver: number; pkts_toclient: number };
  pinsight: { action: string; reason: string; score?: number };
}
export const lines = (text: string): Line[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
