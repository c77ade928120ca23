/** What HTTPS and SVCB records tell of names and addresses, and that it is a weaker word: RFC 9460, docs/adr/0003. */
import { MAX_CHAIN } from '../../src/client/client-names.js';
import { NameMemory } from '../../src/client/names.js';
import type { DnsAnswer } from '../../src/protocol/dns/answers.js';
import { answer, GRACE, NOW, PHONE, SECOND } from './answer.js';

let memory: NameMemory;
beforeEach(() => {
  memory = new NameMemory();
});

describe('HTTPS and SVCB records: docs/adr/0003', () => {
  const check = (name: string, address: string, timeUs = NOW): string => memory.check(PHONE, name, address, timeUs);
  /** `name` is served by `target`, with hints. */
  const https = (name: string, target: string, hints: readonly string[] = [], ttl = 60): DnsAnswer => ({
    question: name,
    aliases: [],
    addresses: hints.map((address) => ({
      name,
      address,
      family: address.includes(':') ? (6 as const) : (4 as const),
      ttl,
      hint: true,
    })),
    services: [{ name, alias: false, target, alpn: ['h2'], ech: false, ttl }],
  });

  test('a hint is an address of its owner: it names the address, and agrees until it expires', () => {
    memory.learn(PHONE, https('shop.example', 'shop.example', ['192.0.2.1', '2001:db8::1']), NOW, 1);
    expect(memory.namesFor(PHONE, '192.0.2.1', NOW)).toEqual(['shop.example']);
    expect(check('shop.example', '192.0.2.1')).toBe('agrees');
    expect(check('shop.example', '2001:db8::1')).toBe('agrees');
    expect(check('shop.example', '192.0.2.1', NOW + 60 * SECOND + GRACE + 1)).toBe('unknown');
  });

  test('a hint alone contradicts nothing: neither another address of its owner, nor another name at it', () => {
    memory.learn(PHONE, https('shop.example', 'shop.example', ['192.0.2.1']), NOW, 1);
    expect(check('shop.example', '192.0.2.9')).toBe('unknown');
    expect(check('chat.signal.org', '192.0.2.1')).toBe('unknown');
    memory.learn(PHONE, answer('shop.example', ['192.0.2.1']), NOW, 2);
    expect(check('shop.example', '192.0.2.9')).toBe('contradicts');
    expect(check('chat.signal.org', '192.0.2.1')).toBe('contradicts');
  });

  test('a hint after the record of the same address changes nothing about the record', () => {
    memory.learn(PHONE, answer('shop.example', ['192.0.2.1'], 10), NOW, 1);
    memory.learn(PHONE, https('shop.example', 'shop.example', ['192.0.2.1'], 300), NOW, 2);
    const later = NOW + 10 * SECOND + GRACE + 1;
    expect(check('shop.example', '192.0.2.9', NOW + 10 * SECOND + GRACE)).toBe('contradicts');
    expect(check('shop.example', '192.0.2.9', later)).toBe('unknown');
    expect(check('shop.example', '192.0.2.1', later)).toBe('agrees');
  });

  test('where an address record of the family is known, another address that a hint gives is neither refused nor confirmed', () => {
    memory.learn(PHONE, answer('shop.example', ['192.0.2.1'], 10), NOW, 1);
    expect(check('shop.example', '192.0.2.2')).toBe('contradicts');
    memory.learn(PHONE, https('shop.example', 'shop.example', ['192.0.2.2', '2001:db8::2'], 300), NOW, 2);
    expect(check('shop.example', '192.0.2.2')).toBe('unknown');
    expect(memory.namesFor(PHONE, '192.0.2.2', NOW)).toEqual([]);
    expect(check('shop.example', '192.0.2.3')).toBe('contradicts');
    // Of the other family there is no record.
    expect(check('shop.example', '2001:db8::2')).toBe('agrees');
    expect(memory.namesFor(PHONE, '2001:db8::2', NOW)).toEqual(['shop.example']);
    // And when the record does not count any more, the hint is all there is.
    const later = NOW + 10 * SECOND + GRACE + 1;
    expect(check('shop.example', '192.0.2.2', later)).toBe('agrees');
    expect(memory.namesFor(PHONE, '192.0.2.2', later)).toEqual(['shop.example']);
  });

  test('the address records may be those of a name in the CNAME chain', () => {
    memory.learn(PHONE, https('shop.example', 'shop.example', ['192.0.2.2']), NOW, 1);
    memory.learn(PHONE, answer('shop.example > mid.example', []), NOW, 2);
    expect(check('shop.example', '192.0.2.2')).toBe('agrees');
    expect(memory.namesFor(PHONE, '192.0.2.2', NOW)).toEqual(['shop.example']);
    memory.learn(PHONE, answer('mid.example > pop.example', ['192.0.2.1']), NOW, 3);
    expect(check('shop.example', '192.0.2.2')).toBe('unknown');
    expect(memory.namesFor(PHONE, '192.0.2.2', NOW)).toEqual([]);
    expect(check('shop.example', '192.0.2.1')).toBe('agrees');
  });

  test('an address record for what a hint gave confirms it', () => {
    memory.learn(PHONE, answer('shop.example', ['192.0.2.1']), NOW, 1);
    memory.learn(PHONE, https('shop.example', 'shop.example', ['192.0.2.2']), NOW, 2);
    memory.learn(PHONE, answer('shop.example', ['192.0.2.2']), NOW, 3);
    expect(check('shop.example', '192.0.2.2')).toBe('agrees');
    expect(memory.namesFor(PHONE, '192.0.2.2', NOW)).toEqual(['shop.example']);
  });

  test('the addresses of a target agree, and contradict nothing by themselves', () => {
    memory.learn(PHONE, https('shop.example', 'svc.cdn.example'), NOW, 1);
    memory.learn(PHONE, answer('svc.cdn.example > pop.cdn.example', ['192.0.2.1']), NOW, 2);
    expect(check('shop.example', '192.0.2.1')).toBe('agrees');
    expect(check('shop.example', '192.0.2.9')).toBe('unknown');
    expect(check('svc.cdn.example', '192.0.2.9')).toBe('contradicts');
    expect(check('shop.example', '192.0.2.1', NOW + 60 * SECOND + GRACE + 1)).toBe('unknown');
  });

  test('an alias leads on, behind CNAMEs too; one of the root leads nowhere', () => {
    const chained = answer('www.shop.example > shop.example', []);
    const services = [
      { name: 'shop.example', alias: true, target: 'pool.example', alpn: [], ech: false, ttl: 60 },
      { name: 'shop.example', alias: true, target: '.', alpn: [], ech: false, ttl: 60 },
      { name: 'evil.example', alias: true, target: 'chat.signal.org', alpn: [], ech: false, ttl: 60 },
    ];
    memory.learn(PHONE, { ...chained, services }, NOW, 1);
    memory.learn(PHONE, answer('pool.example', ['192.0.2.1']), NOW, 2);
    memory.learn(PHONE, answer('.', ['192.0.2.2']), NOW, 3);
    memory.learn(PHONE, answer('chat.signal.org', ['192.0.2.3']), NOW, 4);
    expect(check('www.shop.example', '192.0.2.1')).toBe('agrees');
    expect(check('www.shop.example', '192.0.2.2')).not.toBe('agrees');
    expect(check('evil.example', '192.0.2.3')).not.toBe('agrees');
  });

  test('a name that a CNAME and a service lead to is in the chain', () => {
    memory.learn(PHONE, https('shop.example', 'pop.example'), NOW, 1);
    memory.learn(PHONE, answer('shop.example > mid.example', []), NOW, 2);
    memory.learn(PHONE, answer('mid.example > pop.example', ['192.0.2.1']), NOW, 3);
    expect(check('shop.example', '192.0.2.9')).toBe('contradicts');
  });

  test('targets are bounded with the aliases of their name, and circles end', () => {
    const small = new NameMemory({
      clients: 1,
      perClient: { names: 4, addressesPerName: 2, aliasesPerName: 2 },
      entries: 40,
    });
    for (const target of ['a.test', 'b.test', 'c.test']) small.learn(PHONE, https('shop.example', target), NOW, 1);
    expect(small.counters.evictedAddresses).toBe(1);
    expect(small.entries).toBe(3);
    memory.learn(PHONE, https('a.test', 'b.test'), NOW, 1);
    memory.learn(PHONE, https('b.test', 'a.test'), NOW, 2);
    expect(check('a.test', '192.0.2.1')).toBe('unknown');
    for (let i = 0; i < 40; i++) memory.learn(PHONE, https(`n${i}.test`, `n${i + 1}.test`), NOW, 3);
    expect(check('n0.test', '192.0.2.1')).toBe('unknown');
    expect(check(`n${40 - MAX_CHAIN}.test`, '192.0.2.1')).toBe('unknown');
  });
});
