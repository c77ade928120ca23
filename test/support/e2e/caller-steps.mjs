// A client that does one step at a time, told on standard input, a JSON object a line; each step is answered by a line. `open`: a TCP connection
// from an address and port; `hello`: the handshake on it, by name; `reset`: it is gone at once, and its port free; `datagram`: UDP octets
// to an address, answered with what comes back within a while.
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { createInterface } from 'node:readline';
import { connect as secure } from 'node:tls';

const sockets = new Map();
const now = () => Math.round((performance.timeOrigin + performance.now()) * 1000);
const ANSWER_MS = 500;

const steps = {
  open: ({ id, address, localAddress, localPort }) =>
    new Promise((resolve) => {
      const socket = connect({ host: address, port: 443, localAddress, localPort, noDelay: true });
      sockets.set(id, socket);
      socket.once('connect', () => resolve({ opened: true, port: socket.localPort, us: now() }));
      socket.once('error', (error) => resolve({ opened: false, error: error.message }));
    }),
  hello: async ({ id, name }) => {
    const us = now();
    const over = secure({
      socket: sockets.get(id),
      servername: name,
      rejectUnauthorized: false,
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    over.on('error', () => {}); // whoever inspects may end it
    return { us };
  },
  reset: ({ id }) =>
    new Promise((resolve) => {
      const socket = sockets.get(id);
      sockets.delete(id);
      socket.once('close', () => resolve({}));
      socket.on('error', () => {});
      socket.resetAndDestroy();
    }),
  datagram: ({ address, port, hex }) =>
    new Promise((resolve) => {
      const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
      const end = (answer) => {
        clearTimeout(late);
        socket.close();
        resolve({ answer });
      };
      const late = setTimeout(() => end(null), ANSWER_MS);
      socket.once('message', (octets) => end(octets.toString('hex')));
      socket.send(Buffer.from(hex, 'hex'), port, address);
    }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { step, ...rest } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await steps[step](rest))}\n`);
}
process.exit(0);
