/** What asking the agent adds to a connection: TCP connect and TLS handshake through HAProxy with and without it, by turns in one run. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHaproxy } from './haproxy.js';
import { type Lab, ORDINARY, SERVER } from './lab.js';
import { run } from './programs.js';

const PROGRAM = fileURLToPath(new URL('handshakes.mjs', import.meta.url));
const PLAIN_PORT = 8444;
const ASKING_PORT = 8443;
const FRONT = '10.77.1.1';

export interface Latency {
  readonly connections: number;
  /** Ms. */
  readonly median: number;
  readonly p99: number;
}

/** Two front doors to the same server: the example's, and one that asks nobody but waits for the hello in the same way. */
function twoDoors(example: string): string {
  const front = example
    .slice(0, example.indexOf('# Straight to where'))
    .replace(/^ +(?:bind|tcp-request connection) .*\n/gm, '')
    .replace(/^ +log.*\n/gm, '')
    .replace(/^ +use_backend .*\n/gm, '')
    .replace('default_backend inspecting_proxy', 'default_backend server');
  const asking = front.replace('frontend tls_in', `frontend tls_in\n    bind ${FRONT}:${ASKING_PORT}`);
  const plain = front
    .slice(front.indexOf('frontend tls_in'))
    .replace('frontend tls_in', `frontend plain\n    bind ${FRONT}:${PLAIN_PORT}`)
    .replace(/^ +filter .*\n/gm, '')
    .replace(/send-spoe-group pinsight ask/, 'accept');
  const agent = example.slice(example.indexOf('backend pinsight'));
  return `${asking}\n${plain}\nbackend server\n    server one ${SERVER.v4}:443\n\n${agent}`;
}

export async function addedLatency(lab: Lab, connections: number): Promise<{ asking: Latency; plain: Latency }> {
  const haproxy = await startHaproxy(lab, twoDoors);
  try {
    const args = [
      PROGRAM,
      FRONT,
      `${connections}`,
      ORDINARY,
      path.join(lab.folder, 'server-ca.pem'),
      `${ASKING_PORT}`,
      `${PLAIN_PORT}`,
    ];
    const ran = await run(lab.client, process.execPath, args, connections * 100 + 30_000);
    if (ran.status !== 0) throw new Error(`handshakes: ${ran.stderr}`);
    const [asking, plain] = JSON.parse(ran.stdout) as [number[], number[]];
    return { asking: latencyOf(asking), plain: latencyOf(plain) };
  } finally {
    await haproxy.stop();
  }
}

function latencyOf(times: readonly number[]): Latency {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)]!;
  return { connections: sorted.length, median: at(0.5), p99: at(0.99) };
}
