/** What the clients of the tunnel resolved, and rule 1 of PRODUCT.md, Contradictions: docs/adr/0003. */
import fc from 'fast-check';
import { MAX_CHAIN } from '../../src/client/client-names.js';
import { DEFAULT_NAME_LIMITS, MAX_NAMES_GIVEN, NameMemory } from '../../src/client/names.js';
import { answer, GRACE, NOW, OTHER, PHONE, SECOND } from './answer.js';

let memory: NameMemory;
beforeEach(() => {
  memory = new NameMemory();
});

describe('namesFor and framesFor', () => {
  test('give the names this client asked for, not those a CNAME led to, nor those of others', () => {
    memory.learn(PHONE, answer('cdn.zoo.test > edge.cdn.example', ['203.0.113.12']), NOW, 2);
    expect(memory.namesFor(PHONE, '203.0.113.12', NOW)).toEqual(['cdn.zoo.test']);
    expect(memory.namesFor(PHONE, '203.0.113.13', NOW)).toEqual([]);
    expect(memory.namesFor(OTHER, '203.0.113.12', NOW)).toEqual([]);
    memory.learn(PHONE, answer('edge.cdn.example', ['203.0.113.12']), NOW + 1, 4);
    expect(memory.namesFor(PHONE, '203.0.113.12', NOW + 1)).toEqual(['edge.cdn.example', 'cdn.zoo.test']);
  });

  test('the latest answer comes first, then by name, with the frame of its latest answer', () => {
    memory.learn(PHONE, answer('a.example', ['192.0.2.1']), NOW, 1);
    memory.learn(PHONE, answer('c.example', ['192.0.2.1']), NOW + 1, 2);
    memory.learn(PHONE, answer('b.example', ['192.0.2.1']), NOW + 1, 3);
    expect(memory.namesFor(PHONE, '192.0.2.1', NOW + 1)).toEqual(['b.example', 'c.example', 'a.example']);
    memory.learn(PHONE, answer('a.example', ['192.0.2.1']), NOW + 2, 4);
    expect(memory.framesFor(PHONE, '192.0.2.1')).toEqual([
      { name: 'a.example', frame: 4 },
      { name: 'b.example', frame: 3 },
      { name: 'c.example', frame: 2 },
    ]);
  });

  test('a name counts for its TTL and ten minutes more', () => {
    memory.learn(PHONE, answer('a.example', ['192.0.2.1'], 60), NOW, 1);
    expect(memory.namesFor(PHONE, '192.0.2.1', NOW + 60 * SECOND + GRACE)).toEqual(['a.example']);
    expect(memory.namesFor(PHONE, '192.0.2.1', NOW + 60 * SECOND + GRACE + 1)).toEqual([]);
    expect(memory.framesFor(PHONE, '192.0.2.1')).toEqual([{ name: 'a.example', frame: 1 }]);
  });

  test('a later answer with a shorter TTL does not shorten an earlier one', () => {
    memory.learn(PHONE, answer('a.example', ['192.0.2.1'], 300), NOW, 1);
    memory.learn(PHONE, answer('a.example', ['192.0.2.1'], 0), NOW + SECOND, 2);
    expect(memory.namesFor(PHONE, '192.0.2.1', NOW + 300 * SECOND + GRACE)).toEqual(['a.example']);
  });

  test('through a CNAME the shortest TTL on the way counts', () => {
    const chained = answer('a.example > b.example', ['192.0.2.1'], 300);
    memory.learn(PHONE, { ...chained, aliases: [{ ...chained.aliases[0]!, ttl: 10 }] }, NOW, 1);
    expect(memory.namesFor(PHONE, '192.0.2.1', NOW + 10 * SECOND + GRACE)).toEqual(['a.example']);
    expect(memory.namesFor(PHONE, '192.0.2.1', NOW + 10 * SECOND + GRACE + 1)).toEqual([]);
    expect(memory.check(PHONE, 'b.example', '192.0.2.1', NOW + 300 * SECOND + GRACE)).toBe('agrees');
  });

  test('records that the question does not lead to are passed over', () => {
    const addresses = [{ name: 'chat.signal.org', address: '192.0.2.66', family: 4 as const, ttl: 60 }];
    memory.learn(PHONE, { question: 'evil.example', aliases: [], addresses }, NOW, 1);
    expect(memory.namesFor(PHONE, '192.0.2.66', NOW)).toEqual([]);
    expect(memory.check(PHONE, 'chat.signal.org', '192.0.2.66', NOW)).toBe('unknown');
  });

  test('at most 8 names, the latest', () => {
    for (let i = 0; i < 20; i++) memory.learn(PHONE, answer(`n${i}.example`, ['192.0.2.1']), NOW + i, i + 1);
    const names = memory.namesFor(PHONE, '192.0.2.1', NOW + 20);
    expect(names).toEqual(Array.from({ length: MAX_NAMES_GIVEN }, (_, i) => `n${19 - i}.example`));
  });

  test('clear forgets everything', () => {
    memory.learn(PHONE, answer('a.example', ['192.0.2.1']), NOW, 1);
    memory.clear();
    expect(memory.namesFor(PHONE, '192.0.2.1', NOW)).toEqual([]);
    expect(memory.check(PHONE, 'a.example', '192.0.2.2', NOW)).toBe('unknown');
    expect(memory.entries).toBe(0);
  });

  test('packets of the year 1970 are as good as any', () => {
    memory.learn(PHONE, answer('a.example', ['192.0.2.1']), 0, 1);
    expect(memory.namesFor(PHONE, '192.0.2.1', 0)).toEqual(['a.example']);
    expect(memory.check(PHONE, 'a.example', '192.0.2.2', 0)).toBe('contradicts');
  });
});

