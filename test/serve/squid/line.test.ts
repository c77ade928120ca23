/** Expected lines are by the documentation of external_acl_type in Squid 5.7's squid.conf. */
import fc from 'fast-check';
import { answerLine, parseLine } from '../../../src/serve/squid/line.js';

const ENDS = { clientIp: '10.8.0.2', clientPort: 51234, serverIp: '203.0.113.7', serverPort: 443, proto: 'TCP' };

test('a question, with what Squid appends where an ACL has no arguments', () => {
  expect(parseLine('17 10.8.0.2 51234 203.0.113.7 443 chat.signal.org -')).toEqual({
    channel: '17',
    ends: ENDS,
    sni: 'chat.signal.org',
  });
});

test('when Squid accepted the connection, where its format says so; what is no time is none', () => {
  const at = (word: string): unknown => {
    const line = parseLine(`1 10.8.0.2 51234 203.0.113.7 443 a.example ${word}`);
    return 'ends' in line ? line.acceptedUs : line;
  };
  expect(at('1790000000.250 -')).toBe(1_790_000_000_250_000);
  expect(at('1790000000.250123')).toBe(1_790_000_000_250_123);
  for (const word of ['-', '', '1790000000', '1.2.3', '99999999999999.000', '-1.000', '1.000e9'])
    expect([word, at(word)]).toEqual([word, undefined]);
});

test('IPv6, escaped and not', () => {
  for (const address of ['2001:db8::7', '2001%3Adb8%3a%3A7']) {
    expect(parseLine(`0 fd00::2 1 ${address} 443 -`)).toMatchObject({
      ends: { serverIp: '2001:db8::7' },
      sni: undefined,
    });
  }
});

test('a name with octets that are no text', () => {
  expect(parseLine('0 10.8.0.2 51234 203.0.113.7 443 a%20b%E9%0ac')).toMatchObject({ sni: 'a\\x20b\\xe9\\x0ac' });
  expect(parseLine('0 10.8.0.2 51234 203.0.113.7 443 100%')).toMatchObject({ sni: '100%' });
});

for (const [line, channel] of [
  ['', undefined],
  ['x 10.8.0.2 51234 203.0.113.7 443 a', undefined],
  ['10.8.0.2 51234 203.0.113.7 443 a', undefined],
  ['123456789012345678901 10.8.0.2 51234 203.0.113.7 443 a', undefined],
  ['3', '3'],
  ['3 - 51234 203.0.113.7 443 a', '3'],
  ['3 10.8.0.2 51234 proxy.example 443 a', '3'],
  ['3 10.8.0.2 99999 203.0.113.7 443 a', '3'],
  ['3 10.8.0.2 -1 203.0.113.7 443 a', '3'],
  [`3 10.8.0.2 51234 203.0.113.7 443 ${'a'.repeat(1025)}`, '3'],
] as const) {
  test(`no question: ${line.slice(0, 40)}`, () => {
    expect(parseLine(line)).toEqual({ channel, wrong: expect.any(String) });
  });
}

test('answers: values of one word plain, others quoted, nothing that ends the line', () => {
  expect(answerLine('5', true, { pinsight_app: 'Signal', log: undefined })).toBe('5 OK pinsight_app=Signal\n');
  expect(answerLine('5', false, { a: 'J. "Bob" Smith', b: 'x\\y' })).toMatch(
    /^5 ERR a="J\. \\"Bob\\" Smith" b="x\\\\y"\n$/,
  );
  expect(answerLine('5', false, { a: 'x\r\n6 OK' }).split('\n')).toHaveLength(2);
});

test('whatever a line holds, a clause or a question comes back, and its answer is one line', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary' }), (octets, note) => {
      const line = Buffer.from(octets).toString('latin1');
      for (const text of [line, `7 10.8.0.2 1 203.0.113.7 443 ${line.replace(/\s/g, '')}`]) {
        const { channel } = parseLine(text);
        expect(channel ?? '0').toMatch(/^[0-9]{1,20}$/);
      }
      expect(answerLine('7', false, { note })).toMatch(/^7 ERR note=[^\n\r]*\n$/);
    }),
  );
});
