/** How many threads read several captures side by side: captures.ts does it, and is loaded only then. */
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Format } from '../sink/index.js';
import type { ClassifyFlags } from './options.js';

/** Octets of all captures together below which starting threads costs more than they save. */
const WORTH_THREADS = 64 * 1024 * 1024;
/** A thread has a heap, a catalog and flows of its own. */
const MOST_THREADS = 64;

/**
 * How many threads read these captures, one each; 1: it is not worth it, or cannot be done. Standard input is read once, and a
 * table has totals over everything.
 */
export function threadsFor(inputs: readonly string[], format: Format, flags: ClassifyFlags): number {
  const { catalog, policy, redact, workers, join } = flags;
  const named = [...inputs, ...catalog, policy, ...(redact === undefined ? [] : [redact])];
  if (join || format === 'table' || inputs.length < 2 || named.includes('-')) return 1;
  const sizes = inputs.map((name) => statSync(name, { throwIfNoEntry: false }));
  if (sizes.some((stat) => stat !== undefined && !stat.isFile())) return 1;
  if (workers !== 'auto') return Math.min(workers, inputs.length, MOST_THREADS);
  const octets = sizes.reduce((sum, stat) => sum + (stat?.size ?? 0), 0);
  return octets < WORTH_THREADS ? 1 : Math.min(availableParallelism(), inputs.length, MOST_THREADS);
}
