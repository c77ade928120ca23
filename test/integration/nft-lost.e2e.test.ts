/**
 * `pinsight attach --nft` that is killed, or hangs (docs/integrations/nftables.md): the kernel goes by the table that is there, so nothing waits;
 * members pass until they expire, everything else is inspected; and the next start begins with a table of its own.
 */

import { Caller } from '../support/e2e/caller.js';
import { CLIENT, CLIENTS_SIDE, type Fetched, Lab, ORDINARY, PIN_REFUSED, PINNED, SERVER } from '../support/e2e/lab.js';
import { isMember, listed, PING, QUIC_PORT, running, startEcho } from '../support/e2e/nft.js';
import { INSPECTION_CA, SERVER_CA } from '../support/e2e/pki.js';
import { describeE2e, type Program, until } from '../support/e2e/programs.js';

const PROXY_PORT = 8080;
/** Longer than it takes to see a member, also on a slow machine, and short enough to wait for. */
const TIMEOUT_SECONDS = 10;
const FAMILIES = ['v4', 'v6'] as const;

describeE2e('attach --nft that is lost', ['mitmdump', 'nft', 'curl', 'openssl'], () => {
  let lab: Lab;
  let live: Program;
  let caller: Caller;

  const start = async (...more: readonly string[]): Promise<void> => {
    const steering = ['--nft', '--nft-redirect', `${PROXY_PORT}`, '--nft-quic', '--user', 'nobody', ...more];
    live = lab.pinsight('attach', CLIENTS_SIDE, ...steering, '-o', `${lab.folder}/flows.jsonl`);
    await live.says('attached: ');
  };
  beforeAll(async () => {
    lab = await Lab.make();
    await lab.mitmproxy(PROXY_PORT);
    await startEcho(lab);
    await start();
    caller = new Caller(lab.client);
  });
  afterAll(async () => {
    await caller?.close();
    await lab?.close();
  });

  const outcome = ({ status, issuer }: Fetched): unknown => [status, issuer];
  const INSPECTED = [0, INSPECTION_CA];
  const BYPASSED = [0, SERVER_CA];
  /** The first connection of a pinned client teaches the set. */
  const learn = async (family: 'v4' | 'v6'): Promise<void> => {
    const address = SERVER[family];
    expect((await lab.curl(PINNED, { address, isPinning: true })).status).toBe(PIN_REFUSED);
    await isMember(lab, CLIENT[family], address);
  };
  const othersAreInspected = async (): Promise<void> => {
    expect(outcome(await lab.curl(ORDINARY, { address: SERVER.other }))).toEqual(INSPECTED);
    expect(await caller.datagram(SERVER.other, QUIC_PORT, PING)).toBeNull();
  };

  test('killed: the table stays, nft goes; members and their QUIC pass, everything else is inspected', async () => {
    for (const family of FAMILIES) await learn(family);
    expect(running(lab)).toContain('nft');
    await live.kill();
    await until(
      () => !running(lab).includes('nft'),
      () => `nft is left: ${running(lab)}`,
    );
    for (const family of FAMILIES) {
      expect(outcome(await lab.curl(PINNED, { address: SERVER[family], isPinning: true }))).toEqual(BYPASSED);
      expect(await caller.datagram(SERVER[family], QUIC_PORT, PING)).toBe(PING);
    }
    await othersAreInspected();
  });

  test('started again: the table is made anew, without members, once; and pinned clients get through after their first', async () => {
    await start('--nft-timeout', `${TIMEOUT_SECONDS}`);
    const table = lab.gateway.exec('nft', 'list', 'table', 'inet', 'pinsight');
    expect(table).not.toContain('elements');
    expect(table.match(/redirect to :8080/g)).toHaveLength(1);
    await othersAreInspected();
    for (const family of FAMILIES) {
      await learn(family);
      // It may have expired meanwhile, should the machine be slow: then it is learned once more.
      await until(
        async () => (await lab.curl(PINNED, { address: SERVER[family], isPinning: true })).issuer === SERVER_CA,
        () => `IP${family}: the pinned client does not get through:\n${listed(lab, `bypass${family.slice(1)}`)}`,
      );
    }
  });

  test('killed: members expire, and then are inspected like everything else, and their QUIC is dropped', async () => {
    await live.kill();
    for (const family of FAMILIES) {
      const address = SERVER[family];
      await isMember(lab, CLIENT[family], address, false);
      expect(outcome(await lab.curl(PINNED, { address }))).toEqual(INSPECTED);
      expect((await lab.curl(PINNED, { address, isPinning: true })).status).toBe(PIN_REFUSED);
      expect(await caller.datagram(address, QUIC_PORT, PING)).toBeNull();
    }
    await othersAreInspected();
  });

  test('hanging: nothing waits for it, and everything that is no member is inspected; what it has missed it takes up afterwards', async () => {
    await start();
    const times: number[] = [];
    await lab.curl(ORDINARY); // what mitmproxy does once
    times.push((await lab.curl(ORDINARY)).ms);
    await live.freeze();
    const fetched = await lab.curl(ORDINARY);
    expect(outcome(fetched)).toEqual(INSPECTED);
    times.push(fetched.ms);
    process.stdout.write(
      `nft, ms for an inspected request: ${times[0]!.toFixed(0)}, and ${times[1]!.toFixed(0)} while pinsight hangs\n`,
    );
    await othersAreInspected();
    for (const family of FAMILIES) {
      const address = SERVER[family];
      expect((await lab.curl(PINNED, { address, isPinning: true })).status).toBe(PIN_REFUSED);
      expect(listed(lab, `bypass${family.slice(1)}`)).not.toContain(address);
    }
    live.thaw();
    for (const family of FAMILIES) {
      await isMember(lab, CLIENT[family], SERVER[family]);
      expect(outcome(await lab.curl(PINNED, { address: SERVER[family], isPinning: true }))).toEqual(BYPASSED);
    }
  });

  test('ended in good order: the table goes', async () => {
    await live.stop();
    expect(lab.gateway.exec('nft', 'list', 'tables')).toBe('');
  });
});
