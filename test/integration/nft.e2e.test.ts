/**
 * docs/integrations/nftables.md with the real nft, in a namespace: members come, are told again, expire and go; the table goes with us, and
 * comes back when somebody takes it away. A packet of a member's is not redirected and its QUIC passes; others' are.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { BypassSets, MAX_CHUNK } from '../../src/serve/nft/bypass-sets.js';
import type { Log } from '../../src/serve/services.js';
import { Namespace } from '../support/netns.js';
import { describeProxies, until } from './proxy-lab.js';

const TABLE = 'pinsight_test';
const LOG: Log = { info: () => {}, warn: () => {}, error: () => {} };

describeProxies('nftables', ['nft', 'ss'], () => {
  let space: Namespace;
  let sets: BypassSets;
  const start = async (timeoutSeconds: number, redirectTo?: number): Promise<BypassSets> => {
    sets = new BypassSets({
      ruleset: { table: TABLE, quic: true, redirectTo },
      timeoutSeconds,
      log: LOG,
      program: ['ip', 'netns', 'exec', space.name, 'nft', '-i'],
    });
    await sets.start();
    return sets;
  };
  const members = (set: string): number =>
    (space.exec('nft', 'list', 'set', 'inet', TABLE, set).match(/ expires /g) ?? []).length;

  beforeEach(() => {
    space = new Namespace(`pinsight-${process.pid}-9-nft`);
  });
  afterEach(async () => {
    await sets.close();
    space.remove();
  });

  test('members of both families, refreshed, removed, expired', async () => {
    await start(4);
    sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
    sets.verdict('bypass', 'FD00::2', '2001:DB8:0::7', 443);
    sets.verdict('bypass', '10.8.0.3', '203.0.113.7', 443);
    await until('three members', () => sets.counters.added === 3);
    expect([members('bypass4'), members('bypass6')]).toEqual([2, 1]);
    expect(space.exec('nft', 'list', 'set', 'inet', TABLE, 'bypass6')).toContain('fd00::2 . 2001:db8::7 . 443');
    sets.verdict('inspect', '10.8.0.3', '203.0.113.7', 443);
    await until('one is gone', () => sets.counters.removed === 1);
    expect(members('bypass4')).toBe(1);
    await sleep(2500);
    sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
    await until('it was told again', () => sets.counters.refreshed === 1);
    await sleep(2000); // 4.5 s after it was added
    expect([members('bypass4'), members('bypass6')]).toEqual([1, 0]);
  });

  test('more than one command takes, each once', async () => {
    await start(600);
    const count = 2 * MAX_CHUNK + 7;
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < count; i++) sets.verdict('bypass', '10.8.0.2', `198.18.${i >> 8}.${i & 255}`, 443);
    }
    const from = performance.now();
    await until('all are members', () => sets.counters.added === count);
    process.stdout.write(`nft: ${((performance.now() - from) / count).toFixed(3)} ms an element\n`);
    expect(members('bypass4')).toBe(count);
    expect(sets.counters).toMatchObject({ refreshed: 0, failed: 0, lost: 0 });
  });

  test('the table goes with us', async () => {
    await start(600);
    expect(space.exec('nft', 'list', 'tables')).toContain(`inet ${TABLE}`);
    await sets.close();
    expect(space.exec('nft', 'list', 'tables')).toBe('');
  });

  test('somebody empties the ruleset, or nft dies: table and members are there again', async () => {
    await start(600);
    sets.verdict('bypass', '10.8.0.2', '203.0.113.7', 443);
    await until('a member', () => sets.counters.added === 1);
    space.exec('nft', 'flush', 'ruleset');
    sets.verdict('bypass', '10.8.0.2', '203.0.113.8', 443);
    await until('the table is back', () => sets.counters.restarts === 1 && sets.counters.added === 3);
    expect(members('bypass4')).toBe(2);
    const pids = execFileSync('ip', ['netns', 'pids', space.name], { encoding: 'utf8' }).trim().split('\n');
    for (const pid of pids) process.kill(Number(pid), 'SIGKILL');
    await until('nft is back', () => sets.counters.restarts === 2 && sets.counters.added === 5);
    expect(members('bypass4')).toBe(2);
  });

  test('the kernel steers: a member goes where it wants, others to the proxy', async () => {
    await start(600, 8080);
    // Locally made packets pass no prerouting hook but that of loopback's own second leg: a peer namespace sends.
    const peer = new Namespace(`pinsight-${process.pid}-8-nft`);
    try {
      space.exec('ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1', 'netns', peer.name);
      space.exec('ip', 'address', 'add', '10.8.0.1/24', 'dev', 'v0');
      space.exec('ip', 'link', 'set', 'v0', 'up');
      peer.exec('ip', 'address', 'add', '10.8.0.2/24', 'dev', 'v1');
      peer.exec('ip', 'link', 'set', 'v1', 'up');
      const script = `const net = require('node:net');
        for (const port of [443, 8080]) net.createServer((socket) => socket.end(String(port))).listen(port, '0.0.0.0');`;
      const servers = spawn('ip', ['netns', 'exec', space.name, process.execPath, '-e', script]);
      await until('both listen', () => space.exec('ss', '-Hltn').includes(':8080'));
      const ask = (): string =>
        spawnSync(
          'ip',
          [
            'netns',
            'exec',
            peer.name,
            process.execPath,
            '-e',
            "require('node:net').connect(443, '10.8.0.1').pipe(process.stdout)",
          ],
          { encoding: 'utf8', timeout: 10_000 },
        ).stdout;
      expect(ask()).toBe('8080');
      sets.verdict('bypass', '10.8.0.2', '10.8.0.1', 443);
      await until('a member', () => sets.counters.added === 1);
      expect(ask()).toBe('443');
      servers.kill();
    } finally {
      peer.remove();
    }
  });
});
