/**
 * ClientHello: RFC 8446 §4.1.2 (and RFC 5246 §7.4.1.2, RFC 6101 §5.6.1.2, and the version 2 format of RFC 5246 appendix E.2).
 * The same from TCP, QUIC and DTLS. Everything in wire order, with GREASE (RFC 8701), nothing corrected.
 *
 * The frame of the message is read strictly: every length must nest and end exactly where what encloses it ends, so that
 * random octets are no hello. What is inside an extension is read leniently: one that does not hold what its RFC says
 * leaves its list empty and the rest of the hello as it is. A real peer would abort; an observer still wants the fingerprint.
 */
import { u16 } from '../../bytes/octets.js';
import { Reader } from '../../bytes/reader.js';
import { nameTexts } from '../name-texts.js';
import { HelloMemo } from './hello-memo.js';
import { HelloScan, Looked } from './hello-scan.js';
import { HandshakeType, SSL_2_0 } from './numbers.js';

export { MIN_HELLO_BODY } from './hello-scan.js';

export interface ClientHello {
  /** `client_version` / `legacy_version`. */
  readonly legacyVersion: number;
  /** Came in an SSL 2.0-format record: has no extensions, and no fingerprint. */
  readonly sslv2: boolean;
  readonly sessionId: Uint8Array;
  readonly ciphers: readonly number[];
  readonly compressionMethods: readonly number[];
  /** Types in wire order, GREASE and duplicates included. */
  readonly extensions: readonly number[];
  /** First host_name of server_name as sent, escaped by `printable`; absent if there is none. An empty name stays ''. */
  readonly sni: string | undefined;
  /** ALPN protocol names as octets, in wire order, GREASE included. */
  readonly alpn: readonly Uint8Array[];
  /** supported_groups (10), ec_point_formats (11), signature_algorithms (13), supported_versions (43); empty if absent. */
  readonly groups: readonly number[];
  readonly pointFormats: readonly number[];
  readonly signatureAlgorithms: readonly number[];
  readonly supportedVersions: readonly number[];
  /** encrypted_client_hello (0xfe0d) is there: GREASE and real ECH cannot be told apart. */
  readonly ech: boolean;
  /** early_data (42), pre_shared_key (41). */
  readonly earlyData: boolean;
  readonly preSharedKey: boolean;
  /** Where things lie in the message, in octets from its 4-octet header on: for `explain`. Absent things are absent. */
  readonly positions: {
    readonly ciphers: number;
    readonly extensions?: number;
    readonly sni?: number;
    readonly alpn?: number;
  };
}

/** Longest ClientHello read, its 4-octet header included. */
export const MAX_HELLO_OCTETS = 64 * 1024;

/** NameType, RFC 6066 §3. */
const HOST_NAME = 0;
const NONE: readonly never[] = [];

/** What hellos with the same octets have in common, so that they share it: see `HelloMemo`. */
export interface HelloLists {
  readonly ciphers: readonly number[];
  readonly compressionMethods: readonly number[];
  readonly extensions: readonly number[];
  readonly alpn: readonly Uint8Array[];
  readonly groups: readonly number[];
  readonly pointFormats: readonly number[];
  readonly signatureAlgorithms: readonly number[];
  readonly supportedVersions: readonly number[];
}

/** Of use during one call only. */
const scan = new HelloScan();
/** Makes hellos cheaper and no different: it may be common to all readers of a thread. */
const memo = new HelloMemo();

/**
 * Reads the ClientHello message `message[at, end)`, 4-octet handshake header included, which must fill it exactly.
 * Keeps no reference into `message`. Lists may be shared with other hellos: nobody may write to them.
 *
 * @returns null if it is none
 */
export function parseClientHello(message: Uint8Array, at: number, end: number): ClientHello | null {
  if (!scan.read(message, at, end)) return null;
  let lists = memo.find(scan);
  if (lists === undefined) {
    lists = listsOf(message);
    memo.offer(scan, lists);
  }
  return Object.freeze({
    legacyVersion: scan.legacyVersion,
    sslv2: false,
    sessionId: message.slice(scan.sessionId, scan.sessionIdEnd),
    ciphers: lists.ciphers,
    compressionMethods: lists.compressionMethods,
    extensions: lists.extensions,
    sni: scan.has(Looked.ServerName) ? hostName(message) : undefined,
    alpn: lists.alpn,
    groups: lists.groups,
    pointFormats: lists.pointFormats,
    signatureAlgorithms: lists.signatureAlgorithms,
    supportedVersions: lists.supportedVersions,
    ech: scan.has(Looked.EncryptedClientHello),
    earlyData: scan.has(Looked.EarlyData),
    preSharedKey: scan.has(Looked.PreSharedKey),
    positions: positionsOf(at),
  });
}

