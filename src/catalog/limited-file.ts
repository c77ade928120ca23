/**
 * Small files read whole: catalogs, policies, keys. HOUSE.md section 5: every read has a limit with a name. What is named may be
 * a file, a pipe (`<(...)` of a shell), or `-` for standard input; a device that never ends is refused before it is read, and of
 * a pipe at most one octet more than the limit is taken.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { isatty } from 'node:tty';
import { getSystemErrorMap } from 'node:util';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';

/** The name that stands for standard input. */
export const STANDARD_INPUT = '-';
const STANDARD_INPUT_FD = 0;

/** Octets asked for at once: of a file all there is, of a pipe as much as it holds. */
const PIPE_OCTETS = 64 * 1024;
const MAX_PIECE_OCTETS = 16 * 1024 * 1024;
/** Sleep before a pipe that another process made non-blocking is asked again. */
const ASK_AGAIN_MS = 5;

export interface Expected {
  /** What is wanted, with its article: `a catalog`. */
  readonly what: string;
  readonly limitOctets: number;
  /** For messages: fewer are too few. */
  readonly leastOctets?: number;
  /** The option that named it, where its name alone would not tell. */
  readonly option?: string;
  /** What to do where there is no such file: `name a catalog file, or default`. */
  readonly remedy: string;
  /** Codes of the UsageError: it cannot be read; it is too large. */
  readonly unreadable: string;
  readonly tooLarge: string;
}

/** Reads what is named, whole. Throws a UsageError of one line. */
export function readLimited(name: string, expected: Expected): Uint8Array {
  if (name === '')
    throw new UsageError(expected.unreadable, `the name of ${expected.what} is empty; ${expected.remedy}`);
  let fd = -1;
  try {
    if (name === STANDARD_INPUT) return readAll(STANDARD_INPUT_FD, fstatSync(STANDARD_INPUT_FD), name, expected);
    checkKind(statSync(name), name, expected); // before it is opened: opening a device may do something
    fd = openSync(name, constants.O_RDONLY);
    return readAll(fd, fstatSync(fd), name, expected);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const what = `${shown(name, expected)}: ${systemMessage(error)}; ${expected.remedy}`;
    throw new UsageError(expected.unreadable, what);
  } finally {
    if (fd !== -1) closeSync(fd);
  }
}

function readAll(fd: number, stat: Stats, name: string, expected: Expected): Uint8Array {
  checkKind(stat, name, expected);
  const { limitOctets } = expected;
  const pieces: Uint8Array[] = [];
  let total = 0;
  let ask = stat.isFile() ? stat.size + 1 : PIPE_OCTETS;
  while (total <= limitOctets) {
    const piece = Buffer.allocUnsafe(Math.max(1, Math.min(ask, limitOctets + 1 - total, MAX_PIECE_OCTETS)));
    const got = readSome(fd, piece);
    if (got === 0) return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, total);
    pieces.push(piece.subarray(0, got));
    total += got;
    ask = Math.max(PIPE_OCTETS, total);
  }
  throw new UsageError(
    expected.tooLarge,
    `${shown(name, expected)}: more than ${limitOctets} octets; ${sizeWords(expected)}`,
  );
}

function readSome(fd: number, into: Uint8Array): number {
  for (;;) {
    try {
      return readSync(fd, into, 0, into.length, null);
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
      if (code === 'EOF') return 0; // a pipe's end, on some systems
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(SLEEPER, 0, 0, ASK_AGAIN_MS);
    }
  }
}

const SLEEPER = new Int32Array(new SharedArrayBuffer(4));

function checkKind(stat: Stats, name: string, expected: Expected): void {
  const { limitOctets, remedy, unreadable, tooLarge } = expected;
  if (stat.isDirectory()) throw new UsageError(unreadable, `${shown(name, expected)}: is a folder; ${remedy}`);
  if (stat.isFile()) {
    if (stat.size <= limitOctets) return;
    throw new UsageError(tooLarge, `${shown(name, expected)}: holds ${stat.size} octets; ${sizeWords(expected)}`);
  }
  if (name === STANDARD_INPUT && isatty(STANDARD_INPUT_FD)) {
    throw new UsageError(unreadable, `${shown(name, expected)}: is a terminal; ${remedy}, or pipe it into "-"`);
  }
  // A shell's pipes are sockets on some systems. Whatever standard input is, no more than the limit is taken from it.
  if (stat.isFIFO() || stat.isSocket() || name === STANDARD_INPUT) return;
  throw new UsageError(unreadable, `${shown(name, expected)}: is neither a file nor a pipe; ${sizeWords(expected)}`);
}

function shown(name: string, { option }: Expected): string {
  const text = name === STANDARD_INPUT ? 'standard input' : harmless(name);
  return option === undefined ? text : `${option} ${text}`;
}

/** `expected a catalog of at most 268435456 octets (256 MiB)`. */
export function sizeWords({ what, limitOctets, leastOctets }: Expected): string {
  const mebi = limitOctets / (1024 * 1024);
  const limit = `${limitOctets} octets${mebi >= 1 ? ` (${mebi} MiB)` : ''}`;
  return `expected ${what} of ${leastOctets === undefined ? 'at most' : `${leastOctets} to`} ${limit}`;
}

/** What the system says, in words and without the path and the call that Node adds: `no such file or directory`. */
export function systemMessage(error: unknown): string {
  const has = typeof error === 'object' && error !== null;
  if (has && 'errno' in error && typeof error.errno === 'number') {
    const known = getSystemErrorMap().get(error.errno);
    if (known !== undefined) return known[1];
  }
  return harmless(has && 'message' in error ? String(error.message) : String(error));
}
