import fc from 'fast-check';
import { fromHex, toHex } from '../../../src/bytes/hex.js';
import { MIN_HELLO_BODY, parseClientHello, parseSslv2Hello } from '../../../src/protocol/tls/client-hello.js';
import {
  alpn,
  ascii,
  clientHello,
  empty,
  groups,
  type HelloDescription,
  pointFormats,
  serverName,
  signatureAlgorithms,
  supportedVersions,
  u16,
  vector16,
} from './hello-builder.js';

const parse = (message: Uint8Array) => parseClientHello(message, 0, message.length);
const build = (description: HelloDescription) => parse(clientHello(description));

// RFC 8448 §3, the client's first flight.
const RFC8448 = fromHex(`
  01 00 00 c0 03 03 cb 34 ec b1 e7 81 63 ba 1c 38 c6 da cb 19 6a 6d ff a2 1a 8d 99 12 ec 18 a2 ef 62 83 02 4d ec e7
  00 00 06 13 01 13 03 13 02 01 00 00 91 00 00 00 0b 00 09 00 00 06 73 65 72 76 65 72 ff 01 00 01 00 00 0a 00 14 00
  12 00 1d 00 17 00 18 00 19 01 00 01 01 01 02 01 03 01 04 00 23 00 00 00 33 00 26 00 24 00 1d 00 20 99 38 1d e5 60
  e4 bd 43 d2 3d 8e 43 5a 7d ba fe b3 c0 6e 51 c1 3c ae 4d 54 13 69 1e 52 9a af 2c 00 2b 00 03 02 03 04 00 0d 00 20
  00 1e 04 03 05 03 06 03 02 03 08 04 08 05 08 06 04 01 05 01 06 01 02 01 04 02 05 02 06 02 02 02 00 2d 00 02 01 01
  00 1c 00 02 40 01`);

test('RFC 8448 §3', () => {
  const hello = parse(RFC8448)!;
  expect(hello.legacyVersion).toBe(0x0303);
  expect(hello.sessionId).toHaveLength(0);
  expect(hello.ciphers).toEqual([0x1301, 0x1303, 0x1302]);
  expect(hello.compressionMethods).toEqual([0]);
  expect(hello.extensions).toEqual([0, 0xff01, 10, 35, 51, 43, 13, 45, 28]);
  expect(hello.sni).toBe('server');
  expect(hello.groups).toEqual([0x1d, 0x17, 0x18, 0x19, 0x100, 0x101, 0x102, 0x103, 0x104]);
  expect(hello.supportedVersions).toEqual([0x0304]);
  expect(hello.signatureAlgorithms.slice(0, 3)).toEqual([0x0403, 0x0503, 0x0603]);
  expect(hello.alpn).toEqual([]);
  expect([hello.ech, hello.earlyData, hello.preSharedKey, hello.sslv2]).toEqual([false, false, false, false]);
  expect(Object.isFrozen(hello)).toBe(true);
});

test('positions count from the message header', () => {
  const { positions } = parse(RFC8448)!;
  expect(toHex(RFC8448.subarray(positions.ciphers, positions.ciphers + 2))).toBe('1301');
  expect(toHex(RFC8448.subarray(positions.extensions!, positions.extensions! + 4))).toBe('0000000b');
  expect(toHex(RFC8448.subarray(positions.sni!, positions.sni! + 5))).toBe('0009000006');
  expect(positions).not.toHaveProperty('alpn');
});

test('the answer does not depend on what lies around the message', () => {
  const wide = new Uint8Array(RFC8448.length + 20).fill(0xff);
  wide.set(RFC8448, 10);
  expect(parseClientHello(wide, 10, 10 + RFC8448.length)).toEqual(parse(RFC8448));
});

test('nothing refers to the octets it was read from', () => {
  const message = clientHello({ sessionId: [1, 2, 3], extensions: [alpn(ascii('h2'))] });
  const hello = parse(message)!;
  message.fill(0);
  expect(Array.from(hello.sessionId)).toEqual([1, 2, 3]);
  expect(Array.from(hello.alpn[0]!)).toEqual(ascii('h2'));
});

