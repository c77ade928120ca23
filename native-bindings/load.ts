/**
 * The native addon, typed, or why there is none: the only requirer of it. It exists on Linux alone; without it everything but live
 * capture works. The binary lies beside this file: build/Release (built here by scripts/native.mjs) or prebuilds (the published
 * package), where node-gyp-build looks for it.
 *
 * Compiled to load.js beside this file, so that `../../native-bindings/load.js` means the same from src/source and from dist/source.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The columns of a PacketBatch (src/source/batch.ts) that the addon fills. */
export interface NativeColumns {
  readonly at: Uint32Array;
  readonly captured: Uint32Array;
  readonly onWire: Uint32Array;
  readonly time: Float64Array;
  readonly linkType: Uint16Array;
}

/** Numbers that the addon takes for a direction. */
export const NATIVE_DIRECTION = { in: 1, out: 2, both: 3 } as const;

export interface NativeRingOptions {
  readonly interface: string;
  readonly batch: NativeColumns;
  readonly blockOctets?: number | undefined;
  readonly blocks?: number | undefined;
  readonly blockTimeoutMs?: number | undefined;
  /** A group to join, or -1 for a new one; its number is in `state`. */
  readonly fanoutGroup?: number | undefined;
  readonly direction?: number | undefined;
  readonly promiscuous?: boolean | undefined;
  /** struct sock_filter after struct sock_filter, in the machine's byte order. */
  readonly filter?: Uint8Array | undefined;
}

/** An open ring stays until `close`, referenced or not. Everything but `close` and `state` throws once it is closed. */
export interface NativeRing {
  /** The whole ring; the offsets of a batch lead into it. Of length 0 once the ring is closed. */
  readonly octets: Uint8Array;
  readonly state: {
    readonly open: boolean;
    readonly linkType: number;
    readonly index: number;
    readonly fanoutGroup?: number;
    /** Frames of a direction that was not asked for. */
    readonly skipped: number;
    /** Frames whose header leads outside their block: the kernel writes none. */
    readonly broken: number;
  };
  /** Gives back to the kernel what the last call read, then reads what is ready, at most a batch. How many packets. */
  next(): number;
  /** Gives back to the kernel what the last `next` read. */
  release(): void;
  /** Calls back while packets are ready. A status below 0 is an error of the socket, and the last call. */
  watch(ready: (status: number) => void): void;
  /** Whether a watched ring keeps the program running; it does at first. */
  setRef(ref: boolean): void;
  /** Packets, drops (among the packets) and freezes since the last call. */
  statistics(): [packets: number, drops: number, freezes: number];
  /** The socket's pending error (`ENETDOWN`), which is taken from it. */
  error(): string | undefined;
  close(): void;
}

export interface NativeTunOptions {
  /** `tun%d` for the next free number. */
  readonly interface: string;
  readonly batch: NativeColumns;
  /** Where packets are read to, at least 65,575 octets. */
  readonly buffer: Uint8Array;
  readonly multiQueue?: boolean | undefined;
  readonly persist?: boolean | undefined;
  /** User who may open the device later. */
  readonly owner?: number | undefined;
}

export interface NativeTun {
  readonly state: { readonly open: boolean; readonly name: string; readonly refused: number };
  next(): number;
  write(octets: Uint8Array, at: Uint32Array, lengths: Uint32Array, count: number): number;
  watch(ready: (status: number) => void): void;
  setRef(ref: boolean): void;
  close(): void;
}

export interface NativeInterface {
  readonly index: number;
  /** ARPHRD_ number. */
  readonly type: number;
  readonly up: boolean;
  readonly mtu: number;
  /** LINKTYPE_ number under which its packets are handed over; 0 for a kind of interface that is not read. */
  readonly linkType: number;
}

export interface NativeAddon {
  readonly Ring: new (options: NativeRingOptions) => NativeRing;
  readonly Tun: new (options: NativeTunOptions) => NativeTun;
  /** Undefined where there is no interface of that name. */
  interfaceInfo(name: string): NativeInterface | undefined;
  /** The kernel's clock: microseconds since 1970 UTC, whole. */
  realtimeUs(): number;
  batchLayout(): Record<keyof NativeColumns, string>;
  /**
   * A change of user that follows leaves the capabilities, of this thread and of threads that it starts later. Call it in the main
   * thread before any worker is started, and `restrictCapabilities` right behind the change.
   */
  keepCapabilities(): void;
  /** Leaves of the permitted capabilities only these, and puts them in effect; which are in effect now. */
  restrictCapabilities(names: readonly ('net_admin' | 'net_raw')[]): ('net_admin' | 'net_raw')[];
}

export type Loaded =
  | { readonly addon: NativeAddon; readonly missing?: undefined }
  | { readonly addon?: undefined; readonly missing: string };

/** The folder of this package's binaries. */
const HERE = dirname(fileURLToPath(import.meta.url));

/**
 * The addon, or one clause on why there is none and what helps.
 *
 * @param folder where build/Release or prebuilds lie
 */
export function loadNative(folder = HERE, platform: string = process.platform): Loaded {
  if (platform !== 'linux') return { missing: `live capture needs Linux, and this is ${platform}` };
  const require = createRequire(import.meta.url);
  const find = require('node-gyp-build') as { (folder: string): NativeAddon; resolve(folder: string): string };
  try {
    find.resolve(folder);
  } catch {
    const remedy = 'install g++, make and python3, then run `npm rebuild` in the folder of pinsight';
    return { missing: `the native addon is not built for ${process.platform}-${process.arch}: ${remedy}` };
  }
  try {
    return { addon: find(folder) };
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    return {
      missing: `the native addon does not load (${reason}): \`npm rebuild\` in the folder of pinsight builds it again`,
    };
  }
}
