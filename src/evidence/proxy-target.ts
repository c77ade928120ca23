/** The name that the client asked a proxy for (HTTP CONNECT, SOCKS) before the hello: next to the SNI, and as much a mere claim. */
import type { EvidenceKind } from './kind.js';
import { normalName } from './name.js';

export const proxyTarget: EvidenceKind = {
  name: 'proxy_target',
  family: 'name',
  factKind: 'host',
  extract(sighting) {
    const name = normalName(sighting.proxyTarget);
    return name === undefined ? [] : [name];
  },
};
