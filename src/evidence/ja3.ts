/** JA3: of use only for stacks that keep the order of their extensions, which the catalog knows, not the hello. */
import type { EvidenceKind } from './kind.js';

export const ja3: EvidenceKind = {
  name: 'ja3',
  family: 'client',
  factKind: 'ja3',
  extract: (sighting) => (sighting.fingerprint?.ja3 === undefined ? [] : [sighting.fingerprint.ja3.hash]),
};
