/**
 * From what a proxy holds of a hello to what is judged: the octets that the client sent first (TLS records, RFC 8446 §5.1, or the bare
 * message, §4.1.2), the datagrams of a QUIC or DTLS client, or fields that somebody else has read. All of it is as hostile as a packet.
 */
import { u16, u24 } from '../bytes/octets.js';
import { printable } from '../bytes/text.js';
import type { ToldHello } from '../engine/decide.js';
import { AlpnLists } from '../engine/hello-facts.js';
import type { Fingerprint } from '../fingerprint/index.js';
import { md5 } from '../fingerprint/ja3.js';
import { FingerprintMemo } from '../fingerprint/memo.js';
import { newDatagramReader } from '../protocol/index.js';
import { QuicConnection } from '../protocol/quic/connection.js';
import {
  type ClientHello,
  MAX_HELLO_OCTETS,
  MIN_HELLO_BODY,
  parseClientHello,
  parseSslv2Hello,
  SSLV2_RECORD_HEADER,
} from '../protocol/tls/client-hello.js';
import { MessageReader } from '../protocol/tls/messages.js';
import { ContentType, HANDSHAKE_HEADER, HandshakeType, MAX_PLAINTEXT, RECORD_HEADER } from '../protocol/tls/numbers.js';
import { isRecordHeader, Start, startOf } from '../protocol/tls/record.js';

/** Fields of a hello that was read elsewhere. Text as it was given. */
export interface HelloFields {
  readonly sni?: string | undefined;
  readonly alpn?: readonly string[] | undefined;
  /** The hash, or what it is the hash of. */
  readonly ja3?: string | undefined;
  readonly ja4?: string | undefined;
  readonly ech?: boolean | undefined;
}

/** What was read: a whole hello, or how far it got (as `Sighting.state` has it). */
export type HelloRead = ToldHello | 'incomplete' | 'none' | 'not_tls';

/** Datagrams that are looked at: a hello of 64 KiB fits into as many Initials of 1,200 octets. */
export const MAX_DATAGRAMS = 64;
/** Records that a hello may be cut into. */
const MAX_RECORDS = 256;
/** ALPN names that are taken, and characters of a text. */
export const MAX_ALPN_NAMES = 64;
const MAX_NAME_CHARACTERS = 1024;
const MAX_JA3_CHARACTERS = 8192;

const JA3_HASH = /^[0-9a-f]{32}$/;
const JA3_STRING = /^[0-9]{1,5}(?:,[0-9-]*){4}$/;
/** JA4.md, "JA4 Algorithm": protocol, version, SNI, two counts, ALPN; two truncated hashes. */
const JA4 = /^[tqd](?:1[0-3]|s[23]|d[123]|00)[di][0-9]{4}[0-9A-Za-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}$/;

/** Whether a text is a JA4 fingerprint of a TLS client. */
export function isJa4(text: string): boolean {
  return JA4.test(text);
}

const NO_NAMES: readonly never[] = [];
const fingerprints = new FingerprintMemo();
const alpns = new AlpnLists();

/** The first octets of a TLS client over TCP, `octets[at, end)`. What comes behind the hello is not looked at. */
export function readStream(octets: Uint8Array, at = 0, end = octets.length): HelloRead {
  if (end <= at) return 'none';
  if (octets[at] === HandshakeType.ClientHello) return readMessage(octets, at, end);
  const start = startOf(octets, at, end);
  if (start === Start.Unsure) return 'incomplete';
  if (start === Start.Sslv2Hello) return readSslv2(octets, at, end);
  return start === Start.ClientHello ? readRecords(octets, at, end) : 'not_tls';
}

/** The bare message: nothing may come behind it. */
function readMessage(octets: Uint8Array, at: number, end: number): HelloRead {
  if (end - at < HANDSHAKE_HEADER) return 'incomplete';
  const total = HANDSHAKE_HEADER + u24(octets, at + 1);
  if (total > MAX_HELLO_OCTETS || total < HANDSHAKE_HEADER + MIN_HELLO_BODY || total < end - at) return 'not_tls';
  return total > end - at ? 'incomplete' : told(parseClientHello(octets, at, end), 't');
}