describe('check: PRODUCT.md, Contradictions, rule 1', () => {
  const check = (name: string, address: string, timeUs = NOW): string => memory.check(PHONE, name, address, timeUs);

  test('no DNS seen for name and address: no conclusion', () => {
    expect(check('chat.signal.org', '203.0.113.40')).toBe('unknown');
    memory.learn(PHONE, answer('news.example', ['203.0.113.13']), NOW, 1);
    expect(check('chat.signal.org', '203.0.113.40')).toBe('unknown');
  });

  test('an answer for this name holds the destination; letter case and the final dot do not matter', () => {
    memory.learn(PHONE, answer('chat.signal.org', ['203.0.113.41', '203.0.113.40']), NOW, 1);
    expect(check('chat.signal.org', '203.0.113.40')).toBe('agrees');
    expect(check('Chat.Signal.ORG.', '203.0.113.40')).toBe('agrees');
  });

  test('answers for this name, and none holds the destination', () => {
    memory.learn(PHONE, answer('chat.signal.org', ['203.0.113.40']), NOW, 1);
    expect(check('chat.signal.org', '203.0.113.13')).toBe('contradicts');
  });

  test('an answer to another client says nothing', () => {
    memory.learn(OTHER, answer('chat.signal.org', ['203.0.113.40']), NOW, 1);
    expect(check('chat.signal.org', '203.0.113.13')).toBe('unknown');
  });

  test('of the same address family only', () => {
    memory.learn(PHONE, answer('chat.signal.org', ['2001:db8:113::40']), NOW, 1);
    expect(check('chat.signal.org', '203.0.113.13')).toBe('unknown');
    expect(check('chat.signal.org', '2001:db8:113::13')).toBe('contradicts');
    memory.learn(PHONE, answer('chat.signal.org', ['203.0.113.40']), NOW, 2);
    expect(check('chat.signal.org', '203.0.113.13')).toBe('contradicts');
  });

  test('a CDN that rotates: every answer counts until it expires', () => {
    memory.learn(PHONE, answer('cdn.example', ['192.0.2.1'], 30), NOW, 1);
    memory.learn(PHONE, answer('cdn.example', ['192.0.2.2'], 30), NOW + 60 * SECOND, 2);
    expect(check('cdn.example', '192.0.2.1', NOW + 60 * SECOND)).toBe('agrees');
    expect(check('cdn.example', '192.0.2.1', NOW + 30 * SECOND + GRACE)).toBe('agrees');
    expect(check('cdn.example', '192.0.2.1', NOW + 30 * SECOND + GRACE + 1)).toBe('contradicts');
    expect(check('cdn.example', '192.0.2.1', NOW + 90 * SECOND + GRACE + 1)).toBe('unknown');
  });

  test('names in the CNAME chain: answered together, or asked for one by one', () => {
    memory.learn(PHONE, answer('alias.news.example > www.alias.example > news.example', ['203.0.113.13']), NOW, 1);
    for (const name of ['alias.news.example', 'www.alias.example', 'news.example']) {
      expect(check(name, '203.0.113.13')).toBe('agrees');
      expect(check(name, '203.0.113.14')).toBe('contradicts');
    }
    memory.learn(PHONE, answer('news.example', ['203.0.113.14']), NOW, 2);
    expect(check('alias.news.example', '203.0.113.14')).toBe('agrees');
    memory.learn(PHONE, answer('x.example > y.example', []), NOW, 3);
    expect(check('x.example', '203.0.113.20')).toBe('unknown');
    memory.learn(PHONE, answer('y.example', ['203.0.113.20']), NOW, 4);
    expect(check('x.example', '203.0.113.20')).toBe('agrees');
    expect(check('x.example', '203.0.113.21')).toBe('contradicts');
  });

  test('an alias that expired leads nowhere', () => {
    memory.learn(PHONE, answer('x.example > y.example', [], 0), NOW, 1);
    memory.learn(PHONE, answer('y.example', ['203.0.113.20'], 3600), NOW, 2);
    expect(check('x.example', '203.0.113.20', NOW + GRACE)).toBe('agrees');
    expect(check('x.example', '203.0.113.21', NOW + GRACE + 1)).toBe('unknown');
  });

  test('none for this name, and the destination was answered only for names of other registrable domains', () => {
    memory.learn(PHONE, answer('news.example', ['203.0.113.13']), NOW, 1);
    expect(check('chat.signal.org', '203.0.113.13')).toBe('contradicts');
    expect(check('chat.signal.org', '203.0.113.13', NOW + 60 * SECOND + GRACE + 1)).toBe('unknown');
    // The list of public suffixes, its private section too.
    expect(check('www.news.example', '203.0.113.13')).toBe('unknown');
    memory.learn(PHONE, answer('a.co.uk', ['203.0.113.21']), NOW, 2);
    expect(check('b.co.uk', '203.0.113.21')).toBe('contradicts');
    memory.learn(PHONE, answer('a.github.io', ['203.0.113.22']), NOW, 3);
    expect(check('b.github.io', '203.0.113.22')).toBe('contradicts');
  });

  test('one name of the same registrable domain is enough for no conclusion, in a chain too', () => {
    memory.learn(PHONE, answer('news.example > cdn.signal.org', ['203.0.113.13']), NOW, 1);
    expect(check('chat.signal.org', '203.0.113.13')).toBe('unknown');
  });

  test('names without a registrable domain stand for themselves', () => {
    memory.learn(PHONE, answer('localhost', ['203.0.113.13']), NOW, 1);
    expect(check('printer', '203.0.113.13')).toBe('contradicts');
    expect(check('a\\x2esignal.org', '203.0.113.13')).toBe('contradicts');
  });

  test('an answer that is not whole makes no contradiction, but may agree', () => {
    memory.learn(PHONE, answer('cdn.example', ['192.0.2.1'], 60, 'clipped'), NOW, 1);
    expect(check('cdn.example', '192.0.2.1')).toBe('agrees');
    expect(check('cdn.example', '192.0.2.2')).toBe('unknown');
    // Cut to nothing, as a resolver does that wants to be asked over TCP.
    memory.learn(PHONE, answer('news.example', [], 60, 'clipped'), NOW, 2);
    memory.learn(PHONE, answer('other.test', ['192.0.2.3']), NOW, 3);
    expect(check('news.example', '192.0.2.3')).toBe('unknown');
    expect(memory.counters.incompleteAnswers).toBe(2);
  });

  test('a circle of CNAMEs ends', () => {
    memory.learn(PHONE, answer('a.example > b.example > a.example', []), NOW, 1);
    memory.learn(PHONE, answer('b.example > a.example', []), NOW, 2);
    expect(check('a.example', '192.0.2.1')).toBe('unknown');
  });

  test('an answer whose chain is longer than MAX_CHAIN makes no contradiction', () => {
    const names = Array.from({ length: MAX_CHAIN + 1 }, (_, i) => `n${i}.example`);
    memory.learn(PHONE, answer(names.join(' > '), ['192.0.2.1']), NOW, 1);
    memory.learn(PHONE, answer('other.test', ['192.0.2.2']), NOW, 2);
    expect(check('n0.example', '192.0.2.2')).toBe('unknown');
    memory.learn(PHONE, answer(names.slice(2).join(' > ').replaceAll('n', 'm'), ['192.0.2.1']), NOW, 3);
    expect(check('m2.example', '192.0.2.1')).toBe('agrees');
    expect(check('m2.example', '192.0.2.2')).toBe('contradicts');
  });

  test('single links that make a chain longer than MAX_CHAIN make no contradiction', () => {
    const names = Array.from({ length: MAX_CHAIN + 2 }, (_, i) => `n${i}.example`);
    for (const [i, name] of names.slice(1).entries())
      memory.learn(PHONE, answer(`${names[i]} > ${name}`, []), NOW, i + 1);
    memory.learn(PHONE, answer(names[0]!, ['192.0.2.1']), NOW, 50);
    expect(check(names[0]!, '192.0.2.2')).toBe('unknown');
    expect(check(names[2]!, '192.0.2.2')).toBe('unknown');
    memory.learn(PHONE, answer(names.at(-1)!, ['192.0.2.3']), NOW, 51);
    expect(check(names[2]!, '192.0.2.3')).toBe('agrees');
    expect(check(names[2]!, '192.0.2.4')).toBe('contradicts');
  });
});

