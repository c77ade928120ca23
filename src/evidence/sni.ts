/** The SNI (RFC 6066 §3), the longest suffix first: carries most of the weight. As sent, compared by `normalName`. */
import type { EvidenceKind } from './kind.js';
import { normalName } from './name.js';

export const sni: EvidenceKind = {
  name: 'sni',
  family: 'name',
  factKind: 'host',
  extract(sighting) {
    const name = normalName(sighting.sni);
    return name === undefined ? [] : [name];
  },
};
