/** Numbers and typed values by the tables of SPOE.txt, section 3.1. */
import { Reader } from '../../../src/bytes/reader.js';
import { DataType, readNumber, readTyped, Writer } from '../../../src/serve/spoe/typed.js';

const read = (octets: Uint8Array): Reader => new Reader().aim(octets, 0, octets.length);

// Both ends of each row of the table: all bits of X after the first row's 240 are 0, or all are 1.
test.each([
  [0, '00'],
  [239, 'ef'],
  [240, 'f000'],
  [2287, 'ff7f'],
  [2288, 'f08000'],
  [264_431, 'ffff7f'],
  [264_432, 'f0808000'],
  [33_818_863, 'ffffff7f'],
  [33_818_864, 'f080808000'],
  [4_328_786_159, 'ffffffff7f'],
])('number %i', (value, hex) => {
  expect(new Writer().number(value).take().toString('hex')).toBe(hex);
  const octets = Buffer.from(hex, 'hex');
  const r = read(octets);
  expect([readNumber(r), r.ok, r.left]).toEqual([value, true, 0]);
  for (let cut = 0; cut < octets.length; cut++) {
    const short = read(octets.subarray(0, cut));
    readNumber(short);
    expect(short.ok).toBe(false);
  }
});

test('a number ends after ten octets, whatever follows', () => {
  const r = read(Buffer.alloc(64, 0xff));
  readNumber(r);
  expect(r.ok).toBe(false);
  // -1 of 64 bits, as HAProxy writes it: (2^64 - 1 - 240) >> 4, and so on.
  const minusOne = read(Buffer.from('fff0fefefefefefefe0e', 'hex'));
  expect(readNumber(minusOne)).toBeGreaterThan(2 ** 53);
  expect([minusOne.ok, minusOne.left]).toEqual([true, 0]);
});

test.each([
  ['00', { type: DataType.Null, number: 0 }],
  ['01', { type: DataType.Boolean, number: 0 }],
  ['11', { type: DataType.Boolean, number: 1 }],
  ['0205', { type: DataType.Int32, number: 5 }],
  ['03ef', { type: DataType.Uint32, number: 239 }],
  ['04f000', { type: DataType.Int64, number: 240 }],
  ['05ff7f', { type: DataType.Uint64, number: 2287 }],
])('typed value %s', (hex, expected) => {
  const r = read(Buffer.from(hex, 'hex'));
  expect(readTyped(r)).toMatchObject(expected);
  expect([r.ok, r.left]).toEqual([true, 0]);
});

test.each([
  ['060a080002', '0a080002'],
  [`07${'fd'.padEnd(30, '0')}02`, `${'fd'.padEnd(30, '0')}02`],
  ['0803616263', '616263'],
  ['0900', ''],
])('typed octets %s', (hex, content) => {
  const octets = Buffer.from(hex, 'hex');
  const r = read(octets);
  expect(Buffer.from(readTyped(r).octets).toString('hex')).toBe(content);
  expect([r.ok, r.left]).toEqual([true, 0]);
  for (let cut = 0; cut < octets.length; cut++) {
    const short = read(octets.subarray(0, cut));
    readTyped(short);
    expect(short.ok).toBe(false);
  }
});

test('types that nobody has defined are none', () => {
  for (let type = 10; type <= 15; type++) {
    const r = read(Buffer.of(type, 0, 0, 0));
    readTyped(r);
    expect(r.ok).toBe(false);
  }
});

test('a writer grows', () => {
  const text = 'x'.repeat(10_000);
  const written = new Writer().string('a').string(text).take();
  expect(written.length).toBe(2 + 3 + text.length);
  expect(written.subarray(-text.length).toString()).toBe(text);
});
