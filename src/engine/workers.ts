/** How many workers an input gets. */
import type { Input } from './run-shard.js';

/**
 * Without being asked, one: every worker reads and decodes the whole capture and one collector judges, and as measured
 * (bench/README.md) two workers save nothing on hello-dense traffic and lose on bulk.
 */
const BY_DEFAULT = 1;

/** There are 64 partitions: more workers would have nothing to do. */
export const MAX_WORKERS = 64;

/**
 * A stream that cannot be opened twice (standard input, a pipe) is read by one, whatever was asked for: the output is the same.
 * @param asked a number, or `auto`
 * @param size octets of the input where known: regular files only
 */
export function workersFor(asked: number | 'auto', input: Input, size: number | undefined): number {
  if (asked === 'auto') return BY_DEFAULT;
  if (size === undefined || input.names.includes('-')) return 1;
  return Math.min(asked, MAX_WORKERS);
}
