/** Sets of `--nft` in the lab's gateway, and UDP at the port of HTTP/3 to see what becomes of QUIC. */
import { readFileSync } from 'node:fs';
import { type Lab, SERVER } from './lab.js';
import { until } from './programs.js';

export const QUIC_PORT = 443;
export const PING = '70696e67';

/** UDP 443 of the servers says what it was told. */
export async function startEcho(lab: Lab): Promise<void> {
  const echo = `const { createSocket } = require('node:dgram'); for (const address of process.argv.slice(1)) {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.on('message', (octets, { address, port }) => socket.send(octets, port, address)).bind(${QUIC_PORT}, address); }
    setTimeout(() => process.stdout.write('ready'), 100);`;
  const args = ['-e', echo, SERVER.v4, SERVER.v6, SERVER.other];
  await lab.start(lab.server, 'echo', process.execPath, args).says('ready');
}

/** What nft has of a set of ours. */
export function listed(lab: Lab, set: string): string {
  return lab.gateway.exec('nft', 'list', 'set', 'inet', 'pinsight', set);
}

/** Until the three are a member, or no longer one. */
export async function isMember(lab: Lab, client: string, server: string, is = true): Promise<void> {
  const set = client.includes(':') ? 'bypass6' : 'bypass4';
  const element = `${client} . ${server} . 443`;
  await until(
    () => listed(lab, set).includes(element) === is,
    () => `${element} is ${is ? 'not' : 'still'} a member of ${listed(lab, set)}`,
  );
}

/** Names of the programs that run in the gateway. */
export function running(lab: Lab): string[] {
  const pids = lab.gateway.exec('ip', 'netns', 'pids', lab.gateway.name).trim().split('\n');
  return pids.map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    } catch {
      return ''; // it has ended
    }
  });
}
