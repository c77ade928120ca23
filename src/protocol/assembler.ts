/**
 * Assembler: pieces at offsets -> contiguous octets, for whatever is sent in pieces: a TCP stream, CRYPTO frames of QUIC
 * (RFC 9000 §19.6), fragments of a DTLS message (RFC 9147 §5.5). The first copy of an octet wins (RFC 9293 §3.10.7.4
 * trims what was received before); copies that differ from what is retained are counted. Gaps and octets are bounded: what
 * would pass a bound is refused, and the caller told.
 *
 * Pieces are lent: they are looked at where they lie, or joined in octets that all assemblers use by turns, and copied only if they
 * are still wanted afterwards. An array of its own costs 3 us, and a hello needs none unless it waits for its rest.
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
  /** `octets` belongs to the caller, or is the common workspace: until `settle`. */
  lent: boolean;
  /** `octets` holds more than this run's: nothing may be written behind it. */
  shared: boolean;
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
/** An array that is given is kept if one in so many of its octets is wanted. */
const GIVEN_COST = 2;

const SMALLEST_BUFFER = 64;
/** A run with more is not kept for the next. */
const MAX_SPARE_MARKS = 16;
const NOTHING = new Uint8Array(0);

/** Where pieces are joined that may not be wanted any longer than until `settle`. Longer ones are joined in octets of their own. */
const workspace = new Uint8Array(128 * 1024);

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
  /** A run that is not needed any more, for the next. */
  #spare: Run | undefined;
  #floor: number;
  /** Octets from the floor on will come; else the first piece is as good a beginning as any. */
  #exact: boolean;

  constructor(limits: AssemblerLimits, floor = 0, exact = true) {
    this.#limits = limits;
    this.#floor = floor;
    this.#exact = exact;
  }

  /** As new, with the same bounds. Whoever looked at a run must not do so any longer. */
  reset(floor: number, exact: boolean): void {
    this.conflicts = 0;
    this.refused = undefined;
    this.retained = 0;
    this.#dropRuns(this.#runs.length);
    this.#floor = floor;
    this.#exact = exact;
  }

  /** Octets of memory that it holds, about: buffers whole, runs and marks too. What one is lent does not count. */
  get heldOctets(): number {
    let held = 0;
    if (this.#runs.length === 0) return held;
    for (const run of this.#runs) {
      held += RUN_COST + MARK_COST * run.marks.length;
      if (run.shared) held += GIVEN_COST * (run.to - run.from);
      else if (!run.lent) held += run.octets.length;
    }
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
   * The piece `octets[at, end)` whose first octet lies at `offset`. Call `settle` when it was looked at, and before anything is put
   * into another assembler: until then all pieces may be where their owners have them.
   * @returns how many of its octets were not there before
   */
  put(offset: number, octets: Uint8Array, at: number, end: number, frame: number): number {
    this.refused = undefined;
    const to = offset + (end - at);
    const from = Math.max(offset, this.#floor);
    if (to <= from) return 0;
    const start = at + (from - offset);
    if (this.#runs.length === 0 && (from === this.#floor || !this.#exact)) {
      this.#runs.push(this.#newRun(from, to, octets, start, frame));
      this.retained = to - from;
      return to - from;
    }
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
    this.#dropRuns(gone);
  }

  #newRun(from: number, to: number, octets: Uint8Array, at: number, frame: number): Run {
    const run = this.#spare;
    if (run === undefined)
      return { from, to, octets, at, lent: true, shared: true, marks: [from, frame], firstMark: 0 };
    this.#spare = undefined;
    run.from = from;
    run.to = to;
    run.octets = octets;
    run.at = at;
    run.lent = true;
    run.shared = true;
    run.marks[0] = from;
    run.marks[1] = frame;
    run.firstMark = 0;
    return run;
  }

  /** The first `count` runs go. */
  #dropRuns(count: number): void {
    const runs = this.#runs;
    const spare = runs[0];
    if (spare === undefined || count === 0) return;
    if (runs.length === 1)
      runs.pop(); // keeps its room
    else runs.splice(0, count);
    if (spare.marks.length > MAX_SPARE_MARKS) return;
    spare.octets = NOTHING;
    while (spare.marks.length > 2) spare.marks.pop();
    this.#spare = spare;
  }

  /** From now on it is known that the octets begin at `offset`; what lies below is dropped. */
  beginAt(offset: number): void {
    this.release(offset);
    this.#floor = offset;
    this.#exact = true;
  }

  /**
   * The octets lent since the last call go back to their owners: what is still wanted of them is copied.
   * @param given an array that its owner has no more use for: if enough of it is wanted, it is kept instead of copies
   */
  settle(given?: Uint8Array): void {
    const runs = this.#runs;
    const first = runs[0];
    if (first === undefined) return;
    const excess = this.retained - this.#limits.octets;
    // Only a single piece can be longer than all that may be retained: it was taken as it came.
    if (excess > 0) {
      this.refused = 'octets';
      first.to -= excess;
      this.retained = this.#limits.octets;
    }
    let kept = false;
    if (given !== undefined) {
      let wanted = 0;
      for (const run of runs) if (run.octets === given) wanted += run.to - run.from;
      kept = GIVEN_COST * wanted >= given.length;
    }
    for (const run of runs) {
      if (!run.lent) continue;
      run.lent = false;
      if (kept && run.octets === given) continue;
      const length = run.to - run.from;
      // What was joined goes on growing, in all likelihood.
      const own = new Uint8Array(run.octets === workspace ? Math.max(2 * length, SMALLEST_BUFFER) : length);
      own.set(run.octets.subarray(run.at, run.at + length));
      run.octets = own;
      run.at = 0;
      run.shared = false;
    }
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
      run = this.#newRun(from, to, octets, from + shift, frame);
      runs.splice(place, 0, run);
      place++;
    } else {
      run.marks.push(from, frame);
      this.#append(run, octets, from + shift, to + shift);
    }
    if (right !== undefined) {
      for (let i = right.firstMark; i < right.marks.length; i++) run.marks.push(right.marks[i]!);
      this.#append(run, right.octets, right.at, right.at + (right.to - right.from));
      runs.splice(place, 1);
    }
    this.retained += length;
    return length;
  }

  /** Writes octets behind those of a run; where there is no room, the run moves. */
  #append(run: Run, octets: Uint8Array, at: number, end: number): void {
    const length = run.to - run.from;
    const wanted = length + (end - at);
    if (run.shared || run.at + wanted > run.octets.length) {
      const free = run === this.#runs[0] && wanted <= workspace.length && !this.#inWorkspace();
      const room = free ? workspace : new Uint8Array(Math.max(wanted, 2 * length, SMALLEST_BUFFER));
      room.set(run.octets.subarray(run.at, run.at + length));
      run.octets = room;
      run.at = 0;
      run.lent = free;
      run.shared = false;
    }
    run.octets.set(octets.subarray(at, end), run.at + length);
    run.to = run.from + wanted;
  }

  #inWorkspace(): boolean {
    for (const run of this.#runs) if (run.octets === workspace) return true;
    return false;
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

/** Passes over the marks before that which covers the run's first octet; now and then they are taken out. */
function trimMarks(run: Run): void {
  while (run.firstMark + 2 < run.marks.length && run.marks[run.firstMark + 2]! <= run.from) run.firstMark += 2;
  if (run.firstMark * 2 <= run.marks.length) return;
  run.marks.splice(0, run.firstMark);
  run.firstMark = 0;
}
