/**
 * Records into a file that is rotated by size or age: docs/attach.md, "Outputs". FILE is what is being written; it is moved to FILE.1,
 * FILE.2 and so on, the highest number the newest, and no file is moved twice. It is appended to, never emptied: a program that starts again
 * goes on behind what it wrote before.
 *
 * A full disk is an outage and no end: records are lost and counted until the file can be opened and written again, which is tried once a
 * second. What was begun and could not be finished is cut off, so that the file holds whole records whatever happened.
 */
import {
  close as closeLater,
  closeSync,
  existsSync,
  fchownSync,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { systemMessage } from '../catalog/limited-file.js';
import type { LiveOutput, LogOutput } from './live-output.js';

/** How often a file that cannot be written, or moved, is tried again. */
export const RETRY_MS = 1000;
/** How often the disk is asked to keep what was written, where that is wanted each second. */
const SYNC_MS = 1000;
/** Rotated files that may wait for the disk before the next one is waited for. */
const MAX_SYNCING = 4;
/** Records name people's addresses: owner and group only. */
const FILE_MODE = 0o640;

export type Fsync = 'never' | 'rotate' | 'second';

export interface RotatingOptions {
  readonly path: string;
  /** A new file before one would be larger than this; it is larger only if a single write is. */
  readonly maxOctets?: number;
  /** A new file when one is older than this and not empty. */
  readonly maxAgeMs?: number;
  /** Rotated files that are kept; absent: all. */
  readonly keep?: number;
  /** When the disk has to have it: default `rotate`, when a file is done. */
  readonly fsync?: Fsync;
  readonly log: LogOutput;
}

export class RotatingFile implements LiveOutput {
  lost = 0;
  readonly #options: RotatingOptions;
  readonly #shown: string;
  readonly #fsync: Fsync;
  #fd = -1;
  /** Octets in the file. */
  #size = 0;
  #nowMs = 0;
  #beganMs: number | undefined;
  /** Records lost in the outage under way; undefined where there is none. */
  #outage: number | undefined;
  /** No try before this time: to write, in an outage; to move the file, once that failed. */
  #retryAtMs = 0;
  #rotateAtMs = 0;
  #moveFailed = false;
  #dirty = false;
  #syncedMs = 0;
  #syncing = 0;
  #allSynced: (() => void) | undefined;

  /** @throws UsageError `output` if the file cannot be opened */
  constructor(options: RotatingOptions) {
    this.#options = options;
    this.#shown = harmless(options.path);
    this.#fsync = options.fsync ?? 'rotate';
    try {
      this.#open();
    } catch (error) {
      throw error instanceof UsageError ? error : new UsageError('output', `${this.#shown}: ${systemMessage(error)}`);
    }
  }

  write(octets: Uint8Array, records: number): boolean {
    if (this.#outage !== undefined && !this.#tryAgain()) return this.#lose(records);
    const { maxOctets } = this.#options;
    if (maxOctets !== undefined && this.#size > 0 && this.#size + octets.length > maxOctets) this.#rotate();
    if (this.#fd === -1) return this.#lose(records);
    let written = 0;
    try {
      while (written < octets.length) written += writeSync(this.#fd, octets, written, octets.length - written);
    } catch (error) {
      this.#begin(error);
      this.#cut(written);
      return this.#lose(records);
    }
    this.#size += octets.length;
    this.#dirty = true;
    if (this.#outage !== undefined) this.#end();
    return true;
  }

  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#beganMs ??= nowMs;
    const { maxAgeMs } = this.#options;
    if (maxAgeMs !== undefined && nowMs - this.#beganMs >= maxAgeMs && this.#outage === undefined) {
      if (this.#size > 0) this.#rotate();
      else this.#beganMs = nowMs;
    }
    if (this.#fsync !== 'second' || !this.#dirty || nowMs - this.#syncedMs < SYNC_MS || this.#syncing > 0) return;
    this.#syncedMs = nowMs;
    this.#dirty = false;
    this.#sync(this.#fd, false);
  }

  give(uid: number): void {
    try {
      const stat = fstatSync(this.#fd);
      if (stat.isFile() && stat.uid !== uid) fchownSync(this.#fd, uid, stat.gid);
    } catch (error) {
      throw new UsageError('user', `${this.#shown}: ${systemMessage(error)}`);
    }
  }

  async close(): Promise<void> {
    const fd = this.#fd;
    this.#fd = -1;
    if (fd !== -1) this.#letGo(fd);
    if (this.#outage !== undefined && this.#outage > 0)
      this.#options.log(`${this.#shown}: ${this.#outage} records were lost`);
    if (this.#syncing > 0) await new Promise<void>((resolve) => (this.#allSynced = resolve));
  }

  #open(): void {
    const { path } = this.#options;
    // Before it is opened: that waits for a pipe's reader.
    if (statSync(path, { throwIfNoEntry: false })?.isFIFO() === true) {
      throw new UsageError('output', `${this.#shown}: is a pipe, which would make us wait; name a file, or unix:PATH`);
    }
    const fd = openSync(path, 'a', FILE_MODE);
    const stat = fstatSync(fd);
    this.#fd = fd;
    this.#size = stat.isFile() ? stat.size : 0;
    this.#beganMs = this.#nowMs === 0 ? undefined : this.#nowMs;
  }

  #lose(records: number): false {
    this.lost += records;
    if (this.#outage !== undefined) this.#outage += records;
    return false;
  }

  #begin(error: unknown): void {
    this.#retryAtMs = this.#nowMs + RETRY_MS;
    if (this.#outage !== undefined) return;
    this.#outage = 0;
    this.#options.log(`${this.#shown}: ${systemMessage(error)}; records are lost until it can be written again`);
  }

  #end(): void {
    this.#options.log(`${this.#shown}: is written again; ${this.#outage} records were lost`);
    this.#outage = undefined;
  }

  /** Takes the beginning of a record off the end of the file. Whoever reads along sees the file shrink, and whole records. */
  #cut(written: number): void {
    try {
      const stat = fstatSync(this.#fd);
      if (written > 0 && stat.isFile()) ftruncateSync(this.#fd, Math.max(0, stat.size - written));
    } catch (error) {
      this.#options.log(`${this.#shown}: the last record is not whole (${systemMessage(error)})`);
    }
  }

  /** In an outage, once a second: opens the file anew, as another may have its name, or the file system be another. */
  #tryAgain(): boolean {
    if (this.#nowMs < this.#retryAtMs) return false;
    this.#retryAtMs = this.#nowMs + RETRY_MS;
    if (this.#syncing > 0) return false; // the disk is at it still
    // Closed at once: if the file was deleted to make room, there is room only then.
    if (this.#fd !== -1) closeSync(this.#fd);
    this.#fd = -1;
    try {
      this.#open();
    } catch {
      return false; // the outage's cause was logged
    }
    return true;
  }

  #rotate(): void {
    if (this.#nowMs < this.#rotateAtMs) return;
    const { path } = this.#options;
    try {
      if (!fstatSync(this.#fd).isFile()) return;
      this.#moveAway(path);
      this.#deleteOld();
    } catch (error) {
      this.#rotateAtMs = this.#nowMs + RETRY_MS;
      if (!this.#moveFailed)
        this.#options.log(`${this.#shown}: cannot be moved away, and grows: ${systemMessage(error)}`);
      this.#moveFailed = true;
      return;
    }
    this.#moveFailed = false;
    this.#letGo(this.#fd);
    this.#fd = -1;
    try {
      this.#open();
    } catch (error) {
      this.#begin(error);
    }
  }

  /** Somebody else may have moved it already: a new one is begun then, and nothing more. */
  #moveAway(path: string): void {
    if (existsSync(path)) renameSync(path, `${path}.${(this.#numbers().at(-1) ?? 0) + 1}`);
  }

  /** Numbers of the rotated files that there are, lowest first. */
  #numbers(): number[] {
    const { path } = this.#options;
    const start = `${basename(path)}.`;
    return readdirSync(dirname(path))
      .filter((name) => name.startsWith(start) && NUMBER.test(name.slice(start.length)))
      .map((name) => Number(name.slice(start.length)))
      .sort((a, b) => a - b);
  }

  #deleteOld(): void {
    const { path, keep } = this.#options;
    if (keep === undefined) return;
    const numbers = this.#numbers();
    for (const number of numbers.slice(0, Math.max(0, numbers.length - keep)))
      unlinkSync(join(dirname(path), `${basename(path)}.${number}`));
  }

  /** Closes a file that is done, when the disk has it if that is wanted. */
  #letGo(fd: number): void {
    this.#dirty = false;
    if (this.#fsync === 'never') closeLater(fd, () => {});
    else if (this.#syncing < MAX_SYNCING) this.#sync(fd, true);
    else this.#syncNow(fd);
  }

  #syncNow(fd: number): void {
    try {
      fsyncSync(fd);
    } catch (error) {
      this.#notKept(error);
    }
    closeSync(fd);
  }

  /** Aside: a disk takes its time. */
  #sync(fd: number, close: boolean): void {
    this.#syncing++;
    fsync(fd, (error) => {
      if (error !== null) this.#notKept(error);
      if (close) closeLater(fd, () => {});
      this.#syncing--;
      if (this.#syncing === 0) this.#allSynced?.();
    });
  }

  #notKept(error: unknown): void {
    // A device such as /dev/null has nothing to keep.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EINVAL') return;
    this.#options.log(`${this.#shown}: the disk did not keep what was written: ${systemMessage(error)}`);
  }
}

const NUMBER = /^[1-9][0-9]{0,14}$/;