describe('versions and forms', () => {
  test('SSL 3.0 without an extensions block', () => {
    const hello = build({ version: 0x0300, extensions: null })!;
    expect(hello.legacyVersion).toBe(0x0300);
    expect(hello.extensions).toEqual([]);
    expect(hello.positions).not.toHaveProperty('extensions');
  });
  test('an empty extensions block', () => expect(build({ extensions: [] })!.extensions).toEqual([]));
  test('an unknown version is kept', () => {
    const hello = build({ extensions: [supportedVersions(0xfb1a, 0x0304)] })!;
    expect(hello.supportedVersions).toEqual([0xfb1a, 0x0304]);
    expect(build({ version: 0xfb1a })!.legacyVersion).toBe(0xfb1a);
  });
  test('GREASE and duplicates stay, the first body of a duplicate counts', () => {
    const hello = build({
      ciphers: [0x0a0a, 0x1301],
      extensions: [empty(0x1a1a), serverName(ascii('one.example')), serverName(ascii('two.example')), empty(0x1a1a)],
    })!;
    expect(hello.ciphers).toEqual([0x0a0a, 0x1301]);
    expect(hello.extensions).toEqual([0x1a1a, 0, 0, 0x1a1a]);
    expect(hello.sni).toBe('one.example');
  });
  test('ECH, early data and a pre-shared key are noticed', () => {
    const hello = build({ extensions: [empty(0xfe0d), empty(42), empty(41)] })!;
    expect([hello.ech, hello.earlyData, hello.preSharedKey]).toEqual([true, true, true]);
  });
});

describe('server_name', () => {
  const sni = (body: readonly number[]) => build({ extensions: [{ type: 0, body }] })!;
  test('as sent, escaped', () => {
    expect(build({ extensions: [serverName([0x62, 0xc3, 0xbc, 0x1b, 0x20, 0x5c])] })!.sni).toBe(
      'b\\xc3\\xbc\\x1b\\x20\\x5c',
    );
  });
  test('the first host_name of several, other types passed over', () => {
    const other = [7, ...vector16(ascii('other'))];
    const host = (name: string) => [0, ...vector16(ascii(name))];
    expect(sni(vector16([...other, ...host('a.example'), ...host('b.example')])).sni).toBe('a.example');
  });
  test('an empty name stays, no name is none', () => {
    expect(build({ extensions: [serverName([])] })!.sni).toBe('');
    expect(build({ extensions: [empty(0)] })!.sni).toBeUndefined();
    expect(build({ extensions: [] })!.sni).toBeUndefined();
  });
  test('a list that does not nest names nothing, and the hello lives', () => {
    const hello = sni([0, 9, 0, 0, 7, ...ascii('server')]);
    expect(hello.sni).toBeUndefined();
    expect(hello.extensions).toEqual([0]);
  });
  test('300 octets', () => expect(build({ extensions: [serverName(ascii('a'.repeat(300)))] })!.sni).toHaveLength(300));
});

test('an inner list that does not nest is empty, and the hello lives', () => {
  for (const [type, key] of [
    [10, 'groups'],
    [13, 'signatureAlgorithms'],
    [16, 'alpn'],
    [43, 'supportedVersions'],
    [11, 'pointFormats'],
  ] as const) {
    for (const body of [[], [0], [0, 5, 1], [3, 0x03, 0x04], [0, 1, 9, 9]]) {
      const hello = build({ extensions: [{ type, body }, groups(...(type === 10 ? [] : [0x1d]))] })!;
      expect(hello[key]).toEqual([]);
      expect(hello.extensions[0]).toBe(type);
    }
  }
});

test('lists in wire order', () => {
  const hello = build({
    extensions: [
      groups(0x2a2a, 0x001d),
      pointFormats(0, 1, 2),
      signatureAlgorithms(0x0804, 0x0403),
      alpn([0x0a, 0x0a], ascii('h2'), []),
    ],
  })!;
  expect(hello.groups).toEqual([0x2a2a, 0x001d]);
  expect(hello.pointFormats).toEqual([0, 1, 2]);
  expect(hello.signatureAlgorithms).toEqual([0x0804, 0x0403]);
  expect(hello.alpn.map((name) => Array.from(name))).toEqual([[0x0a, 0x0a], ascii('h2'), []]);
});

describe('refused', () => {
  const broken = (change: (message: Uint8Array) => void): Uint8Array => {
    const message = RFC8448.slice();
    change(message);
    return message;
  };
  for (const [name, message] of [
    ['another handshake type', broken((m) => (m[0] = 2))],
    ['length one too short', broken((m) => m[3]!--)],
    ['length one too long', broken((m) => m[3]!++)],
    ['session id of 33 octets', broken((m) => (m[38] = 33))],
    ['an odd list of ciphers', broken((m) => (m[40] = 5))],
    ['no ciphers', clientHello({ ciphers: [] })],
    ['no compression methods', clientHello({ compression: [] })],
    ['extensions shorter than the message', broken((m) => m[50]!--)],
    ['extensions longer than the message', broken((m) => m[50]!++)],
    ['an extension past the end', broken((m) => (m[m.length - 3] = 3))],
    ['octets after the extensions', Uint8Array.from([1, 0, 0, 0xc1, ...RFC8448.subarray(4), 0])],
  ] as const) {
    test(name, () => expect(parse(message)).toBeNull());
  }
  test('every prefix', () => {
    for (let cut = 0; cut < RFC8448.length; cut++) expect(parseClientHello(RFC8448, 0, cut)).toBeNull();
  });
});

