import { printable } from '../../src/bytes/text.js';
import { MAX_TEXT_OCTETS, MAX_TEXTS, TextMemo } from '../../src/bytes/text-memo.js';

const octetsOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

test('gives what `printable` gives, again too, wherever the octets lie', () => {
  const memo = new TextMemo();
  const texts = [
    '',
    'a',
    'example.com',
    'sp ace\\\u0000\u00ff',
    'x'.repeat(MAX_TEXT_OCTETS),
    'x'.repeat(MAX_TEXT_OCTETS + 1),
  ];
  for (let round = 0; round < 2; round++) {
    for (const text of texts) {
      const around = octetsOf(`<${text}>`);
      expect(memo.of(around, 1, around.length - 1)).toBe(printable(octetsOf(text)));
    }
  }
});

test('what an array held before it was written over is no matter', () => {
  const memo = new TextMemo();
  const octets = octetsOf('first.example');
  expect(memo.of(octets, 0, octets.length)).toBe('first.example');
  octets.set(octetsOf('other'));
  expect(memo.of(octets, 0, octets.length)).toBe('other.example');
  octets.set(octetsOf('first'));
  expect(memo.of(octets, 0, octets.length)).toBe('first.example');
});

test('more texts than there are places', () => {
  const memo = new TextMemo();
  for (let i = 0; i < 2 * MAX_TEXTS; i++) {
    const octets = octetsOf(`${i}.example`);
    expect(memo.of(octets, 0, octets.length)).toBe(`${i}.example`);
  }
});
