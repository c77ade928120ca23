/**
 * CaptureSource: drives a walker over an input. One buffer is read into again and again; batches are views of it. What is
 * left of a record at the end of the buffer is moved to its front, and the buffer grows only to what one record needs,
 * which the walkers bound. However the octets come in, the packets are the same.
 */
import { harmless } from '../bytes/text.js';
import { BATCH_PACKETS, newBatch, type PacketBatch } from './batch.js';
import type { OctetInput } from './input.js';
import { type Labels, labelFrames } from './label.js';
import type { Damage, PacketSource } from './source.js';
import type { Walker } from './walker.js';

/** Octets asked of an input at once. */
export const READ_SIZE = 256 * 1024;

/** Most that can be asked for: beyond it nothing gets faster. */
export const MAX_READ_SIZE = 16 * 1024 * 1024;

/** Room in the buffer for what is left of a record, so that reads keep their size (and their alignment). */
const CARRY = 64 * 1024;

export class CaptureSource implements PacketSource {
  readonly name: string;
  readonly #input: OctetInput;
  readonly #walker: Walker;
  readonly #readSize: number;
  readonly #batch: PacketBatch;
  readonly #damage: Damage[] = [];
  #octets: Uint8Array;
  /** What is read and not yet walked over: `octets[at, end)`. */
  #at = 0;
  #end: number;
  #over = false;

  /**
   * @param head what has been read of the input to know its format
   * @param labels what the capture's labels are added to
   */
  constructor(name: string, input: OctetInput, walker: Walker, head: Uint8Array, readSize: number, labels: Labels) {
    this.name = name;
    this.#batch = newBatch(BATCH_PACKETS, labels);
    this.#input = input;
    this.#walker = walker;
    this.#readSize = clampReadSize(readSize);
    this.#octets = new Uint8Array(this.#readSize + CARRY);
    this.#octets.set(head);
    this.#end = head.length;
  }

  get damage(): readonly Damage[] {
    return this.#damage;
  }

  get position(): number {
    return this.#input.position;
  }

  get size(): number | undefined {
    return this.#input.size;
  }

  next(): PacketBatch | null | Promise<PacketBatch | null> {
    const step = this.#advance();
    return step instanceof Promise ? this.#later(step) : step;
  }

  close(): void {
    this.#over = true;
    this.#input.close();
  }

  /** Goes on until there is a batch, the end, or a read to wait for. */
  #advance(): PacketBatch | null | Promise<number> {
    while (!this.#over) {
      const batch = this.#batch;
      batch.octets = this.#octets;
      batch.count = 0;
      batch.firstFrame = this.#walker.packets + 1;
      this.#at = this.#walker.walk(this.#octets, this.#at, this.#end, batch);
      if (batch.count > 0) {
        labelFrames(batch);
        return batch;
      }
      if (this.#walker.fault !== undefined) return this.#finish(this.#walker.fault);
      const got = this.#read();
      if (typeof got !== 'number') return got;
      this.#absorb(got);
    }
    return null;
  }

  async #later(pending: Promise<number>): Promise<PacketBatch | null> {
    for (let read = pending; ; ) {
      this.#absorb(await read);
      const step = this.#advance();
      if (!(step instanceof Promise)) return step;
      read = step;
    }
  }

  #absorb(got: number): void {
    if (this.#over) return; // closed while the read was under way
    this.#end += got;
    if (got === 0) this.#finish(this.#input.failure ?? this.#walker.cutShort(this.#end - this.#at));
  }

  #read(): number | Promise<number> {
    this.#makeRoom();
    return this.#input.read(this.#octets, this.#end, Math.min(this.#readSize, this.#octets.length - this.#end));
  }

  #makeRoom(): void {
    const left = this.#end - this.#at;
    if (this.#octets.length - this.#end < this.#readSize && this.#at > 0) {
      this.#octets.copyWithin(0, this.#at, this.#end);
      this.#at = 0;
      this.#end = left;
    }
    if (this.#end < this.#octets.length) return;
    // The buffer holds nothing but the start of one record. It grows as octets come in, not as a length field asks.
    const octets = new Uint8Array(Math.min(2 * this.#octets.length, this.#walker.need + this.#readSize));
    octets.set(this.#octets);
    this.#octets = octets;
  }

  #finish(cause: string | undefined): null {
    if (cause !== undefined) {
      this.#damage.push({ capture: harmless(this.name), offset: this.#walker.recordAt, cause });
    }
    this.close();
    return null;
  }
}

/** A whole number of octets from 1 to MAX_READ_SIZE. */
function clampReadSize(readSize: number): number {
  return Math.min(Math.max(Math.trunc(readSize) || READ_SIZE, 1), MAX_READ_SIZE);
}
