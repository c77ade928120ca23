/**
 * PRODUCT.md, "What a verdict means": verdicts over the shipped catalog that must hold, with the lab's fingerprints, and the order
 * of decision.
 */
import { loadCatalog } from '../../src/catalog/index.js';
import type { Sighting } from '../../src/evidence/index.js';
import { judge } from '../../src/verdict/judge.js';
import { JudgeMemo } from '../../src/verdict/memo.js';
import { builtinPolicy, type Policy } from '../../src/verdict/policy.js';
import { type LabClient, sightingOf } from '../support/sightings.js';

const catalog = loadCatalog();
const balanced = builtinPolicy('balanced');
const strict = builtinPolicy('strict');
const compatible = builtinPolicy('compatible');
const optedIn: Policy = { ...balanced, levels: ['verified', 'reported', 'vendor_exclusion'] };

function verdict(sni: string | undefined, client: LabClient, more: Partial<Sighting> = {}, policy = balanced) {
  return judge(sightingOf(sni, client, more), catalog, policy);
}

describe('an app on its own stack, or on one that we have no facts about, comes out by its name', () => {
  test.each(['okhttp', 'curl', 'rustls', 'go', 'node'] as const)('%s on chat.signal.org', (client) => {
    expect(verdict('chat.signal.org', client)).toMatchObject({
      action: 'bypass',
      reason: 'pinned_app',
      app: 'Signal',
      bundleId: { ios: 'org.whispersystems.signal', android: 'org.thoughtcrime.securesms' },
    });
  });

  test('as sent: upper case and a final dot change nothing', () => {
    expect(verdict('Chat.Signal.ORG.', 'okhttp')).toEqual(verdict('chat.signal.org', 'okhttp'));
  });

  test.each([
    ['api.twitter.com', 'X (Twitter)'],
    ['app-analytics-v2.snapchat.com', 'Snapchat'],
    ['api16-normal-c-alisg.tiktokv.com', 'TikTok'],
    ['dealer.spotify.com', 'Spotify'],
    ['api.dropboxapi.com', 'Dropbox'],
    ['1-courier.push.apple.com', 'Apple Push (APNs)'],
  ])('%s is %s', (name, app) => {
    for (const client of ['okhttp', 'curl'] as const) {
      expect(verdict(name, client)).toMatchObject({ action: 'bypass', reason: 'pinned_app', app });
    }
  });
});

describe('a browser on a pinned name is not pinned', () => {
  const browsers = [
    'chromium',
    'chromiumResumed',
    'chromiumTls12',
    'chromiumQuic',
    'firefox',
    'firefoxQuic',
    'safari',
  ] as const;
  const names = [
    'chat.signal.org',
    'graph.facebook.com',
    'i.instagram.com',
    'g.whatsapp.net',
    'dealer.spotify.com',
    'api.twitter.com',
  ];
  for (const client of browsers) {
    test.each(names)(`${client} on %s`, (name) => {
      const found = verdict(name, client);
      expect(found).toMatchObject({ action: 'inspect', reason: 'not_pinned' });
      expect(found.app).toBeUndefined();
    });
  }
});

describe('what the catalog does not know is not bypassed', () => {
  for (const name of ['www.open.test', 'api.pinned.test', 'b\\xc3\\xbccher.example', `${'a'.repeat(300)}.test`]) {
    test.each(['okhttp', 'rustls'] as const)(`%s on ${name}: unknown_app`, (client) => {
      const found = verdict(name, client);
      expect(found).toMatchObject({ action: 'inspect', reason: 'unknown_app' });
      expect(found.app).toBeUndefined();
      expect(found.candidates).toBeUndefined();
    });
    test(`curl on ${name}: a stack leads`, () => {
      const found = verdict(name, 'curl');
      expect(found).toMatchObject({ action: 'inspect', reason: 'not_pinned' });
      expect(found.evidence![0]).toMatchObject({ kind: 'ja4', app: 'OpenSSL' });
    });
  }

  test('a hello without name and fingerprint: unknown_app', () => {
    const { fingerprint: _, ...sighting } = sightingOf(undefined, 'curl');
    expect(judge(sighting, catalog, balanced)).toMatchObject({ action: 'inspect', reason: 'unknown_app' });
  });
});

describe('a broad name alone is not bypassed', () => {
  test.each(['gateway.icloud.com', 'www.icloud.com', 'www.apple.com', 'www.amazon.com', 'lh3.googleusercontent.com'])(
    '%s',
    (name) => {
      for (const client of ['java', 'okhttp', 'curl'] as const) {
        expect(verdict(name, client, {}, compatible).action).toBe('inspect');
        expect(verdict(name, client, {}, optedIn).action).toBe('inspect');
      }
    },
  );

  test('but another family that speaks for the app makes it count', () => {
    const found = verdict('www.icloud.com', 'okhttp', { appsInUse: ['iCloud'] });
    const alone = verdict('www.icloud.com', 'okhttp');
    expect(alone.score).toBeLessThan(0.1);
    expect(found.score).toBeGreaterThan(0.7);
  });
});

