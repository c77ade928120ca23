/**
 * A plain description of commands and their options: what shell completion is made of (completion.ts). The command line
 * is that of docs/formats/flow-record.md.
 */

/** What a value may be. Without `choices` and `files` there is nothing to offer. */
export interface ValueSpec {
  /** Words it can be: letters, digits, `.`, `_` and `-`. */
  readonly choices?: readonly string[];
  /** A file, of one of these extensions (without the dot) if there are such files; `true`: any. */
  readonly files?: readonly string[] | true;
}

export interface OptionSpec extends ValueSpec {
  /** Short and long form, with their dashes: `['-f', '--format']`. */
  readonly flags: readonly string[];
  /** Placeholder of its value: `PATH`. Absent for a switch. */
  readonly value?: string;
  /** The value may be left out; the next word is taken only if it is one of `choices`. */
  readonly optional?: true;
  readonly description: string;
  /** May be given more than once. */
  readonly repeatable?: true;
}

export interface ArgumentSpec extends ValueSpec {
  /** Placeholder: `FILE`. */
  readonly name: string;
  /** Any number of them; only the last argument can be. */
  readonly repeatable?: true;
}

export interface CommandSpec {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** Commands under this one; then it has no arguments of its own. */
  readonly commands?: readonly CommandSpec[];
}

export const HELP_OPTION: OptionSpec = { flags: ['-h', '--help'], description: 'show help' };
export const VERSION_OPTION: OptionSpec = { flags: ['-V', '--version'], description: 'show the version' };
