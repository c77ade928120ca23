/**
 * `--user`: the program begins as root (or with CAP_NET_RAW and CAP_NET_ADMIN), opens everything, and goes on as somebody else. What it keeps
 * is the right to open the source again (CAP_NET_RAW), since an interface may go away and come back.
 */
import { execFileSync } from 'node:child_process';
import { harmless } from '../../bytes/text.js';
import { UsageError } from '../../bytes/usage-error.js';

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

/** Becomes the user. Call it before threads begin: they have the rights of the thread that began them. */
export async function become({ uid, gid, groups }: User): Promise<void> {
  if (process.getuid?.() === uid) return;
  const { loadBinding } = await import('../../source/native.js');
  const native = loadBinding();
  native.keepCapabilities();
  process.setgroups?.([...groups]);
  process.setgid?.(gid);
  process.setuid?.(uid);
  native.restrictCapabilities(['net_raw']);
}
