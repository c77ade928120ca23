import { fromHex } from '../../../src/bytes/hex.js';
import { looksLikeDns } from '../../../src/protocol/dns/message.js';
import { message, name, RESPONSE } from './build.js';

const looks = (octets: Uint8Array): boolean => looksLikeDns(octets, 0, octets.length);

describe('looksLikeDns', () => {
  for (const [what, fields] of [
    ['a query', { flags: 0x0100, type: 28 }],
    ['a query with AD and CD set (RFC 6895 section 2)', { flags: 0x0130 }],
    ['a query for the root', { flags: 0, question: name(''), type: 2 }],
    ['a question of class ANY', { flags: 0x0100, class: 255 }],
    ['a response', { flags: RESPONSE }],
    ['a response that refuses', { flags: RESPONSE | 5 }],
    ['a NOTIFY (RFC 1996)', { flags: 4 << 11, type: 6 }],
    ['an UPDATE (RFC 2136)', { flags: 5 << 11, type: 6 }],
  ] as const) {
    test(`is true for ${what}`, () => {
      expect(looks(message(fields as Parameters<typeof message>[0]))).toBe(true);
    });
  }

  for (const [what, fields] of [
    ['opcode 3, which is unassigned', { flags: 3 << 11 }],
    ['opcode 15', { flags: 15 << 11 }],
    ['the Z bit set', { flags: 0x0140 }],
    ['a query with an RCODE', { flags: 0x0101 }],
    ['a query with answers', { flags: 0x0100, answers: 1 }],
    ['no question', { questions: 0 }],
    ['300 questions', { questions: 300 }],
    ['type 0', { type: 0 }],
    ['class 0', { class: 0 }],
    ['an unassigned class', { class: 77 }],
    ['a question that is a pointer', { question: name('', 12) }],
    ['a label of type 01', { question: [0x41, ...name('a')] }],
  ] as const) {
    test(`is false for ${what}`, () => {
      expect(looks(message(fields as Parameters<typeof message>[0]))).toBe(false);
    });
  }

  test('is false for every prefix that ends before the question does', () => {
    const octets = message({ flags: 0x0100 });
    for (let end = 0; end < octets.length; end++) expect(looksLikeDns(octets, 0, end)).toBe(false);
    expect(looks(octets)).toBe(true);
  });

  test('is false for a QUIC Initial and for text', () => {
    // RFC 9001 A.2: the first octets of the protected client Initial.
    expect(
      looks(
        fromHex('c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9bd8bab936b47d92ec356c'),
      ),
    ).toBe(false);
    expect(looks(Buffer.from('GET / HTTP/1.1\r\nHost: chat.example.org\r\n\r\n'))).toBe(false);
  });
});
