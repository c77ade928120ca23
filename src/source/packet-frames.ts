/**
 * The frames of a packet stream, docs/formats/packet-stream.md: length of the packet (4 octets), microseconds since 1970 (8 octets, 0 for
 * the time of arrival), the packet; network byte order. The reader is shown the octets as they came, in pieces of any size. Packets that lie
 * whole in a piece are handed over where they lie; only a frame that a piece ends in is copied.
 */
import { u32 } from '../bytes/octets.js';
import { MAX_TIME_US, type PacketBatch } from './batch.js';

const LENGTH_OCTETS = 4;
const TIME_OCTETS = 8;
export const FRAME_HEADER = LENGTH_OCTETS + TIME_OCTETS;
/** The longest IP packet there is without jumbograms: a full IPv6 payload and its header (RFC 8200 §3). More is no length at all. */
export const MAX_PACKET = 65_535 + 40;
const MAX_FRAME = FRAME_HEADER + MAX_PACKET;
const TWO_TO_32 = 0x1_0000_0000;

/** Writes what stands before a packet of `length` octets. */
export function putFrameHeader(into: Uint8Array, at: number, length: number, timeUs: number): void {
  putU32(into, at, length);
  putU32(into, at + LENGTH_OCTETS, Math.floor(timeUs / TWO_TO_32));
  putU32(into, at + LENGTH_OCTETS + 4, timeUs % TWO_TO_32);
}

function putU32(into: Uint8Array, at: number, value: number): void {
  into[at] = value >>> 24;
  into[at + 1] = value >>> 16;
  into[at + 2] = value >>> 8;
  into[at + 3] = value;
}

export class FrameReader {
  /** Packets handed over. */
  packets = 0;
  /** Why nothing after it can be read, once that is so: one clause, with the octet it is at. */
  fault: string | undefined = undefined;
  readonly #batch: PacketBatch;
  readonly #hand: () => void;
  /** Offset in the stream of the frame that is read next. */
  #frameAt = 0;
  /** The beginning of a frame that has not come whole. */
  #carry = new Uint8Array(0);
  #carried = 0;
  #stopped = false;

  /**
   * @param batch filled and handed over; several readers may share it. Its link types are set already
   * @param hand called with the batch filled, never empty
   */
  constructor(batch: PacketBatch, hand: () => void) {
    this.#batch = batch;
    this.#hand = hand;
  }

  /** No packet is handed over after this, whatever is under way. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Reads `octets[0, end)`, what came next in the stream; they may be overwritten when this returns.
   * @param nowUs time of packets that bring none
   */
  take(octets: Uint8Array, end: number, nowUs: number): void {
    if (this.fault !== undefined || this.#stopped) return;
    let at = this.#carried === 0 ? 0 : this.#complete(octets, end, nowUs);
    if (this.#carried > 0 || this.fault !== undefined) return;
    at = this.#walk(octets, at, end, nowUs);
    if (this.fault === undefined) this.#keep(octets, at, end);
  }

  /** The stream has ended: what is cut short, if anything is. */
  cutShort(): string | undefined {
    if (this.#carried === 0 || this.fault !== undefined) return this.fault;
    return `the stream ends ${this.#carried} octets into the frame at octet ${this.#frameAt} (after packet ${this.packets})`;
  }

  /** Hands over every whole frame of `octets[from, end)`. Returns the offset of the first octet that is not done with. */
  #walk(octets: Uint8Array, from: number, end: number, nowUs: number): number {
    const batch = this.#batch;
    let at = from;
    batch.octets = octets;
    batch.count = 0;
    while (end - at >= FRAME_HEADER && !this.#stopped) {
      const length = u32(octets, at);
      if (length > MAX_PACKET) {
        this.#refuse(length);
        break;
      }
      const packetAt = at + FRAME_HEADER;
      if (end - packetAt < length) break;
      this.#add(octets, at, packetAt, length, nowUs);
      at = packetAt + length;
      if (batch.count === batch.at.length) this.#handOver();
    }
    this.#handOver();
    return at;
  }

  #add(octets: Uint8Array, at: number, packetAt: number, length: number, nowUs: number): void {
    const batch = this.#batch;
    const i = batch.count;
    const time = u32(octets, at + LENGTH_OCTETS) * TWO_TO_32 + u32(octets, at + LENGTH_OCTETS + 4);
    batch.at[i] = packetAt;
    batch.captured[i] = length;
    batch.onWire[i] = length;
    batch.time[i] = time === 0 ? nowUs : Math.min(time, MAX_TIME_US);
    batch.count = i + 1;
    this.packets++;
    this.#frameAt += FRAME_HEADER + length;
  }

  #handOver(): void {
    const batch = this.#batch;
    if (batch.count > 0 && !this.#stopped) this.#hand();
    batch.count = 0;
  }

  /** Brings the frame begun before to its end, if that has come. Returns how much of `octets` it took. */
  #complete(octets: Uint8Array, end: number, nowUs: number): number {
    let at = this.#more(octets, 0, end, FRAME_HEADER);
    if (this.#carried < FRAME_HEADER) return at;
    const length = u32(this.#carry, 0);
    if (length > MAX_PACKET) {
      this.#refuse(length);
      return at;
    }
    at = this.#more(octets, at, end, FRAME_HEADER + length);
    if (this.#carried < FRAME_HEADER + length) return at;
    this.#carried = 0;
    this.#walk(this.#carry, 0, FRAME_HEADER + length, nowUs);
    return at;
  }

  /** Carries on up to `wanted` octets of a frame. */
  #more(octets: Uint8Array, from: number, end: number, wanted: number): number {
    const count = Math.min(wanted - this.#carried, end - from);
    if (count <= 0) return from;
    this.#carry.set(octets.subarray(from, from + count), this.#carried);
    this.#carried += count;
    return from + count;
  }

  #keep(octets: Uint8Array, at: number, end: number): void {
    if (at === end) return;
    if (this.#carry.length === 0) this.#carry = new Uint8Array(MAX_FRAME);
    this.#more(octets, at, end, MAX_FRAME);
  }

  #refuse(length: number): void {
    this.fault = `length ${length} of the frame at octet ${this.#frameAt} exceeds ${MAX_PACKET} (after packet ${this.packets}${this.#frameAt === 0 ? '; is it a capture? classify reads those' : ''})`;
  }
}
