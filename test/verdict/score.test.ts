/**
 * PRODUCT.md, "The score", done a second time: straight from its table and the JSON of fixtures/catalog, hypothesis by hypothesis
 * over all 207 apps, in plain probabilities instead of logarithms. `judge` must come to the same numbers by its shorter way.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Catalog, loadCatalog } from '../../src/catalog/index.js';
import { judge } from '../../src/verdict/judge.js';
import { builtinPolicy } from '../../src/verdict/policy.js';
import { LAB_JA4, type LabClient, sightingOf } from '../support/sightings.js';

interface Domain {
  suffix: string;
  level: 'verified' | 'reported' | 'vendor_exclusion';
  platform: string[];
  third_party?: string;
  broad?: boolean;
  inferred?: boolean;
}
interface Row {
  stack: string;
  product: string;
  ja4: string;
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/catalog/${name}`, import.meta.url), 'utf8'));
const apps: { app: string; domains: Domain[] }[] = read('pinned-apps.json').apps;
const rows: Row[] = [...read('tls-stacks.json').rows, ...read('measured.json').rows];

// The mapping of rows to hypotheses, as the issue words it.
const BROWSERS: Record<string, (row: Row) => boolean> = {
  Chrome: (row) => row.stack === 'chrome' && row.product !== 'Edge',
  Edge: (row) => row.stack === 'chrome' && row.product === 'Edge',
  Firefox: (row) => row.stack === 'firefox',
  Safari: (row) => row.product.startsWith('Safari'),
  'Edge (EdgeHTML)': (row) => row.product === 'Edge (EdgeHTML)',
  'Internet Explorer': (row) => row.product === 'Internet Explorer',
};
const apple = ['URLSession under App Transport Security', 'Safari / URLSession', 'nsurlsessiond', 'geod'];
const schannel = ['Outlook', 'svchost', 'Windows WinHTTP', 'Windows WinINet'];
const STACKS: Record<string, (row: Row) => boolean> = {
  URLSession: (row) => apple.includes(row.product),
  Schannel: (row) => schannel.includes(row.product),
  ...Object.fromEntries(
    Object.entries({ OkHttp: 'android_okhttp', OpenSSL: 'openssl', GnuTLS: 'gnutls', Go: 'go', Java: 'java' }).map(
      ([name, stack]) => [name, (row: Row) => row.stack === stack],
    ),
  ),
  'Node.js': (row) => row.stack === 'node',
  Python: (row) => row.stack === 'python',
  'Meta Fizz': (row) => row.stack === 'meta_fizz',
};

const COUNT = { verified: 50, reported: 20, vendor_exclusion: 10 };
const LOWER = { verified: 'reported', reported: 'vendor_exclusion', vendor_exclusion: 'vendor_exclusion' } as const;
const PINNED = { verified: 0.98, reported: 0.92, vendor_exclusion: 0.03 };
const level = (domain: Domain) => (domain.inferred ? LOWER[domain.level] : domain.level);
const covers = (suffix: string, name: string) => name === suffix || name.endsWith(`.${suffix}`);
const labels = (name: string) => name.split('.').length;

/** Names in the table below all have a registrable domain of two labels. */
const domainOf = (name: string) => name.split('.').slice(-2).join('.');

function nameModel(name: string) {
  const claimed = apps.some((app) => app.domains.some((d) => covers(d.suffix, name) && !d.broad));
  const known = apps.some((app) => app.domains.some((d) => covers(domainOf(name), d.suffix)));
  const background = known ? 2 ** -18 : 2 ** -22;
  const shares = apps.map(({ domains }) => {
    const total = domains.reduce((sum, d) => sum + COUNT[level(d)], 0);
    const covering = domains.filter((d) => covers(d.suffix, name));
    const sum = covering.reduce(
      (s, d) => s + COUNT[level(d)] * (d.broad ? 4 ** (labels(d.suffix) - labels(name)) : 1),
      0,
    );
    if (covering.length > 0) return Math.max(background, sum / total);
    if (claimed) return background;
    for (let node = name; labels(node) >= 2; node = node.slice(node.indexOf('.') + 1)) {
      const below = domains.filter((d) => covers(node, d.suffix)).reduce((s, d) => s + COUNT[level(d)], 0);
      if (below > 0) return Math.max(background, (below / total) * 4 ** -Math.max(1, labels(name) - labels(node)));
    }
    return background;
  });
  const best = shares.indexOf(Math.max(...shares));
  const verified = apps[best]!.domains.some((d) => covers(d.suffix, name) && !d.broad && level(d) === 'verified');
  const held = shares[best]! > background;
  const browser = held ? Math.max(2 ** -20, shares[best]! * 2 ** (verified ? -10 : -6)) : 2 ** -20;
  return { background, shares, browser };
}

function clientModel(ja4: string) {
  const own = (is: (row: Row) => boolean) => [...new Set(rows.filter(is).map((row) => row.ja4))];
  const p = (is: (row: Row) => boolean) => (own(is).includes(ja4) ? 0.5 / own(is).length : 2 ** -16);
  const listed = rows.some((row) => row.ja4 === ja4);
  const inBrowsers = Object.values(BROWSERS).some((is) => own(is).includes(ja4));
  const inStacks = Object.values(STACKS).some((is) => own(is).includes(ja4));
  const unknown = listed ? 2 ** -6 : 2 ** -10;
  return { p, unknown, app: inBrowsers && !inStacks ? 2 ** -10 : unknown };
}

