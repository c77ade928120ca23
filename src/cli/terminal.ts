/**
 * What the program knows about its terminal, and the two ways to it that are no records: diagnostics on standard error, and
 * text that a person asked for (help, a catalog) on standard output. Writes are synchronous: nothing is lost at exit.
 */
import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { DEFAULT_WIDTH } from '../sink/columns.js';
import { Output } from '../sink/output.js';

const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;

export function outputIsTerminal(): boolean {
  return isatty(STANDARD_OUTPUT);
}

export function errorIsTerminal(): boolean {
  return isatty(STANDARD_ERROR);
}

/** Columns of the terminal on standard output. */
export function outputWidth(): number {
  // `process.stdout` is looked at only where it is a terminal: for a pipe, the look alone would make it non-blocking.
  return outputIsTerminal() ? process.stdout.columns || DEFAULT_WIDTH : DEFAULT_WIDTH;
}

export function errorWidth(): number {
  return errorIsTerminal() ? process.stderr.columns || DEFAULT_WIDTH : DEFAULT_WIDTH;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Colours for people only: on a terminal that has them, unless NO_COLOR is set and not empty (https://no-color.org). */
export function outputHasColours(): boolean {
  const { NO_COLOR: noColour, ...rest } = process.env;
  if (noColour || !outputIsTerminal() || !takesEscapes(process.env)) return false;
  return process.stdout.hasColors(rest); // older versions of Node take an empty NO_COLOR for one that is set
}

/** Whether control sequences mean anything: a terminal that says it is dumb shows them as they are. */
export function takesEscapes(environment: Environment = process.env): boolean {
  return environment['TERM'] !== 'dumb';
}

/**
 * Whether text is UTF-8: so says the first of LC_ALL, LC_CTYPE and LANG that is set (POSIX, "Internationalization Variables").
 * Where none is, nearly all terminals of today take it.
 */
export function takesUtf8(environment: Environment = process.env): boolean {
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'];
  return !locale || /utf-?8/i.test(locale);
}

/** Writes diagnostics. Where nobody can read them, nothing can be done about it, and the run goes on. */
export function writeError(text: string): void {
  try {
    writeSync(STANDARD_ERROR, text);
  } catch {
    // closed, or full: as above
  }
}

/** One line of diagnostics. The caller has made names in it harmless. */
export function complain(message: string): void {
  writeError(`pinsight: ${message}\n`);
}

/** Writes text that was asked for to standard output. Throws ClosedPipe as sinks do. */
export function writeText(text: string): void {
  const output = new Output();
  output.open();
  output.text(text);
  output.close();
}
