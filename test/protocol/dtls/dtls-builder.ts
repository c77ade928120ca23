/** Builds records and fragments of DTLS from RFC 6347 §4.1 and §4.2.2, not from the code under test. */
import * as tls from '../tls/hello-builder.js';

export interface RecordParts {
  type?: number;
  version?: number;
  epoch?: number;
  sequence?: number;
}

export function record(payload: Uint8Array, parts: RecordParts = {}): Uint8Array {
  const { type = 22, version = 0xfefd, epoch = 0, sequence = 0 } = parts;
  return Uint8Array.from([
    type,
    ...tls.u16(version),
    ...tls.u16(epoch),
    ...tls.u24(0),
    ...tls.u24(sequence),
    ...tls.u16(payload.length),
    ...payload,
  ]);
}

/** Octets `[from, to)` of the body of a message. */
export function fragment(type: number, body: Uint8Array, sequence = 0, from = 0, to = body.length): Uint8Array {
  return Uint8Array.from([
    type,
    ...tls.u24(body.length),
    ...tls.u16(sequence),
    ...tls.u24(from),
    ...tls.u24(to - from),
    ...body.subarray(from, to),
  ]);
}

export interface DtlsHello extends tls.HelloDescription {
  readonly cookie?: tls.Octets;
}

/** Body of a ClientHello: that of TLS with the cookie behind the session id, RFC 6347 §4.2.1. */
export function clientHelloBody(description: DtlsHello = {}): Uint8Array {
  const { cookie = [], sessionId = [], version = 0xfefd, ...rest } = description;
  const body = tls.clientHello({ ...rest, sessionId, version }).subarray(4);
  const cookieAt = 2 + 32 + 1 + sessionId.length;
  return Uint8Array.from([...body.subarray(0, cookieAt), ...tls.vector8(cookie), ...body.subarray(cookieAt)]);
}

/** Body of a ServerHello. */
export function serverHelloBody(description: Parameters<typeof tls.serverHello>[0] = {}): Uint8Array {
  return tls.serverHello({ version: 0xfefd, ...description }).subarray(4);
}
