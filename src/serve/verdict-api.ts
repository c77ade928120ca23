/**
 * VerdictService: the one decision core that every interface of the service asks. By hello it answers at once, by what the caller holds
 * and what is known about the client; by 5-tuple, by what the attached interface has seen. A bypass is told to the audit with its
 * evidence before it is answered. Where nothing is known the policy's default answers, which is to inspect.
 */
import type { Catalog } from '../catalog/index.js';
import { ClientMemory, Decider, type ToldEnd } from '../engine/decide.js';
import type { DnsEvent } from '../engine/events.js';
import type { OutcomeClass } from '../protocol/outcome.js';
import type { Policy } from '../verdict/policy.js';
import type { Action, Reason, Verdict } from '../verdict/verdict.js';
import { type Answer, boundedNames, boundedText } from './answer.js';
import { type FlowEnds, flowKey } from './flow-ends.js';
import type { FlowVerdicts, Waiter } from './flow-verdicts.js';
import { type HelloFields, type HelloRead, isJa4, readDatagrams, readFields, readStream } from './hello-octets.js';

/** Which interface of the service a question came by; `nft`: nobody asked, and the kernel was told. */
export type Via = 'socket' | 'http' | 'spoe' | 'squid' | 'nft';

/** What a caller holds of a hello. Where octets are given, `octets[at, end)`. */
export type HelloForm =
  | { readonly octets: Uint8Array; readonly at?: number; readonly end?: number }
  | { readonly datagrams: readonly Uint8Array[] }
  | { readonly fields: HelloFields };

/** How an inspected connection went on, as the proxy saw it. */
export const OUTCOMES = ['established', 'failed', 'closed_without_data'] as const;
export type ReportedOutcome = (typeof OUTCOMES)[number];

export interface OutcomeReport {
  readonly ends: FlowEnds;
  /**
   * `established`: the client sent data over the inspected connection. `failed`: it refused the handshake. `closed_without_data`: the
   * handshake was done, and the client closed without a word.
   */
  readonly outcome: ReportedOutcome;
  /** Description of the client's alert, RFC 8446 §6. */
  readonly alert?: number | undefined;
  /** Of the hello; only where the service was not asked about this connection by its hello. */
  readonly sni?: string | undefined;
  readonly ja4?: string | undefined;
  readonly resumed?: boolean | undefined;
  readonly clientCertificate?: boolean | undefined;
  readonly serverClosedFirst?: boolean | undefined;
}

export interface ServiceOptions {
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** What crosses flows; with an attached interface, the one that it fills. */
  readonly memory?: ClientMemory;
  /** What the attached interface has seen; absent where there is none. */
  readonly flows?: FlowVerdicts;
  /** Told of every bypass, before it is answered. */
  readonly audit?: (ends: FlowEnds, answer: Answer, via: Via) => void;
  /** Told of every answer, before it is given. */
  readonly answered?: (ends: FlowEnds, answer: Answer) => void;
  /** Us since 1970. */
  readonly clockUs?: () => number;
}

/** Connections asked about by hello that are remembered for reports, and for how long (us): only where pins are learned. */
const MAX_ASKED = 100_000;
const ASKED_US = 10 * 60 * 1e6;
/** Longest name that can be one (RFC 1035 §3.1): longer ones are not learned. */
const MAX_NAME = 253;

interface Asked {
  readonly sni: string | undefined;
  readonly ja4: string | undefined;
  readonly verdict: Verdict;
  readonly atUs: number;
}

export interface ServiceCounters {
  byHello: number;
  byFlow: number;
  reports: number;
  /** Reports that the memory of pin failures took. */
  learned: number;
  refused: number;
  readonly answers: Map<string, { readonly action: Action; readonly reason: Reason; readonly via: Via; count: number }>;
}

export class VerdictService {
  readonly flows: FlowVerdicts | undefined;
  readonly counters: ServiceCounters = {
    byHello: 0,
    byFlow: 0,
    reports: 0,
    learned: 0,
    refused: 0,
    answers: new Map(),
  };
  readonly #audit: ServiceOptions['audit'];
  readonly #answered: ServiceOptions['answered'];
  readonly #clockUs: () => number;
  readonly #asked = new Map<string, Asked>();
  #decider: Decider;
  #nowUs = 0;

  constructor(options: ServiceOptions) {
    const { catalog, policy } = options;
    this.#decider = new Decider(catalog, policy, options.memory ?? new ClientMemory(policy));
    this.flows = options.flows;
    this.#audit = options.audit;
    this.#answered = options.answered;
    this.#clockUs = options.clockUs ?? (() => Date.now() * 1000);
  }

  get catalog(): Catalog {
    return this.#decider.catalog;
  }

  get policy(): Policy {
    return this.#decider.policy;
  }

