/** From a ClientHello to the few facts that records and verdicts need of it. */
import { printable } from '../bytes/text.js';
import type { Handshake } from '../protocol/reader.js';
import { isGrease, isGreaseName } from '../protocol/tls/grease.js';
import type { HelloFacts } from './events.js';

/** Facts of the (whole) first hello of a handshake. */
export function helloFacts(handshake: Handshake): HelloFacts {
  const hello = handshake.hello!;
  let version = hello.legacyVersion;
  let offered = 0;
  for (const each of hello.supportedVersions) if (!isGrease(each)) offered = Math.max(offered, each);
  if (offered > 0) version = offered;
  return {
    ...(hello.sni === undefined ? {} : { sni: hello.sni }),
    alpn: hello.alpn.filter((name) => !isGreaseName(name)).map((name) => printable(name)),
    version,
    ech: hello.ech,
    octets: handshake.helloOctets,
    packets: handshake.helloPackets,
    pieces: handshake.helloPieces,
    positions: hello.positions,
  };
}
