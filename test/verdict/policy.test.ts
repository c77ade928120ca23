/** docs/formats/policy.md: built-in policies, the example file whole, and errors that name file, line and key. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../src/bytes/usage-error.js';
import { builtinPolicy, listed, loadPolicy } from '../../src/verdict/policy.js';

const example = fileURLToPath(new URL('../../fixtures/policy/example.yaml', import.meta.url));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinsight-policy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(text: string) {
  const path = join(folder, 'my.yaml');
  writeFileSync(path, text);
  return loadPolicy(path);
}

function messageOf(text: string): string {
  try {
    load(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).message.replace(folder, '');
  }
  return 'read';
}

test('the example says what its comments say', () => {
  const policy = loadPolicy(example);
  expect(policy.threshold).toBe(0.9);
  expect(policy.levels).toEqual(['verified', 'reported', 'vendor_exclusion']);
  expect(policy).toMatchObject({ minimumFamilies: 1, platform: 'ios', defaultAction: 'inspect' });
  expect(policy.learning).toEqual({ enabled: true, failures: 3, ttlSeconds: 86_400 });
  expect(policy.apps.get('Revolut')).toBe('bypass');
  expect(policy.categories.get('password_manager')).toBe('bypass');
  const never = (client: string, server: string, name: string) => listed(policy.never, client, server, [name]);
  expect(never('10.8.0.2', '203.0.113.1', 'x.files.example.com')).toBe(true);
  expect(never('10.8.0.2', '203.0.113.1', 'myfiles.example.com')).toBe(false);
  expect(never('10.8.0.130', '203.0.113.1', 'a.b')).toBe(true);
  expect(never('10.8.0.2', '2001:db8:113::9', 'a.b')).toBe(true);
  expect(listed(policy.always, '10.8.0.2', '192.0.2.200', [])).toBe(true);
  expect(listed(policy.always, '10.8.0.2', '192.0.3.1', [])).toBe(false);
  const believed = (resolver: string) => policy.resolvers.find(resolver).length > 0;
  expect(['203.0.113.53', '2001:db8:113::53', '203.0.113.54'].map(believed)).toEqual([true, true, false]);
});

test('resolvers: networks, none by default', () => {
  expect(load('').resolvers.size).toBe(0);
  expect(load('resolvers: []').resolvers.size).toBe(0);
  const { resolvers } = load('resolvers:\n  - 10.8.0.0/24\n');
  expect(resolvers.find('10.8.0.200')).toEqual([true]);
  expect(resolvers.find('10.8.1.1')).toEqual([]);
});

test('an empty file is the balanced policy; a base brings its own numbers', () => {
  const { name: _, ...empty } = load('');
  const { name: __, ...balanced } = builtinPolicy('balanced');
  expect(empty).toEqual(balanced);
  expect(load('base: strict')).toMatchObject({ threshold: 19 / 20, minimumFamilies: 2 });
  expect(load('base: strict\nfalseBypassCost: 1')).toMatchObject({ threshold: 1 / 2, minimumFamilies: 2 });
  expect(load('threshold: 0.7').threshold).toBe(0.7);
});

test('learning is off and exclusion lists do not count in any built-in policy', () => {
  for (const name of ['compatible', 'balanced', 'strict'] as const) {
    expect(builtinPolicy(name).learning.enabled).toBe(false);
    expect(builtinPolicy(name).levels).toEqual(['verified', 'reported']);
    expect(Object.isFrozen(builtinPolicy(name))).toBe(true);
  }
});

test.each([
  ['base: balanced\ntreshold: 0.9\n', '/my.yaml:2: treshold: '],
  ['base: balanced\n\nthreshold: 2\n', '/my.yaml:3: threshold: '],
  ['falseBypassCost: 4\nthreshold: 0.8\n', '/my.yaml:2: threshold: give falseBypassCost or threshold, not both'],
  ['levels:\n  - verified\n  - sure\n', '/my.yaml:3: levels.1: '],
  ['learning:\n  enabled: yes please\n', '/my.yaml:2: learning.enabled: '],
  ['learning:\n  ttl: 5 weeks\n', '/my.yaml:2: learning.ttl: expected a time'],
  ['never:\n  hosts: [a.example]\n  clientNetworks:\n    - 10.0.0.0/33\n', '/my.yaml:4: never.clientNetworks.0: '],
  ['always:\n  hosts:\n    - "*.example"\n', '/my.yaml:3: always.hosts.0: expected a host suffix'],
  ['never:\n  host: [a.example]\n', '/my.yaml:2: never.host: '],
  ['apps:\n  Signal: block\n', '/my.yaml:2: apps.Signal: '],
  [
    'base: strict\nresolvers:\n  - 10.8.0.53\n  - dns.example\n',
    '/my.yaml:4: resolvers.1: expected an address or address/length',
  ],
  ['resolvers: 10.8.0.53\n', '/my.yaml:1: resolvers: '],
  ['platform: amiga\n', '/my.yaml:1: platform: '],
  ['base: balanced\napps: {Signal: bypass\n', '/my.yaml:'],
  ['base: strict\nbase: strict\n', '/my.yaml:2: '],
  ['- a\n- b\n', '/my.yaml:1: policy: '],
  ['# what I want\n\njust text\n', '/my.yaml:3: policy: expected keys with values'],
  ['base: strict\n---\nbase: balanced\n', '/my.yaml:2: a second YAML document begins'],
])('%j', (text, start) => expect(messageOf(text)).toMatch(new RegExp(`^${start.replace(/[.*[\]/]/g, '\\$&')}`)));

test('aliases that grow without bound are refused', () => {
  const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`);
  expect(messageOf(`l0: &l0 [a, a]\n${levels.join('\n')}\n`)).toMatch(/aliases/);
});

test('a key that is no text is refused, and nothing is written past the one who asked', async () => {
  const warnings: Error[] = [];
  const keep = (warning: Error): void => void warnings.push(warning);
  process.on('warning', keep);
  try {
    expect(messageOf('? { a: 1 }\n: 2\n')).toMatch(/^\/my\.yaml:1: /);
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('warning', keep);
  }
  expect(warnings).toEqual([]);
});

test('a policy that holds only comments changes nothing', () => {
  const { name: _, ...policy } = load('# nothing\n---\n# yet\n');
  const { name: __, ...balanced } = builtinPolicy('balanced');
  expect(policy).toEqual(balanced);
});

test('a name that is no built-in policy is wrong use', () => {
  for (const name of ['Strict', '', 'toString', '\u001b[2J']) {
    expect(() => builtinPolicy(name as 'strict')).toThrow(UsageError);
    expect(() => builtinPolicy(name as 'strict')).toThrow(/^[ -~]*compatible, balanced, strict$/);
  }
});

test('a file that is larger than a policy can be is not read', () => {
  const path = join(folder, 'large.yaml');
  writeFileSync(path, '#'.repeat(1024 * 1024 + 1));
  expect(() => loadPolicy(path)).toThrow(/holds 1048577 octets; expected a policy of at most 1048576 octets \(1 MiB\)/);
});

test('a file that is not there is named', () => {
  expect(() => loadPolicy(join(folder, 'none.yaml'))).toThrow(/none\.yaml: no such file or directory; name a policy/);
});
