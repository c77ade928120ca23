// salesforce/ja3: README.md and python/README.rst have the strings and hashes marked below.
import { ja3 } from '../../src/fingerprint/ja3.js';
import { ja3s } from '../../src/fingerprint/ja3s.js';
import type { ServerHello } from '../../src/protocol/tls/server-hello.js';
import { helloOf } from './hello-of.js';

test('README example with extensions', () => {
  const { hash, string } = ja3(
    helloOf({
      legacyVersion: 769,
      ciphers: [47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4],
      extensions: [0, 10, 11],
      groups: [23, 24, 25],
      pointFormats: [0],
    }),
  )!;
  expect(string).toBe('769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0');
  expect(hash).toBe('ada70206e40642a3e4461f35503241d5');
});

test('README example without extensions', () => {
  const { hash, string } = ja3(helloOf({ legacyVersion: 769, ciphers: [4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99] }))!;
  expect(string).toBe('769,4-5-10-9-100-98-3-6-19-18-99,,,');
  expect(hash).toBe('de350869b8c85de67a350c8d186f11e6');
});

test('example of the Python package', () => {
  const ciphers =
    '255-49162-49172-136-135-57-56-49167-49157-132-53-49159-49161-49169-49171-69-68-51-50-49164-49166-49154-49156-' +
    '150-65-4-5-47-49160-49170-22-19-49165-49155-65279-10';
  const { hash } = ja3(
    helloOf({
      legacyVersion: 769,
      ciphers: ciphers.split('-').map(Number),
      extensions: [0, 10, 11, 35],
      groups: [23, 24, 25],
      pointFormats: [0],
    }),
  )!;
  expect(hash).toBe('2aef69b4ba1938c3a400de4188743185');
});

test('GREASE is ignored in ciphers, extensions and groups', () => {
  const plain = helloOf({ ciphers: [4865], extensions: [10], groups: [29], pointFormats: [0] });
  const greased = helloOf({
    ciphers: [0x0a0a, 4865, 0xfafa],
    extensions: [0x1a1a, 10, 0xdada],
    groups: [0x5a5a, 29],
    pointFormats: [0],
  });
  expect(ja3(greased)).toEqual(ja3(plain));
  expect(ja3(plain)!.string).toBe('771,4865,10,29,0');
});

test('only the sixteen values of RFC 8701 are GREASE', () => {
  expect(ja3(helloOf({ ciphers: [0x0a1a, 0x1a0a, 0x0a0b], extensions: [] }))!.string).toBe('771,2586-6666-2571,,,');
});

test('duplicates stay, the version is that of the field', () => {
  const hello = helloOf({ ciphers: [5, 5], extensions: [10, 10], supportedVersions: [0x0304] });
  expect(ja3(hello)!.string).toBe('771,5-5,10-10,,');
});

test('an SSL 2.0-format hello has none', () => expect(ja3(helloOf({ sslv2: true }))).toBeUndefined());

// Hashes as tshark 4.0.17 prints them (tls.handshake.ja3s) for flows of the lab and of zeek's test traces.
for (const [legacyVersion, cipher, extensions, hash] of [
  [771, 4865, [43, 51], 'f4febc55ea12b31ae17cfb7e614afda8'],
  [769, 49162, [65281, 0, 11, 35, 22, 23], '82babf6e6cac049bb1a14adb83de2ae6'],
  [771, 49196, [65281, 0, 11, 16, 23], 'fe0146829eef1917ba6c2dd4f5c08905'],
  [771, 4, [65281], 'c253ec3ad88e42f8da4032682892f9a0'],
] as const) {
  test(`JA3S ${hash}`, () => {
    const server: ServerHello = {
      legacyVersion,
      version: 0x0304,
      cipher,
      extensions,
      sessionId: new Uint8Array(0),
      retry: false,
      preSharedKey: false,
    };
    expect(ja3s(server)).toEqual({ hash, string: `${legacyVersion},${cipher},${extensions.join('-')}` });
  });
}
