// TCP connect and TLS handshake, timed, by turns over several ports: node handshakes.mjs HOST COUNT NAME CA PORT... ; a line of JSON
// with the times in ms by port.
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';

const [host, count, servername, ca, ...ports] = process.argv.slice(2);
const authority = readFileSync(ca);
const times = ports.map(() => []);
const one = (port) =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const socket = connect({ host, port: Number(port), servername, ca: authority, session: undefined }, () => {
      resolve(performance.now() - began);
      socket.destroy();
    });
    socket.on('error', reject);
  });
const WARM = 50;
for (let i = -WARM; i < Number(count); i++) {
  for (const [at, port] of ports.entries()) {
    const ms = await one(port);
    if (i >= 0) times[at].push(ms);
  }
}
process.stdout.write(`${JSON.stringify(times)}\n`);
