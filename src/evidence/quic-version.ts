/** The QUIC version (RFC 9000 §15) of the client's first Initial: Meta's own versions are the best sign of that family. */
import type { EvidenceKind } from './kind.js';

export const quicVersion: EvidenceKind = {
  name: 'quic_version',
  family: 'client',
  factKind: 'quic_version',
  extract: (sighting) => (sighting.quicVersion === undefined ? [] : [sighting.quicVersion]),
};
