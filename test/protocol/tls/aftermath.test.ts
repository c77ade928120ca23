// What follows the hello, on the wire: FIELD-NOTES section 2.
import type { Handshake } from '../../../src/protocol/reader.js';
import { Step } from '../../../src/protocol/reader.js';
import {
  applicationData,
  changeCipherSpec,
  clientHello,
  concat,
  empty,
  handshakeRecords,
  record,
  selectedVersion,
  serverHello,
  TLS13_SERVER_HELLO,
} from './hello-builder.js';
import { FIN, PSH_ACK, RST, TcpFlow } from './tcp-flow.js';

const HELLO = handshakeRecords(clientHello({ sessionId: [9, 9, 9, 9] }));
const FLIGHT13 = concat(handshakeRecords(TLS13_SERVER_HELLO), changeCipherSpec(), applicationData(2500));
const certificate = (octets: number): Uint8Array =>
  Uint8Array.of(11, 0, octets >>> 8, octets & 0xff, ...new Array<number>(octets).fill(7));
const FLIGHT12 = concat(
  record(22, concat(serverHello({ cipher: 0xc02f }), certificate(3000).subarray(0, 1000))),
  record(22, certificate(3000).subarray(1000)),
  record(22, [14, 0, 0, 0]),
);
const NOTHING = new Uint8Array(0);

/** Hello, server's flight, what the client answers, and how it closes. */
function ended(flight: Uint8Array, answer: Uint8Array, close = FIN, hello = HELLO): Handshake {
  const flow = new TcpFlow();
  flow.send(0, hello);
  flow.send(1, flight);
  if (answer.length > 0) flow.send(0, answer);
  flow.send(0, NOTHING, close);
  return flow.finish(close === FIN ? 'fin' : 'rst');
}

describe('TLS 1.3', () => {
  const ccs = changeCipherSpec();
  for (const [name, answer, close, outcomeClass, outcome] of [
    ['A', record(21, [2, 48]), FIN, 'A', 'alert'],
    ['B', concat(ccs, applicationData(19)), FIN, 'B', 'alert'],
    ['C by FIN', concat(ccs, applicationData(69), applicationData(19)), FIN, 'C', 'abandoned'],
    ['C by RST', concat(ccs, applicationData(53)), RST, 'C', 'reset'],
    ['D by FIN', NOTHING, FIN, 'D', 'abandoned'],
    ['D by RST', ccs, RST, 'D', 'reset'],
    ['used', concat(ccs, applicationData(69), applicationData(200)), FIN, 'used', 'established'],
  ] as const) {
    test(name, () => expect(ended(FLIGHT13, answer, close)).toMatchObject({ outcomeClass, outcome }));
  }

  test('a warning in the clear is not A', () => {
    expect(ended(FLIGHT13, record(21, [1, 90]))).toMatchObject({ outcomeClass: 'D', alert: undefined });
  });

  test('the pre-shared key of the ServerHello says that the session is resumed', () => {
    const flight = handshakeRecords(serverHello({ extensions: [selectedVersion(0x0304), { type: 41, body: [0, 0] }] }));
    expect(ended(flight, applicationData(53)).resumed).toBe(true);
    expect(ended(FLIGHT13, applicationData(53)).resumed).toBe(false);
  });

  test('what was sent as early data is no answer', () => {
    const hello = handshakeRecords(clientHello({ extensions: [empty(42), empty(41)] }));
    const flow = new TcpFlow();
    flow.send(0, concat(hello, changeCipherSpec(), applicationData(200)));
    flow.send(1, FLIGHT13);
    flow.send(0, applicationData(19), FIN);
    expect(flow.finish('fin').outcomeClass).toBe('B');
  });

  test('a certificate of the client shows by what comes before its Finished', () => {
    const answer = concat(applicationData(900), applicationData(281), applicationData(69), applicationData(300));
    expect(ended(FLIGHT13, answer)).toMatchObject({ outcomeClass: 'used', clientCertificateRequested: true });
    expect(ended(FLIGHT13, concat(applicationData(69), applicationData(300))).clientCertificateRequested).toBe(false);
  });

  test('a private version (Meta) is encrypted as 1.3 is', () => {
    const flight = handshakeRecords(serverHello({ extensions: [selectedVersion(0xfb1a)] }));
    expect(ended(flight, concat(applicationData(53), applicationData(100))).outcomeClass).toBe('used');
  });
});