describe('apps that share a name divide the posterior', () => {
  test.each([
    ['graph.facebook.com', ['Facebook Messenger', 'Facebook', 'Instagram']],
    ['i.instagram.com', ['Threads', 'Instagram']],
  ])('%s: bypass with candidates and without an app', (name, apps) => {
    for (const client of ['curl', 'okhttp'] as const) {
      const found = verdict(name, client);
      expect(found).toMatchObject({ action: 'bypass', reason: 'pinned_app' });
      expect(found.app).toBeUndefined();
      expect(found.candidates!.map((candidate) => candidate.app)).toEqual(apps);
    }
  });

  test('g.whatsapp.net: one of its two apps is only on an exclusion list, so the policy decides', () => {
    expect(verdict('g.whatsapp.net', 'curl')).toMatchObject({ action: 'inspect', reason: 'ambiguous' });
    expect(verdict('g.whatsapp.net', 'curl', {}, optedIn)).toMatchObject({ action: 'bypass', reason: 'pinned_app' });
  });

  test('what the client was seen using decides between them', () => {
    const found = verdict('i.instagram.com', 'curl', { appsInUse: ['Instagram'] });
    expect(found).toMatchObject({ action: 'bypass', app: 'Instagram' });
    expect(found.evidence).toContainEqual({ kind: 'app_in_use', value: 'Instagram', app: 'Instagram', weight: 3 });
  });
});

describe('levels that count', () => {
  const listedOnly = ['api.revolut.com', 'api.coinbase.com', 'accounts.binance.com', 'youtubei.googleapis.com'];
  test.each(listedOnly)('%s is on an exclusion list only: bypassed by who opts in, and no browser', (name) => {
    for (const client of ['okhttp', 'curl'] as const) {
      expect(verdict(name, client)).toMatchObject({
        action: 'inspect',
        reason: 'not_pinned',
        score: expect.closeTo(0.03, 1),
      });
      expect(verdict(name, client, {}, optedIn)).toMatchObject({ action: 'bypass', reason: 'pinned_app' });
    }
    expect(verdict(name, 'chromium', {}, optedIn).action).toBe('inspect');
    expect(verdict(name, 'firefox', {}, optedIn).action).toBe('inspect');
  });

  test('opting in changes just those', () => {
    for (const name of [
      'chat.signal.org',
      'dealer.spotify.com',
      'api.twitter.com',
      'www.open.test',
      'gateway.icloud.com',
    ]) {
      for (const client of ['okhttp', 'curl', 'chromium', 'firefox'] as const) {
        const { action, reason } = verdict(name, client);
        expect(verdict(name, client, {}, optedIn)).toMatchObject({ action, reason });
      }
    }
  });
});

describe('thresholds', () => {
  test('are cost / (cost + 1)', () => {
    expect([compatible, balanced, strict].map((policy) => policy.threshold)).toEqual([1 / 2, 4 / 5, 19 / 20]);
  });

  test('strict: only verified facts, and a second family', () => {
    const context = { appsInUse: ['X (Twitter)', 'Signal'] };
    expect(verdict('api.twitter.com', 'okhttp', context, strict)).toMatchObject({
      action: 'bypass',
      app: 'X (Twitter)',
    });
    expect(verdict('api.twitter.com', 'okhttp', {}, strict)).toMatchObject({ action: 'inspect', reason: 'ambiguous' });
    expect(verdict('chat.signal.org', 'okhttp', context, strict)).toMatchObject({
      action: 'inspect',
      reason: 'not_pinned',
    });
  });
});

describe('platform', () => {
  test("Apple's stack: what is known of Android only does not count", () => {
    expect(verdict('app-analytics-v2.snapchat.com', 'okhttp').evidence![0]!.fact!.platform).toEqual(['android']);
    // snapchat.com is reported for any platform; dropboxapi.com is verified on Android, reported for iOS.
    const { score, evidence } = verdict('api.dropboxapi.com', 'urlSession');
    expect(score).toBeLessThan(0.92);
    expect(evidence![0]!.fact).toMatchObject({ level: 'reported', platform: ['ios'] });
    expect(verdict('api.dropboxapi.com', 'androidOkHttp').score).toBeGreaterThan(0.92);
  });

  test('else the policy says which', () => {
    const ios: Policy = { ...balanced, platform: 'ios' };
    expect(verdict('api.dropboxapi.com', 'okhttp', {}, ios).evidence![0]!.fact!.level).toBe('reported');
    // DKB's hosts are verified on Android alone.
    expect(verdict('gw1.seal-one.com', 'okhttp').action).toBe('bypass');
    expect(verdict('gw1.seal-one.com', 'okhttp', {}, ios).action).toBe('inspect');
  });
});

