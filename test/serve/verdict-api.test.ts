import { readFileSync } from 'node:fs';
import { addressText, parseAddress } from '../../src/bytes/address.js';
import { ClientMemory } from '../../src/engine/decide.js';
import type { Answer } from '../../src/serve/answer.js';
import { flowEnds, flowKey, flowSelector } from '../../src/serve/flow-ends.js';
import { FlowVerdicts } from '../../src/serve/flow-verdicts.js';
import { readStream } from '../../src/serve/hello-octets.js';
import { builtinPolicy } from '../../src/verdict/policy.js';
import {
  APP_JA4,
  CATALOG,
  ENDS,
  helloFor,
  learning,
  messageFor,
  newService,
  PINNED_NAME,
  recordOf,
} from './support.js';

const answered = (answer: Answer | string): Answer => {
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
};

describe('by hello', () => {
  const records = helloFor(PINNED_NAME);

  test('an app on its own stack at a pinned name is bypassed, with the evidence', () => {
    const { verdict, sni, ja4, alpn } = answered(
      newService().byHello(ENDS, { fields: { sni: PINNED_NAME, ja4: APP_JA4, alpn: ['h2'] } }, 'http'),
    );
    expect(verdict).toMatchObject({ action: 'bypass', reason: 'pinned_app', app: 'Signal' });
    expect(verdict.evidence?.map(({ kind }) => kind)).toContain('sni');
    expect([sni, ja4, alpn]).toEqual([PINNED_NAME, APP_JA4, ['h2']]);
  });

  test('records, several records and the bare message say the same', () => {
    const whole = answered(newService().byHello(ENDS, { octets: records }, 'socket'));
    expect(whole.sni).toBe(PINNED_NAME);
    for (const octets of [helloFor(PINNED_NAME, 7), messageFor(PINNED_NAME), Buffer.concat([records, records])]) {
      const other = answered(newService().byHello(ENDS, { octets }, 'socket'));
      expect([other.verdict, other.sni, other.ja4, other.ja3]).toEqual([
        whole.verdict,
        whole.sni,
        whole.ja4,
        whole.ja3,
      ]);
    }
  });

  test('every beginning of a hello is incomplete, in one record or in many, and is inspected', () => {
    for (const octets of [records, helloFor(PINNED_NAME, 9), messageFor(PINNED_NAME)]) {
      for (let cut = 1; cut < octets.length; cut++) {
        const { verdict } = answered(newService().byHello(ENDS, { octets, at: 0, end: cut }, 'socket'));
        expect([cut, verdict.action, verdict.reason]).toEqual([cut, 'inspect', 'hello_incomplete']);
      }
    }
  });

  test('nothing is no hello, and something else is not TLS', () => {
    const reason = (octets: Uint8Array): string =>
      answered(newService().byHello(ENDS, { octets }, 'socket')).verdict.reason;
    expect(reason(new Uint8Array(0))).toBe('no_hello');
    expect(reason(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toBe('not_tls');
    expect(reason(Buffer.concat([messageFor('a.example'), Buffer.from([0])]))).toBe('not_tls');
  });

  test('the Initial of RFC 9001 appendix A.2 is read', () => {
    const file = new URL('../../fixtures/vectors/rfc9001-a.json', import.meta.url);
    const vector = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const texts = JSON.stringify(vector).match(/"[0-9a-f]{2400}"/g) ?? [];
    const datagrams = texts.map((text) => Buffer.from(text.slice(1, -1), 'hex')).filter((each) => each[0] === 0xc0);
    expect(datagrams).toHaveLength(1);
    const answer = answered(newService().byHello({ ...ENDS, proto: 'UDP' }, { datagrams }, 'socket'));
    expect(answer.sni).toBe('example.com'); // appendix A.2: the hello's server_name
    expect(answer.ja4?.[0]).toBe('q');
    expect(answered(newService().byHello(ENDS, { datagrams: [] }, 'socket')).verdict.reason).toBe('no_hello');
  });

  test('fields that are none are said to be wrong', () => {
    const ask = (fields: object): unknown => newService().byHello(ENDS, { fields }, 'http');
    expect(ask({ ja4: 't13d' })).toMatch(/^ja4:/);
    expect(ask({ ja3: 'zz' })).toMatch(/^ja3:/);
    expect(ask({ sni: 'x'.repeat(1025) })).toMatch(/^sni:/);
    expect(ask({ alpn: new Array(65).fill('h2') })).toMatch(/^alpn:/);
  });

  test('a JA3 string counts as its MD5', () => {
    // The example of salesforce/ja3's README.
    const string = '769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0';
    const ask = (ja3: string): Answer => answered(newService().byHello(ENDS, { fields: { ja3 } }, 'http'));
    expect(ask(string).ja3).toBe('ada70206e40642a3e4461f35503241d5');
    expect(ask('ADA70206E40642A3E4461F35503241D5').ja3).toBe('ada70206e40642a3e4461f35503241d5');
  });

  test('text of a caller cannot carry a control sequence on', () => {
    const answer = answered(newService().byHello(ENDS, { fields: { sni: 'a\u001b[2J.example' } }, 'http'));
    expect(answer.sni).toBe('a\\x1b[2J.example');
  });

  test('a name that was resolved to other addresses is contradicted, and not remembered as in use', () => {
    const policy = builtinPolicy('balanced');
    const memory = new ClientMemory(policy);
    const question = PINNED_NAME;
    const answer = { question, addresses: [{ name: question, address: '198.51.100.9', ttl: 300 }], aliases: [] };
    memory.names.learn(ENDS.clientIp, answer as never, 1e15, 1);
    const service = newService({ memory, clockUs: () => 1e15 + 1 });
    const { verdict } = answered(service.byHello(ENDS, { fields: { sni: question, ja4: APP_JA4 } }, 'socket'));
    expect(verdict).toMatchObject({ action: 'inspect', reason: 'contradicted' });
    // RFC 4291 §2.5.5.2: a socket of both families shows the same client so.
    for (const clientIp of ['::ffff:10.8.0.2', '::FFFF:a08:2']) {
      const mapped = flowEnds(clientIp, ENDS.clientPort, `::ffff:${ENDS.serverIp}`, ENDS.serverPort, 'TCP');
      expect(mapped).toEqual(ENDS);
    }
    const right = { ...ENDS, serverIp: '198.51.100.9' };
    const other = answered(service.byHello(right, { fields: { sni: question, ja4: APP_JA4 } }, 'socket'));
    expect(other.verdict.action).toBe('bypass');
  });

  test('every bypass reaches the audit, and nothing else does', () => {
    const told: string[] = [];
    const service = newService({
      audit: (ends, answer, via) => told.push(`${via} ${ends.clientIp} ${answer.verdict.reason}`),
    });
    service.byHello(ENDS, { fields: { sni: 'www.example.org', ja4: APP_JA4 } }, 'http');
    service.byHello(ENDS, { fields: { sni: PINNED_NAME, ja4: APP_JA4 } }, 'http');
    expect(told).toEqual(['http 10.8.0.2 pinned_app']);
  });

  test('another policy counts from the next question on', () => {
    const service = newService();
    const ask = (): string =>
      answered(service.byHello(ENDS, { fields: { sni: PINNED_NAME, ja4: APP_JA4 } }, 'http')).verdict.action;
    expect(ask()).toBe('bypass');
    service.replace(CATALOG, {
      ...builtinPolicy('balanced'),
      never: { ...builtinPolicy('balanced').never, hosts: new Set(['signal.org']) },
    });
    expect(ask()).toBe('inspect');
  });

  test('what a hello is cut into changes nothing', () => {
    const read = readStream(records);
    expect(typeof read).toBe('object');
    for (const size of [1, 2, 5, 16, 100]) {
      const cut = helloFor(PINNED_NAME, size);
      const many = Math.ceil(messageFor(PINNED_NAME).length / size) > 256;
      expect(readStream(cut)).toEqual(many ? 'not_tls' : read);
    }
  });
});

describe('by 5-tuple', () => {
  const us = 1e15;

  function ask(flows: FlowVerdicts | undefined, waitMs: number, notBefore = 0): Promise<Answer> {
    const service = newService(flows === undefined ? {} : { flows });
    return new Promise((resolve) => service.byFlow(ENDS, waitMs, notBefore, 'socket', resolve));
  }

  test('without an interface the default answers at once', async () => {
    expect((await ask(undefined, 2000)).verdict).toMatchObject({ action: 'inspect', reason: 'no_hello' });
  });

  test('what was seen answers at once', async () => {
    const flows = new FlowVerdicts();
    flows.saw(recordOf(7, ENDS, 'verdict', us));
    expect(await ask(flows, 0)).toMatchObject({ flowId: 7, verdict: { action: 'bypass' }, sni: PINNED_NAME });
    const back = {
      ...ENDS,
      clientIp: ENDS.serverIp,
      clientPort: 443,
      serverIp: ENDS.clientIp,
      serverPort: ENDS.clientPort,
    };
    expect(flows.look(back)?.answer.flowId).toBe(7);
    expect(flows.find({ ...ENDS, proto: 'UDP' })).toBeUndefined();
  });

  test('a hello that the server sent has none of its clients bypassed', async () => {
    const flows = new FlowVerdicts();
    const { clientIp, clientPort, serverIp, serverPort, proto } = ENDS;
    const back = { clientIp: serverIp, clientPort: serverPort, serverIp: clientIp, serverPort: clientPort, proto };
    const waiting = ask(flows, 30);
    flows.saw(recordOf(7, back, 'verdict', us));
    expect((await waiting).verdict).toMatchObject({ action: 'inspect', reason: 'no_hello' });
    expect((await ask(flows, 0)).verdict).toMatchObject({ action: 'inspect', reason: 'no_hello' });
  });

  test('a hello that comes within the wait is the answer; one that does not, is not', async () => {
    const flows = new FlowVerdicts();
    const waiting = ask(flows, 2000);
    expect(flows.waiters).toBe(1);
    flows.saw(recordOf(8, { ...ENDS, clientPort: 1 }, 'verdict', us));
    expect(flows.waiters).toBe(1);
    flows.saw(recordOf(9, ENDS, 'verdict', us));
    expect((await waiting).flowId).toBe(9);
    const inVain = await ask(new FlowVerdicts(), 5);
    expect(inVain.verdict).toMatchObject({ action: 'inspect', reason: 'no_hello' });
  });

  test('an earlier connection with the 5-tuple is no answer: one that is over, or began before', async () => {
    const flows = new FlowVerdicts();
    flows.saw(recordOf(3, ENDS, 'verdict', us));
    expect(flows.find(ENDS, us + 1)).toBeUndefined();
    expect(flows.find(ENDS, us)?.flowId).toBe(3);
    flows.saw(recordOf(3, ENDS, 'flow', us));
    expect(flows.find(ENDS)).toBeUndefined();
    expect(flows.look({ id: 3 })?.over).toBe(true);
    flows.saw(recordOf(4, ENDS, 'verdict', us + 5, 'inspect'));
    expect(flows.find(ENDS)?.verdict.action).toBe('inspect');
    flows.saw(recordOf(3, ENDS, 'flow', us)); // told late
    expect(flows.find(ENDS)?.flowId).toBe(4);
    expect(flows.look({ id: 3 })).toBeUndefined();
  });

  test('what is inside an encapsulation is no answer to a question about what is outside', () => {
    const flows = new FlowVerdicts();
    flows.saw({ ...recordOf(1, ENDS, 'verdict', us), tunnel: ['vxlan 203.0.113.7 7'] });
    flows.saw({ ...recordOf(2, ENDS, 'verdict', us), vlan: [10] });
    expect([flows.find(ENDS), flows.look({ id: 1 }), flows.size]).toEqual([undefined, undefined, 0]);
  });

  test('verdicts age, and there is a most of them', () => {
    let now = 0;
    const flows = new FlowVerdicts({ verdicts: 3, ageMs: 1000, waiters: 1 }, () => now);
    const ends = (port: number) => ({ ...ENDS, clientPort: port });
    for (let port = 1; port <= 5; port++) flows.saw(recordOf(port, ends(port), 'verdict', us));
    expect(flows.size).toBe(3);
    expect(flows.counters.evicted).toBe(2);
    expect([flows.find(ends(2)), flows.find(ends(3))?.flowId]).toEqual([undefined, 3]);
    now = 1001;
    expect(flows.find(ends(5))).toBeUndefined();
    flows.saw(recordOf(9, ends(9), 'verdict', us));
    expect(flows.size).toBe(2); // two aged ones went
  });

  test('of too many that wait the last is answered at once, and who is gone leaves its place', async () => {
    const flows = new FlowVerdicts({ verdicts: 10, ageMs: 1000, waiters: 1 });
    const service = newService({ flows });
    const answers: Answer[] = [];
    const first = service.byFlow(ENDS, 2000, 0, 'socket', (answer) => answers.push(answer));
    expect(service.byFlow(ENDS, 2000, 0, 'socket', (answer) => answers.push(answer))).toBeUndefined();
    expect(answers).toHaveLength(1);
    flows.cancel(first!);
    expect(flows.waiters).toBe(0);
    expect(service.byFlow(ENDS, 2000, 0, 'socket', (answer) => answers.push(answer))).toBeDefined();
    flows.close();
    expect(answers).toHaveLength(2);
  });
});

describe('reports', () => {
  const fields = { sni: 'api.example.org', ja4: APP_JA4 };

  test('make a pin where the policy learns, after something else worked for that client', () => {
    const service = newService({ policy: learning() });
    const ask = (port: number) =>
      answered(service.byHello({ ...ENDS, clientPort: port }, { fields }, 'socket')).verdict;
    service.byHello(ENDS, { fields: { sni: 'www.example.net', ja4: APP_JA4 } }, 'socket');
    expect(service.report({ ends: ENDS, outcome: 'established' })).toBe(true);
    for (let port = 1; port <= 2; port++) {
      expect(ask(port).action).toBe('inspect');
      // Three failures of medium weight make a pin: so do two with a readable alert, unknown_ca (RFC 8446 §6.2).
      expect(service.report({ ends: { ...ENDS, clientPort: port }, outcome: 'failed', alert: 48 })).toBe(true);
    }
    expect(ask(9)).toMatchObject({ action: 'bypass', reason: 'learned_pin' });
    // How a connection that is bypassed ends says nothing.
    expect(service.report({ ends: { ...ENDS, clientPort: 9 }, outcome: 'established' })).toBe(false);
  });

  test('are taken note of only where the policy learns', () => {
    const service = newService();
    service.byHello(ENDS, { fields }, 'socket');
    expect(service.report({ ends: ENDS, outcome: 'failed', alert: 48 })).toBe(false);
  });

  test('of a connection nobody asked about need its name, and a JA4 that can be one', () => {
    const service = newService({ policy: learning() });
    expect(service.report({ ends: ENDS, outcome: 'failed', sni: 'a.example', ja4: 'x'.repeat(60_000) })).toBe(false);
    expect(service.report({ ends: ENDS, outcome: 'failed', sni: 'a.example', ja4: APP_JA4 })).toBe(true);
    expect(service.report({ ends: ENDS, outcome: 'failed' })).toBe(false);
    expect(service.report({ ends: ENDS, outcome: 'failed', sni: 'a.example' })).toBe(true);
  });
});

describe('ends of a flow', () => {
  test('dotted decimal is taken as parseAddress takes it, and nothing else', () => {
    const parts = [
      '0',
      '00',
      '01',
      '1',
      '9',
      '10',
      '99',
      '100',
      '249',
      '255',
      '256',
      '1000',
      '',
      ' 1',
      '+1',
      '1e1',
      'a',
      '/',
      ':',
    ];
    for (const part of parts) {
      for (const text of [`${part}.2.3.4`, `1.${part}.3.4`, `1.2.3.${part}`, `1.2.${part}`, `1.2.3.4.${part}`, part]) {
        const octets = parseAddress(text);
        const ends = flowEnds(text, 1, '203.0.113.7', 443, 'TCP');
        const expected = octets === null ? undefined : addressText(octets, 0, octets.length);
        expect(typeof ends === 'string' ? undefined : ends.clientIp).toBe(expected);
      }
    }
  });

  test('addresses are compared in one form', () => {
    const a = flowEnds('2001:DB8:0::1', 1, '2001:db8::2', 2, undefined);
    const b = flowEnds('2001:db8::2', 2, '2001:db8:0:0::1', 1, 'TCP');
    expect(typeof a === 'string' || typeof b === 'string' ? [a, b] : flowKey(a) === flowKey(b)).toBe(true);
  });

  for (const [text, expected] of [
    ['17', { id: 17 }],
    ['10.8.0.2:51234-203.0.113.7:443', ENDS],
    ['10.8.0.2:51234-203.0.113.7:443/udp', { ...ENDS, proto: 'UDP' }],
    ['../../etc/passwd', undefined],
    ['10.8.0.2:51234', undefined],
    ['10.8.0.2:99999-203.0.113.7:443', undefined],
    ['1'.repeat(4000), undefined],
    ['', undefined],
  ] as const) {
    test(`selector ${text.slice(0, 50)}`, () => expect(flowSelector(text)).toEqual(expected));
  }
});
