import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { connect, type Socket } from 'node:net';
import { FlowVerdicts } from '../../src/serve/flow-verdicts.js';
import { DEFAULT_HTTP_LIMITS, type HttpOptions, VerdictHttp } from '../../src/serve/http.js';
import { openApi } from '../../src/serve/openapi.js';
import { builtinPolicy } from '../../src/verdict/policy.js';
import { APP_JA4, dice, ENDS, FLOW_JSON, helloFor, learning, newService, PINNED_NAME, recordOf } from './support.js';

const open: VerdictHttp[] = [];

async function listening(more: Partial<HttpOptions> = {}): Promise<string> {
  const http = new VerdictHttp({ service: newService(), version: '1.2.3', metrics: () => 'a_total 1\n', ...more });
  open.push(http);
  await http.listen({ host: '127.0.0.1', port: 0 });
  return `http://127.0.0.1:${http.port}`;
}

afterEach(async () => {
  for (const http of open.splice(0)) await http.close();
});

async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; json: never }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as never };
}

/** All that a server says to octets, until it closes. */
function raw(url: string, octets: string | Uint8Array, end = false): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
    socket.write(octets);
    if (end) socket.end();
  });
}

const fields = { sni: PINNED_NAME, ja4: APP_JA4, alpn: ['h2'] };

describe('verdicts', () => {
  test('by fields and by octets of the hello', async () => {
    const url = await listening();
    const byFields = await post(`${url}/v1/verdict`, { request_id: 'x', ...FLOW_JSON, fields });
    expect(byFields).toMatchObject({
      status: 200,
      json: { request_id: 'x', action: 'bypass', reason: 'pinned_app', app: 'Signal', sni: PINNED_NAME, ja4: APP_JA4 },
    });
    const hello = Buffer.from(helloFor(PINNED_NAME));
    const byHello = await post(`${url}/v1/verdict`, { ...FLOW_JSON, hello: hello.toString('base64') });
    expect(byHello).toMatchObject({ status: 200, json: { sni: PINNED_NAME } });
    const cut = await post(`${url}/v1/verdict`, { ...FLOW_JSON, hello: hello.subarray(0, 30).toString('base64url') });
    expect(cut).toMatchObject({ status: 200, json: { action: 'inspect', reason: 'hello_incomplete' } });
  });

  test('of a batch, each with its own error', async () => {
    const url = await listening();
    const requests = [
      { request_id: 1, ...FLOW_JSON, fields },
      { request_id: 2, ...FLOW_JSON, src_ip: 'nobody', fields },
    ];
    const { status, json } = await post(`${url}/v1/verdict`, { requests });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      responses: [
        { request_id: 1, action: 'bypass' },
        { request_id: 2, error: { code: 'bad_request' } },
      ],
    });
    const many = { requests: new Array(257).fill({ ...FLOW_JSON, fields: {} }) };
    expect((await post(`${url}/v1/verdict`, many)).status).toBe(400);
  });

  test('by 5-tuple, and the flow to look at', async () => {
    const flows = new FlowVerdicts();
    const url = await listening({ service: newService({ flows }) });
    const waiting = post(`${url}/v1/verdict`, { ...FLOW_JSON, wait_ms: 2000 });
    while (flows.waiters === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    flows.saw(recordOf(12, ENDS, 'verdict', 1e15));
    expect(await waiting).toMatchObject({ status: 200, json: { action: 'bypass', flow_id: 12 } });
    for (const name of [
      '12',
      '10.8.0.2:51234-203.0.113.7:443',
      '203.0.113.7:443-10.8.0.2:51234/tcp',
      '10.8.0.2%3A51234-203.0.113.7:443',
    ]) {
      const response = await fetch(`${url}/v1/flows/${name}`);
      expect(await response.json()).toMatchObject({
        ...FLOW_JSON,
        over: false,
        verdict: { flow_id: 12, action: 'bypass' },
      });
    }
    expect((await fetch(`${url}/v1/flows/13`)).status).toBe(404);
  });

  test('many that wait on one connection leave no row of listeners on it', async () => {
    let most = 0;
    const started = (message: unknown): void => {
      const { socket } = message as { socket: Socket };
      setTimeout(() => {
        most = Math.max(most, socket.listenerCount('close'));
      }, 50);
    };
    subscribe('http.server.request.start', started);
    const url = await listening({ service: newService({ flows: new FlowVerdicts() }) });
    const requests = Array.from({ length: 64 }, (_, i) => ({ ...FLOW_JSON, src_port: i, wait_ms: 200 }));
    const body = JSON.stringify({ requests });
    const head = (connection: string): string =>
      `POST /v1/verdict HTTP/1.1\r\nHost: localhost\r\nConnection: ${connection}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const said = await raw(url, (head('keep-alive') + body).repeat(15) + head('close') + body);
    unsubscribe('http.server.request.start', started);
    expect(said.match(/"reason":"no_hello"/g)).toHaveLength(64 * 16);
    // More than ten, and Node warns of a leak: EventEmitter.defaultMaxListeners.
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(10);
  });

  test('who asks and goes leaves no wait behind', async () => {
    const flows = new FlowVerdicts();
    const url = await listening({ service: newService({ flows }) });
    const gone = new AbortController();
    const asked = fetch(`${url}/v1/verdict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...FLOW_JSON, wait_ms: 2000 }),
      signal: gone.signal,
    });
    while (flows.waiters === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    gone.abort();
    await expect(asked).rejects.toThrow();
    const before = performance.now();
    while (flows.waiters > 0 && performance.now() - before < 1500)
      await new Promise((resolve) => setTimeout(resolve, 1));
    expect([flows.waiters, flows.counters.expired]).toEqual([0, 0]);
  });

  test('outcomes', async () => {
    const url = await listening({ service: newService({ policy: learning() }) });
    const report = { ...FLOW_JSON, outcome: 'failed', alert: 48, sni: 'a.example' };
    expect(await post(`${url}/v1/outcome`, report)).toMatchObject({ status: 200, json: { taken: true } });
    expect((await post(`${url}/v1/outcome`, { ...report, outcome: 'exploded' })).status).toBe(400);
  });
});

