/** GET /metrics and GET /healthz, and nothing else: for a run without the verdict service, or beside it. */
import { createServer, type Server } from 'node:http';
import { UsageError } from '../../bytes/usage-error.js';
import type { Metrics } from './metrics.js';

export interface ListenAt {
  readonly host: string;
  readonly port: number;
}

const HEADERS_MS = 5000;
const REQUEST_MS = 10_000;
const MAX_HEADER_OCTETS = 8192;
const MAX_CONNECTIONS = 64;

/** @throws UsageError if the address cannot be listened at */
export async function serveMetrics(
  { host, port }: ListenAt,
  metrics: Pick<Metrics, 'contentType' | 'text'>,
): Promise<Server> {
  const server = createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, maxHeaderSize: MAX_HEADER_OCTETS },
    (request, response) => {
      const path = (request.url ?? '').split('?', 1)[0];
      const isGet = request.method === 'GET' || request.method === 'HEAD';
      const answer = (status: number, type: string, text: string): void => {
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
        response.end(request.method === 'HEAD' ? undefined : text);
      };
      if (path !== '/metrics' && path !== '/healthz') answer(404, 'text/plain; charset=utf-8', 'not found\n');
      else if (!isGet) answer(405, 'text/plain; charset=utf-8', 'only GET\n');
      else if (path === '/healthz') answer(200, 'text/plain; charset=utf-8', 'ok\n');
      else {
        metrics.text().then(
          (text) => answer(200, metrics.contentType, text),
          () => answer(500, 'text/plain; charset=utf-8', 'the metrics could not be read\n'),
        );
      }
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const cause =
        error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be listened at (${error.code})`;
      reject(new UsageError('metrics', `--metrics ${host}:${port}: ${cause}; name another port`));
    });
    server.listen(port, host, resolve);
  });
  // A connection that could not be accepted is no reason to end.
  server.on('error', () => {});
  return server;
}
