/**
 * TextMemo: texts of octets that were printed before. The same few server names come in nearly all hellos: one look-up instead of a
 * string made anew, one string in memory for all flows that have it, and one that maps have hashed already. Bounded; what is remembered
 * changes no result.
 */
import { finish } from './hash.js';
import { printable } from './text.js';

/** Most texts kept. A power of two. */
export const MAX_TEXTS = 4096;
/** Octets of the longest that is kept: longer ones are made anew. */
export const MAX_TEXT_OCTETS = 64;
/** FNV-1a. */
const PRIME = 0x01000193;
const BASIS = 0x811c9dc5 | 0;

export class TextMemo {
  /** Each text has one place, where the last one that hashed to it is. */
  readonly #octets = new Uint8Array(MAX_TEXTS * MAX_TEXT_OCTETS);
  readonly #lengths = new Uint8Array(MAX_TEXTS);
  readonly #texts: string[] = new Array<string>(MAX_TEXTS).fill('');

  /** As `printable` gives it. */
  of(octets: Uint8Array, at: number, end: number): string {
    const length = end - at;
    if (length <= 0 || length > MAX_TEXT_OCTETS) return printable(octets, at, end);
    let hash = BASIS;
    for (let o = at; o < end; o++) hash = Math.imul(hash ^ octets[o]!, PRIME);
    const place = finish(hash) & (MAX_TEXTS - 1);
    const known = this.#octets;
    const from = place * MAX_TEXT_OCTETS;
    if (this.#lengths[place] === length) {
      let i = 0;
      while (i < length && known[from + i] === octets[at + i]) i++;
      if (i === length) return this.#texts[place]!;
    }
    const text = printable(octets, at, end);
    for (let i = 0; i < length; i++) known[from + i] = octets[at + i]!;
    this.#lengths[place] = length;
    this.#texts[place] = text;
    return text;
  }
}
