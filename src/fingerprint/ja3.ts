/**
 * JA3: the fingerprint of a ClientHello as salesforce/ja3 defines it (README.md, "How it works"; BSD-3): version, ciphers,
 * extensions, groups and point formats in decimal and in wire order, without GREASE; the hash is their MD5.
 */
import { createHash } from 'node:crypto';
import type { ClientHello } from '../protocol/tls/client-hello.js';
import { withoutGrease } from '../protocol/tls/grease.js';

export interface Ja3 {
  readonly hash: string;
  /** What `hash` is the MD5 of. */
  readonly string: string;
}

/** Absent for an SSL 2.0-format hello: its cipher specs have three octets, and JA3 does not say how to write them. */
export function ja3(hello: ClientHello): Ja3 | undefined {
  if (hello.sslv2) return undefined;
  const string = [
    hello.legacyVersion,
    withoutGrease(hello.ciphers).join('-'),
    withoutGrease(hello.extensions).join('-'),
    withoutGrease(hello.groups).join('-'),
    hello.pointFormats.join('-'),
  ].join(',');
  return { hash: md5(string), string };
}

/** MD5 as JA3 and JA3S need it: a name for a string, no protection of anything. */
export function md5(string: string): string {
  return createHash('md5').update(string, 'latin1').digest('hex');
}
