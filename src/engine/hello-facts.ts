/** From a ClientHello to the few facts that records and verdicts need of it. */
import { printable } from '../bytes/text.js';
import type { Handshake } from '../protocol/reader.js';
import { isGrease, isGreaseName } from '../protocol/tls/grease.js';
import type { HelloFacts } from './events.js';

/** Most lists of ALPN names kept. */
const MAX_LISTS = 256;
const NONE: readonly never[] = [];

/** Lists of ALPN names as text: there are few, and flows that are open share them. Forgets all when full. */
export class AlpnLists {
  readonly #lists = new Map<string, readonly string[]>();

  /** Printable, in wire order, GREASE left out. */
  of(names: readonly Uint8Array[]): readonly string[] {
    if (names.length === 0) return NONE;
    const list = names.filter((name) => !isGreaseName(name)).map((name) => printable(name));
    const key = list.join(' '); // printable text holds no space
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    if (this.#lists.size >= MAX_LISTS) this.#lists.clear();
    this.#lists.set(key, list);
    return list;
  }
}

/**
 * Facts of the (whole) first hello of a handshake.
 * @param alpn its ALPN names as text
 * @param quicVersion of the connection, if it is QUIC
 * @param explain where they were read, too
 */
export function helloFacts(
  handshake: Handshake,
  alpn: readonly string[],
  quicVersion: string | undefined,
  explain: boolean,
): HelloFacts {
  const hello = handshake.hello!;
  let version = hello.legacyVersion;
  let offered = 0;
  for (const each of hello.supportedVersions) if (!isGrease(each)) offered = Math.max(offered, each);
  if (offered > 0) version = offered;
  return {
    sni: hello.sni,
    alpn,
    version,
    ech: hello.ech,
    octets: handshake.helloOctets,
    packets: handshake.helloPackets,
    quicVersion,
    proxyTarget: handshake.preface?.target,
    pieces: explain ? handshake.helloPieces : NONE,
    positions: explain ? hello.positions : undefined,
  };
}
