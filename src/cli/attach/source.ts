/** What the user names as a source -> the source: `ring:`, `tun:`, `cap:`, `stream:`, or an interface's name alone. */
import { harmless } from '../../bytes/text.js';
import { UsageError } from '../../bytes/usage-error.js';
import type { LiveSource } from '../../source/live.js';

export const SOURCE_KINDS = ['ring', 'tun', 'cap', 'stream'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export interface SourceOptions {
  /** As the user named it. */
  readonly spec: string;
  readonly filter: string | undefined;
  readonly snaplen: number | undefined;
  readonly promiscuous: boolean;
  /** Several lanes share the interface by this number of theirs. */
  readonly fanoutGroup: number | undefined;
  /** TUN only: make the device. */
  readonly create: boolean;
}

/** `ring:tun0` in two; the kind is undefined where there is none, and an interface's own name may have a colon. */
export function splitSpec(spec: string): { readonly kind: SourceKind | undefined; readonly name: string } {
  const colon = spec.indexOf(':');
  const kind = SOURCE_KINDS.find((one) => one === spec.slice(0, Math.max(0, colon)));
  return kind === undefined ? { kind, name: spec } : { kind, name: spec.slice(colon + 1) };
}

/** Whether it is a ring that is read. */
export function readsRing(spec: string): boolean {
  const { kind } = splitSpec(spec);
  return kind === 'ring' || (kind === undefined && process.platform === 'linux');
}

/** @throws UsageError with cause and remedy */
export async function openLive(options: SourceOptions, notice: (message: string) => void): Promise<LiveSource> {
  const { kind, name } = splitSpec(options.spec);
  if (name === '') throw new UsageError('source', `${harmless(options.spec)}: names no interface; try ring:tun0`);
  if (kind === 'stream') {
    const { openStream } = await import('../../source/stream.js');
    return openStream({ path: name, notice });
  }
  if (kind === 'cap') return openCap(name, options);
  if (kind === 'tun') {
    const { openTun } = await import('../../source/tun.js');
    return openTun({ interface: name, create: options.create, ...(options.create ? { up: true } : {}) });
  }
  if (kind === undefined && process.platform !== 'linux') return openCap(name, options);
  const { openRing } = await import('../../source/ring.js');
  return openRing({
    interface: name,
    promiscuous: options.promiscuous,
    ...(options.filter === undefined ? {} : { filter: options.filter }),
    ...(options.snaplen === undefined ? {} : { snaplen: options.snaplen }),
    ...(options.fanoutGroup === undefined ? {} : { fanoutGroup: options.fanoutGroup }),
  });
}

async function openCap(name: string, { filter, snaplen }: SourceOptions): Promise<LiveSource> {
  const { openLibpcap } = await import('../../source/libpcap.js');
  return openLibpcap({
    interface: name,
    ...(filter === undefined ? {} : { filter }),
    ...(snaplen === undefined ? {} : { snaplen }),
  });
}
