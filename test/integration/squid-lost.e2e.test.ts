/**
 * Squid while the verdict service is silent or gone, and when `pinsight squid-helper` itself dies (docs/integrations/squid.md): connections go on,
 * are inspected within the helper's time-out, and pinned clients get through again afterwards. IPv4 and IPv6, TLS 1.2 and 1.3.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  BYPASSED,
  expectAnswers,
  expectGoesOn,
  expectRefused,
  expectTimeOut,
  INSPECTED,
  inspectedMs,
  NO_WAIT_MS,
  outcome,
  steerTo,
} from '../support/e2e/inspection.js';
import { type Fetched, Lab, ORDINARY, PATHS, PINNED } from '../support/e2e/lab.js';
import { SERVER_CA } from '../support/e2e/pki.js';
import { describeE2e, type Program, until } from '../support/e2e/programs.js';
import { Service } from '../support/e2e/service.js';
import { helperOf, squidLog, startSquid } from '../support/e2e/squid.js';

/** As long as the helper may be told to wait: what is bypassed is shown with it. */
const PATIENT = { port: 3130, timeoutMs: 2000 };
/** With the helper's default. No bypass is shown with it, as this machine may be slow. */
const HASTY = { port: 3131, timeoutMs: 50 };

describeE2e('Squid and a service that is lost', ['squid', 'nft', 'ss', 'curl', 'openssl'], () => {
  let lab: Lab;
  let service: Service;
  let squid: Program;
  let policy: string[];

  const start = ({ port, timeoutMs }: { port: number; timeoutMs: number }): Promise<Program> =>
    startSquid(lab, port, ['squid-helper', '--socket', service.socket, '--timeout', `${timeoutMs}`]);

  beforeAll(async () => {
    lab = await Lab.make();
    const addresses = PATHS.map(([, address]) => address);
    await lab.startDns({ [PINNED]: addresses, [ORDINARY]: addresses });
    service = new Service(lab);
    // By its name alone a flow may be a browser's: the shipped catalog leaves that ambiguous, so the name is the policy's.
    policy = ['--policy', path.join(lab.folder, 'policy.yaml')];
    writeFileSync(policy[1]!, `base: balanced\nalways:\n  hosts: [${PINNED}]\n`);
    await service.start(...policy);
    squid = await start(PATIENT);
    await start(HASTY);
    steerTo(lab, PATIENT.port);
  });
  afterAll(async () => {
    await lab?.close();
  });

  test('there', () => expectAnswers(lab));

  test('killed while a connection waits for its answer: that one goes on, inspected', async () => {
    const fetched = await expectGoesOn(lab, service);
    process.stdout.write(`Squid, killed while asked: ${fetched.ms.toFixed(0)} ms for the request\n`);
  });

  test('gone: connections go on, and are inspected, each after the time-out', async () => {
    steerTo(lab, HASTY.port);
    const ms = await inspectedMs(lab, [ORDINARY, PINNED]);
    await expectRefused(lab);
    expect(ms).toBeLessThan(HASTY.timeoutMs + NO_WAIT_MS);
    process.stdout.write(`Squid, ms for an inspected request, median: ${ms.toFixed(0)} with the service gone\n`);
    steerTo(lab, PATIENT.port);
  });

  test('back: pinned clients get through again', async () => {
    await service.start(...policy);
    // The helper tries again every two seconds or sooner.
    await until(
      async () => (await lab.curl(PINNED)).issuer === SERVER_CA,
      () => `the helper does not ask again:\n${squidLog(lab, PATIENT.port, 'cache')}`,
    );
    await expectAnswers(lab);
  });

  test('silent: a connection waits as long as the time-out, and is inspected', async () => {
    steerTo(lab, HASTY.port);
    process.stdout.write(`Squid, ${await expectTimeOut(lab, service, HASTY.timeoutMs)}\n`);
  });

  test('heard again: pinned clients get through again', async () => {
    service.thaw();
    steerTo(lab, PATIENT.port);
    await expectAnswers(lab);
  });

  describe('the helper itself', () => {
    const helper = async (): Promise<number> => {
      await until(
        () => helperOf(squid.pid) !== undefined,
        () => `there is no helper:\n${cacheLog()}`,
      );
      return helperOf(squid.pid)!;
    };
    const cacheLog = (): string => squidLog(lab, PATIENT.port, 'cache');
    const countEnded = (): number => cacheLog().match(/ #Hlpr\d+ exited/g)?.length ?? 0;
    const isNoticed = (before: number): Promise<void> =>
      until(
        () => countEnded() > before,
        () => `Squid has not noticed that its helper has ended:\n${cacheLog()}`,
      );
    /** A connection whose question lies unread with the helper, which is stopped. */
    const askStopped = async (pid: number): Promise<{ fetched: Promise<Fetched> }> => {
      process.kill(pid, 'SIGSTOP');
      const fetched = lab.curl(ORDINARY);
      // Squid and its helper speak over a TCP socket of loopback; the figure is what was not read.
      const asked = new RegExp(`ESTAB +[1-9][0-9]* .*pid=${pid},fd=0\\)`);
      try {
        await until(
          () => asked.test(lab.gateway.exec('ss', '-Htnp')),
          () => `the helper is not asked:\n${cacheLog()}`,
        );
      } catch (error) {
        process.kill(pid, 'SIGKILL'); // stopped, it would outlive the lab
        throw error;
      }
      return { fetched };
    };

    test('killed: Squid starts another; connections are inspected, and pinned clients get through', async () => {
      const [pid, ended] = [await helper(), countEnded()];
      process.kill(pid, 'SIGKILL');
      await isNoticed(ended);
      // What is asked while the next one starts waits for it.
      const first = await lab.curl(ORDINARY);
      expect(outcome(first)).toEqual(INSPECTED);
      process.stdout.write(`Squid, while its next helper starts: ${first.ms.toFixed(0)} ms for the request\n`);
      await expectAnswers(lab);
      expect(await helper()).not.toBe(pid);
    });

    test('a signal that comes to Squid’s children, too, does not end it: what it was asked is answered', async () => {
      const [pid, ended] = [await helper(), countEnded()];
      const { fetched } = await askStopped(pid);
      process.kill(pid, 'SIGTERM');
      process.kill(pid, 'SIGCONT');
      expect(outcome(await fetched)).toEqual(INSPECTED);
      await expectAnswers(lab);
      expect([await helper(), countEnded()]).toEqual([pid, ended]);
    });

    // Not what we want, and not ours to change: Squid 5.7 takes no answer for no rule, and then splices. The guide says so.
    test('killed while it is asked: that one connection is spliced, the next ones are as they should be', async () => {
      const [pid, ended] = [await helper(), countEnded()];
      const { fetched } = await askStopped(pid);
      process.kill(pid, 'SIGKILL');
      expect(outcome(await fetched)).toEqual(BYPASSED);
      await isNoticed(ended);
      await expectAnswers(lab);
    });
  });
});
