/**
 * Worker entry of the live engine: one lane in a thread of its own, with its own ring. Unlike the pools of the offline engine it is one
 * long task that the thread's event loop drives, since a ring's wake-up comes there.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { OctetRing } from '../../bytes/octet-ring.js';
import type { DnsEvent } from '../../engine/events.js';
import type { FlowRecord } from '../../verdict/record.js';
import { quietModel } from '../model.js';
import type { ModelFlags } from '../options.js';
import { redactor } from '../redact.js';
import { Lane, type LaneOptions, OF_PACKETS, OF_RECORDS } from './lane.js';
import { openLive, type SourceOptions } from './source.js';
import type { LaneStats } from './stats.js';

export interface LaneTask {
  readonly lane: Omit<LaneOptions, 'redact'>;
  readonly source: SourceOptions;
  readonly model: Pick<ModelFlags, 'catalog' | 'policy'>;
  readonly key: Uint8Array | undefined;
  /** Memory of an OctetRing: records and packets on their way to the main thread, of kinds OF_RECORDS and OF_PACKETS. */
  readonly octets: SharedArrayBuffer;
  /** Two words: records for the service, and what DNS taught, that were posted and not taken yet. */
  readonly ahead: SharedArrayBuffer;
}

export type FromLane =
  | { readonly kind: 'started'; readonly name: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  /** There is something in the ring of octets. */
  | { readonly kind: 'octets' }
  | { readonly kind: 'verdicts'; readonly records: readonly FlowRecord[] }
  | { readonly kind: 'learned'; readonly events: DnsEvent[] }
  | { readonly kind: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly message: string }
  | { readonly kind: 'stats'; readonly stats: LaneStats }
  | { readonly kind: 'over'; readonly cause: string | undefined }
  | { readonly kind: 'stopped'; readonly stats: LaneStats };

export type ToLane =
  | { readonly kind: 'learn'; readonly events: DnsEvent[] }
  | { readonly kind: 'reload' }
  | { readonly kind: 'stats' }
  | { readonly kind: 'stop' };

/** Records that may be on their way to the service; what is beyond is lost to it, and counted. */
const MOST_UNTOLD = 32_768;
/** The same of DNS answers for the other lanes; what is beyond is theirs to miss, and counted as a limit. */
const MOST_UNSHARED = 32_768;

const port = parentPort!;
const post = (message: FromLane): void => port.postMessage(message);

/** From the word to stop on records wait for room, so long in all: a disk that takes nothing more must not keep the program from its end. */
const MOST_WAIT_MS = 400;

async function run({ lane: options, source, model: flags, key, octets: memory, ahead }: LaneTask): Promise<void> {
  const outstanding = new Int32Array(ahead);
  const ring = new OctetRing(memory);
  /** While packets come, a full ring loses records: waiting would lose more packets. At the end there is time. */
  let waitMs = 0;
  const hand = (octets: Uint8Array, kind: number, count: number): boolean => {
    let isIn = ring.put(octets, kind, count);
    if (ring.mustTell()) post({ kind: 'octets' });
    while (!isIn && waitMs > 0 && ring.waiting > 0) {
      const began = performance.now();
      ring.waitForRoom(waitMs);
      waitMs -= performance.now() - began;
      isIn = ring.put(octets, kind, count);
      if (ring.mustTell()) post({ kind: 'octets' });
    }
    return isIn;
  };
  let verdicts: FlowRecord[] = [];
  let untold = 0;
  let unshared = 0;
  const share = (events: DnsEvent[]): void => {
    if (Atomics.load(outstanding, 1) > MOST_UNSHARED) unshared += events.length;
    else {
      Atomics.add(outstanding, 1, events.length);
      post({ kind: 'learned', events });
    }
  };
  const tell = (): void => {
    if (verdicts.length === 0) return;
    if (Atomics.load(outstanding, 0) > MOST_UNTOLD) untold += verdicts.length;
    else {
      Atomics.add(outstanding, 0, verdicts.length);
      post({ kind: 'verdicts', records: verdicts });
    }
    verdicts = [];
  };
  const lane = await Lane.start(
    { ...options, ...(key === undefined ? {} : { redact: redactor(key) }) },
    await quietModel(flags),
    () => openLive(source, (message) => post({ kind: 'log', level: 'warn', message })),
    {
      records: (octets, records) => {
        tell();
        return hand(octets, OF_RECORDS, records);
      },
      verdict: (record) => verdicts.push(record),
      kept: (octets, packets) => hand(octets, OF_PACKETS, packets),
      ...(options.lanes > 1 || options.tellsVerdicts ? { learned: share } : {}),
      log: (level, message) => post({ kind: 'log', level, message }),
      over: (cause) => post({ kind: 'over', cause }),
    },
  );
  const stats = (): LaneStats => {
    const counted = lane.stats();
    if (unshared > 0) counted.summary.limits['dns_unshared'] = unshared;
    return { ...counted, untold };
  };
  /** One after the other: what was read last must not be replaced by what was read before it. */
  let reloads: Promise<void> = Promise.resolve();
  const reload = (): Promise<void> =>
    quietModel(flags).then(
      (model) => lane.replace(model),
      (error: unknown) => post({ kind: 'log', level: 'error', message: String((error as Error).message) }),
    );
  port.on('message', (message: ToLane) => {
    if (message.kind === 'learn') lane.learn(message.events);
    else if (message.kind === 'stats') post({ kind: 'stats', stats: stats() });
    else if (message.kind === 'reload') reloads = reloads.then(reload);
    else {
      waitMs = MOST_WAIT_MS;
      lane.stop();
      post({ kind: 'stopped', stats: stats() });
      port.close();
    }
  });
  post({ kind: 'started', name: lane.name });
}

run(workerData as LaneTask).catch((error: unknown) => {
  const { message, code } = error as { message?: string; code?: string };
  // Wrong use is the main thread's to tell; anything else is a bug, and ends this thread for all to see.
  if (typeof code !== 'string' || (error as Error).name !== 'UsageError') throw error;
  post({ kind: 'failed', code, message: message ?? '' });
  port.close();
});
