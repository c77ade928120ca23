/**
 * `stream:`: packets that another program hands over, docs/formats/packet-stream.md: a packet tunnel's own stream of raw IP packets, as a
 * tunnel provider on a phone or a VPN server has it. By name:
 *
 * - `-`: standard input; PATH: a fifo or a file to read, or a Unix socket to connect to;
 * - `listen:PATH`: a Unix socket that is created here. Senders come and go, several at once: their packets feed the same flows.
 *
 * Nothing is dropped here: a sender that is faster than we are has to wait, or to drop for itself.
 */
import { closeSync, constants, fstatSync, openSync, type Stats, statSync } from 'node:fs';
import { connect, createServer, type Server, Socket } from 'node:net';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { ArrivalClock } from './arrival.js';
import { newBatch, type PacketBatch } from './batch.js';
import { type OctetInput, openInput, STANDARD_INPUT } from './input.js';
import type { LiveCounters, LiveEvents, LiveSource } from './live.js';
import { FrameReader } from './packet-frames.js';
import { errorCode, listenAt } from './unix-socket.js';

/** LINKTYPE_RAW: the packet begins with its IP header. */
const LINKTYPE_RAW = 101;
const STANDARD_INPUT_FD = 0;
const LISTEN = 'listen:';

/** Octets asked for at once. */
export const READ_OCTETS = 256 * 1024;
/** Senders at one `listen:` socket; the next is turned away. */
export const MAX_SENDERS = 16;
/** Mode of the socket that is created: its owner only. */
export const SOCKET_MODE = 0o600;

export interface StreamOptions {
  /** What is named, without `stream:` before it. */
  readonly path: string;
  /** Octets asked for at once; changes no packet. */
  readonly readOctets?: number;
  /** Of the socket that `listen:` creates. */
  readonly mode?: number;
  /** One line for people, about a sender of several. */
  readonly notice?: (message: string) => void;
}

/** @throws UsageError `cannot_open` or `cannot_listen` */
export async function openStream(options: StreamOptions): Promise<StreamSource> {
  const { path } = options;
  if (path.startsWith(LISTEN)) return listenForStreams(path.slice(LISTEN.length), options);
  const stat = statOf(path);
  if (stat.isSocket() && path !== STANDARD_INPUT) return connectStream(options);
  if (stat.isFIFO() || stat.isSocket()) return new PipeStream(path, openPipe(path), options);
  return new FileStream(path, await openInput(path), options);
}

function statOf(name: string): Stats {
  try {
    return name === STANDARD_INPUT ? fstatSync(STANDARD_INPUT_FD) : statSync(name);
  } catch (error) {
    throw cannotOpen(name, error);
  }
}

/** At once, also where a fifo has no writer yet. */
function openPipe(name: string): number {
  if (name === STANDARD_INPUT) return STANDARD_INPUT_FD;
  try {
    return openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw cannotOpen(name, error);
  }
}

function cannotOpen(name: string, error: unknown): UsageError {
  const code = errorCode(error);
  const what = code === 'ENOENT' ? 'there is no such file, fifo or socket' : `the system says ${code}`;
  const remedy = code === 'ENOENT' ? `; stream:${LISTEN}${harmless(name)} creates a socket` : '';
  return new UsageError('cannot_open', `cannot open stream:${harmless(name)}: ${what}${remedy}`);
}

/** What all have in common. */
export abstract class StreamSource implements LiveSource {
  readonly name: string;
  readonly capture: string;
  /** Whether there may be more after `over` with a cause, if it is opened again: a sender that was started again. */
  abstract readonly comesBack: boolean;
  protected readonly batch: PacketBatch;
  protected readonly clock = new ArrivalClock();
  protected events: LiveEvents | undefined;
  protected closed = false;
  readonly #counters: LiveCounters = { received: 0, dropped: 0, frozen: 0 };

  constructor(name: string) {
    this.name = `stream:${harmless(name)}`;
    this.capture = harmless(name);
    this.batch = newBatch();
    this.batch.linkType.fill(LINKTYPE_RAW);
  }

