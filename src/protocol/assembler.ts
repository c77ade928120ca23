/**
 * Assembler: pieces at offsets -> contiguous octets, for whatever is sent in pieces: a TCP stream, CRYPTO frames of QUIC
 * (RFC 9000 §19.6), fragments of a DTLS message (RFC 9147 §5.5). The first copy of an octet wins (RFC 9293 §3.10.7.4
 * trims what was received before); copies that differ from what is retained are counted. Gaps and octets are bounded: what
 * would pass a bound is refused, and the caller told.
 *
 * A piece that can be read at once is lent: it is looked at where it lies, and copied only if it is still wanted afterwards.
 */

export interface AssemblerLimits {
  /** Most octets retained in all. */
  readonly octets: number;
  /** Most octets retained beyond a gap. */
  readonly ahead: number;
  /** Most gaps. */
  readonly holes: number;
  /** Most pieces retained beyond a gap, whatever their size; default `MAX_PIECES_AHEAD`. */
  readonly pieces?: number;
}

/** Contiguous octets [from, to): `octets[at]` is that at `from`. */
export interface Run {
  from: number;
  to: number;
  octets: Uint8Array;
  at: number;
  /** `octets` belongs to the caller, until `settle`. */
  lent: boolean;
  /** Pairs: offset at which a piece brought octets not seen before, number of its frame. Ascending offsets. */
  marks: number[];
  /** Index of the first mark that counts: that which covers `from`. */
  firstMark: number;
}

/** A hello of single octets that arrives backwards still fits. */
export const MAX_PIECES_AHEAD = 2048;

/** What a run and a mark cost beside the octets, about, in octets of memory. */
const RUN_COST = 192;
const MARK_COST = 8;

const SMALLEST_BUFFER = 64;

export class Assembler {
  /** Octets of later copies that differ from the retained first copy. */
  conflicts = 0;
  /** The last piece put in was refused in part: too many octets (`octets`), or too many gaps (`holes`). */
  refused: 'octets' | 'holes' | undefined;
  /** Octets retained. */
  retained = 0;
  readonly #limits: AssemblerLimits;
  /** Sorted, apart from each other by at least one octet. */
  readonly #runs: Run[] = [];
  #floor: number;
  /** Octets from the floor on will come; else the first piece is as good a beginning as any. */
  #exact: boolean;

  constructor(limits: AssemblerLimits, floor = 0, exact = true) {
    this.#limits = limits;
    this.#floor = floor;
    this.#exact = exact;
  }

