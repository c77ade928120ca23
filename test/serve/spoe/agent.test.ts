/**
 * The agent as HAProxy sees it: frames recorded from HAProxy 2.6, every status of SPOE.txt section 3.5 that is ours to send, and peers that
 * mean no good. What goes on the wire is read by the few lines below, not by the agent's own reader.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_SPOE_LIMITS, SpoeAgent } from '../../../src/serve/spoe/agent.js';
import type { SpoeLimits } from '../../../src/serve/spoe/peer.js';
import { VerdictService } from '../../../src/serve/verdict-api.js';
import { builtinPolicy } from '../../../src/verdict/policy.js';
import { CATALOG } from '../../support/classify.js';
import { HAPROXY_DISCONNECT, HAPROXY_HELLO, HEALTH_CHECK, NOTIFY } from './recorded.js';

const folder = mkdtempSync(path.join(tmpdir(), 'pinsight-spoe-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const service = new VerdictService({ catalog: CATALOG, policy: builtinPolicy('balanced') });
const agents: SpoeAgent[] = [];
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.close(100)));
});

async function listening(limits: Partial<SpoeLimits> = {}): Promise<SpoeAgent> {
  const agent = new SpoeAgent(service, { ...DEFAULT_SPOE_LIMITS, ...limits });
  agents.push(agent);
  await agent.listen({ host: '127.0.0.1', port: 0 });
  return agent;
}

/** Sends, and waits until the agent ends the connection. */
function talk(at: { port: number } | { path: string }, parts: readonly Uint8Array[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(at);
    let got = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk]);
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(got));
    for (const part of parts) socket.write(part);
  });
}

interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly rest: Buffer;
}

function frames(octets: Buffer): Frame[] {
  const found: Frame[] = [];
  for (let at = 0; at < octets.length; ) {
    const length = octets.readUInt32BE(at);
    const frame = octets.subarray(at + 4, at + 4 + length);
    expect(frame.length).toBe(length);
    found.push({ type: frame[0]!, flags: frame.readUInt32BE(1), rest: frame.subarray(5) });
    at += 4 + length;
  }
  return found;
}

const frame = (type: number, rest: Uint8Array | string, flags = 1): Buffer => {
  const payload = typeof rest === 'string' ? Buffer.from(rest, 'latin1') : rest;
  const head = Buffer.alloc(9);
  head.writeUInt32BE(5 + payload.length);
  head[4] = type;
  head.writeUInt32BE(flags, 5);
  return Buffer.concat([head, payload]);
};
/** A string of less than 240 octets. */
const text = (value: string): string => String.fromCharCode(value.length) + value;
const item = (name: string, value: string): string => text(name) + value;
const hello = (items: string): Buffer => frame(1, `\0\0${items}`);
const VERSIONS = item('supported-versions', `\x08${text('2.0')}`);
const SIZE = item('max-frame-size', '\x03\xfc\xf0\x06');
const CAPABILITIES = item('capabilities', `\x08${text('pipelining,async')}`);

/** SPOE.txt §3.2.9: `status-code` is a number below 240 here. */
function statusOf(last: Frame): number {
  expect([last.type, last.flags]).toEqual([102, 1]);
  const said = last.rest.toString('latin1');
  const before = `\0\0${text('status-code')}\x03`;
  expect(said.startsWith(before)).toBe(true);
  expect(said.slice(before.length + 1)).toMatch(/message.+/);
  return said.charCodeAt(before.length);
}

async function refusal(parts: readonly Uint8Array[], limits?: Partial<SpoeLimits>): Promise<number> {
  const agent = await listening(limits);
  return statusOf(frames(await talk({ port: agent.port! }, parts)).at(-1)!);
}

const ANSWER =
  '\0\x01' + // stream and frame, as asked
  `\x01\x03\x02${text('bypass')}\x11` +
  `\x01\x03\x02${text('action')}\x08${text('bypass')}` +
  `\x01\x03\x02${text('reason')}\x08${text('pinned_app')}` +
  `\x01\x03\x02${text('app')}\x08${text('Signal')}`;