function positionsOf(at: number): ClientHello['positions'] {
  const ciphers = scan.ciphers - at;
  if (scan.extensions < 0) return { ciphers };
  const extensions = scan.extensions - at;
  const sni = scan.bodies[2 * Looked.ServerName]! - at;
  const alpn = scan.bodies[2 * Looked.Alpn]! - at;
  if (!scan.has(Looked.ServerName))
    return scan.has(Looked.Alpn) ? { ciphers, extensions, alpn } : { ciphers, extensions };
  return scan.has(Looked.Alpn) ? { ciphers, extensions, sni, alpn } : { ciphers, extensions, sni };
}

function listsOf(message: Uint8Array): HelloLists {
  return {
    ciphers: u16s(message, scan.ciphers, scan.ciphersEnd),
    compressionMethods: Array.from(message.subarray(scan.compression, scan.compressionEnd)),
    extensions: extensionTypes(message),
    alpn: protocolNames(message),
    groups: u16List(message, Looked.Groups, 2),
    pointFormats: octetList(message, Looked.PointFormats),
    signatureAlgorithms: u16List(message, Looked.SignatureAlgorithms, 2),
    supportedVersions: u16List(message, Looked.Versions, 1),
  };
}

/** A type that comes twice is against §4.2; its first body counts, both types are listed. */
function extensionTypes(message: Uint8Array): number[] {
  const types: number[] = [];
  for (let o = scan.extensions; o < scan.extensionsEnd; o += 2 + 2 + u16(message, o + 2)) types.push(u16(message, o));
  return types;
}

/** RFC 6066 §3: a list of typed names; the first host_name. */
function hostName(message: Uint8Array): string | undefined {
  const end = scan.bodies[2 * Looked.ServerName + 1]!;
  let o = scan.bodies[2 * Looked.ServerName]!;
  if (end - o < 2 || u16(message, o) !== end - o - 2) return undefined;
  o += 2;
  let from = -1;
  let to = -1;
  while (o < end) {
    const name = o + 1 + 2;
    if (name > end) return undefined;
    const next = name + u16(message, o + 1);
    if (next > end) return undefined;
    if (from < 0 && message[o] === HOST_NAME) {
      from = name;
      to = next;
    }
    o = next;
  }
  return from < 0 ? undefined : nameTexts.of(message, from, to);
}

/** RFC 7301 §3.1. An empty name is against it but kept: JA4 has a rule for it. */
function protocolNames(message: Uint8Array): readonly Uint8Array[] {
  if (!scan.has(Looked.Alpn)) return NONE;
  const end = scan.bodies[2 * Looked.Alpn + 1]!;
  let o = scan.bodies[2 * Looked.Alpn]!;
  if (end - o < 2 || u16(message, o) !== end - o - 2) return NONE;
  const found: Uint8Array[] = [];
  for (o += 2; o < end; ) {
    const name = o + 1;
    o = name + message[o]!;
    if (o > end) return NONE;
    found.push(message.slice(name, o));
  }
  return found;
}

/** 16-bit values that fill the extension behind a length of `header` octets. */
function u16List(message: Uint8Array, looked: number, header: 1 | 2): readonly number[] {
  if (!scan.has(looked)) return NONE;
  const from = scan.bodies[2 * looked]! + header;
  const end = scan.bodies[2 * looked + 1]!;
  if (from > end) return NONE;
  const length = header === 1 ? message[from - 1]! : u16(message, from - 2);
  return length === end - from && length % 2 === 0 ? u16s(message, from, end) : NONE;
}

/** RFC 8422 §5.1.2: octets that fill the extension behind their number. */
function octetList(message: Uint8Array, looked: number): readonly number[] {
  if (!scan.has(looked)) return NONE;
  const from = scan.bodies[2 * looked]! + 1;
  const end = scan.bodies[2 * looked + 1]!;
  return from <= end && message[from - 1] === end - from ? Array.from(message.subarray(from, end)) : NONE;
}

