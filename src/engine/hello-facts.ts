/** From a ClientHello to the few facts that records and verdicts need of it. */
import { finish, mix } from '../bytes/hash.js';
import { same } from '../bytes/octets.js';
import { printable } from '../bytes/text.js';
import type { Handshake } from '../protocol/reader.js';
import { isGrease, isGreaseName } from '../protocol/tls/grease.js';
import type { HelloFacts } from './events.js';

/** Most lists of ALPN names kept. A power of two. */
const MAX_LISTS = 256;
/** Names of a list that is kept. */
const MAX_NAMES = 16;
const NONE: readonly never[] = [];

interface Known {
  readonly names: readonly Uint8Array[];
  readonly list: readonly string[];
}

/**
 * Lists of ALPN names as text: there are few, and flows that are open share them. Each has one place, which the last to come there
 * takes.
 */
export class AlpnLists {
  readonly #known: (Known | undefined)[] = new Array<Known | undefined>(MAX_LISTS).fill(undefined);

  /** Printable, in wire order, GREASE left out. */
  of(names: readonly Uint8Array[]): readonly string[] {
    if (names.length === 0) return NONE;
    let hash = 0;
    for (let n = 0; n < names.length; n++) {
      const name = names[n]!;
      hash = mix(hash, name.length);
      for (let i = 0; i < name.length; i++) hash = mix(hash, name[i]!);
    }
    const place = finish(hash) & (MAX_LISTS - 1);
    const known = this.#known[place];
    if (known !== undefined && sameNames(known.names, names)) return known.list;
    const list = names.filter((name) => !isGreaseName(name)).map((name) => printable(name));
    if (names.length <= MAX_NAMES) this.#known[place] = { names, list };
    return list;
  }
}

function sameNames(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  if (a.length !== b.length) return false;
  for (let n = 0; n < a.length; n++) {
    const name = a[n]!;
    if (name !== b[n] && (name.length !== b[n]!.length || !same(name, 0, b[n]!, 0, name.length))) return false;
  }
  return true;
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
