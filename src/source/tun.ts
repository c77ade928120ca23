/**
 * A TUN device of our own through the addon (native-bindings/src/tun.h): what the kernel routes into it is read as packets, and what is
 * written to it has come out of the tunnel. Link, addresses and routes are set by the program `ip`, with arguments and never a shell.
 *
 * Only packets that are read are handed over. A device that is set down stays open, silent; one that is deleted is over.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { NativeAddon, NativeTun } from '../../native-bindings/load.js';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { newBatch, type PacketBatch } from './batch.js';
import type { LiveCounters, LiveSource } from './live.js';
import { loadBinding, openError } from './native.js';
import { PacketPump } from './pump.js';

export interface TunOptions {
  /** `tun%d` for the next free number. */
  readonly interface: string;
  /** Whether it is made if it is not there; default yes. */
  readonly create?: boolean;
  /** Several processes or threads may open it, each with a share of the flows. */
  readonly multiQueue?: boolean;
  /** It stays when it is closed. */
  readonly persist?: boolean;
  /** User who may open it later. */
  readonly owner?: number;
  readonly up?: boolean;
  readonly mtu?: number;
  /** `10.1.0.1/24`, `fd00::1/64`. */
  readonly addresses?: readonly string[];
  /** Networks that are reached through it. */
  readonly routes?: readonly string[];
}

/** Octets read ahead of looking at them: more than four hundred packets of 2,048 octets, so that a batch is worth its call. */
const BUFFER_OCTETS = 1 << 20;
/** The kernel holds nothing back. */
const LAST_PACKETS_MS = 0;
/** RFC 791 §3.1 and RFC 8200 §5: the least that both versions must carry, and the most a device takes. */
const LEAST_MTU = 68;
const MOST_MTU = 65_535;
const IP_TIMEOUT_MS = 5000;

export interface TunSource extends LiveSource {
  /**
   * Writes `count` packets `octets[at[i], at[i] + lengths[i])` until one does not go now. How many are done with: what the kernel refuses
   * (no IP packet) is among them, and in `refused`.
   */
  write(octets: Uint8Array, at: Uint32Array, lengths: Uint32Array, count: number): number;
  readonly refused: number;
  /** Whether it keeps the program running once started; it does at first. */
  setRef(ref: boolean): void;
}

/** Opens a TUN device, makes it if need be, and sets what the options say. */
export function openTun(options: TunOptions, addon: NativeAddon = loadBinding()): TunSource {
  const commands = (name: string): string[][] => ipCommands(name, options);
  commands('tun0'); // wrong options are found before anything is made
  const batch = newBatch();
  const buffer = new Uint8Array(BUFFER_OCTETS);
  batch.octets = buffer;
  let tun: NativeTun;
  try {
    if (options.create === false && addon.interfaceInfo(options.interface) === undefined) {
      throw new UsageError(
        'interface_missing',
        `there is no interface ${harmless(options.interface)}: it is made with --create`,
      );
    }
    const { multiQueue, persist, owner } = options;
    tun = new addon.Tun({ interface: options.interface, batch, buffer, multiQueue, persist, owner });
  } catch (error) {
    throw openError(options.interface, error, 'CAP_NET_ADMIN');
  }
  const { name } = tun.state;
  try {
    for (const command of commands(name)) runIp(command);
  } catch (error) {
    tun.close();
    throw error;
  }
  return new LiveTun(name, tun, batch);
}

/** Arguments of `ip`, one list a call. */
function ipCommands(name: string, options: TunOptions): string[][] {
  const { mtu, up, addresses = [], routes = [] } = options;
  if (mtu !== undefined && (!Number.isInteger(mtu) || mtu < LEAST_MTU || mtu > MOST_MTU)) {
    throw new UsageError('bad_option', `an MTU is a whole number from ${LEAST_MTU} to ${MOST_MTU}`);
  }
  for (const network of [...addresses, ...routes]) checkNetwork(network);
  return [
    ...(mtu === undefined ? [] : [['link', 'set', 'dev', name, 'mtu', String(mtu)]]),
    ...addresses.map((address) => ['address', 'replace', address, 'dev', name]),
    ...(up === true
      ? [['link', 'set', 'dev', name, 'up']]
      : up === false
        ? [['link', 'set', 'dev', name, 'down']]
        : []),
    ...routes.map((route) => ['route', 'replace', route, 'dev', name]),
  ];
}

function checkNetwork(network: string): void {
  const [address = '', prefix, ...more] = network.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const good =
    version !== 0 && more.length === 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && +prefix <= most));
  if (!good) throw new UsageError('bad_option', `not an address with a prefix length: ${harmless(network)}`);
}

function runIp(args: readonly string[]): void {
  try {
    execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: IP_TIMEOUT_MS });
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: Buffer | null };
    const said = code === 'ENOENT' ? 'the program `ip` (package iproute2) is missing' : String(stderr ?? error).trim();
    throw new UsageError('link_setup', `ip ${args.join(' ')}: ${harmless(said)}`);
  }
}

class LiveTun extends PacketPump implements TunSource {
  readonly name: string;
  readonly capture: string;
  protected readonly counters: LiveCounters = { received: 0, dropped: 0, frozen: 0 };
  readonly #tun: NativeTun;
  readonly #droppedBefore: number;

  constructor(capture: string, tun: NativeTun, batch: PacketBatch) {
    super(tun, batch, LAST_PACKETS_MS);
    this.name = `tun:${harmless(capture)}`;
    this.capture = capture;
    this.#tun = tun;
    this.#droppedBefore = kernelDrops(capture);
  }

  get refused(): number {
    return this.#tun.state.refused;
  }

  write(octets: Uint8Array, at: Uint32Array, lengths: Uint32Array, count: number): number {
    return this.#tun.write(octets, at, lengths, count);
  }

  protected count(): void {
    const dropped = Math.max(0, kernelDrops(this.capture) - this.#droppedBefore);
    this.counters.dropped = Math.max(this.counters.dropped, dropped);
    this.counters.received = this.handed + this.counters.dropped;
  }

  protected cause(error: unknown): string {
    const shown = harmless(this.capture);
    const { code } = (error ?? {}) as NodeJS.ErrnoException;
    return code === undefined || code === 'ENODEV' ? `interface ${shown} is gone` : `interface ${shown}: ${code}`;
  }
}

/** Packets for the device that found its queue full, as the kernel counts them; 0 where that cannot be read. */
function kernelDrops(name: string): number {
  try {
    return Number(readFileSync(`/sys/class/net/${name}/statistics/tx_dropped`, 'utf8')) || 0;
  } catch {
    return 0;
  }
}