describe('rule 1 refuses nothing on', () => {
  const check = (name: string, address: string, timeUs = NOW): string => memory.check(PHONE, name, address, timeUs);

  test('DNS not seen', () => {
    expect(check('chat.signal.org', '203.0.113.40')).toBe('unknown');
  });

  test('DNS over HTTPS: all that is seen is the name of the resolver, by its own DNS answer', () => {
    memory.learn(PHONE, answer('dns.resolver.example', ['192.0.2.53']), NOW, 1);
    expect(check('dns.resolver.example', '192.0.2.53')).toBe('agrees');
    expect(check('chat.signal.org', '203.0.113.40')).toBe('unknown');
  });

  test('a resolver that is discovered by its SVCB record (RFC 9462 section 4)', () => {
    const addresses = [
      { name: '_dns.resolver.arpa', address: '192.0.2.53', family: 4 as const, ttl: 60, hint: true as const },
    ];
    const services = [
      { name: '_dns.resolver.arpa', alias: false, target: 'dns.resolver.example', alpn: ['h2'], ech: false, ttl: 60 },
    ];
    memory.learn(PHONE, { question: '_dns.resolver.arpa', aliases: [], addresses, services }, NOW, 1);
    expect(check('dns.resolver.example', '192.0.2.53')).toBe('unknown');
  });

  test('CNAME rotation: each answer leads to another edge', () => {
    memory.learn(PHONE, answer('www.shop.example > e1.cdn.example', ['192.0.2.1'], 20), NOW, 1);
    memory.learn(PHONE, answer('www.shop.example > e2.cdn.example', ['192.0.2.2'], 20), NOW + 30 * SECOND, 2);
    memory.learn(PHONE, answer('www.shop.example > e3.cdn.example', ['192.0.2.3'], 20), NOW + 60 * SECOND, 3);
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3'])
      expect(check('www.shop.example', address, NOW + 60 * SECOND)).toBe('agrees');
  });

  test('CDN rotation: an earlier address, within its TTL and the grace', () => {
    for (let i = 1; i <= 20; i++)
      memory.learn(PHONE, answer('cdn.example', [`192.0.2.${i}`], 30), NOW + i * 25 * SECOND, i);
    expect(check('cdn.example', '192.0.2.1', NOW + 500 * SECOND)).toBe('agrees');
  });

  test('answers before the capture began', () => {
    // The address was answered before; what is seen is a later name of the same domain, and an answer of the other family.
    memory.learn(PHONE, answer('media.signal.org', ['203.0.113.40']), NOW, 1);
    memory.learn(PHONE, answer('chat.signal.org', ['2001:db8:113::40']), NOW, 2);
    expect(check('chat.signal.org', '203.0.113.40')).toBe('unknown');
  });

  test('a resolver on another path: another client of the tunnel, or another address of this one, was answered', () => {
    memory.learn(OTHER, answer('chat.signal.org', ['203.0.113.41']), NOW, 1);
    memory.learn('fd00:8::2', answer('chat.signal.org', ['203.0.113.42']), NOW, 2);
    expect(check('chat.signal.org', '203.0.113.40')).toBe('unknown');
  });
});

