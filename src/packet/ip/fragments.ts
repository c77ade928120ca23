/**
 * Fragments of IP packets put together: RFC 791 §3.2, RFC 8200 §4.5, under the rules of docs/adr/0006-fragments-and-overlaps.md.
 * Overlaps: RFC 5722 and RFC 8200 have a receiver drop an IPv6 packet whose fragments overlap; exact copies are let pass.
 * An IPv4 packet is dropped where overlapping fragments contradict each other, as today's hosts do: which copy another
 * host would believe, nobody can tell. Tiny fragments (RFC 1858 §3, RFC 3128) are read and counted.
 *
 * Every shard puts all fragments together, so that what is seen does not depend on how many there are. Bounded in packets, octets
 * and age; past a bound the oldest packet is given up. Time is packet time, which never runs backwards.
 */
import { i32, u16, u32 } from '../../bytes/octets.js';
import { type PacketView, PROTOCOL_TCP } from '../view.js';
import { type Piece, Pieces, UNIT } from './pieces.js';

/** Packets under reassembly at once, those included that were dropped and whose fragments may still come. */
export const MAX_PACKETS = 4096;
/** Octets of fragments that are kept at once, with what keeping them costs. */
export const MAX_OCTETS = 16 * 1024 * 1024;
/** Microseconds after its first fragment at which a packet is given up, as most hosts have it. */
export const MAX_AGE_US = 30_000_000;
/** What a packet under reassembly costs, besides its pieces. */
const PACKET_COST = 512;

/** Bounds that were reached and attacks, by the index in `counts`; packets, not fragments. */
export const FragmentCount = { Timeout: 0, Overlap: 1, Limit: 2, Oversize: 3, Tiny: 4 } as const;
type FragmentCount = (typeof FragmentCount)[keyof typeof FragmentCount];
/** Their public names. */
export const FRAGMENT_COUNT_NAMES: readonly string[] = [
  'fragments_timeout',
  'fragments_overlap',
  'fragments_limit',
  'fragments_oversize',
  'fragments_tiny',
];

/** Frames that brought a fragment: one, or several if what they brought was itself put together and peeled. */
export interface Arrival {
  frames: number;
  /** Number and time stamp (us) of the first of them. */
  firstFrame: number;
  firstTime: number;
  /** First label that one of them carried; 0 for none. */
  label: number;
  /** IP octets of the fragments, as the flow counts them. */
  octets: number;
}

/** Largest IP packet: the length fields have 16 bits. */
const MAX_PACKET = 0xffff;
// RFC 791 §3.1.
const IPV4_HEADER = 20;
const IPV4_FIRST_OCTET = 0x45;
const IPV4_TOTAL_LENGTH = 2;
const IPV4_ID = 4;
const IPV4_FRAGMENT = 6;
const IPV4_MORE = 0x2000;
const IPV4_OFFSET = 0x1fff;
// RFC 8200 §3 and §4.5.
const IPV6_HEADER = 40;
const IPV6_PAYLOAD_LENGTH = 4;
const IPV6_NEXT_HEADER = 6;
const FRAGMENT_HEADER = 8;
const FRAGMENT_OFFSET = 2;
const FRAGMENT_ID = 4;
const IPV6_MORE = 0x0001;
const IPV6_OFFSET = 0xfff8;
/** RFC 1858 §3.1: a TCP header up to its flags. */
const TINY = 16;

/** A packet under reassembly. All of them are on a list by age: a Map's own order gets slow where much is deleted. */
interface Pending {
  readonly key: string;
  readonly since: number;
  older: Pending | null;
  newer: Pending | null;
  readonly arrival: Arrival;
  /** Null once the packet was dropped: what still comes of it is counted and not kept. */
  pieces: Pieces | null;
  /** The IP header of the first fragment, and the protocol behind it. */
  header: Uint8Array | null;
  protocol: number;
  tiny: boolean;
}

export class Fragments {
  /** How often, by FragmentCount. */
  readonly counts = new Float64Array(FRAGMENT_COUNT_NAMES.length);
  /** Frames whose packets never became whole. */
  abandoned = 0;
  readonly #pending = new Map<string, Pending>();
  #oldest: Pending | null = null;
  #newest: Pending | null = null;
  #held = 0;
  /** Where packets are put together: room for a header before the payload. */
  readonly #buffer = new Uint8Array(IPV6_HEADER + MAX_PACKET);