  /** From the next question on. What is known about clients stays. */
  replace(catalog: Catalog, policy: Policy): void {
    const { memory } = this.#decider;
    memory.follow(policy, this.#decider.policy);
    this.#decider = new Decider(catalog, policy, memory);
  }

  /** What an interface learned from DNS, where its memory is another one (another thread's). */
  learn(events: readonly DnsEvent[]): void {
    for (const event of events) this.#decider.dns(event);
  }

  /** Answers by what the caller holds of the hello; a clause where that is nothing to judge. */
  byHello(ends: FlowEnds, form: HelloForm, via: Via): Answer | string {
    const read = readForm(form, ends.proto);
    if ('wrong' in read) {
      this.counters.refused++;
      return read.wrong;
    }
    this.counters.byHello++;
    const now = this.#now();
    const answer =
      typeof read.read === 'string' ? this.#withoutHello(ends, read.read, now) : this.#hello(ends, read.read, now);
    this.#count(ends, answer, via);
    return answer;
  }

  /**
   * Answers by what the attached interface has seen, or will see within `waitMs`.
   *
   * @param notBefore us since 1970: verdicts of before are of an earlier connection with this 5-tuple; 0 if it does not matter
   * @param done gets the answer; may be called before this returns
   * @returns the wait, to be cancelled when whoever asked is gone; undefined where it is answered
   */
  byFlow(
    ends: FlowEnds,
    waitMs: number,
    notBefore: number,
    via: Via,
    done: (answer: Answer) => void,
  ): Waiter | undefined {
    this.counters.byFlow++;
    const known = this.flows?.find(ends, notBefore);
    if (known === undefined && this.flows !== undefined && waitMs > 0) {
      const waiter = this.flows.wait(ends, waitMs, notBefore, (answer) => this.#answer(ends, answer, via, done));
      if (waiter !== undefined) return waiter;
    }
    this.#answer(ends, known, via, done);
    return undefined;
  }

  /**
   * How an inspected connection went on.
   * @returns whether it was taken note of: pins are learned, the hello is known, and it was not bypassed
   */
  report(report: OutcomeReport): boolean {
    this.counters.reports++;
    const { ends } = report;
    const key = flowKey(ends);
    const now = this.#now();
    let asked = this.#asked.get(key);
    if (asked !== undefined && now - asked.atUs > ASKED_US) asked = undefined;
    // One connection ends once.
    this.#asked.delete(key);
    const seen = asked === undefined ? this.flows?.look(ends)?.answer : undefined;
    const sni = asked?.sni ?? seen?.sni ?? report.sni;
    const ja4 = asked?.ja4 ?? seen?.ja4 ?? report.ja4;
    const verdict = asked?.verdict ?? seen?.verdict ?? NOT_ASKED;
    const end: ToldEnd = {
      outcomeClass: classOf(report),
      alert: report.alert,
      resumed: report.resumed === true,
      retried: false,
      earlyData: false,
      clientCertificate: report.clientCertificate === true,
      serverClosedFirst: report.serverClosedFirst === true,
      now,
    };
    // What is learned is kept: neither may be of any length.
    if ((sni !== undefined && sni.length > MAX_NAME) || (ja4 !== undefined && !isJa4(ja4))) return false;
    const isTaken = this.#decider.settled(ends.clientIp, sni, ja4, verdict, end);
    if (isTaken) this.counters.learned++;
    return isTaken;
  }

  #hello(ends: FlowEnds, told: Exclude<HelloRead, string>, now: number): Answer {
    const decider = this.#decider;
    const { clientIp } = ends;
    const names = decider.namesFor(clientIp, ends.serverIp, told, now, true);
    const verdict = decider.hello(clientIp, clientIp, ends.serverIp, ends.serverPort, told, names, now);
    const sni = boundedText(told.hello.sni);
    const { ja3, ja4 } = told.fingerprint;
    if (decider.memory.ledger !== null) this.#remember(ends, { sni, ja4, verdict, atUs: now });
    const alpn = boundedNames(told.hello.alpn);
    return { verdict, decidedAt: now, sni, alpn, ja3: ja3?.hash, ja4, flowId: undefined };
  }

  #withoutHello(ends: FlowEnds, state: Extract<HelloRead, string>, now: number): Answer {
    const { clientIp, serverIp, serverPort } = ends;
    const verdict = this.#decider.withoutHello(clientIp, clientIp, serverIp, serverPort, state, undefined, now);
    return {
      verdict,
      decidedAt: now,
      sni: undefined,
      alpn: undefined,
      ja3: undefined,
      ja4: undefined,
      flowId: undefined,
    };
  }

  #answer(ends: FlowEnds, known: Answer | undefined, via: Via, done: (answer: Answer) => void): void {
    const answer = known ?? this.#withoutHello(ends, 'none', this.#now());
    this.#count(ends, answer, via);
    done(answer);
  }

  #remember(ends: FlowEnds, asked: Asked): void {
    const key = flowKey(ends);
    this.#asked.delete(key);
    this.#asked.set(key, asked);
    if (this.#asked.size > MAX_ASKED) this.#asked.delete(this.#asked.keys().next().value as string);
  }

  #count(ends: FlowEnds, answer: Answer, via: Via): void {
    const { action, reason } = answer.verdict;
    const { answers } = this.counters;
    const name = `${via} ${action} ${reason}`;
    const known = answers.get(name);
    if (known === undefined) answers.set(name, { action, reason, via, count: 1 });
    else known.count++;
    if (action === 'bypass') this.#audit?.(ends, answer, via);
    this.#answered?.(ends, answer);
  }

  /** The clock, but for its steps back: what is known about clients ages by it. */
  #now(): number {
    const now = this.#clockUs();
    if (now > this.#nowUs) this.#nowUs = now;
    return this.#nowUs;
  }
}

/** A connection that the proxy inspected without asking. */
const NOT_ASKED: Verdict = { action: 'inspect', reason: 'no_hello' };

function readForm(form: HelloForm, proto: 'TCP' | 'UDP'): { read: HelloRead } | { wrong: string } {
  if ('octets' in form) return { read: readStream(form.octets, form.at, form.end) };
  if ('datagrams' in form) return { read: readDatagrams(form.datagrams) };
  const read = readFields(form.fields, proto === 'UDP' ? 'q' : 't');
  return 'wrong' in read ? read : { read };
}

/** FIELD-NOTES section 2. A failure whose alert nobody saw is as weak as silence. */
function classOf({ outcome, alert }: OutcomeReport): OutcomeClass {
  if (outcome === 'established') return 'used';
  if (outcome === 'closed_without_data') return 'C';
  return alert === undefined ? 'D' : 'A';
}
