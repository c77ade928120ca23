/** HAProxy as front door of the lab's gateway, by the files of examples/haproxy: what the guide shows is what is tested. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lab } from './lab.js';
import type { Program } from './programs.js';

const EXAMPLES = fileURLToPath(new URL('../../../examples/haproxy', import.meta.url));
/** As the examples have them. */
export const FRONT_PORT = 8443;
export const PROXY_PORT = 8080;
export const AGENT_PORT = 12_345;
export const PROCESSING_MS = 50;
/** TPROXY: what is marked goes to sockets of this machine. */
const MARK = ['fwmark', '1', 'lookup', '100'];

/** Packets to and from HAProxy, as examples/haproxy/nftables.conf has it. */
export function steer(lab: Lab): void {
  const { gateway } = lab;
  for (const [family, all] of [
    ['-4', '0.0.0.0/0'],
    ['-6', '::/0'],
  ] as const) {
    gateway.exec('ip', family, 'rule', 'add', ...MARK);
    gateway.exec('ip', family, 'route', 'add', 'local', all, 'dev', 'lo', 'table', '100');
  }
  gateway.exec('nft', '-f', path.join(EXAMPLES, 'nftables.conf'));
}

/** Where the example has it. */
const SPOE_CONF = '/etc/haproxy/spoe.conf';

/** @param change to the configuration of the example */
export async function startHaproxy(
  lab: Lab,
  change: (config: string) => string = (config) => config,
): Promise<Program> {
  const config = path.join(lab.folder, 'haproxy.cfg');
  const spoe = path.join(lab.folder, 'spoe.conf');
  const example = readFileSync(path.join(EXAMPLES, 'haproxy.cfg'), 'utf8');
  if (!example.includes(SPOE_CONF)) throw new Error(`haproxy.cfg does not name ${SPOE_CONF}`);
  writeFileSync(config, change(example.replace(SPOE_CONF, spoe)));
  copyFileSync(path.join(EXAMPLES, 'spoe.conf'), spoe);
  const haproxy = lab.start(lab.gateway, 'haproxy', 'haproxy', ['-f', config, '-db']);
  await haproxy.listens(lab.gateway, FRONT_PORT);
  return haproxy;
}

export async function startAgent(lab: Lab): Promise<Program> {
  const agent = lab.pinsight('serve', '--socket', 'none', '--http', 'none', '--spoe', `${AGENT_PORT}`);
  await agent.says('SPOE');
  return agent;
}
