/**
 * Packets as pcapng (draft-ietf-opsawg-pcapng), for `--write`. Each piece that is taken is a section of its own: section header (§4.1), an
 * interface description (§4.2) for each link type, enhanced packet blocks (§4.3). So pieces of several threads can be put into one file in
 * any order, a file can be rotated or cut at any piece, and it stays a capture: whoever writes pieces whole (rotating.ts) needs no more.
 */
import { MAX_TIME_US } from '../source/batch.js';
import { MAX_CAPTURED } from '../source/walker.js';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** Version 1.0; section length -1: not stated. */
const MAJOR = 1;
const UNSTATED = 0xffff_ffff;
/** if_tsresol: times in 10^-6 seconds. */
const IF_TSRESOL = 9;
const MICROSECONDS = 6;

const SECTION_OCTETS = 28;
/** Fixed part, if_tsresol with its padding, end of options, trailer. */
const INTERFACE_OCTETS = 8 + 8 + 8 + 4 + 4;
const PACKET_FIXED = 28;
const TRAILER = 4;
const TWO_TO_32 = 0x1_0000_0000;

/** A section is full from here on: the caller takes it then. */
const FULL_OCTETS = 256 * 1024;
/** Link types in one section; our sources know fewer. */
const MAX_INTERFACES = 32;
const LARGEST_BLOCK = PACKET_FIXED + MAX_CAPTURED + TRAILER;

export class PcapngBlocks {
  /** Packets in the section under way. */
  packets = 0;
  readonly #octets = new Uint8Array(FULL_OCTETS + INTERFACE_OCTETS + LARGEST_BLOCK);
  readonly #view = new DataView(this.#octets.buffer);
  /** Link types of the section's interfaces, in their order. */
  readonly #linkTypes = new Uint16Array(MAX_INTERFACES);
  #interfaces = 0;
  #used = 0;

  /** No packet may be added before `take`. */
  get isFull(): boolean {
    return this.#used >= FULL_OCTETS || this.#interfaces === MAX_INTERFACES;
  }

  /**
   * Adds a packet.
   * @param onWire its length on the wire
   * @param timeUs microseconds since 1970
   */
  packet(octets: Uint8Array, onWire: number, timeUs: number, linkType: number): void {
    if (this.isFull) throw new Error('a packet for a section that is full');
    if (this.#used === 0) this.#section();
    const captured = Math.min(octets.length, MAX_CAPTURED);
    const time = Math.min(Math.max(0, Math.floor(timeUs)), MAX_TIME_US);
    const number = this.#interface(linkType);
    const padded = (captured + 3) & ~3;
    const length = PACKET_FIXED + padded + TRAILER;
    const at = this.#used;
    this.#u32(at, ENHANCED_PACKET);
    this.#u32(at + 4, length);
    this.#u32(at + 8, number);
    this.#u32(at + 12, Math.floor(time / TWO_TO_32));
    this.#u32(at + 16, time % TWO_TO_32);
    this.#u32(at + 20, captured);
    this.#u32(at + 24, Math.max(onWire, captured));
    this.#octets.set(captured === octets.length ? octets : octets.subarray(0, captured), at + PACKET_FIXED);
    this.#octets.fill(0, at + PACKET_FIXED + captured, at + PACKET_FIXED + padded);
    this.#u32(at + length - TRAILER, length);
    this.#used = at + length;
    this.packets++;
  }

  /** The section, empty if there was no packet; valid until the next packet is added. The next begins a new one. */
  take(): Uint8Array {
    const section = this.#octets.subarray(0, this.#used);
    this.#used = 0;
    this.#interfaces = 0;
    this.packets = 0;
    return section;
  }

  #section(): void {
    this.#u32(0, SECTION_HEADER);
    this.#u32(4, SECTION_OCTETS);
    this.#u32(8, BYTE_ORDER_MAGIC);
    this.#view.setUint16(12, MAJOR, true);
    this.#view.setUint16(14, 0, true);
    this.#u32(16, UNSTATED);
    this.#u32(20, UNSTATED);
    this.#u32(SECTION_OCTETS - TRAILER, SECTION_OCTETS);
    this.#used = SECTION_OCTETS;
  }

  /** Number of the interface of this link type, described now if it is the first packet of it. */
  #interface(linkType: number): number {
    for (let i = 0; i < this.#interfaces; i++) if (this.#linkTypes[i] === linkType) return i;
    const at = this.#used;
    this.#u32(at, INTERFACE_DESCRIPTION);
    this.#u32(at + 4, INTERFACE_OCTETS);
    this.#u32(at + 8, linkType); // the upper 16 bits are reserved
    this.#u32(at + 12, 0); // no snap length
    this.#view.setUint16(at + 16, IF_TSRESOL, true);
    this.#view.setUint16(at + 18, 1, true);
    this.#u32(at + 20, MICROSECONDS); // one octet and padding
    this.#u32(at + 24, 0); // end of options
    this.#u32(at + INTERFACE_OCTETS - TRAILER, INTERFACE_OCTETS);
    this.#used = at + INTERFACE_OCTETS;
    this.#linkTypes[this.#interfaces] = linkType;
    return this.#interfaces++;
  }

  #u32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }
}
