/** Apps that this client was seen using in the last minutes: decides between candidates. client/context.ts keeps them. */
import { type EvidenceKind, MAX_VALUES } from './kind.js';

export const appInUse: EvidenceKind = {
  name: 'app_in_use',
  family: 'context',
  factKind: 'app_in_use',
  extract: (sighting) => sighting.appsInUse.slice(0, MAX_VALUES),
};
