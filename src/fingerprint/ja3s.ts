/**
 * JA3S: the fingerprint of a ServerHello as salesforce/ja3 defines it (python/ja3s.py; BSD-3): version, cipher and extensions
 * in decimal and in wire order; the hash is their MD5. The version is that of the field, 771 for TLS 1.3 too. Unlike JA3 it
 * drops nothing: a server may not send GREASE in a ServerHello (RFC 8701 §4).
 */
import type { ServerHello } from '../protocol/tls/server-hello.js';
import { type Ja3, md5 } from './ja3.js';

export function ja3s(server: ServerHello): Ja3 {
  const string = [server.legacyVersion, server.cipher, server.extensions.join('-')].join(',');
  return { hash: md5(string), string };
}