  /** Packets under reassembly now, and octets that this costs. */
  get size(): number {
    return this.#pending.size;
  }

  get held(): number {
    return this.#held;
  }

  /**
   * Takes the fragment under the cursor, where `decode` left it with Fault.IpFragment.
   *
   * @param encapsulation number of what is around it: fragments of different tunnels and VLANs do not belong together
   * @param arrival the frames that brought it; if the packet becomes whole, those of all its fragments
   * @returns whether the packet is whole: then the cursor stands at its IP header, in octets that hold until the next call
   */
  add(view: PacketView, encapsulation: number, now: number, arrival: Arrival): boolean {
    this.#expire(now);
    const isV6 = view.ipVersion === 6;
    const { buf, at } = view;
    const field = u16(buf, isV6 ? at + FRAGMENT_OFFSET : view.ipAt + IPV4_FRAGMENT);
    const from = isV6 ? field & IPV6_OFFSET : (field & IPV4_OFFSET) * UNIT;
    const more = (field & (isV6 ? IPV6_MORE : IPV4_MORE)) !== 0;
    const payloadAt = isV6 ? at + FRAGMENT_HEADER : at;
    const to = from + view.wireEnd - payloadAt;
    // RFC 8200 §4.5; hosts do not keep such an IPv4 fragment either.
    if (to <= from || (more && (to - from) % UNIT !== 0)) {
      this.abandoned += arrival.frames;
      return false;
    }
    const key = keyOf(view, encapsulation);
    const pending = this.#pending.get(key) ?? this.#begin(key, now);
    pending.arrival.frames += arrival.frames;
    pending.arrival.octets += view.ipLength;
    if (arrival.firstFrame < pending.arrival.firstFrame) {
      pending.arrival.firstFrame = arrival.firstFrame;
      pending.arrival.firstTime = arrival.firstTime;
    }
    pending.arrival.label ||= arrival.label;
    if (pending.pieces === null) this.#abandon(pending);
    else if (to + (isV6 ? 0 : IPV4_HEADER) > MAX_PACKET) this.#drop(pending, FragmentCount.Oversize);
    else {
      const piece = { from, to, octets: buf.subarray(payloadAt, Math.min(view.end, payloadAt + to - from)) };
      this.#noteTiny(pending, view.protocol, piece, more);
      this.#take(pending, pending.pieces, view, piece, more);
      if (pending.pieces?.isWhole) {
        this.#join(pending, pending.pieces, view);
        Object.assign(arrival, pending.arrival);
        this.#forget(pending);
        return true;
      }
    }
    while (this.#held > MAX_OCTETS) this.#giveUpOldest();
    return false;
  }

  /** The input is over: what is not whole never will be. */
  finish(): void {
    while (this.#oldest !== null) this.#giveUp(this.#oldest);
  }

  clear(): void {
    this.counts.fill(0);
    this.abandoned = 0;
    this.#pending.clear();
    this.#oldest = null;
    this.#newest = null;
    this.#held = 0;
  }

  #begin(key: string, now: number): Pending {
    if (this.#pending.size >= MAX_PACKETS) this.#giveUpOldest();
    const arrival = { frames: 0, firstFrame: Number.POSITIVE_INFINITY, firstTime: 0, label: 0, octets: 0 };
    const pending: Pending = {
      key,
      since: now,
      older: this.#newest,
      newer: null,
      arrival,
      pieces: new Pieces(),
      header: null,
      protocol: 0,
      tiny: false,
    };
    if (this.#newest === null) this.#oldest = pending;
    else this.#newest.newer = pending;
    this.#newest = pending;
    this.#pending.set(key, pending);
    this.#held += PACKET_COST;
    return pending;
  }

  #take(pending: Pending, pieces: Pieces, view: PacketView, piece: Piece, more: boolean): void {
    const isV6 = view.ipVersion === 6;
    const before = pieces.held;
    const fit = pieces.add(piece, !more, isV6);
    this.#held += pieces.held - before;
    if (fit === 'contradiction') this.#drop(pending, FragmentCount.Overlap);
    else if (piece.from === 0 && pending.header === null) {
      pending.header = view.buf.slice(view.ipAt, view.ipAt + (isV6 ? IPV6_HEADER : IPV4_HEADER));
      pending.protocol = view.protocol;
    }
  }

  /** Puts the packet together and aims the view at it: a header without options or extension headers, then the payload. */
  #join(pending: Pending, pieces: Pieces, view: PacketView): void {
    const buffer = this.#buffer;
    const header = pending.header!; // a whole packet has its first fragment
    const at = IPV6_HEADER - header.length;
    buffer.set(header, at);
    const isV6 = header.length === IPV6_HEADER;
    const length = isV6 ? pieces.total : IPV4_HEADER + pieces.total;
    const lengthAt = at + (isV6 ? IPV6_PAYLOAD_LENGTH : IPV4_TOTAL_LENGTH);
    buffer[lengthAt] = length >>> 8;
    buffer[lengthAt + 1] = length & 0xff;
    if (isV6) {
      buffer[at + IPV6_NEXT_HEADER] = pending.protocol;
    } else {
      buffer[at] = IPV4_FIRST_OCTET;
      buffer[at + IPV4_FRAGMENT] = 0;
      buffer[at + IPV4_FRAGMENT + 1] = 0;
    }
    view.buf = buffer;
    view.at = at;
    view.end = IPV6_HEADER + pieces.copyTo(buffer, IPV6_HEADER);
    view.wireEnd = IPV6_HEADER + pieces.total;
  }

  #noteTiny(pending: Pending, protocol: number, piece: Piece, more: boolean): void {
    if (pending.tiny || protocol !== PROTOCOL_TCP) return;
    // RFC 1858 §3.1 and §3.2.1: a first fragment without the flags, or a second one that writes over them.
    if ((piece.from === 0 && more && piece.to < TINY) || piece.from === UNIT) {
      pending.tiny = true;
      this.counts[FragmentCount.Tiny]!++;
    }
  }

