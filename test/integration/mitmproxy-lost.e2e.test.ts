/**
 * mitmproxy while the verdict service is silent or gone (docs/integrations/mitmproxy.md, "No answer"): connections go on, are inspected within the
 * addon's time-out, and pinned clients get through again when the service is back. IPv4 and IPv6, TLS 1.2 and 1.3.
 */
import { fileURLToPath } from 'node:url';
import { CLIENTS_SIDE, type Fetched, Lab, ORDINARY, PATHS, PIN_REFUSED, PINNED } from '../support/e2e/lab.js';
import { INSPECTION_CA, SERVER_CA } from '../support/e2e/pki.js';
import { describeE2e, type Program, until } from '../support/e2e/programs.js';
import { Service } from '../support/e2e/service.js';

const ADDON = fileURLToPath(new URL('../../integrations/mitmproxy/pinsight_addon.py', import.meta.url));
/** Waits long: what is shown with it must not be a time-out. */
const PATIENT = { port: 8080, timeoutMs: 8000 };
/** With the addon's default. No bypass is shown with it, as this machine may be slow. */
const HASTY = { port: 8081, timeoutMs: 50 };
/** Far more than a connection of the lab takes, and less than PATIENT waits. */
const NO_WAIT_MS = 4000;
const ROUNDS = 20;
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
    const start = ({ port, timeoutMs }: { port: number; timeoutMs: number }): Promise<Program> => {
      const set = [`pinsight_service=${service.socket}`, `pinsight_timeout=${timeoutMs}`];
      return lab.mitmproxy(port, '-s', ADDON, ...set.flatMap((one) => ['--set', one]));
    };
    patient = await start(PATIENT);
    hasty = await start(HASTY);
    steerTo(PATIENT.port);
  });
  afterAll(async () => {
    await lab?.close();
  });

  const steerTo = (port: number): void => {
    const rules = `add table inet lab; delete table inet lab; table inet lab { chain steer {
      type nat hook prerouting priority dstnat; iifname "${CLIENTS_SIDE}" tcp dport 443 redirect to :${port}; }; }`;
    lab.gateway.exec('nft', rules);
  };
  const outcome = ({ status, issuer, stderr }: Fetched): unknown => [status, issuer, stderr];
  const INSPECTED = [0, INSPECTION_CA, ''];
  const BYPASSED = [0, SERVER_CA, ''];
  const isThere = async (): Promise<void> => {
    for (const [, address] of PATHS)
      expect(outcome(await lab.curl(PINNED, { address, isPinning: true }))).toEqual(BYPASSED);
    expect(outcome(await lab.curl(ORDINARY))).toEqual(INSPECTED);
  };

  test('there', () => isThere());

  test('killed while a connection waits for its answer: that one goes on, inspected', async () => {
    await service.freeze();
    const waiting = lab.curl(PINNED);
    await service.isAsked();
    await service.kill();
    const fetched = await waiting;
    expect(outcome(fetched)).toEqual(INSPECTED);
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
    await isThere();
  });

  test('silent: a connection waits as long as the time-out, and is inspected', async () => {
    steerTo(HASTY.port);
    const times = { answered: [] as number[], silent: [] as number[] };
    const measure = async (kind: keyof typeof times): Promise<void> => {
      for (let i = 0; i < ROUNDS; i++) {
        const fetched = await lab.curl(ORDINARY, { address: PATHS[i % PATHS.length]![1] });
        expect(outcome(fetched)).toEqual(INSPECTED);
        times[kind].push(fetched.ms);
      }
    };
    await measure('answered');
    await service.freeze();
    await measure('silent');
    for (const [, address] of PATHS) {
      expect(outcome(await lab.curl(PINNED, { address }))).toEqual(INSPECTED);
      expect((await lab.curl(PINNED, { address, isPinning: true })).status).toBe(PIN_REFUSED);
    }
    await hasty.says('no answer in time');
    expect(median(times.silent)).toBeLessThan(HASTY.timeoutMs + NO_WAIT_MS);
    process.stdout.write(
      `mitmproxy, ms for an inspected request, median: ${median(times.answered).toFixed(0)} answered, ${median(times.silent).toFixed(0)} silent, by a time-out of ${HASTY.timeoutMs}\n`,
    );
  });

  test('heard again: pinned clients get through again', async () => {
    service.thaw();
    steerTo(PATIENT.port);
    await isThere();
  });
});

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1]!;
}
