/**
 * `pinsight attach --nft` on a gateway whose nftables redirect to an inspecting proxy: what the interface bypasses goes past it from the next
 * connection on, its QUIC passes, and everything else is as before. docs/integrations/nftables.md.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Caller } from '../support/e2e/caller.js';
import { CLIENT, CLIENTS_SIDE, type Fetched, Lab, ORDINARY, PIN_REFUSED, PINNED, SERVER } from '../support/e2e/lab.js';
import { isMember, listed, PING, QUIC_PORT, startEcho } from '../support/e2e/nft.js';
import { INSPECTION_CA, SERVER_CA } from '../support/e2e/pki.js';
import { describeE2e, type Program, until } from '../support/e2e/programs.js';

const PROXY_PORT = 8080;

describeE2e('attach --nft', ['mitmdump', 'nft', 'curl', 'openssl', 'chromium'], () => {
  let lab: Lab;
  let live: Program;
  let proxy: Program;
  let caller: Caller;
  const file = (name: string): string => path.join(lab.folder, name);

  beforeAll(async () => {
    lab = await Lab.make();
    proxy = await lab.mitmproxy(PROXY_PORT);
    await startEcho(lab);
    const steering = ['--nft', '--nft-redirect', `${PROXY_PORT}`, '--nft-quic', '--user', 'nobody'];
    const outputs = ['-o', file('flows.jsonl'), '--audit', file('audit.jsonl'), '--metrics', '9464'];
    live = lab.pinsight('attach', CLIENTS_SIDE, ...steering, ...outputs);
    await live.says('attached: ');
    caller = new Caller(lab.client);
  });
  afterAll(async () => {
    await caller?.close();
    await lab?.close();
  });

  const outcome = ({ status, issuer }: Fetched): unknown => [status, issuer];

  for (const family of ['v4', 'v6'] as const) {
    const address = SERVER[family];

    test(`IP${family}: the first connection is inspected and fails, the next one goes past the proxy`, async () => {
      expect(await caller.datagram(address, QUIC_PORT, PING)).toBeNull();
      const first = await lab.curl(PINNED, { address, isPinning: true });
      expect(first.status).toBe(PIN_REFUSED);
      await isMember(lab, CLIENT[family], address);
      expect(outcome(await lab.curl(PINNED, { address, isPinning: true }))).toEqual([0, SERVER_CA]);
      // QUIC of the bypassed passes, too.
      expect(await caller.datagram(address, QUIC_PORT, PING)).toBe(PING);
    });
  }

  test('other addresses are inspected, and their QUIC is dropped', async () => {
    expect(outcome(await lab.curl(ORDINARY, { address: SERVER.other }))).toEqual([0, INSPECTION_CA]);
    expect(await caller.datagram(SERVER.other, QUIC_PORT, PING)).toBeNull();
  });

  test('a hello to be inspected takes the three out again: the connection after it is inspected, its QUIC is dropped', async () => {
    expect(outcome(await lab.curl(ORDINARY))).toEqual([0, SERVER_CA]); // an address is no name: the guide says so
    await isMember(lab, CLIENT.v4, SERVER.v4, false);
    expect(outcome(await lab.curl(ORDINARY))).toEqual([0, INSPECTION_CA]);
    expect(await caller.datagram(SERVER.v4, QUIC_PORT, PING)).toBeNull();
  });

  test('each bypass is in the audit log, with its evidence, and counted', async () => {
    const lines = readFileSync(file('audit.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(JSON.parse(lines[0]!)).toMatchObject({ event_type: 'bypass', via: 'nft', sni: PINNED, dest_ip: SERVER.v4 });
    const page = lab.gateway.exec('curl', '-sS', 'http://127.0.0.1:9464/metrics');
    expect(page).toMatch(/^pinsight_serve_nft_elements_total\{event="added"} 2$/m);
    expect(page).toMatch(/^pinsight_serve_nft_elements_total\{event="removed"} 1$/m);
    expect(page).toMatch(/^pinsight_serve_nft_members 1$/m);
  });

  test('without root: a ruleset that somebody empties is made again by the nft that is there', async () => {
    lab.gateway.exec('nft', 'flush', 'ruleset');
    expect(outcome(await lab.curl(PINNED, { isPinning: true }))).toEqual([0, SERVER_CA]); // nothing redirects
    await until(
      () => lab.gateway.exec('nft', 'list', 'tables').includes('inet pinsight'),
      () => `the table is not made again\n${live.output}`,
    );
    await isMember(lab, CLIENT.v4, SERVER.v4);
    await isMember(lab, CLIENT.v6, SERVER.v6);
  });

  test.each([
    ['v4', SERVER.old],
    ['v6', SERVER.old6],
  ] as const)(
    'TLS 1.2, IP%s: the first connection fails, the next one goes past the proxy',
    async (family, address) => {
      expect((await lab.curl(PINNED, { address, isPinning: true })).status).toBe(PIN_REFUSED);
      await isMember(lab, CLIENT[family], address);
      expect(outcome(await lab.curl(PINNED, { address, isPinning: true }))).toEqual([0, SERVER_CA]);
    },
  );

  /** A record of a flow to that address, with that name, by the time that it has ended. */
  const isRecorded = (address: string, reason: string): Promise<void> =>
    until(
      () =>
        readFileSync(file('flows.jsonl'), 'utf8')
          .split('\n')
          .some((line) => line.includes(`"${address}"`) && line.includes(PINNED) && line.includes(`"${reason}"`)),
      () => `no flow to ${address} is ${reason}:\n${readFileSync(file('flows.jsonl'), 'utf8')}`,
    );
  const OTHER_ELEMENT = `${CLIENT.v4} . ${SERVER.other} . 443`;

  test('a browser on the pinned name is inspected, and steers nothing', async () => {
    const { stdout } = await lab.chromium(PINNED, SERVER.other);
    expect(stdout).toContain(`"name":"${PINNED}"`);
    await isRecorded(SERVER.other, 'not_pinned');
    expect(listed(lab, 'bypass4')).not.toContain(OTHER_ELEMENT);
    await until(
      () => proxy.output.includes(`GET https://${SERVER.other}/`),
      () => `mitmproxy has not seen the page:\n${proxy.output}`,
    );
  });

  test('a spoofed name, at an address that DNS never gave for it, is inspected, and steers nothing', async () => {
    await lab.startDns({ [PINNED]: [SERVER.v4, SERVER.v6] });
    expect(await lab.resolve(PINNED)).not.toBe(SERVER.other);
    expect(outcome(await lab.curl(PINNED, { address: SERVER.other }))).toEqual([0, INSPECTION_CA]);
    await isRecorded(SERVER.other, 'contradicted');
    expect(listed(lab, 'bypass4')).not.toContain(OTHER_ELEMENT);
    expect(outcome(await lab.curl(PINNED, { address: SERVER.other }))).toEqual([0, INSPECTION_CA]);
  });

  test.each([4, 60, 510])(
    'a hello in two segments, the first of %i octets, steers the next connection',
    async (first) => {
      await lab.curl(ORDINARY); // takes out what was there
      await isMember(lab, CLIENT.v4, SERVER.v4, false);
      expect((await lab.curlSplit(PINNED, first, true)).status).toBe(PIN_REFUSED);
      await isMember(lab, CLIENT.v4, SERVER.v4);
      expect(outcome(await lab.curlSplit(PINNED, first, true))).toEqual([0, SERVER_CA]);
    },
  );

  test('at the end the table goes, though we have no right to it any more', async () => {
    await live.stop();
    expect(live.output).toContain('"msg":"stopped"');
    expect(lab.gateway.exec('nft', 'list', 'tables')).toBe('');
  });
});
