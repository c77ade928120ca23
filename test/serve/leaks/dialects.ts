/**
 * What is spoken on each interface of the service: messages to be damaged, how many answers those have as they are, and what an answer may
 * look like. An error has to be of a known kind and say what is wrong in words.
 */
import assert from 'node:assert/strict';
import { HAPROXY_HELLO, NOTIFY } from '../spoe/recorded.js';
import {
  APP_JA4,
  FLOW,
  FLOW_JSON,
  frameOf,
  helloFor,
  PINNED_NAME,
  type Request,
  type Response,
  VerdictResponse,
} from '../support.js';
import type { End, Vocabulary } from './attack.js';

export interface Message {
  readonly octets: Buffer;
  /** How many answers it has; `late` where whoever asks may be gone before there is one, `last` where the other side ends with it. */
  readonly answers: number | 'late' | 'last';
}

export interface Dialect extends Vocabulary {
  readonly messages: readonly Message[];
  /** Answers to the opening. */
  readonly opened: number;
  /** How a peer ends that wants all its answers yet. */
  readonly politeEnd: Exclude<End, 'reset'>;
  /** Someone silent is left by the service. */
  readonly leaves: boolean;
  /** Answers that were heard whole, as text that is the same each time, and the octets of one that was not. Throws at what is no answer. */
  heard(octets: Buffer): { answers: string[]; rest: number };
  /** The answer to a peer that was too slow: those it would have had are not counted. */
  readonly tooSlow: RegExp;
  readonly question: Buffer;
  /** Has a long answer, which somebody will not read. */
  readonly lengthy: Buffer;
  readonly answer: RegExp;
  /** What is wrong, and what the answer has to say of it. */
  readonly refusals: readonly (readonly [what: string, octets: Buffer, says: RegExp])[];
}

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
/** What people read: printable, and some words. */
const CLEAR = /^[\x20-\x7e]{8,300}$/;
const WAIT_MS = 20;
/** Longer than any peer of these tests stays. */
const LONG_WAIT_MS = 2000;

/* The wire format, on a Unix socket and on TCP. */

const fields = { sni: PINNED_NAME, ja4: APP_JA4, alpn: ['h2', 'http/1.1'] };
const report = { flow: FLOW, outcome: 'failed', alert: 48, sni: 'reported.example' };
const WIRE_CODES = ['bad_request', 'bad_message', 'too_long'];

function wire(request: Request, answers: Message['answers'] = 1): Message {
  return { octets: frameOf(request), answers };
}

export const WIRE: Dialect = {
  opening: Buffer.alloc(0),
  opened: 0,
  messages: [
    wire({ requestId: 1, byHello: { flow: FLOW, fields } }),
    wire({ requestId: 2, byHello: { flow: FLOW, octets: helloFor(PINNED_NAME) } }),
    wire({ requestId: 3, byHello: { flow: { ...FLOW, proto: 'UDP' }, datagrams: [Buffer.alloc(1200, 0xc0)] } }),
    wire({ requestId: 4, byFlow: { flow: FLOW, waitMs: WAIT_MS, notBefore: 5 } }),
    wire({ requestId: 5, byFlow: { flow: { ...FLOW, srcPort: 7 }, waitMs: LONG_WAIT_MS } }, 'late'),
    wire({ requestId: 6, report }),
    wire({ requestId: 7, report: { ...report, outcome: 'exploded' } }),
    wire({ requestId: 8, byFlow: {} }),
    wire({ requestId: 9 }),
  ],
  tooLong: Buffer.from('8180040000', 'hex'),
  politeEnd: 'half close',
  leaves: true,
  heard(octets) {
    const answers: string[] = [];
    let at = 0;
    for (;;) {
      let from = at;
      let length = 0;
      let octet = 0x80;
      for (let shift = 0; octet >= 0x80 && from < octets.length; shift += 7) {
        octet = octets[from++]!;
        length |= (octet & 0x7f) << shift;
      }
      if (octet >= 0x80 || from + length > octets.length) return { answers, rest: octets.length - at };
      at = from + length;
      answers.push(wireAnswer(VerdictResponse.decode(octets.subarray(from, at))));
    }
  },
  tooSlow: /whole in time/,
  question: frameOf({ requestId: 77, byHello: { flow: FLOW, fields } }),
  lengthy: frameOf({ requestId: 77, byHello: { flow: FLOW, fields } }),
  answer: /^77 verdict bypass pinned_app Signal$/,
  refusals: [
    ['an address that is none', frameOf({ requestId: 1, byFlow: { flow: { ...FLOW, srcIp: 'x' } } }), /^1 bad_request src_ip: /], // biome-ignore format: one line
    ['a port that is none', frameOf({ requestId: 1, byFlow: { flow: { ...FLOW, destPort: 65_536 } } }), /^1 bad_request dest_port: /], // biome-ignore format: one line
    ['a hello in no form', frameOf({ requestId: 1, byHello: { flow: FLOW } }), /^1 bad_request one of octets, /],
    ['no question', frameOf({ requestId: 1 }), /^1 bad_request one of by_hello, /],
    ['an unknown outcome', frameOf({ requestId: 1, report: { ...report, outcome: 'x' } }), /^1 bad_request outcome: one of established, /], // biome-ignore format: one line
    ['no message', Buffer.from('03ffffff', 'hex'), /^0 bad_message not a VerdictRequest/],
    ['a message that is too long', Buffer.from('81800400', 'hex'), /^0 too_long .* at most 65536 octets$/],
    ['half a message', Buffer.from('050801', 'hex'), /^0 bad_message .*whole in time$/],
  ],
};