  /** The packet is not to be believed. Its fragments that still come must not begin another: it stays until it is too old. */
  #drop(pending: Pending, why: FragmentCount): void {
    this.counts[why]!++;
    this.#abandon(pending);
    this.#release(pending);
  }

  /** Its frames belong to no flow. */
  #abandon(pending: Pending): void {
    this.abandoned += pending.arrival.frames;
    pending.arrival.frames = 0;
  }

  #release(pending: Pending): void {
    if (pending.pieces !== null) {
      this.#held -= pending.pieces.held;
      pending.pieces.release();
    }
    pending.pieces = null;
    pending.header = null;
  }

  #forget(pending: Pending): void {
    this.#release(pending);
    this.#held -= PACKET_COST;
    this.#pending.delete(pending.key);
    if (pending.older === null) this.#oldest = pending.newer;
    else pending.older.newer = pending.newer;
    if (pending.newer === null) this.#newest = pending.older;
    else pending.newer.older = pending.older;
  }

  #giveUp(pending: Pending): void {
    this.#abandon(pending);
    this.#forget(pending);
  }

  #expire(now: number): void {
    for (let oldest = this.#oldest; oldest !== null && now - oldest.since > MAX_AGE_US; oldest = this.#oldest) {
      if (oldest.pieces !== null) this.counts[FragmentCount.Timeout]!++;
      this.#giveUp(oldest);
    }
  }

  #giveUpOldest(): void {
    const oldest = this.#oldest!; // what is held is held for some packet
    if (oldest.pieces !== null) this.counts[FragmentCount.Limit]!++;
    this.#giveUp(oldest);
  }
}

/** What fragments of one packet have in common. The protocol counts with IPv4 only: RFC 791 §2.3, RFC 8200 §4.5. */
function keyOf(view: PacketView, encapsulation: number): string {
  const { buf, srcAt } = view;
  const words = (view.dstAt - srcAt) >> 1; // of both addresses
  const id = view.ipVersion === 6 ? u32(buf, view.at + FRAGMENT_ID) : u16(buf, view.ipAt + IPV4_ID);
  let key = `${view.ipVersion} ${encapsulation} ${id} ${view.ipVersion === 6 ? 0 : view.protocol}`;
  for (let i = 0; i < words; i++) key += ` ${i32(buf, srcAt + 4 * i)}`;
  return key;
}
