import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { pinsight } from '../../src/gen/wire.js';
import { DEFAULT_SOCKET_LIMITS, type SocketLimits } from '../../src/serve/connection.js';
import { FlowVerdicts } from '../../src/serve/flow-verdicts.js';
import { VerdictSocket } from '../../src/serve/socket.js';
import type { VerdictService } from '../../src/serve/verdict-api.js';
import {
  APP_JA4,
  dice,
  ENDS,
  FLOW,
  frameOf,
  helloFor,
  learning,
  newService,
  Peer,
  PINNED_NAME,
  type Request,
  recordOf,
  socketPath,
  VerdictRequest,
} from './support.js';

const open: (VerdictSocket | Peer)[] = [];

async function listening(
  service: VerdictService,
  limits: Partial<SocketLimits> = {},
): Promise<{ socket: VerdictSocket; path: string }> {
  const socket = new VerdictSocket(service, { ...DEFAULT_SOCKET_LIMITS, ...limits });
  open.push(socket);
  const path = socketPath();
  await socket.listen({ path });
  return { socket, path };
}

function peer(at: { path: string } | { port: number }): Peer {
  const one = new Peer(at);
  open.push(one);
  return one;
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) {
    if (one instanceof Peer) one.socket.destroy();
    else await one.close(100);
  }
});

const byHello = (requestId: number, sni = PINNED_NAME): Request => ({
  requestId,
  byHello: { flow: FLOW, fields: { sni, ja4: APP_JA4, alpn: ['h2', 'http/1.1'] } },
});

describe('answers', () => {
  test('are what the generated code reads', async () => {
    const { path } = await listening(newService({ clockUs: () => 1_790_000_000_000_001 }));
    const [response] = await peer({ path })
      .answers(0)
      .then(async () => {
        const one = peer({ path });
        one.send(byHello(17));
        return one.answers(1);
      });
    const { requestId, verdict } = pinsight.verdict.v1.VerdictResponse.create(response!);
    expect(requestId).toBe(17);
    expect(verdict).toMatchObject({
      action: 'bypass',
      reason: 'pinned_app',
      app: 'Signal',
      bundleId: { ios: 'org.whispersystems.signal', android: 'org.thoughtcrime.securesms' },
      sni: PINNED_NAME,
      alpn: ['h2', 'http/1.1'],
      ja4: APP_JA4,
      decidedAt: 1_790_000_000_000_001,
    });
    expect(verdict?.evidence?.[0]).toMatchObject({ kind: 'sni', value: PINNED_NAME, app: 'Signal' });
    expect(verdict?.score).toBeGreaterThan(0.8);
  });

  test('of all questions of one write come in order, each with its id', async () => {
    const { path } = await listening(newService());
    const one = peer({ path });
    const count = 3000;
    one.send(...Array.from({ length: count }, (_, i) => byHello(i + 1, i % 2 === 0 ? PINNED_NAME : 'www.example.org')));
    const responses = await one.answers(count);
    expect(responses.map(({ requestId }) => requestId)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
    expect(responses.every(({ verdict }, i) => (verdict?.action === 'bypass') === (i % 2 === 0))).toBe(true);
  });

  test('come for frames that arrive octet by octet, and for octets of a hello', async () => {
    const { path } = await listening(newService());
    const one = peer({ path });
    one.socket.setNoDelay(true);
    const frame = frameOf({ requestId: 5, byHello: { flow: FLOW, octets: helloFor(PINNED_NAME) } });
    for (const octet of frame) {
      one.socket.write(Uint8Array.of(octet));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await one.answers(1))[0]?.verdict?.sni).toBe(PINNED_NAME);
  });

  test('carry all 64 bits of an id', async () => {
    const { path } = await listening(newService());
    const one = peer({ path });
    // Field 1, varint 2^64 - 1 (protobuf.dev, "Encoding"); then the question.
    const id = Buffer.from('08ffffffffffffffffff01', 'hex');
    const question = Buffer.from(VerdictRequest.encode({ byFlow: { flow: FLOW, waitMs: 0 } }).finish());
    const raw: Buffer[] = [];
    one.socket.on('data', (chunk: Buffer) => raw.push(chunk));
    one.socket.write(Buffer.concat([Uint8Array.of(id.length + question.length), id, question]));
    await one.answers(1);
    expect(Buffer.concat(raw).subarray(1, 1 + id.length)).toEqual(id);
  });

  test('by 5-tuple come when the hello is seen, out of order', async () => {
    const flows = new FlowVerdicts();
    const { path } = await listening(newService({ flows }));
    const one = peer({ path });
    one.send(
      { requestId: 1, byFlow: { flow: FLOW, waitMs: 2000 } },
      { requestId: 2, byFlow: { flow: { ...FLOW, srcPort: 1 }, waitMs: 0 } },
    );
    expect((await one.answers(1))[0]).toMatchObject({
      requestId: 2,
      verdict: { action: 'inspect', reason: 'no_hello' },
    });
    flows.saw(recordOf(44, ENDS, 'verdict', 1e15));
    expect((await one.answers(2))[1]).toMatchObject({ requestId: 1, verdict: { action: 'bypass', flowId: 44 } });
  });

  test('to reports say whether they were taken note of', async () => {
    const { path } = await listening(newService({ policy: learning() }));
    const one = peer({ path });
    one.send(
      { requestId: 1, report: { flow: FLOW, outcome: 'failed', alert: 48, sni: 'a.example' } },
      { requestId: 2, report: { flow: FLOW, outcome: 'exploded' } },
    );
    const [taken, wrong] = await one.answers(2);
    expect(taken?.recorded?.taken).toBe(true);
    expect(wrong?.error?.code).toBe('bad_request');
  });

  test('come over loopback TCP too', async () => {
    const socket = new VerdictSocket(newService());
    open.push(socket);
    await socket.listen({ host: '127.0.0.1', port: 0 });
    const one = peer({ port: socket.port! });
    one.send(byHello(1));
    expect((await one.answers(1))[0]?.verdict?.action).toBe('bypass');
  });
});

