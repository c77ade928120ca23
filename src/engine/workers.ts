/** How many workers an input gets. */
import { availableParallelism } from 'node:os';
import type { Input } from './run-shard.js';

/** Below this size the start of threads costs more than they save; see bench/README.md. */
export const WORTH_WORKERS_OCTETS = 512 * 1024 * 1024;

/**
 * A stream that cannot be opened twice (standard input, a pipe) is read by one, whatever was asked for: the output is the same.
 * @param asked a number, or `auto`
 * @param size octets of the input where known: regular files only
 */
export function workersFor(asked: number | 'auto', input: Input, size: number | undefined): number {
  if (size === undefined || input.names.includes('-')) return 1;
  if (asked !== 'auto') return Math.min(asked, MAX_WORKERS);
  return size >= WORTH_WORKERS_OCTETS ? Math.min(availableParallelism(), MAX_WORKERS) : 1;
}

/** There are 64 partitions: more workers would have nothing to do. */
export const MAX_WORKERS = 64;
