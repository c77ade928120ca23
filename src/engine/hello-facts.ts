/** From a ClientHello to the few facts that records and verdicts need of it, and what many flows share of them. */
import { finish, mix } from '../bytes/hash.js';
import { same } from '../bytes/octets.js';
import { printable } from '../bytes/text.js';
import type { Handshake } from '../protocol/reader.js';
import type { ClientHello } from '../protocol/tls/client-hello.js';
import { isGrease, isGreaseName } from '../protocol/tls/grease.js';
import type { HelloFacts } from './events.js';

/** Most lists of ALPN names kept. A power of two. */
const MAX_LISTS = 256;
/** Names of a list that is kept. */
const MAX_NAMES = 16;
/** Most facts kept. A power of two. */
const MAX_FACTS = 4096;
/** Characters of a name, at its beginning and at its end, that decide a place. */
const OUTLINE = 8;
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
 * Facts of hellos: a stack that asks for a name again sends the same ones, and flows that are open share them. Each has one place,
 * which the last to come there takes.
 */
export class FactsMemo {
  readonly #alpns = new AlpnLists();
  readonly #known: (HelloFacts | undefined)[] = new Array<HelloFacts | undefined>(MAX_FACTS).fill(undefined);

  /**
   * Facts of the (whole) first hello of a handshake.
   * @param quicVersion of the connection, if it is QUIC
   * @param explain where they were read, too
   */
  of(handshake: Handshake, quicVersion: string | undefined, explain: boolean): HelloFacts {
    const hello = handshake.hello!;
    const { sni, ech } = hello;
    const { helloOctets: octets, helloPackets: packets } = handshake;
    const alpn = this.#alpns.of(hello.alpn);
    const version = versionOf(hello);
    const proxyTarget = handshake.preface?.target;
    if (explain) {
      const { helloPieces: pieces } = handshake;
      return {
        sni,
        alpn,
        version,
        ech,
        octets,
        packets,
        quicVersion,
        proxyTarget,
        pieces,
        positions: hello.positions,
      };
    }
    const place = finish(mix(mix(octets, packets), sni === undefined ? 0 : outlineOf(sni))) & (MAX_FACTS - 1);
    const known = this.#known[place];
    if (
      known !== undefined &&
      known.sni === sni &&
      known.alpn === alpn &&
      known.version === version &&
      known.ech === ech &&
      known.octets === octets &&
      known.packets === packets &&
      known.quicVersion === quicVersion &&
      known.proxyTarget === proxyTarget
    ) {
      return known;
    }
    const facts: HelloFacts = {
      sni,
      alpn,
      version,
      ech,
      octets,
      packets,
      quicVersion,
      proxyTarget,
      pieces: NONE,
      positions: undefined,
    };
    this.#known[place] = facts;
    return facts;
  }
}

/** The highest that is offered. */
function versionOf({ legacyVersion, supportedVersions }: ClientHello): number {
  let offered = 0;
  for (let i = 0; i < supportedVersions.length; i++) {
    const each = supportedVersions[i]!;
    if (each > offered && !isGrease(each)) offered = each;
  }
  return offered > 0 ? offered : legacyVersion;
}

/** A few characters of a name, and its length, as a number. */
function outlineOf(name: string): number {
  const { length } = name;
  let outline = length;
  for (let i = 0; i < OUTLINE && i < length; i++) {
    outline = mix(outline, (name.charCodeAt(i) << 16) | name.charCodeAt(length - 1 - i));
  }
  return outline;
}
