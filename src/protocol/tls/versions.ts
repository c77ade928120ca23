/** Names of protocol versions as records show them. RFC 8446 §4.2.1, RFC 9147 §5.3; drafts of TLS 1.3 as 0x7fNN (draft-ietf-tls-tls13). */
import { hex16 } from '../../bytes/hex.js';

const NAMES: ReadonlyMap<number, string> = new Map([
  [0x0002, 'SSL 2.0'],
  [0x0300, 'SSL 3.0'],
  [0x0301, 'TLS 1.0'],
  [0x0302, 'TLS 1.1'],
  [0x0303, 'TLS 1.2'],
  [0x0304, 'TLS 1.3'],
  [0xfeff, 'DTLS 1.0'],
  [0xfefd, 'DTLS 1.2'],
  [0xfefc, 'DTLS 1.3'],
]);

const DRAFT = 0x7f;

/** `TLS 1.3`, `TLS 1.3 draft 28`, or the number itself (`0xfb1a`) where it is not one of the public ones. */
export function versionName(version: number): string {
  const name = NAMES.get(version);
  if (name !== undefined) return name;
  if (version >>> 8 === DRAFT) return `TLS 1.3 draft ${version & 0xff}`;
  return `0x${hex16(version)}`;
}
