/** The ALPN list (RFC 7301), in order: most programs say the same, a few (`anydesk/…`, `apns-…`) name themselves. */
import type { EvidenceKind } from './kind.js';

/** Longest list that is kept, in characters: a hello may hold 64 kB of it. */
const MAX_ALPN = 128;

export const alpn: EvidenceKind = {
  name: 'alpn',
  family: 'client',
  factKind: 'alpn',
  extract: (sighting) => (sighting.alpn.length === 0 ? [] : [sighting.alpn.join(',').slice(0, MAX_ALPN)]),
};