test('hosts of an SDK are pinned in whatever embeds it', () => {
  const found = judge(sightingOf('config2.mparticle.com', 'curl'), catalog, balanced, { hypotheses: true });
  expect(found).toMatchObject({ action: 'bypass', reason: 'pinned_app' });
  expect(found.app).toBeUndefined();
  expect(found.candidates).toHaveLength(5);
  expect(found.hypotheses!.find((h) => h.name === 'unknown')!.pinned).toBe(0.98);
  expect(found.hypotheses!.find((h) => h.name === 'Chrome')?.pinned ?? 0).toBe(0);
});

describe('names from DNS', () => {
  test('are evidence where the hello names nobody', () => {
    const resolved = { resolvedNames: ['chat.signal.org'] };
    expect(verdict(undefined, 'curl', resolved)).toMatchObject({ action: 'bypass', app: 'Signal' });
    expect(verdict('203.0.113.40', 'curl', resolved)).toMatchObject({ action: 'bypass', app: 'Signal' });
    expect(verdict('cloudflare-ech.com', 'curl', resolved)).toMatchObject({ action: 'bypass', app: 'Signal' });
    expect(verdict(undefined, 'curl', resolved).evidence![0]).toMatchObject({
      kind: 'dns_name',
      value: 'chat.signal.org',
    });
  });

  test('but not where it does: an address may serve many names', () => {
    expect(verdict('www.open.test', 'okhttp', { resolvedNames: ['chat.signal.org'] }).reason).toBe('unknown_app');
  });

  test('several: which of them it is stays open', () => {
    const found = verdict(undefined, 'curl', { resolvedNames: ['chat.signal.org', 'news.example'] });
    expect(found.app).toBe('Signal');
    // Signal's share of chat.signal.org is 40 of 260 counts; of the other name both know only the background. Halves cancel.
    expect(found.evidence![0]!.weight).toBeCloseTo(Math.log2((40 / 260 + 2 ** -22) / (2 ** -18 + 2 ** -22)), 3);
  });

  test('an ECH front’s name is nobody’s: no answer contradicts it, unless the hello offers no ECH', () => {
    const resolved = { resolvedNames: ['chat.signal.org'], dnsCheck: 'contradicts' as const };
    const found = verdict('cloudflare-ech.com', 'curl', { ...resolved, ech: true });
    expect(found).toMatchObject({ action: 'bypass', app: 'Signal' });
    expect(found.evidence?.[0]?.kind).toBe('dns_name');
    expect(verdict('cloudflare-ech.com', 'curl', resolved).reason).toBe('contradicted');
    expect(verdict('chat.signal.org', 'curl', { ...resolved, ech: true }).reason).toBe('contradicted');
  });

  test('an ECH front is never a name, and the extension alone says nothing', () => {
    expect(verdict('cloudflare-ech.com', 'okhttp', { ech: true }).reason).toBe('unknown_app');
    const { ech: _, ...rest } = verdict('chat.signal.org', 'okhttp', { ech: true }) as unknown as Record<
      string,
      unknown
    >;
    expect(rest).toEqual(verdict('chat.signal.org', 'okhttp'));
  });
});