function u16s(octets: Uint8Array, at: number, end: number): number[] {
  const values: number[] = [];
  for (let o = at; o + 1 < end; o += 2) values.push(u16(octets, o));
  return values;
}

/** Octets of a version 2 CLIENT-HELLO before its three lists: type, version, three lengths. */
const SSLV2_FIXED = 1 + 2 + 3 * 2;
/** V2CipherSpec is `uint8[3]`. */
const SSLV2_CIPHER = 3;
/** RFC 5246 E.2: session_id_length is zero, or (for a session of SSL 2.0) sixteen; the challenge is of 16 to 32 octets. */
const SSLV2_SESSION_ID = 16;
const SSLV2_MIN_CHALLENGE = 16;
const SSLV2_MAX_CHALLENGE = 32;
/** The version 2 record header is two octets: the high bit set, then the length of what follows. */
export const SSLV2_RECORD_HEADER = 2;
/** Octets of a version 2 record after which nothing more of its frame is open. */
export const SSLV2_HEAD = SSLV2_RECORD_HEADER + SSLV2_FIXED;

/** Whether `record[at, end)`, at most `SSLV2_HEAD` octets of which are looked at, can begin a version 2 CLIENT-HELLO record. */
export function beginsSslv2Hello(record: Uint8Array, at: number, end: number): boolean {
  const have = Math.min(end - at, SSLV2_HEAD);
  const o = (i: number): number => record[at + i]!;
  if (have >= 1 && (o(0) & 0x80) === 0) return false;
  const length = ((o(0) & 0x7f) << 8) | o(1);
  if (have >= 2 && length < SSLV2_FIXED + SSLV2_CIPHER + SSLV2_MIN_CHALLENGE) return false;
  if (have >= 3 && o(2) !== HandshakeType.ClientHello) return false;
  const version = (o(3) << 8) | o(4);
  if (have >= 5 && version !== SSL_2_0 && version >>> 8 !== 3) return false;
  if (have < SSLV2_HEAD) return true;
  const ciphers = (o(5) << 8) | o(6);
  const sessionId = (o(7) << 8) | o(8);
  const challenge = (o(9) << 8) | o(10);
  return (
    ciphers > 0 &&
    ciphers % SSLV2_CIPHER === 0 &&
    (sessionId === 0 || sessionId === SSLV2_SESSION_ID) &&
    challenge >= SSLV2_MIN_CHALLENGE &&
    challenge <= SSLV2_MAX_CHALLENGE &&
    length === SSLV2_FIXED + ciphers + sessionId + challenge
  );
}

/**
 * Reads the version 2 CLIENT-HELLO record `record[at, end)`, its 2-octet header included, which must fill it exactly.
 * `ciphers` holds all of its 24-bit specs: those of TLS are below 0x10000. Positions count from the message type.
 *
 * @returns null if it is none
 */
export function parseSslv2Hello(record: Uint8Array, at: number, end: number): ClientHello | null {
  if (end - at < SSLV2_HEAD || !beginsSslv2Hello(record, at, end)) return null;
  const r = new Reader().aim(record, at, end);
  if ((r.u16() & 0x7fff) !== end - at - SSLV2_RECORD_HEADER) return null;
  r.skip(1);
  const legacyVersion = r.u16();
  const ciphersLength = r.u16();
  const sessionIdLength = r.u16();
  r.skip(2);
  const ciphersAt = r.at - at - SSLV2_RECORD_HEADER;
  const specs = r.within(ciphersLength);
  const ciphers: number[] = [];
  while (specs.left > 0) ciphers.push(specs.u24());
  const sessionId = r.take(sessionIdLength).slice();
  if (!r.ok || !specs.ok) return null;
  return Object.freeze({
    legacyVersion,
    sslv2: true,
    sessionId,
    ciphers,
    compressionMethods: [],
    extensions: [],
    sni: undefined,
    alpn: [],
    groups: [],
    pointFormats: [],
    signatureAlgorithms: [],
    supportedVersions: [],
    ech: false,
    earlyData: false,
    preSharedKey: false,
    positions: { ciphers: ciphersAt },
  });
}
