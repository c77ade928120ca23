import { UsageError } from '../../src/bytes/usage-error.js';
import { type FlowSelector, flowSelector, label, network, oneOf, seconds, wholeNumber } from '../../src/cli/values.js';

test.each([
  ['64', 64],
  ['1000000', 1_000_000],
])('wholeNumber %p', (text, value) => expect(wholeNumber('--max-flows', text, 64, 16_777_216)).toBe(value));

test.each(['', '63', '16777217', '-1', '1e3', '0x40', '64.0', ' 64', '12x', '99999999999999999999'])(
  'wholeNumber refuses %p and says what it wants',
  (text) => {
    expect(() => wholeNumber('--max-flows', text, 64, 16_777_216)).toThrow(
      new UsageError('bad_option', `--max-flows ${JSON.stringify(text)}: expected a whole number from 64 to 16777216`),
    );
  },
);

test.each([
  ['300', 300],
  ['0.5', 0.5],
  ['31536000', 31_536_000],
])('seconds %p', (text, value) => expect(seconds('--timeout-udp', text)).toBe(value));

test.each(['', '0', '0.0', '-1', '1e3', '31536001', '.5', '5s', 'Infinity'])('seconds refuses %p', (text) => {
  expect(() => seconds('--timeout-udp', text)).toThrow(/^--timeout-udp ".*": expected seconds/);
});

test.each([
  ['10.8.0.0/16', '10.8.0.0/16'],
  ['10.8.0.2', '10.8.0.2/32'],
  ['fd00:8::/64', 'fd00:8::/64'],
  ['::1', '::1/128'],
  ['0.0.0.0/0', '0.0.0.0/0'],
])('network %p', (text, value) => expect(network('--device', text)).toBe(value));

test.each([
  '',
  '10.8.0.0/33',
  'fd00::/129',
  '10.8/16',
  '10.8.0.0/',
  '10.8.0.0/-1',
  '/8',
  'example.com',
  '010.8.0.0/16',
])('network refuses %p', (text) =>
  expect(() => network('--device', text)).toThrow(/^--device ".*": expected a network/),
);

test('oneOf names the choices', () => {
  expect(oneOf('--format', 'csv', ['table', 'csv'])).toBe('csv');
  expect(() => oneOf('--format', 'xml', ['table', 'csv'])).toThrow('--format "xml": expected one of table, csv');
});

test('what is shown of a wrong value cannot drive a terminal', () => {
  const evil = '\u001b[2J\u009b1A\u202e';
  for (const attempt of [
    () => oneOf('--format', evil, ['csv']),
    () => label('--label', ' '),
    () => network('--device', evil),
  ]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
    expect(attempt).toThrow(/^[^\u0000-\u001f\u007f-\u009f\u202e]*$/);
  }
});

test('a label is a name of some length', () => {
  expect(label('--label', 'org.example.chat')).toBe('org.example.chat');
  expect(() => label('--label', '  ')).toThrow(UsageError);
  expect(() => label('--label', 'x'.repeat(201))).toThrow(UsageError);
});

describe('flowSelector', () => {
  const ends = (selector: FlowSelector): unknown =>
    'ends' in selector
      ? [...selector.ends.map(({ address, port }) => [Buffer.from(address).toString('hex'), port]), selector.proto]
      : selector;

  test.each([
    ['17', { id: 17 }],
    ['10.8.0.2:51234-203.0.113.7:443', [['0a080002', 51234], ['cb007107', 443], undefined]],
    ['10.8.0.2:51234-203.0.113.7:443/tcp', [['0a080002', 51234], ['cb007107', 443], 'TCP']],
    ['10.8.0.2:0-203.0.113.7:65535/UDP', [['0a080002', 0], ['cb007107', 65535], 'UDP']],
    [
      '[fd00:8::2]:34602-[2001:db8:113::49]:443',
      [['fd000008000000000000000000000002', 34602], ['20010db8011300000000000000000049', 443], undefined],
    ],
  ])('%s', (text, expected) => expect(ends(flowSelector('--flow', text))).toEqual(expected));

  test.each([
    '',
    '0',
    '-17',
    '1.5',
    '10.8.0.2:51234',
    '10.8.0.2-203.0.113.7',
    '10.8.0.2:51234-203.0.113.7:65536',
    '10.8.0.2:51234-203.0.113.7:443/sctp',
    '10.8.0.2:51234-203.0.113.7:443-1.1.1.1:1',
    '[10.8.0.2]:51234-203.0.113.7:443',
    'fd00::2:51234-2001:db8::1:443',
    '10.8.0.2:51234-[2001:db8::1]:443',
    'example.com:1-example.org:2',
  ])('refuses %p', (text) => expect(() => flowSelector('--flow', text)).toThrow(/^--flow ".*": expected a flow_id/));
});
