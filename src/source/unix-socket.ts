/**
 * Unix sockets by path: how one is created, for `stream:listen:PATH` and for records that leave by `unix:PATH`. Whoever may connect is
 * decided by the file's mode from its first moment on; a file that another program left behind is replaced only if nobody listens.
 */
import { chmodSync, existsSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';

/** sun_path of unix(7) without its last 0; what is longer would be cut without a word. macOS has four octets less. */
const MAX_PATH_OCTETS = process.platform === 'linux' ? 107 : 103;
const PERMISSIONS = 0o777;

/** The system's name of an error. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unknown';
}

/**
 * Lets `server` listen at `path`.
 * @throws UsageError `cannot_listen`
 */
export async function listenAt(server: Server, path: string, mode: number): Promise<void> {
  checkLength(path);
  await removeStale(path);
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: Error): void =>
      reject(refused(path, missingFolder(path) ?? `the system says ${errorCode(error)}`));
    server.once('error', refuse);
    const begin = (): void => {
      server.listen(path, () => {
        server.removeListener('error', refuse);
        resolve();
      });
    };
    // The socket is created within `listen`, so nobody can connect before the mode is right. A thread cannot set the mask.
    if (isMainThread) withMask(PERMISSIONS & ~mode, begin);
    else begin();
  });
  try {
    setMode(path, mode);
  } catch (error) {
    server.close();
    throw error instanceof UsageError ? error : refused(path, `its mode cannot be set (${errorCode(error)})`);
  }
}

/** Not where it is right, as it is if the mask was ours: chmod(2) would follow a link that somebody has put there since. */
function setMode(path: string, mode: number): void {
  const stat = lstatSync(path);
  if (!stat.isSocket()) throw refused(path, 'something else has taken its name');
  if ((stat.mode & PERMISSIONS) !== mode) chmodSync(path, mode);
}

function withMask(mask: number, run: () => void): void {
  const before = process.umask(mask);
  try {
    run();
  } finally {
    process.umask(before);
  }
}

/** libuv says EACCES of a folder that is not there. */
export function missingFolder(path: string): string | undefined {
  return existsSync(dirname(path)) ? undefined : `there is no folder ${harmless(dirname(path))}; make it first`;
}

function checkLength(path: string): void {
  const octets = Buffer.byteLength(path);
  if (octets === 0) throw refused(path, 'the path is empty');
  if (octets > MAX_PATH_OCTETS)
    throw refused(path, `the path has ${octets} octets, and ${MAX_PATH_OCTETS} are possible`);
}

async function removeStale(path: string): Promise<void> {
  try {
    if (!lstatSync(path).isSocket()) throw refused(path, 'something that is no socket has this name');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (errorCode(error) === 'ENOENT') return;
    throw refused(path, `the system says ${errorCode(error)}`);
  }
  const code = await knock(path);
  if (code === undefined) throw refused(path, 'another program listens there');
  if (code !== 'ECONNREFUSED') throw refused(path, `another program may listen there (${code})`);
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT')
      throw refused(path, `a socket that nobody listens at cannot be removed (${errorCode(error)})`);
  }
}

/** Why nobody answers at `path`; undefined if somebody does. */
function knock(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', (error) => resolve(errorCode(error)));
  });
}

function refused(path: string, cause: string): UsageError {
  return new UsageError('cannot_listen', `cannot listen at ${harmless(path)}: ${cause}`);
}