describe('order of decision', () => {
  const list = (hosts: string[]) => ({ ...balanced.never, hosts: new Set(hosts) });
  const never: Policy = { ...balanced, never: list(['signal.org']) };
  const always: Policy = { ...balanced, always: list(['open.test']) };
  const learning: Policy = { ...balanced, learning: { ...balanced.learning, enabled: true } };
  const pinFailures = { name: 'api.pinned.test', failures: 3 };

  test('1 never beats everything', () => {
    const both: Policy = { ...never, always: list(['signal.org']) };
    expect(verdict('chat.signal.org', 'okhttp', { dnsCheck: 'contradicts' }, both)).toMatchObject({
      action: 'inspect',
      reason: 'policy_never',
    });
    expect(verdict('notsignal.org', 'okhttp', {}, both).reason).not.toBe('policy_never');
  });

  test('2 no hello: the default action', () => {
    for (const [state, reason] of [
      ['none', 'no_hello'],
      ['incomplete', 'hello_incomplete'],
      ['not_tls', 'not_tls'],
    ] as const) {
      expect(verdict(undefined, 'curl', { state })).toEqual({ action: 'inspect', reason });
      expect(verdict(undefined, 'curl', { state }, { ...balanced, defaultAction: 'bypass' })).toEqual({
        action: 'bypass',
        reason,
      });
    }
  });

  test('3 a contradiction names no app, and comes before the always list', () => {
    const found = verdict('chat.signal.org', 'okhttp', { dnsCheck: 'contradicts' });
    expect(found).toMatchObject({ action: 'inspect', reason: 'contradicted' });
    expect(found.app).toBeUndefined();
    expect(verdict('www.open.test', 'okhttp', { dnsCheck: 'contradicts' }, always).reason).toBe('contradicted');
    expect(verdict('chat.signal.org', 'okhttp', { dnsCheck: 'unknown' }).reason).toBe('pinned_app');
  });

  test('4 always', () => {
    expect(verdict('www.open.test', 'chromium', {}, always)).toMatchObject({
      action: 'bypass',
      reason: 'policy_always',
    });
  });

  test('5 a learned pin, only where the policy learns', () => {
    expect(verdict('api.pinned.test', 'curl', { pinFailures }).action).toBe('inspect');
    const found = verdict('api.pinned.test', 'curl', { pinFailures }, learning);
    expect(found).toMatchObject({ action: 'bypass', reason: 'learned_pin' });
    expect(found.evidence![0]).toMatchObject({ kind: 'pin_failure', value: 'api.pinned.test' });
    expect(verdict('api.pinned.test', 'curl', { pinFailures, dnsCheck: 'contradicts' }, learning).reason).toBe(
      'contradicted',
    );
  });

  test('6 rules by app and by category, for an app that stands out', () => {
    const rules: Policy = {
      ...balanced,
      apps: new Map([['Revolut', 'bypass']]),
      categories: new Map([
        ['banking', 'inspect'],
        ['messaging', 'inspect'],
      ]),
    };
    expect(verdict('api.revolut.com', 'okhttp', {}, rules)).toMatchObject({
      action: 'bypass',
      reason: 'policy_always',
    });
    expect(verdict('chat.signal.org', 'okhttp', {}, rules)).toMatchObject({
      action: 'inspect',
      reason: 'policy_never',
    });
    expect(verdict('api.revolut.com', 'chromium', {}, rules).reason).toBe('not_pinned');
  });
});

test('a verdict is plain: it survives JSON', () => {
  const found = judge(sightingOf('graph.facebook.com', 'curl'), catalog, balanced, { hypotheses: true });
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
});

describe('behind a proxy', () => {
  const proxyTarget = 'chat.signal.org';

  test('whom the proxy was asked for names the app where the hello does not', () => {
    const found = verdict(undefined, 'okhttp', { proxyTarget, resolvedNames: ['proxy.example'], dnsCheck: 'unknown' });
    expect(found).toMatchObject({ action: 'bypass', reason: 'pinned_app', app: 'Signal' });
    expect(found.evidence?.[0]).toMatchObject({ kind: 'proxy_target', value: proxyTarget, app: 'Signal' });
    expect(verdict(undefined, 'chromium', { proxyTarget }).reason).toBe('not_pinned');
  });

  test('the SNI comes first, and resolved names last', () => {
    expect(verdict('www.open.test', 'okhttp', { proxyTarget })).toMatchObject({ action: 'inspect' });
    expect(verdict('cloudflare-ech.com', 'okhttp', { proxyTarget, ech: true })).toMatchObject({ app: 'Signal' });
    const address = verdict(undefined, 'okhttp', { proxyTarget: '203.0.113.40', resolvedNames: [proxyTarget] });
    expect(address.evidence?.[0]).toMatchObject({ kind: 'dns_name', app: 'Signal' });
  });

  test('verdicts that are remembered are told apart by it', () => {
    const memo = new JudgeMemo(catalog, balanced);
    expect(memo.judge(sightingOf(undefined, 'okhttp')).app).toBeUndefined();
    expect(memo.judge(sightingOf(undefined, 'okhttp', { proxyTarget })).app).toBe('Signal');
  });

  test('it is as good as an SNI: it weighs the same', () => {
    const bits = (found: ReturnType<typeof verdict>) => found.evidence?.[0]?.weight;
    expect(bits(verdict(undefined, 'okhttp', { proxyTarget }))).toBe(bits(verdict(proxyTarget, 'okhttp')));
  });

  test('the operator’s lists are held against it: never always, always where there is no SNI', () => {
    const never = { ...balanced, never: { ...balanced.never, hosts: new Set(['signal.org']) } };
    expect(verdict(undefined, 'okhttp', { proxyTarget }, never).reason).toBe('policy_never');
    // What must be inspected is not got past by another name; what may be bypassed is the name that counts.
    expect(verdict('www.open.test', 'okhttp', { proxyTarget }, never).reason).toBe('policy_never');
    const always = { ...balanced, always: { ...balanced.always, hosts: new Set(['signal.org']) } };
    expect(verdict(undefined, 'okhttp', { proxyTarget }, always).reason).toBe('policy_always');
    expect(verdict('www.open.test', 'okhttp', { proxyTarget }, always).reason).not.toBe('policy_always');
  });
});
