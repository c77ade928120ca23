/** What tests of inspecting proxies in the lab say alike: who is steered where, what became of a connection, and what holds when the service is lost. */
import { fileURLToPath } from 'node:url';
import { CLIENTS_SIDE, type Fetched, type Lab, ORDINARY, PATHS, PIN_REFUSED, PINNED } from './lab.js';
import { INSPECTION_CA, SERVER_CA } from './pki.js';
import type { Program } from './programs.js';
import type { Service } from './service.js';

const ADDON = fileURLToPath(new URL('../../../integrations/mitmproxy/pinsight_addon.py', import.meta.url));
/** Far more than a connection of the lab takes, also on a slow machine. */
export const NO_WAIT_MS = 4000;
const ROUNDS = 20;

/** What a client sends to TCP port 443 goes to the proxy at this port, and to no other. */
export function steerTo(lab: Lab, port: number): void {
  const rules = `add table inet lab; delete table inet lab; table inet lab { chain steer {
    type nat hook prerouting priority dstnat; iifname "${CLIENTS_SIDE}" tcp dport 443 redirect to :${port}; }; }`;
  lab.gateway.exec('nft', rules);
}

/** mitmproxy with the addon as it is shipped. */
export function startAddon(
  lab: Lab,
  service: Service,
  { port, timeoutMs }: { port: number; timeoutMs: number },
): Promise<Program> {
  const set = [`pinsight_service=${service.socket}`, `pinsight_timeout=${timeoutMs}`];
  return lab.mitmproxy(port, '-s', ADDON, ...set.flatMap((one) => ['--set', one]));
}

export const outcome = ({ status, issuer, stderr }: Fetched): unknown => [status, issuer, stderr];
export const INSPECTED: unknown = [0, INSPECTION_CA, ''];
export const BYPASSED: unknown = [0, SERVER_CA, ''];

/** The service is there: the pinned client works by every path, others are inspected. */
export async function expectAnswers(lab: Lab): Promise<void> {
  for (const [, address] of PATHS)
    expect(outcome(await lab.curl(PINNED, { address, isPinning: true }))).toEqual(BYPASSED);
  expect(outcome(await lab.curl(ORDINARY))).toEqual(INSPECTED);
}

/** It is killed while a connection waits for its answer: that one goes on, inspected. */
export async function expectGoesOn(lab: Lab, service: Service): Promise<Fetched> {
  await service.freeze();
  const waiting = lab.curl(PINNED);
  await service.isAsked();
  await service.kill();
  const fetched = await waiting;
  expect(outcome(fetched)).toEqual(INSPECTED);
  return fetched;
}

/** By all paths in turn, all of them inspected. @returns median of ms a request */
export async function inspectedMs(lab: Lab, names: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const fetched = await lab.curl(names[i % names.length]!, { address: PATHS[i % PATHS.length]![1] });
    expect(outcome(fetched)).toEqual(INSPECTED);
    times.push(fetched.ms);
  }
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

/** Who pins is refused where all are inspected. */
export async function expectRefused(lab: Lab): Promise<void> {
  for (const [, address] of PATHS)
    expect((await lab.curl(PINNED, { address, isPinning: true })).status).toBe(PIN_REFUSED);
}

/** It is silent: connections wait as long as the proxy's time-out, and are inspected. @returns what to print */
export async function expectTimeOut(lab: Lab, service: Service, timeoutMs: number): Promise<string> {
  const answered = await inspectedMs(lab, [ORDINARY]);
  await service.freeze();
  const silent = await inspectedMs(lab, [ORDINARY]);
  for (const [, address] of PATHS) expect(outcome(await lab.curl(PINNED, { address }))).toEqual(INSPECTED);
  await expectRefused(lab);
  expect(silent).toBeLessThan(timeoutMs + NO_WAIT_MS);
  return `ms for an inspected request, median: ${answered.toFixed(0)} answered, ${silent.toFixed(0)} silent, by a time-out of ${timeoutMs}`;
}
