/**
 * Pieces of octets from one thread to another through shared memory of a fixed size, without an object or an allocation for each: one thread
 * puts, one takes. The one that takes is told by whatever message the two have, once until it has found nothing left.
 */

/** Words at the beginning: octets put and octets taken so far (modulo 2^32), and whether the taker has been told. */
const PUT = 0;
const TAKEN = 1;
const TOLD = 2;
const WORDS = 16;
const WORD_OCTETS = 4;
/** Before each piece: its length, its kind, its count. */
const HEADER_WORDS = 3;
const HEADER_OCTETS = HEADER_WORDS * WORD_OCTETS;
/** In place of a length: the rest up to the end is unused. */
const SKIP = -1;

/** What was put: octets, of which kind, and how many things they are (records, packets). The octets are valid during the call only. */
export type TakePiece = (octets: Uint8Array, kind: number, count: number) => void;

export class OctetRing {
  readonly #words: Int32Array;
  readonly #octets: Uint8Array;
  readonly #capacity: number;

  /** @param octets a power of two, at least 64 */
  static memory(octets: number): SharedArrayBuffer {
    if (!Number.isInteger(Math.log2(octets)) || octets < 64) throw new RangeError(`${octets} octets: no power of two`);
    return new SharedArrayBuffer(WORDS * WORD_OCTETS + octets);
  }

  /** @param memory what `memory` made, the same in both threads */
  constructor(memory: SharedArrayBuffer) {
    const from = WORDS * WORD_OCTETS;
    this.#words = new Int32Array(memory);
    this.#octets = new Uint8Array(memory, from);
    this.#capacity = memory.byteLength - from;
  }

  /** Octets that were put and not taken, with their headers. */
  get waiting(): number {
    return (Atomics.load(this.#words, PUT) - Atomics.load(this.#words, TAKEN)) >>> 0;
  }

  /** Copies them. @returns false if there is no room: nothing was put then */
  put(octets: Uint8Array, kind: number, count: number): boolean {
    const put = Atomics.load(this.#words, PUT);
    const free = this.#capacity - ((put - Atomics.load(this.#words, TAKEN)) >>> 0);
    const room = HEADER_OCTETS + aligned(octets.length);
    let at = (put >>> 0) & (this.#capacity - 1);
    const toEnd = this.#capacity - at;
    const skipped = room > toEnd ? toEnd : 0;
    if (room + skipped > free) return false;
    if (skipped > 0) {
      this.#words[wordAt(at)] = SKIP;
      at = 0;
    }
    const word = wordAt(at);
    this.#words[word] = octets.length;
    this.#words[word + 1] = kind;
    this.#words[word + 2] = count;
    this.#octets.set(octets, at + HEADER_OCTETS);
    Atomics.store(this.#words, PUT, (put + skipped + room) | 0);
    return true;
  }

  /** Of the one that puts, after `put`, taken or not. @returns whether the taker has to be told: it has not been since it found nothing left */
  mustTell(): boolean {
    return Atomics.exchange(this.#words, TOLD, 1) === 0;
  }

  /** Waits until the taker has taken something, or for so long; not at all if there is nothing to take. */
  waitForRoom(ms: number): void {
    const taken = Atomics.load(this.#words, TAKEN);
    if (Atomics.load(this.#words, PUT) !== taken) Atomics.wait(this.#words, TAKEN, taken, ms);
  }

  /**
   * Takes what is there, in order, up to so many octets and the piece that passes them.
   * @returns whether all is taken, and whoever puts more has to tell; else the taker goes on by itself, when it has done other things
   */
  take(each: TakePiece, mostOctets: number): boolean {
    let taken = Atomics.load(this.#words, TAKEN);
    const from = taken;
    for (;;) {
      const end = Atomics.load(this.#words, PUT);
      if (taken === end) {
        // First this, then the last look: whoever puts after the look finds that it has to tell.
        Atomics.store(this.#words, TOLD, 0);
        if (Atomics.load(this.#words, PUT) === taken || Atomics.exchange(this.#words, TOLD, 1) !== 0) return true;
        continue;
      }
      if ((taken - from) >>> 0 >= mostOctets) return false;
      taken = this.#takeOne(taken, each);
    }
  }

  #takeOne(taken: number, each: TakePiece): number {
    const at = (taken >>> 0) & (this.#capacity - 1);
    const word = wordAt(at);
    const length = this.#words[word]!;
    const isSkip = length === SKIP;
    const next = (taken + (isSkip ? this.#capacity - at : HEADER_OCTETS + aligned(length))) | 0;
    try {
      const from = at + HEADER_OCTETS;
      if (!isSkip) each(this.#octets.subarray(from, from + length), this.#words[word + 1]!, this.#words[word + 2]!);
    } finally {
      Atomics.store(this.#words, TAKEN, next);
      Atomics.notify(this.#words, TAKEN);
    }
    return next;
  }
}

function wordAt(at: number): number {
  return WORDS + at / WORD_OCTETS;
}

function aligned(length: number): number {
  return (length + WORD_OCTETS - 1) & -WORD_OCTETS;
}
