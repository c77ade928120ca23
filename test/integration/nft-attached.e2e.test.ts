/**
 * `pinsight attach --nft` on a gateway whose nftables redirect to an inspecting proxy: what the interface bypasses goes past it from the next
 * connection on, its QUIC passes, and everything else is as before. docs/integrations/nftables.md.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Caller } from '../support/e2e/caller.js';
import { CLIENT, CLIENTS_SIDE, type Fetched, Lab, ORDINARY, PINNED, SERVER } from '../support/e2e/lab.js';
import { INSPECTION_CA, SERVER_CA } from '../support/e2e/pki.js';
import { describeE2e, type Program, until } from '../support/e2e/programs.js';

/** curl's status where the key is not the pinned one (CURLE_SSL_PINNEDPUBKEYNOTMATCH). */
const PIN_REFUSED = 90;
const PROXY_PORT = 8080;
const QUIC_PORT = 443;
const PING = '70696e67';

describeE2e('attach --nft', ['mitmdump', 'nft', 'curl', 'openssl'], () => {
  let lab: Lab;
  let live: Program;
  let caller: Caller;
  const file = (name: string): string => path.join(lab.folder, name);

  beforeAll(async () => {
    lab = await Lab.make();
    await lab.mitmproxy(PROXY_PORT);
    // UDP 443 of the servers says what it was told.
    const echo = `const { createSocket } = require('node:dgram'); for (const address of process.argv.slice(1)) {
      const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
      socket.on('message', (octets, { address, port }) => socket.send(octets, port, address)).bind(${QUIC_PORT}, address); }
      setTimeout(() => process.stdout.write('ready'), 100);`;
    const args = ['-e', echo, SERVER.v4, SERVER.v6, SERVER.other];
    await lab.start(lab.server, 'echo', process.execPath, args).says('ready');
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

  const listed = (what: string): string => lab.gateway.exec('nft', 'list', 'set', 'inet', 'pinsight', what);
  const isMember = (set: string, element: string, is = true): Promise<void> =>
    until(
      () => listed(set).includes(element) === is,
      () => `${element} is ${is ? 'not' : 'still'} a member of ${listed(set)}\n${live.output}`,
    );
  const outcome = ({ status, issuer }: Fetched): unknown => [status, issuer];

  for (const family of ['v4', 'v6'] as const) {
    const address = SERVER[family];
    const element = `${CLIENT[family]} . ${address} . 443`;
    const set = family === 'v4' ? 'bypass4' : 'bypass6';

    test(`IP${family}: the first connection is inspected and fails, the next one goes past the proxy`, async () => {
      expect(await caller.datagram(address, QUIC_PORT, PING)).toBeNull();
      const first = await lab.curl(PINNED, { address, isPinning: true });
      expect(first.status).toBe(PIN_REFUSED);
      await isMember(set, element);
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
    await isMember('bypass4', `${CLIENT.v4} . ${SERVER.v4} . 443`, false);
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
    await isMember('bypass4', `${CLIENT.v4} . ${SERVER.v4} . 443`);
    await isMember('bypass6', `${CLIENT.v6} . ${SERVER.v6} . 443`);
  });

  test('at the end the table goes, though we have no right to it any more', async () => {
    await live.stop();
    expect(live.output).toContain('"msg":"stopped"');
    expect(lab.gateway.exec('nft', 'list', 'tables')).toBe('');
  });
});
