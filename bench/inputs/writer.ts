/**
 * Writes classic pcap (draft-ietf-opsawg-pcap): little-endian, microseconds, Ethernet. One buffer, which packets are made in where they
 * stand, and which goes to the file in large pieces.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { ETHERNET } from './headers.js';

/** Octets written at once. */
const BUFFER = 4 * 1024 * 1024;
const FILE_HEADER = 24;
export const RECORD_HEADER = 16;
const LINKTYPE_ETHERNET = 1;
const SNAP_LENGTH = 262_144;

export class PcapWriter {
  /** Packets are made in here: `reserve` says where. */
  readonly octets = new Uint8Array(BUFFER);
  written = FILE_HEADER;
  packets = 0;
  readonly #fd: number;
  readonly #view = new DataView(this.octets.buffer);
  #used = FILE_HEADER;

  constructor(path: string) {
    this.#fd = openSync(path, 'w');
    const header = [0xa1b2c3d4, 0x00040002, 0, 0, SNAP_LENGTH, LINKTYPE_ETHERNET];
    for (const [i, word] of header.entries()) this.#view.setUint32(4 * i, word, true);
  }

  /** Makes room for a frame of up to `most` octets; returns where it begins in `octets`. */
  reserve(most: number): number {
    if (this.#used + RECORD_HEADER + most > BUFFER) this.#flush();
    return this.#used + RECORD_HEADER;
  }

  /** The frame that was made where `reserve` said is `length` octets long. */
  commit(timeUs: number, length: number): void {
    const at = this.#used;
    const seconds = Math.floor(timeUs / 1e6);
    this.#view.setUint32(at, seconds, true);
    this.#view.setUint32(at + 4, Math.floor(timeUs - seconds * 1e6), true);
    this.#view.setUint32(at + 8, length, true);
    this.#view.setUint32(at + 12, length, true);
    this.#used += RECORD_HEADER + length;
    this.written += RECORD_HEADER + length;
    this.packets++;
  }

  close(): void {
    this.#flush();
    closeSync(this.#fd);
  }

  #flush(): void {
    writeSync(this.#fd, this.octets, 0, this.#used);
    this.#used = 0;
  }
}

/** Octets that a packet of `length` octets takes in the file. */
export function inFile(length: number): number {
  return RECORD_HEADER + ETHERNET + length;
}