describe('TLS 1.2', () => {
  const finished = concat(record(22, [16, 0, 0, 1, 0]), changeCipherSpec(), record(22, new Uint8Array(40), 0x0303));
  const encryptedAlert = record(21, new Uint8Array(26), 0x0303);
  for (const [name, answer, close, outcomeClass, outcome] of [
    ['A', record(21, [2, 46]), FIN, 'A', 'alert'],
    ['C by FIN', concat(finished, encryptedAlert), FIN, 'C', 'abandoned'],
    ['C by RST', concat(finished, encryptedAlert), RST, 'C', 'reset'],
    ['D: a whole handshake, then a bare FIN', finished, FIN, 'D', 'abandoned'],
    ['D: nothing', NOTHING, FIN, 'D', 'abandoned'],
    ['used', concat(finished, applicationData(30)), FIN, 'used', 'established'],
  ] as const) {
    test(name, () => expect(ended(FLIGHT12, answer, close)).toMatchObject({ outcomeClass, outcome }));
  }

  test('the session id that comes back says that the session is resumed', () => {
    const flight = (sessionId: number[]): Uint8Array => handshakeRecords(serverHello({ sessionId }));
    expect(ended(flight([9, 9, 9, 9]), finished).resumed).toBe(true);
    expect(ended(flight([9, 9, 9, 8]), finished).resumed).toBe(false);
    expect(ended(flight([]), finished, FIN, handshakeRecords(clientHello())).resumed).toBe(false);
  });

  test('CertificateRequest is seen in the clear, behind a certificate cut into records', () => {
    const flight = concat(FLIGHT12, record(22, [13, 0, 0, 2, 1, 64]));
    expect(ended(flight, finished).clientCertificateRequested).toBe(true);
    expect(ended(FLIGHT12, finished).clientCertificateRequested).toBe(false);
  });

  test('encrypted handshake records of the server are not read as messages', () => {
    const flight = concat(FLIGHT12, changeCipherSpec(), record(22, [13, 0, 0, 1, 0], 0x0303));
    expect(ended(flight, finished).clientCertificateRequested).toBe(false);
  });
});

describe('when it is settled', () => {
  test('use: at the record that shows it, and nothing is held', () => {
    const flow = new TcpFlow();
    flow.send(0, HELLO);
    flow.send(1, FLIGHT13);
    expect(flow.send(0, concat(changeCipherSpec(), applicationData(69)))).toBe(Step.NeedMore);
    expect(flow.send(0, applicationData(200))).toBe(Step.Done);
    expect(flow.handshake.outcome).toBe('established');
    expect(flow.stream.heldOctets).toBe(0);
  });

  test('a record body need not be there, only its header', () => {
    const flow = new TcpFlow();
    flow.send(0, HELLO);
    flow.put(1, flow.next[1], FLIGHT13.subarray(0, 200), PSH_ACK, FLIGHT13.length);
    flow.send(0, applicationData(69));
    expect(flow.send(0, applicationData(5000).subarray(0, 20))).toBe(Step.Done);
    expect(flow.handshake.outcomeClass).toBe('used');
  });

  test('refusal: at the FIN of the client, once all before it was seen', () => {
    const flow = new TcpFlow();
    flow.send(0, HELLO);
    flow.send(1, FLIGHT13);
    const at = flow.next[0];
    const answer = concat(applicationData(69), applicationData(19));
    expect(flow.put(0, at + answer.length, NOTHING, FIN)).toBe(Step.NeedMore);
    expect(flow.put(0, at, answer)).toBe(Step.Done);
    expect(flow.handshake.outcomeClass).toBe('C');
  });

  test('an open flow has no outcome', () => {
    const flow = new TcpFlow();
    flow.send(0, HELLO);
    flow.send(1, FLIGHT13);
    flow.send(0, applicationData(69));
    expect(flow.finish()).toMatchObject({ outcome: 'unknown', outcomeClass: undefined });
  });

  test('without the ServerHello there is none: one direction, or an alert of the server', () => {
    const one = new TcpFlow();
    one.send(0, concat(HELLO, applicationData(69), applicationData(300)), FIN);
    expect(one.finish('fin')).toMatchObject({ outcome: 'unknown', outcomeClass: undefined });
    const refused = new TcpFlow();
    refused.send(0, HELLO);
    refused.send(1, record(21, [2, 40]), FIN);
    refused.send(0, NOTHING, FIN);
    expect(refused.finish('fin')).toMatchObject({ outcome: 'unknown', serverClosedFirst: true, alert: undefined });
  });

  test('what cannot be read is not taken for silence', () => {
    const flow = new TcpFlow();
    flow.send(0, HELLO);
    flow.send(1, FLIGHT13);
    flow.send(0, Uint8Array.from([0x47, 0x45, 0x54, 0x20, 0x2f]), FIN);
    expect(flow.finish('fin')).toMatchObject({ outcome: 'unknown', outcomeClass: undefined });
  });

  test('a server that sends a file unasked: used', () => {
    const flow = new TcpFlow();
    flow.send(0, HELLO);
    flow.send(1, FLIGHT13);
    flow.send(0, applicationData(69));
    expect(flow.send(1, applicationData(16_000))).toBe(Step.NeedMore);
    expect(flow.send(1, applicationData(16_000))).toBe(Step.Done);
    expect(flow.handshake.outcomeClass).toBe('used');
  });

  test('octets of a client whose server is not seen do not keep the reader for ever', () => {
    const flow = new TcpFlow();
    flow.send(0, HELLO);
    let sent = 0;
    while (!(flow.steps & Step.Done) && sent < 1000) {
      flow.send(0, applicationData(1400));
      sent++;
    }
    expect(sent).toBeLessThan(1000);
    expect(flow.handshake.outcome).toBe('unknown');
  });
});

test('who closed first', () => {
  for (const first of [0, 1] as const) {
    const flow = new TcpFlow();
    flow.send(0, HELLO);
    flow.send(1, FLIGHT12);
    flow.send(first, NOTHING, FIN);
    flow.send(first === 0 ? 1 : 0, NOTHING, FIN);
    expect(flow.finish('fin').serverClosedFirst).toBe(first === 1);
  }
});
