/**
 * JA3: the fingerprint of a ClientHello as salesforce/ja3 defines it (README.md, "How it works"; BSD-3): version, ciphers,
 * extensions, groups and point formats in decimal and in wire order, without GREASE; the hash is their MD5.
 */
import { hash } from 'node:crypto';
import type { ClientHello } from '../protocol/tls/client-hello.js';
import { isGrease } from '../protocol/tls/grease.js';
import { Ascii, MOST_PER_NUMBER } from './ascii.js';

export interface Ja3 {
  readonly hash: string;
  /** What `hash` is the MD5 of. */
  readonly string: string;
}

const COMMA = 0x2c;
const HYPHEN = 0x2d;
/** Numbers besides those of the lists: the version, and what stands in place of empty lists. */
const OTHERS = 1 + 4;

const ascii = new Ascii();

/** Absent for an SSL 2.0-format hello: its cipher specs have three octets, and JA3 does not say how to write them. */
export function ja3(hello: ClientHello): Ja3 | undefined {
  if (hello.sslv2) return undefined;
  const { ciphers, extensions, groups, pointFormats } = hello;
  const numbers = ciphers.length + extensions.length + groups.length + pointFormats.length + OTHERS;
  ascii.begin(MOST_PER_NUMBER * numbers);
  ascii.decimal(hello.legacyVersion);
  writeList(ciphers);
  writeList(extensions);
  writeList(groups);
  writeList(pointFormats); // of 8 bits: no GREASE among them
  const string = ascii.text();
  return { hash: md5(string), string };
}

/** Behind a comma the list without its GREASE. */
function writeList(values: readonly number[]): void {
  let separator = COMMA;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (isGrease(value)) continue;
    ascii.character(separator);
    ascii.decimal(value);
    separator = HYPHEN;
  }
  if (separator === COMMA) ascii.character(COMMA);
}

/** MD5 as JA3 and JA3S need it: a name for a string, no protection of anything. */
export function md5(string: string): string {
  return hash('md5', string);
}
