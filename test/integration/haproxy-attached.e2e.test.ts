/**
 * HAProxy asks by SPOE, and pinsight watches the interface beside it (`attach --serve --spoe`, docs/integrations/haproxy.md): the client resolves
 * names by DNS through the gateway, so that a name at an address that it never got for it is contradicted, and inspected.
 */
import { AGENT_PORT, PROXY_PORT, startHaproxy, steer } from '../support/e2e/haproxy.js';
import { CLIENTS_SIDE, type Fetched, Lab, ORDINARY, PINNED, SERVER } from '../support/e2e/lab.js';
import { INSPECTION_CA, SERVER_CA } from '../support/e2e/pki.js';
import { describeE2e, type Program, until } from '../support/e2e/programs.js';

const FAIL_OPEN = 'use_backend original if { var(txn.pinsight.failed) -m found }';

describeE2e('HAProxy and the attached interface', ['haproxy', 'mitmdump', 'nft', 'curl', 'openssl'], () => {
  let lab: Lab;
  let haproxy: Program;
  let live: Program;

  beforeAll(async () => {
    lab = await Lab.make();
    steer(lab);
    await lab.mitmproxy(PROXY_PORT);
    await lab.startDns({ [PINNED]: [SERVER.v4, SERVER.v6], [ORDINARY]: [SERVER.v4, SERVER.v6] });
    const quiet = ['--socket', 'none', '--http', 'none', '-o', `${lab.folder}/flows.jsonl`];
    live = lab.pinsight('attach', CLIENTS_SIDE, '--serve', '--spoe', `${AGENT_PORT}`, ...quiet);
    await live.says('attached: ');
    // The agent is there before: HAProxy takes a server to be up until a check says otherwise.
    haproxy = await startHaproxy(lab);
  });
  afterAll(async () => {
    await lab?.close();
  });

  const issuerOf = ({ status, issuer, stderr }: Fetched): unknown => [status, issuer, stderr];
  const lastLine = async (what: () => Promise<Fetched>): Promise<{ fetched: Fetched; line: string }> => {
    const before = haproxy.output.length;
    const fetched = await what();
    await until(
      () => haproxy.output.slice(before).includes('action='),
      () => `HAProxy logs nothing:\n${haproxy.output.slice(before)}`,
    );
    return { fetched, line: haproxy.output.slice(before) };
  };

  test.each(['v4', 'v6'] as const)('IP%s: who resolved the name and goes there is bypassed', async (family) => {
    const address = await lab.resolve(PINNED, family);
    expect(address).toBe(SERVER[family]);
    const { fetched, line } = await lastLine(() => lab.curl(PINNED, { address, isPinning: true }));
    expect(issuerOf(fetched)).toEqual([0, SERVER_CA, '']);
    expect(line).toContain('original action=bypass reason=pinned_app');
  });

  test('a spoofed name, at an address that DNS never gave for it, is contradicted and inspected', async () => {
    expect(await lab.resolve(PINNED)).not.toBe(SERVER.other);
    const { fetched, line } = await lastLine(() => lab.curl(PINNED, { address: SERVER.other }));
    expect(issuerOf(fetched)).toEqual([0, INSPECTION_CA, '']);
    expect(line).toContain(`${SERVER.other}:443 inspecting_proxy action=inspect reason=contradicted`);
    // And the honest one is as it was.
    expect(issuerOf(await lab.curl(PINNED, { isPinning: true }))).toEqual([0, SERVER_CA, '']);
  });

  test('other names are inspected', async () => {
    await lab.resolve(ORDINARY);
    expect(issuerOf(await lab.curl(ORDINARY))).toEqual([0, INSPECTION_CA, '']);
  });

  test('the operator’s choice to fail open: a silent agent, and one that is gone, bypass', async () => {
    await haproxy.stop();
    haproxy = await startHaproxy(lab, (config) => config.replace(`# ${FAIL_OPEN}`, FAIL_OPEN));
    expect(issuerOf(await lab.curl(ORDINARY))).toEqual([0, INSPECTION_CA, '']);
    live.signal('SIGSTOP');
    const silent = await lastLine(() => lab.curl(PINNED, { isPinning: true }));
    expect(silent.line).toContain('original action=- ');
    expect(issuerOf(silent.fetched)).toEqual([0, SERVER_CA, '']);
    await live.stop('SIGKILL');
    expect(issuerOf(await lab.curl(ORDINARY))).toEqual([0, SERVER_CA, '']);
  });
});
