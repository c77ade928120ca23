/**
 * Ground truth that captures carry: which app sent or received a packet. Here from the octets of the frame itself: Apple's
 * PKTAP header, and the trailer of PCAPdroid; block-labels.ts reads what pcapng files say beside the frame. The formats stand in
 * docs/formats/labels.md. A label becomes a small number of its capture, 0 for none; nothing is allocated for one seen before.
 */
import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { finish, multipliersOf, SEEDS } from '../bytes/hash.js';
import { i32, same, u16, u32, u32le } from '../bytes/octets.js';
import { printable } from '../bytes/text.js';
import type { PacketBatch } from './batch.js';

export interface Label {
  /** Name of the app, printable. */
  readonly app: string;
  readonly source: 'pktap' | 'pcapdroid';
}

/** Most labels of one input told apart: a number fits 16 bits. Packets past it have none, and are counted. */
export const MAX_LABELS = 65_535;
/** Most octets of a name that are kept. */
export const MAX_NAME = 255;

export class Labels {
  /** By number, from 1. */
  readonly names: Label[] = [];
  /** Times a packet had a label past the limit. */
  overflows = 0;
  /** The octets of each name, by number from 1. */
  readonly #raw: Uint8Array[] = [];
  /** First number by hash of the name; names of one hash follow each other in `#next`. */
  readonly #byHash = new Map<number, number>();
  readonly #next: number[] = [];
  /** One an octet of a name. */
  readonly #multipliers: Int32Array;

  /** @param seed makes hashes unpredictable; no number depends on it */
  constructor(seed = randomInt(SEEDS)) {
    this.#multipliers = multipliersOf(seed, MAX_NAME);
  }

  /** Number of the label whose name is `octets[at, end)` up to a first zero octet; 0 for an empty name. */
  intern(octets: Uint8Array, at: number, end: number, source: Label['source']): number {
    const most = Math.min(end, at + MAX_NAME);
    let to = at;
    let sum = source === 'pktap' ? 1 : 2;
    for (; to < most && octets[to] !== 0; to++) sum = (sum + Math.imul(octets[to]!, this.#multipliers[to - at]!)) | 0;
    if (to === at) return 0;
    const hash = finish(sum);
    const first = this.#byHash.get(hash) ?? 0;
    for (let number = first; number !== 0; number = this.#next[number - 1]!) {
      const raw = this.#raw[number - 1]!;
      if (raw.length === to - at && same(raw, 0, octets, at, raw.length) && this.names[number - 1]!.source === source) {
        return number;
      }
    }
    if (this.names.length === MAX_LABELS) {
      this.overflows++;
      return 0;
    }
    this.#raw.push(octets.slice(at, to));
    this.#next.push(first);
    const number = this.names.push({ app: printable(octets, at, to), source });
    this.#byHash.set(hash, number);
    return number;
  }
}

const LINKTYPE_ETHERNET = 1;
const LINKTYPE_USER2 = 149;
const LINKTYPE_PKTAP = 258;

/** Labels the packets of a batch that have no label yet and whose frame carries one. */
export function labelFrames(batch: PacketBatch): void {
  const { octets, at, captured, linkType, label, labels, count } = batch;
  for (let i = 0; i < count; i++) {
    if (label[i] !== 0) continue;
    const from = at[i]!;
    switch (linkType[i]) {
      case LINKTYPE_ETHERNET:
        // Both addresses are zero in what PCAPdroid writes, and hardly ever elsewhere.
        if (captured[i]! >= PCAPDROID_LEAST && i32(octets, from) === 0) {
          label[i] = pcapdroidLabel(labels, octets, from, from + captured[i]!);
        }
        break;
      case LINKTYPE_PKTAP:
      case LINKTYPE_USER2:
        if (captured[i]! >= PKTAP_LEAST) label[i] = pktapLabel(labels, octets, from);
        break;
    }
  }
}

// PKTAP, offsets in octets; little-endian. The first version of the header ends with the effective process's name.
const PKTAP_NEXT_TYPE = 4;
const PKTAP_PROCESS = 52;
const PKTAP_NAME = 56;
const PKTAP_EFFECTIVE_PROCESS = 84;
const PKTAP_EFFECTIVE_NAME = 88;
const PKTAP_NAME_LENGTH = 17;
const PKTAP_LEAST = 108;
const PKTAP_NEXT_IS_PACKET = 1;
const NO_PROCESS = 0xffffffff;

/** The effective process is the one on whose behalf another (a system's networking process) sends: it goes first. */
function pktapLabel(labels: Labels, octets: Uint8Array, at: number): number {
  if (u32le(octets, at) < PKTAP_LEAST || u32le(octets, at + PKTAP_NEXT_TYPE) !== PKTAP_NEXT_IS_PACKET) return 0;
  if (u32le(octets, at + PKTAP_EFFECTIVE_PROCESS) !== NO_PROCESS) {
    const nameAt = at + PKTAP_EFFECTIVE_NAME;
    const effective = labels.intern(octets, nameAt, nameAt + PKTAP_NAME_LENGTH, 'pktap');
    if (effective !== 0) return effective;
  }
  if (u32le(octets, at + PKTAP_PROCESS) === NO_PROCESS) return 0;
  const nameAt = at + PKTAP_NAME;
  return labels.intern(octets, nameAt, nameAt + PKTAP_NAME_LENGTH, 'pktap');
}

// PCAPdroid's trailer, offsets in octets; numbers are big-endian, the checksum little-endian.
const PCAPDROID_MAGIC = 0x01072021;
const PCAPDROID_USER = 4;
const PCAPDROID_NAME = 8;
const PCAPDROID_NAME_LENGTH = 20;
const PCAPDROID_CHECKSUM = 28;
const PCAPDROID_TRAILER = 32;
const ETHERNET_HEADER = 14;
const IPV4_HEADER = 20;
const PCAPDROID_LEAST = ETHERNET_HEADER + IPV4_HEADER + PCAPDROID_TRAILER;
// RFC 791 §3.1, RFC 8200 §3.
const IPV4_TOTAL_LENGTH = 2;
const IPV6_PAYLOAD_LENGTH = 4;
const IPV6_HEADER = 40;

/**
 * The trailer of the frame `octets[at, end)`. It must lie behind the IP packet and its checksum be right: what is inside
 * the packet is chosen by whoever sent it. A negative user is one that PCAPdroid did not find.
 */
function pcapdroidLabel(labels: Labels, octets: Uint8Array, at: number, end: number): number {
  const trailerAt = end - PCAPDROID_TRAILER;
  if (u32(octets, trailerAt) !== PCAPDROID_MAGIC || i32(octets, trailerAt + PCAPDROID_USER) < 0) return 0;
  for (let i = at; i < at + ETHERNET_HEADER - 2; i++) if (octets[i] !== 0) return 0;
  const packetAt = at + ETHERNET_HEADER;
  const length =
    octets[packetAt]! >>> 4 === 4
      ? u16(octets, packetAt + IPV4_TOTAL_LENGTH)
      : IPV6_HEADER + u16(octets, packetAt + IPV6_PAYLOAD_LENGTH);
  if (packetAt + length > trailerAt) return 0;
  const checksumAt = trailerAt + PCAPDROID_CHECKSUM;
  if (crc32(octets.subarray(at, checksumAt)) !== u32le(octets, checksumAt)) return 0;
  const nameAt = trailerAt + PCAPDROID_NAME;
  return labels.intern(octets, nameAt, nameAt + PCAPDROID_NAME_LENGTH, 'pcapdroid');
}
