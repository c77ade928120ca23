import { isGrease, isGreaseName } from '../../../src/protocol/tls/grease.js';
import { versionName } from '../../../src/protocol/tls/versions.js';

test('names of versions', () => {
  expect([0x0300, 0x0301, 0x0302, 0x0303, 0x0304].map(versionName)).toEqual([
    'SSL 3.0',
    'TLS 1.0',
    'TLS 1.1',
    'TLS 1.2',
    'TLS 1.3',
  ]);
  expect([0x0002, 0xfeff, 0xfefd, 0xfefc, 0x7f1c, 0xfb1a].map(versionName)).toEqual([
    'SSL 2.0',
    'DTLS 1.0',
    'DTLS 1.2',
    'DTLS 1.3',
    'TLS 1.3 draft 28',
    '0xfb1a',
  ]);
});

// RFC 8701 §2: 0x0A0A, 0x1A1A, ... 0xFAFA.
test('GREASE is sixteen values', () => {
  const grease: number[] = [];
  for (let value = 0; value <= 0xffff; value++) if (isGrease(value)) grease.push(value);
  expect(grease).toEqual(Array.from({ length: 16 }, (_, i) => i * 0x1010 + 0x0a0a));
});

test('GREASE names are the same pairs of octets', () => {
  expect(isGreaseName(Uint8Array.of(0xba, 0xba))).toBe(true);
  for (const name of [[0xba], [0xba, 0xca], [0xba, 0xba, 0xba], [0x68, 0x32]]) {
    expect(isGreaseName(Uint8Array.from(name))).toBe(false);
  }
});
