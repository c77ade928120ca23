/**
 * FlowVerdicts: what the attached interface has decided of late, for proxies that ask by 5-tuple, and those that wait for a hello that
 * the interface has not seen yet. Bounded in both. Verdicts age by monotonic time; one wheel of time slots, and one timer while
 * somebody waits, ends the waits. An answer belongs to one connection: a new hello on the same 5-tuple takes the place of the
 * old one, and a flow that is over answers no more.
 */
import type { FlowRecord } from '../verdict/record.js';
import type { Verdict } from '../verdict/verdict.js';
import { type Answer, boundedNames, boundedText } from './answer.js';
import { type FlowEnds, flowKey } from './flow-ends.js';

export interface FlowVerdictLimits {
  /** Verdicts kept, and for how long. */
  readonly verdicts: number;
  readonly ageMs: number;
  /** Questions that wait at once. */
  readonly waiters: number;
}

export const DEFAULT_FLOW_VERDICT_LIMITS: FlowVerdictLimits = { verdicts: 100_000, ageMs: 60_000, waiters: 10_000 };

/** Longest wait for a hello, and the one where none is named. */
export const MAX_WAIT_MS = 2000;
export const DEFAULT_WAIT_MS = 20;

/** One turn of the wheel is longer than the longest wait. */
const SLOT_MS = 2;
const SLOTS = 1024;
/** Aged verdicts that are let go of for each one that comes. */
const LET_GO = 2;

interface Seen {
  readonly key: string;
  readonly flowId: number;
  readonly answer: Answer;
  readonly ends: FlowEnds;
  /** When it came, ms. */
  readonly atMs: number;
  /** The flow is over: it can be looked at, and answers no question. */
  over: boolean;
}

/** A question that waits. */
export interface Waiter {
  readonly key: string;
  readonly ends: FlowEnds;
  /** Verdicts of before this time (us) are of an earlier connection. */
  readonly notBefore: number;
  readonly slot: number;
  /** @param answer undefined: the time is over */
  readonly done: (answer: Answer | undefined) => void;
}

export class FlowVerdicts {
  /** Verdicts forgotten because there were too many; questions that could not wait because too many did; waits that ended in vain. */
  readonly counters = { evicted: 0, refused: 0, expired: 0 };
  readonly #limits: FlowVerdictLimits;
  readonly #nowMs: () => number;
  /** In the order in which they came. */
  readonly #byKey = new Map<string, Seen>();
  readonly #byId = new Map<number, Seen>();
  readonly #waiting = new Map<string, Set<Waiter>>();
  readonly #slots: (Set<Waiter> | undefined)[] = new Array<Set<Waiter> | undefined>(SLOTS).fill(undefined);
  #waiters = 0;
  /** The last slot whose time is over, counted from the clock's zero. */
  #turned = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param nowMs a clock that never steps back */
  constructor(limits: FlowVerdictLimits = DEFAULT_FLOW_VERDICT_LIMITS, nowMs: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#nowMs = nowMs;
  }

  get size(): number {
    return this.#byKey.size;
  }

  get waiters(): number {
    return this.#waiters;
  }

  /**
   * Takes what the interface says of a flow: at its hello (`verdict`), and when it is over (`flow`). Its addresses must be the true ones,
   * not pseudonyms. What is inside an encapsulation is passed over: a client can put any addresses there, those of others and of
   * its own connections.
   */
  saw(record: FlowRecord): void {
    if (record.vlan !== undefined || record.tunnel !== undefined) return;
    const ends: FlowEnds = {
      clientIp: record.src_ip,
      clientPort: record.src_port,
      serverIp: record.dest_ip,
      serverPort: record.dest_port,
      proto: record.proto,
    };
    const key = flowKey(ends);
    const isOver = record.event_type === 'flow';
    const known = this.#byKey.get(key);
    if (isOver && known !== undefined) {
      if (known.flowId === record.flow_id) known.over = true;
      if (known.flowId >= record.flow_id) return;
    }
    const answer = answerOf(record);
    this.#put({ key, flowId: record.flow_id, answer, ends, atMs: this.#nowMs(), over: isOver });
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return;
    for (const waiter of waiting) {
      if (isByClient(ends, waiter.ends) && isAfter(answer, waiter.notBefore)) this.#end(waiter, answer);
    }
  }

  /**
   * What is known of a connection that is open: nothing of one that is over, or began before `notBefore` (us), and nothing by a hello
   * that the server sent: it would have its own clients bypassed.
   */
  find(ends: FlowEnds, notBefore = 0): Answer | undefined {
    const seen = this.#fresh(this.#byKey.get(flowKey(ends)));
    if (seen === undefined || seen.over || !isByClient(seen.ends, ends)) return undefined;
    return isAfter(seen.answer, notBefore) ? seen.answer : undefined;
  }

  /** The latest of a 5-tuple, or that of a flow_id, whether it is over or not: to look at. */
  look(
    flow: FlowEnds | { readonly id: number },
  ): { readonly ends: FlowEnds; readonly answer: Answer; readonly over: boolean } | undefined {
    return this.#fresh('id' in flow ? this.#byId.get(flow.id) : this.#byKey.get(flowKey(flow)));
  }