  start(events: LiveEvents): void {
    this.events = events;
    this.begin();
  }

  /** Everything that was read has been handed over; what has not is the sender's still. */
  drain(): void {}

  readCounters(): Readonly<LiveCounters> {
    return this.#counters;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.release();
  }

  protected abstract begin(): void;
  protected abstract release(): void;

  protected newReader(): FrameReader {
    return new FrameReader(this.batch, () => {
      this.#counters.received += this.batch.count;
      if (!this.closed) this.events?.batch(this.batch);
    });
  }

  /** It is over, unless it was closed before. */
  protected end(cause: string | undefined): void {
    if (this.closed) return;
    this.close();
    this.events?.over(cause);
  }
}

/** A regular file, or a device: read a piece in each turn of the event loop. */
class FileStream extends StreamSource {
  readonly comesBack = false;
  readonly #input: OctetInput;
  readonly #octets: Uint8Array;
  readonly #reader: FrameReader;

  constructor(name: string, input: OctetInput, options: StreamOptions) {
    super(name);
    this.#input = input;
    this.#octets = new Uint8Array(options.readOctets ?? READ_OCTETS);
    this.#reader = this.newReader();
  }

  protected begin(): void {
    setImmediate(() => this.#next());
  }

  protected release(): void {
    this.#reader.stop();
    this.#input.close();
  }

  async #next(): Promise<void> {
    if (this.closed) return;
    const got = await this.#input.read(this.#octets, 0, this.#octets.length);
    if (this.closed) return;
    this.#reader.take(this.#octets, got, this.clock.nowUs());
    if (this.#reader.fault !== undefined) this.end(this.#reader.fault);
    else if (got === 0) this.end(this.#input.failure ?? this.#reader.cutShort());
    else setImmediate(() => this.#next());
  }
}

/** A fifo, or what standard input is: read into one buffer. */
class PipeStream extends StreamSource {
  readonly comesBack = false;
  readonly #fd: number;
  readonly #options: StreamOptions;
  readonly #reader: FrameReader;
  #socket: Socket | undefined;

  constructor(name: string, fd: number, options: StreamOptions) {
    super(name);
    this.#fd = fd;
    this.#options = options;
    this.#reader = this.newReader();
  }

  protected begin(): void {
    const onread = {
      buffer: new Uint8Array(this.#options.readOctets ?? READ_OCTETS),
      callback: (count: number, octets: Uint8Array): boolean => {
        this.#reader.take(octets, count, this.clock.nowUs());
        if (this.#reader.fault !== undefined) this.end(this.#reader.fault);
        return !this.closed;
      },
    };
    // `onread` is of a socket's making whatever it is made from; the types know it for connections only.
    const made = { fd: this.#fd, readable: true, writable: false, onread };
    const socket = new Socket(made);
    this.#socket = socket;
    socket.on('error', (error) => this.end(`reading failed (${errorCode(error)})`));
    socket.on('end', () => this.end(this.#reader.cutShort()));
  }

  protected release(): void {
    this.#reader.stop();
    if (this.#socket !== undefined) this.#socket.destroy();
    else if (this.#fd !== STANDARD_INPUT_FD) closeSync(this.#fd);
  }
}

/** A socket that another program listens at: it may be started again, and so this comes back. */
class ConnectedStream extends StreamSource {
  readonly comesBack = true;
  readonly #reader: FrameReader;
  #socket: Socket | undefined;
  /** What came before this was started: one piece, as the socket waits then. */
  #early: Uint8Array | undefined;

  constructor(name: string) {
    super(name);
    this.#reader = this.newReader();
  }

  connect({ path, readOctets }: StreamOptions): Promise<void> {
    const onread = {
      buffer: new Uint8Array(readOctets ?? READ_OCTETS),
      callback: (count: number, octets: Uint8Array): boolean => {
        if (this.events !== undefined) return this.#take(octets, count);
        this.#early = octets.slice(0, count);
        return false;
      },
    };
    const socket = connect({ path, onread });
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      socket.on('error', (error) => {
        const code = errorCode(error);
        const cause = code === 'ECONNREFUSED' ? 'nobody listens there' : `the system says ${code}`;
        reject(new UsageError('cannot_open', `cannot open ${this.name}: ${cause}`));
      });
      socket.once('connect', resolve);
    });
  }

  protected begin(): void {
    const socket = this.#socket;
    if (socket === undefined) throw new Error('a stream that was started before it was opened');
    if (this.#early !== undefined && !this.#take(this.#early, this.#early.length)) return;
    socket.on('error', (error) => this.end(`reading failed (${errorCode(error)})`));
    const over = (): void => this.end(this.#reader.cutShort() ?? 'the sender has closed the connection');
    socket.on('end', over);
    socket.on('close', over);
    // It may have ended between the connection and now.
    if (socket.destroyed || socket.readableEnded) setImmediate(over);
    else socket.resume();
  }

  protected release(): void {
    this.#reader.stop();
    this.#socket?.destroy();
  }

  /** Whether more may come. */
  #take(octets: Uint8Array, count: number): boolean {
    this.#reader.take(octets, count, this.clock.nowUs());
    if (this.#reader.fault !== undefined) this.end(this.#reader.fault);
    return !this.closed;
  }
}

async function connectStream(options: StreamOptions): Promise<StreamSource> {
  const source = new ConnectedStream(options.path);
  await source.connect(options);
  return source;
}

async function listenForStreams(path: string, options: StreamOptions): Promise<StreamSource> {
  const source = new ListeningStream(path, options.notice ?? (() => {}));
  await listenAt(source.server, path, options.mode ?? SOCKET_MODE);
  return source;
}

/**
 * Senders come and go; what one of them does wrong ends its own connection only. Node lets nobody choose what an accepted socket reads into:
 * pieces are Node's own here, one allocation for each read.
 */
class ListeningStream extends StreamSource {
  readonly comesBack = true;
  readonly server: Server;
  readonly #notice: (message: string) => void;
  readonly #senders = new Map<Socket, FrameReader>();
  #connections = 0;

  constructor(path: string, notice: (message: string) => void) {
    super(`${LISTEN}${path}`);
    this.#notice = notice;
    this.server = createServer({ pauseOnConnect: true }, (socket) => this.#welcome(socket));
  }

  protected begin(): void {
    this.server.on('error', (error) => this.end(`listening failed (${errorCode(error)})`));
    for (const socket of this.#senders.keys()) socket.resume();
  }

  protected release(): void {
    this.server.close();
    for (const [socket, reader] of this.#senders) {
      reader.stop();
      socket.destroy();
    }
    this.#senders.clear();
  }

  #welcome(socket: Socket): void {
    const number = ++this.#connections;
    const say = (message: string): void => this.#notice(`${this.name}: sender ${number}: ${message}`);
    if (this.#senders.size >= MAX_SENDERS || this.closed) {
      socket.destroy();
      say(`turned away: ${MAX_SENDERS} senders are connected`);
      return;
    }
    const reader = this.newReader();
    this.#senders.set(socket, reader);
    /** @param cause what was wrong with it, if anything was */
    const leave = (cause: string | undefined): void => {
      if (!this.#senders.delete(socket)) return;
      reader.stop();
      socket.destroy();
      if (cause !== undefined) say(cause);
    };
    socket.on('data', (chunk: Uint8Array) => {
      reader.take(plain(chunk), chunk.length, this.clock.nowUs());
      if (reader.fault !== undefined) leave(reader.fault);
    });
    socket.on('error', (error) => leave(`reading failed (${errorCode(error)})`));
    socket.on('end', () => leave(reader.cutShort()));
    socket.on('close', () => leave(undefined));
    if (this.events !== undefined) socket.resume();
  }
}

/** Of the one class that a file's octets have too: what reads packets then meets one shape only. */
export function plain(chunk: Uint8Array): Uint8Array {
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
}
