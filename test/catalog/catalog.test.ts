/** Look-ups over the shipped catalog. Facts expected here are read from fixtures/catalog/*.json, not from our own output. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../src/bytes/usage-error.js';
import { encodeCatalog } from '../../src/catalog/codec.js';
import { Catalog, defaultCatalogPath, loadCatalog, MAX_LABELS, suffixesOf } from '../../src/catalog/index.js';
import { exportCatalog, importCatalog } from '../../src/catalog/json.js';
import { lintCatalog } from '../../src/catalog/lint.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/catalog/${name}`, import.meta.url));
const json = (name: string) => JSON.parse(readFileSync(fixture(name), 'utf8'));
const catalog = loadCatalog();

test('the shipped catalog holds every app, fact and row of the fixtures', () => {
  const { apps } = json('pinned-apps.json');
  const rows = [...json('tls-stacks.json').rows, ...json('measured.json').rows];
  expect(catalog.apps.map((app) => app.name).sort()).toEqual(apps.map((app: { app: string }) => app.app).sort());
  const facts = apps.flatMap((app: { domains: object[] }) => app.domains);
  expect(catalog.apps.flatMap((app) => app.facts)).toHaveLength(facts.length);
  expect(catalog.content.fingerprints).toHaveLength(rows.length);
});

test('the shipped catalog has no errors', () => {
  expect(lintCatalog(catalog.content).filter((finding) => finding.severity === 'error')).toEqual([]);
});

test('hosts are found label by label, the longest suffix first', () => {
  const found = catalog.hostFacts('x.chat.signal.org');
  expect(found.map((match) => match.suffix)).toEqual(['chat.signal.org', 'signal.org']);
  expect(found.every((match) => match.refs.every((ref) => catalog.apps[ref.app]!.name === 'Signal'))).toBe(true);
  expect(catalog.hostFacts('notsignal.org')).toEqual([]);
  expect(catalog.hostFacts('org')).toEqual([]);
});

test('a name of any number of labels costs a bounded walk', () => {
  const name = `${'a.'.repeat(5000)}chat.signal.org`;
  expect(suffixesOf(name)).toHaveLength(MAX_LABELS);
  expect(catalog.hostFacts(name)[0]!.suffix).toBe('chat.signal.org');
});

describe('fingerprints', () => {
  const senders = (kind: 'ja4' | 'ja4_ab' | 'ja3', value: string) =>
    catalog.clients(kind, value)?.map((at) => catalog.content.hypotheses[at]!.name);

  test.each([
    ['t13d1517h2_8daaf6152771_cb7bf5808d99', ['Chrome']],
    ['t13d1516h2_8daaf6152771_e5627efa2ab1', ['Chrome', 'Edge']],
    ['t13d1617h2_86a278354501_3cbfd9057e0d', ['Firefox']],
    ['t13d2613h2_2802a3db6c62_845d286b0d67', ['Safari', 'URLSession']],
    ['t13d1314h2_f57a46bbacb6_14788d8d241b', ['URLSession']],
    ['t12d1910h2_d83cc789557e_27793441e138', ['Edge (EdgeHTML)', 'Internet Explorer']],
    ['t13d3112h2_e8f1e7e78f70_b26ce05bbdd6', ['OpenSSL']],
    ['q13d0310h3_55b375c5d22e_ac87d2294650', []], // a hint: known, and nothing more
    ['t13d1514h2_8daaf6152771_a5b99884f7f5', undefined], // the lab's OkHttp is in no list
  ])('%s', (ja4, names) => expect(senders('ja4', ja4)).toEqual(names));

  test('a JA3 is kept only for who keeps the order of extensions', () => {
    expect(senders('ja3', '0149f47eabf9a20d0893e2a44e5a6323')).toEqual(['OpenSSL']);
    expect(senders('ja3', 'cd08e31494f9531f560d64c695473da9')).toBeUndefined(); // Chrome's
  });
});

test('networks: the longest prefix first, both families', () => {
  const made = importCatalog([
    {
      name: 'x',
      text: JSON.stringify({
        schema: 1,
        apps: [
          { app: 'Wide', facts: [{ kind: 'network', value: '203.0.112.0/20', source: 's' }] },
          { app: 'Narrow', facts: [{ kind: 'network', value: '203.0.113.64/26', source: 's' }] },
          { app: 'Six', facts: [{ kind: 'network', value: '2001:db8:113::/48', source: 's' }] },
        ],
      }),
    },
  ]);
  const owners = (address: string) => new Catalog(made).networks(address).map((ref) => made.apps[ref.app]!.name);
  expect(owners('203.0.113.65')).toEqual(['Narrow', 'Wide']);
  expect(owners('203.0.113.128')).toEqual(['Wide']);
  expect(owners('203.0.128.1')).toEqual([]);
  expect(owners('::ffff:203.0.113.65')).toEqual(['Narrow', 'Wide']);
  expect(owners('2001:db8:113::40')).toEqual(['Six']);
  expect(owners('2001:db8:114::40')).toEqual([]);
  expect(owners('not an address')).toEqual([]);
});

test('ECH fronts, and names below them', () => {
  expect(catalog.isEchFront('cloudflare-ech.com')).toBe(true);
  expect(catalog.isEchFront('x.cloudflare-ech.com')).toBe(true);
  expect(catalog.isEchFront('cloudflare.com')).toBe(false);
});

test('exported and imported again it is the same catalog', () => {
  const text = exportCatalog(catalog.content);
  const again = importCatalog([{ name: 'export', text }]);
  expect(Buffer.from(encodeCatalog(again)).equals(readFileSync(defaultCatalogPath()))).toBe(true);
  expect(exportCatalog(again)).toBe(text);
  expect(text.split('\n').filter((line) => line.startsWith('  {"suffix"'))).toHaveLength(499); // data/README.md
});

test.each(['[1]', '{"schema": 2}', '{"schema": 1, "apps": [{"app": "A", "domains": [{"sufix": "a.b"}]}]}', '{'])(
  'import refuses %s',
  (text) => expect(() => importCatalog([{ name: 'mine.json', text }])).toThrow(/^mine\.json: /),
);

test('files that are not there are named', () => {
  expect(() => loadCatalog(['no/such.catalog'])).toThrow(
    /no\/such\.catalog: no such file or directory; name a catalog/,
  );
});

test('one path may stand for a list of one; what is no path is wrong use', () => {
  const one = loadCatalog(defaultCatalogPath());
  expect(one.digest).toBe(catalog.digest);
  expect(loadCatalog('default').digest).toBe(catalog.digest);
  for (const wrong of [7, null, [7], { length: 1 }]) {
    expect(() => loadCatalog(wrong as unknown as string)).toThrow(UsageError);
  }
  expect(() => loadCatalog('')).toThrow(/^the name of a catalog is empty; /);
});
