// A relay whose first octets leave in two segments: node split-relay.mjs PORT HOST FIRST; FIRST octets, a pause, the rest.
import { connect, createServer } from 'node:net';

const PAUSE_MS = 100;
const [port, host, first] = process.argv.slice(2);
createServer((client) => {
  const server = connect({ host, port: 443, noDelay: true });
  client.once('data', (hello) => {
    client.pause();
    server.write(hello.subarray(0, Number(first)));
    setTimeout(() => {
      server.write(hello.subarray(Number(first)));
      client.pipe(server);
    }, PAUSE_MS);
  });
  server.pipe(client);
  for (const socket of [client, server]) {
    socket.on('error', () => {});
    socket.on('close', () => {
      client.destroy();
      server.destroy();
    });
  }
}).listen(Number(port), '127.0.0.1');
