/** Where the verdict service listens, and for whom: what the options of `serve` and `attach --serve` mean. docs/serve.md. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { readLimited, systemMessage } from '../catalog/limited-file.js';
import { checkLoopback, type ListenAddress } from '../serve/listen.js';
import type { ServiceFlags } from '../serve/services.js';
import { type ListenFlags, NONE } from './serve-options.js';
import { complain } from './terminal.js';

const DEFAULT_HTTP: ListenAddress = { host: '127.0.0.1', port: 8480 };
const RUN_FOLDER = '/run/pinsight';
const SOCKET_NAME = 'verdict.sock';
const FOLDER_MODE = 0o755;
const PRIVATE_MODE = 0o700;

/** A token for a header: RFC 6750 §2.1, and long enough not to be guessed. */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
const LEAST_TOKEN = 16;
const MOST_TOKEN = 512;

/** What the options for listening mean. Without a word on it: the Unix socket and HTTP on loopback. */
export function serviceFlags(flags: ListenFlags): ServiceFlags {
  const allowRemote = flags.allowRemote === true;
  const tcp = flags.tcp === NONE ? undefined : flags.tcp;
  const http = flags.http === NONE ? undefined : (flags.http ?? DEFAULT_HTTP);
  if (tcp !== undefined) checkLoopback('--tcp', tcp, allowRemote);
  if (http !== undefined) checkLoopback('--http', http, allowRemote);
  const { spoe } = flags;
  if (spoe !== undefined && 'host' in spoe) checkLoopback('--spoe', spoe, allowRemote);
  const socket = flags.socket === NONE ? undefined : (flags.socket ?? defaultSocket());
  if (socket === undefined && tcp === undefined && http === undefined && spoe === undefined) {
    throw new UsageError(
      'listen',
      'nothing to listen on: --socket, --tcp and --http are all none, and there is no --spoe',
    );
  }
  if (socket !== undefined) makeRunFolder(socket);
  if (typeof spoe === 'object' && 'path' in spoe) makeRunFolder(spoe.path);
  const token = flags.tokenFile === undefined ? undefined : readToken(flags.tokenFile);
  return { socket, tcp, http, spoe, token, allowRemote };
}

/** A path directly in `/run/pinsight` needs no folder made first: root makes it. Of others that are not there, who listens says so. */
export function makeRunFolder(socket: string): void {
  if (path.dirname(socket) === RUN_FOLDER) hasRunFolder();
}

function hasRunFolder(): boolean {
  return isWritable(RUN_FOLDER) || (process.getuid?.() === 0 && isMade(RUN_FOLDER, FOLDER_MODE));
}

/** `/run/pinsight` where we may write, else the folder that the session has for such things. */
export function defaultSocket(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  if (hasRunFolder()) return path.join(RUN_FOLDER, SOCKET_NAME);
  const session = environment['XDG_RUNTIME_DIR'];
  if (session !== undefined && path.isAbsolute(session)) {
    const folder = path.join(session, 'pinsight');
    if (isWritable(folder) || isMade(folder, PRIVATE_MODE)) return path.join(folder, SOCKET_NAME);
  }
  throw new UsageError(
    'listen',
    `${RUN_FOLDER} cannot be written, nor is there an XDG_RUNTIME_DIR: name the socket with --socket PATH, or say --socket ${NONE}`,
  );
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isMade(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    complain(`${harmless(folder)}: ${systemMessage(error)}`);
    return false;
  }
}

function readToken(file: string): string {
  const octets = readLimited(file, {
    what: 'a token',
    limitOctets: MOST_TOKEN,
    leastOctets: LEAST_TOKEN,
    option: '--token-file',
    remedy: 'name a file that holds one line, the token',
    unreadable: 'token',
    tooLarge: 'token',
  });
  const token = Buffer.from(octets)
    .toString('latin1')
    .replace(/\r?\n$/, '');
  if (token.length >= LEAST_TOKEN && TOKEN.test(token)) return token;
  throw new UsageError(
    'token',
    `--token-file ${harmless(file)}: expected one line of at least ${LEAST_TOKEN} letters, digits and ._~+/-`,
  );
}
