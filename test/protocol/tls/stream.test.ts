import { LIMIT_NAMES, Limit } from '../../../src/protocol/fault.js';
import { Step } from '../../../src/protocol/reader.js';
import { MAX_HELLO_OCTETS, parseClientHello } from '../../../src/protocol/tls/client-hello.js';
import { MAX_RETAINED_OCTETS } from '../../../src/protocol/tls/side.js';
import { MAX_CANDIDATES, PROBE_SEGMENTS, TlsStream } from '../../../src/protocol/tls/stream.js';
import {
  ascii,
  clientHello,
  concat,
  empty,
  handshakeRecords,
  RETRY_RANDOM,
  record,
  selectedVersion,
  serverHello,
  serverName,
  TLS13_SERVER_HELLO,
} from './hello-builder.js';
import { FIN, PSH_ACK, RST, SYN, TcpFlow } from './tcp-flow.js';

const MESSAGE = clientHello({ extensions: [serverName(ascii('chat.example.org'))] });
const HELLO = handshakeRecords(MESSAGE);
const EXPECTED = parseClientHello(MESSAGE, 0, MESSAGE.length);
const text = (line: string): Uint8Array => Uint8Array.from(ascii(line));

function expectWhole(flow: TcpFlow): void {
  expect(flow.handshake.hello).toEqual(EXPECTED);
  expect(flow.handshake.helloState).toBe('whole');
  expect(flow.handshake.helloOctets).toBe(MESSAGE.length);
  expect(flow.handshake.notTls).toBe(false);
  expect(flow.hellos).toBe(1);
}

