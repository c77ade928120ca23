import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKey, redactor } from '../../src/cli/redact.js';

const key = Buffer.alloc(32, 7);

test('an IPv4 pseudonym is the first 28 bits of the HMAC of the octets, in 240.0.0.0/4', () => {
  const mac = createHmac('sha256', key)
    .update(Buffer.from([10, 8, 0, 2]))
    .digest();
  expect(redactor(key)('10.8.0.2')).toBe(`${240 + (mac[0]! & 15)}.${mac[1]}.${mac[2]}.${mac[3]}`);
});

test('an IPv6 pseudonym lies in 2001:db8::/32', () => {
  const pseudonym = redactor(key)('fd00:8::2');
  expect(isIPv6(pseudonym)).toBe(true);
  expect(pseudonym).toMatch(/^2001:db8:/);
});

test('one client stays one client under a key, and is another under another', () => {
  const redact = redactor(key);
  const other = redactor(Buffer.alloc(32, 8));
  for (const address of ['10.8.0.2', 'fd00:8::2']) {
    expect(redact(address)).toBe(redact(address));
    expect(redactor(key)(address)).toBe(redact(address));
    expect(other(address)).not.toBe(redact(address));
  }
});

test('different clients get different, valid pseudonyms, also beyond what is remembered', () => {
  const redact = redactor(key);
  const seen = new Set<string>();
  for (let i = 0; i < 70_000; i++) seen.add(redact(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`));
  for (const pseudonym of seen)
    if (!isIPv4(pseudonym) || Number.parseInt(pseudonym, 10) < 240) throw new Error(pseudonym);
  // Expected pairs that share one: n^2 / 2^29 = 9.1. Forty would be ten deviations off.
  expect(seen.size).toBeGreaterThan(70_000 - 40);
  expect(redact('10.0.0.1')).toBe(redactor(key)('10.0.0.1'));
});

test('what is no address is not let through', () => {
  expect(isIPv4(redactor(key)('not an address'))).toBe(true);
});

describe('readKey', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pinsight-key-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('takes the octets as they are', () => {
    const path = join(folder, 'key');
    writeFileSync(path, key);
    expect(Buffer.from(readKey(path)).equals(key)).toBe(true);
  });

  test.each([0, 15, 4097])('refuses %d octets', (length) => {
    const path = join(folder, `key-${length}`);
    writeFileSync(path, Buffer.alloc(length));
    expect(() => readKey(path)).toThrow(`holds ${length} octets; expected a key of 16 to 4096`);
  });

  test('a missing file is wrong use', () => {
    expect(() => readKey(join(folder, 'none'))).toThrow(/^--redact .*: no such file or directory; name a file/);
  });
});
