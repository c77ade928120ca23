/**
 * ClientHello of DTLS: that of TLS with a cookie behind the session id, RFC 6347 §4.2.1; RFC 9147 §5.3 keeps the field as
 * `legacy_cookie`. It is read as TLS's, from a copy without the cookie. Positions are those of the message as sent, with
 * the four octets of type and length that a message of TLS has (RFC 9147 §5.2: the fragment fields are no part of it).
 */
import { type ClientHello, parseClientHello } from '../tls/client-hello.js';
import { HANDSHAKE_HEADER, HandshakeType } from '../tls/numbers.js';
import { isDtlsVersion } from './record.js';

/** Version and random. */
const SESSION_ID_AT = 2 + 32;

/** @returns null if the body is not that of a ClientHello of DTLS */
export function parseDtlsClientHello(body: Uint8Array): ClientHello | null {
  if (body.length <= SESSION_ID_AT) return null;
  const cookieAt = SESSION_ID_AT + 1 + body[SESSION_ID_AT]!;
  if (cookieAt >= body.length) return null;
  const cookie = 1 + body[cookieAt]!;
  if (cookieAt + cookie > body.length) return null;
  const message = withHeader(HandshakeType.ClientHello, body.length - cookie);
  message.set(body.subarray(0, cookieAt), HANDSHAKE_HEADER);
  message.set(body.subarray(cookieAt + cookie), HANDSHAKE_HEADER + cookieAt);
  const hello = parseClientHello(message, 0, message.length);
  if (hello === null || !isDtlsVersion(hello.legacyVersion)) return null;
  const { ciphers, extensions, sni, alpn } = hello.positions;
  // The cookie lies before all of them.
  return Object.freeze({
    ...hello,
    positions: {
      ciphers: ciphers + cookie,
      ...(extensions === undefined ? {} : { extensions: extensions + cookie }),
      ...(sni === undefined ? {} : { sni: sni + cookie }),
      ...(alpn === undefined ? {} : { alpn: alpn + cookie }),
    },
  });
}

/** A message of TLS with room for a body of `length` octets. */
export function withHeader(type: number, length: number): Uint8Array {
  const message = new Uint8Array(HANDSHAKE_HEADER + length);
  message[0] = type;
  message[1] = length >>> 16;
  message[2] = (length >>> 8) & 0xff;
  message[3] = length & 0xff;
  return message;
}
