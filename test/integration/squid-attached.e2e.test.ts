/**
 * Squid asks by 5-tuple, as docs/integrations/squid.md has it, and pinsight watches the interface beside it (`attach --serve`): a browser on the
 * pinned name is inspected, and so is a name at an address that the client never got for it by DNS.
 */
import { readFileSync } from 'node:fs';
import { BYPASSED, INSPECTED, outcome, steerTo } from '../support/e2e/inspection.js';
import { Lab, ORDINARY, PATHS, PIN_REFUSED, PINNED, SERVER } from '../support/e2e/lab.js';
import { describeE2e, until } from '../support/e2e/programs.js';
import { Service } from '../support/e2e/service.js';
import { GUIDE_PORT, squidLog, startSquidOfGuide } from '../support/e2e/squid.js';

/** Ample for a slow machine; the guide has 50 and 20. */
const WAITS = '--wait 1000 --timeout 2000';

describeE2e('Squid and the attached interface', ['squid', 'nft', 'curl', 'openssl', 'chromium'], () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.make();
    const addresses = PATHS.map(([, address]) => address);
    await lab.startDns({ [PINNED]: addresses, [ORDINARY]: addresses });
    const service = new Service(lab);
    await service.attach('-o', `${lab.folder}/flows.jsonl`, '--audit', `${lab.folder}/audit.jsonl`);
    await startSquidOfGuide(lab, service.socket, WAITS);
    steerTo(lab, GUIDE_PORT);
  });
  afterAll(async () => {
    await lab?.close();
  });

  const bypasses = (): Record<string, unknown>[] =>
    readFileSync(`${lab.folder}/audit.jsonl`, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  test('a browser on the pinned name is inspected', async () => {
    const { stdout } = await lab.chromium(PINNED);
    expect(stdout).toContain(`"name":"${PINNED}"`);
    await until(
      () => squidLog(lab, GUIDE_PORT, 'access').includes(` GET https://${PINNED}/ `),
      () => `Squid has not seen the page:\n${squidLog(lab, GUIDE_PORT, 'access')}`,
    );
  });

  test.each(PATHS)('the pinned client works, others are inspected: %s', async (_, address) => {
    expect(outcome(await lab.curl(PINNED, { address, isPinning: true }))).toEqual(BYPASSED);
    expect(outcome(await lab.curl(ORDINARY, { address }))).toEqual(INSPECTED);
  });

  test('a spoofed name, at an address that DNS never gave for it, is inspected', async () => {
    await lab.resolve(PINNED);
    const before = bypasses().length;
    const spoofed = await lab.curl(PINNED, { address: SERVER.other });
    expect(outcome(spoofed)).toEqual(INSPECTED);
    // Were it to be spliced, Squid's own check of the name would end it: 409, by the inspecting authority's certificate, too.
    expect(spoofed.answer?.name).toBe(PINNED);
    expect((await lab.curl(PINNED, { address: SERVER.other, isPinning: true })).status).toBe(PIN_REFUSED);
    // And the honest one is as it was, and the next that is bypassed.
    expect(outcome(await lab.curl(PINNED, { isPinning: true }))).toEqual(BYPASSED);
    await until(
      () => bypasses().length > before,
      () => 'the audit log has no bypass',
    );
    expect(
      bypasses()
        .slice(before)
        .map(({ dest_ip }) => dest_ip),
    ).toEqual([SERVER.v4]);
  });

  test.each([4, 60, 510])('a hello in two segments, the first of %i octets', async (first) => {
    expect(outcome(await lab.curlSplit(PINNED, first, true))).toEqual(BYPASSED);
    expect(outcome(await lab.curlSplit(ORDINARY, first, false))).toEqual(INSPECTED);
  });
});
