/**
 * Records by a Unix socket, `unix:PATH`: docs/attach.md, "Outputs". The socket is created here; whoever connects gets every record from
 * then on, whole ones only. A reader that is slower than the records has a bounded buffer; what does not fit into it is lost for this reader,
 * counted, and no other reader nor the program waits.
 */
import { lchownSync, lstatSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { systemMessage } from '../catalog/limited-file.js';
import { listenAt } from '../source/unix-socket.js';
import type { LiveOutput, LogOutput } from './live-output.js';

/** Octets that wait for a reader. */
export const READER_OCTETS = 8 * 1024 * 1024;
/** Readers at one time; the next is turned away. */
export const MAX_READERS = 64;
/** Mode of the socket: its owner only. */
const SOCKET_MODE = 0o600;
/** Octets that the socket is given at once. */
const WRITE_OCTETS = 64 * 1024;
/** How often losses are logged. */
const LOG_MS = 10_000;
/** At the end, readers have this long to take what waits for them. */
const CLOSE_MS = 250;

export interface SocketOptions {
  readonly path: string;
  readonly mode?: number;
  readonly readerOctets?: number;
  readonly log: LogOutput;
}

interface Piece {
  readonly octets: Uint8Array;
  readonly records: number;
}

interface Reader {
  readonly number: number;
  /** What the socket has not been given yet, oldest first: it gets the next when it has passed on the last, so that what it had is known. */
  queue: Piece[];
  queuedOctets: number;
  /** Records that the socket is passing on; undefined: it is idle. */
  underWay: number | undefined;
  lost: number;
  /** Of them, what was logged. */
  logged: number;
}

export class SocketOutput implements LiveOutput {
  #lost = 0;
  #isClosing = false;
  readonly #server: Server;
  readonly #path: string;
  readonly #shown: string;
  readonly #log: LogOutput;
  readonly #readerOctets: number;
  readonly #readers = new Map<Socket, Reader>();
  #connections = 0;
  #loggedMs: number | undefined;

  /** @throws UsageError `cannot_listen` */
  static async listen(options: SocketOptions): Promise<SocketOutput> {
    const output = new SocketOutput(options);
    await listenAt(output.#server, options.path, options.mode ?? SOCKET_MODE);
    output.#server.on('error', (error) => output.#log(`${output.#shown}: ${error.message}`));
    return output;
  }

  private constructor(options: SocketOptions) {
    this.#path = options.path;
    this.#shown = `unix:${harmless(options.path)}`;
    this.#log = options.log;
    this.#readerOctets = options.readerOctets ?? READER_OCTETS;
    this.#server = createServer((socket) => this.#welcome(socket));
  }

  /** At the end, what waits is not taken until it is. */
  get lost(): number {
    let lost = this.#lost;
    if (this.#isClosing) for (const reader of this.#readers.values()) lost += waiting(reader);
    return lost;
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** Without a reader nothing is lost: nobody asked for it. */
  write(octets: Uint8Array, records: number): boolean {
    if (this.#readers.size === 0) return true;
    let copy: Uint8Array | undefined;
    let toAll = true;
    for (const [socket, reader] of this.#readers) {
      if (reader.queuedOctets + socket.writableLength + octets.length > this.#readerOctets) {
        reader.lost += records;
        this.#lost += records;
        toAll = false;
        continue;
      }
      copy ??= Uint8Array.prototype.slice.call(octets); // one for all: who writes reuses the octets
      reader.queue.push({ octets: copy, records });
      reader.queuedOctets += copy.length;
      if (reader.underWay === undefined) this.#passOn(socket, reader);
    }
    return toAll;
  }

  tick(nowMs: number): void {
    this.#loggedMs ??= nowMs - LOG_MS;
    if (nowMs - this.#loggedMs < LOG_MS) return;
    for (const reader of this.#readers.values()) {
      if (reader.lost === reader.logged) continue;
      this.#loggedMs = nowMs;
      this.#logLosses(reader);
    }
  }

  give(uid: number): void {
    try {
      const stat = lstatSync(this.#path);
      if (stat.isSocket() && stat.uid !== uid) lchownSync(this.#path, uid, stat.gid);
    } catch (error) {
      throw new UsageError('user', `${this.#shown}: ${systemMessage(error)}`);
    }
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#isClosing = true;
    for (const [socket, reader] of this.#readers) if (reader.underWay === undefined) socket.end();
    const timer = setTimeout(() => {
      for (const socket of this.#readers.keys()) {
        socket.destroy();
        this.#left(socket); // its own event would come after those who wait for this have looked at the numbers
      }
    }, CLOSE_MS);
    await closed;
    clearTimeout(timer);
  }

  #welcome(socket: Socket): void {
    if (this.#readers.size >= MAX_READERS) {
      socket.destroy();
      this.#log(`${this.#shown}: a reader was turned away: ${MAX_READERS} are connected`);
      return;
    }
    const reader: Reader = {
      number: ++this.#connections,
      queue: [],
      queuedOctets: 0,
      underWay: undefined,
      lost: 0,
      logged: 0,
    };
    this.#readers.set(socket, reader);
    socket.resume(); // what a reader says is of no interest, but that it leaves is
    socket.on('error', () => {}); // it left without taking what waited for it; `close` follows
    socket.on('end', () => socket.destroy());
    socket.on('close', () => this.#left(socket));
  }

  /**
   * It has gone, or is not waited for any longer. Who goes by itself did not want what was on its way just then; all that waited behind that,
   * or that it was given to the end, is lost. Of what was under way it may have had a part.
   */
  #left(socket: Socket): void {
    const reader = this.#readers.get(socket);
    if (reader === undefined) return;
    this.#readers.delete(socket);
    if (reader.lost > reader.logged) this.#logLosses(reader);
    const missed = waiting(reader) - (this.#isClosing ? 0 : (reader.underWay ?? 0));
    if (missed === 0) return;
    this.#lost += missed;
    this.#log(`${this.#shown}: reader ${reader.number} did not take the last ${missed} records`);
  }

  /** Gives the socket what waits, up to a bound, and comes again when that is passed on. */
  #passOn(socket: Socket, reader: Reader): void {
    const { queue } = reader;
    let octets = 0;
    let records = 0;
    let pieces = 0;
    while (pieces < queue.length && (pieces === 0 || octets + queue[pieces]!.octets.length <= WRITE_OCTETS)) {
      octets += queue[pieces]!.octets.length;
      records += queue[pieces++]!.records;
    }
    if (pieces === 0) {
      reader.underWay = undefined;
      if (this.#isClosing) socket.end();
      return;
    }
    const given = queue.splice(0, pieces).map((piece) => piece.octets);
    reader.queuedOctets -= octets;
    reader.underWay = records;
    socket.write(given.length === 1 ? given[0]! : Buffer.concat(given, octets), (error) => {
      if (!error) this.#passOn(socket, reader);
    });
  }

  #logLosses(reader: Reader): void {
    this.#log(
      `${this.#shown}: reader ${reader.number} is too slow: ${reader.lost - reader.logged} records were lost for it`,
    );
    reader.logged = reader.lost;
  }
}

function waiting({ queue, underWay = 0 }: Reader): number {
  let records = underWay;
  for (const piece of queue) records += piece.records;
  return records;
}
