/** What the targets of the fuzzer hold against what they are given. Asserts of Node alone: the program runs without jest. */
import assert from 'node:assert/strict';
import { UsageError } from '../../src/bytes/usage-error.js';

/** No control sequence, no octet of a packet as it was sent. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

export function assertPrintable(text: string | undefined): void {
  if (text !== undefined) assert.match(text, PRINTABLE_ASCII);
}

/** What `run` answers, or the code of the UsageError it throws. Any other exception goes through. */
export async function orUsageError<T>(run: () => T | Promise<T>): Promise<T | { readonly refused: string }> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    assertHarmless(error.message);
    return { refused: error.code };
  }
}

/** A message for people may hold letters of all scripts, but nothing that drives a terminal. */
function assertHarmless(text: string): void {
  assert.doesNotMatch(text, /[\p{Cc}\p{Cs}]/u);
}

/** The octets at another place, with other octets around them: what a reader says must not depend on those. */
export function elsewhere(octets: Uint8Array, around: number): { octets: Uint8Array; at: number; end: number } {
  const at = 13;
  const moved = new Uint8Array(at + octets.length + 64).fill(around);
  moved.set(octets, at);
  return { octets: moved, at, end: at + octets.length };
}

/** A value as text that compares: octets in hex, keys as they come. */
export function asText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    each instanceof Uint8Array ? Buffer.from(each).toString('hex') : typeof each === 'bigint' ? `${each}n` : each,
  );
}
