/**
 * Several captures as one input (rotated files): read one after the other, frames numbered through. Each keeps its own
 * format, byte order and interfaces. What is damaged is read up to the damage, what cannot be read at all is passed over;
 * both are recorded, and reading goes on with the next.
 */
import { statSync } from 'node:fs';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import type { PacketBatch } from './batch.js';
import type { Damage, PacketSource } from './source.js';

/** An input that gave nothing: it could not be opened, or is no capture. */
export interface Unreadable {
  readonly capture: string;
  readonly cause: string;
}

/** Opens one of the inputs; throws UsageError, or rejects with it. */
export type Open = (name: string) => PacketSource | Promise<PacketSource>;

export class JoinedSource implements PacketSource {
  /** That of the first capture. */
  readonly name: string;
  /** The size of all of them, unless one is not a regular file. */
  readonly size: number | undefined;
  readonly unreadable: Unreadable[] = [];
  readonly #names: readonly string[];
  readonly #open: Open;
  readonly #damage: Damage[] = [];
  #current: PacketSource | undefined = undefined;
  #nextName = 0;
  #closed = false;
  /** Octets and packets of the captures before the current one. */
  #octetsBefore = 0;
  #packetsBefore = 0;
  /** Number of the last packet that was given out. */
  #lastFrame = 0;

  constructor(names: readonly string[], open: Open) {
    this.name = names[0] ?? '';
    this.size = sizeOfAll(names);
    this.#names = names;
    this.#open = open;
  }

  get damage(): readonly Damage[] {
    return this.#current === undefined ? this.#damage : [...this.#damage, ...this.#current.damage];
  }

  get position(): number {
    return this.#octetsBefore + (this.#current?.position ?? 0);
  }

  next(): PacketBatch | null | Promise<PacketBatch | null> {
    const step = this.#advance();
    return step instanceof Promise ? this.#later(step) : step;
  }

  close(): void {
    this.#closed = true;
    this.#leave();
  }

  /** Goes on until there is a batch, the end of all, or something to wait for. */
  #advance(): PacketBatch | null | Promise<PacketBatch | PacketSource | null> {
    for (;;) {
      if (this.#current === undefined) {
        if (this.#closed || this.#nextName >= this.#names.length) return null;
        const name = this.#names[this.#nextName++]!;
        try {
          const opened = this.#open(name);
          if (opened instanceof Promise) return opened.catch((error) => this.#passOver(name, error));
          this.#current = opened;
        } catch (error) {
          this.#passOver(name, error);
          continue;
        }
      }
      const step = this.#current.next();
      if (step instanceof Promise) return step;
      if (this.#take(step)) return step;
    }
  }

  async #later(pending: Promise<PacketBatch | PacketSource | null>): Promise<PacketBatch | null> {
    for (let wait = pending; ; ) {
      const came = await wait;
      if (came !== null && 'next' in came) this.#enter(came);
      else if (this.#current !== undefined && this.#take(came)) return came;
      const step = this.#advance();
      if (!(step instanceof Promise)) return step;
      wait = step;
    }
  }

  /** Numbers the batch through; at the end of the current capture (null) leaves it. */
  #take(batch: PacketBatch | null): boolean {
    if (batch === null) {
      this.#leave();
      return false;
    }
    batch.firstFrame += this.#packetsBefore;
    this.#lastFrame = batch.firstFrame + batch.count - 1;
    return true;
  }

  #enter(opened: PacketSource): void {
    this.#current = opened;
    if (this.#closed) this.#leave(); // closed while it was being opened
  }

  #leave(): void {
    const current = this.#current;
    if (current === undefined) return;
    this.#current = undefined;
    this.#damage.push(...current.damage);
    this.#octetsBefore += current.size ?? current.position;
    this.#packetsBefore = this.#lastFrame;
    current.close();
  }

  #passOver(name: string, error: unknown): null {
    if (!(error instanceof UsageError)) throw error;
    this.unreadable.push({ capture: harmless(name), cause: error.message });
    return null;
  }
}

function sizeOfAll(names: readonly string[]): number | undefined {
  let sum = 0;
  for (const name of names) {
    try {
      const stat = statSync(name);
      if (!stat.isFile()) return undefined;
      sum += stat.size;
    } catch {
      // Said when its turn comes; it adds nothing.
    }
  }
  return sum;
}
