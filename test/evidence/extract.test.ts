/** PRODUCT.md, "Evidence": what a flow shows, family by family; FIELD-NOTES section 1: the SNIs that are no names. */
import { EVIDENCE_KINDS, extract, FAMILIES, MAX_VALUES, type Sighting } from '../../src/evidence/index.js';

const bare: Sighting = {
  state: 'hello',
  carrier: 't',
  alpn: [],
  ech: false,
  clientIp: '10.8.0.2',
  serverIp: '203.0.113.40',
  serverPort: 443,
  resolvedNames: [],
  dnsCheck: 'unknown',
  appsInUse: [],
};

const valuesOf = (kind: string, sighting: Partial<Sighting>) =>
  extract({ ...bare, ...sighting })
    .filter((signal) => signal.kind === kind)
    .map((signal) => signal.value);

test('kinds are listed family by family, in the order of the table', () => {
  const families = EVIDENCE_KINDS.map((kind) => FAMILIES.indexOf(kind.family));
  expect(families).toEqual([...families].sort());
  expect(EVIDENCE_KINDS.map((kind) => kind.name)).toEqual([
    'sni',
    'proxy_target',
    'dns_name',
    'ja4',
    'ja4_ab',
    'ja3',
    'stack_class',
    'alpn',
    'quic_version',
    'network',
    'app_in_use',
    'pin_failure',
  ]);
});

test('a flow that shows nothing has its destination only', () => {
  expect(extract(bare)).toEqual([{ kind: 'network', value: '203.0.113.40' }]);
});

test.each([
  ['chat.signal.org', ['chat.signal.org']],
  ['WWW.Open.TEST', ['www.open.test']],
  ['www.open.test.', ['www.open.test']],
  ['203.0.113.10', []],
  ['2001:db8::1', []],
  ['1234', []],
  ['', []],
  ['.', []],
  ['b\\xc3\\xbccher.example', ['b\\xc3\\xbccher.example']], // escaped by `printable`: stays so, matches nothing
  ['1.2.3.4.example', ['1.2.3.4.example']],
])('SNI %j', (sni, expected) => expect(valuesOf('sni', { sni })).toEqual(expected));

test('a name longer than any host name matches no suffix', () => {
  const [value] = valuesOf('sni', { sni: `${'a'.repeat(70_000)}.signal.org` });
  expect(value!.length).toBeLessThan(300);
  expect(value).not.toMatch(/signal\.org$/);
});

test('resolved names: normalised, each once, bounded', () => {
  expect(valuesOf('dns_name', { resolvedNames: ['A.example', 'a.example.', 'b.example'] })).toEqual([
    'a.example',
    'b.example',
  ]);
  const many = Array.from({ length: 1000 }, (_, i) => `n${i}.example`);
  expect(valuesOf('dns_name', { resolvedNames: many })).toHaveLength(MAX_VALUES);
});

test('whom a proxy was asked for: a name is evidence, an address is the destination', () => {
  expect(valuesOf('proxy_target', { proxyTarget: 'Chat.Signal.org.' })).toEqual(['chat.signal.org']);
  expect(valuesOf('network', { proxyTarget: 'chat.signal.org' })).toEqual([]);
  for (const proxyTarget of ['198.51.100.7', '2001:db8::7']) {
    expect(valuesOf('proxy_target', { proxyTarget })).toEqual([]);
    expect(valuesOf('network', { proxyTarget })).toEqual([proxyTarget]);
  }
});

test('client kinds, out of one hello', () => {
  const fingerprint = {
    ja4: 't13d1516h2_8daaf6152771_e5627efa2ab1',
    ja3: { hash: 'cd08e31494f9531f560d64c695473da9', string: '' },
  };
  const signals = extract({ ...bare, fingerprint, alpn: ['h2', 'http/1.1'], quicVersion: '1' });
  expect(signals.filter((signal) => signal.kind !== 'network')).toEqual([
    { kind: 'ja4', value: 't13d1516h2_8daaf6152771_e5627efa2ab1' },
    { kind: 'ja4_ab', value: 't13d1516h2_8daaf6152771' },
    { kind: 'ja3', value: 'cd08e31494f9531f560d64c695473da9' },
    { kind: 'stack_class', value: 't13_8daaf6152771' },
    { kind: 'alpn', value: 'h2,http/1.1' },
    { kind: 'quic_version', value: '1' },
  ]);
});

test('ALPN is bounded, context and behaviour are passed on', () => {
  expect(valuesOf('alpn', { alpn: Array.from({ length: 9999 }, () => 'h2') })[0]!.length).toBeLessThanOrEqual(128);
  expect(valuesOf('app_in_use', { appsInUse: ['Signal', 'X'] })).toEqual(['Signal', 'X']);
  expect(valuesOf('pin_failure', { pinFailures: { name: 'api.pinned.test', failures: 3 } })).toEqual([
    'api.pinned.test',
  ]);
});

test('encrypted_client_hello alone is no evidence', () => {
  expect(extract({ ...bare, ech: true })).toEqual(extract(bare));
});
