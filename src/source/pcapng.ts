/**
 * Walker of pcapng files (draft-ietf-opsawg-pcapng): any number of sections, each in its own byte order and with its own
 * interfaces. Packets come from Enhanced, Simple and the obsolete Packet Blocks; two more are looked at for labels if they
 * are small (block-labels.ts); every other block (name resolution, statistics, decryption secrets, whatever comes next) is
 * passed over by its length and never held, so that a block of 4 GB costs no memory.
 *
 * Every block's length is checked against the copy at its end, before anything in it is believed. The section length and
 * if_fcslen are not used. As in Wireshark, a Simple Packet Block has the first interface, as many octets as fit its
 * block, and no time: it gets that of the packet before it.
 */
import { u16, u16le, u32, u32le } from '../bytes/octets.js';
import type { PacketBatch } from './batch.js';
import { BlockLabels, CUSTOM, MAX_LABEL_BLOCK, PROCESS_INFORMATION } from './block-labels.js';
import { DEFAULT_RESOLUTION, InterfaceTable, MAX_INTERFACES } from './interfaces.js';
import type { Labels } from './label.js';
import { MAX_CAPTURED, type Walker } from './walker.js';

/** Block types. The section header reads the same in both byte orders. */
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** Type and total length; total length again. */
const BLOCK_HEADER = 8;
const BLOCK_TRAILER = 4;
/** Type, total length and byte-order magic: what tells the order of a section. */
const SECTION_START = BLOCK_HEADER + 4;

/** Fixed parts of the blocks that are read, in octets before the packet or the options. */
const SECTION_FIXED = BLOCK_HEADER + 16;
const INTERFACE_FIXED = BLOCK_HEADER + 8;
const SIMPLE_FIXED = BLOCK_HEADER + 4;
const PACKET_FIXED = BLOCK_HEADER + 20;

/**
 * Largest block of those that are read (and so held whole); the same bound as libpcap's. A packet may fill 262,144 octets
 * of it, the rest is room for options.
 */
export const MAX_HELD_BLOCK = 16 * 1024 * 1024;

/** Options of an Interface Description Block. */
const OPTION_HEADER = 4;
const END_OF_OPTIONS = 0;
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;

/** Whether the first four octets are those of a pcapng file. */
export function isPcapng(octets: Uint8Array): boolean {
  return u32(octets, 0) === SECTION_HEADER;
}

export class PcapngWalker implements Walker {
  packets = 0;
  need = SECTION_START;
  recordAt = 0;
  fault: string | undefined = undefined;
  readonly #interfaces = new InterfaceTable();
  readonly #labels: BlockLabels;
  #little = false;
  /** Total length of the block that is being passed over, 0 for none; octets of it before its trailer still to come. */
  #passing = 0;
  #toPass = 0;
  /** Time of the packet before; in an array, as a field that holds a double can cost an object at each change. */
  readonly #lastTime = new Float64Array(1);

  /** @param labels of the input, to which those of this capture are added */
  constructor(labels: Labels) {
    this.#labels = new BlockLabels(labels);
  }

