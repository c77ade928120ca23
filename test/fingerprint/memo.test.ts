import fc from 'fast-check';
import { fingerprint, ja3s } from '../../src/fingerprint/index.js';
import { FingerprintMemo } from '../../src/fingerprint/memo.js';
import type { ServerHello } from '../../src/protocol/tls/server-hello.js';
import { helloOf } from './hello-of.js';

const list = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 });
const name = fc.uint8Array({ maxLength: 3 });
const hello = fc
  .record({
    ciphers: list,
    extensions: list,
    groups: list,
    pointFormats: list.map((values) => values.map((value) => value & 0xff)),
    signatureAlgorithms: list,
    supportedVersions: list,
    alpn: fc.array(name, { maxLength: 2 }),
    legacyVersion: fc.constantFrom(0x0301, 0x0303, 0xfeff),
  })
  .map((fields) => helloOf(fields));

test('remembered fingerprints are those that would be computed, for any hellos in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(hello, fc.constantFrom('t', 'q', 'd')), { maxLength: 30 }), (hellos) => {
      const memo = new FingerprintMemo();
      for (const [each, carrier] of [...hellos, ...hellos, ...hellos].flatMap((each) => [each, each])) {
        expect(memo.client(each, carrier)).toEqual(fingerprint(each, carrier));
      }
    }),
  );
});

test('the same hello gives the same object from the second time on, so that open flows share its strings', () => {
  const memo = new FingerprintMemo();
  const one = helloOf({ ciphers: [0x1301], extensions: [0, 16] });
  memo.client(one, 't');
  expect(memo.client(one, 't')).toBe(memo.client({ ...one }, 't'));
  expect(memo.client(helloOf({ ciphers: [0x1a1a, 0x1301], extensions: [0x3a3a, 0, 16] }), 't')).toBe(
    memo.client(one, 't'),
  );
  expect(memo.client(one, 'q')).not.toBe(memo.client(one, 't'));
});

test('servers likewise', () => {
  const memo = new FingerprintMemo();
  const server = {
    legacyVersion: 0x0303,
    version: 0x0304,
    cipher: 0x1301,
    extensions: [43, 51],
  } as unknown as ServerHello;
  const other = { ...server, extensions: [51, 43] };
  expect(memo.server(server)).toEqual(ja3s(server));
  expect(memo.server(other)).toEqual(ja3s(other));
  memo.server(server);
  expect(memo.server(server)).toBe(memo.server({ ...server }));
});
