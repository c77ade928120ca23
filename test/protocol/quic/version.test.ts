import { isReserved, knownVersion, versionText } from '../../../src/protocol/quic/version.js';

test.each([
  [0x00000001, '1'],
  [0x6b3343cf, '2'],
  [0xff00001d, 'draft-29'],
  [0xff00001b, 'draft-27'],
  [0xff000020, 'draft-32'],
  [0x709a50c4, '0x709a50c4'],
  [0xfaceb002, '0xfaceb002'],
  [0x51303433, '0x51303433'],
  [0x54303531, '0x54303531'],
  [0x1a2a3a4a, '0x1a2a3a4a'],
  [0x00000002, '0x00000002'],
  [0xff000000, '0xff000000'],
])('text of %i is %s', (version, text) => {
  expect(versionText(version)).toBe(text);
});

test('which versions are read as TLS in Initials', () => {
  const drafts = [27, 28, 29, 30, 31, 32].map((draft) => 0xff000000 + draft);
  for (const version of [1, 0x6b3343cf, ...drafts, 0xfaceb002]) expect(knownVersion(version)?.form).toBe('tls');
  for (const version of [0x1a2a3a4a, 0x709a50c4, 0xff000012, 0xfaceb010, 0x54303531]) {
    expect(knownVersion(version)).toMatchObject({ form: 'opaque', schedule: undefined });
  }
  for (const version of [0, 2, 0x01000000, 0x16fefd00, 0x2112a442]) expect(knownVersion(version)).toBeUndefined();
});

test('reserved versions are those of RFC 9000 §15', () => {
  expect([0x0a0a0a0a, 0x1a2a3a4a, 0xfafafafa].every(isReserved)).toBe(true);
  expect([0x0a0a0a0b, 1, 0x6b3343cf].some(isReserved)).toBe(false);
});
