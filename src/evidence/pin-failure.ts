/**
 * How earlier inspected handshakes of this client to this name ended: as those of a pinned app do. client/ledger.ts keeps
 * them; strongest of all when repeated.
 */
import type { EvidenceKind } from './kind.js';

export const pinFailure: EvidenceKind = {
  name: 'pin_failure',
  family: 'behaviour',
  factKind: 'pin_failure',
  extract: (sighting) => (sighting.pinFailures === undefined ? [] : [sighting.pinFailures.name]),
};
