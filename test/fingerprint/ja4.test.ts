// FoxIO, technical_details/JA4.md: each rule with the document's own example. Section names are the document's.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { fingerprint } from '../../src/fingerprint/index.js';
import { ja4 } from '../../src/fingerprint/ja4.js';
import type { ClientHello } from '../../src/protocol/tls/client-hello.js';
import { helloOf } from './hello-of.js';

const hex = (list: string): number[] => list.split(',').map((code) => Number.parseInt(code, 16));
const octets = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const of = (fields: Partial<ClientHello>, carrier: 't' | 'q' | 'd' = 't'): string =>
  ja4(helloOf(fields), carrier)!.hashed;
const a = (fields: Partial<ClientHello>, carrier: 't' | 'q' | 'd' = 't'): string => of(fields, carrier).split('_')[0]!;

const CIPHERS = hex('1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035');
const EXTENSIONS = hex('001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015');
const ALGORITHMS = hex('0403,0804,0401,0503,0805,0501,0806,0601');
const EXAMPLE: Partial<ClientHello> = {
  ciphers: CIPHERS,
  extensions: EXTENSIONS,
  signatureAlgorithms: ALGORITHMS,
  supportedVersions: [0x0304, 0x0303],
  alpn: [octets('h2'), octets('http/1.1')],
};

test('"Example" and "Raw Output"', () => {
  expect(ja4(helloOf(EXAMPLE), 't')).toEqual({
    hashed: 't13d1516h2_8daaf6152771_e5627efa2ab1',
    raw:
      't13d1516h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_' +
      '0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01_' +
      '0403,0804,0401,0503,0805,0501,0806,0601',
  });
});

describe('corner cases', () => {
  test('no ciphers', () => expect(of({ ...EXAMPLE, ciphers: [] })).toBe('t13d0016h2_000000000000_e5627efa2ab1'));
  test('GREASE ciphers only', () => {
    expect(of({ ...EXAMPLE, ciphers: [0x0a0a, 0x1a1a] })).toBe('t13d0016h2_000000000000_e5627efa2ab1');
  });
  test('no extensions', () => {
    const hello = helloOf({ ciphers: CIPHERS });
    expect(ja4(hello, 't')!.hashed).toBe('t12i150000_8daaf6152771_000000000000');
    expect(ja4(hello, 't')!.raw.endsWith(',cca9_')).toBe(true);
  });
  test('no extensions but SNI and ALPN, which are not in the list', () => {
    expect(of({ ciphers: CIPHERS, extensions: [0, 16], alpn: [octets('h2')] })).toBe(
      't12d1502h2_8daaf6152771_000000000000',
    );
  });
  test('GREASE extensions only', () => {
    expect(of({ ciphers: CIPHERS, extensions: [0x2a2a] })).toBe('t12i150000_8daaf6152771_000000000000');
  });
  test('"no signature algorithms in the hello packet, then the string ends without an underscore"', () => {
    const hello = helloOf({ ...EXAMPLE, signatureAlgorithms: [] });
    expect(ja4(hello, 't')!.hashed).toBe('t13d1516h2_8daaf6152771_6d807ffa2a79');
    expect(ja4(hello, 't')!.raw.endsWith(',4469,ff01')).toBe(true);
  });
  test('GREASE signature algorithms only', () => {
    expect(of({ ...EXAMPLE, signatureAlgorithms: [0x3a3a] })).toBe('t13d1516h2_8daaf6152771_6d807ffa2a79');
  });
  test('an SSL 2.0-format hello has none', () => {
    expect(ja4(helloOf({ sslv2: true }), 't')).toBeUndefined();
    expect(fingerprint(helloOf({ sslv2: true }), 't')).toEqual({});
  });
});

