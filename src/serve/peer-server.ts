/**
 * What the listening interfaces of the service have in common, whatever is spoken on them: a Unix socket or TCP, connections up to a limit, one
 * timer for the time-outs of all, and an end that lets what waits be answered.
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type ListenAddress, listen } from './listen.js';

/** One connection, as the server needs it. */
export interface ServedPeer {
  /** @param now ms, of a clock that never steps back */
  check(now: number): void;
  /** Answers what waits, and ends. */
  close(): void;
  /** Ends at once. */
  destroy(): void;
}

export interface PeerServerLimits {
  readonly connections: number;
  readonly stallMs: number;
  readonly frameMs: number;
  readonly idleMs: number;
}

/** How often time-outs are looked at. */
const CHECK_MS = 500;

export class PeerServer {
  readonly #server: Server;
  readonly #peers = new Set<ServedPeer>();
  readonly #timer: NodeJS.Timeout;
  #allEnded: (() => void) | undefined;

  /**
   * @param counters connections that were taken, and turned away
   * @param accept makes the peer of a connection, which calls `ended` once
   */
  constructor(
    limits: PeerServerLimits,
    counters: { accepted: number; refused: number },
    accept: (socket: Socket, now: number, ended: () => void) => ServedPeer,
  ) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      counters.accepted++;
      const peer = accept(socket, performance.now(), () => {
        this.#peers.delete(peer);
        if (this.#peers.size === 0) this.#allEnded?.();
      });
      this.#peers.add(peer);
    });
    this.#server.maxConnections = limits.connections;
    this.#server.on('drop', () => {
      counters.refused++;
    });
    const checkMs = Math.min(CHECK_MS, limits.stallMs, limits.frameMs, limits.idleMs);
    this.#timer = setInterval(() => {
      const now = performance.now();
      for (const peer of this.#peers) peer.check(now);
    }, checkMs);
    this.#timer.unref();
  }

  get connections(): number {
    return this.#peers.size;
  }

  /** The port, where it listens on one. */
  get port(): number | undefined {
    const address = this.#server.address() as AddressInfo | string | null;
    return address === null || typeof address === 'string' ? undefined : address.port;
  }

  listen(at: ListenAddress | { readonly path: string }): Promise<void> {
    return listen(this.#server, at);
  }

  /**
   * Takes no more connections, lets those that there are end, and ends.
   * @param withinMs connections that are not over by then are cut off
   */
  async close(withinMs: number): Promise<void> {
    clearInterval(this.#timer);
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const peer of this.#peers) peer.close();
    if (this.#peers.size > 0) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, withinMs);
        this.#allEnded = () => {
          clearTimeout(late);
          resolve();
        };
      });
      for (const peer of this.#peers) peer.destroy();
    }
    await closed;
  }
}
