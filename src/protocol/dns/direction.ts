/**
 * One direction of DNS over TCP: sequence numbers -> messages with two octets of length before each (RFC 1035 §4.2.2, RFC
 * 7766 §8). A gap is waited for; then the message it lies in is read as far as it goes, and reading goes on behind that message,
 * whose length is known. Where a length is lost, it goes on at the next segment that begins a message.
 */
import { u16 } from '../../bytes/octets.js';
import { Assembler } from '../assembler.js';
import { Limit } from '../fault.js';
import { type DnsAnswer, parseDnsResponse } from './answers.js';
import { dnsFit, HEADER_OCTETS, MIN_MESSAGE_OCTETS } from './message.js';
import type { WaitingQueries } from './queries.js';
import { isResponse, questionTag } from './question.js';

/** RFC 7766 §8: the length field, and the most octets of a message with it. */
export const LENGTH_OCTETS = 2;
export const MAX_FRAMED_OCTETS = LENGTH_OCTETS + 0xffff;
/** Octets held beyond a gap. */
export const MAX_AHEAD_OCTETS = 64 * 1024;
/** Gaps. */
export const MAX_HOLES = 32;
/** Segments that are waited for a gap to be filled. */
export const GAP_PATIENCE = 32;
/** How far beyond what was read a segment may begin. Farther ones are passed over. */
export const MAX_DISTANCE = 1024 * 1024;
/** Without a SYN, or after a length that was lost: places where a message is looked for before it counts as something else. */
export const MAX_SEARCHES = 256;

const LIMITS = { octets: MAX_FRAMED_OCTETS + MAX_AHEAD_OCTETS, ahead: MAX_AHEAD_OCTETS, holes: MAX_HOLES };

/** Whether octets at the beginning of a message over TCP fit: `cut` if those that are there do, but are too few to be sure. */
export function streamFit(octets: Uint8Array, at: number, end: number): 'yes' | 'cut' | 'no' {
  if (end - at < LENGTH_OCTETS) return 'cut';
  const length = u16(octets, at);
  if (length < MIN_MESSAGE_OCTETS) return 'no';
  const from = at + LENGTH_OCTETS;
  const fit = dnsFit(octets, from, Math.min(end, from + length));
  return fit === 'cut' && end - from >= length ? 'no' : fit;
}

/** A response that was read. */
export interface Heard {
  readonly answer: DnsAnswer;
  /** It answers a query that waited. */
  readonly awaited: boolean;
}

export class DnsDirection {
  /** A message was recognised. */
  isDns = false;
  /** Nothing will be read here any more. */
  lost = false;
  /** Messages read. */
  messages = 0;
  /** Bounds that were reached: bits of `Limit`. */
  limits = 0;
  readonly #direction: 0 | 1;
  readonly #queries: WaitingQueries;
  #assembler: Assembler | undefined;
  /** The SYN was seen. */
  #begun = false;
  /** Some octets were not read. */
  #gapped = false;
  /** Sequence number of offset 0. */
  #base = 0;
  /** Offset of the next octet to read. */
  #cursor = 0;
  /** Where the next message begins is not known: octets at the cursor are one if they look like it. */
  #searching = false;
  #searches = 0;
  /** Segments since the octet at the cursor, or of the message that begins there, is missing. */
  #waited = 0;

  /** @param queries of both directions of the flow */
  constructor(direction: 0 | 1, queries: WaitingQueries) {
    this.#direction = direction;
    this.#queries = queries;
  }

