import { Start, startOf } from '../../../src/protocol/tls/record.js';
import { clientHello, concat, handshakeRecords, record, serverHello } from './hello-builder.js';

const kind = (octets: Uint8Array): number => startOf(octets, 0, octets.length);
const NAMES = Object.fromEntries(Object.entries(Start).map(([name, code]) => [code, name]));

for (const [name, octets, expected] of [
  ['a ClientHello', handshakeRecords(clientHello()), Start.ClientHello],
  ['a ClientHello in pieces of three octets', handshakeRecords(clientHello(), 3), Start.ClientHello],
  ['a ServerHello', handshakeRecords(serverHello()), Start.ServerHello],
  ['a Certificate', record(22, [11, 0, 0, 0]), Start.Record],
  ['application data', record(23, [1, 2, 3]), Start.Record],
  ['an alert', record(21, [2, 40]), Start.Record],
  ['record version 3.0', record(22, clientHello(), 0x0300), Start.ClientHello],
  ['record version 3.4', record(22, clientHello(), 0x0304), Start.ClientHello],
  ['record version 3.5', record(22, clientHello(), 0x0305), Start.Nothing],
  ['record version 4.0', record(22, clientHello(), 0x0400), Start.Nothing],
  ['an empty record', record(22, []), Start.Nothing],
  ['a record of 65,535 octets', Uint8Array.of(22, 3, 1, 0xff, 0xff, 1), Start.Nothing],
  ['a ClientHello of 40 octets', Uint8Array.of(22, 3, 1, 0, 44, 1, 0, 0, 40, 3, 3), Start.Nothing],
  ['HTTP', Uint8Array.from(Buffer.from('GET / HTTP/1.1')), Start.Nothing],
  ['SSH', Uint8Array.from(Buffer.from('SSH-2.0-x')), Start.Nothing],
  ['nothing at all', new Uint8Array(0), Start.Unsure],
] as const) {
  test(name, () => expect(NAMES[kind(octets)]).toBe(NAMES[expected]));
}

test('a prefix of a record is unsure until it can be told, and never nothing', () => {
  for (const whole of [handshakeRecords(clientHello()), handshakeRecords(serverHello()), record(23, [1, 2, 3])]) {
    for (let cut = 1; cut < whole.length; cut++) {
      const start = kind(whole.subarray(0, cut));
      expect(start).not.toBe(Start.Nothing);
      if (start !== Start.Unsure) expect(start).toBe(kind(whole));
    }
  }
});

test('an SSL 2.0-format hello', () => {
  const body = [1, 3, 1, 0, 3, 0, 0, 0, 16, 0, 0, 5, ...new Array<number>(16).fill(9)];
  const whole = Uint8Array.from([0x80, body.length, ...body]);
  expect(kind(whole)).toBe(Start.Sslv2Hello);
  for (let cut = 1; cut < 11; cut++) expect(kind(whole.subarray(0, cut))).toBe(Start.Unsure);
});

test('the answer does not depend on what lies around', () => {
  const whole = handshakeRecords(clientHello());
  const wide = concat(new Uint8Array(9).fill(0x16), whole, new Uint8Array(9).fill(0xff));
  for (let cut = 0; cut <= whole.length; cut++) {
    expect(startOf(wide, 9, 9 + cut)).toBe(startOf(whole.slice(0, cut), 0, cut));
  }
});
