import { fromHex } from '../../../src/bytes/hex.js';
import { parseServerHello } from '../../../src/protocol/tls/server-hello.js';
import { empty, RETRY_RANDOM, selectedVersion, serverHello } from './hello-builder.js';

const parse = (message: Uint8Array) => parseServerHello(message, 0, message.length);

// RFC 8448 §3, ServerHello.
const RFC8448 = fromHex(`
  02 00 00 56 03 03 a6 af 06 a4 12 18 60 dc 5e 6e 60 24 9c d3 4c 95 93 0c 8a c5 cb 14 34 da c1 55 77 2e d3 e2 69 28
  00 13 01 00 00 2e 00 33 00 24 00 1d 00 20 c9 82 88 76 11 20 95 fe 66 76 2b db f7 c6 72 e1 56 d6 cc 25 3b 83 3d f1
  dd 69 b1 b0 4e 75 1f 0f 00 2b 00 02 03 04`);

test('RFC 8448 §3', () => {
  const server = parse(RFC8448)!;
  expect(server).toEqual({
    legacyVersion: 0x0303,
    version: 0x0304,
    cipher: 0x1301,
    extensions: [51, 43],
    sessionId: new Uint8Array(0),
    retry: false,
    preSharedKey: false,
  });
});

test('every prefix is none', () => {
  for (let cut = 0; cut < RFC8448.length; cut++) expect(parseServerHello(RFC8448, 0, cut)).toBeNull();
});

test('TLS 1.2 without extensions: the version is that of the field', () => {
  const server = parse(serverHello({ version: 0x0303, cipher: 0xc02f }))!;
  expect([server.version, server.cipher, server.extensions]).toEqual([0x0303, 0xc02f, []]);
});

test('HelloRetryRequest is known by its random, RFC 8446 §4.1.3', () => {
  expect(parse(serverHello({ random: RETRY_RANDOM, extensions: [selectedVersion(0x0304)] }))!.retry).toBe(true);
  expect(parse(serverHello({ random: [...RETRY_RANDOM.slice(1), 0] }))!.retry).toBe(false);
});

test('a pre-shared key is noticed', () => {
  const server = parse(serverHello({ extensions: [selectedVersion(0x0304), { type: 41, body: [0, 0] }] }))!;
  expect(server.preSharedKey).toBe(true);
});

test('supported_versions of another length tells no version', () => {
  expect(parse(serverHello({ extensions: [empty(43)] }))!.version).toBe(0x0303);
});

test('a session id of 33 octets, or lengths that do not nest, are none', () => {
  expect(parse(serverHello({ sessionId: new Array(33).fill(1) }))).toBeNull();
  const long = RFC8448.slice();
  long[43]!++;
  expect(parse(long)).toBeNull();
});

test('the session id is kept where it tells of resumption: up to TLS 1.2', () => {
  const of = (version: number) =>
    parse(serverHello({ sessionId: [1, 2, 3], extensions: version === 0 ? [] : [selectedVersion(version)] }))!;
  expect(Array.from(of(0).sessionId)).toEqual([1, 2, 3]);
  expect(of(0x0304).sessionId).toHaveLength(0);
});

test('every cut of a ServerHello with all its parts, its length set right, is none or shorter; nothing throws', () => {
  const whole = serverHello({ sessionId: [1, 2, 3], extensions: [empty(35), selectedVersion(0x0304)] });
  for (let cut = 4; cut < whole.length; cut++) {
    const message = whole.slice(0, cut);
    message.set([0, (cut - 4) >> 8, (cut - 4) & 0xff], 1);
    // Only what ends before the extensions is a message.
    const beforeExtensions = 4 + 2 + 32 + 1 + 3 + 2 + 1;
    expect(parse(message) !== null).toBe(cut === beforeExtensions);
  }
});
