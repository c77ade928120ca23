/** A tunnel between the client and the gateway of a lab: a TUN device at each end. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DIST, type Lab } from './lab.js';

const PUMP = fileURLToPath(new URL('tun-pump.mjs', import.meta.url));
/** The gateway's end, and the client's address in it. */
export const TUN = 'tun0';
export const PHONE = { v4: '10.8.0.2', v6: 'fd00:8::2' };

/** From then on what the client sends to the servers goes through the tunnel. */
export async function makeTunnel(lab: Lab): Promise<void> {
  const { gateway, client } = lab;
  const pump = lab.start(gateway, 'tun-pump', process.execPath, [PUMP, path.resolve(DIST), TUN, 'phone0']);
  await pump.says('ready');
  gateway.exec('ip', 'link', 'set', 'phone0', 'netns', client.name);
  for (const [space, name, v4, v6] of [
    [gateway, TUN, '10.8.0.1/24', 'fd00:8::1/64'],
    [client, 'phone0', `${PHONE.v4}/24`, `${PHONE.v6}/64`],
  ] as const) {
    space.exec('sysctl', '-qw', `net.ipv6.conf.${name}.router_solicitations=0`);
    space.exec('ip', 'address', 'add', v4, 'dev', name);
    space.exec('ip', 'address', 'add', v6, 'dev', name, 'nodad');
    space.exec('ip', 'link', 'set', name, 'up');
  }
  // A router asks for its neighbours from a link-local address (RFC 4861 §4.3), which the lab's interfaces do not give themselves.
  gateway.exec('ip', 'address', 'replace', 'fe80::1/64', 'dev', 'servers', 'nodad');
  client.exec('ip', 'route', 'replace', 'default', 'dev', 'phone0');
  client.exec('ip', '-6', 'route', 'replace', 'default', 'dev', 'phone0');
}
