/**
 * One connection of the verdict socket: frames in, answers out, several at once. All requests of a read are answered with one write.
 * What a peer may make us hold is bounded: one frame that is not whole, questions that wait, answers it does not read.
 */
import type { Socket } from 'node:net';
import { flowEnds } from './flow-ends.js';
import { DEFAULT_WAIT_MS, MAX_WAIT_MS, type Waiter } from './flow-verdicts.js';
import { type HelloForm, OUTCOMES, type ReportedOutcome, type VerdictService } from './verdict-api.js';
import { Question, WireRequest } from './wire-request.js';
import { type SentId, WireResponses } from './wire-response.js';

export interface SocketLimits {
  /** Octets of one request. */
  readonly frameOctets: number;
  readonly connections: number;
  /** Questions of one connection that wait; then nothing more is read of it. */
  readonly outstanding: number;
  /** Silence that ends a connection; and the time that a frame may take, and answers may lie unread. */
  readonly idleMs: number;
  readonly frameMs: number;
  readonly stallMs: number;
  /** Answers that a peer did not read: more, and it is cut off. */
  readonly unreadOctets: number;
}

export const DEFAULT_SOCKET_LIMITS: SocketLimits = {
  frameOctets: 64 * 1024,
  connections: 1024,
  outstanding: 1024,
  idleMs: 10 * 60_000,
  frameMs: 10_000,
  stallMs: 5000,
  unreadOctets: 4 * 1024 * 1024,
};

export interface SocketCounters {
  accepted: number;
  refused: number;
  /** Connections ended by us: bad or too long messages; answers unread; time-outs. */
  bad: number;
  unread: number;
  timedOut: number;
  errors: number;
}

/** Octets of answers that are written at once. */
const WRITE_OCTETS = 128 * 1024;
/** A length of more octets than these is none: 2^28 and more. */
const MAX_LENGTH_OCTETS = 4;
const NO_ID: SentId = { octets: new Uint8Array(0), at: 0, end: 0 };
const EMPTY = Buffer.alloc(0);

/** Of use during one call only: one of each is enough for all connections. */
const request = new WireRequest();
const responses = new WireResponses();

export class Connection {
  readonly #socket: Socket;
  readonly #service: VerdictService;
  readonly #limits: SocketLimits;
  readonly #counters: SocketCounters;
  readonly #ended: () => void;
  readonly #waiters = new Set<Waiter>();
  /** Octets that were read and not yet answered. */
  #pending: Buffer = EMPTY;
  /** Nothing more is read: the peer has ended, or we have. */
  #closing = false;
  /** When something last came, when the frame at hand began to come, since when answers lie unread; ms, 0 for never. */
  #heardMs: number;
  #frameMs = 0;
  #stalledMs = 0;
  /** Answers are being put together: those that come meanwhile go with them. */
  #inBatch = false;

