/** Prefaces through the TLS reader: what they were, and that the hello behind them is found wherever it begins. */
import fc from 'fast-check';
import { MAX_PREFACE_OCTETS } from '../../../src/protocol/preface/reader.js';
import { parseClientHello } from '../../../src/protocol/tls/client-hello.js';
import { ascii, clientHello, concat, handshakeRecords, serverName, TLS13_SERVER_HELLO } from '../tls/hello-builder.js';
import { TcpFlow } from '../tls/tcp-flow.js';
import { clientOctets, SAID, SSL_REQUEST, serverOctets, text } from './prefaces.js';

const MESSAGE = clientHello({ extensions: [serverName(ascii('chat.example.org'))] });
const HELLO = handshakeRecords(MESSAGE);
const SERVER_HELLO = handshakeRecords(TLS13_SERVER_HELLO);
const EXPECTED = parseClientHello(MESSAGE, 0, MESSAGE.length);

describe.each(SAID.map((said) => [said.name, said] as const))('%s', (_, said) => {
  test('turn by turn', () => {
    const flow = new TcpFlow();
    for (const [who, octets] of said.turns) flow.send(who === 'client' ? 0 : 1, octets);
    flow.send(0, HELLO);
    flow.send(1, SERVER_HELLO);
    expect(flow.handshake.hello).toEqual(EXPECTED);
    expect(flow.handshake.preface).toEqual(said.preface);
    expect(flow.handshake.serverHello?.version).toBe(0x0304);
  });

  test('all of one side in one segment: neither side waited, and hello and ServerHello lie inside', () => {
    for (const client of [0, 1] as const) {
      const flow = new TcpFlow();
      flow.send(client, concat(clientOctets(said), HELLO));
      flow.send(client === 0 ? 1 : 0, concat(serverOctets(said), SERVER_HELLO));
      expect(flow.handshake.hello).toEqual(EXPECTED);
      expect(flow.handshake.clientDirection).toBe(client);
      expect(flow.handshake.helloOctets).toBe(MESSAGE.length);
      expect(flow.handshake.helloPieces).toEqual([{ from: 0, frame: 3 }]);
      expect(flow.handshake.preface).toEqual(said.preface);
      expect(flow.handshake.serverHello?.version).toBe(0x0304);
    }
  });

  test('any split gives the same', () => {
    const client = concat(clientOctets(said), HELLO);
    const server = concat(serverOctets(said), SERVER_HELLO);
    const cuts = (length: number) =>
      fc
        .uniqueArray(fc.integer({ min: 1, max: length - 1 }), { maxLength: 24 })
        .map((at) => [0, ...at.sort((a, b) => a - b), length]);
    fc.assert(
      fc.property(cuts(client.length), cuts(server.length), fc.integer(), (ours, theirs, start) => {
        const flow = new TcpFlow([start, -start]);
        for (const [i, to] of ours.slice(1).entries()) flow.send(0, client.subarray(ours[i], to));
        expect(flow.handshake.hello).toEqual(EXPECTED);
        expect(flow.handshake.preface).toEqual(said.preface);
        for (const [i, to] of theirs.slice(1).entries()) flow.send(1, server.subarray(theirs[i], to));
        expect(flow.handshake.serverHello?.version).toBe(0x0304);
      }),
      { numRuns: 60 },
    );
  });

  test('the last segment first, joined in the middle of nothing', () => {
    const octets = concat(clientOctets(said), HELLO);
    const flow = new TcpFlow([-3, 7], false);
    const cut = octets.length - HELLO.length - 1;
    flow.put(0, -3 + cut, octets.subarray(cut));
    flow.put(0, -3, octets.subarray(0, cut));
    expect(flow.handshake.hello).toEqual(EXPECTED);
    expect(flow.handshake.preface).toEqual(said.preface);
  });
});

