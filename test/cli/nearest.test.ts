import { nearest, suggestion } from '../../src/cli/nearest.js';

const NAMES = ['Signal', 'Telegram', 'WhatsApp', 'chat.signal.org'];

test.each([
  ['Sginal', 'Signal'],
  ['SIGNAL', 'Signal'],
  ['Whatsap', 'WhatsApp'],
  ['chat.sginal.org', 'chat.signal.org'],
])('%s is near %s', (wanted, name) => expect(nearest(wanted, NAMES)).toBe(name));

test.each(['', 'x', 'Sign of the times', 'a'.repeat(10_000)])('%# is near none', (wanted) => {
  expect(nearest(wanted, NAMES)).toBeUndefined();
  expect(suggestion(wanted, NAMES)).toBe('');
});

test('the nearest, not the first; of equals the first', () => {
  expect(nearest('abcdef', ['abcxef', 'abcdeg', 'abcdef'])).toBe('abcdef');
  expect(nearest('abcdef', ['abcxef', 'abcdeg'])).toBe('abcxef');
});

test('a suggestion cannot drive a terminal', () => {
  expect(suggestion('Signals', ['Sig\u001bnal'])).toBe(' (did you mean Sig\\u{1b}nal?)');
});
