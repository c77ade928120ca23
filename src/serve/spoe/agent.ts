/**
 * The agent that HAProxy asks by SPOE (docs/integrations/haproxy.md): a Unix socket or loopback TCP on which SPOP 2.0 is spoken, as
 * HAProxy 2.6 and newer do. One timer for the time-outs of all connections.
 */
import { type AddressInfo, createServer, type Server } from 'node:net';
import { type ListenAddress, listen } from '../listen.js';
import type { VerdictService } from '../verdict-api.js';
import { Peer, type SpoeCounters, type SpoeLimits } from './peer.js';

/** How often time-outs are looked at. */
const CHECK_MS = 500;

export const DEFAULT_SPOE_LIMITS: SpoeLimits = {
  connections: 1024,
  frameMs: 5000,
  idleMs: 10 * 60_000,
  stallMs: 5000,
  unreadOctets: 4 * 1024 * 1024,
};

export class SpoeAgent {
  readonly counters: SpoeCounters = {
    accepted: 0,
    refused: 0,
    notified: 0,
    healthChecks: 0,
    bad: 0,
    timedOut: 0,
    unread: 0,
    errors: 0,
  };
  readonly #server: Server;
  readonly #peers = new Set<Peer>();
  #timer: NodeJS.Timeout | undefined;
  #allEnded: (() => void) | undefined;

  constructor(service: Pick<VerdictService, 'byHello'>, limits: SpoeLimits = DEFAULT_SPOE_LIMITS) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.counters.accepted++;
      const peer = new Peer(socket, service, limits, this.counters, performance.now(), () => {
        this.#peers.delete(peer);
        if (this.#peers.size === 0) this.#allEnded?.();
      });
      this.#peers.add(peer);
    });
    this.#server.maxConnections = limits.connections;
    this.#server.on('drop', () => {
      this.counters.refused++;
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
   * Takes no more connections, tells HAProxy that it goes, and ends.
   * @param withinMs connections that are not over by then are cut off
   */
  async close(withinMs: number): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
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
