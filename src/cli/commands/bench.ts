/**
 * `pinsight bench`: FLOW-RECORD.md, "Commands". The benchmark (bench/run.ts) is a program of its own, since it needs a collector
 * that can be called and must not be measured together with this one.
 */
import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/** What a shell says of a program that a signal ended. */
const STATUS_SIGNAL = 128;

export function benchCommand(captures: readonly string[], flags: Readonly<Record<string, string | true>>): number {
  const script = fileURLToPath(new URL('../../bench/run.js', import.meta.url));
  const args = ['--expose-gc', script, ...benchArguments(flags), '--', ...captures];
  const { status, signal } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  return status ?? STATUS_SIGNAL + (signal === null ? 0 : constants.signals[signal]);
}

/** The options as bench/run.ts takes them: with the names that they have here. */
export function benchArguments(flags: Readonly<Record<string, string | true>>): string[] {
  return Object.entries(flags).map(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === true ? flag : `${flag}=${value}`;
  });
}