  constructor(
    socket: Socket,
    service: VerdictService,
    limits: SocketLimits,
    counters: SocketCounters,
    nowMs: number,
    ended: () => void,
  ) {
    this.#socket = socket;
    this.#service = service;
    this.#limits = limits;
    this.#counters = counters;
    this.#heardMs = nowMs;
    this.#ended = ended;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('drain', () => this.#drained());
    socket.on('end', () => this.#finish());
    socket.on('error', () => {
      this.#counters.errors++; // 'close' follows
    });
    socket.on('close', () => this.#closed());
  }

  /** Ends what has taken too long. Called every second or so. */
  check(nowMs: number): void {
    const { idleMs, frameMs, stallMs } = this.#limits;
    if (this.#stalledMs !== 0 && nowMs - this.#stalledMs > stallMs) {
      if (!this.#closing) this.#counters.unread++;
      this.#socket.destroy();
    } else if (this.#frameMs !== 0 && nowMs - this.#frameMs > frameMs) {
      this.#counters.timedOut++;
      this.#fail(NO_ID, 'bad_message', 'the message did not become whole in time');
    } else if (nowMs - this.#heardMs > idleMs && this.#waiters.size === 0) {
      this.#counters.timedOut++;
      this.#finish();
    }
  }

  /** Answers what waits, and ends. */
  close(): void {
    this.#finish();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    if (this.#closing) return;
    this.#heardMs = performance.now();
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#answerAll();
  }

  /** Answers every request that is whole, as far as the peer may go. */
  #answerAll(): void {
    const octets = this.#pending;
    const { frameOctets, outstanding } = this.#limits;
    let at = 0;
    this.#inBatch = true;
    while (!this.#closing && this.#waiters.size < outstanding && !this.#socket.writableNeedDrain) {
      let frame = at;
      let length = 0;
      let isWhole = false;
      for (let shift = 0; frame < octets.length && frame - at < MAX_LENGTH_OCTETS; shift += 7) {
        const octet = octets[frame++]!;
        length |= (octet & 0x7f) << shift;
        isWhole = octet < 0x80;
        if (isWhole) break;
      }
      if (!isWhole && frame - at < MAX_LENGTH_OCTETS) break;
      if (!isWhole || length > frameOctets) {
        this.#fail(NO_ID, 'too_long', `a request has at most ${frameOctets} octets`);
        break;
      }
      if (octets.length - frame < length) break;
      this.#answer(octets, frame, frame + length);
      at = frame + length;
      if (responses.length >= WRITE_OCTETS) this.#flush();
    }
    this.#inBatch = false;
    this.#flush();
    if (this.#closing) return;
    // A copy, where it is small: it must not keep the whole read in memory.
    this.#pending = at === octets.length ? EMPTY : Buffer.from(octets.subarray(at));
    const mayRead = this.#waiters.size < outstanding && !this.#socket.writableNeedDrain;
    if (this.#pending.length === 0 || !mayRead) this.#frameMs = 0;
    else if (this.#frameMs === 0 || at > 0) this.#frameMs = this.#heardMs;
    if (mayRead) this.#socket.resume();
    else this.#socket.pause();
  }

  #answer(octets: Buffer, at: number, end: number): void {
    const isMessage = request.read(octets, at, end);
    const id: SentId = { octets, at: request.idAt, end: request.idEnd };
    if (!isMessage) {
      this.#fail(id, 'bad_message', 'not a VerdictRequest of pinsight.verdict.v1');
      return;
    }
    const { question } = request;
    if (question === Question.None) {
      responses.error(id, 'bad_request', 'one of by_hello, by_flow and report is needed');
      return;
    }
    const ends = flowEnds(request.srcIp, request.srcPort, request.destIp, request.destPort, request.proto);
    if (typeof ends === 'string') {
      responses.error(id, 'bad_request', ends);
    } else if (question === Question.ByHello) {
      const form = formOf(octets);
      const answer =
        form === undefined
          ? 'one of octets, datagrams and fields is needed'
          : this.#service.byHello(ends, form, 'socket');
      if (typeof answer === 'string') responses.error(id, 'bad_request', answer);
      else responses.verdict(id, answer);
    } else if (question === Question.ByFlow) {
      this.#byFlow(ends, id);
    } else {
      const outcome = OUTCOMES.find((one) => one === request.outcome);
      if (outcome === undefined) responses.error(id, 'bad_request', `outcome: one of ${OUTCOMES.join(', ')} is needed`);
      else responses.recorded(id, this.#service.report(reportOf(ends, outcome)));
    }
  }

  #byFlow(ends: Exclude<ReturnType<typeof flowEnds>, string>, id: SentId): void {
    const waitMs = Math.min(request.waitMs ?? DEFAULT_WAIT_MS, MAX_WAIT_MS);
    // The frame's octets may be gone when the answer comes.
    const kept: SentId = {
      octets: Uint8Array.prototype.slice.call(id.octets, id.at, id.end),
      at: 0,
      end: id.end - id.at,
    };
    let waiter: Waiter | undefined;
    waiter = this.#service.byFlow(ends, waitMs, request.notBefore, 'socket', (answer) => {
      const hasWaited = waiter !== undefined && this.#waiters.delete(waiter);
      responses.verdict(kept, answer);
      if (this.#inBatch) return;
      this.#flush();
      if (hasWaited) this.#goOn();
    });
    if (waiter !== undefined) this.#waiters.add(waiter);
  }

  /** A question that waited is answered: there may be others behind it, or the end. */
  #goOn(): void {
    if (this.#closing) {
      if (this.#waiters.size === 0) this.#socket.end();
    } else if (this.#socket.isPaused()) {
      this.#answerAll();
    }
  }

  #flush(): void {
    if (responses.length === 0) return;
    const octets = responses.take();
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    if (this.#socket.write(octets)) return;
    if (this.#stalledMs === 0) this.#stalledMs = performance.now();
    if (this.#socket.writableLength <= this.#limits.unreadOctets) return;
    this.#counters.unread++;
    this.#socket.destroy();
  }

  #drained(): void {
    if (this.#closing) return;
    this.#stalledMs = 0;
    this.#answerAll();
  }

  /** What comes is no message, or none that we take: that is said, and the connection ended. */
  #fail(id: SentId, code: string, message: string): void {
    this.#counters.bad++;
    responses.error(id, code, message);
    this.#flush();
    this.#finish();
  }

  /** Nothing more is read; what waits is answered yet. */
  #finish(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#pending = EMPTY;
    this.#frameMs = 0;
    this.#stalledMs ||= performance.now(); // a peer that does not end too is cut off
    this.#socket.resume(); // so that its end is seen; what comes is thrown away
    if (this.#waiters.size === 0) this.#socket.end();
  }

  #closed(): void {
    this.#closing = true;
    this.#pending = EMPTY;
    for (const waiter of this.#waiters) this.#service.flows?.cancel(waiter);
    this.#waiters.clear();
    this.#ended();
  }
}

function formOf(octets: Buffer): HelloForm | undefined {
  if (request.helloAt >= 0) return { octets, at: request.helloAt, end: request.helloEnd };
  if (request.datagrams.length > 0) return { datagrams: request.datagrams };
  if (!request.hasFields) return undefined;
  const { sni, alpn, ja3, ja4, ech } = request;
  return { fields: { sni, alpn: [...alpn], ja3, ja4, ech } };
}

function reportOf(ends: Exclude<ReturnType<typeof flowEnds>, string>, outcome: ReportedOutcome) {
  const { alert, sni, ja4, resumed, clientCertificate, serverClosedFirst } = request;
  return { ends, outcome, alert, sni, ja4, resumed, clientCertificate, serverClosedFirst };
}