describe('where a hello begins', () => {
  test('at the start of the stream, from either side', () => {
    for (const direction of [0, 1] as const) {
      const flow = new TcpFlow();
      expect(flow.send(direction, HELLO)).toBe(Step.Hello);
      expectWhole(flow);
      expect(flow.handshake.clientDirection).toBe(direction);
      expect(flow.handshake.helloPackets).toBe(1);
      expect(flow.handshake.helloPieces).toEqual([{ from: 0, frame: 3 }]);
    }
  });

  test('in the SYN (TCP Fast Open), and again after a SYN that was not taken up', () => {
    const flow = new TcpFlow([7, 70], false);
    expect(flow.put(0, 7, HELLO, SYN)).toBe(Step.Hello);
    expectWhole(flow);
    expect(flow.put(0, 8, HELLO)).toBe(Step.NeedMore);
    expect(flow.handshake.helloPackets).toBe(1);
  });

  test('behind STARTTLS', () => {
    const flow = new TcpFlow();
    flow.send(1, text('220 mail.example ESMTP\r\n'));
    flow.send(0, text('EHLO a\r\n'));
    flow.send(1, text('250-mail.example\r\n250 STARTTLS\r\n'));
    flow.send(0, text('STARTTLS\r\n'));
    flow.send(1, text('220 go ahead\r\n'));
    expect(flow.send(0, HELLO.subarray(0, 1))).toBe(Step.NeedMore);
    expect(flow.send(0, HELLO.subarray(1))).toBe(Step.Hello);
    expectWhole(flow);
    expect(flow.handshake.helloPackets).toBe(2);
  });

  test('behind HTTP CONNECT and its answer, then the records of the server', () => {
    const flow = new TcpFlow();
    flow.send(0, text('CONNECT chat.example.org:443 HTTP/1.1\r\n\r\n'));
    flow.send(1, text('HTTP/1.1 200 OK\r\n\r\n'));
    flow.send(0, HELLO);
    flow.send(1, handshakeRecords(TLS13_SERVER_HELLO));
    expectWhole(flow);
    expect(flow.handshake.serverHello?.version).toBe(0x0304);
  });

  test('behind SOCKS 5', () => {
    const flow = new TcpFlow();
    flow.send(0, Uint8Array.of(5, 1, 0));
    flow.send(1, Uint8Array.of(5, 0));
    flow.send(0, Uint8Array.of(5, 1, 0, 1, 192, 0, 2, 1, 1, 0xbb));
    flow.send(1, Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
    flow.send(0, HELLO);
    expectWhole(flow);
  });

  test('not inside of a segment', () => {
    const flow = new TcpFlow();
    flow.send(0, concat(text('x'), HELLO));
    expect(flow.finish().helloState).toBe('none');
    expect(flow.handshake.notTls).toBe(true);
  });

  test('after a first octet that began another', () => {
    const flow = new TcpFlow();
    flow.send(0, HELLO.subarray(0, 1));
    expect(flow.send(0, HELLO)).toBe(Step.Hello);
    expectWhole(flow);
  });

  test('joined in the middle, the second half first', () => {
    const flow = new TcpFlow([-50, 0], false);
    flow.put(0, -50 + 30, HELLO.subarray(30));
    expect(flow.put(0, -50, HELLO.subarray(0, 30))).toBe(Step.Hello);
    expectWhole(flow);
  });

  test('beyond a gap that is never filled: at last when the flow ends', () => {
    const flow = new TcpFlow();
    flow.put(0, flow.next[0] + 100, HELLO);
    expect(flow.handshake.hello).toBeNull();
    flow.finish();
    expectWhole(flow);
  });

  test('in an SSL 2.0-format record', () => {
    const body = [1, 3, 1, 0, 3, 0, 0, 0, 16, 0, 0, 5, ...new Array<number>(16).fill(9)];
    const flow = new TcpFlow();
    flow.send(0, Uint8Array.of(0x80, body.length, ...body.slice(0, 10)));
    expect(flow.send(0, Uint8Array.from(body.slice(10)))).toBe(Step.Hello);
    expect(flow.handshake.hello?.sslv2).toBe(true);
    expect(flow.handshake.helloOctets).toBe(body.length);
    expect(flow.handshake.helloPieces).toEqual([
      { from: 0, frame: 3 },
      { from: 10, frame: 4 },
    ]);
  });
});

describe('how a hello is cut', () => {
  test('one octet a segment', () => {
    const flow = new TcpFlow();
    for (const octet of HELLO) flow.send(0, Uint8Array.of(octet));
    expectWhole(flow);
    expect(flow.handshake.helloPackets).toBe(HELLO.length);
    // Five frames brought the record header; the message begins with the one after them.
    expect(flow.handshake.helloPieces[0]).toEqual({ from: 0, frame: 3 + 5 });
    expect(flow.handshake.helloPieces).toHaveLength(MESSAGE.length);
  });

  test('across records of every size, down to one octet', () => {
    for (const size of [1, 2, 3, 4, 5, 7, 50, MESSAGE.length - 1]) {
      const flow = new TcpFlow();
      flow.send(0, handshakeRecords(MESSAGE, size));
      expectWhole(flow);
    }
  });

  test('pieces point into the message, not at record headers', () => {
    const records = handshakeRecords(MESSAGE, 20); // 25 octets each on the wire
    const flow = new TcpFlow();
    flow.send(0, records.subarray(0, 25));
    flow.send(0, records.subarray(25, 28)); // headers only
    flow.send(0, records.subarray(28, 60));
    flow.send(0, records.subarray(60));
    expectWhole(flow);
    expect(flow.handshake.helloPackets).toBe(4);
    expect(flow.handshake.helloPieces).toEqual([
      { from: 0, frame: 3 },
      { from: 20, frame: 5 },
      { from: 20 + 20 + 5, frame: 6 },
    ]);
  });

  test('with another message behind it in the same record', () => {
    const flow = new TcpFlow();
    expect(flow.send(0, record(22, concat(MESSAGE, Uint8Array.of(11, 0, 0, 0))))).toBe(Step.Hello);
    expectWhole(flow);
  });

  test('retransmitted, reordered, with sequence numbers that wrap', () => {
    const flow = new TcpFlow([-10, 5]);
    const at = flow.next[0];
    const piece = (from: number, to: number): number => flow.put(0, at + from, HELLO.subarray(from, to));
    piece(60, HELLO.length);
    piece(0, 20);
    piece(0, 20);
    expect(piece(15, 61)).toBe(Step.Hello);
    expectWhole(flow);
    expect(flow.handshake.helloPackets).toBe(3);
    expect(flow.finish().conflicts).toBe(0);
  });

  test('overlapped by other content: the first copy wins, before and after the hello is whole', () => {
    const flow = new TcpFlow();
    const at = flow.next[0];
    flow.put(0, at + 30, HELLO.subarray(30, 50));
    const other = HELLO.slice(0, 40);
    other.fill(0x41, 30, 40);
    flow.put(0, at, other);
    expect(flow.put(0, at + 50, HELLO.subarray(50))).toBe(Step.Hello);
    expectWhole(flow);
    const differs = other.subarray(30, 40).filter((octet, i) => octet !== HELLO[30 + i]).length;
    flow.put(0, at + 5, Uint8Array.of(MESSAGE[0]! ^ 1, MESSAGE[1]!, MESSAGE[2]! ^ 1));
    expect(flow.finish().conflicts).toBe(differs + 2);
  });

  test('every prefix is incomplete or nothing yet, never whole and never not TLS', () => {
    for (let cut = 1; cut < HELLO.length; cut++) {
      const flow = new TcpFlow();
      expect(flow.send(0, HELLO.subarray(0, cut))).toBe(Step.NeedMore);
      const handshake = flow.finish();
      expect(handshake.hello).toBeNull();
      expect(handshake.notTls).toBe(false);
      // Record header, handshake header, the first octet of the version.
      expect(handshake.helloState).toBe(cut < 5 + 4 + 1 ? 'none' : 'incomplete');
      expect(handshake.clientDirection).toBe(cut < 5 + 4 + 1 ? -1 : 0);
    }
  });

  test('cut by the capture: incomplete, whatever comes later', () => {
    const flow = new TcpFlow();
    flow.put(0, flow.next[0], HELLO.subarray(0, 40), PSH_ACK, HELLO.length);
    flow.put(0, flow.next[0] + HELLO.length, record(20, [1]));
    flow.put(0, flow.next[0] + HELLO.length + 6, HELLO);
    const handshake = flow.finish('fin');
    expect(handshake.hello).toBeNull();
    expect(handshake.helloState).toBe('incomplete');
    expect(handshake.outcome).toBe('unknown');
  });
});

describe('what is no hello', () => {
  test('plain HTTP', () => {
    const flow = new TcpFlow();
    flow.send(0, text('GET / HTTP/1.1\r\n\r\n'));
    flow.send(1, text('HTTP/1.1 200 OK\r\n\r\n'));
    expect(flow.finish('fin')).toMatchObject({ helloState: 'none', notTls: true, tlsSeen: false, outcome: 'unknown' });
  });

  test('no payload at all is not "not TLS"', () => {
    expect(new TcpFlow().finish('rst')).toMatchObject({ helloState: 'none', notTls: false });
  });

  test('records of a session whose hello was not seen', () => {
    const flow = new TcpFlow([1, 1], false);
    flow.send(0, record(23, new Uint8Array(100), 0x0303));
    flow.send(1, record(23, new Uint8Array(900), 0x0303));
    expect(flow.finish()).toMatchObject({ helloState: 'none', notTls: false, tlsSeen: true });
  });

  test('the server alone', () => {
    const flow = new TcpFlow();
    flow.send(1, handshakeRecords(TLS13_SERVER_HELLO));
    expect(flow.finish('fin')).toMatchObject({ helloState: 'none', notTls: false, tlsSeen: true, outcome: 'unknown' });
  });

  test('a download joined in the middle of a record shows its records inside of segments', () => {
    const stream = concat(new Uint8Array(3000).fill(0xaa), record(23, new Uint8Array(3000).fill(0xbb), 0x0303));
    const flow = new TcpFlow([1, 1], false);
    for (let i = 0; i < 3; i++)
      for (let at = 0; at < stream.length; at += 1400) flow.send(1, stream.slice(at, at + 1400));
    expect(flow.finish()).toMatchObject({ helloState: 'none', notTls: false, tlsSeen: true });
  });

  test('a record whose message does not nest', () => {
    const message = MESSAGE.slice();
    message[38] = 33; // session id of 33 octets
    const flow = new TcpFlow();
    flow.send(0, handshakeRecords(message));
    expect(flow.finish()).toMatchObject({ helloState: 'none', hello: null, tlsSeen: true, notTls: false });
  });

  test('another record between the pieces of a hello', () => {
    const flow = new TcpFlow();
    flow.send(0, concat(record(22, MESSAGE.subarray(0, 50)), record(21, [1, 0]), record(22, MESSAGE.subarray(50))));
    expect(flow.finish().hello).toBeNull();
  });
});

describe('bounds', () => {
  test('a hello of exactly the limit is read, one octet more is not', () => {
    const padding = (octets: number): Uint8Array => {
      const bare = clientHello({ extensions: [{ type: 21, body: [] }] }).length;
      return clientHello({ extensions: [{ type: 21, body: new Array<number>(octets - bare).fill(0) }] });
    };
    const fits = new TcpFlow();
    fits.send(0, handshakeRecords(padding(MAX_HELLO_OCTETS)));
    expect(fits.handshake.helloOctets).toBe(MAX_HELLO_OCTETS);
    // The two octets of the extensions' length allow no longer message; its header does.
    const long = MESSAGE.slice();
    long.set([1, 0, 0], 1); // 65,536 and the header
    const over = new TcpFlow();
    over.send(0, handshakeRecords(long));
    expect(over.finish()).toMatchObject({ helloState: 'incomplete', limits: Limit.HelloOctets });
  });

  test('without a sign of a hello the reader is done after so many segments', () => {
    const flow = new TcpFlow();
    let sent = 0;
    while (!(flow.steps & Step.Done) && sent < 10_000) {
      flow.send((sent % 2) as 0 | 1, Uint8Array.of(0x41));
      sent++;
    }
    expect(sent).toBe(PROBE_SEGMENTS + 1);
    expect(flow.handshake).toMatchObject({ notTls: true, limits: Limit.Probe });
    expect(flow.stream.heldOctets).toBe(0);
  });

  test('a record that never completes is given up, and no more than the bound is held', () => {
    const start = concat(Uint8Array.of(22, 3, 1, 0x40, 0), Uint8Array.of(1, 0, 0xff, 0xf0, 3, 3));
    const flow = new TcpFlow();
    flow.send(0, start);
    let most = 0;
    let sent = 0;
    while (!(flow.steps & Step.Done) && sent < 100_000) {
      // Record after record of handshake payload, one octet each: six octets on the wire for one of the message.
      const left = 0x4000 - 6;
      flow.send(0, sent < left ? Uint8Array.of(0x55) : record(22, [0x55]));
      most = Math.max(most, flow.stream.heldOctets);
      sent++;
    }
    expect(flow.steps & Step.Done).toBe(Step.Done);
    expect(flow.handshake.helloState).toBe('incomplete');
    // Every octet came in a segment of its own: what is noted of each weighs more than the octet.
    expect(most).toBeLessThanOrEqual(8 * MAX_RETAINED_OCTETS);
  });

  test('places where a hello begins and is none', () => {
    const bad = MESSAGE.slice();
    bad[38] = 33;
    const flow = new TcpFlow();
    for (let i = 0; i <= MAX_CANDIDATES; i++) flow.send(0, handshakeRecords(bad));
    flow.send(0, HELLO);
    expect(flow.finish()).toMatchObject({ hello: null, limits: Limit.Candidates });
  });

  test('segments far ahead, at 2^31, or claiming to be huge', () => {
    const flow = new TcpFlow();
    const at = flow.next[0];
    for (const distance of [2 ** 31, 2 ** 31 - 1, -(2 ** 31), 2 ** 30, 2 ** 24, -1000]) {
      flow.put(0, at + distance, text('zzzzzzzz'));
    }
    flow.put(0, at + 1_000_000, text('zz'), PSH_ACK, 0xffff_ffff);
    expect(flow.stream.heldOctets).toBeLessThan(10);
    const plain = new TcpFlow();
    plain.put(0, plain.next[0] + 2 ** 31, text('zz'));
    plain.send(0, HELLO);
    expectWhole(plain);
  });

  test('gaps: one too many is refused, the hello stays incomplete', () => {
    const flow = new TcpFlow();
    const at = flow.next[0];
    flow.put(0, at, HELLO.subarray(0, 12));
    for (let i = 14; i < HELLO.length; i += 2) flow.put(0, at + i, HELLO.subarray(i, i + 1));
    expect(flow.finish().helloState).toBe('incomplete');
    expect(flow.handshake.limits).toBe(Limit.Holes);
  });

  test('every limit has a name', () => {
    const bits = Object.values(Limit).filter((bit) => bit > 0);
    expect(bits).toEqual(LIMIT_NAMES.map((_, i) => 1 << i));
  });

  test('an answer after the end is Done, and changes nothing', () => {
    const flow = new TcpFlow();
    flow.finish();
    expect(flow.send(0, HELLO)).toBe(Step.Done);
    expect(flow.handshake.hello).toBeNull();
  });
});

describe('what TCP does besides', () => {
  test('keep-alive probes, one octet below the next, before and after the hello', () => {
    const flow = new TcpFlow();
    flow.put(0, flow.next[0] - 1, Uint8Array.of(0));
    flow.send(0, HELLO);
    expectWhole(flow);
    flow.put(0, flow.next[0] - 1, HELLO.subarray(-1));
    flow.put(0, flow.next[0] - 1, new Uint8Array(0));
    expect(flow.finish().conflicts).toBe(0);
  });

  test('a zero-window probe brings the next octet, and again with the rest', () => {
    const flow = new TcpFlow();
    flow.send(0, HELLO.subarray(0, 50));
    flow.put(0, flow.next[0], HELLO.subarray(50, 51));
    expect(flow.put(0, flow.next[0], HELLO.subarray(50))).toBe(Step.Hello);
    expectWhole(flow);
  });

  test('what a RST carries is no part of the stream', () => {
    const flow = new TcpFlow();
    flow.put(0, flow.next[0], HELLO, RST);
    expect(flow.finish('rst')).toMatchObject({ hello: null, notTls: false });
  });

  test('a FIN may carry the hello', () => {
    const flow = new TcpFlow();
    flow.send(0, HELLO, FIN);
    expectWhole(flow);
  });

  test('a second SYN with another number is passed over', () => {
    const flow = new TcpFlow();
    flow.put(0, 77_777, new Uint8Array(0), SYN);
    flow.send(0, HELLO);
    expectWhole(flow);
  });

  test('both sides send a SYN only (simultaneous open)', () => {
    const flow = new TcpFlow([3, 4], false);
    flow.put(0, 3, new Uint8Array(0), SYN);
    flow.put(1, 4, new Uint8Array(0), SYN);
    flow.put(1, 5, HELLO);
    expectWhole(flow);
    expect(flow.handshake.clientDirection).toBe(1);
  });

  test('the SYN arrives after the first octets', () => {
    const flow = new TcpFlow([3, 4], false);
    flow.put(0, 4 + 20, HELLO.subarray(20));
    flow.put(0, 3, new Uint8Array(0), SYN);
    flow.put(0, 4, HELLO.subarray(0, 20));
    expectWhole(flow);
  });

  test('two hellos: the first that is whole counts', () => {
    const flow = new TcpFlow();
    flow.send(1, HELLO.subarray(0, 60));
    flow.send(0, HELLO);
    flow.send(1, HELLO.subarray(60));
    expectWhole(flow);
    expect(flow.handshake.clientDirection).toBe(0);
  });
});

test('HelloRetryRequest: the fields of the first hello stay', () => {
  const flow = new TcpFlow();
  flow.send(0, HELLO);
  const retry = serverHello({ random: RETRY_RANDOM, extensions: [selectedVersion(0x0304)] });
  flow.send(1, concat(handshakeRecords(retry), record(20, [1])));
  flow.send(0, concat(record(20, [1]), handshakeRecords(clientHello({ extensions: [empty(44)] }))));
  expect(flow.handshake).toMatchObject({ retried: true, serverHello: null });
  flow.send(1, handshakeRecords(TLS13_SERVER_HELLO));
  expectWhole(flow);
  expect(flow.handshake.serverHello?.retry).toBe(false);
});

test('a new reader holds nothing', () => expect(new TlsStream().heldOctets).toBe(0));

test('a hello whose first record holds less than its header is incomplete too, once its version is there', () => {
  const flow = new TcpFlow();
  flow.send(0, handshakeRecords(MESSAGE, 3).subarray(0, 8 + 7)); // length and first octet of the body in the second record
  expect(flow.finish()).toMatchObject({ helloState: 'incomplete', clientDirection: 0, notTls: false });
});
