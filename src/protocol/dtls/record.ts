/**
 * Records of DTLS that are not encrypted, and the fragments of handshake messages in them: RFC 6347 §4.1 and §4.2.2 (DTLS
 * 1.0 and 1.2, RFC 4347 the same), RFC 9147 §4 and §5.2 (1.3, whose first flights have the old record header).
 */
import { u16, u24 } from '../../bytes/octets.js';
import { ContentType, MAX_CIPHERTEXT } from '../tls/numbers.js';

/** Type, version, epoch, sequence number, length. */
const VERSION_AT = 1;
const EPOCH_AT = VERSION_AT + 2;
const LENGTH_AT = EPOCH_AT + 2 + 6;
export const DTLS_RECORD_HEADER = LENGTH_AT + 2;

/** Type, length, message sequence, fragment offset, fragment length. */
const MESSAGE_SEQUENCE_AT = 1 + 3;
const FRAGMENT_OFFSET_AT = MESSAGE_SEQUENCE_AT + 2;
const FRAGMENT_LENGTH_AT = FRAGMENT_OFFSET_AT + 3;
export const FRAGMENT_HEADER = FRAGMENT_LENGTH_AT + 3;

/** RFC 9147 §4: `001CSLEE`, the header of an encrypted record of DTLS 1.3. */
const UNIFIED_MASK = 0xe0;
const UNIFIED = 0x20;
/** RFC 9146 §4: an encrypted record of DTLS 1.2 with a connection ID, of a length that its header does not tell. */
const TLS12_CID = 25;

/** Messages that can stand in an unencrypted record: RFC 6347 §4.3.2, RFC 5246 §7.4; the last is certificate_status's. */
const MAX_MESSAGE_TYPE = 22;
/** A record of change_cipher_spec holds one octet, one of alert two (RFC 5246 §7.1, §7.2). */
const CHANGE_CIPHER_SPEC_OCTETS = 1;
const ALERT_OCTETS = 2;

/** DTLS 1.0, 1.2, 1.3 (which nobody sends in a record), and the number that OpenSSL and Cisco AnyConnect had before RFC 4347. */
export function isDtlsVersion(version: number): boolean {
  return version === 0xfeff || version === 0xfefd || version === 0xfefc || version === 0x0100;
}

/** One mutable record per association: what its header says. Valid until the next read. */
export class DtlsRecord {
  type = 0;
  epoch = 0;
  bodyAt = 0;
  /** End on the wire; the capture may end before. */
  bodyEnd = 0;
  /** An encrypted record whose header cannot be read: no other record of the datagram is looked for. */
  opaque = false;

  /** @returns false if there is no record of DTLS at `at`, or its header was cut */
  read(octets: Uint8Array, at: number, end: number, wireEnd: number): boolean {
    this.opaque = end > at && ((octets[at]! & UNIFIED_MASK) === UNIFIED || octets[at] === TLS12_CID);
    if (this.opaque) return true;
    if (end - at < DTLS_RECORD_HEADER) return false;
    const type = octets[at]!;
    if (type < ContentType.ChangeCipherSpec || !isDtlsVersion(u16(octets, at + VERSION_AT))) return false;
    const length = u16(octets, at + LENGTH_AT);
    if (length > MAX_CIPHERTEXT || length > wireEnd - at - DTLS_RECORD_HEADER) return false;
    this.type = type;
    this.epoch = u16(octets, at + EPOCH_AT);
    this.bodyAt = at + DTLS_RECORD_HEADER;
    this.bodyEnd = this.bodyAt + length;
    return true;
  }
}

/** One mutable fragment per association: what its header says. Valid until the next read. */
export class Fragment {
  type = 0;
  /** Octets of the whole message. */
  length = 0;
  /** RFC 6347 §4.2.2: number of the message, the same for all its fragments and for every time it is sent again. */
  sequence = 0;
  offset = 0;
  at = 0;
  to = 0;

  /** @returns false if there is no fragment in `octets[at, end)` that makes sense */
  read(octets: Uint8Array, at: number, end: number): boolean {
    if (end - at < FRAGMENT_HEADER) return false;
    this.type = octets[at]!;
    this.length = u24(octets, at + 1);
    this.sequence = u16(octets, at + MESSAGE_SEQUENCE_AT);
    this.offset = u24(octets, at + FRAGMENT_OFFSET_AT);
    const length = u24(octets, at + FRAGMENT_LENGTH_AT);
    this.at = at + FRAGMENT_HEADER;
    this.to = this.at + length;
    return this.type <= MAX_MESSAGE_TYPE && this.offset + length <= this.length && this.to <= end;
  }
}

/**
 * Whether a datagram may belong to the first flights of a DTLS association, on any port: one record with a version of DTLS
 * in epoch 0, whose body has the form of its type. Cheap; a hello is reported only when all of it was read.
 */
export function looksLikeDtls(octets: Uint8Array, at: number, end: number): boolean {
  if (end - at < DTLS_RECORD_HEADER) return false;
  const type = octets[at]!;
  if (!isDtlsVersion(u16(octets, at + VERSION_AT)) || u16(octets, at + EPOCH_AT) !== 0) return false;
  const length = u16(octets, at + LENGTH_AT);
  const bodyAt = at + DTLS_RECORD_HEADER;
  if (type === ContentType.ChangeCipherSpec) return length === CHANGE_CIPHER_SPEC_OCTETS;
  if (type === ContentType.Alert) return length === ALERT_OCTETS;
  // A record that the capture has cut is judged by its headers.
  if (type !== ContentType.Handshake || length > MAX_CIPHERTEXT || end - bodyAt < FRAGMENT_HEADER) return false;
  const message = octets[bodyAt]!;
  const offset = u24(octets, bodyAt + FRAGMENT_OFFSET_AT);
  const fragment = u24(octets, bodyAt + FRAGMENT_LENGTH_AT);
  return (
    message <= MAX_MESSAGE_TYPE && offset + fragment <= u24(octets, bodyAt + 1) && FRAGMENT_HEADER + fragment <= length
  );
}