  /** Every octet up to now was read, or none was seen at all: no query of this direction is known to be missing. */
  get isFollowed(): boolean {
    if (this.#assembler === undefined) return !this.lost;
    return this.#begun && !this.#gapped && this.limits === 0 && this.#assembler.retained === 0;
  }

  get heldOctets(): number {
    return this.#assembler?.retained ?? 0;
  }

  /** The first octet has this sequence number, by SYN. A second SYN is passed over. */
  begin(sequence: number): void {
    if (this.#assembler !== undefined || this.lost) return;
    this.#start(sequence);
    this.#begun = true;
  }

  /**
   * A segment with payload `octets[at, end)`.
   *
   * @param onWire its octets on the wire: more than `end - at` if the capture cut its end off
   * @param trusted the other direction is DNS
   */
  take(
    sequence: number,
    octets: Uint8Array,
    at: number,
    end: number,
    onWire: number,
    frame: number,
    trusted: boolean,
  ): Heard[] {
    const answers: Heard[] = [];
    if (this.lost) return answers;
    if (this.#assembler === undefined) {
      this.#start(sequence);
      this.#searching = true;
    }
    const assembler = this.#assembler!;
    const offset = this.#cursor + ((sequence - (this.#base + this.#cursor)) | 0);
    if (offset > this.#cursor + MAX_DISTANCE) {
      this.#gapped = true;
      return answers;
    }
    assembler.put(offset, octets, at, end, frame);
    this.#refused(assembler);
    this.#read(assembler, trusted, answers);
    // Octets that the capture cut off do not come any more, and behind the segment a message may begin.
    const cut = onWire > end - at && assembler.endOf(this.#cursor) === offset + (end - at);
    if (cut && !this.lost) {
      this.#stepOver(assembler, trusted, answers);
      if (this.#cursor < offset + onWire) this.#search(assembler, offset + onWire);
      this.#read(assembler, trusted, answers);
    }
    while (!this.lost && this.#waited >= GAP_PATIENCE && this.#blocked(assembler)) {
      this.#stepOver(assembler, trusted, answers);
      this.#read(assembler, trusted, answers);
    }
    this.#waited = this.#blocked(assembler) ? this.#waited + 1 : 0;
    assembler.settle();
    this.#refused(assembler);
    return answers;
  }

  /** Nothing will be read here any more: lets go of everything. */
  lose(): void {
    this.lost = true;
    this.#assembler = undefined;
  }

  #start(sequence: number): void {
    this.#base = sequence;
    this.#assembler = new Assembler(LIMITS);
  }

  #refused(assembler: Assembler): void {
    if (assembler.refused === 'holes') this.limits |= Limit.Holes;
    else if (assembler.refused === 'octets') this.limits |= Limit.HeldOctets;
  }

  /** Whole messages, as far as octets are there. */
  #read(assembler: Assembler, trusted: boolean, answers: Heard[]): void {
    while (!this.lost) {
      if (this.#searching && !this.#find(assembler)) return;
      const run = assembler.runAt(this.#cursor);
      if (run === undefined) return;
      const at = run.at + (this.#cursor - run.from);
      const end = run.at + (run.to - run.from);
      if (!this.isDns) {
        const fit = streamFit(run.octets, at, end);
        // Where one direction is DNS, the other may begin with a message that has no question (RFC 5936 §2.2.1).
        if (fit === 'no' && !trusted) this.lose();
        if (fit === 'yes') this.isDns = true;
        else if (!trusted) return;
      }
      if (end - at < LENGTH_OCTETS) return;
      const length = u16(run.octets, at);
      const from = at + LENGTH_OCTETS;
      if (length < HEADER_OCTETS) this.lose();
      if (length < HEADER_OCTETS || end - from < length) return;
      this.#message(run.octets, from, from + length, answers);
      this.#moveTo(assembler, this.#cursor + LENGTH_OCTETS + length);
    }
  }

  /** Looks for the beginning of a message at the cursor, then at the beginnings of later segments. */
  #find(assembler: Assembler): boolean {
    for (;;) {
      const run = assembler.runs.find((each) => each.to > this.#cursor);
      if (run === undefined) return false;
      if (run.from > this.#cursor) {
        if (this.#waited < GAP_PATIENCE) return false;
        this.#moveTo(assembler, run.from);
      }
      const fit = streamFit(run.octets, run.at + (this.#cursor - run.from), run.at + (run.to - run.from));
      if (fit === 'cut') return false;
      this.#searching = fit === 'no';
      if (fit === 'yes') return true;
      this.#searches++;
      if (this.#searches > MAX_SEARCHES) this.lose();
      if (this.lost) return false;
      this.#moveTo(assembler, assembler.nextMark(this.#cursor) ?? run.to);
    }
  }

  #message(octets: Uint8Array, at: number, end: number, answers: Heard[]): void {
    this.messages++;
    if (!isResponse(octets, at, end)) {
      this.#queries.ask(questionTag(octets, at, end, this.#direction));
      return;
    }
    // An error answers its query too.
    const awaited = this.#queries.answer(questionTag(octets, at, end, this.#direction === 0 ? 1 : 0));
    const answer = parseDnsResponse(octets, at, end);
    if (answer !== null) answers.push({ answer, awaited });
  }

  /** Whether what is missing keeps octets from being read that are there already. */
  #blocked(assembler: Assembler): boolean {
    const to = assembler.endOf(this.#cursor);
    return assembler.runs.some((run) => run.from > to);
  }

  /** The octets that are missing at the cursor, or in the message there, are given up. */
  #stepOver(assembler: Assembler, trusted: boolean, answers: Heard[]): void {
    this.#gapped = true;
    const run = assembler.runAt(this.#cursor);
    const have = run === undefined ? 0 : run.to - this.#cursor;
    if (run !== undefined && !this.#searching && have >= LENGTH_OCTETS && (this.isDns || trusted)) {
      const at = run.at + (this.#cursor - run.from);
      const length = u16(run.octets, at);
      this.#message(run.octets, at + LENGTH_OCTETS, at + have, answers);
      this.#moveTo(assembler, this.#cursor + LENGTH_OCTETS + length);
      return;
    }
    const next = assembler.runs.find((each) => each.from > this.#cursor + have);
    this.#search(assembler, next?.from ?? this.#cursor + have);
  }

  #search(assembler: Assembler, offset: number): void {
    this.#searching = true;
    this.#moveTo(assembler, offset);
  }

  #moveTo(assembler: Assembler, offset: number): void {
    this.#cursor = offset;
    this.#waited = 0;
    assembler.release(offset);
  }
}
