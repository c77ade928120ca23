/**
 * OctetInput: octets from a file, a pipe or an inflater (gzip.ts), asked for piece by piece. A regular file answers at
 * once: on warm pages `readSync` into one reused buffer is several times faster than any stream or mapping. Everything
 * else (pipes, FIFOs, sockets, character devices) answers with a promise, so that waiting for octets does not hold up the
 * event loop.
 */
import {
  closeSync,
  close as closeWhenDone,
  constants,
  fstatSync,
  openSync,
  open as openWhenReady,
  read,
  readSync,
  statSync,
} from 'node:fs';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';

export interface OctetInput {
  /** Reads up to `most` (at least 1) octets to `into[at, ...)`; 0 is the end: look at `failure` then. */
  read(into: Uint8Array, at: number, most: number): number | Promise<number>;
  /** Why the end came early, if it did: one clause. */
  readonly failure: string | undefined;
  /** Octets read so far from what the user named, and how many it has, where that is known. */
  readonly position: number;
  readonly size: number | undefined;
  close(): void;
}

/** The name that stands for standard input. */
export const STANDARD_INPUT = '-';

const STANDARD_INPUT_FD = 0;

/**
 * A descriptor that another process set to non-blocking has nothing to give now (EAGAIN): ask again after this time. Node
 * cannot wait on such a descriptor without changing its mode for the others that share it.
 */
const ASK_AGAIN_MS = 5;

/**
 * Opens what the user named. Throws (or rejects with) UsageError `cannot_open`.
 * @param upTo octets of a regular file that are read at most: a file may still be growing
 */
export function openInput(name: string, upTo = Number.POSITIVE_INFINITY): OctetInput | Promise<OctetInput> {
  try {
    if (name === STANDARD_INPUT) return inputOf(name, STANDARD_INPUT_FD, upTo);
    if (statSync(name).isFIFO()) return openFifo(name);
    return inputOf(name, openSync(name, constants.O_RDONLY), upTo);
  } catch (error) {
    throw cannotOpen(name, error);
  }
}

/** Opening a FIFO waits for its writer. */
function openFifo(name: string): Promise<OctetInput> {
  return new Promise((resolve, reject) => {
    openWhenReady(name, constants.O_RDONLY, (error, fd) => {
      if (error === null) resolve(new StreamInput(fd));
      else reject(cannotOpen(name, error));
    });
  });
}

function inputOf(name: string, fd: number, upTo: number): OctetInput {
  const stat = fstatSync(fd);
  if (stat.isFile()) return new FileInput(fd, stat.size, upTo);
  if (!stat.isDirectory()) return new StreamInput(fd);
  if (fd !== STANDARD_INPUT_FD) closeSync(fd);
  throw new UsageError('cannot_open', `cannot open ${harmless(name)}: it is a directory; name the captures in it`);
}

/** What to do about the causes that a user can do something about. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  ENOTDIR: 'a part of its path is not a directory; check the path',
  EACCES: 'permission denied; make it readable for this user',
  EPERM: 'permission denied; make it readable for this user',
  ENXIO: 'it is a socket; pipe its octets to standard input and name "-"',
  ELOOP: 'too many symbolic links; check where they lead',
  EMFILE: 'this process has too many open files; raise the limit (ulimit -n)',
};

function cannotOpen(name: string, error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  const code = codeOf(error);
  return new UsageError('cannot_open', `cannot open ${harmless(name)}: ${REMEDIES[code] ?? `the system says ${code}`}`);
}

/** The system's name of an error (`EIO`): fixed words, never text of a file. */
function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  throw error; // not the system's: a bug
}

/** A regular file. Standard input is read from where its descriptor stands, which other processes may share. */
class FileInput implements OctetInput {
  position = 0;
  failure: string | undefined = undefined;
  readonly size: number;
  readonly #fd: number;
  readonly #upTo: number;
  #open = true;

  constructor(fd: number, size: number, upTo: number) {
    this.#fd = fd;
    this.#upTo = upTo;
    this.size = Math.min(size, upTo);
  }

  read(into: Uint8Array, at: number, most: number): number {
    if (!this.#open || this.failure !== undefined) return 0;
    const wanted = Math.min(most, this.#upTo - this.position);
    if (wanted <= 0) return 0;
    try {
      const got = readSync(this.#fd, into, at, wanted, this.#fd === STANDARD_INPUT_FD ? null : this.position);
      this.position += got;
      return got;
    } catch (error) {
      this.failure = `reading failed (${codeOf(error)})`;
      return 0;
    }
  }

  close(): void {
    if (this.#open && this.#fd !== STANDARD_INPUT_FD) closeSync(this.#fd);
    this.#open = false;
  }
}

/** What has no position: a pipe, a FIFO, a socket, a device. Its size is never known. */
class StreamInput implements OctetInput {
  position = 0;
  failure: string | undefined = undefined;
  readonly size = undefined;
  readonly #fd: number;
  #open = true;
  /** A read is under way: its descriptor must not be closed before it ends. */
  #reading = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  read(into: Uint8Array, at: number, most: number): number | Promise<number> {
    if (!this.#open || this.failure !== undefined) return 0;
    this.#reading = true;
    return new Promise((resolve) => this.#ask(into, at, most, resolve));
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    if (!this.#reading) this.#release();
  }

  #ask(into: Uint8Array, at: number, most: number, resolve: (got: number) => void): void {
    read(this.#fd, into, at, most, null, (error, got) => {
      if (error !== null && this.#open && error.code === 'EAGAIN') {
        setTimeout(() => this.#ask(into, at, most, resolve), ASK_AGAIN_MS);
        return;
      }
      this.#reading = false;
      if (!this.#open) this.#release();
      // EOF is an error code on some systems' pipes.
      if (error !== null && error.code !== 'EOF') this.failure = `reading failed (${error.code})`;
      const count = error === null ? got : 0;
      this.position += count;
      resolve(count);
    });
  }

  #release(): void {
    if (this.#fd !== STANDARD_INPUT_FD) closeWhenDone(this.#fd, () => {});
  }
}