test('the smallest hello is of the size stated', () => {
  const message = clientHello({ ciphers: [5], extensions: null });
  expect(message.length - 4).toBe(MIN_HELLO_BODY);
  expect(parse(message)!.ciphers).toEqual([5]);
});

test('property: built, then parsed, gives back the fields', () => {
  const value = fc.integer({ min: 0, max: 0xffff });
  fc.assert(
    fc.property(
      fc.record({
        version: value,
        sessionId: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 32 }),
        ciphers: fc.array(value, { minLength: 1, maxLength: 60 }),
        groups: fc.array(value, { maxLength: 20 }),
        algorithms: fc.array(value, { maxLength: 20 }),
        versions: fc.array(value, { maxLength: 20 }),
        names: fc.array(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 20 }), { maxLength: 5 }),
      }),
      (f) => {
        const hello = build({
          version: f.version,
          sessionId: f.sessionId,
          ciphers: f.ciphers,
          extensions: [
            groups(...f.groups),
            signatureAlgorithms(...f.algorithms),
            supportedVersions(...f.versions),
            alpn(...f.names),
          ],
        })!;
        expect(hello.legacyVersion).toBe(f.version);
        expect(Array.from(hello.sessionId)).toEqual(f.sessionId);
        expect(hello.ciphers).toEqual(f.ciphers);
        expect(hello.groups).toEqual(f.groups);
        expect(hello.signatureAlgorithms).toEqual(f.algorithms);
        expect(hello.supportedVersions).toEqual(f.versions);
        expect(hello.alpn.map((name) => Array.from(name))).toEqual(f.names);
      },
    ),
  );
});

test('property: no mutation throws, and what is still a hello has lists no longer than the message', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(RFC8448.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
      (changes) => {
        const message = RFC8448.slice();
        for (const [at, octet] of changes) message[at] = octet;
        const hello = parse(message);
        if (hello === null) return;
        const counted = hello.ciphers.length + hello.extensions.length + hello.groups.length;
        expect(counted + hello.signatureAlgorithms.length).toBeLessThan(message.length);
      },
    ),
  );
});

describe('SSL 2.0 format, RFC 5246 appendix E.2', () => {
  const record = (fields: { version?: number; session?: number; challenge?: number; ciphers?: number } = {}) => {
    const { version = 0x0301, session = 0, challenge = 16, ciphers = 6 } = fields;
    const body = [1, ...u16(version), ...u16(ciphers), ...u16(session), ...u16(challenge)];
    for (let i = 0; i < ciphers + session + challenge; i++) body.push(i);
    return Uint8Array.from([0x80 | (body.length >>> 8), body.length & 0xff, ...body]);
  };
  const parse2 = (octets: Uint8Array) => parseSslv2Hello(octets, 0, octets.length);

  test('its fields', () => {
    const hello = parse2(record())!;
    expect(hello.sslv2).toBe(true);
    expect(hello.legacyVersion).toBe(0x0301);
    expect(hello.ciphers).toEqual([0x000102, 0x030405]);
    expect(hello.extensions).toEqual([]);
    expect(hello.sni).toBeUndefined();
  });
  test('with a session id of 16 octets, and of version 2.0', () => {
    expect(parse2(record({ session: 16, version: 2 }))!.sessionId).toHaveLength(16);
  });
  for (const [name, octets] of [
    ['a version of neither', record({ version: 0x0400 })],
    ['no ciphers', record({ ciphers: 0 })],
    ['ciphers of another size', record({ ciphers: 7 })],
    ['a session id of 5 octets', record({ session: 5 })],
    ['a challenge of 15 octets', record({ challenge: 15 })],
    ['a challenge of 33 octets', record({ challenge: 33 })],
    ['an octet too many', Uint8Array.from([...record(), 0])],
  ] as const) {
    test(`refused: ${name}`, () => expect(parse2(octets)).toBeNull());
  }
  test('refused: every prefix', () => {
    const octets = record();
    for (let cut = 0; cut < octets.length; cut++) expect(parseSslv2Hello(octets, 0, cut)).toBeNull();
  });
});