function wireAnswer({ requestId, verdict, recorded, error }: Response): string {
  if (error) {
    const code = error.code ?? '';
    const message = error.message ?? '';
    assert.ok(WIRE_CODES.includes(code), `a known code: ${code}`);
    assert.match(message, CLEAR);
    return `${requestId} ${code} ${message}`;
  }
  if (recorded) return `${requestId} recorded`;
  assert.ok(verdict?.action === 'inspect' || verdict?.action === 'bypass', 'an action');
  return `${requestId} verdict ${verdict.action} ${verdict.reason} ${verdict.app ?? ''}`;
}

/* HTTP and JSON. */

function http(line: string, body = '', more = '', answers: Message['answers'] = 1): Message {
  const type = body === '' ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  return { octets: latin(`${line} HTTP/1.1\r\nHost: localhost\r\n${type}${more}\r\n${body}`), answers };
}

const post = (path: string, body: object, answers?: Message['answers']): Message =>
  http(`POST ${path}`, JSON.stringify(body), '', answers);
/** Is ours: what Node itself refuses may have no body, and would be found here. */
const ERROR_STATUS = /^4\d\d$/;
const ERROR_CODE = /^[a-z][a-z_]+$/;

export const HTTP: Dialect = {
  opening: Buffer.alloc(0),
  opened: 0,
  messages: [
    post('/v1/verdict', { ...FLOW_JSON, request_id: 1, fields }),
    post('/v1/verdict', { ...FLOW_JSON, request_id: 2, hello: Buffer.from(helloFor(PINNED_NAME)).toString('base64') }),
    post('/v1/verdict', { ...FLOW_JSON, wait_ms: WAIT_MS }),
    post('/v1/verdict', { ...FLOW_JSON, src_port: 7, wait_ms: LONG_WAIT_MS }, 'late'),
    post('/v1/verdict', { requests: [{ ...FLOW_JSON, fields }, FLOW_JSON, { ...FLOW_JSON, src_ip: 'x' }] }),
    post('/v1/outcome', { ...FLOW_JSON, outcome: 'failed', alert: 48, sni: 'reported.example' }),
    post('/v1/outcome', { ...FLOW_JSON, outcome: 'exploded' }),
    http('POST /v1/verdict', '{"src_ip": ', '', 'last'),
    http('GET /v1/flows/10.8.0.2:51234-203.0.113.7:443/tcp'),
    http('GET /v1/flows/%2e%2e'),
    http('GET /openapi.json'),
    http('GET /nothing', '', 'Expect: nothing\r\n'),
    { octets: latin('GET /healthz HTTP/1.1\r\nHost: gateway.example\r\n\r\n'), answers: 1 },
  ],
  tooLong: http('POST /v1/verdict', '', 'Content-Type: application/json\r\nContent-Length: 300000\r\n').octets,
  // Node takes a client's end for its having gone.
  politeEnd: 'left',
  leaves: true,
  heard(octets) {
    const answers: string[] = [];
    let at = 0;
    for (;;) {
      const bodyAt = octets.indexOf('\r\n\r\n', at) + 4;
      if (bodyAt < 4) return { answers, rest: octets.length - at };
      const head = octets.toString('latin1', at, bodyAt);
      const status = /^HTTP\/1\.1 ([0-9]{3}) /.exec(head)?.[1] ?? '';
      assert.notEqual(status, '', head);
      if (status === '100') {
        at = bodyAt;
        continue;
      }
      const length = /\r\ncontent-length: ([0-9]+)\r\n/i.exec(head)?.[1];
      assert.ok(length !== undefined, `an answer with a body: ${head}`);
      if (bodyAt + Number(length) > octets.length) return { answers, rest: octets.length - at };
      at = bodyAt + Number(length);
      answers.push(httpAnswer(status, octets.toString('utf8', bodyAt, at)));
    }
  },
  tooSlow: /^408 /,
  question: post('/v1/verdict', { ...FLOW_JSON, fields }).octets,
  lengthy: http('GET /openapi.json').octets,
  answer: /^200 .*"action":"bypass","reason":"pinned_app","app":"Signal"/,
  refusals: [
    ['an address that is none', post('/v1/verdict', { ...FLOW_JSON, src_ip: 'x' }).octets, /^400 bad_request src_ip: /],
    ['an unknown outcome', post('/v1/outcome', { ...FLOW_JSON, outcome: 'x' }).octets, /^400 bad_request body\/outcome must be equal to one of/], // biome-ignore format: one line
    ['no JSON', http('POST /v1/verdict', '{').octets, /^400 bad_json /],
    ['another type', http('POST /v1/verdict', '', 'Content-Type: text/plain\r\nContent-Length: 0\r\n').octets, /^415 unsupported_media_type .*application\/json$/], // biome-ignore format: one line
    ['a body that is too long', http('POST /v1/verdict', '', 'Content-Type: application/json\r\nContent-Length: 300000\r\n').octets, /^413 body_too_large /], // biome-ignore format: one line
    ['another host', latin('GET /healthz HTTP/1.1\r\nHost: gateway.example\r\n\r\n'), /^421 wrong_host .*Host header/],
    ['no host', latin('GET /healthz HTTP/1.1\r\n\r\n'), /^400 bad_request .*Host header/],
    ['an expectation', http('GET /healthz', '', 'Expect: x\r\n').octets, /^417 bad_request .*Expect header/],
    ['CONNECT', latin('CONNECT x:443 HTTP/1.1\r\nHost: localhost\r\n\r\n'), /^400 bad_request CONNECT: /],
    ['no such place', http('GET /nothing').octets, /^404 not_found /],
    ['TLS', Buffer.from(helloFor(PINNED_NAME)), /^400 bad_request .*could not be read: /],
    ['a header that is too long', http('GET /healthz', '', `X: ${'x'.repeat(9000)}\r\n`).octets, /^431 header_too_large .*8192 octets/], // biome-ignore format: one line
    ['half a header', latin('GET /healthz HTTP/1.1\r\nHost: loc'), /^408 timeout .*whole in time/],
  ],
};

