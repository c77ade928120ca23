/**
 * The names that one client was answered an address for, the latest answer first: a list for each address, kept in the answers
 * themselves, so that an answer is moved, taken out, and found among the latest in constant time. docs/adr/0003.
 */
import { registrableDomain } from './domain.js';
import type { Resolved } from './known-name.js';

export class NamesByAddress {
  readonly #newest = new Map<string, Resolved>();

  /** The latest answer with `address`; `older` leads on from it. */
  newest(address: string): Resolved | undefined {
    return this.#newest.get(address);
  }

  /** An answer with `address` is the latest now, whether or not it is on the list. */
  put(address: string, resolved: Resolved): void {
    const newest = this.#newest.get(address);
    if (newest === resolved) return;
    unlink(resolved);
    resolved.older = newest;
    if (newest !== undefined) newest.newer = resolved;
    this.#newest.set(address, resolved);
  }

  remove(address: string, resolved: Resolved): void {
    const { older } = resolved;
    const wasNewest = this.#newest.get(address) === resolved;
    unlink(resolved);
    if (!wasNewest) return;
    if (older === undefined) this.#newest.delete(address);
    else this.#newest.set(address, older);
  }

  /** Whether `address` was answered, hints apart, and only for names of other registrable domains than that of `name`. */
  onlyOtherDomains(name: string, address: string, timeUs: number): boolean {
    let domain: string | undefined;
    let others = false;
    for (let at = this.#newest.get(address); at !== undefined; at = at.older) {
      if (at.expiresUs < timeUs) continue;
      domain ??= registrableDomain(name);
      if (at.name.domain === domain) return false;
      others ||= at.recordedUntilUs >= timeUs;
    }
    return others;
  }
}

/** Puts an answer where it belongs: the latest first, then by name. `most` at most stay. */
export function insert(found: Resolved[], resolved: Resolved, most: number): void {
  let at = found.length;
  for (; at > 0; at--) {
    const before = found[at - 1]!;
    if (before.learnedUs > resolved.learnedUs) break;
    if (before.learnedUs === resolved.learnedUs && before.name.text < resolved.name.text) break;
  }
  if (at === most) return;
  if (found.length === most) found.pop();
  found.splice(at, 0, resolved);
}

function unlink(resolved: Resolved): void {
  const { newer, older } = resolved;
  if (newer !== undefined) newer.older = older;
  if (older !== undefined) older.newer = newer;
  resolved.newer = undefined;
  resolved.older = undefined;
}
