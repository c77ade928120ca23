/**
 * The class of TLS stack: what carries the hello, the version, and the hash of the cipher suites, out of JA4. A library
 * keeps its suites while the programs on it differ in extensions and ALPN.
 */
import type { EvidenceKind } from './kind.js';

/** JA4's first characters: carrier and version. */
const CARRIER_AND_VERSION = 3;

export const stackClass: EvidenceKind = {
  name: 'stack_class',
  family: 'client',
  factKind: 'stack_class',
  extract(sighting) {
    const [first, ciphers] = sighting.fingerprint?.ja4?.split('_') ?? [];
    if (first === undefined || ciphers === undefined) return [];
    return [`${first.slice(0, CARRIER_AND_VERSION)}_${ciphers}`];
  },
};
