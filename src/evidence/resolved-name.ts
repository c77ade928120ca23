/** Names that this client resolved to this address through the tunnel: what there is where the hello names nobody. */
import { type EvidenceKind, MAX_VALUES } from './kind.js';
import { normalName } from './name.js';

export const resolvedName: EvidenceKind = {
  name: 'dns_name',
  family: 'name',
  factKind: 'host',
  extract(sighting) {
    const names = new Set<string>();
    for (const resolved of sighting.resolvedNames) {
      const name = normalName(resolved);
      if (name !== undefined) names.add(name);
      if (names.size === MAX_VALUES) break;
    }
    return [...names];
  },
};
