/**
 * `--user`: a program begins as root (or with the capabilities it needs), opens everything, and goes on as somebody else. What it keeps is
 * what it cannot do without later, mostly nothing; what it must still write or take away is given to the user.
 */
import { execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { systemMessage } from '../catalog/limited-file.js';

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

const ID_TIMEOUT_MS = 5000;

/** @throws UsageError if there is no such user, or it may not be become */
export function findUser(name: string): User {
  // Looked up by the system's own program: users need not be in a file.
  const ask = (flag: '-u' | '-g' | '-G'): number[] => {
    try {
      const text = execFileSync('id', [flag, '--', name], {
        timeout: ID_TIMEOUT_MS,
        stdio: ['ignore', 'pipe', 'ignore'],
        encoding: 'utf8',
      });
      return text.trim().split(' ').map(Number);
    } catch {
      throw new UsageError('user', `--user ${harmless(name)}: there is no such user; make it with useradd --system`);
    }
  };
  const user = { name, uid: ask('-u')[0]!, gid: ask('-g')[0]!, groups: ask('-G') };
  if (process.getuid?.() !== 0 && process.getuid?.() !== user.uid) {
    throw new UsageError('user', `--user ${harmless(name)}: only root can become another user; leave the option out`);
  }
  return user;
}

/** A file or socket of ours that the user must be able to write, or to take away. */
export function give(file: string, { uid, gid }: User): void {
  try {
    chownSync(file, uid, gid);
  } catch (error) {
    throw new UsageError('user', `${harmless(file)}: ${systemMessage(error)}`);
  }
}

/**
 * Becomes the user. Call it before threads begin: they have the rights of the thread that began them.
 *
 * @param keep capabilities that stay; none needs no addon
 */
export async function become(
  { name, uid, gid, groups }: User,
  keep: readonly ('net_admin' | 'net_raw')[] = [],
): Promise<void> {
  if (process.getuid?.() === uid) return;
  const native = keep.length === 0 ? undefined : (await import('../source/native.js')).loadBinding();
  native?.keepCapabilities();
  try {
    process.setgroups?.([...groups]);
    process.setgid?.(gid);
    process.setuid?.(uid);
  } catch (error) {
    throw new UsageError('user', `--user ${harmless(name)}: ${systemMessage(error)}`);
  }
  native?.restrictCapabilities(keep);
}
