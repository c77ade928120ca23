/**
 * What the default catalog has no facts for, over small catalogs made here: contradictions 2 and 3, engines, learned counts,
 * networks, browsers' own pins, starting values of a catalog's own. PRODUCT.md, "The score" and "Contradictions".
 */
import { Catalog } from '../../src/catalog/index.js';
import { importCatalog } from '../../src/catalog/json.js';
import type { Sighting } from '../../src/evidence/index.js';
import { judge } from '../../src/verdict/judge.js';
import { builtinPolicy } from '../../src/verdict/policy.js';
import { LAB_JA4, type LabClient, sightingOf } from '../support/sightings.js';

const fact = (kind: string, value: string, more: object = {}) => ({ kind, value, source: 'made up', ...more });
const host = (value: string, more: object = {}) =>
  fact('host', value, { level: 'verified', platform: ['any'], ...more });
const filler = Array.from({ length: 40 }, (_, i) => ({ app: `Filler ${i}`, facts: [host(`filler${i}.example`)] }));

function catalogOf(apps: object[], more: object = {}): Catalog {
  const document = {
    schema: 1,
    apps: [...apps, ...filler],
    hypotheses: [
      { name: 'Chrome', kind: 'browser', permutes: true, engine: 'chromium', vendor_apps: ['Maker'] },
      { name: 'OpenSSL', kind: 'stack' },
    ],
    rows: [
      { ja4: LAB_JA4.chromium, source: 'lab', hypotheses: ['Chrome'] },
      { ja4: LAB_JA4.curl, source: 'lab', hypotheses: ['OpenSSL'] },
    ],
    ...more,
  };
  return new Catalog(importCatalog([{ name: 'x', text: JSON.stringify(document) }]));
}

const maker = { app: 'Maker', facts: [host('maker.example')] };

function verdict(catalog: Catalog, sni: string, client: LabClient, more: Partial<Sighting> = {}) {
  return judge(sightingOf(sni, client, more), catalog, builtinPolicy('balanced'), { hypotheses: true });
}

describe('contradiction 2: the destination is somebody else’s', () => {
  const catalog = catalogOf([
    maker,
    { app: 'Bank', facts: [host('bank.example'), fact('network', '203.0.113.0/26')] },
    { app: 'Other', facts: [host('other.example'), fact('network', '203.0.113.64/26')] },
  ]);

  test('only where networks are recorded for both', () => {
    expect(verdict(catalog, 'bank.example', 'okhttp', { serverIp: '203.0.113.5' })).toMatchObject({
      action: 'bypass',
      app: 'Bank',
    });
    expect(verdict(catalog, 'bank.example', 'okhttp', { serverIp: '203.0.113.70' }).reason).toBe('contradicted');
    expect(verdict(catalog, 'bank.example', 'okhttp', { serverIp: '198.51.100.1' }).reason).toBe('pinned_app');
    expect(verdict(catalog, 'maker.example', 'okhttp', { serverIp: '203.0.113.70' }).reason).not.toBe('contradicted');
  });

  test('behind a proxy the destination is what it was asked for', () => {
    const at = (serverIp: string, proxyTarget: string) =>
      verdict(catalog, 'bank.example', 'okhttp', { serverIp, proxyTarget });
    expect(at('203.0.113.70', '203.0.113.5')).toMatchObject({ action: 'bypass', app: 'Bank' });
    expect(at('203.0.113.5', '203.0.113.70').reason).toBe('contradicted');
    // The proxy resolves the name itself: its own address says nothing.
    expect(at('203.0.113.70', 'bank.example')).toMatchObject({ action: 'bypass', app: 'Bank' });
  });

  test('its own network corroborates: a second family', () => {
    const { evidence } = verdict(catalog, 'bank.example', 'okhttp', { serverIp: '203.0.113.5' });
    // docs/adr/0001: 1/2 in its own network against 2^-4 by chance.
    expect(evidence).toContainEqual(
      expect.objectContaining({ kind: 'network', value: '203.0.113.0/26', app: 'Bank', weight: 3 }),
    );
    const strict = builtinPolicy('strict');
    const at = (serverIp: string) => judge(sightingOf('bank.example', 'okhttp', { serverIp }), catalog, strict).action;
    expect([at('203.0.113.5'), at('198.51.100.1')]).toEqual(['bypass', 'inspect']);
  });
});

test('contradiction 3: an app with a stack of its own only, on a generic one', () => {
  const catalog = catalogOf([
    maker,
    {
      app: 'Fizz',
      facts: [host('fizz.example'), fact('own_stack_only', 'true'), fact('ja4', LAB_JA4.okhttp, { count: 9 })],
    },
  ]);
  expect(verdict(catalog, 'fizz.example', 'curl').reason).toBe('contradicted');
  expect(verdict(catalog, 'fizz.example', 'okhttp')).toMatchObject({ action: 'bypass', app: 'Fizz' });
  expect(verdict(catalog, 'fizz.example', 'rustls').reason).toBe('pinned_app'); // no generic one either
  expect(verdict(catalog, 'fizz.example', 'chromium').reason).toBe('not_pinned'); // a browser's never triggers it
  expect(verdict(catalog, 'maker.example', 'curl').reason).toBe('pinned_app');
});

