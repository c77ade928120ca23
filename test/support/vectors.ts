/** Published vectors: fixtures/vectors, one file per document. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface ProtectedPacket {
  readonly frames: string;
  readonly payloadOctets?: number;
  readonly packetNumber: number;
  readonly header: string;
  readonly sample: string;
  readonly mask: string;
  readonly protectedHeader: string;
  readonly packet: string;
}

interface SideKeys {
  readonly secret: string;
  readonly key: string;
  readonly iv: string;
  readonly hp: string;
}

/** RFC 9001 and RFC 9369, appendix A. */
export interface ProtectionVectors {
  readonly document: string;
  readonly version: string;
  readonly dcid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly initialSecret: string;
  readonly client: SideKeys;
  readonly server: SideKeys;
  readonly clientInitial: ProtectedPacket;
  readonly serverInitial: ProtectedPacket;
  readonly retry: { readonly packet: string; readonly scid: string; readonly token: string };
  readonly chacha20ShortHeader: {
    readonly secret: string;
    readonly iv: string;
    readonly packetNumber: number;
    readonly nonce: string;
    readonly header: string;
    readonly packet: string;
  };
}

/** RFC 9000, appendix A. */
export interface TransportVectors {
  readonly varint: readonly { readonly octets: string; readonly value: string }[];
  readonly packetNumberEncoding: readonly {
    readonly largestAcknowledged: string;
    readonly number: string;
    readonly bits: number;
  }[];
  readonly packetNumberDecoding: readonly {
    readonly largest: string;
    readonly truncated: string;
    readonly bits: number;
    readonly number: string;
  }[];
}

export function vectors<T>(file: string): T {
  const path = fileURLToPath(new URL(`../../fixtures/vectors/${file}`, import.meta.url));
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
