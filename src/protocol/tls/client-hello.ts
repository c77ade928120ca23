/**
 * ClientHello: RFC 8446 §4.1.2 (and RFC 5246 §7.4.1.2, RFC 6101 §5.6.1.2, and the version 2 format of RFC 5246 appendix E.2).
 * The same from TCP, QUIC and DTLS. Everything in wire order, with GREASE (RFC 8701), nothing corrected.
 *
 * The frame of the message is read strictly: every length must nest and end exactly where what encloses it ends, so that
 * random octets are no hello. What is inside an extension is read leniently: one that does not hold what its RFC says
 * leaves its list empty and the rest of the hello as it is. A real peer would abort; an observer still wants the fingerprint.
 */
import { Reader } from '../../bytes/reader.js';
import { printable } from '../../bytes/text.js';
import { ExtensionType, HANDSHAKE_HEADER, HandshakeType, SSL_2_0 } from './numbers.js';

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

const RANDOM = 32;
/** `opaque legacy_session_id<0..32>`. */
const MAX_SESSION_ID = 32;
/** Version, random, empty session id, one cipher, one compression method, no extensions. */
export const MIN_HELLO_BODY = 2 + RANDOM + 1 + (2 + 2) + (1 + 1);

/** NameType, RFC 6066 §3. */
const HOST_NAME = 0;

interface Extensions {
  types: number[];
  /** The same types, each once. */
  seen: Set<number>;
  sni: string | undefined;
  alpn: Uint8Array[];
  groups: number[];
  pointFormats: number[];
  signatureAlgorithms: number[];
  supportedVersions: number[];
  sniAt: number | undefined;
  alpnAt: number | undefined;
}

/**
 * Reads the ClientHello message `message[at, end)`, 4-octet handshake header included, which must fill it exactly.
 * Keeps no reference into `message`.
 *
 * @returns null if it is none
 */
export function parseClientHello(message: Uint8Array, at: number, end: number): ClientHello | null {
  const r = new Reader().aim(message, at, end);
  if (r.u8() !== HandshakeType.ClientHello || r.u24() !== end - at - HANDSHAKE_HEADER) return null;
  const legacyVersion = r.u16();
  r.skip(RANDOM);
  const sessionIdLength = r.u8();
  if (sessionIdLength > MAX_SESSION_ID) return null;
  const sessionId = r.take(sessionIdLength).slice();
  const ciphersLength = r.u16();
  const ciphersAt = r.at - at;
  if (ciphersLength === 0 || ciphersLength % 2 !== 0) return null;
  const ciphers = u16s(r.take(ciphersLength));
  const compressionMethods = Array.from(r.take(r.u8()));
  if (!r.ok || compressionMethods.length === 0) return null;

  const found: Extensions = {
    types: [],
    seen: new Set(),
    sni: undefined,
    alpn: [],
    groups: [],
    pointFormats: [],
    signatureAlgorithms: [],
    supportedVersions: [],
    sniAt: undefined,
    alpnAt: undefined,
  };
  let extensionsAt: number | undefined;
  if (r.left > 0) {
    if (r.u16() !== r.left) return null;
    extensionsAt = r.at - at;
    while (r.left > 0) readExtension(r, at, found);
    if (!r.ok) return null;
  }
  return Object.freeze({
    legacyVersion,
    sslv2: false,
    sessionId,
    ciphers,
    compressionMethods,
    extensions: found.types,
    sni: found.sni,
    alpn: found.alpn,
    groups: found.groups,
    pointFormats: found.pointFormats,
    signatureAlgorithms: found.signatureAlgorithms,
    supportedVersions: found.supportedVersions,
    ech: found.seen.has(ExtensionType.EncryptedClientHello),
    earlyData: found.seen.has(ExtensionType.EarlyData),
    preSharedKey: found.seen.has(ExtensionType.PreSharedKey),
    positions: {
      ciphers: ciphersAt,
      ...(extensionsAt === undefined ? {} : { extensions: extensionsAt }),
      ...(found.sniAt === undefined ? {} : { sni: found.sniAt }),
      ...(found.alpnAt === undefined ? {} : { alpn: found.alpnAt }),
    },
  });
}

/** One extension. A type that comes twice is against §4.2; its first body counts, both types are listed. */
function readExtension(r: Reader, messageAt: number, found: Extensions): void {
  const type = r.u16();
  const body = r.within(r.u16());
  if (!r.ok) return;
  found.types.push(type);
  if (found.seen.has(type)) return;
  found.seen.add(type);
  switch (type) {
    case ExtensionType.ServerName:
      found.sniAt = body.at - messageAt;
      found.sni = hostName(body);
      break;
    case ExtensionType.Alpn:
      found.alpnAt = body.at - messageAt;
      found.alpn = protocolNames(body);
      break;
    case ExtensionType.SupportedGroups:
      found.groups = u16List(body, body.u16());
      break;
    case ExtensionType.SignatureAlgorithms:
      found.signatureAlgorithms = u16List(body, body.u16());
      break;
    case ExtensionType.SupportedVersions:
      found.supportedVersions = u16List(body, body.u8());
      break;
    case ExtensionType.EcPointFormats: {
      const formats = body.take(body.u8());
      if (body.ok && body.left === 0) found.pointFormats = Array.from(formats);
      break;
    }
  }
}

/** RFC 6066 §3: a list of typed names; the first host_name. */
function hostName(body: Reader): string | undefined {
  const names = body.within(body.u16());
  let first: Uint8Array | undefined;
  while (names.left > 0) {
    const type = names.u8();
    const name = names.take(names.u16());
    if (names.ok && type === HOST_NAME && first === undefined) first = name;
  }
  if (!names.ok || body.left > 0 || first === undefined) return undefined;
  return printable(first);
}

/** RFC 7301 §3.1. An empty name is against it but kept: JA4 has a rule for it. */
function protocolNames(body: Reader): Uint8Array[] {
  const list = body.within(body.u16());
  const names: Uint8Array[] = [];
  while (list.left > 0) names.push(list.take(list.u8()).slice());
  return list.ok && body.left === 0 ? names : [];
}

/** `length` octets of 16-bit values that must fill the rest of the extension. */
function u16List(body: Reader, length: number): number[] {
  const octets = body.take(length);
  return body.ok && body.left === 0 && length % 2 === 0 ? u16s(octets) : [];
}

function u16s(octets: Uint8Array): number[] {
  const values: number[] = [];
  for (let i = 0; i + 1 < octets.length; i += 2) values.push((octets[i]! << 8) | octets[i + 1]!);
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