describe('what else is there', () => {
  test('health, metrics, catalog, and a description that has all paths', async () => {
    const url = await listening();
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${url}/metrics`)).text()).toBe('a_total 1\n');
    expect(await (await fetch(`${url}/v1/catalog`)).json()).toMatchObject({
      policy: { name: 'balanced', default_action: builtinPolicy('balanced').defaultAction },
    });
    const description = (await (await fetch(`${url}/openapi.json`)).json()) as {
      openapi: string;
      paths: object;
      info: object;
    };
    expect(description).toEqual(JSON.parse(JSON.stringify(openApi('1.2.3'))));
    for (const [path, methods] of Object.entries(description.paths)) {
      const [method] = Object.keys(methods as object);
      const response = await fetch(url + path.replace('{flow}', 'x'), { method: method!.toUpperCase() });
      expect([path, response.status]).not.toEqual([path, 404]);
    }
  });

  test('nothing: 404 in JSON, also for paths that climb', async () => {
    const url = await listening();
    for (const path of ['/', '/v1', '/v1/verdicts', '/etc/passwd', '/v1/catalog/..', '/V1/CATALOG']) {
      const text = await raw(url, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      expect([path, text.split('\r\n', 1)[0]]).toEqual([path, 'HTTP/1.1 404 Not Found']);
      expect(text).toContain('{"error":{"code":"not_found"');
    }
    for (const path of [
      '/v1/flows/../../etc/passwd',
      '/v1/flows/%2e%2e%2fetc%2fpasswd',
      '/v1/flows/%00',
      '/v1/flows/',
    ]) {
      const text = await raw(url, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      expect([path, text.split('\r\n', 1)[0]]).toEqual([path, 'HTTP/1.1 400 Bad Request']);
    }
  });
});

describe('who may ask', () => {
  test('another method than those of a path: 405, and which there are; HEAD where there is GET', async () => {
    const url = await listening();
    for (const [method, path, status, allow] of [
      ['GET', '/v1/verdict', 405, 'POST'],
      ['DELETE', '/v1/outcome?x', 405, 'POST'],
      ['POST', '/healthz', 405, 'GET, HEAD'],
      ['PUT', '/v1/flows/17', 405, 'GET, HEAD'],
      ['HEAD', '/healthz', 200, null],
      ['HEAD', '/metrics', 200, null],
      ['HEAD', '/nothing', 404, null],
    ] as const) {
      const response = await fetch(`${url}${path}`, { method });
      expect([method, path, response.status, response.headers.get('allow')]).toEqual([method, path, status, allow]);
    }
    // Every path of the description is one that says so.
    for (const path of Object.keys(openApi('1').paths)) {
      const response = await fetch(`${url}${path.replace('{flow}', '17')}`, { method: 'PATCH' });
      expect([path, response.status]).toEqual([path, 405]);
    }
  });

  test('only who has the token, but for health', async () => {
    const url = await listening({ token: 'a-token-of-some-length' });
    const ask = async (authorization?: string): Promise<number> =>
      (await fetch(`${url}/v1/catalog`, authorization === undefined ? {} : { headers: { authorization } })).status;
    expect(await ask()).toBe(401);
    expect(await ask('Bearer a-token-of-some-lengtH')).toBe(401);
    expect(await ask('Basic a-token-of-some-length')).toBe(401);
    expect(await ask('Bearer a-token-of-some-length')).toBe(200);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await post(`${url}/v1/verdict`, { ...FLOW_JSON, fields })).status).toBe(401);
    expect((await fetch(`${url}/nothing`)).status).toBe(401);
  });

  test('nobody under another name: DNS rebinding', async () => {
    const url = await listening();
    for (const [host, status] of [
      ['evil.example', 421],
      ['127.0.0.1.evil.example', 421],
      ['localhost.', 421],
      ['', 421],
      ['localhost:1', 200],
      ['LOCALHOST', 200],
      ['[::1]:8480', 200],
    ] as const) {
      const text = await raw(url, `GET /v1/catalog HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect([host, Number(text.slice(9, 12))]).toEqual([host, status]);
    }
    const remote = await listening({ allowRemote: true });
    const text = await raw(remote, 'GET /v1/catalog HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\n\r\n');
    expect(text.slice(9, 12)).toBe('200');
  });

  test('no web page: no CORS, and no body that is not JSON', async () => {
    const url = await listening();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const { status, json } = await post(`${url}/v1/verdict`, '{}', { 'content-type': type });
      expect([type, status, json]).toMatchObject([type, 415, { error: { code: 'unsupported_media_type' } }]);
    }
    const response = await fetch(`${url}/v1/catalog`, { headers: { origin: 'https://evil.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('bounds', () => {
  test('a body that is too long, no JSON, or not what is asked for', async () => {
    const url = await listening();
    const ask = (body: unknown) => post(`${url}/v1/verdict`, body);
    expect(await ask({ ...FLOW_JSON, hello: 'A'.repeat(300_000) })).toMatchObject({
      status: 413,
      json: { error: { code: 'body_too_large' } },
    });
    expect(await ask('{"src_ip": ')).toMatchObject({ status: 400, json: { error: { code: 'bad_json' } } });
    expect(await ask('')).toMatchObject({ status: 400, json: { error: { code: 'bad_json' } } });
    for (const body of [
      {},
      [],
      null,
      { ...FLOW_JSON, src_port: '443' },
      { ...FLOW_JSON, src_port: 65_536 },
      { ...FLOW_JSON, hello: '!' },
      { ...FLOW_JSON, more: 1 },
      { ...FLOW_JSON, wait_ms: 2001 },
      { requests: [] },
      { ...FLOW_JSON, __proto__: null, datagrams: new Array(65).fill('') },
    ]) {
      expect([body, await ask(body)]).toMatchObject([body, { status: 400, json: { error: { code: 'bad_request' } } }]);
    }
    expect((await ask('{"src_ip":"10.0.0.1","dest_ip":"10.0.0.2","__proto__":{"x":1}}')).status).toBe(400);
  });

  test('a request that does not become whole in time', async () => {
    const url = await listening({ limits: { ...DEFAULT_HTTP_LIMITS, headerMs: 100, requestMs: 200 } });
    expect(await raw(url, 'GET /v1/catalog HTTP/1.1\r\nHost: local')).toMatch(/^HTTP\/1.1 408 .*"code":"timeout"/s);
    expect(
      await raw(
        url,
        'POST /v1/verdict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{',
      ),
    ).toMatch(/^HTTP\/1.1 408 /);
  });

  test('CONNECT: refused, and no way out of the time-outs', async () => {
    const url = await listening({
      limits: { ...DEFAULT_HTTP_LIMITS, requestMs: 300, keepAliveMs: 300, headerMs: 300 },
    });
    expect(await raw(url, 'CONNECT a:443 HTTP/1.1\r\nHost: localhost\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 .*this is no proxy/s,
    );
    // Answers that it does not read fill the socket; then it asks for a tunnel.
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
    socket.pause().on('error', () => {});
    socket.write(
      `${'GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(2000)}CONNECT a:443 HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    const began = performance.now();
    await open.splice(0)[0]!.close();
    expect(performance.now() - began).toBeLessThan(30_000); // for ever, where it has got out of them
    socket.destroy();
  });

  test('octets that are no HTTP, and headers without end', async () => {
    const url = await listening();
    expect(await raw(url, '\x16\x03\x01\x02\x00\x01')).toMatch(/^HTTP\/1.1 400 .*"code":"bad_request"/s);
    expect(await raw(url, `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 .*"code":"header_too_large"/s,
    );
  });
});

test('mutated requests never crash it', async () => {
  const url = await listening({ service: newService({ policy: learning(), flows: new FlowVerdicts() }) });
  const random = dice(5);
  const body = JSON.stringify({
    ...FLOW_JSON,
    wait_ms: 1,
    fields: { ...fields, ja3: 'ada70206e40642a3e4461f35503241d5' },
  });
  const request = Buffer.from(
    `POST /v1/verdict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
  for (let round = 0; round < 150; round++) {
    const octets = Buffer.from(request);
    // The head in one round of three, the body in the others.
    const from = round % 3 === 0 ? 0 : request.length - body.length;
    for (let i = 0; i < 4; i++)
      octets[from + Math.floor(random() * (octets.length - from))] = 32 + Math.floor(random() * 96);
    const text = await raw(url, octets, true);
    expect(text === '' || /^HTTP\/1.1 (200|4\d\d) /.test(text) ? '' : text).toBe('');
  }
  expect((await post(`${url}/v1/verdict`, { ...FLOW_JSON, fields })).status).toBe(200);
});
