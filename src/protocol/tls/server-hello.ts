/** ServerHello and HelloRetryRequest: RFC 8446 §4.1.3, §4.1.4; RFC 5246 §7.4.1.3. */
import { same, u16, u24 } from '../../bytes/octets.js';
import { ExtensionType, HANDSHAKE_HEADER, HandshakeType, TLS_1_3 } from './numbers.js';

export interface ServerHello {
  readonly legacyVersion: number;
  /** The version that counts: supported_versions if it is there, else `legacyVersion`. */
  readonly version: number;
  readonly cipher: number;
  /** Types in wire order. */
  readonly extensions: readonly number[];
  /** Of TLS 1.3 none: there it is the client's own, whatever the server makes of the session. */
  readonly sessionId: Uint8Array;
  /** The random says it is a HelloRetryRequest. */
  readonly retry: boolean;
  /** pre_shared_key (41) is there: the session is resumed (TLS 1.3). */
  readonly preSharedKey: boolean;
}

const RANDOM = 32;
const MAX_SESSION_ID = 32;
/** Version, random and cipher: what an early draft's holds at least. */
const MIN_BODY = 2 + RANDOM + 2;
const EXTENSION_HEADER = 2 + 2;
const NO_SESSION_ID = new Uint8Array(0);
const FIRST_DRAFT_WITH_SESSION_ID = 22;
/** SHA-256 of "HelloRetryRequest", RFC 8446 §4.1.3. */
const RETRY_RANDOM = Uint8Array.of(
  0xcf,
  0x21,
  0xad,
  0x74,
  0xe5,
  0x9a,
  0x61,
  0x11,
  0xbe,
  0x1d,
  0x8c,
  0x02,
  0x1e,
  0x65,
  0xb8,
  0x91,
  0xc2,
  0xa2,
  0x11,
  0x16,
  0x7a,
  0xbb,
  0x8c,
  0x5e,
  0x07,
  0x9e,
  0x09,
  0xe2,
  0xc8,
  0xa8,
  0x33,
  0x9c,
);

/**
 * Reads the ServerHello message `message[at, end)`, 4-octet handshake header included, which must fill it exactly.
 *
 * @returns null if it is none
 */
export function parseServerHello(message: Uint8Array, at: number, end: number): ServerHello | null {
  if (at < 0 || end > message.length || end - at < HANDSHAKE_HEADER + MIN_BODY) return null;
  if (message[at] !== HandshakeType.ServerHello || u24(message, at + 1) !== end - at - HANDSHAKE_HEADER) return null;
  let o = at + HANDSHAKE_HEADER;
  const legacyVersion = u16(message, o);
  const random = o + 2;
  o = random + RANDOM;
  const bare = isEarlyDraft(legacyVersion);
  const sessionIdLength = bare ? 0 : message[o++]!;
  const sessionId = o;
  o += sessionIdLength;
  const cipherAt = o;
  o += bare ? 2 : 2 + 1; // the cipher, and legacy_compression_method
  if (sessionIdLength > MAX_SESSION_ID || o > end) return null;

  const extensions: number[] = [];
  let version = legacyVersion;
  let preSharedKey = false;
  if (o < end) {
    if (end - o < 2 || u16(message, o) !== end - o - 2) return null;
    o += 2;
    while (o < end) {
      if (end - o < EXTENSION_HEADER) return null;
      const type = u16(message, o);
      const length = u16(message, o + 2);
      o += EXTENSION_HEADER;
      if (length > end - o) return null;
      extensions.push(type);
      // §4.2.1: in a ServerHello it is the one selected version. With another length it tells nothing.
      if (type === ExtensionType.SupportedVersions && length === 2) version = u16(message, o);
      else if (type === ExtensionType.PreSharedKey) preSharedKey = true;
      o += length;
    }
  }
  return {
    legacyVersion,
    version,
    cipher: u16(message, cipherAt),
    extensions,
    sessionId:
      version === TLS_1_3 || sessionIdLength === 0
        ? NO_SESSION_ID
        : message.slice(sessionId, sessionId + sessionIdLength),
    retry: same(message, random, RETRY_RANDOM, 0, RANDOM),
    preSharedKey,
  };
}

/** draft-ietf-tls-tls13-21 §4.1.3 and before: version 0x7fNN in the field, neither session id nor compression method. */
function isEarlyDraft(legacyVersion: number): boolean {
  return legacyVersion >>> 8 === 0x7f && (legacyVersion & 0xff) < FIRST_DRAFT_WITH_SESSION_ID;
}
