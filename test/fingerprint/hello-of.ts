/** A ClientHello as its parser gives it, with only the fields that a fingerprint looks at. */
import type { ClientHello } from '../../src/protocol/tls/client-hello.js';

export function helloOf(fields: Partial<ClientHello>): ClientHello {
  return {
    legacyVersion: 0x0303,
    sslv2: false,
    sessionId: new Uint8Array(0),
    ciphers: [],
    compressionMethods: [0],
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
    positions: { ciphers: 0 },
    ...fields,
  };
}