describe('what is wrong', () => {
  test('in a question is said, and the connection goes on', async () => {
    const { path } = await listening(newService());
    const one = peer({ path });
    one.send(
      { requestId: 1, byHello: { flow: { ...FLOW, srcIp: '10.8.0.299' }, fields: {} } },
      { requestId: 2, byHello: { flow: FLOW } },
      { requestId: 3 },
      { requestId: 4, byFlow: {} },
      { requestId: 5, byHello: { flow: { ...FLOW, proto: 'SCTP' }, fields: {} } },
      byHello(6),
    );
    const responses = await one.answers(6);
    expect(responses.slice(0, 5).map(({ requestId, error }) => [requestId, error?.code])).toEqual(
      [1, 2, 3, 4, 5].map((id) => [id, 'bad_request']),
    );
    expect(responses[5]?.verdict?.action).toBe('bypass');
  });

  test('of two questions in one request the last counts, with nothing of the other', async () => {
    const { path } = await listening(newService());
    const one = peer({ path });
    const bodies = [byHello(1), { requestId: 2, byFlow: { waitMs: 0 } }].map((request) =>
      Buffer.from(VerdictRequest.encode(request).finish()),
    );
    const both = Buffer.concat(bodies);
    one.socket.write(Buffer.concat([Buffer.of((both.length & 0x7f) | 0x80, both.length >> 7), both]));
    const [response] = await one.answers(1);
    expect(response).toMatchObject({ requestId: 2, error: { code: 'bad_request' } });
  });

  for (const [what, octets, code] of [
    ['a length beyond the limit', '818004', 'too_long'],
    ['a length without end', 'ffffffffff', 'too_long'],
    ['octets that are no message', '03ffffff', 'bad_message'],
    ['a field longer than its message', '0508011203ff', 'bad_message'],
    ['a group, which proto3 does not have', '020b0c', 'bad_message'],
    ['text of another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n'.padEnd(80)).toString('hex'), 'bad_message'],
  ] as const) {
    test(`${what}: an error, then the end`, async () => {
      const { path, socket } = await listening(newService());
      const one = peer({ path });
      one.socket.write(Buffer.from(octets, 'hex'));
      await one.end();
      expect(one.responses.map(({ error }) => error?.code)).toEqual([code]);
      expect(socket.counters.bad).toBe(1);
    });
  }

  test('with an id that could be read comes back with that id', async () => {
    const { path } = await listening(newService());
    const one = peer({ path });
    one.socket.write(Buffer.from('0508091203ff', 'hex'));
    await one.end();
    expect(one.responses[0]?.requestId).toBe(9);
  });
});

