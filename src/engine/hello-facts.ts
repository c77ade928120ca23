/** From a ClientHello to the few facts that records and verdicts need of it. */
import { printable } from '../bytes/text.js';
import type { Handshake } from '../protocol/reader.js';
import { isGrease, isGreaseName } from '../protocol/tls/grease.js';
import type { HelloFacts } from './events.js';

/**
 * Facts of the (whole) first hello of a handshake.
 * @param quicVersion of the connection, if it is QUIC
 * @param explain where they were read, too
 */
export function helloFacts(handshake: Handshake, quicVersion: string | undefined, explain: boolean): HelloFacts {
  const hello = handshake.hello!;
  let version = hello.legacyVersion;
  let offered = 0;
  for (const each of hello.supportedVersions) if (!isGrease(each)) offered = Math.max(offered, each);
  if (offered > 0) version = offered;
  return {
    sni: hello.sni,
    alpn:
      hello.alpn.length === 0 ? NONE : hello.alpn.filter((name) => !isGreaseName(name)).map((name) => printable(name)),
    version,
    ech: hello.ech,
    octets: handshake.helloOctets,
    packets: handshake.helloPackets,
    quicVersion,
    pieces: explain ? handshake.helloPieces : NONE,
    positions: explain ? hello.positions : undefined,
  };
}

const NONE: readonly never[] = [];
