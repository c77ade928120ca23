/** The server's address, in a network published for an app or a service: weak alone, it corroborates. */
import type { EvidenceKind } from './kind.js';
import { destinationOf } from './sighting.js';

export const destination: EvidenceKind = {
  name: 'network',
  family: 'destination',
  factKind: 'network',
  extract(sighting) {
    const destination = destinationOf(sighting);
    return destination === undefined ? [] : [destination];
  },
};
