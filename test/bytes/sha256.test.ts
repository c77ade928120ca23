/** FIPS 180-4 (the examples that NIST publishes with it), RFC 4231 for HMAC, and RFC 5869 for what HKDF makes of it. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/bytes/hex.js';
import { compress, INITIAL_HASH, SHA256_OCTETS, SHORT_MESSAGE_OCTETS, ShortHmac } from '../../src/bytes/sha256.js';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** The hash of a message whose blocks were padded by hand. */
function hashOf(...blocks: Uint8Array[]): string {
  const hash = Int32Array.from(INITIAL_HASH);
  for (const block of blocks) compress(hash, block);
  return [...hash].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function block(beginning: Uint8Array, bits = 0): Uint8Array {
  const octets = new Uint8Array(64);
  octets.set(beginning);
  octets[62] = bits >>> 8;
  octets[63] = bits & 0xff;
  return octets;
}

describe('FIPS 180-4', () => {
  test('one block', () => {
    expect(hashOf(block(ascii('abc\x80'), 24))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  test('two blocks', () => {
    const message = ascii('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq\x80');
    expect(hashOf(block(message), block(ascii(''), 448))).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
  });

  test('§5.3.3: the initial hash', () => {
    expect(hashOf()).toBe('6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19');
  });
});

const hmac = (key: Uint8Array, message: Uint8Array): string => {
  const into = new Uint8Array(SHA256_OCTETS);
  new ShortHmac().setKey(key).digest(message, into);
  return toHex(into);
};

describe('RFC 4231', () => {
  test.each([
    [
      '4.2',
      '0b'.repeat(20),
      toHex(ascii('Hi There')),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      '4.3',
      toHex(ascii('Jefe')),
      toHex(ascii('what do ya want for nothing?')),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    ['4.4', 'aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
    [
      '4.5',
      '0102030405060708090a0b0c0d0e0f10111213141516171819',
      'cd'.repeat(50),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
  ])('%s', (_, key, message, code) => {
    expect(hmac(fromHex(key), fromHex(message))).toBe(code);
  });
});

describe('RFC 5869', () => {
  test('A.1: extract, then two blocks of expand', () => {
    const prk = hmac(fromHex('000102030405060708090a0b0c'), fromHex('0b'.repeat(22)));
    expect(prk).toBe('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5');
    const info = 'f0f1f2f3f4f5f6f7f8f9';
    const first = hmac(fromHex(prk), fromHex(`${info}01`));
    const second = hmac(fromHex(prk), fromHex(`${first}${info}02`));
    expect(`${first}${second}`.slice(0, 2 * 42)).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    );
  });

  test('A.3: no salt', () => {
    const prk = hmac(fromHex(''), fromHex('0b'.repeat(22)));
    expect(prk).toBe('19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04');
  });
});

test('one object, any keys and messages in turn: what node:crypto says', () => {
  const mine = new ShortHmac();
  const into = new Uint8Array(SHA256_OCTETS);
  const octets = (maxLength: number) => fc.uint8Array({ maxLength });
  fc.assert(
    fc.property(octets(64), octets(SHORT_MESSAGE_OCTETS), octets(SHORT_MESSAGE_OCTETS), (key, a, b) => {
      mine.setKey(key);
      for (const message of [a, b, a]) {
        mine.digest(message, into);
        expect(toHex(into)).toBe(createHmac('sha256', key).update(message).digest('hex'));
      }
    }),
  );
});

test('what does not fit into a block is refused', () => {
  const into = new Uint8Array(SHA256_OCTETS);
  expect(() => new ShortHmac().setKey(new Uint8Array(65))).toThrow(RangeError);
  const hmac = new ShortHmac().setKey(new Uint8Array(64));
  expect(() => hmac.digest(new Uint8Array(SHORT_MESSAGE_OCTETS + 1), into)).toThrow(RangeError);
});
