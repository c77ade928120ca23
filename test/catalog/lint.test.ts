/** PRODUCT.md, "The catalog": what `catalog lint` refuses and what it reports. */
import { importCatalog } from '../../src/catalog/json.js';
import { lintCatalog } from '../../src/catalog/lint.js';
import { mergeCatalogs } from '../../src/catalog/merge.js';

const claim = { level: 'reported', platform: ['any'], source: 'somebody' };

function catalogOf(document: object) {
  return importCatalog([{ name: 'x', text: JSON.stringify({ schema: 1, ...document }) }]);
}

function codes(document: object, severity: 'error' | 'note' = 'error'): string[] {
  return lintCatalog(catalogOf(document))
    .filter((finding) => finding.severity === severity)
    .map((finding) => finding.code);
}

const withHost = (domain: object) => ({
  apps: [{ app: 'A', domains: [{ suffix: 'a.example', ...claim, ...domain }] }],
});

test.each([
  ['nothing wrong', {}, []],
  ['no source', { source: ' ' }, ['fact_without_source']],
  ['a public suffix', { suffix: 'co.uk' }, ['public_suffix']],
  ['a top-level domain', { suffix: 'com' }, ['public_suffix']],
  ['a platform that sells names below it', { suffix: 'googleapis.com' }, ['public_suffix']],
  ['the same, marked broad', { suffix: 'azureedge.net', broad: true }, []],
  ['upper case', { suffix: 'A.example' }, ['host_not_lower_case']],
  ['an address', { suffix: '192.0.2.1' }, ['invalid_host']],
  ['an empty label', { suffix: 'a..example' }, ['invalid_host']],
  ['a final dot', { suffix: 'a.example.' }, ['invalid_host']],
  ['an unknown level', { level: 'certain' }, ['unknown_level']],
  ['an unknown platform', { platform: ['amiga'] }, ['unknown_platform']],
  ['no platform', { platform: [] }, ['fact_without_platform']],
  ['neither level nor count', { level: '' }, ['fact_without_claim']],
  ['a count alone', { level: '', count: 3, platform: [] }, []],
])('%s', (_, domain, expected) => expect(codes(withHost(domain))).toEqual(expected));

test('two apps of one name, an unknown kind of app', () => {
  const app = { app: 'A', domains: [{ suffix: 'a.example', ...claim }] };
  expect(codes({ apps: [app] })).toEqual([]);
  expect(codes({ apps: [{ ...app, kind: 'game' }] })).toEqual(['unknown_app_kind']);
  const content = catalogOf({ apps: [app] });
  const twice = { ...content, apps: [...content.apps, ...content.apps] };
  expect(lintCatalog(twice).map((finding) => finding.code)).toContain('duplicate_app');
});

test('names that several apps claim, broad and inferred facts are reported', () => {
  const apps = [
    { app: 'A', domains: [{ suffix: 'a.example', ...claim, broad: true }] },
    { app: 'B', domains: [{ suffix: 'a.example', ...claim, inferred: true }] },
  ];
  expect(codes({ apps }, 'note').sort()).toEqual(['broad_fact', 'inferred_fact', 'shared_name']);
});

test('facts of a kind that this version does not know are reported, not refused', () => {
  const document = { apps: [{ app: 'A', facts: [{ kind: 'smell', value: 'roses', source: 'nose' }] }] };
  expect(codes(document)).toEqual([]);
  expect(codes(document, 'note')).toEqual(['unknown_fact_kind']);
});

test('fingerprints: form, source, hypotheses that exist', () => {
  const row = { ja4: 't13d1516h2_8daaf6152771_e5627efa2ab1', source: 's', stack: 'x' };
  expect(codes({ rows: [row] })).toEqual([]);
  expect(codes({ rows: [{ ...row, ja4: 't13d1516h2' }] })).toEqual(['invalid_ja4']);
  expect(codes({ rows: [{ ...row, ja3: 'xyz' }] })).toEqual(['invalid_ja3']);
  expect(codes({ rows: [{ ...row, source: '' }] })).toEqual(['fact_without_source']);
  expect(codes({ rows: [{ ...row, hypotheses: ['Nobody'] }] })).toEqual(['unknown_hypothesis']);
});

describe('merge', () => {
  const learned = (count: number) =>
    catalogOf({ apps: [{ app: 'A', domains: [{ suffix: 'a.example', ...claim, count }] }] });

  test('counts of the same fact add up; curated facts are said once', () => {
    const both = mergeCatalogs(learned(3), learned(4));
    expect(both.apps).toHaveLength(1);
    expect(both.apps[0]!.facts.map((fact) => fact.count)).toEqual([7]);
    const curated = catalogOf(withHost({}));
    expect(mergeCatalogs(curated, curated).apps).toEqual(curated.apps);
  });

  test('facts that differ in anything but the count stay apart', () => {
    const other = catalogOf({ apps: [{ app: 'A', domains: [{ suffix: 'a.example', ...claim, platform: ['ios'] }] }] });
    expect(mergeCatalogs(catalogOf(withHost({})), other).apps[0]!.facts).toHaveLength(2);
  });

  test('the first says what an app is, the later what the starting values are', () => {
    const value = (n: number) => [{ name: 'priorApps', value: n, origin: 'o' }];
    const first = catalogOf({ version: '1', apps: [{ app: 'A', category: 'bank' }], starting_values: value(1) });
    const second = catalogOf({
      version: '2',
      apps: [{ app: 'A', category: 'game', bundle_ids: { ios: 'a' } }],
      starting_values: value(2),
    });
    const both = mergeCatalogs(first, second);
    expect(both.apps).toMatchObject([{ category: 'bank', bundleIds: { ios: 'a' } }]);
    expect(both.startingValues.map((v) => v.value)).toEqual([2]);
    expect(both.version).toBe('1 + 2');
  });
});
