/**
 * Sighting: everything that is known about one flow when it is judged, and all that evidence and verdicts may look at. No packet,
 * no flow table: a proxy that holds a ClientHello can fill one by hand.
 */
import { parseAddress } from '../bytes/address.js';
import type { Fingerprint } from '../fingerprint/index.js';

export interface Sighting {
  /** What there is to judge: a whole hello, a part of one, TLS without a hello or no payload (`none`), or something else. */
  readonly state: 'hello' | 'incomplete' | 'none' | 'not_tls';
  /** JA4's first character. */
  readonly carrier: 't' | 'q' | 'd';
  /** SNI as sent (printable, escaped). */
  readonly sni?: string | undefined;
  /** ALPN names (printable), GREASE left out. */
  readonly alpn: readonly string[];
  readonly ech: boolean;
  readonly fingerprint?: Fingerprint | undefined;
  /** QUIC version, if it is QUIC. */
  readonly quicVersion?: string | undefined;
  /** Client and server, as text (IPv6 in RFC 5952 form). */
  readonly clientIp: string;
  readonly serverIp: string;
  readonly serverPort: number;
  /** Whom the client asked a proxy for, before the hello, by name or address: then `serverIp` is the proxy's. */
  readonly proxyTarget?: string | undefined;
  /** Names that this client resolved to `destinationOf` through the tunnel, lower case, before the hello. */
  readonly resolvedNames: readonly string[];
  /** What this client's DNS answers say about name and address: PRODUCT.md, Contradictions, rule 1. */
  readonly dnsCheck: 'agrees' | 'contradicts' | 'unknown';
  /** Names of apps that stood out in this client's verdicts of the last 10 minutes. */
  readonly appsInUse: readonly string[];
  /** This client's inspected handshakes to this name failed as a pinned app's do, and the memory of it is still valid. */
  readonly pinFailures?: { readonly name: string; readonly failures: number } | undefined;
}

/**
 * The address that the hello is for: the server's, or what a proxy was asked to connect to. Undefined where the proxy was given a
 * name, which it resolves by itself: then no address is known, and no answer to the client says anything about it.
 */
export function destinationOf({
  serverIp,
  proxyTarget,
}: Pick<Sighting, 'serverIp' | 'proxyTarget'>): string | undefined {
  if (proxyTarget === undefined) return serverIp;
  return parseAddress(proxyTarget) === null ? undefined : proxyTarget;
}
