/** FIPS 197, appendices A.1, B and C.1. */
import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { BLOCK_OCTETS, encryptBlock, expandKey, ROUND_KEY_WORDS } from '../../src/bytes/aes128.js';
import { fromHex, toHex } from '../../src/bytes/hex.js';

const roundKeys = new Int32Array(ROUND_KEY_WORDS);

function encrypted(key: Uint8Array, octets: Uint8Array, at = 0): string {
  const into = new Uint8Array(BLOCK_OCTETS);
  expandKey(key, 0, roundKeys);
  encryptBlock(roundKeys, octets, at, into);
  return toHex(into);
}

test('A.1: the expanded key', () => {
  expandKey(fromHex('2b7e151628aed2a6abf7158809cf4f3c'), 0, roundKeys);
  const words = [...roundKeys].map((word) => (word >>> 0).toString(16).padStart(8, '0'));
  expect(words).toHaveLength(44);
  expect(words.slice(4, 12).join(' ')).toBe('a0fafe17 88542cb1 23a33939 2a6c7605 f2c295f2 7a96b943 5935807a 7359f67f');
  expect(words.slice(40).join(' ')).toBe('d014f9a8 c9ee2589 e13f0cc8 b6630ca6');
});

test.each([
  ['B', '2b7e151628aed2a6abf7158809cf4f3c', '3243f6a8885a308d313198a2e0370734', '3925841d02dc09fbdc118597196a0b32'],
  ['C.1', '000102030405060708090a0b0c0d0e0f', '00112233445566778899aabbccddeeff', '69c4e0d86a7b0430d8cdb78070b4c55a'],
])('%s: a block', (_, key, plain, cipher) => {
  expect(encrypted(fromHex(key), fromHex(plain))).toBe(cipher);
});

test('any key and block, wherever they lie: what node:crypto says', () => {
  const block = fc.uint8Array({ minLength: BLOCK_OCTETS, maxLength: BLOCK_OCTETS });
  fc.assert(
    fc.property(block, block, fc.nat(9), (key, plain, before) => {
      const octets = new Uint8Array(before + BLOCK_OCTETS + 3).fill(0xa5);
      octets.set(plain, before);
      expect(encrypted(key, octets, before)).toBe(toHex(createCipheriv('aes-128-ecb', key, null).update(plain)));
      octets.set(key, before);
      expandKey(octets, before, roundKeys);
      const into = new Uint8Array(BLOCK_OCTETS);
      encryptBlock(roundKeys, plain, 0, into);
      expect(toHex(into)).toBe(encrypted(key, plain));
    }),
  );
});
