import fc from 'fast-check';
import { type ClientHello, type HelloLists, parseClientHello } from '../../../src/protocol/tls/client-hello.js';
import { HelloMemo } from '../../../src/protocol/tls/hello-memo.js';
import { HelloScan, MAX_SHAPE_OCTETS } from '../../../src/protocol/tls/hello-scan.js';
import {
  alpn,
  ascii,
  clientHello,
  groups,
  pointFormats,
  serverName,
  signatureAlgorithms,
  supportedVersions,
} from './hello-builder.js';

const u16s = fc.array(fc.constantFrom(0, 1, 0x0a0a, 0x1301, 0x3a3a, 0xffff), { minLength: 1, maxLength: 4 });
const name = fc.constantFrom('', 'a.example', 'b.example');

function parse(message: Uint8Array): ClientHello {
  return parseClientHello(message, 0, message.length)!;
}

test('a hello gives back what it was built of, whatever hellos of its kind or another came before', () => {
  const fields = fc.record({
    ciphers: u16s,
    groups: u16s,
    algorithms: u16s,
    versions: u16s,
    formats: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
    alpn: fc.array(fc.constantFrom('h2', 'http/1.1'), { minLength: 1, maxLength: 2 }),
    sni: name,
  });
  fc.assert(
    fc.property(fc.array(fields, { minLength: 1, maxLength: 4 }), (all) => {
      for (const each of [...all, ...all, ...all]) {
        const hello = parse(
          clientHello({
            ciphers: each.ciphers,
            extensions: [
              serverName(ascii(each.sni)),
              groups(...each.groups),
              pointFormats(...each.formats),
              signatureAlgorithms(...each.algorithms),
              alpn(...each.alpn.map(ascii)),
              supportedVersions(...each.versions),
            ],
          }),
        );
        expect(hello.ciphers).toEqual(each.ciphers);
        expect(hello.groups).toEqual(each.groups);
        expect(hello.pointFormats).toEqual(each.formats);
        expect(hello.signatureAlgorithms).toEqual(each.algorithms);
        expect(hello.supportedVersions).toEqual(each.versions);
        expect(hello.alpn.map((octets) => Buffer.from(octets).toString())).toEqual(each.alpn);
        expect(hello.sni).toBe(each.sni);
      }
    }),
  );
});

const LISTS: HelloLists = {
  ciphers: [],
  compressionMethods: [],
  extensions: [],
  alpn: [],
  groups: [],
  pointFormats: [],
  signatureAlgorithms: [],
  supportedVersions: [],
};

function scanOf(message: Uint8Array): HelloScan {
  const scan = new HelloScan();
  expect(scan.read(message, 0, message.length)).toBe(true);
  return scan;
}

test('a shape is known from the third time on, and is not what differs from it under the same hash', () => {
  const memo = new HelloMemo();
  const scan = scanOf(clientHello({ ciphers: [0x1301], extensions: [groups(29)] }));
  expect(memo.find(scan)).toBeUndefined();
  memo.offer(scan, LISTS);
  expect(memo.find(scan)).toBeUndefined();
  memo.offer(scan, LISTS);
  expect(memo.find(scan)).toBe(LISTS);
  const other = scanOf(clientHello({ ciphers: [0x1302], extensions: [groups(29)] }));
  other.hash = scan.hash;
  expect(memo.find(other)).toBeUndefined();
});

test('what stands in a server name is no part of a shape; an extension more of type 0 with nothing after it is', () => {
  const one = scanOf(clientHello({ ciphers: [0x1301], extensions: [serverName(ascii('a.example'))] }));
  const same = scanOf(clientHello({ ciphers: [0x1301], extensions: [serverName(ascii('another.example'))] }));
  const more = scanOf(
    clientHello({ ciphers: [0x1301], extensions: [serverName(ascii('a.example')), serverName(ascii('a.example'))] }),
  );
  const gathered = (scan: HelloScan) => Array.from(scan.gathered.subarray(0, scan.gatheredWords));
  expect(gathered(same)).toEqual(gathered(one));
  expect(gathered(more)).not.toEqual(gathered(one));
});

test('a hello with more than is gathered is read all the same, and not remembered', () => {
  const ciphers = Array.from({ length: MAX_SHAPE_OCTETS }, (_, i) => i);
  const message = clientHello({ ciphers, extensions: [groups(29)] });
  expect(scanOf(message).gatheredWords).toBe(0);
  for (let i = 0; i < 3; i++) expect(parse(message).ciphers).toEqual(ciphers);
});