describe('engines', () => {
  const app = (engine: object[]) => catalogOf([maker, { app: 'Cronet', facts: [host('cronet.example'), ...engine] }]);

  test('a browser’s fingerprint speaks against an app, unless it is recorded to use that engine', () => {
    const chromium = verdict(app([fact('engine', 'chromium')]), 'cronet.example', 'chromium');
    expect(verdict(app([]), 'cronet.example', 'chromium').score).toBeLessThan(chromium.score!);
    expect(chromium.hypotheses!.find((h) => h.name === 'Cronet')!.families['client']).toBe(-2); // 1/4
    const webkit = verdict(app([fact('engine', 'webkit')]), 'cronet.example', 'chromium');
    expect(webkit.hypotheses!.find((h) => h.name === 'Cronet')!.families['client']).toBe(-10);
  });
});

describe('learned counts', () => {
  const catalog = catalogOf([
    maker,
    {
      app: 'Learned',
      facts: [
        fact('host', 'a.learned.example', { count: 30, level: 'verified', platform: ['any'] }),
        fact('host', 'b.learned.example', { count: 10 }),
        fact('ja4', LAB_JA4.rustls, { count: 3 }),
        fact('ja4', LAB_JA4.okhttp, { count: 1 }),
      ],
    },
  ]);
  const families = (sni: string, client: LabClient) =>
    verdict(catalog, sni, client).hypotheses!.find((h) => h.name === 'Learned')!.families;

  test('names: their share', () => {
    expect(families('a.learned.example', 'rustls')['name']).toBeCloseTo(Math.log2(30 / 40), 3);
    expect(families('b.learned.example', 'rustls')['name']).toBeCloseTo(-2, 3);
    expect(families('c.learned.example', 'rustls')['name']).toBeCloseTo(-2, 3); // one label up, where everything lies: 1/4
    expect(families('x.c.learned.example', 'rustls')['name']).toBeCloseTo(-4, 3);
  });

  test('a name that is not known as pinned is not bypassed', () => {
    expect(verdict(catalog, 'a.learned.example', 'rustls').action).toBe('bypass');
    expect(verdict(catalog, 'b.learned.example', 'rustls')).toMatchObject({
      action: 'inspect',
      reason: 'not_pinned',
      app: 'Learned',
    });
    expect(verdict(catalog, 'c.learned.example', 'rustls').action).toBe('inspect');
  });

  test('fingerprints: their share of three quarters, the rest is for what an update brings', () => {
    expect(families('a.learned.example', 'rustls')['client']).toBeCloseTo(Math.log2(0.75 * 0.75 + 0.25 * 2 ** -10), 3);
    expect(families('a.learned.example', 'go')['client']).toBeCloseTo(-12, 3); // the background, 2^-10, of that quarter
  });
});

test('coarse client kinds count only where nothing finer has an entry, and little', () => {
  const anydesk = {
    app: 'AnyDesk',
    facts: [host('anydesk.example'), fact('alpn', 'anydesk/6.2.0/linux', { count: 5 })],
  };
  const catalog = catalogOf([maker, anydesk]);
  const alpn = { alpn: ['anydesk/6.2.0/linux'] };
  const { evidence } = verdict(catalog, 'anydesk.example', 'okhttp', alpn);
  const [, second] = evidence!;
  expect(second).toMatchObject({ kind: 'alpn', value: 'anydesk/6.2.0/linux', app: 'AnyDesk' });
  expect(second!.weight).toBeLessThan(2);
  const withJa4 = verdict(catalog, 'anydesk.example', 'curl', alpn);
  expect(withJa4.evidence!.some((e) => e.kind === 'alpn')).toBe(false);
});

test('a browser pins its vendor’s own names', () => {
  const catalog = catalogOf([maker]);
  const chrome = (sni: string) =>
    verdict(catalog, sni, 'chromium').hypotheses!.find((h) => h.name === 'Chrome')!.pinned;
  expect(chrome('maker.example')).toBe(0.98);
  expect(chrome('filler1.example')).toBe(0);
});

test('an app is not named, and does not lead, on its prior alone', () => {
  const alone = new Catalog(importCatalog([{ name: 'x', text: JSON.stringify({ schema: 1, apps: [maker] }) }]));
  expect(verdict(alone, 'www.open.test', 'okhttp')).toMatchObject({ reason: 'unknown_app' });
  expect(verdict(alone, 'www.open.test', 'okhttp').app).toBeUndefined();
});

test('a catalog’s own starting values count', () => {
  const plain = verdict(catalogOf([maker]), 'maker.example', 'okhttp');
  const own = catalogOf([maker], {
    starting_values: [
      { name: 'pinnedVerified', value: 0.5, origin: 'a test' },
      { name: 'no such value', value: 7, origin: 'a test' },
    ],
  });
  expect(verdict(own, 'maker.example', 'okhttp').score).toBeCloseTo((plain.score! / 0.98) * 0.5, 2);
});

test('inferred facts count one level less, and unknown levels not at all', () => {
  const pinned = (more: object) =>
    verdict(
      catalogOf([maker, { app: 'App', facts: [host('app.example', more)] }]),
      'app.example',
      'okhttp',
    ).hypotheses!.find((h) => h.name === 'App')!.pinned;
  expect(pinned({})).toBe(0.98);
  expect(pinned({ inferred: true })).toBe(0.92);
  expect(pinned({ level: 'reported' })).toBe(0.92);
  expect(pinned({ level: 'reported', inferred: true })).toBe(0.03);
  expect(pinned({ level: 'certain', count: 1 })).toBe(0.03);
});
