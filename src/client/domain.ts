/** Whose a name is, as far as names tell: its registrable domain. docs/adr/0003. */
import { createRequire } from 'node:module';

type Suffixes = typeof import('tldts');
let suffixes: Suffixes | undefined;

/**
 * The registrable domain by the public suffix list, its private section too: those who share a hosting suffix are not one
 * owner. A name that has none stands for itself.
 */
export function registrableDomain(name: string): string {
  // Loaded when first needed, and few captures need it: 50 ms are an eighth of what the demo may take in all.
  suffixes ??= createRequire(import.meta.url)('tldts') as Suffixes;
  return suffixes.getDomain(name, { allowPrivateDomains: true, extractHostname: false }) ?? name;
}