function httpAnswer(status: string, text: string): string {
  if (status === '200') return `200 ${text}`;
  const { error } = JSON.parse(text) as { error: { code: string; message: string } };
  assert.match(status, ERROR_STATUS);
  assert.match(error.code, ERROR_CODE);
  assert.match(error.message, CLEAR);
  return `${status} ${error.code} ${error.message}`;
}

/* SPOP, as HAProxy speaks it. */

function spopFrame(type: number, payload: string, flags = 1): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt32BE(5 + payload.length);
  head[4] = type;
  head.writeUInt32BE(flags, 5);
  return Buffer.concat([head, latin(payload)]);
}

/** SPOE.txt of HAProxy §3.2.2. */
const AGENT_HELLO = 101;
const AGENT_DISCONNECT = 102;
const ACK = 103;
const LENGTH_OCTETS = 4;
const HEAD_OCTETS = 5;

export const SPOP: Dialect = {
  opening: HAPROXY_HELLO,
  opened: 1,
  messages: [
    { octets: NOTIFY, answers: 1 },
    { octets: spopFrame(3, '\x07\x01\x05hello\x00'), answers: 1 },
    { octets: spopFrame(3, '\x07\x01\x05other\x01\x03src\x06\x0a\x08\x00\x02'), answers: 1 },
    { octets: spopFrame(3, '\x07\x01\x05hello\x02\x03src\x06\x0a\x08\x00\x02\x03dst\x06\x0a\x08\x00\x03'), answers: 1 },
    { octets: spopFrame(77, '\x00\x00of no type'), answers: 0 },
  ],
  tooLong: Buffer.from('00003ffd', 'hex'),
  politeEnd: 'half close',
  leaves: true,
  heard(octets) {
    const answers: string[] = [];
    let at = 0;
    while (octets.length - at >= LENGTH_OCTETS) {
      const end = at + LENGTH_OCTETS + octets.readUInt32BE(at);
      if (end > octets.length) break;
      const type = octets[at + LENGTH_OCTETS]!;
      answers.push(spopAnswer(type, octets.toString('latin1', at + LENGTH_OCTETS + HEAD_OCTETS, end)));
      at = end;
    }
    return { answers, rest: octets.length - at };
  },
  tooSlow: /^disconnect 2 /,
  question: NOTIFY,
  lengthy: NOTIFY,
  answer: /^ack .*action.{2}bypass.*reason.{2}pinned_app.*app.{2}Signal/s,
  refusals: [
    ['no hello', spopFrame(3, '\x07\x01\x05hello\x01\x03src\x06\x0a\x08\x00\x02'), /^ack .*error.{2}dest_ip: /s],
    ['a frame cut short', spopFrame(3, '\x07\x01\x05hello\x05'), /^disconnect 4 invalid frame received$/],
    ['a fragment', spopFrame(3, '\x07\x01', 0), /^disconnect 10 payload fragmentation is not supported$/],
    ['a frame that is too long', Buffer.from('00003ffd', 'hex'), /^disconnect 3 frame is too big$/],
    ['half a frame', NOTIFY.subarray(0, 50), /^disconnect 2 a timeout occurred$/],
  ],
};

