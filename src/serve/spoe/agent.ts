/**
 * The agent that HAProxy asks by SPOE (docs/integrations/haproxy.md): a Unix socket or loopback TCP on which SPOP 2.0 is spoken, as
 * HAProxy 2.6 and newer do.
 */
import { PeerServer } from '../peer-server.js';
import type { VerdictService } from '../verdict-api.js';
import { Peer, type SpoeCounters, type SpoeLimits } from './peer.js';

export const DEFAULT_SPOE_LIMITS: SpoeLimits = {
  connections: 1024,
  frameMs: 5000,
  idleMs: 10 * 60_000,
  stallMs: 5000,
  unreadOctets: 4 * 1024 * 1024,
};

export class SpoeAgent extends PeerServer {
  readonly counters: SpoeCounters;

  constructor(service: Pick<VerdictService, 'byHello'>, limits: SpoeLimits = DEFAULT_SPOE_LIMITS) {
    const counters: SpoeCounters = {
      accepted: 0,
      refused: 0,
      notified: 0,
      healthChecks: 0,
      bad: 0,
      timedOut: 0,
      unread: 0,
      errors: 0,
    };
    super(limits, counters, (socket, now, ended) => new Peer(socket, service, limits, counters, now, ended));
    this.counters = counters;
  }
}
