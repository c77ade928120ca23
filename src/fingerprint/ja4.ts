/**
 * JA4: the fingerprint of a ClientHello as FoxIO's technical_details/JA4.md defines it (BSD-3), hashed and unhashed (JA4_r).
 * The section names in the comments are those of that document. GREASE is ignored "anywhere it is seen": in versions, ALPN
 * names and signature algorithms too.
 */
import { hash } from 'node:crypto';
import { finish, mix } from '../bytes/hash.js';
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
const NO_NUMBERS = new Uint16Array(0);

/** Most parts kept: of ciphers, and of extensions with signature algorithms. A power of two. */
const MAX_PARTS = 1024;
/** Numbers of the longest part that is kept. */
const MAX_PART_NUMBERS = 256;

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
  const ciphers = parts.of(sorted(hello.ciphers, false), NONE);
  const counts = count(ciphers.length) + count(countOf(hello.extensions));
  // "Extension hash": without SNI and ALPN, whose facts are in the first part.
  const extensions = parts.of(sorted(hello.extensions, true), hello.signatureAlgorithms);
  const start = carrier + version(hello) + sni + counts + alpn(hello);
  return {
    hashed: `${start}_${ciphers.hash}_${extensions.length === 0 ? NOTHING_TO_HASH : extensions.hash}`,
    raw: `${start}_${ciphers.raw}_${extensions.raw}`,
  };
}

/** A sorted list, with the signature algorithms behind it perhaps: how it is written, and the hash of that. */
interface Part {
  /** Both lists, one after the other. */
  readonly numbers: Uint16Array;
  /** Numbers of the sorted list. */
  readonly length: number;
  readonly raw: string;
  readonly hash: string;
}

/**
 * The parts of hellos seen before: stacks that permute their extensions have a JA3 for each hello, but sorted they are the same. Each
 * part has one place, which is given to another only when that comes twice in a row. What is remembered changes no result.
 */
class Parts {
  readonly #places: (Part | undefined)[] = new Array<Part | undefined>(MAX_PARTS).fill(undefined);
  /** Hash of the part that came last to a place and did not find itself there. */
  readonly #last = new Int32Array(MAX_PARTS);
  /** The part that is asked for. */
  readonly #numbers = new Uint16Array(MAX_PART_NUMBERS);

  of(values: Uint16Array, algorithms: readonly number[]): Part {
    const { length } = values;
    if (length + algorithms.length > MAX_PART_NUMBERS) return newPart(values, algorithms, NO_NUMBERS);
    const numbers = this.#numbers;
    let count = 0;
    let hash = length;
    for (; count < length; count++) {
      numbers[count] = values[count]!;
      hash = mix(hash, values[count]!);
    }
    for (let i = 0; i < algorithms.length; i++) {
      if (isGrease(algorithms[i]!)) continue;
      numbers[count++] = algorithms[i]!;
      hash = mix(hash, algorithms[i]!);
    }
    hash = finish(hash);
    const place = hash & (MAX_PARTS - 1);
    const known = this.#places[place];
    if (known !== undefined && known.length === length && known.numbers.length === count) {
      let i = 0;
      while (i < count && known.numbers[i] === numbers[i]) i++;
      if (i === count) return known;
    }
    if (this.#last[place] !== hash) {
      this.#last[place] = hash;
      return newPart(values, algorithms, NO_NUMBERS);
    }
    const part = newPart(values, algorithms, numbers.slice(0, count));
    this.#places[place] = part;
    return part;
  }
}

const parts = new Parts();

function newPart(values: Uint16Array, algorithms: readonly number[], numbers: Uint16Array): Part {
  const raw = hexList(values, algorithms);
  return { numbers, length: values.length, raw, hash: sha256(raw) };
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
