/** What a response and its query have in common: RFC 1035 §4.1.1, RFC 5452 §9.1. */
import fc from 'fast-check';
import { isResponse, NO_QUESTION, questionTag } from '../../../src/protocol/dns/question.js';
import { A, AAAA, HTTPS, message, name, QUESTION_AT } from './build.js';

const QUERY = 0x0100;
function dns(id: number, text: string, fields: Parameters<typeof message>[0] = {}): Uint8Array {
  const octets = message({ flags: QUERY, question: name(text), ...fields });
  octets.set([id >>> 8, id & 0xff]);
  return octets;
}
const tagOf = (octets: Uint8Array, asker: 0 | 1 = 0): number => questionTag(octets, 0, octets.length, asker);
const RECORDS = [{ owner: name('', QUESTION_AT), type: A, rdata: [192, 0, 2, 1] }];

test('a response has the tag of its query, whatever else it holds and however its letters are written', () => {
  const query = tagOf(dns(7, 'chat.example.org'));
  expect(tagOf(dns(7, 'chat.example.org', { flags: 0x8180, records: RECORDS }))).toBe(query);
  expect(tagOf(dns(7, 'chat.example.org', { flags: 0x8183 }))).toBe(query);
  expect(tagOf(dns(7, 'cHaT.eXamPle.oRg', { flags: 0x8180 }))).toBe(query);
});

test('another ID, name, type, class or asker has another', () => {
  const tags = [
    tagOf(dns(7, 'chat.example.org')),
    tagOf(dns(8, 'chat.example.org')),
    tagOf(dns(7, 'chat.example.com')),
    tagOf(dns(7, 'chatexample.org')),
    tagOf(dns(7, 'chat.example.org', { type: AAAA })),
    tagOf(dns(7, 'chat.example.org', { type: HTTPS })),
    tagOf(dns(7, 'chat.example.org', { class: 3 })),
    tagOf(dns(7, 'chat.example.org'), 1),
  ];
  expect(new Set(tags).size).toBe(tags.length);
});

test('the lower half tells every two IDs of one question apart', () => {
  const tags = new Set<number>();
  for (let id = 0; id <= 0xffff; id++) tags.add(tagOf(dns(id, 'a.example')) & 0xffff);
  expect(tags.size).toBe(0x10000);
});

test.each([
  ['no question', dns(1, '', { questions: 0 })],
  ['two questions', dns(1, 'a.example', { questions: 2 })],
  ['a pointer where the first name stands', dns(1, '', { question: name('a', QUESTION_AT) })],
  ['an update', dns(1, 'a.example', { flags: 0x2800 })],
  ['a label of 64 octets', dns(1, '', { question: [64, ...new Array<number>(64).fill(97), 0] })],
  ['a name of 256 octets', dns(1, '', { question: [...new Array(127).fill([1, 97]).flat(), 1, 97, 0] as number[] })],
])('%s has none', (_, octets) => expect(tagOf(octets)).toBe(NO_QUESTION));

test('a name of 255 octets has one', () => {
  expect(tagOf(dns(1, new Array(127).fill('a').join('.')))).not.toBe(NO_QUESTION);
});

test('no part of a question has one, and what lies around it does not matter', () => {
  const query = dns(0x0102, 'chat.example.org');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 20 }), (before, after) => {
      const batch = Uint8Array.from([...before, ...query, ...after]);
      const end = before.length + query.length;
      expect(questionTag(batch, before.length, end, 0)).toBe(tagOf(query));
      expect(isResponse(batch, before.length, end)).toBe(false);
      for (let cut = before.length; cut < end; cut++)
        expect(questionTag(batch, before.length, cut, 0)).toBe(NO_QUESTION);
    }),
    { numRuns: 30 },
  );
});

test('anything at all: nothing throws, and a tag has 31 bits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(40), fc.nat(600), (octets, at, end) => {
      const tag = questionTag(octets, at, end, 1);
      expect(tag === NO_QUESTION || tag >= 0).toBe(true);
      isResponse(octets, Math.min(at, octets.length), octets.length);
    }),
  );
});

test('isResponse: the first bit of the flags, if they are there', () => {
  const response = dns(1, 'a.example', { flags: 0x8180 });
  expect(isResponse(response, 0, response.length)).toBe(true);
  expect(isResponse(response, 0, 4)).toBe(true);
  expect(isResponse(response, 0, 3)).toBe(false);
  expect(isResponse(dns(1, 'a.example'), 0, 20)).toBe(false);
});
