/**
 * What is remembered changes no verdict: JudgeMemo against `judge`, which remembers nothing, over the shipped catalog and over small
 * ones that have every kind of fact. The sightings are drawn from a fixed seed, so that each name comes with many clients and
 * many apps in use.
 */
import { Catalog, loadCatalog } from '../../src/catalog/index.js';
import { importCatalog } from '../../src/catalog/json.js';
import { NetworkTable } from '../../src/catalog/networks.js';
import type { Sighting } from '../../src/evidence/index.js';
import { judge } from '../../src/verdict/judge.js';
import { JudgeMemo, MAX_OUTCOMES, MAX_PAIRS } from '../../src/verdict/memo.js';
import { builtinPolicy, type Policy } from '../../src/verdict/policy.js';
import { MAX_NAMES } from '../../src/verdict/seen-names.js';
import { LAB_JA4, type LabClient, sightingOf } from '../support/sightings.js';

const shipped = loadCatalog();
const balanced = builtinPolicy('balanced');
const KNOWN_JA3 = shipped.content.fingerprints.find(({ ja3 }) => ja3 !== '' && shipped.clients('ja3', ja3))!.ja3;

const NAMES = [
  undefined,
  '192.0.2.1',
  'chat.signal.org',
  'Chat.Signal.ORG.',
  'a.b.chat.signal.org',
  'signal.org',
  '1-courier.push.apple.com',
  '2-courier.push.apple.com',
  'gateway.icloud.com',
  'graph.facebook.com',
  'i.instagram.com',
  'accounts.google.com',
  'cloudflare-ech.com',
  'nobody.example',
  'Also.Nobody.example.',
  'a.b.c.d.nobody.test',
  'listed.example.net',
  'bank.example',
  'deep.below.bank.example',
  'other.example',
  `${'a.'.repeat(40)}signal.org`,
  'a'.repeat(300),
];
/** Apps that the names above are about, apps that they are not about, and one that no catalog has. */
const APPS = [
  ...['Signal', 'iCloud', 'Facebook', 'Instagram', 'Apple Push (APNs)', 'Revolut', 'Binance', 'Spotify', 'Snapchat'],
  ...['Bank', 'Other', 'Maker', 'Filler 1', 'Filler 2', 'Nobody'],
];