/** The score and every app's probability, by the table. All facts count here whose platform is not looked at. */
function byTable(name: string, ja4: string) {
  const n = nameModel(name);
  const c = clientModel(ja4);
  const appWeights = n.shares.map((share) => (0.2 / apps.length) * share * c.app);
  const browserWeights = Object.values(BROWSERS).map((is) => (0.3 / 6) * n.browser * c.p(is));
  const stackWeights = Object.values(STACKS).map((is) => (0.5 / 11) * n.background * c.p(is));
  const unknown = (0.5 / 11) * n.background * c.unknown;
  const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
  const total = sum(appWeights) + sum(browserWeights) + sum(stackWeights) + unknown;
  const covering = apps.map(({ domains }) => domains.filter((d) => covers(d.suffix, name) && !d.broad));
  const pinnedApp = covering.map((list) => Math.max(0.03, ...list.map((d) => PINNED[level(d)])));
  const sdk = covering.flat().filter((d) => d.third_party !== undefined && level(d) !== 'vendor_exclusion');
  const pinnedHost = Math.max(0, ...sdk.map((d) => PINNED[level(d)]));
  const score = sum(appWeights.map((w, i) => w * pinnedApp[i]!)) + (sum(stackWeights) + unknown) * pinnedHost;
  return { score: score / total, apps: appWeights.map((w) => w / total) };
}

const NAMES = [
  'chat.signal.org',
  'cdsi.signal.org',
  'www.signal.org',
  'graph.facebook.com',
  'i.instagram.com',
  'g.whatsapp.net',
  'gateway.icloud.com',
  'api.twitter.com',
  'app-analytics-v2.snapchat.com',
  'api16-normal-c-alisg.tiktokv.com',
  'dealer.spotify.com',
  'api.dropboxapi.com',
  'accounts.binance.com',
  'api.coinbase.com',
  '1-courier.push.apple.com',
  'www.apple.com',
  'a.b.c.apple.com',
  'api.revolut.com',
  'config2.mparticle.com',
  'www.mparticle.com',
  'www.open.test',
  'sub.accuweather.com',
  'telemetry.heetch.com',
  'amazon.com',
  'x.amazonaws.com',
];
const CLIENTS = ['curl', 'okhttp', 'rustls', 'node', 'chromium', 'chromiumQuic', 'firefox', 'chromiumResumed'] as const;

const catalog = loadCatalog();

test.each(NAMES)('%s with every client: score and candidates by the table', (name) => {
  for (const client of CLIENTS) {
    const expected = byTable(name, LAB_JA4[client]);
    const found = judge(sightingOf(name, client), catalog, builtinPolicy('balanced'));
    expect(found.score).toBeCloseTo(expected.score, 3);
    for (const { app, probability } of found.candidates ?? []) {
      expect(probability).toBeCloseTo(expected.apps[apps.findIndex((a) => a.app === app)]!, 3);
    }
    // No app that the table finds probable is missing.
    const shown = new Set(found.candidates?.map((candidate) => candidate.app));
    const missing = apps.filter((app, i) => expected.apps[i]! >= 0.006 && !shown.has(app.app));
    if (shown.size < 5) expect(missing).toEqual([]);
  }
});

test('weights are log2 P(x | app) / P(x | unknown)', () => {
  const n = nameModel('dealer.spotify.com');
  const expected = Math.log2(n.shares[apps.findIndex((a) => a.app === 'Spotify')]! / n.background);
  const { evidence } = judge(sightingOf('dealer.spotify.com', 'okhttp'), catalog, builtinPolicy('balanced'));
  expect(evidence).toHaveLength(1); // a fingerprint that nobody is known for says nothing for or against an app
  expect(evidence![0]!.weight).toBeCloseTo(expected, 3);
});

test('the order of the catalog changes nothing', () => {
  const { content } = catalog;
  const turned = new Catalog({
    ...content,
    apps: [...content.apps].reverse(),
    hypotheses: [...content.hypotheses].reverse(),
    fingerprints: [...content.fingerprints].reverse(),
  });
  const clients = fc.constantFrom(...(Object.keys(LAB_JA4) as LabClient[]));
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), clients, (name, client) => {
      const of = (which: Catalog) =>
        judge(sightingOf(name, client), which, builtinPolicy('balanced'), { hypotheses: true });
      expect(of(turned)).toEqual(of(catalog));
    }),
    { numRuns: 100 },
  );
});

test('any sighting gets a verdict whose numbers are probabilities', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(...NAMES), fc.domain());
  fc.assert(
    fc.property(
      text,
      fc.string(),
      fc.array(text, { maxLength: 12 }),
      fc.array(text, { maxLength: 12 }),
      (sni, ja4, names, inUse) => {
        const sighting = sightingOf(sni, 'curl', {
          fingerprint: { ja4 },
          resolvedNames: names,
          appsInUse: inUse,
          serverIp: sni,
        });
        const { score, candidates, action } = judge(sighting, catalog, builtinPolicy('balanced'));
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect((candidates ?? []).reduce((sum, c) => sum + c.probability, 0)).toBeLessThanOrEqual(1.003);
        expect(action).toBe(score! >= 0.8 ? 'bypass' : 'inspect');
      },
    ),
    { numRuns: 300 },
  );
});
