// A tunnel in one process, as a VPN's two ends are in two: node tun-pump.mjs DIST NEAR FAR makes two TUN devices and carries packets from
// each to the other. The test then moves FAR into the client's namespace: what the client sends comes out of NEAR on the gateway.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, near, far] = process.argv.slice(2);
const { openTun } = await import(pathToFileURL(path.join(dist, 'source/tun.js')).href);
const ends = [near, far].map((name) => openTun({ interface: name, create: true }));
for (const [i, end] of ends.entries()) {
  const other = ends[1 - i];
  end.start({
    batch: ({ octets, at, captured, count }) => {
      try {
        other.write(octets, at, captured, count);
      } catch {
        // The other end is down yet. What it does not take is lost, as in any tunnel; TCP sends it again.
      }
    },
    over: (cause) => {
      process.stderr.write(`${cause}\n`);
      process.exit(1);
    },
  });
}
process.stdout.write('ready\n');
