/**
 * Everything that listens, started and ended together: what `pinsight serve` is, and what `pinsight attach --serve` has beside the
 * interface. The service that answers is given; where and for whom it listens is the caller's choice.
 */
import { unlinkSync } from 'node:fs';
import type { AuditFile } from './audit.js';
import { isLoopback, type ListenAddress } from './listen.js';
import type { BypassSets } from './nft/bypass-sets.js';
import { VerdictSocket } from './socket.js';
import { SpoeAgent } from './spoe/agent.js';
import type { VerdictService } from './verdict-api.js';
import { warmUp } from './warm-up.js';

export interface ServiceFlags {
  /** Path of the Unix socket. */
  readonly socket?: string | undefined;
  readonly tcp?: ListenAddress | undefined;
  readonly http?: ListenAddress | undefined;
  /** Where HAProxy asks. */
  readonly spoe?: ListenAddress | { readonly path: string } | undefined;
  readonly token?: string | undefined;
  readonly allowRemote?: boolean;
}

/** The part of a pino logger that is used. */
export interface Log {
  readonly info: (what: object, message: string) => void;
  readonly warn: (what: object, message: string) => void;
  readonly error: (what: object, message: string) => void;
}

export interface Services {
  /** Ports that were listened on, where the system chose them. */
  readonly tcpPort: number | undefined;
  readonly httpPort: number | undefined;
  /** The service's own, as text for Prometheus; nothing where nobody can ask for it. */
  metrics(): Promise<string>;
  /** Answers what waits and ends, within two seconds. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly service: VerdictService;
  readonly flags: ServiceFlags;
  readonly log: Log;
  readonly version: string;
  /** For metrics alone: whoever made them ends them. */
  readonly audit?: AuditFile | undefined;
  readonly sets?: BypassSets | undefined;
  /** Text for Prometheus that stands before the service's own. */
  readonly metrics?: (() => Promise<string>) | undefined;
}

/** What answers that nobody reads are waited for. */
const CLOSE_MS = 1000;

export async function startServices(options: StartOptions): Promise<Services> {
  const { service, flags, log, version } = options;
  warmUp(service.catalog, service.policy);
  const sockets: VerdictSocket[] = [];
  let agent: SpoeAgent | undefined;
  let metrics = async (): Promise<string> => '';
  const ends: (() => Promise<void>)[] = [];
  let tcpPort: number | undefined;
  let httpPort: number | undefined;
  const close = async (): Promise<void> => {
    const closing = Promise.all(ends.map((end) => end()));
    service.flows?.close();
    await closing;
  };
  try {
    if (flags.socket !== undefined) {
      const path = flags.socket;
      const socket = new VerdictSocket(service);
      sockets.push(socket);
      await socket.listen({ path });
      ends.push(async () => {
        await socket.close(CLOSE_MS);
        removeSocket(path);
      });
      log.info({ path }, 'listening on a Unix socket');
    }
    if (flags.tcp !== undefined) {
      const socket = new VerdictSocket(service);
      sockets.push(socket);
      await socket.listen(flags.tcp);
      ends.push(() => socket.close(CLOSE_MS));
      tcpPort = socket.port;
      log.info({ host: flags.tcp.host, port: tcpPort }, 'listening on TCP');
      if (!isLoopback(flags.tcp.host))
        log.warn({ host: flags.tcp.host }, 'whoever reaches this port may ask and report: it has no token');
    }
    if (flags.spoe !== undefined) {
      const at = flags.spoe;
      const spoe = new SpoeAgent(service);
      agent = spoe;
      await spoe.listen(at);
      ends.push(async () => {
        await spoe.close(CLOSE_MS);
        if ('path' in at) removeSocket(at.path);
      });
      log.info('path' in at ? at : { host: at.host, port: spoe.port }, 'listening for HAProxy (SPOE)');
      if (!('path' in at) && !isLoopback(at.host))
        log.warn({ host: at.host }, 'whoever reaches this port may ask: it has no token');
    }
    // Now, as a program that becomes another user may be unable to read its own files later.
    if (flags.http !== undefined || options.metrics !== undefined) {
      metrics = (await import('./metrics.js')).serviceMetrics({
        service,
        sockets,
        agent,
        sets: options.sets,
        audit: options.audit,
      });
    }
    if (flags.http !== undefined) {
      const { VerdictHttp } = await import('./http.js');
      const { token, allowRemote = false } = flags;
      const { metrics: before } = options;
      const all = before === undefined ? metrics : async () => (await before()) + (await metrics());
      const http = new VerdictHttp({ service, version, metrics: all, token, allowRemote });
      await http.listen(flags.http);
      ends.push(() => within(CLOSE_MS, http.close()));
      httpPort = http.port;
      log.info({ host: flags.http.host, port: httpPort }, 'listening on HTTP');
      if (!isLoopback(flags.http.host) && token === undefined)
        log.warn({ host: flags.http.host }, 'whoever reaches this port may ask and report: no token is asked for');
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { tcpPort, httpPort, metrics, close };
}

async function within(ms: number, done: Promise<void>): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    late = setTimeout(resolve, ms);
  });
  await Promise.race([done, enough]);
  clearTimeout(late);
}

/** The system leaves the file where it is. */
function removeSocket(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // gone already, or no longer ours to take away
  }
}
