/**
 * Where the service listens: an address and a port, or the path of a Unix socket. Loopback unless the operator says otherwise; a
 * socket file left by a process that died is taken away, one of a process that lives is not.
 */
import { lstatSync, unlinkSync } from 'node:fs';
import { connect, isIP, type ListenOptions, type Server } from 'node:net';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { systemMessage } from '../catalog/limited-file.js';
import { missingFolder } from '../source/unix-socket.js';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Longest path of a Unix socket (sun_path less its NUL, unix(7)). */
const MAX_SOCKET_PATH = 107;
/** Connections that the system keeps for us while we are busy. */
const BACKLOG = 1024;
/** Who may connect to a Unix socket: its owner and group. */
const SOCKET_UMASK = 0o117;

/** Whether an address can be reached from this machine alone: RFC 1122 §3.2.1.3 (g), RFC 4291 §2.5.3. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Throws unless the address is loopback or the operator allows others. */
export function checkLoopback(option: string, { host }: ListenAddress, allowRemote: boolean): void {
  if (allowRemote || isLoopback(host)) return;
  throw new UsageError('remote', `${option} ${host}: others could reach it; --allow-remote says that they may`);
}

/** Listens, or throws a UsageError that says why not. */
export async function listen(server: Server, at: ListenAddress | { readonly path: string }): Promise<void> {
  const options: ListenOptions = { backlog: BACKLOG };
  if ('path' in at) {
    await clearPath(at.path);
    options.path = at.path;
  } else {
    options.host = at.host;
    options.port = at.port;
  }
  const umask = 'path' in at ? process.umask(SOCKET_UMASK) : undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const where = 'path' in at ? harmless(at.path) : `${at.host} port ${at.port}`;
    const cause = 'path' in at ? missingFolder(at.path) : undefined;
    throw new UsageError('listen', `${where}: ${cause ?? systemMessage(error)}`);
  } finally {
    if (umask !== undefined) process.umask(umask);
  }
}

/** Takes away the socket of a process that is no more. */
async function clearPath(path: string): Promise<void> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH || path === '') {
    throw new UsageError('listen', `${harmless(path)}: the path of a socket has 1 to ${MAX_SOCKET_PATH} octets`);
  }
  let isSocket: boolean;
  try {
    isSocket = lstatSync(path).isSocket();
  } catch {
    return; // not there, or listening will say what is wrong
  }
  if (!isSocket) throw new UsageError('listen', `${harmless(path)}: is there, and no socket`);
  const lives = await new Promise<boolean>((resolve) => {
    const probe = connect({ path });
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
  });
  if (lives) throw new UsageError('listen', `${harmless(path)}: another process listens there`);
  try {
    unlinkSync(path);
  } catch (error) {
    throw new UsageError('listen', `${harmless(path)}: ${systemMessage(error)}`);
  }
}
