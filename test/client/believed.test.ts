/** Which answers are believed: docs/adr/0003. Answers to no query, and senders that give their own address, are an attacker's. */
import { NameMemory, type Provenance } from '../../src/client/names.js';
import type { DnsAnswer } from '../../src/protocol/dns/answers.js';
import type { Solicited } from '../../src/protocol/dns/queries.js';

const PHONE = '10.8.0.2';
const RESOLVER = '203.0.113.53';
const NOW = 1_795_000_000e6;

function answer(question: string, ...addresses: readonly string[]): DnsAnswer {
  return {
    question,
    aliases: [],
    addresses: addresses.map((address) => ({
      name: question,
      address,
      family: address.includes(':') ? (6 as const) : (4 as const),
      ttl: 60,
    })),
  };
}
const from = (solicited: Solicited, resolver = RESOLVER): Provenance => ({ solicited, resolver });

let memory: NameMemory;
let frame: number;
beforeEach(() => {
  memory = new NameMemory();
  frame = 0;
});
const learn = (told: DnsAnswer, provenance?: Provenance, client = PHONE): void =>
  memory.learn(client, told, NOW, ++frame, provenance);
const names = (address: string): readonly string[] => memory.namesFor(PHONE, address, NOW);

describe('answers to no query', () => {
  test('are believed of a client whose queries were never seen: a capture of one side', () => {
    learn(answer('news.example', '192.0.2.1'), from('no'));
    learn(answer('shop.example', '192.0.2.2'), from('unknown'));
    learn(answer('mail.example', '192.0.2.3'), from('no'));
    expect([names('192.0.2.1'), names('192.0.2.2'), names('192.0.2.3')].flat()).toEqual([
      'news.example',
      'shop.example',
      'mail.example',
    ]);
    expect(memory.counters.unsolicitedAnswers).toBe(0);
  });

  test('are passed over once an answer to a query was seen', () => {
    learn(answer('news.example', '192.0.2.1'), from('yes'));
    learn(answer('chat.signal.org', '192.0.2.66'), from('no'));
    expect(names('192.0.2.66')).toEqual([]);
    expect(memory.check(PHONE, 'chat.signal.org', '192.0.2.66', NOW)).toBe('unknown');
    // Nor does one make a contradiction.
    learn(answer('bank.example', '192.0.2.9'), from('yes'));
    learn(answer('evil.example', '192.0.2.9'), from('no'));
    expect(memory.check(PHONE, 'bank.example', '192.0.2.9', NOW)).toBe('agrees');
    expect(names('192.0.2.9')).toEqual(['bank.example']);
    expect(memory.counters.unsolicitedAnswers).toBe(2);
  });

  test('another client is another matter, and so is what cannot be told', () => {
    learn(answer('news.example', '192.0.2.1'), from('yes'), '10.8.0.3');
    learn(answer('shop.example', '192.0.2.2'), from('no'));
    expect(names('192.0.2.2')).toEqual(['shop.example']);
    learn(answer('news.example', '192.0.2.1'), from('yes'));
    learn(answer('mail.example', '192.0.2.3'), from('unknown'));
    expect(names('192.0.2.3')).toEqual(['mail.example']);
    expect(memory.counters.unsolicitedAnswers).toBe(0);
  });

  test('what is known of a client is bounded with its names', () => {
    const limits = { clients: 1, perClient: { names: 4, addressesPerName: 2, aliasesPerName: 2 }, entries: 40 };
    memory = new NameMemory(limits);
    learn(answer('news.example', '192.0.2.1'), from('yes'));
    learn(answer('news.example', '192.0.2.1'), from('no'), '10.8.0.3');
    learn(answer('shop.example', '192.0.2.2'), from('no'));
    expect(names('192.0.2.2')).toEqual(['shop.example']);
    expect(memory.counters).toMatchObject({ evictedClients: 2, unsolicitedAnswers: 0 });
  });
});

describe('a sender that gives its own address', () => {
  test('has no say in that: the record counts as absent', () => {
    learn(answer('chat.signal.org', '192.0.2.66'), from('yes', '192.0.2.66'));
    expect(names('192.0.2.66')).toEqual([]);
    expect(memory.check(PHONE, 'chat.signal.org', '192.0.2.66', NOW)).toBe('unknown');
    expect(memory.entries).toBe(0);
    expect(memory.counters.ownAddressAnswers).toBe(1);
  });

  test('what it says of others counts, and what others said before it is not undone', () => {
    learn(answer('chat.signal.org', '192.0.2.1'), from('yes'));
    learn(answer('chat.signal.org', '192.0.2.2', '192.0.2.66'), from('yes', '192.0.2.66'));
    const check = (address: string) => memory.check(PHONE, 'chat.signal.org', address, NOW);
    expect(['192.0.2.1', '192.0.2.2', '192.0.2.66'].map(check)).toEqual(['agrees', 'agrees', 'contradicts']);
    expect(memory.counters.ownAddressAnswers).toBe(1);
  });

  test('by a hint likewise', () => {
    const hint = { name: 'chat.signal.org', address: '2001:db8::66', family: 6 as const, ttl: 60, hint: true as const };
    learn({ question: 'chat.signal.org', aliases: [], addresses: [hint] }, from('yes', '2001:db8::66'));
    expect(names('2001:db8::66')).toEqual([]);
    expect(memory.counters.ownAddressAnswers).toBe(1);
  });

  test('where the sender is not known, nothing is taken for its own', () => {
    learn(answer('chat.signal.org', '192.0.2.66'));
    expect(names('192.0.2.66')).toEqual(['chat.signal.org']);
  });
});

test('what resolvers say of themselves (RFC 9462 section 4) names nobody and is no attack', () => {
  const hint = { name: '_dns.resolver.arpa', address: RESOLVER, family: 4 as const, ttl: 60, hint: true as const };
  const services = [
    { name: '_dns.resolver.arpa', alias: false, target: 'dns.resolver.example', alpn: ['dot'], ech: false, ttl: 60 },
  ];
  learn({ question: '_dns.resolver.arpa', aliases: [], addresses: [hint], services }, from('yes'));
  learn(answer('resolver.arpa', RESOLVER), from('yes'));
  expect(names(RESOLVER)).toEqual([]);
  expect(memory.entries).toBe(0);
  expect(memory.counters.ownAddressAnswers).toBe(0);
  learn(answer('notresolver.arpa', '192.0.2.1'), from('yes'));
  expect(names('192.0.2.1')).toEqual(['notresolver.arpa']);
});
