/**
 * JA4, and JA4 without its last part: the hash of extensions and signature algorithms, which changes from one version of a
 * program to the next while the cipher suites and the counts stay.
 */
import type { EvidenceKind } from './kind.js';

export const ja4: EvidenceKind = {
  name: 'ja4',
  family: 'client',
  factKind: 'ja4',
  extract: (sighting) => (sighting.fingerprint?.ja4 === undefined ? [] : [sighting.fingerprint.ja4]),
};

export const ja4WithoutLastPart: EvidenceKind = {
  name: 'ja4_ab',
  family: 'client',
  factKind: 'ja4_ab',
  extract(sighting) {
    const whole = sighting.fingerprint?.ja4;
    const cut = whole?.lastIndexOf('_') ?? -1;
    return whole === undefined || cut < 0 ? [] : [whole.slice(0, cut)];
  },
};
