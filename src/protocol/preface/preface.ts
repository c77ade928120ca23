/**
 * Prefaces: what is said on a TCP connection before its ClientHello, and where it ends. Read from the side that sends the hello: its
 * requests alone say what was asked for and where the hello begins, whatever the answers. A request is read whole or not at all,
 * from octets that begin it.
 */
import { printable } from '../../bytes/text.js';

/** `starttls` is the command of that name in a protocol that it does not tell. */
export type PrefaceKind =
  | 'smtp'
  | 'imap'
  | 'pop3'
  | 'ftp'
  | 'xmpp'
  | 'ldap'
  | 'postgresql'
  | 'starttls'
  | 'http_connect'
  | 'http_absolute'
  | 'socks4'
  | 'socks5';

export interface Preface {
  readonly kind: PrefaceKind;
  /** Whom a proxy was asked to connect to: a host name (printable, lower case) or an address as text. */
  readonly target?: string;
}

/** A request, or a line or element of a dialogue that leads to one (without a kind). */
export interface Part {
  /** Offset in the array of the octet after it: a hello may begin there if it has a kind. */
  readonly end: number;
  readonly kind?: PrefaceKind;
  readonly target?: string;
}

/** `more`: what is there fits, and is not all. `none`: it begins no preface. */
export type PartRead = Part | 'more' | 'none';

/** Longest target that is kept, in characters of its text. */
export const MAX_TARGET = 255;

/** What the parts before said. */
export interface Dialogue {
  /** EHLO, HELO or LHLO: it is SMTP, or LMTP (RFC 3207, RFC 2033). */
  greeted: boolean;
  /** A tag of XML: it is XMPP (RFC 6120 §4). */
  xml: boolean;
}

/** Words of a line, in lower case and printable, `most` at most; what is between them is spaces. */
export function wordsOf(octets: Uint8Array, at: number, end: number, most: number): string[] {
  const words: string[] = [];
  for (let o = at; o < end && words.length < most; ) {
    if (octets[o] === SPACE) {
      o++;
      continue;
    }
    const from = o;
    while (o < end && octets[o] !== SPACE) o++;
    words.push(printable(octets, from, o).toLowerCase());
  }
  return words;
}

export const CR = 0x0d;
export const LF = 0x0a;
export const SPACE = 0x20;
const TAB = 0x09;
const DELETE = 0x7f;

/** Text as protocols of lines have it: no control character but those that part words and lines. RFC 5198 §2 lets UTF-8 in. */
export function isText(octet: number): boolean {
  return (octet >= SPACE && octet !== DELETE) || octet === CR || octet === LF || octet === TAB;
}