  /**
   * Waits for the hello of a connection.
   *
   * @param done called once, never before this returns, unless the wait is cancelled
   * @returns undefined: too many wait, and `done` will not be called
   */
  wait(ends: FlowEnds, waitMs: number, notBefore: number, done: Waiter['done']): Waiter | undefined {
    if (this.#waiters >= this.#limits.waiters) {
      this.counters.refused++;
      return undefined;
    }
    const now = this.#nowMs();
    if (this.#waiters === 0) this.#turned = Math.floor(now / SLOT_MS);
    const until = Math.ceil((now + Math.max(0, Math.min(waitMs, MAX_WAIT_MS))) / SLOT_MS);
    const slotAt = Math.max(until, this.#turned + 1) % SLOTS;
    const waiter: Waiter = { key: flowKey(ends), ends, notBefore, slot: slotAt, done };
    const slot = this.#slots[waiter.slot];
    if (slot === undefined) this.#slots[waiter.slot] = new Set([waiter]);
    else slot.add(waiter);
    const others = this.#waiting.get(waiter.key);
    if (others === undefined) this.#waiting.set(waiter.key, new Set([waiter]));
    else others.add(waiter);
    this.#waiters++;
    this.#timer ??= setTimeout(() => this.#tick(), SLOT_MS);
    return waiter;
  }

  /** Whoever asked is gone. */
  cancel(waiter: Waiter): void {
    this.#remove(waiter);
  }

  /** Ends all waits now. */
  close(): void {
    for (const waiting of [...this.#waiting.values()]) for (const waiter of waiting) this.#end(waiter, undefined);
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #put(seen: Seen): void {
    const { key } = seen;
    const before = this.#byKey.get(key);
    if (before !== undefined) this.#forget(before);
    this.#byKey.set(key, seen);
    this.#byId.set(seen.flowId, seen);
    let letGo = 0;
    for (const oldest of this.#byKey.values()) {
      const isAged = this.#fresh(oldest) === undefined;
      if (!isAged && this.#byKey.size <= this.#limits.verdicts) break;
      if (!isAged) this.counters.evicted++;
      this.#forget(oldest);
      if (++letGo >= LET_GO) break;
    }
  }

  #forget(seen: Seen): void {
    this.#byKey.delete(seen.key);
    if (this.#byId.get(seen.flowId) === seen) this.#byId.delete(seen.flowId);
  }

  #fresh(seen: Seen | undefined): Seen | undefined {
    return seen === undefined || this.#nowMs() - seen.atMs > this.#limits.ageMs ? undefined : seen;
  }

  #end(waiter: Waiter, answer: Answer | undefined): void {
    if (!this.#remove(waiter)) return;
    if (answer === undefined) this.counters.expired++;
    waiter.done(answer);
  }

  #remove(waiter: Waiter): boolean {
    if (this.#slots[waiter.slot]?.delete(waiter) !== true) return false;
    const waiting = this.#waiting.get(waiter.key);
    waiting?.delete(waiter);
    if (waiting?.size === 0) this.#waiting.delete(waiter.key);
    this.#waiters--;
    return true;
  }

  #tick(): void {
    this.#timer = undefined;
    const now = Math.floor(this.#nowMs() / SLOT_MS);
    // A process that slept for longer than a turn has to go round once.
    const from = Math.max(this.#turned + 1, now - SLOTS + 1);
    this.#turned = now;
    for (let slot = from; slot <= now; slot++) {
      const due = this.#slots[slot % SLOTS];
      // What `done` does may add to the slot: that is for the next turn.
      if (due !== undefined) for (const waiter of [...due]) this.#end(waiter, undefined);
    }
    if (this.#waiters > 0) this.#timer ??= setTimeout(() => this.#tick(), SLOT_MS);
  }
}

/** The hello that was seen came from the end that is asked about as the client. */
function isByClient(seen: FlowEnds, asked: FlowEnds): boolean {
  return seen.clientIp === asked.clientIp && seen.clientPort === asked.clientPort;
}

function isAfter(answer: Answer, notBefore: number): boolean {
  return notBefore === 0 || answer.decidedAt >= notBefore;
}

function answerOf(record: FlowRecord): Answer {
  const { pinsight: part, tls } = record;
  const verdict: { -readonly [K in keyof Verdict]: Verdict[K] } = { action: part.action, reason: part.reason };
  if (part.app !== undefined) verdict.app = part.app;
  if (part.bundle_id !== undefined) verdict.bundleId = part.bundle_id;
  if (part.score !== undefined) verdict.score = part.score;
  if (part.confidence !== undefined) verdict.confidence = part.confidence;
  if (part.candidates !== undefined) verdict.candidates = part.candidates;
  if (part.evidence !== undefined) verdict.evidence = part.evidence;
  return {
    verdict,
    decidedAt: part.decided_at ?? record.flow.end,
    sni: boundedText(tls?.sni),
    alpn: boundedNames(tls?.client_alpns),
    ja3: tls?.ja3?.hash,
    ja4: tls?.ja4,
    flowId: record.flow_id,
  };
}
