/** The verdict socket: a Unix socket or loopback TCP on which requests and answers of wire.proto go, each with its length before it. */
import { Connection, DEFAULT_SOCKET_LIMITS, type SocketCounters, type SocketLimits } from './connection.js';
import { PeerServer } from './peer-server.js';
import type { VerdictService } from './verdict-api.js';

export class VerdictSocket extends PeerServer {
  readonly counters: SocketCounters;

  constructor(service: VerdictService, limits: SocketLimits = DEFAULT_SOCKET_LIMITS) {
    const counters: SocketCounters = { accepted: 0, refused: 0, bad: 0, unread: 0, timedOut: 0, errors: 0 };
    super(limits, counters, (socket, now, ended) => new Connection(socket, service, limits, counters, now, ended));
    this.counters = counters;
  }
}