describe('what HAProxy 2.6 sends', () => {
  test.each([
    ['at once', (octets: Buffer) => [octets]],
    ['octet by octet', (octets: Buffer) => [...octets].map((octet) => Uint8Array.of(octet))],
  ])('a conversation, %s', async (_, cut) => {
    const agent = await listening();
    const all = Buffer.concat([HAPROXY_HELLO, NOTIFY, HAPROXY_DISCONNECT]);
    const [opened, answer, ended, ...more] = frames(await talk({ port: agent.port! }, cut(all)));
    expect(opened).toEqual({
      type: 101,
      flags: 1,
      rest: Buffer.from(
        `\0\0${item('version', `\x08${text('2.0')}`)}${SIZE}${item('capabilities', `\x08${text('pipelining,async')}`)}`,
        'latin1',
      ),
    });
    expect([answer!.type, answer!.flags]).toEqual([103, 1]);
    expect(answer!.rest.toString('latin1').startsWith(ANSWER)).toBe(true);
    expect(answer!.rest.toString('latin1')).toContain(`\x01\x03\x02${text('score')}\x03`);
    expect(answer!.rest.toString('latin1')).toContain(`\x01\x03\x02${text('ja4')}\x08\x24t13d3112h2_e8f1e7e78f70_`);
    expect(statusOf(ended!)).toBe(0);
    expect(more).toEqual([]);
    expect(agent.counters).toMatchObject({ accepted: 1, notified: 1, bad: 0, errors: 0 });
  });

  test('a health check, on a Unix socket', async () => {
    const agent = new SpoeAgent(service);
    agents.push(agent);
    const at = { path: path.join(folder, 'check.sock') };
    await agent.listen(at);
    const [opened, ...more] = frames(await talk(at, [HEALTH_CHECK]));
    expect(opened!.type).toBe(101);
    expect(more).toEqual([]);
    expect(agent.counters.healthChecks).toBe(1);
  });

  test('many questions in one read, each answered under its own number', async () => {
    const agent = await listening();
    const asked = Array.from({ length: 200 }, (_, i) => {
      const octets = Buffer.from(NOTIFY);
      octets[9] = i + 1;
      return octets;
    });
    const got = frames(
      await talk({ port: agent.port! }, [Buffer.concat([HAPROXY_HELLO, ...asked, HAPROXY_DISCONNECT])]),
    );
    expect(got.filter(({ type }) => type === 103).map(({ rest }) => rest[0])).toEqual(asked.map((_, i) => i + 1));
  });

  test('an identifier of many octets comes back as it was', async () => {
    const agent = await listening();
    const id = '\xff\xff\xff\xff\x7f\xf0\x80\0';
    const got = frames(await talk({ port: agent.port! }, [HAPROXY_HELLO, frame(3, id), HAPROXY_DISCONNECT]));
    expect(got[1]!.rest.toString('latin1').startsWith(id)).toBe(true);
  });
});

describe('an answer is always given, and is to inspect', () => {
  const address = '\x06\x0a\x08\0\x02';
  const port = '\x03\x50';
  const ends = item('src', address) + item('src_port', port) + item('dst', address) + item('dst_port', port);
  const ask = (count: number, values: string): Buffer =>
    frame(3, `\x07\x01${text('hello')}${String.fromCharCode(count)}${values}`);
  const cases: [string, Buffer, string][] = [
    ['no message', frame(3, '\x07\x01'), 'src_ip'],
    ['another message', frame(3, `\x07\x01${text('other')}\x01${item('src', address)}`), 'src_ip'],
    ['no arguments', ask(0, ''), 'src_ip'],
    ['no hello', ask(4, ends), 'ch: '],
    ['a hello of NULL', ask(5, ends + item('ch', '\0')), 'ch: '],
    ['addresses of NULL', ask(2, item('src', '\0') + item('dst', '\0')), 'src_ip'],
    [
      'a port that is none',
      ask(3, item('src', address) + item('dst', address) + item('src_port', '\x04\xff\xff\xff\xff\x7f')),
      'src_port',
    ],
  ];
  test.each(cases)('%s', async (_, octets, error) => {
    const agent = await listening();
    const got = frames(await talk({ port: agent.port! }, [HAPROXY_HELLO, octets, HAPROXY_DISCONNECT]));
    const answer = got[1]!.rest.toString('latin1');
    expect(
      answer.startsWith(`\x07\x01\x01\x03\x02${text('bypass')}\x01\x01\x03\x02${text('action')}\x08${text('inspect')}`),
    ).toBe(true);
    expect(answer).toContain(`${text('error')}\x08`);
    expect(answer).toContain(error);
  });

  test('octets that are no hello, a hello cut short, a name alone', async () => {
    const agent = await listening();
    const asked = [
      ask(5, ends + item('ch', `\x09${text('GET / HTTP/1.1\r\n')}`)),
      ask(5, ends + item('ch', `\x09${text('\x16\x03\x01\x02\0\x01\0\x01\xfc')}`)),
      ask(5, ends + item('sni', `\x08${text('www.open.test')}`)),
    ];
    const got = frames(await talk({ port: agent.port! }, [HAPROXY_HELLO, ...asked, HAPROXY_DISCONNECT]));
    const reasons = got.slice(1, -1).map(({ rest }) => /reason..([a-z_]+)/s.exec(rest.toString('latin1'))![1]);
    expect(reasons).toEqual(['not_tls', 'hello_incomplete', 'not_pinned']);
    for (const { rest } of got.slice(1, -1)) expect(rest.toString('latin1')).toContain(text('inspect'));
  });
});

