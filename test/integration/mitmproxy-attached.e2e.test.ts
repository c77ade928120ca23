/**
 * mitmproxy asks by the addon, and pinsight watches the interface beside it (`attach --serve`, docs/integrations/mitmproxy.md): a browser on the
 * pinned name is inspected, and so is a name at an address that the client never got for it by DNS.
 */
import { BYPASSED, INSPECTED, outcome, startAddon, steerTo } from '../support/e2e/inspection.js';
import { Lab, ORDINARY, PIN_REFUSED, PINNED, SERVER } from '../support/e2e/lab.js';
import { describeE2e, type Program, until } from '../support/e2e/programs.js';
import { Service } from '../support/e2e/service.js';

const PORT = 8080;
/** Ample for a slow machine. */
const TIMEOUT_MS = 8000;

describeE2e('mitmproxy and the attached interface', ['mitmdump', 'nft', 'curl', 'openssl', 'chromium'], () => {
  let lab: Lab;
  let proxy: Program;

  beforeAll(async () => {
    lab = await Lab.make();
    await lab.startDns({ [PINNED]: [SERVER.v4, SERVER.v6], [ORDINARY]: [SERVER.v4, SERVER.v6] });
    const service = new Service(lab);
    await service.attach('-o', `${lab.folder}/flows.jsonl`);
    proxy = await startAddon(lab, service, { port: PORT, timeoutMs: TIMEOUT_MS });
    steerTo(lab, PORT);
  });
  afterAll(async () => {
    await lab?.close();
  });

  test('a browser on the pinned name is inspected', async () => {
    const { stdout } = await lab.chromium(PINNED);
    expect(stdout).toContain(`"name":"${PINNED}"`);
    await until(
      () => proxy.output.includes(`GET https://${SERVER.v4}/`),
      () => `mitmproxy has not seen the page:\n${proxy.output}`,
    );
    expect(proxy.output).not.toContain('is not inspected');
  });

  test.each(['v4', 'v6'] as const)('IP%s: who resolved the name and goes there is bypassed', async (family) => {
    const address = await lab.resolve(PINNED, family);
    expect(outcome(await lab.curl(PINNED, { address, isPinning: true }))).toEqual(BYPASSED);
    expect(outcome(await lab.curl(ORDINARY, { address }))).toEqual(INSPECTED);
  });

  test('a spoofed name, at an address that DNS never gave for it, is inspected', async () => {
    expect(await lab.resolve(PINNED)).not.toBe(SERVER.other);
    expect(outcome(await lab.curl(PINNED, { address: SERVER.other }))).toEqual(INSPECTED);
    expect((await lab.curl(PINNED, { address: SERVER.other, isPinning: true })).status).toBe(PIN_REFUSED);
    // And the honest one is as it was.
    expect(outcome(await lab.curl(PINNED, { isPinning: true }))).toEqual(BYPASSED);
  });

  test.each([4, 60, 510])('a hello in two segments, the first of %i octets', async (first) => {
    expect(outcome(await lab.curlSplit(PINNED, first, true))).toEqual(BYPASSED);
    expect(outcome(await lab.curlSplit(ORDINARY, first, false))).toEqual(INSPECTED);
  });
});
