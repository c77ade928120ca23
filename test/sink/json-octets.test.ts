/** RFC 8259, by what JSON.stringify makes of the same values. */
import fc from 'fast-check';
import { JsonOctets } from '../../src/sink/json-octets.js';

test('numbers', () => {
  const json = new JsonOctets();
  const edges = [0, -0, 9, 10, 99, 100, 999_999_999, 1_000_000_000, 2_147_483_647, 2_147_483_648, -1, Number.NaN];
  const small = fc.integer({ min: 0, max: 0x7fff_ffff });
  const check = (value: number): void => {
    json.clear();
    json.number(value);
    expect(json.toString()).toBe(JSON.stringify(value));
  };
  for (const edge of edges) check(edge);
  fc.assert(fc.property(fc.oneof(small, fc.double()), check));
});

test('strings, short and long, beside one another', () => {
  const json = new JsonOctets();
  const plain = fc.string({ unit: 'grapheme-ascii', maxLength: 200 });
  fc.assert(
    fc.property(fc.array(fc.oneof(plain, fc.string({ unit: 'binary', maxLength: 200 }))), (texts) => {
      json.clear();
      for (const text of texts) json.text(text);
      expect(json.toString()).toBe(texts.map((text) => JSON.stringify(text)).join(''));
    }),
  );
  for (const text of [`é${'a'.repeat(100)}`, `${'a'.repeat(100)}"`, 'ŁŁ', '\u007f', '\\', 'x'.repeat(10_000)]) {
    json.clear();
    json.text(text);
    expect(json.toString()).toBe(JSON.stringify(text));
  }
});

test('a copy stays as it was', () => {
  const json = new JsonOctets();
  json.text('first');
  const copy = json.copy(1);
  json.clear();
  json.text('other');
  expect(Buffer.from(copy).toString()).toBe('first"');
});

test('objects: members with commas, inside one another, none at all', () => {
  const json = new JsonOctets();
  const member = (name: string): void => json.plain(Buffer.from(`,"${name}":`));
  const outer = json.length;
  member('a');
  json.number(1);
  member('b');
  const inner = json.length;
  member('c');
  json.text('d');
  json.object(inner);
  member('e');
  json.object(json.length);
  json.object(outer);
  expect(json.toString()).toBe(JSON.stringify({ a: 1, b: { c: 'd' }, e: {} }));
});
