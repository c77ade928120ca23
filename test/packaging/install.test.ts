/** packaging/install.sh into a tree of its own: what it puts there runs, and goes again; and the systemd unit is one. Needs the built program. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCRIPT = path.join(ROOT, 'packaging/install.sh');
const UNIT = path.join(ROOT, 'packaging/systemd/pinsight@.service');
const SYSUSERS = path.join(ROOT, 'packaging/systemd/pinsight.sysusers');
/** Settings of before. */
const OWN = 'PINSIGHT_OPTIONS=--serve\n';
const built = existsSync(path.join(ROOT, 'dist/cli/main.js'));
const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;

(built ? describe : describe.skip)(`install.sh${built ? '' : ' (skipped: npm run build has not run)'}`, () => {
  let tree: string;
  const at = (...parts: readonly string[]): string => path.join(tree, ...parts);
  const settings = (): string => at('etc/pinsight/attach.env');
  const install = (...args: readonly string[]): string =>
    execFileSync('sh', [SCRIPT, ...args], { env: { ...process.env, DESTDIR: tree }, encoding: 'utf8' });

  beforeAll(() => {
    tree = mkdtempSync(path.join(tmpdir(), 'pinsight-install-'));
    mkdirSync(at('etc/pinsight'), { recursive: true });
    writeFileSync(settings(), OWN);
    install();
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  test('the program runs where it was put, with what it needs', () => {
    const run = (...args: readonly string[]): string =>
      execFileSync(process.execPath, [at('usr/bin/pinsight'), ...args], { cwd: tree, encoding: 'utf8' });
    expect(run('--version').trim()).toBe(version);
    const capture = path.join(ROOT, 'fixtures/captures/phone-through-tunnel.pcapng');
    expect(run('classify', '-f', 'jsonl', capture).trim().split('\n').length).toBeGreaterThan(1);
    // The service loads most packages: it gets as far as the socket that it may not make.
    const socket = at('no', 'such', 'folder', 'v.sock');
    const args = [at('usr/bin/pinsight'), 'serve', '--socket', socket, '--http', 'none'];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([status, stderr.trim().split('\n').at(-1)]).toEqual([2, expect.stringContaining('v.sock')]);
  });

  test('packages that only building needs stay behind', () => {
    const packages = readdirSync(at('usr/lib/pinsight/node_modules'));
    expect(packages).toEqual(expect.arrayContaining(['commander', 'fastify', 'pino', 'prom-client']));
    for (const name of ['typescript', 'jest', '@biomejs', '@swc']) expect(packages).not.toContain(name);
  });

  test('what belongs to it lies where the system looks for it', () => {
    for (const file of [
      'lib/systemd/system/pinsight@.service',
      'usr/lib/sysusers.d/pinsight.conf',
      // Where the guide has it.
      'usr/share/pinsight/integrations/mitmproxy/pinsight_addon.py',
      'usr/share/pinsight/wire.proto',
      'usr/share/bash-completion/completions/pinsight',
      'usr/share/doc/pinsight/attach.md',
      'usr/share/doc/pinsight/integrations/haproxy.md',
      'usr/share/doc/pinsight/grafana-dashboard.json',
    ])
      expect([file, existsSync(at(file))]).toEqual([file, true]);
  });

  test('away again: settings stay as they were made', () => {
    install('--uninstall');
    expect(readFileSync(settings(), 'utf8')).toBe(OWN);
    const left = readdirSync(tree, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
    expect(left.map(({ name }) => name)).toEqual(['attach.env']);
  });

  test('wrong use is said, and does nothing', () => {
    const { status, stderr } = spawnSync('sh', [SCRIPT, '--purge'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, 'usage: install.sh [--uninstall]\n']);
  });
});

test('the user that the unit runs as is one that is made, and a folder that proxies get into is not private to it', () => {
  const unit = readFileSync(UNIT, 'utf8');
  const [, user] = /^User=(.*)$/m.exec(unit) ?? [];
  expect(readFileSync(SYSUSERS, 'utf8')).toMatch(new RegExp(`^u ${user} - "`, 'm'));
  // systemd.exec(5), RuntimeDirectoryPreserve=: with a dynamic user it lies below /run/private.
  expect(unit).toMatch(/^RuntimeDirectoryPreserve=yes$/m);
  expect(unit).not.toMatch(/^DynamicUser=/m);
});

(analyze ? test : test.skip)('systemd takes the unit', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pinsight-unit-'));
  try {
    const instance = path.join(folder, 'pinsight@tun0.service');
    cpSync(UNIT, instance);
    const { stderr } = spawnSync('systemd-analyze', ['verify', instance], { encoding: 'utf8' });
    const complaints = stderr.split('\n').filter((line) => line.includes('pinsight@tun0'));
    // The one thing that is right here: it is not installed on this machine.
    expect(complaints.filter((line) => !line.includes('/usr/bin/pinsight is not executable'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