function spopAnswer(type: number, rest: string): string {
  if (type === AGENT_HELLO) return 'hello';
  if (type === ACK) return `ack ${rest}`;
  assert.equal(type, AGENT_DISCONNECT);
  const [, status, message] = /^..\vstatus-code.(.).message..([a-z0-9 -]{6,})$/s.exec(rest) ?? [];
  assert.ok(status !== undefined, rest);
  return `disconnect ${status.charCodeAt(0)} ${message}`;
}

/* The lines of a Squid helper. */

/** A name that the policy of these services always bypasses: Squid tells names alone. */
export const ALWAYS_NAME = 'always.example';

const squidLine = (channel: number, rest: string): Message => ({ octets: latin(`${channel} ${rest}\n`), answers: 1 });
const ENDS_TEXT = '10.8.0.2 51234 203.0.113.7 443';
const SQUID_ANSWER = /^[0-9]{1,20} (?:OK|ERR)(?: [a-z_]+=(?:[A-Za-z0-9._:-]+|"(?:[^"\\]|\\.)*"))+$/;

export const SQUID: Dialect = {
  opening: Buffer.alloc(0),
  opened: 0,
  messages: [
    squidLine(1, `${ENDS_TEXT} ${PINNED_NAME} 1790000000.250 -`),
    squidLine(2, `${ENDS_TEXT} -`),
    squidLine(3, `${ENDS_TEXT} %00%ff%0a.example`),
    squidLine(4, `nobody 1 nowhere 2 ${PINNED_NAME}`),
    squidLine(5, '10.8.0.2 x 203.0.113.7 443'),
    squidLine(6, `${ENDS_TEXT} ${'a'.repeat(2000)}`),
    { octets: latin('without a channel\n'), answers: 0 },
  ],
  tooLong: Buffer.concat([latin('7 '), Buffer.alloc(20_000, 0x78), latin('\n')]),
  politeEnd: 'half close',
  // Its peer is Squid, which started it.
  leaves: false,
  heard(octets) {
    const lines = octets.toString('latin1').split('\n');
    const rest = lines.pop()!.length;
    for (const line of lines) assert.match(line, SQUID_ANSWER);
    return { answers: lines, rest };
  },
  tooSlow: /pinsight_reason=no_answer/,
  question: squidLine(77, `${ENDS_TEXT} ${ALWAYS_NAME}`).octets,
  lengthy: squidLine(77, `${ENDS_TEXT} ${ALWAYS_NAME}`).octets,
  answer: /^77 OK .*pinsight_reason=policy_always$/,
  refusals: [
    ['an address that is none', squidLine(8, 'x 1 y 2 -').octets, /^8 ERR .*pinsight_reason=bad_request$/],
    ['a line that is too long', latin(`8 ${'x'.repeat(9000)}\n`), /^8 ERR .*pinsight_reason=bad_request$/],
  ],
};

/* What the client library is told, whoever says it. */

const told = (answer: object): { octets: Buffer } => ({
  octets: Buffer.from(VerdictResponse.encodeDelimited(answer).finish()),
});
const verdict = { action: 'bypass', reason: 'pinned_app', app: 'Signal', decidedAt: 1e15, sni: PINNED_NAME };

/** Answers to the first questions of a client, to none, and to all at once. */
export const ANSWERS: Vocabulary = {
  opening: Buffer.alloc(0),
  messages: [
    ...[1, 2, 3, 4].map((requestId) => told({ requestId, verdict })),
    told({ requestId: 1, verdict: { ...verdict, action: 'explode', alpn: new Array(200).fill('h2') } }),
    told({ requestId: 2, error: { code: 'bad_request', message: 'src_ip: an IP address is needed' } }),
    told({ requestId: 2, error: { code: 'bad_request', message: 'a \u001b[31mred\n line' } }),
    told({ requestId: 3, recorded: { taken: true } }),
    told({ requestId: 4 }),
    told({ requestId: 2 ** 53 - 1, verdict }),
    told({ verdict }),
  ],
  tooLong: Buffer.from('8180040000', 'hex'),
};