describe('refusals', () => {
  test.each([
    ['a frame longer than any', 3, [Buffer.from('00003ffd', 'hex')]],
    [
      'a frame longer than was agreed on',
      3,
      [hello(VERSIONS + item('max-frame-size', '\x03\xf0\x01') + CAPABILITIES), Buffer.from('00000101', 'hex')],
    ],
    ['a frame too short for its head', 4, [Buffer.from('0000000401000000', 'hex')]],
    ['an empty frame', 4, [Buffer.alloc(4)]],
    ['a question before the handshake', 4, [NOTIFY]],
    ['an unknown frame before the handshake', 4, [frame(77, '\0\0')]],
    ['a second handshake', 4, [HAPROXY_HELLO, HAPROXY_HELLO]],
    ['a handshake cut short', 4, [frame(1, `\0\0${VERSIONS}${SIZE}${CAPABILITIES.slice(0, -1)}`)]],
    ['no versions', 5, [hello(SIZE + CAPABILITIES)]],
    ['no frame size', 6, [hello(VERSIONS + CAPABILITIES)]],
    ['no capabilities', 7, [hello(VERSIONS + SIZE)]],
    ['versions of before', 8, [hello(item('supported-versions', `\x08${text('1.0, 1.5')}`) + SIZE + CAPABILITIES)]],
    ['frames of 255 octets', 9, [hello(VERSIONS + item('max-frame-size', '\x03\xff\0') + CAPABILITIES)]],
    ['a fragment', 10, [HAPROXY_HELLO, frame(3, '\x07\x01', 0)]],
    ['the rest of a fragment', 10, [HAPROXY_HELLO, frame(0, '\x07\x01')]],
    ['a list of messages cut short', 4, [HAPROXY_HELLO, frame(3, `\x07\x01${text('hello')}\x05`)]],
    ['an argument of no type', 4, [HAPROXY_HELLO, frame(3, `\x07\x01${text('hello')}\x01${text('src')}\x0f`)]],
  ])('%s: status %i', async (_, status, parts) => {
    expect(await refusal(parts)).toBe(status);
  });

  test('later versions beside ours, and spaces, are fine; unknown frames are skipped', async () => {
    const agent = await listening();
    const versions = item('supported-versions', `\x08${text('3.1, 2.0')}`);
    const got = frames(
      await talk({ port: agent.port! }, [
        hello(versions + SIZE + item('capabilities', '\x08\0')),
        frame(77, '\0\0x'),
        HAPROXY_DISCONNECT,
      ]),
    );
    expect(got.map(({ type }) => type)).toEqual([101, 102]);
    expect(got[0]!.rest.toString('latin1').endsWith(item('capabilities', '\x08\0'))).toBe(true);
  });

  test('silence, and frames that never become whole, end with a time-out', async () => {
    expect(await refusal([], { frameMs: 20 })).toBe(2);
    expect(await refusal([HAPROXY_HELLO, NOTIFY.subarray(0, 100)], { frameMs: 20 })).toBe(2);
    expect(await refusal([HAPROXY_HELLO], { idleMs: 20 })).toBe(2);
  });

  test('a peer that reads nothing is cut off', async () => {
    const agent = await listening({ stallMs: 50 });
    const socket = connect({ port: agent.port! });
    const gone = new Promise<void>((resolve) => socket.on('error', () => {}).on('close', () => resolve()));
    socket.pause();
    socket.write(HAPROXY_HELLO);
    const many = Buffer.concat(Array.from({ length: 500 }, () => NOTIFY));
    const flood = setInterval(() => socket.writableLength < 1e6 && socket.write(many), 1);
    await gone;
    clearInterval(flood);
    expect(agent.counters.unread).toBe(1);
  });

  test('no more connections than the limit', async () => {
    const agent = await listening({ connections: 1 });
    const first = connect({ port: agent.port! });
    await new Promise((resolve) => first.once('connect', resolve));
    expect((await talk({ port: agent.port! }, [])).length).toBe(0);
    expect(agent.counters.refused).toBe(1);
    first.destroy();
  });

  test('at the end HAProxy is told, and no connection is left', async () => {
    const agent = await listening();
    const said = talk({ port: agent.port! }, [HAPROXY_HELLO]);
    while (agent.connections === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await agent.close(1000);
    expect(statusOf(frames(await said).at(-1)!)).toBe(0);
    expect(agent.connections).toBe(0);
  });
});

test('whatever comes in place of an octet: an answer or a refusal, and the agent lives', async () => {
  const agent = await listening();
  const all = Buffer.concat([HAPROXY_HELLO, NOTIFY, HAPROXY_DISCONNECT]);
  let seed = 1;
  for (let round = 0; round < 400; round++) {
    const octets = Buffer.from(all);
    for (let change = 0; change < 3; change++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      octets[(seed >>> 8) % octets.length] = seed >>> 24;
    }
    // Length fields may promise more than comes: the end of what is sent is the end.
    const got = await new Promise<Buffer>((resolve, reject) => {
      const socket = connect({ port: agent.port! });
      let heard = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        heard = Buffer.concat([heard, chunk]);
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(heard));
      socket.end(octets);
    });
    for (const { type } of frames(got)) expect([101, 102, 103]).toContain(type);
  }
  const whole = frames(await talk({ port: agent.port! }, [all]));
  expect(whole.map(({ type }) => type)).toEqual([101, 103, 102]);
}, 60_000);
