/**
 * `pinsight serve`: the verdict service that TLS proxies ask. FLOW-RECORD.md, "Commands"; docs/serve.md. Runs until SIGTERM or SIGINT;
 * SIGHUP reads catalog and policy again, and keeps those it has where the new ones cannot be read.
 */
import { accessSync, chownSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Logger, pino } from 'pino';
import { harmless } from '../../bytes/text.js';
import { UsageError } from '../../bytes/usage-error.js';
import { readLimited, systemMessage } from '../../catalog/limited-file.js';
import { AuditFile } from '../../serve/audit.js';
import { checkLoopback, type ListenAddress } from '../../serve/listen.js';
import { type ServiceFlags, type Services, startServices } from '../../serve/services.js';
import { VerdictService } from '../../serve/verdict-api.js';
import type { LOG_LEVELS } from '../attach/options.js';
import { findUser, type User } from '../attach/user.js';
import { checkStandardInput, loadModel, quietModel } from '../model.js';
import type { ModelFlags } from '../options.js';
import { STATUS_OK } from '../status.js';
import { complain } from '../terminal.js';
import { packageVersion } from '../version.js';

/** Where the service listens, and for whom: the same for `attach --serve`. */
export interface ListenFlags {
  /** A path, or the word for none. */
  readonly socket?: string;
  readonly tcp?: ListenAddress | typeof NOT;
  readonly http?: ListenAddress | typeof NOT;
  readonly spoe?: ListenAddress | { readonly path: string };
  readonly tokenFile?: string;
  readonly allowRemote?: true;
}

export interface ServeFlags extends ListenFlags, Pick<ModelFlags, 'catalog' | 'policy'> {
  readonly audit?: string;
  readonly user?: string;
  readonly logLevel: LogLevel;
}

type LogLevel = (typeof LOG_LEVELS)[number];

/** Word that switches a listener off. */
export const NOT = 'none';
export const DEFAULT_HTTP: ListenAddress = { host: '127.0.0.1', port: 8480 };
const RUN_FOLDER = '/run/pinsight';
const SOCKET_NAME = 'verdict.sock';
const FOLDER_MODE = 0o755;
const PRIVATE_MODE = 0o700;

/** A token for a header: RFC 6750 §2.1, and long enough not to be guessed. */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
const LEAST_TOKEN = 16;
const MOST_TOKEN = 512;
/** What is left to answers that wait after SIGTERM; then the program ends as it is. */
const DRAIN_MS = 1800;

export async function serveCommand(flags: ServeFlags): Promise<number> {
  checkStandardInput([...flags.catalog, flags.policy]);
  const log = newLog(flags.logLevel);
  const listening = serviceFlags(flags);
  const user = flags.user === undefined ? undefined : findUser(flags.user);
  const { catalog, policy } = await loadModel(flags);
  const audit =
    flags.audit === undefined
      ? undefined
      : new AuditFile(flags.audit, (cause) => log.error({ cause }, 'the audit log cannot be written'));
  const service = new VerdictService({
    catalog,
    policy,
    ...(audit === undefined ? {} : { audit: (ends, answer, via) => audit.bypass(ends, answer, via) }),
  });
  const services = await startServices({ service, flags: listening, log, version: packageVersion(), audit });
  try {
    if (user !== undefined) {
      const spoePath = listening.spoe !== undefined && 'path' in listening.spoe ? listening.spoe.path : undefined;
      for (const own of [listening.socket, spoePath, flags.audit]) if (own !== undefined) give(own, user);
      become(user);
    }
  } catch (error) {
    await services.close();
    throw error;
  }
  const reload = (): void => void reloadModel(service, flags, audit, log);
  process.on('SIGHUP', reload);
  const signal = await ended();
  log.info({ signal }, 'ending');
  process.off('SIGHUP', reload);
  await drained(services);
  audit?.close();
  return STATUS_OK;
}

