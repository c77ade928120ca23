/**
 * The requests for TLS inside of other protocols. Lines: SMTP and LMTP (RFC 3207), IMAP (RFC 9051 §6.2.1), POP3 (RFC 2595 §4),
 * FTP (RFC 4217 §4), and STARTTLS alone as in NNTP, IRC and ManageSieve. XMPP (RFC 6120 §5.4.2.1), LDAP (RFC 4511 §4.14.1)
 * and PostgreSQL (its protocol 3.0, SSLRequest).
 */
import { u32 } from '../../bytes/octets.js';
import { isRequestLine, readHttpRequest } from './http-connect.js';
import { CR, type Dialogue, isText, LF, type Part, type PartRead, wordsOf } from './preface.js';

/** Octets of a line in which a command is looked for. Lines are longer only where they are something else. */
const MAX_COMMAND = 128;
const GREETINGS: readonly string[] = ['ehlo', 'helo', 'lhlo'];
/** RFC 4217 §4, and what older clients send. */
const FTP_MECHANISMS: readonly string[] = ['tls', 'tls-c', 'tls-p', 'ssl'];

/** One line up to its LF, or the HTTP request that begins with it. */
export function readLine(octets: Uint8Array, at: number, end: number, dialogue: Dialogue): PartRead {
  let lf = at;
  while (lf < end && octets[lf] !== LF) {
    if (!isText(octets[lf]!)) return 'none';
    lf++;
  }
  if (lf === end) return 'more';
  const lineEnd = lf > at && octets[lf - 1] === CR ? lf - 1 : lf;
  if (isRequestLine(octets, at, lineEnd)) return readHttpRequest(octets, at, lineEnd, end);
  const words = lineEnd - at > MAX_COMMAND ? [] : wordsOf(octets, at, lineEnd, 3);
  if (GREETINGS.includes(words[0] ?? '')) dialogue.greeted = true;
  return commandOf(words, dialogue, lf + 1);
}

function commandOf(words: readonly string[], dialogue: Dialogue, end: number): Part {
  const [first, second] = words;
  if (words.length === 1 && first === 'starttls') return { end, kind: dialogue.greeted ? 'smtp' : 'starttls' };
  if (words.length === 1 && first === 'stls') return { end, kind: 'pop3' };
  if (words.length === 2 && first === 'auth' && FTP_MECHANISMS.includes(second!)) return { end, kind: 'ftp' };
  if (words.length === 2 && second === 'starttls') return { end, kind: 'imap' };
  return { end };
}

const ELEMENT_END = 0x3e;
const STARTTLS = 'starttls';

/** One tag of XML, or the text between two, up to the next `>`. An attribute that holds a `>` makes two of it. */
export function readXml(octets: Uint8Array, at: number, end: number): PartRead {
  let past = at;
  while (past < end && octets[past] !== ELEMENT_END) {
    if (!isText(octets[past]!)) return 'none';
    past++;
  }
  if (past === end) return 'more';
  let name = at;
  while (name < past && octets[name] !== ELEMENT_BEGIN) name++;
  // `<starttls …>`, `<starttls/>` and, where it is not empty, `</starttls>`.
  const word = octets[name + 1] === SLASH ? name + 2 : name + 1;
  for (let i = 0; i < STARTTLS.length; i++) {
    if (word + i >= past || octets[word + i] !== STARTTLS.charCodeAt(i)) return { end: past + 1 };
  }
  const next = octets[word + STARTTLS.length]!;
  return next <= 0x20 || next === SLASH || next === ELEMENT_END ? { end: past + 1, kind: 'xmpp' } : { end: past + 1 };
}

export const ELEMENT_BEGIN = 0x3c;
const SLASH = 0x2f;

/** X.690: SEQUENCE, INTEGER; RFC 4511 §4.12: ExtendedRequest [APPLICATION 23], requestName [0]. */
export const SEQUENCE = 0x30;
const INTEGER = 0x02,
  EXTENDED_REQUEST = 0x77,
  REQUEST_NAME = 0x80;
/** RFC 4511 §4.14.1. */
const STARTTLS_OID = '1.3.6.1.4.1.1466.20037';
/** Octets that the length of a length takes at most: messages of more than 64 kB are none of a client that wants TLS. */
const MAX_LENGTH_OCTETS = 4;
const MAX_MESSAGE = 0xffff;

/** One LDAPMessage: RFC 4511 §4.1.1. */
export function readLdap(octets: Uint8Array, at: number, end: number): PartRead {
  const message = readHeader(octets, at, end, SEQUENCE);
  if (typeof message === 'string') return message;
  const id = readHeader(octets, message.from, Math.min(end, message.to), INTEGER);
  if (typeof id === 'string') return message.to <= end ? 'none' : id;
  if (message.to > end) return 'more';
  const request = readHeader(octets, id.to, message.to, EXTENDED_REQUEST);
  if (typeof request === 'string') return { end: message.to };
  if (request.to > message.to) return { end: message.to };
  const name = readHeader(octets, request.from, request.to, REQUEST_NAME);
  if (typeof name === 'string' || name.to > request.to) return { end: message.to };
  if (name.to - name.from !== STARTTLS_OID.length) return { end: message.to };
  for (let i = 0; i < STARTTLS_OID.length; i++) {
    if (octets[name.from + i] !== STARTTLS_OID.charCodeAt(i)) return { end: message.to };
  }
  return { end: message.to, kind: 'ldap' };
}

/** Tag and length of X.690 §8.1: where the contents lie, which need not be there. */
function readHeader(
  octets: Uint8Array,
  at: number,
  end: number,
  tag: number,
): { from: number; to: number } | 'more' | 'none' {
  if (at < end && octets[at] !== tag) return 'none';
  if (end - at < 2) return 'more';
  let from = at + 2;
  let length = octets[at + 1]!;
  if (length & 0x80) {
    const size = length & 0x7f;
    if (size === 0 || size > MAX_LENGTH_OCTETS) return 'none';
    if (end - from < size) return 'more';
    length = 0;
    for (let i = 0; i < size; i++) length = length * 256 + octets[from + i]!;
    from += size;
  }
  return length > MAX_MESSAGE ? 'none' : { from, to: from + length };
}

/** The first octet of a length of 8. */
export const POSTGRESQL_BEGIN = 0x00;
const POSTGRESQL_LENGTH = 8;
const SSL_REQUEST = 80_877_103,
  GSS_REQUEST = 80_877_104;

/** SSLRequest, or the GSSENCRequest that may come before it. */
export function readPostgresql(octets: Uint8Array, at: number, end: number): PartRead {
  for (let i = 0; i < 4 && at + i < end; i++) {
    if (octets[at + i] !== ((POSTGRESQL_LENGTH >>> (24 - 8 * i)) & 0xff)) return 'none';
  }
  if (end - at < POSTGRESQL_LENGTH) return 'more';
  const code = u32(octets, at + 4);
  if (code === SSL_REQUEST) return { end: at + POSTGRESQL_LENGTH, kind: 'postgresql' };
  return code === GSS_REQUEST ? { end: at + POSTGRESQL_LENGTH } : 'none';
}
