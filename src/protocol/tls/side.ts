/**
 * One direction of a TCP flow as the TLS reader sees it: sequence numbers -> offsets -> contiguous octets, and how far they
 * were read. Sequence numbers wrap (RFC 9293 §3.4): a distance is `(a - b) | 0`, and offsets are plain numbers from there on.
 */
import { Assembler } from '../assembler.js';
import { MAX_HELLO_OCTETS } from './client-hello.js';
import { MessageReader } from './messages.js';

/** Octets held beyond a gap, in one direction. */
export const MAX_AHEAD_OCTETS = 64 * 1024;
/** Octets retained in one direction: a half-read hello with its record headers, and what is held beyond a gap. */
export const MAX_RETAINED_OCTETS = MAX_HELLO_OCTETS + MAX_AHEAD_OCTETS;
/** Gaps in one direction. */
export const MAX_HOLES = 32;
/** How far beyond what was read a segment may begin: more than the receive windows of handshakes. Farther ones are passed over. */
export const MAX_DISTANCE = 1024 * 1024;
/**
 * Without a SYN the first segment seen need not be the first sent: octets of such a direction are kept this long, and
 * segments up to this far below the first are taken as its beginning.
 */
export const REBASE_OCTETS = 16 * 1024;

/**
 * A hello of up to so many octets is kept in an array that another flow has used before: an array of its own costs more than
 * reading it. At most so many arrays lie ready.
 */
const SPARE_OCTETS = 2048;
const MAX_SPARE = 256;
const spare: Uint8Array[] = [];

const LIMITS = { octets: MAX_RETAINED_OCTETS, ahead: MAX_AHEAD_OCTETS, holes: MAX_HOLES };

/** What is being read in one direction. */
export const Reading = {
  /** Looks for octets that begin a record. */
  Probing: 0,
  /** In octets that began as a ClientHello does. */
  Hello: 1,
  /** Record after record. */
  Records: 2,
  /** Nothing any more: what comes cannot be read. */
  Lost: 3,
} as const;
export type Reading = (typeof Reading)[keyof typeof Reading];

export class Side {
  readonly direction: 0 | 1;
  reading: Reading = Reading.Probing;
  /** Offset at which a hello may begin, or (reading Hello) begins. */
  anchor = 0;
  /** Offset of the next octet to read. */
  cursor = 0;
  /** Octets of the record under the cursor that are left, and its type. */
  left = 0;
  recordType = 0;
  /** The candidate is an SSL 2.0-format record. */
  sslv2 = false;
  messages: MessageReader | undefined;
  /** Hellos that began here and then were none. */
  candidates = 0;
  /** A hello began here that is longer than is read, or of which more was held than is held. */
  overlong = false;
  /** Segments since the probe has stood before a gap. */
  waited = 0;
  /** Up to TLS 1.2: the other kind of handshake records follow, which cannot be read. */
  encrypted = false;
  closed: 'fin' | 'rst' | undefined;
  /** Offset after the last octet, by FIN. */
  finAt: number | undefined;
  #assembler: Assembler | undefined;
  /** What `#assembler` and `messages` are, or were and will be again. */
  #ownAssembler: Assembler | undefined;
  #ownMessages: MessageReader | undefined;
  /** The records of the whole hello, [keptFrom, keptTo): later copies are held against them until the flow is settled. */
  #kept: Uint8Array | undefined;
  #keptFrom = 0;
  #keptTo = 0;
  /** Conflicts that the assembler does not know of. */
  #conflicts = 0;
  /** Sequence number of offset 0. */
  #base = 0;
  /** No SYN was seen. */
  #open = true;

  constructor(direction: 0 | 1) {
    this.direction = direction;
  }

  /** As new: for another flow. */
  reset(): void {
    this.drop();
    this.reading = Reading.Probing;
    this.anchor = 0;
    this.cursor = 0;
    this.left = 0;
    this.recordType = 0;
    this.sslv2 = false;
    this.candidates = 0;
    this.overlong = false;
    this.waited = 0;
    this.encrypted = false;
    this.closed = undefined;
    this.finAt = undefined;
    this.#conflicts = 0;
    this.#base = 0;
    this.#open = true;
  }

