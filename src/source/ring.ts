/**
 * Live packets of an existing interface: an AF_PACKET TPACKET_V3 ring through the addon (native-bindings/src/ring.h). Batches lie in the
 * kernel's ring itself and are not copied; a block goes back to the kernel when whoever is given the batch returns.
 *
 * Several rings of one `fanoutGroup` share an interface's packets by a hash that is the same for both directions of a flow; IPv4 fragments
 * are put together by the kernel before. It has no ports for the later fragments of an IPv6 packet: those may reach another ring.
 */
import { NATIVE_DIRECTION, type NativeAddon, type NativeRing } from '../../native-bindings/load.js';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { newBatch, type PacketBatch } from './batch.js';
import { compileFilter, type LinkKind } from './bpf.js';
import type { LiveCounters, LiveSource } from './live.js';
import { loadBinding, openError } from './native.js';
import { PacketPump } from './pump.js';

export interface RingOptions {
  readonly interface: string;
  /** Most octets kept of a packet. The default keeps whole what segmentation offload makes, as other capture programs do. */
  readonly snaplen?: number;
  /** In the language of bpf.ts; the kernel applies it. */
  readonly filter?: string;
  /** Size of a block, a power of two from 64 KiB to 16 MiB. */
  readonly blockOctets?: number;
  readonly blocks?: number;
  /** After this time a block is handed over even if it is not full. */
  readonly blockTimeoutMs?: number;
  /** `new` for a group of its own, whose number others join by; default: no group. */
  readonly fanoutGroup?: number | 'new';
  /** Seen from this machine; default both. On the loopback interface, where every packet has both, it is one copy always. */
  readonly direction?: keyof typeof NATIVE_DIRECTION;
  readonly promiscuous?: boolean;
}

export const DEFAULT_SNAPLEN = 262_144;
/**
 * On a quiet interface every time-out uses up a block, however empty it is. So many small blocks: these last for a quarter of a second in which
 * nobody reads (32 of 1 MiB: 32 ms, less than a collection of garbage may take), and each still holds the largest packet but for jumbo ones.
 */
export const DEFAULT_BLOCK_OCTETS = 1 << 17;
export const DEFAULT_BLOCKS = 256;
export const DEFAULT_BLOCK_TIMEOUT_MS = 1;

const LINKTYPE_ETHERNET = 1;

/** Longer than the kernel takes to hand over a block that is not full. */
const ENOUGH_TIMEOUTS = 4;

export interface RingSource extends LiveSource {
  /** LINKTYPE_ number of its packets. */
  readonly linkType: number;
  /** Number of its fanout group. */
  readonly fanoutGroup: number | undefined;
  /** Whether it keeps the program running once started; it does at first. */
  setRef(ref: boolean): void;
}

/** Opens a ring. A UsageError says what is wrong with the options or the interface, and what helps. */
export function openRing(options: RingOptions, addon: NativeAddon = loadBinding()): RingSource {
  const snaplen = options.snaplen ?? DEFAULT_SNAPLEN;
  if (!Number.isInteger(snaplen) || snaplen < 1 || snaplen > DEFAULT_SNAPLEN) {
    throw new UsageError('bad_option', `snaplen is a whole number from 1 to ${DEFAULT_SNAPLEN}`);
  }
  const batch = newBatch();
  const blockTimeoutMs = options.blockTimeoutMs ?? DEFAULT_BLOCK_TIMEOUT_MS;
  let ring: NativeRing;
  let linkKind: LinkKind;
  try {
    const found = addon.interfaceInfo(options.interface);
    linkKind = found === undefined || found.linkType === LINKTYPE_ETHERNET ? 'ethernet' : 'raw';
    ring = new addon.Ring({
      interface: options.interface,
      batch,
      blockOctets: options.blockOctets ?? DEFAULT_BLOCK_OCTETS,
      blocks: options.blocks ?? DEFAULT_BLOCKS,
      blockTimeoutMs,
      fanoutGroup: options.fanoutGroup === 'new' ? -1 : options.fanoutGroup,
      direction: options.direction === undefined ? undefined : NATIVE_DIRECTION[options.direction],
      promiscuous: options.promiscuous,
      filter: compileFilter(options.filter ?? '', linkKind, snaplen),
    });
  } catch (error) {
    throw openError(options.interface, error);
  }
  if ((ring.state.linkType === LINKTYPE_ETHERNET) !== (linkKind === 'ethernet')) {
    // Another interface has taken the name since; the filter is for the one before.
    ring.close();
    throw new UsageError('interface_missing', `interface ${harmless(options.interface)} has just been replaced`);
  }
  batch.octets = ring.octets;
  return new LiveRing(options.interface, ring, batch, blockTimeoutMs, addon);
}

class LiveRing extends PacketPump implements RingSource {
  readonly name: string;
  readonly capture: string;
  readonly linkType: number;
  readonly fanoutGroup: number | undefined;
  protected readonly counters: LiveCounters = { received: 0, dropped: 0, frozen: 0 };
  readonly #ring: NativeRing;
  readonly #addon: NativeAddon;
  /** Frames that the kernel counted and that were of the wrong direction. */
  #otherDirection = 0;

  constructor(capture: string, ring: NativeRing, batch: PacketBatch, blockTimeoutMs: number, addon: NativeAddon) {
    super(ring, batch, ENOUGH_TIMEOUTS * blockTimeoutMs);
    this.name = `ring:${harmless(capture)}`;
    this.capture = capture;
    this.#ring = ring;
    this.#addon = addon;
    this.linkType = ring.state.linkType;
    this.fanoutGroup = ring.state.fanoutGroup;
  }

  protected count(): void {
    const { counters } = this;
    // The kernel counts from zero at each reading, and drops among the packets.
    const [packets, drops, freezes] = this.#ring.statistics();
    const { skipped } = this.#ring.state;
    counters.received += packets - (skipped - this.#otherDirection);
    this.#otherDirection = skipped;
    counters.dropped += drops;
    counters.frozen += freezes;
  }

  protected cause(error: unknown): string {
    const shown = harmless(this.capture);
    if (error !== undefined) return `${shown}: ${harmless(String(error))}`;
    const code = this.#ring.error();
    const found = this.#addon.interfaceInfo(this.capture);
    if (found === undefined || found.index !== this.#ring.state.index) return `interface ${shown} is gone`;
    if (code === 'ENETDOWN') return `interface ${shown} went down`;
    return `interface ${shown}: ${code ?? 'unknown error'}`;
  }
}
