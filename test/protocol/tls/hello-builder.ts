/** Builds hellos, records and segments for tests, from their RFCs and not from the code under test. */

export type Octets = readonly number[];

export const u8 = (value: number): Octets => [value & 0xff];
export const u16 = (value: number): Octets => [(value >>> 8) & 0xff, value & 0xff];
export const u24 = (value: number): Octets => [(value >>> 16) & 0xff, ...u16(value)];
export const ascii = (text: string): Octets => Array.from(text, (char) => char.charCodeAt(0));
/** A vector with a length of 1 or 2 octets before it: RFC 8446 §3.4. */
export const vector8 = (octets: Octets): Octets => [...u8(octets.length), ...octets];
export const vector16 = (octets: Octets): Octets => [...u16(octets.length), ...octets];
export const u16s = (values: readonly number[]): Octets => values.flatMap(u16);

export interface Extension {
  readonly type: number;
  readonly body: Octets;
}

export const serverName = (name: Octets): Extension => ({ type: 0, body: vector16([0, ...vector16(name)]) });
export const alpn = (...names: readonly Octets[]): Extension => ({ type: 16, body: vector16(names.flatMap(vector8)) });
export const groups = (...values: readonly number[]): Extension => ({ type: 10, body: vector16(u16s(values)) });
export const pointFormats = (...values: readonly number[]): Extension => ({ type: 11, body: vector8(values) });
export const signatureAlgorithms = (...values: readonly number[]): Extension => ({
  type: 13,
  body: vector16(u16s(values)),
});
export const supportedVersions = (...values: readonly number[]): Extension => ({
  type: 43,
  body: vector8(u16s(values)),
});
export const empty = (type: number): Extension => ({ type, body: [] });

export interface HelloDescription {
  readonly version?: number;
  readonly sessionId?: Octets;
  readonly ciphers?: readonly number[];
  readonly compression?: Octets;
  /** null: no extensions block at all. */
  readonly extensions?: readonly Extension[] | null;
}

/** A ClientHello message with its 4-octet header. RFC 8446 §4.1.2. */
export function clientHello(description: HelloDescription = {}): Uint8Array {
  const { version = 0x0303, sessionId = [], ciphers = [0x1301, 0xc02f], compression = [0] } = description;
  const { extensions = [serverName(ascii('example.org'))] } = description;
  const random = Array.from({ length: 32 }, (_, i) => (i * 7 + 1) & 0xff);
  const body = [
    ...u16(version),
    ...random,
    ...vector8(sessionId),
    ...vector16(u16s(ciphers)),
    ...vector8(compression),
    ...(extensions === null ? [] : vector16(extensionList(extensions))),
  ];
  return Uint8Array.from([1, ...u24(body.length), ...body]);
}

/** A ServerHello message with its 4-octet header. RFC 8446 §4.1.3. */
export function serverHello(
  description: {
    readonly version?: number;
    readonly cipher?: number;
    readonly sessionId?: Octets;
    readonly random?: Octets;
    readonly extensions?: readonly Extension[] | null;
  } = {},
): Uint8Array {
  const { version = 0x0303, cipher = 0x1301, sessionId = [], extensions = null } = description;
  const { random = Array.from({ length: 32 }, (_, i) => 0x40 + i) } = description;
  const body = [
    ...u16(version),
    ...random,
    ...vector8(sessionId),
    ...u16(cipher),
    0,
    ...(extensions === null ? [] : vector16(extensionList(extensions))),
  ];
  return Uint8Array.from([2, ...u24(body.length), ...body]);
}

/** supported_versions of a ServerHello is one version: RFC 8446 §4.2.1. */
export const selectedVersion = (version: number): Extension => ({ type: 43, body: u16(version) });

export const TLS13_SERVER_HELLO = serverHello({ extensions: [selectedVersion(0x0304)] });
/** SHA-256("HelloRetryRequest"), RFC 8446 §4.1.3. */
export const RETRY_RANDOM: Octets = Array.from(
  Buffer.from('CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C', 'hex'),
);

/** A record: RFC 8446 §5.1. */
export function record(type: number, payload: ArrayLike<number>, version = 0x0301): Uint8Array {
  return Uint8Array.from([type, ...u16(version), ...u16(payload.length), ...Array.from(payload)]);
}

/** A message in handshake records of at most `size` octets of payload. */
export function handshakeRecords(message: Uint8Array, size = 1 << 14): Uint8Array {
  const records: Uint8Array[] = [];
  for (let at = 0; at < message.length; at += size) records.push(record(22, message.subarray(at, at + size)));
  return concat(...records);
}

/** Encrypted application data of a length. */
export const applicationData = (length: number): Uint8Array => record(23, new Uint8Array(length).fill(0xee), 0x0303);
export const changeCipherSpec = (): Uint8Array => record(20, [1], 0x0303);

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function extensionList(extensions: readonly Extension[]): Octets {
  return extensions.flatMap(({ type, body }) => [...u16(type), ...vector16(body)]);
}