  /** From now on messages of this kind are collected. */
  collect(wanted: number, limitOctets: number): MessageReader {
    if (this.#ownMessages === undefined) this.#ownMessages = new MessageReader(wanted, limitOctets);
    else this.#ownMessages.reset(wanted, limitOctets);
    this.messages = this.#ownMessages;
    return this.#ownMessages;
  }

  collectNothing(): void {
    this.messages?.forget();
    this.messages = undefined;
  }

  /** There is none before the first SYN or octet, nor after `drop`. */
  get assembler(): Assembler | undefined {
    return this.#assembler;
  }

  get heldOctets(): number {
    return (this.#assembler?.heldOctets ?? 0) + (this.messages?.held ?? 0) + (this.#keptTo - this.#keptFrom);
  }

  /** Octets of segments that said something else about octets already seen, as far as those are still there. */
  get conflicts(): number {
    return this.#conflicts + (this.#assembler?.conflicts ?? 0);
  }

  /** No SYN was seen: the octets may begin anywhere in a stream. */
  get open(): boolean {
    return this.#open;
  }

  /** A SYN was seen: the first octet has this sequence number. A second SYN that says otherwise is passed over. */
  begin(sequence: number): void {
    if (this.#assembler === undefined) {
      this.#start(sequence, false);
      return;
    }
    if (!this.#open || this.reading > Reading.Hello) return;
    const offset = this.offsetOf(sequence);
    if (Math.abs(offset) > REBASE_OCTETS) return;
    this.#open = false;
    this.#assembler.beginAt(offset);
    this.#restart(offset);
  }

  offsetOf(sequence: number): number {
    const floor = this.#assembler?.floor ?? 0;
    return floor + ((sequence - (this.#base + floor)) | 0);
  }

  /**
   * The payload `octets[at, end)` of a segment. Call `settle` when it was looked at.
   * @returns how many octets were not seen before
   */
  take(sequence: number, octets: Uint8Array, at: number, end: number, frame: number): number {
    if (this.#assembler === undefined) this.#start(sequence, true);
    const assembler = this.#assembler!;
    const offset = this.offsetOf(sequence);
    if (offset > this.#front() + MAX_DISTANCE) return 0;
    this.#compareKept(offset, octets, at, end);
    const taken = assembler.put(offset, octets, at, end, frame);
    // An earlier beginning, or a gap that was stepped over and is filled after all.
    if (taken > 0 && this.reading <= Reading.Hello && offset < this.anchor) {
      this.#restart(this.#open ? assembler.runs[0]!.from : assembler.floor);
    }
    return taken;
  }

  /** The octets from the anchor to `end`, which are there, are the hello. */
  keep(end: number): void {
    const run = this.#assembler!.runAt(this.anchor)!;
    const at = run.at + (this.anchor - run.from);
    const length = end - this.anchor;
    const kept = length <= SPARE_OCTETS ? (spare.pop() ?? new Uint8Array(SPARE_OCTETS)) : new Uint8Array(length);
    kept.set(run.octets.subarray(at, at + length));
    this.#kept = kept;
    this.#keptFrom = this.anchor;
    this.#keptTo = end;
  }

  /**
   * A segment that goes on where records were read to, while nothing is held: it can be read where it lies, and only what is left of
   * it put away (`putAway`).
   * @returns how many of its first octets were read before; -1 if it has to be taken
   */
  readThrough(sequence: number, octets: Uint8Array, at: number, end: number): number {
    const assembler = this.#assembler;
    if (this.reading !== Reading.Records || assembler === undefined || assembler.runs.length > 0) return -1;
    const offset = this.offsetOf(sequence);
    const behind = assembler.floor - offset;
    if (behind < 0) return -1;
    if (offset < this.#keptTo) this.#compareKept(offset, octets, at, end);
    return Math.min(behind, end - at);
  }

  /** What is left of a segment at the cursor is held until the rest of it comes. */
  putAway(octets: Uint8Array, at: number, end: number, frame: number): void {
    const assembler = this.#assembler!;
    assembler.release(this.cursor);
    if (at >= end) return;
    assembler.put(this.cursor, octets, at, end, frame);
    assembler.settle();
  }

  /** Gives back lent octets: what is still wanted of them is copied. */
  settle(): void {
    this.#assembler?.settle();
  }

  /** The next segment's beginning after the anchor, or where the next octet will be. */
  get nextBeginning(): number {
    const assembler = this.#assembler!;
    return assembler.nextMark(this.anchor) ?? assembler.endOf(this.anchor);
  }

  /** The candidate at the anchor is none: on to `offset`. */
  skip(offset: number): void {
    this.collectNothing();
    this.reading = Reading.Probing;
    this.moveTo(offset);
  }

  /**
   * Goes on at `offset`. What lies before is let go of, unless something may still come to stand before it: then only what
   * is farther away than `REBASE_OCTETS`.
   */
  moveTo(offset: number): void {
    const assembler = this.#assembler!;
    this.anchor = offset;
    this.waited = 0;
    const settled = !this.#open && assembler.endOf(assembler.floor) >= offset;
    const lowest = this.#open ? (assembler.runs[0]?.from ?? offset) : assembler.floor;
    if (settled || offset - lowest > REBASE_OCTETS) assembler.release(offset);
  }

  /** Nothing will be read here any more. */
  lose(): void {
    this.reading = Reading.Lost;
    this.drop();
  }

  /** Lets go of all octets; `offsetOf` means nothing afterwards. */
  drop(): void {
    this.#conflicts = this.conflicts;
    this.#assembler?.reset(0, true);
    this.#assembler = undefined;
    if (this.#kept?.length === SPARE_OCTETS && spare.length < MAX_SPARE) spare.push(this.#kept);
    this.#kept = undefined;
    this.#keptFrom = 0;
    this.#keptTo = 0;
    this.collectNothing();
  }

  #compareKept(offset: number, octets: Uint8Array, at: number, end: number): void {
    const kept = this.#kept;
    if (kept === undefined) return;
    const from = Math.max(offset, this.#keptFrom);
    const to = Math.min(offset + (end - at), this.#keptTo);
    for (let o = from; o < to; o++) if (kept[o - this.#keptFrom] !== octets[at + (o - offset)]) this.#conflicts++;
  }

  #start(sequence: number, open: boolean): void {
    this.#base = sequence;
    this.#open = open;
    const floor = open ? -REBASE_OCTETS : 0;
    if (this.#ownAssembler === undefined) this.#ownAssembler = new Assembler(LIMITS, floor, !open);
    else this.#ownAssembler.reset(floor, !open);
    this.#assembler = this.#ownAssembler;
    this.anchor = 0;
  }

  #restart(offset: number): void {
    this.reading = Reading.Probing;
    this.collectNothing();
    this.anchor = offset;
    this.waited = 0;
  }

  #front(): number {
    return this.reading === Reading.Probing ? this.anchor : this.cursor;
  }
}
