// HTTPS servers of the lab: node servers.mjs FOLDER NAME... ; TLS 1.2 and 1.3 on 443, at the last addresses of the lab 1.2 alone. Each
// answer says which name was asked for and who asked.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import path from 'node:path';
import { createSecureContext } from 'node:tls';

const [listened, folder, ...names] = process.argv.slice(2);
const contexts = new Map(
  names.map((name) => {
    const read = (ending) => readFileSync(path.join(folder, `${name}.${ending}`));
    return [name, createSecureContext({ key: read('key'), cert: read('pem') })];
  }),
);
for (const one of listened.split(',')) {
  const [host, maxVersion] = one.split('=');
  const options = {
    maxVersion,
    SNICallback: (name, done) => done(null, contexts.get(name)),
  };
  const server = createServer(options, (request, response) => {
    const client = request.socket.remoteAddress;
    response.end(`${JSON.stringify({ name: request.headers.host, client, tls: request.socket.getProtocol() })}\n`);
  });
  server.on('tlsClientError', () => {}); // pinned clients refuse; that is the test
  server.listen(443, host);
}
