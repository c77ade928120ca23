/**
 * The verdict socket: a Unix socket or loopback TCP on which requests and answers of wire.proto go, each with its length before it. One
 * timer for the time-outs of all connections.
 */
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Connection, DEFAULT_SOCKET_LIMITS, type SocketCounters, type SocketLimits } from './connection.js';
import { type ListenAddress, listen } from './listen.js';
import type { VerdictService } from './verdict-api.js';

/** How often time-outs are looked at. */
const CHECK_MS = 500;

export class VerdictSocket {
  readonly counters: SocketCounters = { accepted: 0, refused: 0, bad: 0, unread: 0, timedOut: 0, errors: 0 };
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #timer: NodeJS.Timeout | undefined;
  #allEnded: (() => void) | undefined;

  constructor(service: VerdictService, limits: SocketLimits = DEFAULT_SOCKET_LIMITS) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.counters.accepted++;
      const connection = new Connection(socket, service, limits, this.counters, performance.now(), () => {
        this.#connections.delete(connection);
        if (this.#connections.size === 0) this.#allEnded?.();
      });
      this.#connections.add(connection);
    });
    this.#server.maxConnections = limits.connections;
    this.#server.on('drop', () => {
      this.counters.refused++;
    });
    const checkMs = Math.min(CHECK_MS, limits.stallMs, limits.frameMs, limits.idleMs);
    this.#timer = setInterval(() => {
      const now = performance.now();
      for (const connection of this.#connections) connection.check(now);
    }, checkMs);
    this.#timer.unref();
  }

  get connections(): number {
    return this.#connections.size;
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
   * Takes no more connections, answers what waits, and ends.
   * @param withinMs what is not read by then is lost
   */
  async close(withinMs: number): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const connection of this.#connections) connection.close();
    if (this.#connections.size > 0) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, withinMs);
        this.#allEnded = () => {
          clearTimeout(late);
          resolve();
        };
      });
      for (const connection of this.#connections) connection.destroy();
    }
    await closed;
  }
}