/** A file of ours that the user must be able to write, or to take away. */
function give(file: string, { uid, gid }: User): void {
  try {
    chownSync(file, uid, gid);
  } catch (error) {
    throw new UsageError('user', `${harmless(file)}: ${systemMessage(error)}`);
  }
}

/** Nothing that needs rights is opened later: none are kept. */
function become({ name, uid, gid, groups }: User): void {
  if (process.getuid?.() === uid) return;
  try {
    process.setgroups?.([...groups]);
    process.setgid?.(gid);
    process.setuid?.(uid);
  } catch (error) {
    throw new UsageError('user', `--user ${harmless(name)}: ${systemMessage(error)}`);
  }
}

/** Until somebody wants us to end. */
function ended(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.removeAllListeners('SIGINT'); // that of main.ts ends the program at once
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
  });
}

async function drained(services: Services): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    late = setTimeout(resolve, DRAIN_MS);
  });
  await Promise.race([services.close(), enough]);
  clearTimeout(late);
}

/** Reads catalog and policy again. What cannot be read, or is wrong, is said, and changes nothing. */
export async function reloadModel(
  service: VerdictService,
  flags: Pick<ModelFlags, 'catalog' | 'policy'>,
  audit: Pick<AuditFile, 'reopen'> | undefined,
  log: Pick<Logger, 'info' | 'error'>,
): Promise<boolean> {
  try {
    audit?.reopen();
    const { catalog, policy } = await quietModel(flags);
    service.replace(catalog, policy);
    log.info(
      { catalog: catalog.version, digest: catalog.digest, policy: policy.name },
      'catalog and policy were read again',
    );
    return true;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    log.error({ cause: error.message }, 'reload failed: the catalog and policy at hand stay');
    return false;
  }
}

/** One JSON line an event, to standard error. */
export function newLog(level: LogLevel): Logger {
  return pino(
    { level, base: { program: 'pinsight' }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** What the options for listening mean. Without a word on it: the Unix socket and HTTP on loopback. */
export function serviceFlags(flags: ListenFlags): ServiceFlags {
  const allowRemote = flags.allowRemote === true;
  const tcp = flags.tcp === NOT ? undefined : flags.tcp;
  const http = flags.http === NOT ? undefined : (flags.http ?? DEFAULT_HTTP);
  if (tcp !== undefined) checkLoopback('--tcp', tcp, allowRemote);
  if (http !== undefined) checkLoopback('--http', http, allowRemote);
  const { spoe } = flags;
  if (spoe !== undefined && 'host' in spoe) checkLoopback('--spoe', spoe, allowRemote);
  const socket = flags.socket === NOT ? undefined : (flags.socket ?? defaultSocket());
  if (socket === undefined && tcp === undefined && http === undefined && spoe === undefined) {
    throw new UsageError(
      'listen',
      'nothing to listen on: --socket, --tcp and --http are all none, and there is no --spoe',
    );
  }
  const token = flags.tokenFile === undefined ? undefined : readToken(flags.tokenFile);
  return { socket, tcp, http, spoe, token, allowRemote };
}

/** `/run/pinsight` where we may write, else the folder that the session has for such things. */
export function defaultSocket(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  if (isWritable(RUN_FOLDER) || (process.getuid?.() === 0 && isMade(RUN_FOLDER, FOLDER_MODE)))
    return path.join(RUN_FOLDER, SOCKET_NAME);
  const session = environment['XDG_RUNTIME_DIR'];
  if (session !== undefined && path.isAbsolute(session)) {
    const folder = path.join(session, 'pinsight');
    if (isWritable(folder) || isMade(folder, PRIVATE_MODE)) return path.join(folder, SOCKET_NAME);
  }
  throw new UsageError(
    'listen',
    `${RUN_FOLDER} cannot be written, nor is there an XDG_RUNTIME_DIR: name the socket with --socket PATH, or say --socket ${NOT}`,
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