function readRecords(octets: Uint8Array, at: number, end: number): HelloRead {
  // A hello that lies whole in the first record, as nearly all do, is read where it lies.
  const first = at + RECORD_HEADER;
  if (end - first >= HANDSHAKE_HEADER && u16(octets, at + 3) >= HANDSHAKE_HEADER) {
    const total = HANDSHAKE_HEADER + u24(octets, first + 1);
    if (total > MAX_HELLO_OCTETS) return 'not_tls';
    if (total <= u16(octets, at + 3)) {
      return end - first < total ? 'incomplete' : told(parseClientHello(octets, first, first + total), 't');
    }
  }
  const messages = new MessageReader(HandshakeType.ClientHello, MAX_HELLO_OCTETS);
  let record = at;
  for (let count = 0; count < MAX_RECORDS; count++) {
    if (end - record < RECORD_HEADER) return 'incomplete';
    const length = u16(octets, record + 3);
    const isPiece = octets[record] === ContentType.Handshake && isRecordHeader(octets, record);
    // Nothing may come between the pieces of a message, and none may be empty: RFC 8446 §5.1.
    if (!isPiece || length === 0 || length > MAX_PLAINTEXT) return 'not_tls';
    record += RECORD_HEADER;
    const have = Math.min(length, end - record);
    messages.read(octets, record, record + have);
    if (messages.tooLong) return 'not_tls';
    if (messages.length !== undefined && messages.type !== HandshakeType.ClientHello) return 'not_tls';
    if (messages.ended) return told(parseClientHello(messages.octets, messages.from, messages.to), 't');
    if (have < length) return 'incomplete';
    record += length;
  }
  return 'not_tls';
}

function readSslv2(octets: Uint8Array, at: number, end: number): HelloRead {
  const total = SSLV2_RECORD_HEADER + (u16(octets, at) & 0x7fff);
  return end - at < total ? 'incomplete' : told(parseSslv2Hello(octets, at, at + total), 't');
}

/** The first datagrams of a QUIC or DTLS client, in the order in which they came. */
export function readDatagrams(datagrams: readonly Uint8Array[]): HelloRead {
  const first = datagrams[0];
  if (first === undefined) return 'none';
  const reader = newDatagramReader(first, 0, first.length);
  if (reader === undefined) return 'not_tls';
  const { handshake } = reader;
  for (let i = 0; i < datagrams.length && i < MAX_DATAGRAMS && handshake.hello === null; i++) {
    const datagram = datagrams[i]!;
    reader.datagram(0, datagram, 0, datagram.length, datagram.length, i + 1);
  }
  const quicVersion = reader instanceof QuicConnection ? reader.version : undefined;
  if (handshake.hello !== null) return told(handshake.hello, handshake.carrier, quicVersion);
  reader.finish(undefined);
  if (handshake.helloState === 'incomplete') return 'incomplete';
  return handshake.notTls ? 'not_tls' : 'none';
}

function told(hello: ClientHello | null, carrier: 't' | 'q' | 'd', quicVersion?: string): HelloRead {
  if (hello === null) return 'not_tls';
  return {
    carrier,
    hello: { sni: hello.sni, alpn: alpns.of(hello.alpn), ech: hello.ech, quicVersion, proxyTarget: undefined },
    fingerprint: fingerprints.client(hello, carrier),
  };
}

/**
 * Fields that were read elsewhere; a clause that says what is wrong with them.
 *
 * @param carrier where no JA4 tells
 */
export function readFields(fields: HelloFields, carrier: 't' | 'q'): ToldHello | { readonly wrong: string } {
  const { sni, ja3, ja4, alpn = NO_NAMES } = fields;
  if (sni !== undefined && sni.length > MAX_NAME_CHARACTERS)
    return { wrong: `sni: more than ${MAX_NAME_CHARACTERS} characters` };
  if (alpn.length > MAX_ALPN_NAMES) return { wrong: `alpn: more than ${MAX_ALPN_NAMES} names` };
  if (alpn.some((name) => name.length > MAX_NAME_CHARACTERS))
    return { wrong: `alpn: a name of more than ${MAX_NAME_CHARACTERS} characters` };
  if (ja4 !== undefined && !isJa4(ja4)) return { wrong: 'ja4: no JA4 fingerprint of a TLS client' };
  const three = ja3 === undefined ? undefined : ja3Of(ja3);
  if (ja3 !== undefined && three === undefined)
    return { wrong: 'ja3: neither the hash nor the string of a JA3 fingerprint' };
  const fingerprint: Fingerprint = {
    ...(three === undefined ? {} : { ja3: three }),
    ...(ja4 === undefined ? {} : { ja4 }),
  };
  return {
    carrier: ja4 === undefined ? carrier : (ja4[0] as 't' | 'q' | 'd'),
    hello: {
      sni: sni === undefined ? undefined : printable(Buffer.from(sni, 'utf8')),
      alpn: alpn.map((name) => printable(Buffer.from(name, 'utf8'))),
      ech: fields.ech === true,
      quicVersion: undefined,
      proxyTarget: undefined,
    },
    fingerprint,
  };
}

function ja3Of(text: string): { hash: string; string?: string } | undefined {
  const lower = text.toLowerCase();
  if (JA3_HASH.test(lower)) return { hash: lower };
  if (text.length > MAX_JA3_CHARACTERS || !JA3_STRING.test(text)) return undefined;
  return { hash: md5(text), string: text };
}
