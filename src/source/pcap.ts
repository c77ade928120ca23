/**
 * Walker of classic pcap files (draft-ietf-opsawg-pcap; pcap-savefile(5)): micro- and nanoseconds, both byte orders, and
 * A. Kuznetsov's "modified" format. It is as lenient as libpcap, so that what tcpdump reads is read:
 *
 * - versions 2.0 to 2.4, and 543.0 of DG/UX; before 2.3 the two lengths stand in the other order, in 2.3 they may;
 * - the link type is the low 16 bits of its field: the upper ones tell the length of frame check sequences;
 * - a length on the wire below the captured one (seen in real files of version 2.4) is raised to it;
 * - the snapshot length of the header is not believed: a longer packet is given whole;
 * - seconds are unsigned, to the year 2106, as Wireshark has them; a fraction of a second or more is added as it is.
 */
import { u16, u16le, u32, u32le } from '../bytes/octets.js';
import type { PacketBatch } from './batch.js';
import { MAX_CAPTURED, type Walker } from './walker.js';

/** Magic numbers, as read big-endian from a big-endian file. */
const MAGIC_MICRO = 0xa1b2c3d4;
const MAGIC_NANO = 0xa1b23c4d;
const MAGIC_MODIFIED = 0xa1b2cd34;

/** Octets of the file header; of a record header; of one in the modified format. */
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MODIFIED_RECORD_HEADER = 24;

/** How the fields for captured length and length on the wire are to be read. */
const LENGTHS_IN_ORDER = 0;
const LENGTHS_SWAPPED = 1;
/** Version 2.3: some writers had not heard of the change. The captured one is the smaller. */
const LENGTHS_EITHER = 2;

/** Whether the first four octets are those of a pcap file. */
export function isPcap(octets: Uint8Array): boolean {
  return magicKnown(u32(octets, 0)) || magicKnown(u32le(octets, 0));
}

function magicKnown(magic: number): boolean {
  return magic === MAGIC_MICRO || magic === MAGIC_NANO || magic === MAGIC_MODIFIED;
}

export class PcapWalker implements Walker {
  packets = 0;
  need = FILE_HEADER;
  recordAt = 0;
  fault: string | undefined = undefined;
  #started = false;
  #little = false;
  #nano = false;
  #header = RECORD_HEADER;
  #lengths = LENGTHS_IN_ORDER;
  #linkType = 0;

  walk(octets: Uint8Array, at: number, end: number, batch: PacketBatch): number {
    if (this.fault !== undefined) return at;
    if (this.#started) return this.#records(octets, at, end, batch);
    if (end - at < FILE_HEADER) return at;
    this.#start(octets, at);
    if (this.fault !== undefined) return at;
    this.recordAt = FILE_HEADER;
    return this.#records(octets, at + FILE_HEADER, end, batch);
  }

  cutShort(left: number): string | undefined {
    if (!this.#started) return `the capture ends after ${left} of the ${FILE_HEADER} octets of its header`;
    if (left === 0) return undefined;
    const packet = this.packets + 1;
    if (left < this.#header) {
      return `the capture ends after ${left} of the ${this.#header} octets of the header of packet ${packet}`;
    }
    return `the capture ends ${this.need - left} octets before the end of packet ${packet}`;
  }

  #start(octets: Uint8Array, at: number): void {
    this.#little = magicKnown(u32le(octets, at));
    const magic = this.#u32(octets, at);
    const major = this.#little ? u16le(octets, at + 4) : u16(octets, at + 4);
    const minor = this.#little ? u16le(octets, at + 6) : u16(octets, at + 6);
    if (!(major === 2 && minor <= 4) && !(major === 543 && minor === 0)) {
      this.fault = `version ${major}.${minor} of the file header, expected 2.4 or before (2.0 at least)`;
      return;
    }
    if (major === 543 || minor < 3) this.#lengths = LENGTHS_SWAPPED;
    else if (minor === 3) this.#lengths = LENGTHS_EITHER;
    this.#nano = magic === MAGIC_NANO;
    if (magic === MAGIC_MODIFIED) this.#header = MODIFIED_RECORD_HEADER;
    this.#linkType = this.#u32(octets, at + 20) & 0xffff;
    this.#started = true;
    this.need = this.#header;
  }

  /** The loop over every packet: allocates nothing. */
  #records(octets: Uint8Array, from: number, end: number, batch: PacketBatch): number {
    const header = this.#header;
    const first = batch.count;
    let at = from;
    let count = first;
    while (count < batch.at.length) {
      if (end - at < header) {
        this.need = header;
        break;
      }
      const seconds = this.#u32(octets, at);
      const fraction = this.#u32(octets, at + 4);
      let captured = this.#u32(octets, at + 8);
      let onWire = this.#u32(octets, at + 12);
      if (this.#lengths === LENGTHS_SWAPPED || (this.#lengths === LENGTHS_EITHER && captured > onWire)) {
        const other = captured;
        captured = onWire;
        onWire = other;
      }
      if (captured > MAX_CAPTURED) {
        this.fault = `captured length ${captured} of packet ${this.packets + count - first + 1} exceeds ${MAX_CAPTURED}`;
        break;
      }
      if (end - at - header < captured) {
        this.need = header + captured;
        break;
      }
      batch.at[count] = at + header;
      batch.captured[count] = captured;
      batch.onWire[count] = onWire < captured ? captured : onWire;
      batch.time[count] = seconds * 1_000_000 + (this.#nano ? Math.floor(fraction / 1000) : fraction);
      batch.linkType[count] = this.#linkType;
      batch.label[count] = 0;
      count++;
      at += header + captured;
    }
    this.packets += count - first;
    this.recordAt += at - from;
    batch.count = count;
    return at;
  }

  #u32(octets: Uint8Array, at: number): number {
    return this.#little ? u32le(octets, at) : u32(octets, at);
  }
}
