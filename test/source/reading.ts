/** Reads a source to its end, the slow and obvious way, so that tests can compare everything it gave. */

import { openSource, sourceFrom } from '../../src/source/index.js';
import type { OctetInput } from '../../src/source/input.js';
import type { Damage, PacketSource } from '../../src/source/source.js';

export interface ReadPacket {
  readonly frame: number;
  readonly time: number;
  readonly onWire: number;
  readonly linkType: number;
  /** The octets, in hex. */
  readonly data: string;
}

export interface ReadCapture {
  readonly packets: readonly ReadPacket[];
  readonly damage: readonly Damage[];
}

export async function readAll(opened: PacketSource | Promise<PacketSource>): Promise<ReadCapture> {
  const source = await opened;
  const packets: ReadPacket[] = [];
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    if (batch.count < 1) throw new Error('a batch without packets');
    for (let i = 0; i < batch.count; i++) {
      const at = batch.at[i]!;
      const end = at + batch.captured[i]!;
      if (end > batch.octets.length) throw new Error('a packet beyond its batch');
      packets.push({
        frame: batch.firstFrame + i,
        time: batch.time[i]!,
        onWire: batch.onWire[i]!,
        linkType: batch.linkType[i]!,
        data: Buffer.from(batch.octets.buffer, batch.octets.byteOffset + at, end - at).toString('hex'),
      });
    }
  }
  source.close();
  return { packets, damage: source.damage };
}

export function readFile(path: string, readSize?: number): Promise<ReadCapture> {
  return readAll(readSize === undefined ? openSource(path) : openSource(path, { readSize }));
}

/** An input over octets in memory that gives at most `most` of them at a time, at once or by promise. */
export class MemoryInput implements OctetInput {
  position = 0;
  failure: string | undefined = undefined;
  closed = false;
  readonly size: number;
  readonly #octets: Uint8Array;
  readonly #later: boolean;
  readonly #most: number;

  constructor(octets: Uint8Array, { later = false, most = Number.POSITIVE_INFINITY } = {}) {
    this.#octets = octets;
    this.size = octets.length;
    this.#later = later;
    this.#most = most;
  }

  read(into: Uint8Array, at: number, most: number): number | Promise<number> {
    const got = Math.min(most, this.#most, this.#octets.length - this.position, into.length - at);
    into.set(this.#octets.subarray(this.position, this.position + got), at);
    this.position += got;
    return this.#later ? Promise.resolve(got) : got;
  }

  close(): void {
    this.closed = true;
  }
}

/** Reads a capture that lies in memory. */
export function readOctets(octets: Uint8Array, readSize?: number): Promise<ReadCapture> {
  return readAll(sourceFrom('memory', new MemoryInput(octets), readSize === undefined ? {} : { readSize }));
}

/** A packet of `length` octets, different for every `seed`. */
export function sample(length: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + seed * 31 + 1) & 0xff);
}
