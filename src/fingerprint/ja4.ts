/**
 * JA4: the fingerprint of a ClientHello as FoxIO's technical_details/JA4.md defines it (BSD-3), hashed and unhashed (JA4_r).
 * The section names in the comments are those of that document. GREASE is ignored "anywhere it is seen": in versions, ALPN
 * names and signature algorithms too.
 */
import { createHash } from 'node:crypto';
import { hex16, toHex } from '../bytes/hex.js';
import type { ClientHello } from '../protocol/tls/client-hello.js';
import { isGreaseName, withoutGrease } from '../protocol/tls/grease.js';
import { ExtensionType } from '../protocol/tls/numbers.js';

export interface Ja4 {
  readonly hashed: string;
  readonly raw: string;
}

/** "TLS and DTLS Version". */
const VERSIONS: ReadonlyMap<number, string> = new Map([
  [0x0304, '13'],
  [0x0303, '12'],
  [0x0302, '11'],
  [0x0301, '10'],
  [0x0300, 's3'],
  [0x0002, 's2'],
  [0xfeff, 'd1'],
  [0xfefd, 'd2'],
  [0xfefc, 'd3'],
]);
const UNKNOWN_VERSION = '00';
const NO_ALPN = '00';
const NOTHING_TO_HASH = '000000000000';
const HASH_DIGITS = NOTHING_TO_HASH.length;
const MAX_COUNT = 99;

/** @param carrier `t` TLS over TCP, `q` QUIC, `d` DTLS ("QUIC and DTLS") */
export function ja4(hello: ClientHello, carrier: 't' | 'q' | 'd'): Ja4 | undefined {
  if (hello.sslv2) return undefined;
  const ciphers = withoutGrease(hello.ciphers);
  const extensions = withoutGrease(hello.extensions);
  // "SNI": its extension says that the destination is a domain, whatever stands in it.
  const sni = hello.extensions.includes(ExtensionType.ServerName) ? 'd' : 'i';
  const start = carrier + version(hello) + sni + count(ciphers) + count(extensions) + alpn(hello);

  // "Extension hash": without SNI and ALPN, whose facts are in the first part.
  const sorted = hexList(
    extensions.filter((type) => type !== ExtensionType.ServerName && type !== ExtensionType.Alpn).sort((a, b) => a - b),
  );
  const algorithms = hexList(withoutGrease(hello.signatureAlgorithms));
  const ciphersRaw = hexList(ciphers.sort((a, b) => a - b));
  // "If there are no signature algorithms in the hello packet, then the string ends without an underscore."
  const extensionsRaw = algorithms === '' ? sorted : `${sorted}_${algorithms}`;
  return {
    hashed: `${start}_${sha256(ciphersRaw)}_${sorted === '' ? NOTHING_TO_HASH : sha256(extensionsRaw)}`,
    raw: `${start}_${ciphersRaw}_${extensionsRaw}`,
  };
}

/**
 * Highest value of supported_versions, if that extension is there, else the version field. "Highest" is taken as the number,
 * as the document has it and others do, though DTLS counts downwards: an offer of DTLS 1.3 and 1.2 is `d2`.
 */
function version(hello: ClientHello): string {
  const offered = withoutGrease(hello.supportedVersions);
  const highest = offered.length > 0 ? Math.max(...offered) : hello.legacyVersion;
  return VERSIONS.get(highest) ?? UNKNOWN_VERSION;
}

/** "Number of Ciphers", "Number of Extensions". */
function count(values: readonly number[]): string {
  return String(Math.min(values.length, MAX_COUNT)).padStart(2, '0');
}

/** "ALPN Extension Value". */
function alpn(hello: ClientHello): string {
  const first = hello.alpn.find((name) => !isGreaseName(name));
  if (first === undefined || first.length === 0) return NO_ALPN;
  const head = first[0]!;
  const tail = first[first.length - 1]!;
  if (isAlphanumeric(head) && isAlphanumeric(tail)) return String.fromCharCode(head, tail);
  const hex = toHex(first);
  return hex[0]! + hex[hex.length - 1]!;
}

/** 0x30-0x39, 0x41-0x5A, 0x61-0x7A. */
function isAlphanumeric(octet: number): boolean {
  return (octet >= 0x30 && octet <= 0x39) || (octet >= 0x41 && octet <= 0x5a) || (octet >= 0x61 && octet <= 0x7a);
}

function hexList(values: readonly number[]): string {
  return values.map(hex16).join(',');
}

/** First 12 digits; twelve zeros for the empty string, "rather than running a sha256 hash of nothing". */
function sha256(text: string): string {
  if (text === '') return NOTHING_TO_HASH;
  return createHash('sha256').update(text, 'latin1').digest('hex').slice(0, HASH_DIGITS);
}
