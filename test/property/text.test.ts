import fc from 'fast-check';
import { harmless, printable } from '../../src/bytes/text.js';

/** Reads back what `printable` wrote. */
function octetsOf(text: string): Uint8Array {
  const octets: number[] = [];
  for (let i = 0; i < text.length; ) {
    if (text[i] === '\\') {
      octets.push(Number.parseInt(text.slice(i + 2, i + 4), 16));
      i += 4;
    } else {
      octets.push(text.charCodeAt(i));
      i += 1;
    }
  }
  return Uint8Array.from(octets);
}

describe('printable', () => {
  test('of any octets is 0x21 to 0x7e, at most four characters an octet, and can be read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const text = printable(octets);
        for (let i = 0; i < text.length; i++) {
          expect(text.charCodeAt(i)).toBeGreaterThanOrEqual(0x21);
          expect(text.charCodeAt(i)).toBeLessThanOrEqual(0x7e);
        }
        expect(text.length).toBeLessThanOrEqual(4 * octets.length);
        expect(octetsOf(text)).toEqual(octets);
      }),
    );
  });

  test('of every single octet', () => {
    for (let octet = 0; octet < 256; octet++) {
      const plain = octet > 0x20 && octet < 0x7f && octet !== 0x5c;
      const expected = plain ? String.fromCharCode(octet) : `\\x${octet.toString(16).padStart(2, '0')}`;
      expect(printable(Uint8Array.of(octet))).toBe(expected);
    }
  });

  test('of a part is the part of the whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), fc.nat(60), (octets, a, b) => {
        const [at, end] = [Math.min(a, b, octets.length), Math.min(Math.max(a, b), octets.length)];
        expect(printable(octets, at, end)).toBe(printable(octets.slice(at, end)));
      }),
    );
  });
});

describe('harmless', () => {
  /** Category Cc, line and paragraph separators, bidirectional embeddings, overrides and isolates, lone surrogates. */
  const HARMFUL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;

  test('never has a control character, whatever it is given', () => {
    const nasty = fc.constantFrom(
      '\u001b[31m',
      '\u0000',
      '\u009b',
      '\r\n',
      '\u202e',
      '\u2028',
      '\ud800',
      '\udc00',
      'a',
      '\u00e9',
      '\u{1f600}',
    );
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(nasty).map((parts) => parts.join('')),
      fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
    );
    fc.assert(
      fc.property(any, (text) => void expect(harmless(text)).not.toMatch(HARMFUL)),
      { numRuns: 1000 },
    );
  });

  test('leaves letters of all scripts', () => {
    const text =
      'Zo\u00eb \u0421\u0438\u0433\u043d\u0430\u043b \u5fae\u4fe1 \u0648\u0627\u062a\u0633\u0627\u0628 \u{1f600} C:\\captures';
    expect(harmless(text)).toBe(text);
  });

  test('says which character it was', () => {
    expect(harmless('a\u001b[2Jb\u202ec')).toBe('a\\u{1b}[2Jb\\u{202e}c');
  });
});