describe('"Details": GREASE is ignored anywhere', () => {
  const plain = of(EXAMPLE);
  test('ciphers', () => expect(of({ ...EXAMPLE, ciphers: [0xdada, ...CIPHERS] })).toBe(plain));
  test('extensions', () => expect(of({ ...EXAMPLE, extensions: [0x4a4a, ...EXTENSIONS, 0x5a5a] })).toBe(plain));
  test('versions', () => expect(of({ ...EXAMPLE, supportedVersions: [0xfafa, 0x0304] })).toBe(plain));
  test('ALPN', () => {
    expect(of({ ...EXAMPLE, alpn: [Uint8Array.of(0x1a, 0x1a), octets('h2')] })).toBe(plain);
    expect(of({ ...EXAMPLE, alpn: [Uint8Array.of(0x1a, 0x2a), octets('h2')] })).not.toBe(plain);
  });
  test('signature algorithms', () => {
    expect(of({ ...EXAMPLE, signatureAlgorithms: [0x7a7a, ...ALGORITHMS, 0x9a9a] })).toBe(plain);
  });
});

test('"QUIC and DTLS"', () => {
  expect([a(EXAMPLE, 't')[0], a(EXAMPLE, 'q')[0], a(EXAMPLE, 'd')[0]]).toEqual(['t', 'q', 'd']);
});

describe('"TLS and DTLS Version"', () => {
  const version = (fields: Partial<ClientHello>): string => a(fields).slice(1, 3);
  for (const [number, text] of [
    [0x0304, '13'],
    [0x0303, '12'],
    [0x0302, '11'],
    [0x0301, '10'],
    [0x0300, 's3'],
    [0x0002, 's2'],
    [0xfeff, 'd1'],
    [0xfefd, 'd2'],
    [0xfefc, 'd3'],
    [0xfb1a, '00'],
    [0x7f1c, '00'],
  ] as const) {
    test(`0x${number.toString(16)} in the field`, () => expect(version({ legacyVersion: number })).toBe(text));
    test(`0x${number.toString(16)} in the extension`, () => {
      expect(version({ extensions: [43], supportedVersions: [number] })).toBe(text);
    });
  }
  test('the highest in the extension, in any order', () => {
    expect(version({ extensions: [43], supportedVersions: [0x0301, 0x0304, 0x0303] })).toBe('13');
    expect(version({ extensions: [43], supportedVersions: [0x0303, 0xfb1a] })).toBe('00');
  });
  test('without the extension the field', () => expect(version({ legacyVersion: 0x0301 })).toBe('10'));
  test('with nothing but GREASE in the extension the field', () => {
    expect(version({ extensions: [43], supportedVersions: [0x0a0a] })).toBe('12');
  });
});

test('"SNI": by the extension, whatever is in it', () => {
  expect(a({ extensions: [0] })[3]).toBe('d');
  expect(a({ extensions: [0], sni: '192.0.2.1' })[3]).toBe('d');
  expect(a({ extensions: [16] })[3]).toBe('i');
});

describe('"Number of Ciphers", "Number of Extensions"', () => {
  const many = (count: number): number[] => Array.from({ length: count }, (_, i) => 0x1000 + i);
  test('6 is 06', () => expect(a({ ciphers: many(6), extensions: many(6) }).slice(4, 8)).toBe('0606'));
  test('99 is 99', () => expect(a({ ciphers: many(99), extensions: many(99) }).slice(4, 8)).toBe('9999'));
  test('more than 99 is 99', () => expect(a({ ciphers: many(100), extensions: many(350) }).slice(4, 8)).toBe('9999'));
  test('GREASE does not count', () => {
    expect(a({ ciphers: [...many(99), 0x0a0a], extensions: [0x0a0a, 5] }).slice(4, 8)).toBe('9901');
  });
  test('SCSV and reserved values count', () => {
    expect(a({ ciphers: [0x00ff, 0x5600, 0xfe00, 0xfeff] }).slice(4, 6)).toBe('04');
  });
  test('SNI and ALPN count', () => expect(a({ extensions: [0, 16] }).slice(6, 8)).toBe('02'));
});