  /** Octets of memory that it holds, about: buffers whole, runs and marks too. What one is lent does not count. */
  get heldOctets(): number {
    let held = 0;
    for (const run of this.#runs) held += RUN_COST + MARK_COST * run.marks.length + (run.lent ? 0 : run.octets.length);
    return held;
  }

  /** Octets below are not wanted any more. */
  get floor(): number {
    return this.#floor;
  }

  get runs(): readonly Readonly<Run>[] {
    return this.#runs;
  }

  /** The run that holds the octet at `offset`, if it is there. */
  runAt(offset: number): Readonly<Run> | undefined {
    for (const run of this.#runs) if (run.from <= offset && offset < run.to) return run;
    return undefined;
  }

  /** First offset at or after `offset` whose octet is missing. */
  endOf(offset: number): number {
    return this.runAt(offset)?.to ?? offset;
  }

  /** Smallest offset above `offset` at which a piece began, up to the end of the run that holds `offset`. */
  nextMark(offset: number): number | undefined {
    const run = this.runAt(offset);
    if (run === undefined) return undefined;
    for (let i = run.firstMark; i < run.marks.length; i += 2) if (run.marks[i]! > offset) return run.marks[i]!;
    return undefined;
  }

  /**
   * The piece `octets[at, end)` whose first octet lies at `offset`. Call `settle` when it was looked at.
   * @returns how many of its octets were not there before
   */
  put(offset: number, octets: Uint8Array, at: number, end: number, frame: number): number {
    this.refused = undefined;
    const to = offset + (end - at);
    const from = Math.max(offset, this.#floor);
    if (to <= from) return 0;
    const start = at + (from - offset);
    if (this.#runs.length === 0 && (from === this.#floor || !this.#exact)) {
      this.#runs.push({ from, to, octets, at: start, lent: true, marks: [from, frame], firstMark: 0 });
      this.retained = to - from;
      return to - from;
    }
    this.settle();
    let taken = 0;
    let next = from;
    // Gaps first found, then filled: filling moves runs. There are at most `holes` + 1.
    const gaps: number[] = [];
    for (const run of this.#runs) {
      if (run.to <= next) continue;
      if (run.from >= to) break;
      if (run.from > next) gaps.push(next, run.from);
      this.#compare(run, Math.max(next, run.from), Math.min(to, run.to), octets, at - offset);
      next = run.to;
    }
    if (next < to) gaps.push(next, to);
    for (let i = 0; i < gaps.length; i += 2) taken += this.#fill(gaps[i]!, gaps[i + 1]!, octets, at - offset, frame);
    return taken;
  }

  /** Octets below `offset` are not wanted any more, whether they are there or not. */
  release(offset: number): void {
    if (offset <= this.#floor) return;
    this.#floor = offset;
    let gone = 0;
    for (const run of this.#runs) {
      if (run.from >= offset) break;
      const cut = Math.min(offset, run.to) - run.from;
      run.from += cut;
      run.at += cut;
      this.retained -= cut;
      if (run.from === run.to) gone++;
      else trimMarks(run);
    }
    this.#runs.splice(0, gone);
  }

  /** From now on it is known that the octets begin at `offset`; what lies below is dropped. */
  beginAt(offset: number): void {
    this.release(offset);
    this.#floor = offset;
    this.#exact = true;
  }

  /** The octets lent by the last `put` go back to their owner: what is still wanted of them is copied. */
  settle(): void {
    const run = this.#runs[0];
    if (run === undefined || !run.lent) return;
    if (run.to - run.from > this.#limits.octets) {
      this.refused = 'octets';
      run.to = run.from + this.#limits.octets;
      this.retained = this.#limits.octets;
    }
    run.octets = run.octets.slice(run.at, run.at + (run.to - run.from));
    run.at = 0;
    run.lent = false;
  }

  #compare(run: Run, from: number, to: number, octets: Uint8Array, shift: number): void {
    for (let o = from; o < to; o++) if (run.octets[run.at + (o - run.from)] !== octets[o + shift]) this.conflicts++;
  }

  /** Copies the octets of [from, to), none of which is there. */
  #fill(from: number, to: number, octets: Uint8Array, shift: number, frame: number): number {
    const runs = this.#runs;
    let place = 0;
    while (place < runs.length && runs[place]!.from < from) place++;
    const left = place > 0 && runs[place - 1]!.to === from ? runs[place - 1]! : undefined;
    const right = place < runs.length && runs[place]!.from === to ? runs[place]! : undefined;
    const length = to - from;
    const first = runs[0];
    const inOrder = from === this.#floor || (left !== undefined && this.#isPrefix(left));
    const ahead =
      first !== undefined && this.#isPrefix(first) ? this.retained - (first.to - first.from) : this.retained;
    const tooFar =
      !inOrder &&
      (ahead + length > this.#limits.ahead || this.#piecesAhead() >= (this.#limits.pieces ?? MAX_PIECES_AHEAD));
    if (this.retained + length > this.#limits.octets || tooFar) {
      this.refused = 'octets';
      return 0;
    }
    if (left === undefined && right === undefined && runs.length >= this.#limits.holes) {
      this.refused = 'holes';
      return 0;
    }
    let run = left;
    if (run === undefined) {
      run = { from, to: from, octets: new Uint8Array(0), at: 0, lent: false, marks: [], firstMark: 0 };
      runs.splice(place, 0, run);
      place++;
    }
    run.marks.push(from, frame);
    append(run, octets, from + shift, to + shift);
    if (right !== undefined) {
      for (let i = right.firstMark; i < right.marks.length; i++) run.marks.push(right.marks[i]!);
      append(run, right.octets, right.at, right.at + (right.to - right.from));
      runs.splice(place, 1);
    }
    this.retained += length;
    return length;
  }

  #piecesAhead(): number {
    let count = 0;
    for (const run of this.#runs) if (!this.#isPrefix(run)) count += (run.marks.length - run.firstMark) / 2;
    return count;
  }

  #isPrefix(run: Run): boolean {
    return run === this.#runs[0] && (run.from === this.#floor || !this.#exact);
  }
}

function append(run: Run, octets: Uint8Array, at: number, end: number): void {
  const length = run.to - run.from;
  const wanted = length + (end - at);
  if (run.at + wanted > run.octets.length) {
    const grown = new Uint8Array(Math.max(wanted, 2 * length, SMALLEST_BUFFER));
    grown.set(run.octets.subarray(run.at, run.at + length));
    run.octets = grown;
    run.at = 0;
  }
  run.octets.set(octets.subarray(at, end), run.at + length);
  run.to = run.from + wanted;
}

/** Passes over the marks before that which covers the run's first octet; now and then they are taken out. */
function trimMarks(run: Run): void {
  while (run.firstMark + 2 < run.marks.length && run.marks[run.firstMark + 2]! <= run.from) run.firstMark += 2;
  if (run.firstMark * 2 <= run.marks.length) return;
  run.marks.splice(0, run.firstMark);
  run.firstMark = 0;
}
