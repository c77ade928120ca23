/** Code points and sizes of TLS that more than one file needs. RFC 8446, RFC 5246, RFC 6101. */

/** ContentType, RFC 8446 §5.1 and RFC 6520 §3 (heartbeat). */
export const ContentType = {
  ChangeCipherSpec: 20,
  Alert: 21,
  Handshake: 22,
  ApplicationData: 23,
  Heartbeat: 24,
} as const;

/** HandshakeType, RFC 8446 §4 and RFC 5246 §7.4. */
export const HandshakeType = { ClientHello: 1, ServerHello: 2, CertificateRequest: 13 } as const;

/** ExtensionType: RFC 6066, 8422, 8446, 7301, 9849. */
export const ExtensionType = {
  ServerName: 0,
  SupportedGroups: 10,
  EcPointFormats: 11,
  SignatureAlgorithms: 13,
  Alpn: 16,
  PreSharedKey: 41,
  EarlyData: 42,
  SupportedVersions: 43,
  EncryptedClientHello: 0xfe0d,
} as const;

/** AlertLevel, RFC 5246 §7.2. */
export const ALERT_FATAL = 2;

/** Type, version, length. */
export const RECORD_HEADER = 1 + 2 + 2;
/** Type, length. */
export const HANDSHAKE_HEADER = 1 + 3;
/** Octets that a record may carry in the clear (RFC 8446 §5.1), and encrypted (RFC 5246 §6.2.3, the longest of all versions). */
export const MAX_PLAINTEXT = 1 << 14;
export const MAX_CIPHERTEXT = MAX_PLAINTEXT + 2048;

export const SSL_2_0 = 0x0002;
export const TLS_1_3 = 0x0304;
