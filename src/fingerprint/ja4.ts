/**
 * JA4: the fingerprint of a ClientHello as FoxIO's technical_details/JA4.md defines it (BSD-3), hashed and unhashed (JA4_r).
 * The section names in the comments are those of that document. GREASE is ignored "anywhere it is seen": in versions, ALPN
 * names and signature algorithms too.
 */
import { hash } from 'node:crypto';
import { toHex } from '../bytes/hex.js';
import type { ClientHello } from '../protocol/tls/client-hello.js';
import { isGrease, isGreaseName } from '../protocol/tls/grease.js';
import { ExtensionType } from '../protocol/tls/numbers.js';
import { Ascii, MOST_PER_NUMBER } from './ascii.js';

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
const COMMA = 0x2c;
const UNDERSCORE = 0x5f;
const NONE: readonly never[] = [];

/** Lists up to this long are sorted by insertion: nearly all are short, and that is the faster then. */
const FEW = 64;
/** Where lists are sorted; one of 64 KiB of hello is the longest. */
let order = new Uint16Array(1024);
const ascii = new Ascii();

/** @param carrier `t` TLS over TCP, `q` QUIC, `d` DTLS ("QUIC and DTLS") */
export function ja4(hello: ClientHello, carrier: 't' | 'q' | 'd'): Ja4 | undefined {
  if (hello.sslv2) return undefined;
  // "SNI": its extension says that the destination is a domain, whatever stands in it.
  const sni = hello.extensions.includes(ExtensionType.ServerName) ? 'd' : 'i';
  const ciphers = sorted(hello.ciphers, false);
  const ciphersRaw = hexList(ciphers, NONE);
  const counts = count(ciphers.length) + count(countOf(hello.extensions));
  // "Extension hash": without SNI and ALPN, whose facts are in the first part.
  const extensions = sorted(hello.extensions, true);
  const extensionsRaw = hexList(extensions, hello.signatureAlgorithms);
  const start = carrier + version(hello) + sni + counts + alpn(hello);
  return {
    hashed: `${start}_${sha256(ciphersRaw)}_${extensions.length === 0 ? NOTHING_TO_HASH : sha256(extensionsRaw)}`,
    raw: `${start}_${ciphersRaw}_${extensionsRaw}`,
  };
}

/**
 * Highest value of supported_versions, if that extension is there, else the version field. "Highest" is taken as the number,
 * as the document has it and others do, though DTLS counts downwards: an offer of DTLS 1.3 and 1.2 is `d2`.
 */
function version(hello: ClientHello): string {
  let highest = -1;
  for (let i = 0; i < hello.supportedVersions.length; i++) {
    const offered = hello.supportedVersions[i]!;
    if (offered > highest && !isGrease(offered)) highest = offered;
  }
  return VERSIONS.get(highest >= 0 ? highest : hello.legacyVersion) ?? UNKNOWN_VERSION;
}

/** "Number of Ciphers", "Number of Extensions". */
function count(values: number): string {
  return values < 10 ? `0${values}` : String(Math.min(values, MAX_COUNT));
}

function countOf(values: readonly number[]): number {
  let found = 0;
  for (let i = 0; i < values.length; i++) if (!isGrease(values[i]!)) found++;
  return found;
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

/**
 * The values without GREASE, ascending. Valid until the next call.
 * @param hashed only extensions that are part of the extension hash
 */
function sorted(values: readonly number[], hashed: boolean): Uint16Array {
  if (values.length > order.length) order = new Uint16Array(values.length);
  let length = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (isGrease(value) || (hashed && (value === ExtensionType.ServerName || value === ExtensionType.Alpn))) continue;
    order[length++] = value;
  }
  const found = order.subarray(0, length);
  if (length > FEW) return found.sort();
  for (let i = 1; i < length; i++) {
    const value = found[i]!;
    let place = i;
    for (; place > 0 && found[place - 1]! > value; place--) found[place] = found[place - 1]!;
    found[place] = value;
  }
  return found;
}

/** "If there are no signature algorithms in the hello packet, then the string ends without an underscore." */
function hexList(values: Uint16Array, algorithms: readonly number[]): string {
  ascii.begin(MOST_PER_NUMBER * (values.length + algorithms.length));
  for (let i = 0; i < values.length; i++) {
    if (i > 0) ascii.character(COMMA);
    ascii.hex16(values[i]!);
  }
  let separator = UNDERSCORE;
  for (let i = 0; i < algorithms.length; i++) {
    if (isGrease(algorithms[i]!)) continue;
    ascii.character(separator);
    ascii.hex16(algorithms[i]!);
    separator = COMMA;
  }
  return ascii.text();
}

/** First 12 digits; twelve zeros for the empty string, "rather than running a sha256 hash of nothing". */
function sha256(text: string): string {
  return text === '' ? NOTHING_TO_HASH : hash('sha256', text).slice(0, HASH_DIGITS);
}