describe('"ALPN Extension Value"', () => {
  const value = (...names: readonly Uint8Array[]): string => a({ extensions: [16], alpn: names }).slice(8);
  for (const [name, text] of [
    ['h2', 'h2'],
    ['http/1.1', 'h1'],
    ['x', 'xx'],
    ['H3', 'H3'],
    ['0 z', '0z'],
  ] as const) {
    test(`"${name}"`, () => expect(value(octets(name))).toBe(text));
  }
  for (const [bytes, text] of [
    [[0xab], 'ab'],
    [[0xab, 0xcd], 'ad'],
    [[0x30, 0xab], '3b'],
    [[0x30, 0x31, 0xab, 0xcd], '3d'],
    [[0x30, 0xab, 0xcd, 0x31], '01'],
    [[0x2d, 0x68, 0x32, 0x2d], '2d'],
    [[0x00], '00'],
  ] as const) {
    test(`octets ${Buffer.from(bytes).toString('hex')}`, () => expect(value(Uint8Array.from(bytes))).toBe(text));
  }
  // Both sides of each edge of 0x30-0x39, 0x41-0x5A, 0x61-0x7A.
  for (const octet of [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a]) {
    test(`0x${octet.toString(16)} is alphanumeric`, () => {
      expect(value(Uint8Array.of(octet))).toBe(String.fromCharCode(octet, octet));
    });
  }
  for (const octet of [0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b]) {
    test(`0x${octet.toString(16)} is not`, () => expect(value(Uint8Array.of(octet))).toBe(octet.toString(16)));
  }
  test('no extension, no values, an empty first value', () => {
    expect(a({}).slice(8)).toBe('00');
    expect(value()).toBe('00');
    expect(value(new Uint8Array(0), octets('h2'))).toBe('00');
  });
  test('only the first value counts', () => expect(value(octets('http/1.1'), octets('h2'))).toBe('h1'));
});

describe('"Cipher hash"', () => {
  test('sorted, whatever the order', () => {
    expect(of({ ciphers: CIPHERS }).split('_')[1]).toBe('8daaf6152771');
    expect(of({ ciphers: [...CIPHERS].reverse() }).split('_')[1]).toBe('8daaf6152771');
  });
  test('four digits, lower case', () => {
    expect(ja4(helloOf({ ciphers: [0xc02b, 5] }), 't')!.raw.split('_')[1]).toBe('0005,c02b');
  });
});

describe('"Extension hash"', () => {
  test('extensions are sorted, signature algorithms are not', () => {
    const part = (fields: Partial<ClientHello>): string => of({ ...EXAMPLE, ...fields }).split('_')[2]!;
    expect(part({ extensions: [...EXTENSIONS].reverse() })).toBe('e5627efa2ab1');
    expect(part({ signatureAlgorithms: [...ALGORITHMS].reverse() })).not.toBe('e5627efa2ab1');
  });
  test('SNI and ALPN make no difference', () => {
    const without = EXTENSIONS.filter((type) => type !== 0 && type !== 16);
    expect(of({ ...EXAMPLE, extensions: without }).split('_')[2]).toBe('e5627efa2ab1');
  });
  test('the hash is SHA-256, cut to 12 digits', () => {
    const digest = createHash('sha256').update('0005_0403').digest('hex');
    expect(of({ extensions: [5], signatureAlgorithms: [0x0403] }).split('_')[2]).toBe(digest.slice(0, 12));
  });
});

test('hellos of few lists in any order, again and again: each is what the document says of it', () => {
  const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
  const four = (value: number): string => value.toString(16).padStart(4, '0');
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
  const value = fc.constantFrom(0, 10, 13, 16, 43, 51, 0x0a0a, 0x1301, 0xff01);
  const list = fc.array(value, { maxLength: 5 });
  fc.assert(
    fc.property(fc.array(fc.tuple(list, list, list), { maxLength: 12 }), (lists) => {
      for (const [ciphers, extensions, signatureAlgorithms] of [...lists, ...lists, ...lists]) {
        const list1 = ciphers
          .filter((one) => !isGrease(one))
          .map(four)
          .sort();
        const list2 = extensions
          .filter((one) => !isGrease(one) && one !== 0 && one !== 16)
          .map(four)
          .sort();
        const list3 = signatureAlgorithms.filter((one) => !isGrease(one)).map(four);
        const raw2 = list3.length === 0 ? list2.join() : `${list2.join()}_${list3.join()}`;
        const made = ja4(helloOf({ ciphers, extensions, signatureAlgorithms }), 't')!;
        expect(made.raw.slice(11)).toBe(`${list1.join()}_${raw2}`);
        const [hash1, hash2] = [list1, list2].map((one) => one.length === 0);
        const none = '000000000000';
        expect(made.hashed.slice(11)).toBe(`${hash1 ? none : sha(list1.join())}_${hash2 ? none : sha(raw2)}`);
      }
    }),
    { numRuns: 200 },
  );
});
