/**
 * Wrong use: an option, a file or a catalog that cannot be what the caller meant. The command line prints the message as
 * one line and exits 2; a program that uses the library switches on `code`. Never thrown for what a packet holds.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** Stable, `snake_case`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