/** Numerical Recipes' generator: the upper bits. */
function drawn(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const CLIENTS = Object.keys(LAB_JA4) as LabClient[];

function draw(next: (below: number) => number): Sighting {
  const client = CLIENTS[next(CLIENTS.length)]!;
  const apps = new Set<string>();
  for (let n = next(2) * next(11); n > 0; n--) apps.add(APPS[next(APPS.length)]!);
  const ja4 = next(8) === 0 ? `t13d0102h2_00000000000${next(3)}_000000000000` : LAB_JA4[client];
  const ja3 = next(4) === 0 ? KNOWN_JA3 : `0000000000000000000000000000000${next(10)}`;
  return sightingOf(NAMES[next(NAMES.length)], client, {
    state: next(12) === 0 ? (['incomplete', 'none', 'not_tls'] as const)[next(3)]! : 'hello',
    fingerprint: next(20) === 0 ? {} : { ja4, ja3: { hash: ja3 } },
    alpn: next(2) === 0 ? [] : ['h2', 'http/1.1'],
    ech: next(4) === 0,
    dnsCheck: (['agrees', 'unknown', 'contradicts'] as const)[next(3)]!,
    appsInUse: [...apps].sort(),
    ...(next(8) === 0 ? { resolvedNames: ['chat.signal.org', 'listed.example.net'].slice(next(2)) } : {}),
    ...(next(8) === 0 ? { proxyTarget: NAMES[2 + next(NAMES.length - 2)]! } : {}),
    ...(next(12) === 0 ? { quicVersion: '1' } : {}),
    ...(next(12) === 0 ? { pinFailures: { name: 'chat.signal.org', failures: 3 } } : {}),
  });
}

const host = (value: string, more: object = {}) => ({
  ...{ kind: 'host', value, source: 'made up', level: 'verified', platform: ['any'] },
  ...more,
});
const learned = (kind: string, value: string, count: number) => ({ kind, value, source: 'made up', count });

/** @param facts of the app `Bank`, beside its host */
function catalogOf(facts: object[], values: object[] = []): Catalog {
  const filler = Array.from({ length: 30 }, (_, i) => ({ app: `Filler ${i}`, facts: [host(`filler${i}.example`)] }));
  const apps = [
    { app: 'Maker', facts: [host('maker.example'), host('bank.example', { broad: true })] },
    { app: 'Bank', facts: [host('bank.example'), ...facts] },
    { app: 'Other', facts: [host('other.example'), { kind: 'engine', value: 'chromium', source: 'made up' }] },
    ...filler,
  ];
  const document = {
    schema: 1,
    apps,
    hypotheses: [
      { name: 'Chrome', kind: 'browser', permutes: true, engine: 'chromium', vendor_apps: ['Maker'] },
      { name: 'OpenSSL', kind: 'stack' },
    ],
    rows: [
      { ja4: LAB_JA4.chromium, source: 'lab', hypotheses: ['Chrome'] },
      { ja4: LAB_JA4.curl, source: 'lab', hypotheses: ['OpenSSL'] },
    ],
  };
  const content = importCatalog([{ name: 'x', text: JSON.stringify(document) }]);
  return new Catalog({ ...content, startingValues: [...content.startingValues, ...(values as [])] });
}

const value = (name: string, number: number) => ({ name, value: number, origin: 'made up' });

const CATALOGS: readonly (readonly [string, Catalog])[] = [
  ['the shipped one', shipped],
  ['facts of stacks', catalogOf([{ kind: 'own_stack_only', value: 'yes', source: 'made up' }])],
  ['learned fingerprints', catalogOf([learned('ja4', LAB_JA4.okhttp, 9), learned('ja3', KNOWN_JA3, 4)])],
  ['learned ALPN', catalogOf([learned('alpn', 'h2,http/1.1', 9)])],
  ['networks', catalogOf([{ kind: 'network', value: '203.0.113.0/24', source: 'made up' }])],
  // Then an app in use is as probable as it is without, but for what no record shows.
  ['apps are all but certain', catalogOf([], [value('priorApps', 1e6)])],
  ['apps in use lead', catalogOf([], [value('inUseFactor', 1000), value('standsOutFrom', 0.1)])],
  ['apps in use are less probable', catalogOf([], [value('inUseFactor', 0.01), value('standsOutTimes', 1)])],
];

function networks(text: string): NetworkTable<true> {
  const table = new NetworkTable<true>();
  table.add(text, true);
  return table;
}

const POLICIES: readonly Policy[] = [
  balanced,
  builtinPolicy('strict'),
  {
    ...balanced,
    name: 'hosts',
    threshold: 0.3,
    levels: ['verified', 'reported', 'vendor_exclusion'],
    learning: { ...balanced.learning, enabled: true },
    never: { ...balanced.never, hosts: new Set(['example.net', 'b.chat.signal.org']) },
    always: { ...balanced.always, hosts: new Set(['nobody.test', 'bank.example']) },
    apps: new Map([['Signal', 'inspect']]),
  },
  { ...balanced, name: 'addresses', always: { ...balanced.always, destinationNetworks: networks('203.0.113.0/24') } },
];

const DRAWS = 1000;

describe.each(CATALOGS)('verdicts that are remembered are the verdicts: %s', (_, catalog) => {
  test.each(POLICIES.map((policy) => [policy.name, policy] as const))('%s', (_, policy) => {
    const memo = new JudgeMemo(catalog, policy);
    const next = drawn(4);
    const different: unknown[] = [];
    for (let i = 0; i < DRAWS; i++) {
      const sighting = draw(next);
      // As text: keys in the same order, too.
      const expected = JSON.stringify(judge(sighting, catalog, policy));
      const remembered = JSON.stringify(memo.judge(sighting));
      if (remembered !== expected) different.push({ sighting, remembered, expected });
    }
    expect(different).toEqual([]);
  });
});

test('with every hypothesis asked for', () => {
  const memo = new JudgeMemo(shipped, balanced, { hypotheses: true });
  const next = drawn(5);
  for (let i = 0; i < 200; i++) {
    const sighting = draw(next);
    expect(memo.judge(sighting)).toEqual(judge(sighting, shipped, balanced, { hypotheses: true }));
  }
});

describe('what makes no difference is no reason to judge again', () => {
  const memo = new JudgeMemo(shipped, balanced);
  const chromium = (more: Partial<Sighting> = {}) => memo.judge(sightingOf('chat.signal.org', 'chromium', more));

  test('the JA3 of a stack that permutes its extensions, the address, the names resolved', () => {
    const first = chromium();
    for (const hash of ['00', '01']) {
      expect(chromium({ fingerprint: { ja4: LAB_JA4.chromium, ja3: { hash } } })).toBe(first);
    }
    expect(chromium({ serverIp: '198.51.100.9', resolvedNames: ['signal.org'], dnsCheck: 'unknown' })).toBe(first);
  });

  test('which other apps the client was seen using, where they are too improbable to be shown', () => {
    const first = chromium({ appsInUse: ['Binance'] });
    expect(chromium({ appsInUse: ['Revolut'] })).toBe(first);
    expect(first).toEqual(judge(sightingOf('chat.signal.org', 'chromium'), shipped, balanced));
  });

  test('a name told again is about itself', () => {
    const about = (sni: string) => memo.judge(sightingOf(sni, 'okhttp'));
    const first = about('one.example');
    const other = about('two.test');
    expect(first.evidence).toContainEqual(expect.objectContaining({ kind: 'sni', value: 'one.example' }));
    expect(other.evidence).toContainEqual(expect.objectContaining({ kind: 'sni', value: 'two.test' }));
    expect(about('one.example')).toBe(first);
    expect(about('two.test')).toBe(other);
  });
});

test('an app in use that is shown makes another verdict', () => {
  const memo = new JudgeMemo(shipped, balanced);
  const icloud = (appsInUse: string[]) => memo.judge(sightingOf('gateway.icloud.com', 'okhttp', { appsInUse }));
  expect(icloud([]).evidence?.some(({ kind }) => kind === 'app_in_use')).toBe(false);
  expect(icloud(['iCloud']).evidence).toContainEqual(
    // PRODUCT.md, starting values: eight times as probable, 3 bits.
    expect.objectContaining({ kind: 'app_in_use', app: 'iCloud', weight: 3 }),
  );
});

test('past its bounds it forgets, and verdicts stay the same', () => {
  const memo = new JudgeMemo(shipped, balanced);
  const of = (sni: string, ja4: string, appsInUse: string[] = []) => {
    const sighting = sightingOf(sni, 'okhttp', { fingerprint: { ja4 }, appsInUse });
    return [memo.judge(sighting), judge(sighting, shipped, balanced)] as const;
  };
  const first = memo.judge(sightingOf('chat.signal.org', 'okhttp'));
  for (let i = 0; i <= MAX_NAMES; i++) memo.judge(sightingOf(`${i}.example`, 'okhttp'));
  expect(memo.judge(sightingOf('chat.signal.org', 'okhttp'))).toBe(first);
  for (let i = 0; i <= MAX_PAIRS; i++)
    memo.judge(sightingOf('a.example', 'okhttp', { fingerprint: { ja4: `t_${i}_` } }));
  const again = memo.judge(sightingOf('chat.signal.org', 'okhttp'));
  expect(again).not.toBe(first);
  expect(again).toEqual(first);
  const apps = shipped.apps.map(({ name }) => name);
  for (let i = 0; i < 3 * MAX_OUTCOMES; i++) {
    const [remembered, judged] = of('gateway.icloud.com', LAB_JA4.rustls, [apps[i]!, apps[i + 1]!].sort());
    expect(remembered).toEqual(judged);
  }
});

test('the name that a hello claims to be for', () => {
  const memo = new JudgeMemo(shipped, balanced);
  const claims = [undefined, '192.0.2.1', 'cloudflare-ech.com', 'Chat.Signal.ORG.', 'nobody.example'];
  expect(claims.map((sni) => memo.claimed(sni))).toEqual([
    ...[undefined, undefined, undefined],
    ...['chat.signal.org', 'nobody.example'],
  ]);
});
