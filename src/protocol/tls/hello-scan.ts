/**
 * One pass over a ClientHello message (RFC 8446 §4.1.2): is its frame sound, and where do the things lie that anybody asks for. It
 * makes no object, and gathers the octets that are the same in all hellos of one stack, which is what `HelloMemo` looks up.
 */
import { finish, mix } from '../../bytes/hash.js';
import { u16, u24 } from '../../bytes/octets.js';
import { ExtensionType, HANDSHAKE_HEADER, HandshakeType } from './numbers.js';

export const RANDOM = 32;
/** `opaque legacy_session_id<0..32>`. */
const MAX_SESSION_ID = 32;
/** Version, random, empty session id, one cipher, one compression method, no extensions. */
export const MIN_HELLO_BODY = 2 + RANDOM + 1 + (2 + 2) + (1 + 1);
const EXTENSION_HEADER = 2 + 2;

/** Extensions that are looked at: places in `bodies`, and bits of `seen`. */
export const Looked = {
  ServerName: 0,
  Alpn: 1,
  Groups: 2,
  PointFormats: 3,
  SignatureAlgorithms: 4,
  Versions: 5,
  PreSharedKey: 6,
  EarlyData: 7,
  EncryptedClientHello: 8,
} as const;
const LOOKED_AT = 9;
const NOT_LOOKED_AT = -1;

/** Most octets gathered of one hello, the word with their number included. A longer one is not remembered. */
export const MAX_SHAPE_OCTETS = 1024;
const WORD = 4;

export class HelloScan {
  legacyVersion = 0;
  /** Offsets in the array: of the session id, the ciphers, the compression methods; each ends where the next's length begins. */
  sessionId = 0;
  sessionIdEnd = 0;
  ciphers = 0;
  ciphersEnd = 0;
  compression = 0;
  compressionEnd = 0;
  /** Of the first extension, and after the last; -1 where there is not even their length. */
  extensions = -1;
  extensionsEnd = -1;
  /** `1 << Looked`: that extension is there. */
  seen = 0;
  /** Begin and end of each one's body, the first if it comes twice. */
  readonly bodies = new Int32Array(2 * LOOKED_AT);
  /** How many octets were gathered, then they, then zeros up to a whole word; 0 words if it was too much. */
  readonly gathered = new Int32Array(MAX_SHAPE_OCTETS / WORD);
  gatheredWords = 0;
  /** Hash of it. */
  hash = 0;
  readonly #octets = new Uint8Array(this.gathered.buffer);
  #length = WORD;

  /** Reads the message `message[at, end)`, 4-octet header included. False if it is no ClientHello that fills it exactly. */
  read(message: Uint8Array, at: number, end: number): boolean {
    this.#length = WORD;
    this.seen = 0;
    this.extensions = -1;
    this.extensionsEnd = -1;
    if (at < 0 || end > message.length || end - at < HANDSHAKE_HEADER + MIN_HELLO_BODY) return false;
    if (message[at] !== HandshakeType.ClientHello || u24(message, at + 1) !== end - at - HANDSHAKE_HEADER) return false;
    let o = at + HANDSHAKE_HEADER;
    this.legacyVersion = u16(message, o);
    this.#gather(message, o, o + 2);
    o += 2 + RANDOM;
    const sessionIdLength = message[o]!;
    this.sessionId = o + 1;
    o += 1 + sessionIdLength;
    this.sessionIdEnd = o;
    if (sessionIdLength > MAX_SESSION_ID || end - o < 2) return false;
    const ciphersLength = u16(message, o);
    this.ciphers = o + 2;
    this.ciphersEnd = o + 2 + ciphersLength;
    if (ciphersLength === 0 || ciphersLength % 2 !== 0 || this.ciphersEnd >= end) return false;
    this.compression = this.ciphersEnd + 1;
    this.compressionEnd = this.compression + message[this.ciphersEnd]!;
    if (this.compressionEnd === this.compression || this.compressionEnd > end) return false;
    this.#gather(message, o, this.compressionEnd);
    if (this.compressionEnd < end && !this.#extensions(message, this.compressionEnd, end)) return false;
    this.#finish();
    return true;
  }

  /** Whether the extension is there, and not only its type. */
  has(looked: number): boolean {
    return (this.seen & (1 << looked)) !== 0;
  }

  #extensions(message: Uint8Array, at: number, end: number): boolean {
    if (end - at < 2 || u16(message, at) !== end - at - 2) return false;
    let o = at + 2;
    this.extensions = o;
    this.extensionsEnd = end;
    while (o < end) {
      if (end - o < EXTENSION_HEADER) return false;
      const body = o + EXTENSION_HEADER;
      const next = body + u16(message, o + 2);
      if (next > end) return false;
      const looked = lookedAt(u16(message, o));
      // Of those that hold a list, the list; else what comes and goes with each hello stays out.
      const listed = looked >= Looked.Alpn && looked <= Looked.Versions;
      this.#gather(message, o, listed ? next : o + 2);
      if (looked !== NOT_LOOKED_AT && (this.seen & (1 << looked)) === 0) {
        this.seen |= 1 << looked;
        this.bodies[2 * looked] = body;
        this.bodies[2 * looked + 1] = next;
      }
      o = next;
    }
    return true;
  }

  #gather(message: Uint8Array, at: number, end: number): void {
    const octets = this.#octets;
    let length = this.#length;
    if (length + (end - at) > MAX_SHAPE_OCTETS) {
      this.#length = MAX_SHAPE_OCTETS + 1;
      return;
    }
    for (let o = at; o < end; o++) octets[length++] = message[o]!;
    this.#length = length;
  }

  #finish(): void {
    this.gatheredWords = 0;
    if (this.#length > MAX_SHAPE_OCTETS) return;
    const words = Math.ceil(this.#length / WORD);
    for (let o = this.#length; o < WORD * words; o++) this.#octets[o] = 0;
    this.gathered[0] = this.#length;
    let hash = 0;
    for (let i = 0; i < words; i++) hash = mix(hash, this.gathered[i]!);
    this.hash = finish(hash);
    this.gatheredWords = words;
  }
}

function lookedAt(type: number): number {
  switch (type) {
    case ExtensionType.ServerName:
      return Looked.ServerName;
    case ExtensionType.Alpn:
      return Looked.Alpn;
    case ExtensionType.SupportedGroups:
      return Looked.Groups;
    case ExtensionType.EcPointFormats:
      return Looked.PointFormats;
    case ExtensionType.SignatureAlgorithms:
      return Looked.SignatureAlgorithms;
    case ExtensionType.SupportedVersions:
      return Looked.Versions;
    case ExtensionType.PreSharedKey:
      return Looked.PreSharedKey;
    case ExtensionType.EarlyData:
      return Looked.EarlyData;
    case ExtensionType.EncryptedClientHello:
      return Looked.EncryptedClientHello;
    default:
      return NOT_LOOKED_AT;
  }
}
