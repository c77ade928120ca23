/**
 * Captures beside the checkout that the project may not ship. Tests over them are extra: in a clone without them they are
 * skipped, and say so.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `../shared/captures` beside the checkout, whether it is there or not. */
export const SHARED_CAPTURES = fileURLToPath(new URL('../../../shared/captures', import.meta.url));

const present = existsSync(SHARED_CAPTURES);

/** `describe`, or a skipped one that says why. */
export function describeShared(name: string, tests: () => void): void {
  if (present) describe(name, tests);
  else describe.skip(`${name} (skipped: no ../shared/captures beside this checkout)`, tests);
}