describe('no hello is found', () => {
  const inOneSegment = (...parts: Uint8Array[]) => {
    const flow = new TcpFlow();
    flow.send(0, concat(...parts, HELLO));
    return flow.finish();
  };
  test.each([
    ['behind any line', text('EHLO a\r\n')],
    ['behind a command that only begins like one', text('STARTTLSX\r\n')],
    ['inside a line', text('STARTTLS ')],
    ['in the body of a request that is not for a proxy', text('POST / HTTP/1.1\r\nHost: a.example\r\n\r\n')],
    ['behind a header section that does not end', text('CONNECT a.example:443 HTTP/1.1\r\nHost: a\r\n')],
    ['behind another request of PostgreSQL', Uint8Array.of(0, 0, 0, 8, 4, 0xd2, 0x16, 0x2e)],
    ['behind another message of LDAP', Uint8Array.of(0x30, 5, 2, 1, 1, 0x42, 0)],
    ['behind a SOCKS request to listen', Uint8Array.of(5, 1, 0, 5, 2, 0, 1, 192, 0, 2, 1, 1, 0xbb)],
    ['behind the greeting of SOCKS', Uint8Array.of(5, 1, 0)],
    ['behind another element of XML', text("<stream to='a'><starttlsx/>")],
  ])('%s', (_, octets) => {
    const handshake = inOneSegment(octets);
    expect(handshake.helloState).toBe('none');
    expect(handshake.preface).toBeUndefined();
  });

  test('behind a request for TLS that a gap lies before', () => {
    const flow = new TcpFlow();
    flow.send(0, text('a'));
    flow.next[0] += 10;
    for (let i = 0; i < 20; i++) flow.send(0, text('NOOP\r\n'));
    flow.send(0, concat(text('STLS\r\n'), HELLO));
    expect(flow.finish('fin').helloState).toBe('none');
  });

  test('beyond the first octets of a direction, unless a segment begins with it', () => {
    const line = `${'x'.repeat(1022)}\r\n`;
    const before = text(line, line, line, line);
    expect(before.length).toBe(MAX_PREFACE_OCTETS);
    expect(inOneSegment(before, SSL_REQUEST).helloState).toBe('none');
    expect(inOneSegment(text(line, line, line), text('STLS\r\n')).preface).toEqual({ kind: 'pop3' });
    const flow = new TcpFlow();
    flow.send(0, concat(before, text('STLS\r\n')));
    flow.send(0, HELLO);
    expect(flow.handshake.hello).toEqual(EXPECTED);
    expect(flow.handshake.preface).toBeUndefined();
  });
});

test('a hello at the start has no preface', () => {
  const flow = new TcpFlow();
  flow.send(0, HELLO);
  expect(flow.handshake.preface).toBeUndefined();
});

test('a target that is no host is none, and text is printable', () => {
  const targetOf = (line: string): string | undefined => {
    const flow = new TcpFlow();
    flow.send(0, text(line, '\r\n\r\n'));
    flow.send(0, HELLO);
    expect(flow.handshake.preface?.kind).toBe('http_connect');
    return flow.handshake.preface?.target;
  };
  expect(targetOf('CONNECT :443 HTTP/1.1')).toBeUndefined();
  expect(targetOf(`CONNECT ${'a'.repeat(256)}:443 HTTP/1.1`)).toBeUndefined();
  expect(targetOf('CONNECT b\u00fccher.example HTTP/1.1')).toBe('b\\xfccher.example');
  expect(targetOf('CONNECT [2001:db8::1 HTTP/1.1')).toBeUndefined();
  expect(targetOf('CONNECT [a.example]:443 HTTP/1.1')).toBeUndefined();
  expect(targetOf('CONNECT 192.0.2.1:443 HTTP/1.1')).toBe('192.0.2.1');
});

test('what is held before a hello is bounded, and let go of', () => {
  const flow = new TcpFlow();
  const long = text('x'.repeat(1000));
  for (let i = 0; i < 10; i++) {
    flow.send(0, long);
    flow.send(1, long);
    expect(flow.stream.heldOctets).toBeLessThanOrEqual(2 * MAX_PREFACE_OCTETS);
  }
  expect(flow.stream.heldOctets).toBe(0);
  const partial = new TcpFlow();
  partial.send(0, text('CONNECT a.example HTTP/1.1\r\n'));
  expect(partial.stream.heldOctets).toBe(28);
  partial.finish();
  expect(partial.stream.heldOctets).toBe(0);
});

test('mutated and random prefaces: nothing throws, and at most one hello is found', () => {
  const beginning = fc.constantFrom(...SAID.map((said) => clientOctets(said)));
  const mutated = fc
    .tuple(beginning, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat())
    .map(([octets, changes, cut]) => {
      const copy = octets.slice(0, cut % 3 === 0 ? cut % octets.length : octets.length);
      for (const [at, value] of changes) if (copy.length > 0) copy[at % copy.length] = value;
      return copy;
    });
  const payload = fc.oneof(mutated, fc.uint8Array({ maxLength: 40 }), fc.constant(HELLO));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1), payload), { maxLength: 12 }), (segments) => {
      const flow = new TcpFlow();
      for (const [direction, octets] of segments) flow.send(direction as 0 | 1, octets);
      const { preface, hello } = flow.finish();
      expect(flow.hellos).toBeLessThanOrEqual(1);
      if (preface !== undefined) expect(hello).not.toBeNull();
      if (preface?.target !== undefined) expect(preface.target).toMatch(/^[!-~]{1,255}$/);
      expect(flow.stream.heldOctets).toBe(0);
    }),
    { numRuns: 1500 },
  );
});
