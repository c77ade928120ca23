/**
 * The pieces of one fragmented packet, by offset: whether they cover it, whether they contradict each other, and the
 * payload they make. They know nothing of IP headers. Bounded in number; their octets are bounded by who keeps them (fragments.ts).
 */
import { same } from '../../bytes/octets.js';

/** Most pieces of one packet: 65,535 octets in fragments for an MTU of 576, the least that IPv4 hosts agree on, are 119. */
export const MAX_PIECES = 128;

export interface Piece {
  /** The octets `[from, to)` of the payload. */
  readonly from: number;
  readonly to: number;
  /** As many of them as were captured. */
  readonly octets: Uint8Array;
}

export type Fit = 'taken' | 'contradiction' | 'too many';

export class Pieces {
  /** Length of the payload, -1 while the last piece has not come. */
  total = -1;
  /** Octets kept. */
  octets = 0;
  /** By offset. */
  readonly #pieces: Piece[] = [];
  /** No piece reaches beyond. */
  #reach = 0;

  get count(): number {
    return this.#pieces.length;
  }

  /** Whether the pieces cover the payload from its beginning to its end. */
  get isWhole(): boolean {
    if (this.total < 0) return false;
    let covered = 0;
    for (const { from, to } of this.#pieces) {
      if (from > covered) return false;
      covered = Math.max(covered, to);
    }
    return covered === this.total;
  }

  /**
   * Keeps a copy of the piece, unless it says nothing new.
   * @param isLast the payload ends with it
   * @param strict overlaps contradict even if their octets agree; exact copies do not
   */
  add(piece: Piece, isLast: boolean, strict: boolean): Fit {
    if (isLast ? this.total >= 0 && this.total !== piece.to : this.total >= 0 && piece.to > this.total) {
      return 'contradiction';
    }
    if (isLast && this.#reach > piece.to) return 'contradiction';
    let place = this.#pieces.length;
    while (place > 0 && this.#pieces[place - 1]!.from > piece.from) place--;
    for (const other of this.#pieces) {
      if (other.to <= piece.from || other.from >= piece.to) continue;
      if (!agree(piece, other)) return 'contradiction';
      const isCopy = other.from === piece.from && other.to === piece.to;
      if (strict && !isCopy) return 'contradiction';
      if (!isCopy || piece.octets.length > other.octets.length) continue;
      if (isLast) this.total = piece.to;
      return 'taken';
    }
    if (this.#pieces.length === MAX_PIECES) return 'too many';
    this.#pieces.splice(place, 0, { ...piece, octets: piece.octets.slice() });
    this.octets += piece.octets.length;
    this.#reach = Math.max(this.#reach, piece.to);
    if (isLast) this.total = piece.to;
    return 'taken';
  }

  /**
   * Writes the payload of a whole packet to `buffer[at, ...)`.
   * @returns how many octets of it, from its beginning on, were captured
   */
  copyTo(buffer: Uint8Array, at: number): number {
    let captured = 0;
    for (const { from, octets } of this.#pieces) {
      if (from > captured) break; // behind it octets are missing
      buffer.set(octets, at + from);
      captured = Math.max(captured, from + octets.length);
    }
    return captured;
  }
}

/** Whether two pieces that overlap hold the same octets there, as far as both were captured. */
function agree(a: Piece, b: Piece): boolean {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.from + a.octets.length, b.from + b.octets.length);
  return to <= from || same(a.octets, from - a.from, b.octets, from - b.from, to - from);
}
