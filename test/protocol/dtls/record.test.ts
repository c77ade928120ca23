import fc from 'fast-check';
import { fromHex } from '../../../src/bytes/hex.js';
import { looksLikeDtls } from '../../../src/protocol/dtls/record.js';
import * as tls from '../tls/hello-builder.js';
import { clientHelloBody, fragment, record, serverHelloBody } from './dtls-builder.js';

const HELLO = record(fragment(1, clientHelloBody()));

function probe(octets: Uint8Array): boolean {
  return looksLikeDtls(octets, 0, octets.length);
}

test.each([
  ['a ClientHello', HELLO],
  ['a fragment of one', record(fragment(1, clientHelloBody(), 0, 10, 30), { version: 0xfeff })],
  ['a ServerHello, where the client was not seen', record(fragment(2, serverHelloBody()))],
  ['the version before RFC 4347', record(fragment(1, clientHelloBody()), { version: 0x0100 })],
  ['an alert', record(Uint8Array.of(2, 40), { type: 21 })],
  ['a ChangeCipherSpec', record(Uint8Array.of(1), { type: 20 })],
  ['two records', tls.concat(HELLO, HELLO)],
  ['a hello that the capture has cut', HELLO.subarray(0, 30)],
])('%s looks like DTLS', (_name, octets) => {
  expect(probe(octets)).toBe(true);
});

test.each([
  ['a record of TLS', fromHex('160301007c010000780303000102030405060708090a0b0c0d0e0f')],
  ['a later epoch', record(fragment(1, clientHelloBody()), { epoch: 1 })],
  ['application data', record(new Uint8Array(40), { type: 23 })],
  ['an alert that is encrypted', record(new Uint8Array(26), { type: 21 })],
  ['a fragment past its message', record(Uint8Array.from([1, 0, 0, 10, 0, 0, 0, 0, 8, 0, 0, 4, 1, 2, 3, 4]))],
  ['a fragment past its record', record(Uint8Array.from([1, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 4, 1, 2, 3]))],
  ['a message type that there is not', record(fragment(99, new Uint8Array(10)))],
  ['STUN', fromHex('000100002112a442b7e7a701bc34d686fa87dfae')],
  ['RTP', fromHex('80000000000000010000000100010203040506070809')],
  ['a QUIC Initial', fromHex('c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11')],
  ['DNS', fromHex('16fe01000001000000000000037777770365786d0000010001')],
  ['nothing', new Uint8Array(0)],
])('%s does not', (_name, octets) => {
  expect(probe(octets)).toBe(false);
});

test('no octet outside the datagram is looked at', () => {
  fc.assert(
    fc.property(fc.nat(HELLO.length), fc.nat(20), (length, at) => {
      const around = new Uint8Array(HELLO.length + 40).fill(0x16);
      around.set(HELLO.subarray(0, length), at);
      expect(looksLikeDtls(around, at, at + length)).toBe(probe(HELLO.subarray(0, length)));
    }),
  );
});
