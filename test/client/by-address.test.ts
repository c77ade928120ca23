/** Many names at one address: the same answers as when all of them are sorted, and compared one by one. */
import fc from 'fast-check';
import { getDomain } from 'tldts';
import { DEFAULT_NAME_LIMITS, MAX_NAMES_GIVEN, NameMemory } from '../../src/client/names.js';
import type { DnsAnswer } from '../../src/protocol/dns/answers.js';

const PHONE = '10.8.0.2';
const AT = '192.0.2.1';
const NOW = 1_795_000_000e6;
const GRACE_US = 600e6;

function answer(name: string, ttl: number, addresses: readonly string[] = [AT]): DnsAnswer {
  const records = addresses.map((address) => ({ name, address, family: 4 as const, ttl }));
  return { question: name, aliases: [], addresses: records };
}

const domains = ['a.example', 'b.example', 'a.co.uk', 'b.co.uk', 'a.github.io', 'github.io', 'printer'];
const names = domains.flatMap((domain) => [domain, `www.${domain}`, `api.${domain}`]);
const learned = fc.array(
  fc.record({
    name: fc.constantFrom(...names),
    ttl: fc.constantFrom(0, 10, 600),
    /** Microseconds since the answer before. */
    after: fc.constantFrom(0, 0, 1, 300e6),
    elsewhere: fc.boolean(),
  }),
  { maxLength: 60 },
);

test('the latest names, and whose they are, in any order of answers', () => {
  fc.assert(
    fc.property(learned, fc.constantFrom(0, 1, 700e6), fc.constantFrom(...names), (answers, waited, asked) => {
      const memory = new NameMemory();
      const known = new Map<string, { until: number; learned: number; frame: number }>();
      let now = NOW;
      for (const [frame, { name, ttl, after, elsewhere }] of answers.entries()) {
        now += after;
        memory.learn(PHONE, answer(name, ttl, elsewhere ? ['192.0.2.2', AT] : [AT]), now, frame);
        const until = Math.max(known.get(name)?.until ?? 0, now + ttl * 1e6 + GRACE_US);
        known.set(name, { until, learned: now, frame });
      }
      now += waited;
      const live = [...known].filter(([, { until }]) => until >= now);
      const sorted = [...live].sort(([a, x], [b, y]) => y.learned - x.learned || (a < b ? -1 : 1));
      expect(memory.framesFor(PHONE, AT, now)).toEqual(
        sorted.slice(0, MAX_NAMES_GIVEN).map(([name, { frame }]) => ({ name, frame })),
      );
      if (known.has(asked)) return;
      const domain = (name: string): string => getDomain(name, { allowPrivateDomains: true }) ?? name;
      const others = live.length > 0 && live.every(([name]) => domain(name) !== domain(asked));
      expect(memory.check(PHONE, asked, AT, now)).toBe(others ? 'contradicts' : 'unknown');
    }),
    { numRuns: 400 },
  );
});

test('as many as one client may have, and more: those forgotten are on no list', () => {
  const most = DEFAULT_NAME_LIMITS.perClient.names;
  const memory = new NameMemory();
  for (let i = 0; i < most + 100; i++) memory.learn(PHONE, answer(`n${i}.example`, 60), NOW + i, i);
  expect(memory.counters.evictedNames).toBe(100);
  const latest = Array.from({ length: MAX_NAMES_GIVEN }, (_, i) => `n${most + 99 - i}.example`);
  expect(memory.namesFor(PHONE, AT, NOW + most + 100)).toEqual(latest);
  // One answer with another address pushes the next one out, and the address of a name may be pushed out too.
  const { addressesPerName } = DEFAULT_NAME_LIMITS.perClient;
  const many = Array.from({ length: addressesPerName }, (_, i) => `198.51.100.${i}`);
  memory.learn(PHONE, answer(latest[0]!, 60, many), NOW + most + 101, 1);
  expect(memory.namesFor(PHONE, AT, NOW + most + 101)).toEqual([
    ...latest.slice(1),
    `n${most + 99 - MAX_NAMES_GIVEN}.example`,
  ]);
  memory.learn(PHONE, answer(latest[7]!, 60), NOW + most + 102, 2);
  expect(memory.namesFor(PHONE, AT, NOW + most + 102)[0]).toBe(latest[7]);
});
