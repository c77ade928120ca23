/** Endings: how handshakes ended, as records say it. There are few that differ, and flows that are open share them. */
import { finish, mix } from '../bytes/hash.js';
import type { Handshake } from '../protocol/reader.js';
import type { Ending } from './events.js';

/** Most endings kept. A power of two. */
const MAX_ENDINGS = 1024;
/** Characters of a hash in hexadecimal that decide a place. */
const HASH_CHARACTERS = 4;

/** Each ending has one place, which the last to come there takes. */
export class Endings {
  readonly #known: (Ending | undefined)[] = new Array<Ending | undefined>(MAX_ENDINGS).fill(undefined);

  /**
   * How a handshake that is over ended.
   * @param ja3s of its ServerHello
   */
  of(
    handshake: Handshake,
    ja3s: Ending['ja3s'],
    quicVersion: string | undefined,
    gquicSni: string | undefined,
  ): Ending {
    const { retried, outcome, outcomeClass } = handshake;
    const version = handshake.serverHello?.version;
    let hash = mix(version ?? 0, outcome.charCodeAt(2) | (retried ? 0x100 : 0));
    hash = mix(hash, outcomeClass === undefined ? 0 : outcomeClass.charCodeAt(0));
    if (ja3s !== undefined) {
      for (let i = 0; i < HASH_CHARACTERS; i++) hash = mix(hash, ja3s.hash.charCodeAt(i));
    }
    const place = finish(hash) & (MAX_ENDINGS - 1);
    const known = this.#known[place];
    if (
      known !== undefined &&
      known.version === version &&
      known.ja3s === ja3s &&
      known.retried === retried &&
      known.outcome === outcome &&
      known.outcomeClass === outcomeClass &&
      known.quicVersion === quicVersion &&
      known.sni === gquicSni
    ) {
      return known;
    }
    const ending = { version, ja3s, retried, outcome, outcomeClass, quicVersion, sni: gquicSni };
    this.#known[place] = ending;
    return ending;
  }
}
