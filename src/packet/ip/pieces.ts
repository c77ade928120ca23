/**
 * The pieces of one fragmented packet: whether they cover it, whether they contradict each other, and the payload they
 * make. They know nothing of IP headers. Pieces begin at multiples of eight octets, so what was seen is kept for each of these units, in
 * chunks: a piece costs by its length, however many there are (a packet may come in 8,192, RFC 791 §3.2).
 * Memory is bounded by who keeps them (fragments.ts).
 */

/** RFC 791 §3.1, RFC 8200 §4.5: fragment offsets count units of so many octets. */
export const UNIT = 8;
const UNIT_BITS = 3;
const CHUNK_BITS = 7;
const CHUNK_UNITS = 1 << CHUNK_BITS;
const CHUNK_OCTETS = CHUNK_UNITS * UNIT;
/** A chunk is one array: octets, then for each unit what is known of it. */
const CHUNK = CHUNK_OCTETS + CHUNK_UNITS;
/** What a chunk costs in memory beside what it holds. */
const CHUNK_COST = 128;
// What is known of a unit. 0: nothing; else how many of its octets were captured, and one; and whether a piece begins with it.
const CAPTURED = 0x0f;
const BEGINS = 0x10;

/** Chunks that were given back, in which nothing is known: an array of this size costs 3 us to make. */
const spare: Uint8Array[] = [];
const MAX_SPARE = 1024;

export interface Piece {
  /** The octets `[from, to)` of the payload; `from` is a multiple of `UNIT`, and so is `to` but in the last piece. */
  readonly from: number;
  readonly to: number;
  /** As many of them as were captured. */
  readonly octets: Uint8Array;
}

export type Fit = 'taken' | 'contradiction';

export class Pieces {
  /** Length of the payload, -1 while the last piece has not come. */
  total = -1;
  /** Octets of memory. */
  held = 0;
  readonly #chunks: (Uint8Array | undefined)[] = [];
  /** Units of which something is known. */
  #units = 0;
  /** No piece reaches beyond. */
  #reach = 0;

  /** Whether the pieces cover the payload from its beginning to its end. */
  get isWhole(): boolean {
    return this.total >= 0 && this.#units === unitsIn(this.total);
  }

