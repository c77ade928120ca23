/** Where records go while a program runs for weeks: a file that is rotated, a Unix socket that readers connect to, standard output. */
import { UsageError } from '../../bytes/usage-error.js';
import type { LiveOutput } from '../../sink/live-output.js';
import { ClosedPipe, checkOutput, Output } from '../../sink/output.js';
import type { Fsync } from '../../sink/rotating.js';
import { makeRunFolder } from '../listening.js';
import { outputIsTerminal } from '../terminal.js';
import type { Rotation } from './options.js';

const UNIX = 'unix:';
const MS_PER_SECOND = 1000;

export interface OutputOptions {
  /** Absent or `-`: standard output; `unix:PATH`: a socket; else a file. */
  readonly path: string | undefined;
  readonly rotate?: Rotation | undefined;
  readonly keep?: number | undefined;
  readonly fsync: Fsync;
  /** The octets are none for a terminal. */
  readonly isBinary: boolean;
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void;
  /** Whoever read standard output is gone. */
  readonly closed: () => void;
}

/** @throws UsageError if it cannot be opened */
export async function openLiveOutput(options: OutputOptions): Promise<LiveOutput> {
  const { path, rotate, keep, fsync, isBinary, log, closed } = options;
  const warn = (message: string): void => log('warn', message);
  if (path === undefined || path === '-') {
    if (isBinary && outputIsTerminal()) {
      throw new UsageError('output', 'protobuf is not for a terminal: name a file with -o FILE, or pipe it on');
    }
    return new StandardOutput(closed);
  }
  if (path.startsWith(UNIX)) {
    makeRunFolder(path.slice(UNIX.length));
    const { SocketOutput } = await import('../../sink/socket.js');
    return await SocketOutput.listen({ path: path.slice(UNIX.length), log: warn });
  }
  checkOutput(path, []);
  const { RotatingFile } = await import('../../sink/rotating.js');
  return new RotatingFile({
    path,
    fsync,
    log: warn,
    ...(rotate?.octets === undefined ? {} : { maxOctets: rotate.octets }),
    ...(rotate?.seconds === undefined ? {} : { maxAgeMs: rotate.seconds * MS_PER_SECOND }),
    ...(keep === undefined ? {} : { keep }),
  });
}

/**
 * Written at once and waited for: whoever reads too slowly makes the kernel's ring fill, and the drops are counted there. A reader that must
 * not hold the program up reads a file or a socket.
 */
class StandardOutput implements LiveOutput {
  lost = 0;
  readonly #output = new Output();
  readonly #closed: () => void;
  #isClosed = false;

  constructor(closed: () => void) {
    this.#closed = closed;
    this.#output.open();
  }

  write(octets: Uint8Array, records: number): boolean {
    if (!this.#isClosed) {
      try {
        this.#output.octets(octets);
        this.#output.flush();
        return true;
      } catch (error) {
        if (!(error instanceof ClosedPipe)) throw error;
        this.#isClosed = true;
        this.#closed();
      }
    }
    this.lost += records;
    return false;
  }

  tick(): void {}

  give(): void {}

  async close(): Promise<void> {
    if (!this.#isClosed) this.#output.close();
  }
}
