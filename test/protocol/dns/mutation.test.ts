import fc from 'fast-check';
import { type DnsAnswer, MAX_ANSWER_RECORDS, parseDnsResponse } from '../../../src/protocol/dns/answers.js';
import { looksLikeDns } from '../../../src/protocol/dns/message.js';
import { MAX_HINTS } from '../../../src/protocol/dns/service.js';
import {
  A,
  AAAA,
  CNAME,
  HTTPS,
  message,
  NS,
  name,
  type Param,
  QUESTION_AT,
  RESPONSE,
  type Record,
  SVCB,
  service,
  word,
} from './build.js';

const label = fc.string({
  unit: fc.constantFrom('a', 'B', '-', '.', '\\', '\u0000', '\u00ff'),
  minLength: 1,
  maxLength: 63,
});
const plainLabel = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
const plainName = fc.array(plainLabel, { minLength: 1, maxLength: 6 }).map((labels) => labels.join('.'));
const owner = fc.oneof(
  plainName.map((text) => name(text)),
  fc.integer({ min: 0, max: 0x3fff }).map((target) => name('', target)),
  fc.constant(name('', QUESTION_AT)),
  fc
    .array(label, { maxLength: 8 })
    .map((labels) => [...labels.flatMap((text) => [text.length, ...Buffer.from(text, 'latin1')]), 0]),
);
const octetsOf = (length: number) => fc.array(fc.nat(255), { minLength: length, maxLength: length });
const anyRecord: fc.Arbitrary<Record> = fc.oneof(
  fc.record({ owner, type: fc.constant(A), rdata: octetsOf(4), ttl: fc.nat(0xffffffff) }),
  fc.record({ owner, type: fc.constant(AAAA), rdata: octetsOf(16) }),
  fc.record({ owner, type: fc.constant(CNAME), rdata: owner }),
  fc.record({
    owner,
    type: fc.constantFrom(SVCB, HTTPS),
    rdata: fc
      .tuple(fc.nat(2), plainName, fc.uniqueArray(fc.nat(8), { maxLength: 4 }), fc.nat(20), fc.nat(255))
      .map(([priority, target, keys, length, octet]) =>
        service(
          priority,
          target,
          ...keys.sort((a, b) => a - b).map((key): Param => [key, new Array<number>(length).fill(octet)]),
        ),
      ),
  }),
  fc.record({
    owner,
    type: fc.nat(70),
    rdata: fc.array(fc.nat(255), { maxLength: 40 }),
    class: fc.constantFrom(1, 3, 255),
  }),
);
const anyMessage = fc
  .record({ question: owner, records: fc.array(anyRecord, { maxLength: 12 }), answers: fc.nat(20) })
  .map((fields) => message({ ...fields, flags: RESPONSE }));

/** Overwrites, cuts or repeats parts of a message. */
const mutated = fc
  .tuple(
    anyMessage,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x3f, 0x40, 0x80, 0xc0, 0xff, 12, 13)), { maxLength: 8 }),
    fc.nat(),
  )
  .map(([octets, writes, cut]) => {
    const copy = octets.slice(0, cut % 4 === 0 ? cut % (octets.length + 1) : octets.length);
    for (const [at, value] of writes) if (copy.length > 0) copy[at % copy.length] = value;
    return copy;
  });

function checkAnswer(answer: DnsAnswer | null): void {
  if (answer === null) return;
  const { question, aliases, addresses, services = [] } = answer;
  const records = addresses.filter(({ hint }) => !hint);
  expect(aliases.length + records.length + services.length).toBeLessThanOrEqual(MAX_ANSWER_RECORDS);
  expect(addresses.length - records.length).toBeLessThanOrEqual(MAX_HINTS * services.length);
  for (const text of [
    question,
    ...aliases.flatMap((alias) => [alias.name, alias.target]),
    ...addresses.map((a) => a.name),
    ...services.flatMap((service) => [service.name, service.target]),
  ]) {
    expect(text).toMatch(/^[!-~]+$/);
    expect(text).toBe(text.toLowerCase());
    // 253 octets of labels and dots, each perhaps as \xNN.
    expect(text.length).toBeLessThanOrEqual(253 * 4);
  }
}

describe('DNS messages, whatever they hold', () => {
  test('never throw, and give printable names of bounded length', () => {
    fc.assert(
      fc.property(mutated, (octets) => {
        looksLikeDns(octets, 0, octets.length);
        checkAnswer(parseDnsResponse(octets, 0, octets.length));
      }),
      { numRuns: 2000 },
    );
  });

  test('are read the same whatever lies around them', () => {
    fc.assert(
      fc.property(mutated, fc.nat(50), fc.uint8Array({ minLength: 64, maxLength: 64 }), (octets, at, around) => {
        const batch = new Uint8Array(at + octets.length + around.length);
        for (let i = 0; i < batch.length; i++) batch[i] = around[i % around.length]!;
        batch.set(octets, at);
        const end = at + octets.length;
        expect(parseDnsResponse(batch, at, end)).toEqual(parseDnsResponse(octets, 0, octets.length));
        expect(looksLikeDns(batch, at, end)).toBe(looksLikeDns(octets, 0, octets.length));
      }),
      { numRuns: 1000 },
    );
  });

  test('give back the names and addresses they were built from', () => {
    const target = fc.record({ text: plainName, addresses: fc.array(octetsOf(4), { maxLength: 5 }) });
    fc.assert(
      fc.property(plainName, target, (question, { text, addresses }) => {
        fc.pre(name(question).length + 20 < 255);
        const records: Record[] = [
          { owner: name('', QUESTION_AT), type: CNAME, rdata: name(text) },
          ...addresses.map((rdata) => ({ owner: name(text), type: A, rdata })),
        ];
        const octets = message({ question: name(question), records });
        expect(parseDnsResponse(octets, 0, octets.length)).toEqual({
          question,
          aliases: [{ name: question, target: text, ttl: 60 }],
          addresses: addresses.map((rdata) => ({ name: text, address: rdata.join('.'), family: 4, ttl: 60 })),
        });
      }),
    );
  });

  test('a datagram full of pointers costs a bounded walk', () => {
    // 16,000 pointers in the RDATA of one record, each to the one before: a name may follow 128 of them and no more.
    const rdataAt = QUESTION_AT + name('a').length + 4 + 2 + 10;
    const rdata: number[] = [];
    while (rdataAt + rdata.length < 0x3ffe)
      rdata.push(...word(0xc000 | Math.max(QUESTION_AT, rdataAt + rdata.length - 2)));
    const last = name('', rdataAt + rdata.length - 2);
    const records = [
      { owner: name('', QUESTION_AT), type: NS, rdata },
      { owner: last, type: A, rdata: [192, 0, 2, 1] },
    ];
    const octets = message({ question: name('a'), records });
    expect(parseDnsResponse(octets, 0, octets.length)).toBeNull();
  });
});
