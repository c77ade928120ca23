/**
 * One connection of HAProxy's to the agent: SPOE.txt of HAProxy, section 3.2.3. A HAPROXY-HELLO first, then NOTIFY frames, each answered
 * at once; all that one read brought with one write. What a peer may make us hold is bounded: one frame that is not whole, answers that
 * it does not read. What is no frame ends the connection with an AGENT-DISCONNECT that says why.
 */
import type { Socket } from 'node:net';
import { u32 } from '../../bytes/octets.js';
import { Reader } from '../../bytes/reader.js';
import type { VerdictService } from '../verdict-api.js';
import {
  FrameType,
  LENGTH_OCTETS,
  MAX_FRAME_OCTETS,
  readHaproxyHello,
  readHead,
  Status,
  writeAck,
  writeAgentDisconnect,
  writeAgentHello,
} from './frame.js';
import { answerNotify, readNotify } from './question.js';
import { Writer } from './typed.js';

export interface SpoeLimits {
  readonly connections: number;
  /** What a HAPROXY-HELLO may take to come, and the rest of a frame that has begun. */
  readonly frameMs: number;
  /** Silence that ends a connection: longer than HAProxy's own `timeout idle`, which ends it in better order. */
  readonly idleMs: number;
  /** What answers may lie unread, and a peer that was told to go may stay. */
  readonly stallMs: number;
  /** Answers that a peer did not read: more, and it is cut off. */
  readonly unreadOctets: number;
}

export interface SpoeCounters {
  accepted: number;
  refused: number;
  /** NOTIFY frames that were answered. */
  notified: number;
  healthChecks: number;
  /** Connections ended by us: frames that are none; time-outs; answers unread. */
  bad: number;
  timedOut: number;
  unread: number;
  errors: number;
}

const EMPTY = Buffer.alloc(0);
/** Octets of answers that are written at once. */
const WRITE_OCTETS = 128 * 1024;

/** Of use during one call only: one of each is enough for all connections. */
const reader = new Reader();
const writer = new Writer();

export class Peer {
  readonly #socket: Socket;
  readonly #service: Pick<VerdictService, 'byHello'>;
  readonly #limits: SpoeLimits;
  readonly #counters: SpoeCounters;
  /** Octets that were read and not yet answered: less than one frame. */
  #pending: Buffer = EMPTY;
  /** The handshake is done; frames have at most so many octets. */
  #isOpen = false;
  #frameOctets = MAX_FRAME_OCTETS;
  /** Nothing more is read: the peer has ended, or we have. */
  #closing = false;
  /** When something last came, since when a frame is awaited, since when answers lie unread; ms, 0 for never. */
  #heardMs: number;
  #frameMs: number;
  #stalledMs = 0;

  constructor(
    socket: Socket,
    service: Pick<VerdictService, 'byHello'>,
    limits: SpoeLimits,
    counters: SpoeCounters,
    nowMs: number,
    ended: () => void,
  ) {
    this.#socket = socket;
    this.#service = service;
    this.#limits = limits;
    this.#counters = counters;
    this.#heardMs = nowMs;
    this.#frameMs = nowMs;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('drain', () => this.#drained());
    socket.on('end', () => this.#finish());
    socket.on('error', () => {
      this.#counters.errors++; // 'close' follows
    });
    socket.on('close', () => {
      this.#closing = true;
      this.#pending = EMPTY;
      ended();
    });
  }

  /** Ends what has taken too long. Called every second or so. */
  check(nowMs: number): void {
    const { frameMs, idleMs, stallMs } = this.#limits;
    if (this.#stalledMs !== 0) {
      if (nowMs - this.#stalledMs <= stallMs) return;
      if (!this.#closing) this.#counters.unread++;
      this.#socket.destroy();
    } else if ((this.#frameMs !== 0 && nowMs - this.#frameMs > frameMs) || nowMs - this.#heardMs > idleMs) {
      this.#counters.timedOut++;
      this.#disconnect(Status.Timeout);
    }
  }

  /** Says that it ends, and ends. */
  close(): void {
    if (!this.#closing) this.#disconnect(Status.Normal);
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

  /** Answers every frame that is whole. */
  #answerAll(): void {
    const octets = this.#pending;
    let at = 0;
    while (!this.#closing && octets.length - at >= LENGTH_OCTETS) {
      const length = u32(octets, at);
      if (length > this.#frameOctets) {
        this.#fail(Status.TooBig);
        break;
      }
      const end = at + LENGTH_OCTETS + length;
      if (octets.length < end) break;
      this.#frame(octets, at + LENGTH_OCTETS, end);
      at = end;
      if (writer.length >= WRITE_OCTETS) this.#flush();
    }
    this.#flush();
    if (this.#closing) return;
    // A copy, where it is small: it must not keep the whole read in memory.
    this.#pending = at === octets.length ? EMPTY : Buffer.from(octets.subarray(at));
    if (this.#pending.length > 0) {
      if (this.#frameMs === 0 || at > 0) this.#frameMs = this.#heardMs;
    } else if (this.#isOpen) {
      this.#frameMs = 0;
    }
  }

  #frame(octets: Buffer, at: number, end: number): void {
    reader.aim(octets, at, end);
    const { type, isWhole, id } = readHead(reader, octets);
    const isHello = type === FrameType.HaproxyHello;
    if (!reader.ok) {
      this.#fail(Status.Invalid);
    } else if (type === FrameType.HaproxyDisconnect) {
      this.#disconnect(Status.Normal);
    } else if (!isWhole || type === FrameType.Unset) {
      this.#fail(Status.Fragmented);
    } else if (isHello === this.#isOpen) {
      this.#fail(Status.Invalid); // the handshake comes first, and once
    } else if (isHello) {
      this.#hello();
    } else if (type === FrameType.Notify) {
      this.#notify(id);
    } // SPOE.txt §3.2.2: frames of other types may be skipped
  }

  #hello(): void {
    const hello = readHaproxyHello(reader);
    if (typeof hello === 'number') {
      this.#fail(hello);
      return;
    }
    this.#isOpen = true;
    this.#frameOctets = hello.frameOctets;
    writeAgentHello(writer, hello);
    if (!hello.isHealthCheck) return;
    this.#counters.healthChecks++;
    this.#flush();
    this.#finish();
  }

  #notify(id: Uint8Array): void {
    const values = readNotify(reader);
    if (values === undefined) {
      this.#fail(Status.Invalid);
      return;
    }
    this.#counters.notified++;
    writeAck(writer, id, answerNotify(this.#service, values));
  }

  #flush(): void {
    if (writer.length === 0) return;
    const octets = writer.take();
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    if (this.#socket.write(octets)) return;
    if (this.#stalledMs === 0) this.#stalledMs = performance.now();
    this.#socket.pause();
    if (this.#socket.writableLength <= this.#limits.unreadOctets) return;
    this.#counters.unread++;
    this.#socket.destroy();
  }

  #drained(): void {
    if (this.#closing) return;
    this.#stalledMs = 0;
    this.#socket.resume();
  }

  #fail(status: Status): void {
    this.#counters.bad++;
    this.#disconnect(status);
  }

  #disconnect(status: Status): void {
    if (this.#closing) return;
    writeAgentDisconnect(writer, status);
    this.#flush();
    this.#finish();
  }

  /** Nothing more is read; what was written is still sent. */
  #finish(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#pending = EMPTY;
    this.#stalledMs ||= performance.now(); // a peer that does not end too is cut off
    this.#socket.resume(); // so that its end is seen; what comes is thrown away
    this.#socket.end();
  }
}