  /**
   * Keeps what the piece says.
   * @param isLast the payload ends with it
   * @param strict overlaps contradict even if their octets agree; exact copies do not
   */
  add(piece: Piece, isLast: boolean, strict: boolean): Fit {
    const { from, to } = piece;
    if (isLast ? this.total >= 0 && this.total !== to : this.total >= 0 && to > this.total) return 'contradiction';
    if (isLast && this.#reach > to) return 'contradiction';
    const first = from >>> UNIT_BITS;
    const end = unitsIn(to);
    let known = 0;
    for (let unit = first; unit < end; unit++) {
      if (this.#stateOf(unit) === 0) continue;
      known++;
      if (!this.#agrees(unit, piece)) return 'contradiction';
    }
    if (strict && known > 0 && !(known === end - first && this.#wasPiece(first, end))) return 'contradiction';
    if (known === 0) this.#keepNew(first, end, piece);
    else for (let unit = first; unit < end; unit++) this.#keep(unit, piece);
    this.#units += end - first - known;
    this.#reach = Math.max(this.#reach, to);
    if (isLast) this.total = to;
    return 'taken';
  }

  /**
   * Writes the payload of a whole packet to `buffer[at, ...)`.
   * @returns how many octets of it, from its beginning on, were captured
   */
  copyTo(buffer: Uint8Array, at: number): number {
    let captured = 0;
    for (const chunk of this.#chunks) {
      let units = 0;
      while (units < CHUNK_UNITS && capturedOf(chunk![CHUNK_OCTETS + units]!) === UNIT) units++;
      const last = units < CHUNK_UNITS ? capturedOf(chunk![CHUNK_OCTETS + units]!) : 0;
      const count = units * UNIT + last;
      buffer.set(chunk!.subarray(0, count), at + captured);
      captured += count;
      if (units < CHUNK_UNITS) break; // it is the end, or octets are missing
    }
    return captured;
  }

  /** Gives back all memory: the pieces are forgotten. */
  release(): void {
    for (const chunk of this.#chunks) {
      if (chunk === undefined || spare.length >= MAX_SPARE) continue;
      chunk.fill(0, CHUNK_OCTETS);
      spare.push(chunk);
    }
    this.#chunks.length = 0;
    this.held = 0;
    this.total = -1;
    this.#units = 0;
    this.#reach = 0;
  }

  #stateOf(unit: number): number {
    const chunk = this.#chunks[unit >>> CHUNK_BITS];
    return chunk === undefined ? 0 : chunk[stateAt(unit)]!;
  }

  /** Whether the piece has the octets of a unit that are there, as far as both were captured. */
  #agrees(unit: number, { from, octets }: Piece): boolean {
    const chunk = this.#chunks[unit >>> CHUNK_BITS]!;
    const here = chunkAt(unit);
    const there = unit * UNIT - from;
    const count = Math.min(capturedOf(chunk[stateAt(unit)]!), octets.length - there);
    for (let i = 0; i < count; i++) if (chunk[here + i] !== octets[there + i]) return false;
    return true;
  }

  /** Whether the known units `[first, end)` came as one piece. Strict pieces do not overlap, so the next one begins behind it. */
  #wasPiece(first: number, end: number): boolean {
    for (let unit = first; unit < end; unit++) {
      if (((this.#stateOf(unit) & BEGINS) !== 0) !== (unit === first)) return false;
    }
    const next = this.#stateOf(end);
    return next === 0 || (next & BEGINS) !== 0;
  }

  #keep(unit: number, { from, octets }: Piece): void {
    const chunk = this.#chunkOf(unit);
    const here = chunkAt(unit);
    const there = unit * UNIT - from;
    const before = chunk[stateAt(unit)]!;
    const old = capturedOf(before);
    const count = Math.max(old, Math.min(UNIT, octets.length - there));
    for (let i = old; i < count; i++) chunk[here + i] = octets[there + i]!;
    chunk[stateAt(unit)] = (before & BEGINS) | (there === 0 ? BEGINS : 0) | (count + 1);
  }

  /** The same of units of which nothing is known, chunk by chunk. */
  #keepNew(first: number, end: number, { from, octets }: Piece): void {
    for (let unit = first; unit < end; unit = (unit | (CHUNK_UNITS - 1)) + 1) {
      const chunk = this.#chunkOf(unit);
      const units = Math.min(end - unit, CHUNK_UNITS - (unit & (CHUNK_UNITS - 1)));
      const there = unit * UNIT - from;
      const count = Math.max(0, Math.min(units * UNIT, octets.length - there));
      chunk.set(octets.subarray(there, there + count), chunkAt(unit));
      const state = stateAt(unit);
      const full = count >>> UNIT_BITS;
      chunk.fill(UNIT + 1, state, state + full);
      chunk.fill(1, state + full, state + units); // 0 octets of them
      if (full < units) chunk[state + full] = (count & (UNIT - 1)) + 1;
    }
    this.#chunks[first >>> CHUNK_BITS]![stateAt(first)]! |= BEGINS;
  }

  #chunkOf(unit: number): Uint8Array {
    const chunks = this.#chunks;
    const index = unit >>> CHUNK_BITS;
    while (chunks.length <= index) chunks.push(undefined);
    let chunk = chunks[index];
    if (chunk === undefined) {
      chunk = spare.pop() ?? new Uint8Array(CHUNK);
      chunks[index] = chunk;
      this.held += CHUNK + CHUNK_COST;
    }
    return chunk;
  }
}

function unitsIn(octets: number): number {
  return (octets + UNIT - 1) >>> UNIT_BITS;
}

/** Where in its chunk a unit has its octets, and where what is known of it. */
function chunkAt(unit: number): number {
  return (unit & (CHUNK_UNITS - 1)) << UNIT_BITS;
}

function stateAt(unit: number): number {
  return CHUNK_OCTETS + (unit & (CHUNK_UNITS - 1));
}

function capturedOf(state: number): number {
  return Math.max(0, (state & CAPTURED) - 1);
}
