/**
 * Fuzzes for a stated time, turn by turn so that every target gets the same share of it; what fails is shrunk and written to
 * fixtures/regressions, where a test replays it (regressions.test.ts) until it is mended and for ever after.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Target } from './targets.js';

export interface FuzzOptions {
  readonly targets: readonly Target[];
  readonly seconds: number;
  readonly seed: number;
  /** Where inputs that fail are written. */
  readonly folder: string;
  readonly print: (line: string) => void;
  /** Called with each input before it is checked: whoever watches the time knows what it is spent on. */
  readonly begin?: (target: string, input: Uint8Array) => void;
}

/** Inputs of a target in one turn at first; more if they take less time than a turn should. */
const FIRST_TURN = 20;
const MAX_TURN = 5000;
const TURN_MS = 500;
/** Finds of one target, after which it is left alone: most are the same. */
const MAX_FINDS = 3;

interface Progress {
  readonly target: Target;
  runs: number;
  ms: number;
  finds: number;
}

/** @returns how many inputs failed */
export async function fuzz({ targets, seconds, seed, folder, print, begin }: FuzzOptions): Promise<number> {
  const all: Progress[] = targets.map((target) => ({ target, runs: 0, ms: 0, finds: 0 }));
  const end = performance.now() + seconds * 1000;
  print(`seed ${seed}, ${seconds} s, ${targets.length} targets`);
  for (let turn = 0; performance.now() < end; turn++) {
    for (const each of all.filter(({ finds }) => finds < MAX_FINDS)) {
      await takeTurn(each, (seed + turn) | 0, end);
      if (performance.now() >= end) break;
    }
    if (all.every(({ finds }) => finds >= MAX_FINDS)) break;
  }
  for (const { target, runs, ms, finds } of all) {
    const rate = Math.round((1000 * runs) / Math.max(1, ms));
    print(`${target.name.padEnd(12)} ${String(runs).padStart(9)} runs ${String(rate).padStart(7)}/s  ${finds} failed`);
  }
  return all.reduce((sum, { finds }) => sum + finds, 0);

  async function takeTurn(progress: Progress, turnSeed: number, until: number): Promise<void> {
    const { target } = progress;
    const began = performance.now();
    const perMs = progress.ms === 0 ? 0 : progress.runs / progress.ms;
    const numRuns = Math.min(MAX_TURN, Math.max(FIRST_TURN, Math.round(perMs * Math.min(TURN_MS, until - began))));
    const result = await fc.check(
      fc.asyncProperty(target.input, async (input) => {
        progress.runs++;
        begin?.(target.name, input);
        await target.check(input);
      }),
      { seed: turnSeed, numRuns },
    );
    progress.ms += performance.now() - began;
    if (!result.failed) return;
    progress.finds++;
    const input = result.counterexample![0];
    const path = writeRegression(folder, target.name, input);
    print(
      `${target.name}: FAILED with seed ${turnSeed} after ${result.numRuns} runs: ${firstLines(result.errorInstance)}`,
    );
    print(`  ${input.length} octets in ${path}; once more: npm test -- test/fuzz/regressions.test.ts`);
  }
}

/** The file's name begins with the target's, which says what is to be done with it. */
export function writeRegression(folder: string, target: string, input: Uint8Array): string {
  const digest = createHash('sha256').update(input).digest('hex').slice(0, 8);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${target}.${digest}.bin`);
  writeFileSync(path, input);
  return path;
}

function firstLines(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.split('\n').slice(0, 8).join('\n    ');
}
