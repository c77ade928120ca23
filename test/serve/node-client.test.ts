import { createServer, type Server } from 'node:net';
import { type ClientVerdict, VerdictClient } from '../../src/serve/node-client.js';
import { VerdictSocket } from '../../src/serve/socket.js';
import { APP_JA4, FLOW_JSON, helloFor, learning, newService, PINNED_NAME, socketPath } from './support.js';

const clients: VerdictClient[] = [];
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const close of closers.splice(0)) await close();
});

function clientAt(path: string, more: object = {}): VerdictClient {
  const client = new VerdictClient({ path, timeoutMs: 2000, ...more });
  clients.push(client);
  return client;
}

async function serviceAt(path: string): Promise<VerdictSocket> {
  const socket = new VerdictSocket(newService({ policy: learning() }));
  await socket.listen({ path });
  closers.push(() => socket.close(100));
  return socket;
}

const ask = (client: VerdictClient, sni = PINNED_NAME): Promise<ClientVerdict> =>
  client.byHello(FLOW_JSON, { fields: { sni, ja4: APP_JA4, alpn: ['h2'] } });

test('asks by hello, by fields, by 5-tuple, and reports', async () => {
  const path = socketPath();
  await serviceAt(path);
  const client = clientAt(path);
  expect(await ask(client)).toMatchObject({ answered: true, action: 'bypass', reason: 'pinned_app', app: 'Signal' });
  expect(await client.byHello(FLOW_JSON, helloFor('www.example.org'))).toMatchObject({
    answered: true,
    action: 'inspect',
    sni: 'www.example.org',
  });
  expect(await client.byFlow(FLOW_JSON, 5)).toMatchObject({ answered: true, action: 'inspect', reason: 'no_hello' });
  expect(await client.report(FLOW_JSON, { outcome: 'failed', alert: 48, sni: 'a.example' })).toBe(true);
});

test('many at once get each their own answer', async () => {
  const path = socketPath();
  await serviceAt(path);
  const client = clientAt(path);
  const names = Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? PINNED_NAME : `n${i}.example.org`));
  const verdicts = await Promise.all(names.map((name) => ask(client, name)));
  expect(verdicts.map((verdict) => verdict.answered && verdict.sni)).toEqual(names);
});

test('what the service refuses is inspected, with its cause, whatever the default is', async () => {
  const path = socketPath();
  await serviceAt(path);
  const client = clientAt(path, { whenUnanswered: 'bypass' });
  for (const [flow, sni, cause] of [
    [{ src_ip: 'nobody', dest_ip: '203.0.113.7' }, PINNED_NAME, 'src_ip: an IP address is needed'],
    [FLOW_JSON, 'a'.repeat(2000), 'sni: more than 1024 characters'],
  ] as const)
    expect(await client.byHello(flow, { fields: { sni } })).toEqual({ answered: false, action: 'inspect', cause });
});

test('a hello that is longer than a question may be is inspected, and costs nobody else the answer', async () => {
  const path = socketPath();
  const socket = await serviceAt(path);
  const client = clientAt(path, { whenUnanswered: 'bypass' });
  const [before, long, after] = await Promise.all([
    ask(client),
    client.byHello(FLOW_JSON, new Uint8Array(70_000)),
    ask(client, 'www.example.org'),
  ]);
  expect(long).toMatchObject({ answered: false, action: 'inspect' });
  expect([before.answered, after.answered, after.action]).toEqual([true, true, 'inspect']);
  expect(socket.counters.bad).toBe(0);
});

test('no service: the stated default in time; asked again when there is one', async () => {
  const path = socketPath();
  const client = clientAt(path, { timeoutMs: 30, whenUnanswered: 'bypass' });
  expect(await ask(client)).toEqual({ answered: false, action: 'bypass', cause: 'no answer in time' });
  expect(await ask(clientAt(path, { timeoutMs: 30 }))).toMatchObject({ answered: false, action: 'inspect' });
  await serviceAt(path);
  const patient = clientAt(path);
  expect(await ask(patient, 'www.example.org')).toMatchObject({ answered: true, action: 'inspect' });
});

test('comes back after the service was away, and loses no later question', async () => {
  const path = socketPath();
  const first = await serviceAt(path);
  const states: boolean[] = [];
  const client = clientAt(path, { onState: (connected: boolean) => states.push(connected) });
  expect((await ask(client)).answered).toBe(true);
  await first.close(100);
  while (client.connected) await new Promise((resolve) => setTimeout(resolve, 1));
  const waiting = ask(client);
  await serviceAt(path);
  expect((await waiting).answered).toBe(true);
  expect(states).toEqual([true, false, true]);
});

describe('a peer that is not the service', () => {
  async function peerAt(path: string, answer: (socket: import('node:net').Socket) => void): Promise<Server> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      answer(socket);
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    closers.push(() => server.close());
    return server;
  }

  test('is left, and what was asked gets the default', async () => {
    const path = socketPath();
    await peerAt(path, (socket) => socket.once('data', () => socket.write(Buffer.alloc(64, 0xff))));
    expect(await ask(clientAt(path))).toMatchObject({
      answered: false,
      action: 'inspect',
      cause: 'the connection was lost',
    });
  });

  test('that never answers costs no more than the time-out and the bound', async () => {
    const path = socketPath();
    await peerAt(path, (socket) => socket.resume());
    const client = clientAt(path, { timeoutMs: 50, maxPending: 3 });
    const verdicts = await Promise.all(Array.from({ length: 5 }, () => ask(client)));
    expect(verdicts.map((verdict) => (verdict.answered ? '' : verdict.cause))).toEqual([
      ...new Array(3).fill('no answer in time'),
      ...new Array(2).fill('too many questions have no answer yet'),
    ]);
  });
});

test('once closed, everything has its default at once', async () => {
  const client = clientAt(socketPath());
  const asked = ask(client);
  client.close();
  expect(await asked).toMatchObject({ answered: false, cause: 'the client is closed' });
  expect(await ask(client)).toMatchObject({ answered: false, cause: 'the client is closed' });
});
