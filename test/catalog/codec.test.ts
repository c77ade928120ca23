/** docs/formats/catalog.md: what is written is read back, the same octets each time, and nothing half-understood is used. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { UsageError } from '../../src/bytes/usage-error.js';
import { decodeCatalog, encodeCatalog } from '../../src/catalog/codec.js';
import type { CatalogContent, Fact } from '../../src/catalog/content.js';
import { defaultCatalogPath } from '../../src/catalog/index.js';
import { message, WireReader } from '../../src/catalog/wire.js';
import { pinsight } from '../../src/gen/catalog.js';

const { CatalogFile, CatalogBody } = pinsight.catalog.v1;

const fact: Fact = {
  kind: 'host',
  value: 'api.shop.example',
  count: 0,
  level: 'verified',
  platforms: ['android', 'ios'],
  evidence: 'app_source',
  source: 'example/shop@1:pins.json',
  thirdParty: '',
  broad: false,
  inferred: true,
  domainLabels: 2,
};

const content: CatalogContent = {
  version: 'test',
  created: Date.parse('2026-11-24T00:00:00Z') * 1000,
  startingValues: [{ name: 'priorApps', value: 0.2, origin: 'a test' }],
  apps: [
    { name: 'Zoo', kind: 'sdk', category: 'sdk', bundleIds: {}, notes: 'ünïcode', facts: [] },
    {
      name: 'Shop',
      kind: 'app',
      category: 'retail',
      bundleIds: { ios: 'example.shop', android: 'example.shop.android' },
      notes: '',
      facts: [{ ...fact, kind: 'smell', value: 'of roses', inferred: false, domainLabels: 0 }, fact],
    },
  ],
  hypotheses: [
    { name: 'Chrome', kind: 'browser', platform: '', permutes: true, vendorApps: ['Shop'], engine: 'chromium' },
    { name: 'Go', kind: 'stack', platform: '', permutes: false, vendorApps: [], engine: '' },
  ],
  fingerprints: [
    {
      ja4: 't13d1516h2_8daaf6152771_e5627efa2ab1',
      ja3: 'cd08e31494f9531f560d64c695473da9',
      hypotheses: ['Chrome'],
      stack: 'chrome',
      product: 'Chrome',
      version: '1',
      platform: 'any',
      transport: 'tcp',
      basis: 'measured',
      source: 'a test',
      note: '',
      app: '',
      flows: 7,
    },
  ],
  echFronts: [{ host: 'front.example', source: 'a test' }],
};

function codeOf(octets: Uint8Array): string {
  try {
    decodeCatalog(octets, 'some.catalog');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.message).toMatch(/^some\.catalog: .+; .+$/); // file, what, remedy
    return error.code;
  }
  return 'read';
}

test('what is written is read back, apps and facts in the order of files, unknown kinds included', () => {
  const { content: read } = decodeCatalog(encodeCatalog(content), 'x');
  const [zoo, shop] = content.apps;
  const [smell, host] = shop!.facts;
  expect(read).toEqual({ ...content, apps: [{ ...shop!, facts: [host, smell] }, zoo] });
});

test('the same content gives the same octets, in whatever order it was held', () => {
  const turned = {
    ...content,
    apps: [...content.apps].reverse().map((app) => ({ ...app, facts: [...app.facts].reverse() })),
  };
  expect(Buffer.from(encodeCatalog(turned)).equals(Buffer.from(encodeCatalog(content)))).toBe(true);
});

test('the digest is the SHA-256 of the body, as any protobuf reader finds them', () => {
  const file = CatalogFile.decode(encodeCatalog(content));
  expect(file.format).toBe('pinsight-catalog');
  expect(Buffer.from(file.digest).toString('hex')).toBe(createHash('sha256').update(file.body).digest('hex'));
  expect(CatalogBody.decode(file.body).version).toBe('test');
});

test('our reader and the generated one read the same of the shipped catalog', () => {
  const octets = readFileSync(defaultCatalogPath());
  const body = CatalogBody.decode(CatalogFile.decode(octets).body);
  const ours = decodeCatalog(octets, 'default').content;
  // Read by ours, written by the generated code: what either of them loses or changes would show in the octets.
  expect(Buffer.from(encodeCatalog(ours)).equals(octets)).toBe(true);
  expect(ours.apps.map((app) => [app.name, app.facts.length])).toEqual(
    body.apps.map((app) => [app.name, app.facts!.length]),
  );
  expect(ours.created).toBe(Number(body.created));
  expect(ours.startingValues).toEqual(body.startingValues.map((value) => ({ ...value })));
});

test('fields of a later version are passed over, whatever their wire type', () => {
  const { body } = CatalogFile.decode(encodeCatalog(content));
  // Field 100: varint 150, fixed64, three octets, fixed32.
  const later = Buffer.from('a0069601a1060102030405060708a20603616263a50601020304', 'hex');
  const longer = Buffer.concat([later, body, later]);
  const digest = new Uint8Array(createHash('sha256').update(longer).digest());
  const octets = CatalogFile.encode({ format: 'pinsight-catalog', formatVersion: 1, digest, body: longer }).finish();
  expect(decodeCatalog(octets, 'x').content).toEqual(decodeCatalog(encodeCatalog(content), 'x').content);
});

test('no octets crash the reader', () => {
  const good = encodeCatalog(content);
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.array(change, { minLength: 1, maxLength: 8 })), (input) => {
      const octets = input instanceof Uint8Array ? input : Uint8Array.from(good);
      if (Array.isArray(input)) for (const [at, octet] of input) octets[at] = octet;
      codeOf(octets);
      const reader = new WireReader(octets);
      reader.read(message({ 1: ['a', 'string'], 4: ['b', message({ 1: ['c', 'strings'], 2: ['d', 'double'] })] }));
    }),
    { numRuns: 500 },
  );
});

describe('refuses', () => {
  const octets = encodeCatalog(content);
  const file = CatalogFile.decode(octets);
  const resealed = (change: object) => CatalogFile.encode({ ...file, ...change }).finish();
  const sealed = (body: Uint8Array) =>
    resealed({ body, digest: new Uint8Array(createHash('sha256').update(body).digest()) });

  test('what is no catalog', () => {
    for (const text of ['', 'hello', '{"schema": 1}', '\xd4\xc3\xb2\xa1']) {
      expect(codeOf(Buffer.from(text, 'latin1'))).toBe('not_a_catalog');
    }
  });
  test('another format version', () => expect(codeOf(resealed({ formatVersion: 2 }))).toBe('catalog_version'));
  test('a body that does not fit its digest', () => {
    const body = Uint8Array.from(file.body);
    body[20]! ^= 1;
    expect(codeOf(resealed({ body }))).toBe('catalog_digest');
    expect(codeOf(resealed({ digest: new Uint8Array(0) }))).toBe('catalog_digest');
  });
  test('a body that is no message, though its digest fits', () => {
    expect(codeOf(sealed(Uint8Array.of(0x0a, 0xff)))).toBe('catalog_damaged');
  });
  test('a kind of hypothesis that this version does not score', () => {
    const body = CatalogBody.encode({ hypotheses: [{ name: 'X', kind: 'oracle' }] }).finish();
    expect(codeOf(sealed(body))).toBe('catalog_content');
  });
  test('every truncation', () => {
    for (let length = 0; length < octets.length; length += 7)
      expect(codeOf(octets.subarray(0, length))).not.toBe('read');
  });
});
