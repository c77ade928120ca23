/**
 * What an integration costs: added latency of a connection, and load without a wrong verdict (issue 6). As root on Debian 12 with haproxy,
 * nftables, curl, openssl and gcc, after `npm run build`:
 *
 *   npx esbuild bench/integrations.ts --bundle --platform=node --format=esm --packages=external --outfile=test/support/e2e/.integrations.mjs
 *   node test/support/e2e/.integrations.mjs [SECONDS [RATE [HANDSHAKES]]]
 *
 * The bundle must lie in test/support/e2e: helper programs are found beside it.
 */
import { addedLatency, type Latency } from '../test/support/e2e/added-latency.js';
import { startAgent } from '../test/support/e2e/haproxy.js';
import { Lab } from '../test/support/e2e/lab.js';
import { load } from '../test/support/e2e/load.js';

const [seconds = 60, rate = 2000, handshakes = 1000] = process.argv.slice(2).map(Number);

const lab = await Lab.make();
try {
  await startAgent(lab);
  const { asking, plain } = await addedLatency(lab, handshakes);
  const shown = ({ connections, median, p99 }: Latency): string =>
    `median ${median.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms of ${connections} handshakes`;
  print(`HAProxy alone:      ${shown(plain)}`);
  print(`HAProxy and agent:  ${shown(asking)}`);
  const result = await load(lab, rate, seconds);
  print(`load: ${JSON.stringify(result)}`);
} finally {
  await lab.close();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
