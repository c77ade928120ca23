/** ServerHello and HelloRetryRequest: RFC 8446 §4.1.3, §4.1.4; RFC 5246 §7.4.1.3. */
import { same } from '../../bytes/octets.js';
import { Reader } from '../../bytes/reader.js';
import { ExtensionType, HANDSHAKE_HEADER, HandshakeType } from './numbers.js';

export interface ServerHello {
  readonly legacyVersion: number;
  /** The version that counts: supported_versions if it is there, else `legacyVersion`. */
  readonly version: number;
  readonly cipher: number;
  /** Types in wire order. */
  readonly extensions: readonly number[];
  readonly sessionId: Uint8Array;
  /** The random says it is a HelloRetryRequest. */
  readonly retry: boolean;
  /** pre_shared_key (41) is there: the session is resumed (TLS 1.3). */
  readonly preSharedKey: boolean;
}

const RANDOM = 32;
const MAX_SESSION_ID = 32;
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
  const r = new Reader().aim(message, at, end);
  if (r.u8() !== HandshakeType.ServerHello || r.u24() !== end - at - HANDSHAKE_HEADER) return null;
  const legacyVersion = r.u16();
  const random = r.take(RANDOM);
  const bare = isEarlyDraft(legacyVersion);
  const sessionIdLength = bare ? 0 : r.u8();
  if (sessionIdLength > MAX_SESSION_ID) return null;
  const sessionId = r.take(sessionIdLength).slice();
  const cipher = r.u16();
  if (!bare) r.skip(1); // legacy_compression_method
  if (!r.ok) return null;

  const extensions: number[] = [];
  let version = legacyVersion;
  if (r.left > 0) {
    if (r.u16() !== r.left) return null;
    while (r.left > 0) {
      const type = r.u16();
      const body = r.within(r.u16());
      if (!r.ok) return null;
      extensions.push(type);
      // §4.2.1: in a ServerHello it is the one selected version. With another length it tells nothing.
      if (type === ExtensionType.SupportedVersions && body.left === 2) version = body.u16();
    }
    if (!r.ok) return null;
  }
  return Object.freeze({
    legacyVersion,
    version,
    cipher,
    extensions,
    sessionId,
    retry: same(random, 0, RETRY_RANDOM, 0, RANDOM),
    preSharedKey: extensions.includes(ExtensionType.PreSharedKey),
  });
}

/** draft-ietf-tls-tls13-21 §4.1.3 and before: version 0x7fNN in the field, neither session id nor compression method. */
function isEarlyDraft(legacyVersion: number): boolean {
  return legacyVersion >>> 8 === 0x7f && (legacyVersion & 0xff) < FIRST_DRAFT_WITH_SESSION_ID;
}