describe('bounds', () => {
  test('a peer that does not read is cut off, and holds nobody else up', async () => {
    const { path, socket } = await listening(newService(), { stallMs: 300 });
    const deaf = peer({ path });
    deaf.socket.pause();
    const frames = Buffer.concat(Array.from({ length: 2000 }, (_, i) => frameOf(byHello(i + 1))));
    for (let i = 0; i < 20; i++) deaf.socket.write(frames);
    const other = peer({ path });
    other.send(byHello(1));
    expect(await other.answers(1)).toHaveLength(1);
    while (socket.counters.unread === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    while (socket.connections > 1) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test('more questions that wait than a connection may have are read when others are answered', async () => {
    const flows = new FlowVerdicts();
    const { path } = await listening(newService({ flows }), { outstanding: 4 });
    const one = peer({ path });
    one.send(...Array.from({ length: 10 }, (_, i) => ({ requestId: i + 1, byFlow: { flow: FLOW, waitMs: 40 } })));
    while (flows.waiters < 4) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(flows.waiters).toBe(4);
    expect(await one.answers(10)).toHaveLength(10);
  });

  test('a disconnect in the middle leaves no wait behind', async () => {
    const flows = new FlowVerdicts();
    const { path, socket } = await listening(newService({ flows }));
    const one = peer({ path });
    one.send({ requestId: 1, byFlow: { flow: FLOW, waitMs: 2000 } });
    one.socket.write(Uint8Array.of(50, 8));
    while (flows.waiters === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    one.socket.destroy();
    while (socket.connections > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(flows.waiters).toBe(0);
  });

  test('a frame that does not become whole, and silence, end a connection', async () => {
    const { path, socket } = await listening(newService(), { frameMs: 50, idleMs: 400 });
    const half = peer({ path });
    half.socket.write(Uint8Array.of(50, 8));
    await half.end();
    expect(half.responses[0]?.error?.code).toBe('bad_message');
    const silent = peer({ path });
    await silent.end();
    expect(socket.counters.timedOut).toBe(2);
  });

  test('there are no more connections than may be', async () => {
    const { path, socket } = await listening(newService(), { connections: 2 });
    const first = peer({ path });
    const second = peer({ path });
    first.send(byHello(1));
    second.send(byHello(1));
    await first.answers(1);
    await second.answers(1);
    const third = peer({ path });
    await third.end();
    expect(socket.counters.refused).toBe(1);
  });

  test('closing answers what waits, and takes away the socket', async () => {
    const flows = new FlowVerdicts();
    const { path, socket } = await listening(newService({ flows }));
    const one = peer({ path });
    one.send({ requestId: 1, byFlow: { flow: FLOW, waitMs: 2000 } });
    while (flows.waiters === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const closing = socket.close(1000);
    flows.close();
    await closing;
    await one.end();
    expect(one.responses.map(({ requestId }) => requestId)).toEqual([1]);
  });
});

describe('the path', () => {
  test('of a process that is gone is taken over; of one that lives, and of a file, it is not', async () => {
    const { path } = await listening(newService());
    const second = new VerdictSocket(newService());
    open.push(second);
    await expect(second.listen({ path })).rejects.toThrow('another process listens there');
    const stale = socketPath();
    const dead = createServer();
    await new Promise<void>((resolve) => dead.listen(stale, resolve));
    // As after SIGKILL: the file stays, nobody listens.
    const { renameSync } = await import('node:fs');
    renameSync(stale, `${stale}.kept`);
    await new Promise((resolve) => dead.close(resolve));
    renameSync(`${stale}.kept`, stale);
    expect(existsSync(stale)).toBe(true);
    await second.listen({ path: stale });
    const third = new VerdictSocket(newService());
    open.push(third);
    const file = socketPath();
    writeFileSync(file, 'x');
    await expect(third.listen({ path: file })).rejects.toThrow('is there, and no socket');
  });
});

describe('mutated requests', () => {
  test('never crash, and never leave a connection or a wait behind', async () => {
    const flows = new FlowVerdicts();
    const { path, socket } = await listening(newService({ flows, policy: learning() }), { frameMs: 100 });
    const random = dice(20_261_124);
    const seeds = [
      frameOf(byHello(1)),
      frameOf({ requestId: 2, byHello: { flow: FLOW, octets: helloFor(PINNED_NAME) } }),
      frameOf({ requestId: 3, byHello: { flow: FLOW, datagrams: [Buffer.alloc(1200, 0xc0)] } }),
      frameOf({ requestId: 4, byFlow: { flow: FLOW, waitMs: 3, notBefore: 5 } }),
      frameOf({ requestId: 5, report: { flow: FLOW, outcome: 'failed', alert: 48, sni: 'a.example' } }),
    ];
    for (let round = 0; round < 150; round++) {
      const octets = Buffer.concat(Array.from({ length: 4 }, () => seeds[Math.floor(random() * seeds.length)]!));
      for (let i = 0; i < 6; i++) octets[Math.floor(random() * octets.length)] = Math.floor(random() * 256);
      const one = new Peer({ path });
      one.socket.end(octets.subarray(0, Math.floor(random() * (octets.length + 1))));
      await one.end();
      one.socket.destroy();
    }
    while (socket.connections > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(flows.waiters).toBe(0);
    const one = peer({ path });
    one.send(byHello(1));
    expect((await one.answers(1))[0]?.verdict?.action).toBe('bypass');
  });
});