describe('limits', () => {
  const limits = { clients: 3, perClient: { names: 4, addressesPerName: 2, aliasesPerName: 2 }, entries: 40 };
  beforeEach(() => {
    memory = new NameMemory(limits);
  });

  test('the client answered least recently goes first', () => {
    for (const client of ['a', 'b', 'c', 'a', 'd']) memory.learn(client, answer('n.example', ['192.0.2.1']), NOW, 1);
    expect(['a', 'b', 'c', 'd'].map((client) => memory.namesFor(client, '192.0.2.1', NOW).length)).toEqual([
      1, 0, 1, 1,
    ]);
    expect(memory.counters.evictedClients).toBe(1);
    expect(memory.entries).toBe(3 * 2);
  });

  test('the name answered least recently goes first, and makes no contradiction', () => {
    for (const name of ['a', 'b', 'c', 'd', 'a', 'e']) {
      memory.learn(PHONE, answer(`${name}.example`, ['192.0.2.1', `192.0.2.${name.charCodeAt(0)}`]), NOW, 1);
    }
    expect(memory.counters.evictedNames).toBe(1);
    expect([...memory.namesFor(PHONE, '192.0.2.1', NOW)].sort()).toEqual(
      ['a', 'c', 'd', 'e'].map((name) => `${name}.example`),
    );
    expect(memory.entries).toBe(4 * 3);
    expect(memory.check(PHONE, 'b.example', '192.0.2.1', NOW)).toBe('unknown');
    // It comes back with another address: the one that was forgotten may still be right.
    memory.learn(PHONE, answer('b.example', ['192.0.2.200']), NOW + 1, 1);
    expect(memory.check(PHONE, 'b.example', '192.0.2.98', NOW + 1)).toBe('unknown');
    // When the forgotten answers would have expired, everything can be concluded again.
    const later = NOW + 60 * SECOND + GRACE + 1;
    memory.learn(PHONE, answer('b.example', ['192.0.2.200']), later, 1);
    expect(memory.check(PHONE, 'b.example', '192.0.2.98', later)).toBe('contradicts');
  });

  test('the address answered least recently goes first, and makes no contradiction', () => {
    for (const i of [1, 2, 1, 3]) memory.learn(PHONE, answer('cdn.example', [`192.0.2.${i}`]), NOW, i);
    expect([1, 2, 3].map((i) => memory.check(PHONE, 'cdn.example', `192.0.2.${i}`, NOW))).toEqual([
      'agrees',
      'unknown',
      'agrees',
    ]);
    expect(memory.namesFor(PHONE, '192.0.2.2', NOW)).toEqual([]);
    expect(memory.counters.evictedAddresses).toBe(1);
    expect(memory.entries).toBe(3);
  });

  test('the alias answered least recently goes first, and makes no contradiction', () => {
    memory.learn(PHONE, answer('to.test', ['192.0.2.9']), NOW, 1);
    for (const target of ['x.test', 'y.test', 'z.test'])
      memory.learn(PHONE, answer(`a.test > ${target}`, ['192.0.2.1']), NOW, 2);
    expect(memory.counters.evictedAddresses).toBe(1);
    expect(memory.check(PHONE, 'a.test', '192.0.2.2', NOW)).toBe('unknown');
  });

  test('the bound over all clients', () => {
    const addresses = ['192.0.2.1', '192.0.2.2'];
    for (const client of ['a', 'b', 'c']) {
      for (let i = 0; i < 5; i++) memory.learn(client, answer(`n${i}.example`, addresses), NOW, 1);
    }
    expect(memory.entries).toBe(3 * 4 * 3);
    memory.learn('c', answer('n9.example > m9.example', addresses), NOW, 1);
    expect(memory.entries).toBe(3 * 4 * 3 + 1);
    memory.learn('c', answer('n9.example > k9.example', addresses), NOW, 1);
    memory.learn('c', answer('k9.example > j9.example', addresses), NOW, 1);
    memory.learn('c', answer('j9.example > i9.example', addresses), NOW, 1);
    expect(memory.entries).toBeLessThanOrEqual(limits.entries);
  });

  test('are kept whatever is learned, and everything held is counted', () => {
    const name = fc.constantFrom('a.test', 'b.test', 'c.test', 'd.test', 'e.test', 'f.test');
    const address = fc.constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.3', '2001:db8::1');
    const learned = fc.record({
      client: fc.constantFrom('1', '2', '3', '4', '5'),
      chain: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
      addresses: fc.uniqueArray(address, { maxLength: 4 }),
    });
    const most = limits.perClient.names * (1 + limits.perClient.addressesPerName + limits.perClient.aliasesPerName);
    fc.assert(
      fc.property(fc.array(learned, { maxLength: 40 }), (answers) => {
        const small = new NameMemory({ ...limits, clients: 1, perClient: { ...limits.perClient, names: 2 } });
        const large = new NameMemory(limits);
        for (const [i, { client, chain, addresses }] of answers.entries()) {
          small.learn(client, answer(chain.join(' > '), addresses), NOW + i, i);
          large.learn(client, answer(chain.join(' > '), addresses), NOW + i, i);
          expect(small.entries).toBeGreaterThanOrEqual(0);
          expect(small.entries).toBeLessThanOrEqual(most / 2);
          expect(large.entries).toBeLessThanOrEqual(limits.entries);
        }
        // A client with nothing but the newest answer pushes all others out: what is left over is what that one holds.
        small.learn('last', answer('last.test', ['192.0.2.9']), NOW + 1000, 1);
        expect(small.entries).toBe(2);
      }),
    );
  });

  test('one client alone cannot fill the whole memory', () => {
    const { names, addressesPerName, aliasesPerName } = DEFAULT_NAME_LIMITS.perClient;
    expect(names * (1 + addressesPerName + aliasesPerName)).toBeLessThan(DEFAULT_NAME_LIMITS.entries);
  });
});