  walk(octets: Uint8Array, from: number, end: number, batch: PacketBatch): number {
    let at = from;
    while (this.fault === undefined && batch.count < batch.at.length) {
      if (this.#passing !== 0) {
        const passed = Math.min(this.#toPass, end - at);
        this.#toPass -= passed;
        at += passed;
        this.need = BLOCK_TRAILER;
        if (this.#toPass > 0 || end - at < BLOCK_TRAILER) return at;
        if (!this.#trailerFits(octets, at, this.#passing)) return at;
        at += BLOCK_TRAILER;
        this.recordAt += this.#passing;
        this.#passing = 0;
      }
      this.need = BLOCK_HEADER;
      if (end - at < BLOCK_HEADER) return at;
      const type = this.#u32(octets, at);
      if (type === SECTION_HEADER) {
        this.need = SECTION_START;
        if (end - at < SECTION_START) return at;
        if (!this.#readOrder(octets, at)) return at;
      }
      const length = this.#u32(octets, at + 4);
      if (!this.#lengthFits(type, length)) return at;
      if (!isRead(type) && !mayLabel(type, length)) {
        this.#passing = length;
        this.#toPass = length - BLOCK_HEADER - BLOCK_TRAILER;
        at += BLOCK_HEADER;
        continue;
      }
      this.need = length;
      if (end - at < length) return at;
      const trailerAt = at + length - BLOCK_TRAILER;
      if (!this.#trailerFits(octets, trailerAt, length)) return at;
      if (type === SECTION_HEADER) this.#readSection(octets, at);
      else if (type === INTERFACE_DESCRIPTION) this.#readInterface(octets, at, trailerAt);
      else if (type === SIMPLE_PACKET) this.#readSimple(octets, at, trailerAt, batch);
      else if (isRead(type)) this.#readPacket(octets, at, trailerAt, type, batch);
      else this.#labels.readBlock(type, octets, at, trailerAt);
      if (this.fault !== undefined) return at;
      at += length;
      this.recordAt += length;
    }
    return at;
  }

  cutShort(left: number): string | undefined {
    if (this.#passing !== 0) {
      return `the capture ends ${this.#toPass + BLOCK_TRAILER - left} octets before the end of a block of ${this.#passing}`;
    }
    if (left === 0) return undefined;
    if (left < BLOCK_HEADER || this.need === SECTION_START) {
      return `the capture ends after ${left} of the ${this.need} octets that begin a block`;
    }
    return `the capture ends ${this.need - left} octets before the end of a block of ${this.need} (after packet ${this.packets})`;
  }

  /** The byte order holds from the section header on, its own length included. */
  #readOrder(octets: Uint8Array, at: number): boolean {
    const magic = u32(octets, at + BLOCK_HEADER);
    this.#little = u32le(octets, at + BLOCK_HEADER) === BYTE_ORDER_MAGIC;
    this.#labels.little = this.#little;
    if (this.#little || magic === BYTE_ORDER_MAGIC) return true;
    this.fault = `byte-order magic 0x${magic.toString(16)} of the section header, expected 0x1a2b3c4d in either order`;
    return false;
  }

  #lengthFits(type: number, length: number): boolean {
    const least = leastLength(type);
    if (length < least) {
      this.fault = `length ${length} of a block of type ${type}, expected ${least} at least`;
    } else if (length % 4 !== 0) {
      this.fault = `length ${length} of a block of type ${type}, expected a multiple of 4`;
    } else if (length > MAX_HELD_BLOCK && isRead(type)) {
      this.fault = `length ${length} of a block of type ${type} exceeds ${MAX_HELD_BLOCK}`;
    }
    return this.fault === undefined;
  }

  #trailerFits(octets: Uint8Array, at: number, length: number): boolean {
    const again = this.#u32(octets, at);
    if (again === length) return true;
    this.fault = `length ${again} at the end of a block of length ${length}, expected the same`;
    return false;
  }

  #readSection(octets: Uint8Array, at: number): void {
    const major = this.#u16(octets, at + 12);
    const minor = this.#u16(octets, at + 14);
    this.#interfaces.clear();
    this.#labels.clear();
    // §4.1: a reader that meets another major version cannot know what follows.
    if (major !== 1) this.fault = `version ${major}.${minor} of the section header, expected 1.x`;
  }

  #readInterface(octets: Uint8Array, at: number, end: number): void {
    const number = this.#interfaces.count;
    let resolution = DEFAULT_RESOLUTION;
    let offset = 0n;
    let option = at + INTERFACE_FIXED;
    // Every turn moves on by an option header at least, inside a block of bounded length.
    while (end - option >= OPTION_HEADER) {
      const code = this.#u16(octets, option);
      const length = this.#u16(octets, option + 2);
      if (code === END_OF_OPTIONS) break;
      const value = option + OPTION_HEADER;
      if (length > end - value) {
        this.fault = `length ${length} of option ${code} of interface ${number} exceeds the ${end - value} octets left`;
        return;
      }
      if (code === IF_TSRESOL) {
        if (!this.#optionFits('if_tsresol', number, length, 1)) return;
        resolution = octets[value]!;
      } else if (code === IF_TSOFFSET) {
        if (!this.#optionFits('if_tsoffset', number, length, 8)) return;
        const first = this.#u32(octets, value);
        const second = this.#u32(octets, value + 4);
        const units = this.#little ? (BigInt(second) << 32n) | BigInt(first) : (BigInt(first) << 32n) | BigInt(second);
        offset = BigInt.asIntN(64, units);
      }
      option = value + length + ((4 - (length % 4)) % 4);
    }
    const linkType = this.#u16(octets, at + BLOCK_HEADER);
    const snapLength = this.#u32(octets, at + BLOCK_HEADER + 4);
    if (!this.#interfaces.add(linkType, snapLength, resolution, offset)) {
      this.fault = `more than ${MAX_INTERFACES} interfaces in one section`;
    }
  }

  #optionFits(name: string, number: number, length: number, expected: number): boolean {
    if (length === expected) return true;
    this.fault = `length ${length} of option ${name} of interface ${number}, expected ${expected}`;
    return false;
  }

  /** Enhanced Packet Block and Packet Block: they differ in the interface only, 32 bits or 16 and a count of drops. */
  #readPacket(octets: Uint8Array, at: number, end: number, type: number, batch: PacketBatch): void {
    const body = at + BLOCK_HEADER;
    const number = type === PACKET ? this.#u16(octets, body) : this.#u32(octets, body);
    if (!this.#interfaceKnown(number)) return;
    const captured = this.#u32(octets, body + 12);
    if (!this.#capturedFits(captured)) return;
    const room = end - at - PACKET_FIXED;
    if (captured > room) {
      this.fault = `captured length ${captured} of packet ${this.packets + 1} exceeds the ${room} octets of its block`;
      return;
    }
    this.#interfaces.writeTime(this.#lastTime, 0, number, octets, body + 4, this.#little);
    const packetAt = at + PACKET_FIXED;
    this.#add(batch, number, packetAt, captured, this.#u32(octets, body + 16));
    if (type === ENHANCED_PACKET && this.#labels.any) {
      const optionsAt = packetAt + captured + (-captured & 3);
      batch.label[batch.count - 1] = this.#labels.ofPacket(octets, optionsAt, end);
    }
  }

  #readSimple(octets: Uint8Array, at: number, end: number, batch: PacketBatch): void {
    if (!this.#interfaceKnown(0)) return;
    const onWire = this.#u32(octets, at + BLOCK_HEADER);
    const snapLength = this.#interfaces.snapLength[0]!;
    let captured = Math.min(onWire, end - at - SIMPLE_FIXED);
    if (snapLength !== 0 && captured > snapLength) captured = snapLength;
    if (!this.#capturedFits(captured)) return;
    this.#add(batch, 0, at + SIMPLE_FIXED, captured, onWire);
  }

  #add(batch: PacketBatch, number: number, at: number, captured: number, onWire: number): void {
    const i = batch.count;
    batch.at[i] = at;
    batch.captured[i] = captured;
    batch.onWire[i] = onWire < captured ? captured : onWire;
    batch.time[i] = this.#lastTime[0]!;
    batch.linkType[i] = this.#interfaces.linkType[number]!;
    batch.label[i] = 0;
    batch.count = i + 1;
    this.packets++;
  }

  #interfaceKnown(number: number): boolean {
    if (number < this.#interfaces.count) return true;
    this.fault = `packet ${this.packets + 1} is of interface ${number}, but its section describes ${this.#interfaces.count}`;
    return false;
  }

  #capturedFits(captured: number): boolean {
    if (captured <= MAX_CAPTURED) return true;
    this.fault = `captured length ${captured} of packet ${this.packets + 1} exceeds ${MAX_CAPTURED}`;
    return false;
  }

  #u16(octets: Uint8Array, at: number): number {
    return this.#little ? u16le(octets, at) : u16(octets, at);
  }

  #u32(octets: Uint8Array, at: number): number {
    return this.#little ? u32le(octets, at) : u32(octets, at);
  }
}

/** Whether a block that holds no packet may hold labels. */
function mayLabel(type: number, length: number): boolean {
  return (type === PROCESS_INFORMATION || type === CUSTOM) && length <= MAX_LABEL_BLOCK;
}

/** Whether a block of this type is read, and not passed over. */
function isRead(type: number): boolean {
  return (
    type === ENHANCED_PACKET ||
    type === SIMPLE_PACKET ||
    type === INTERFACE_DESCRIPTION ||
    type === PACKET ||
    type === SECTION_HEADER
  );
}

function leastLength(type: number): number {
  switch (type) {
    case ENHANCED_PACKET:
    case PACKET:
      return PACKET_FIXED + BLOCK_TRAILER;
    case SIMPLE_PACKET:
      return SIMPLE_FIXED + BLOCK_TRAILER;
    case INTERFACE_DESCRIPTION:
      return INTERFACE_FIXED + BLOCK_TRAILER;
    case SECTION_HEADER:
      return SECTION_FIXED + BLOCK_TRAILER;
    default:
      return BLOCK_HEADER + BLOCK_TRAILER;
  }
}
