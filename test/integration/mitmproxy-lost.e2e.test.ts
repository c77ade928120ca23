/**
 * mitmproxy while the verdict service is silent or gone (docs/integrations/mitmproxy.md, "No answer"): connections go on, are inspected within the
 * addon's time-out, and pinned clients get through again when the service is back. IPv4 and IPv6, TLS 1.2 and 1.3.
 */
import {
  expectAnswers,
  expectGoesOn,
  expectTimeOut,
  INSPECTED,
  NO_WAIT_MS,
  outcome,
  startAddon,
  steerTo,
} from '../support/e2e/inspection.js';
import { Lab, ORDINARY, PATHS, PIN_REFUSED, PINNED } from '../support/e2e/lab.js';
import { SERVER_CA } from '../support/e2e/pki.js';
import { describeE2e, type Program, until } from '../support/e2e/programs.js';
import { Service } from '../support/e2e/service.js';

/** Waits longer than NO_WAIT_MS: what is shown with it must not be a time-out. */
const PATIENT = { port: 8080, timeoutMs: 8000 };
/** With the addon's default. No bypass is shown with it, as this machine may be slow. */
const HASTY = { port: 8081, timeoutMs: 50 };
const LOST = 'the connection to the service was lost';

describeE2e('mitmproxy and a service that is lost', ['mitmdump', 'nft', 'ss', 'curl', 'openssl'], () => {
  let lab: Lab;
  let service: Service;
  let patient: Program;
  let hasty: Program;

  beforeAll(async () => {
    lab = await Lab.make();
    service = new Service(lab);
    await service.start();
    patient = await startAddon(lab, service, PATIENT);
    hasty = await startAddon(lab, service, HASTY);
    steerTo(lab, PATIENT.port);
  });
  afterAll(async () => {
    await lab?.close();
  });

  test('there', () => expectAnswers(lab));

  test('killed while a connection waits for its answer: that one goes on, inspected', async () => {
    const fetched = await expectGoesOn(lab, service);
    await patient.says(LOST);
    process.stdout.write(`mitmproxy, killed while asked: ${fetched.ms.toFixed(0)} ms for the request\n`);
  });

  test.each(PATHS)('gone: connections go on, and are inspected: %s', async (_, address) => {
    for (const name of [PINNED, ORDINARY]) {
      const fetched = await lab.curl(name, { address });
      expect(outcome(fetched)).toEqual(INSPECTED);
      expect(fetched.ms).toBeLessThan(NO_WAIT_MS);
    }
    expect((await lab.curl(PINNED, { address, isPinning: true })).status).toBe(PIN_REFUSED);
  });

  test('back: pinned clients get through again', async () => {
    await service.start();
    // The addon tries again at the first connection after a tenth of a second.
    await until(
      async () => (await lab.curl(PINNED)).issuer === SERVER_CA,
      () => `the addon does not ask again:\n${patient.output}`,
    );
    await patient.says('the service answers again');
    await expectAnswers(lab);
  });

  test('silent: a connection waits as long as the time-out, and is inspected', async () => {
    steerTo(lab, HASTY.port);
    const told = await expectTimeOut(lab, service, HASTY.timeoutMs);
    await hasty.says('no answer in time');
    process.stdout.write(`mitmproxy, ${told}\n`);
  });

  test('heard again: pinned clients get through again', async () => {
    service.thaw();
    steerTo(lab, PATIENT.port);
    await expectAnswers(lab);
  });
});
