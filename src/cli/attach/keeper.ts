/**
 * `--write`: keeps the packets of chosen flows. A flow is chosen by its verdict, which comes some packets after its first: so the packets of
 * flows without a verdict are held back in one bounded block of octets, oldest flows first out, and are written when the verdict chooses them.
 */
import type { LiveRun } from '../../engine/live.js';
import { PcapngBlocks } from '../../sink/pcapng-writer.js';
import type { PacketBatch } from '../../source/batch.js';
import type { FlowRecord } from '../../verdict/record.js';

export type KeepWhat = 'bypass' | 'inspect' | 'all';
export const KEEP_WHAT = ['bypass', 'inspect', 'all'] as const satisfies readonly KeepWhat[];

/** Octets of packets that wait for their flow's verdict. */
const WAITING_OCTETS = 16 * 1024 * 1024;
/** What a packet that waits takes besides its own octets, about. */
const PACKET_ROOM = 256;
/** Packets of one flow that do: a verdict that has not come by then is none about its first packets. */
const WAITING_OF_FLOW = 64;
/** Flows whose verdict is remembered; the oldest is forgotten first, and its packets are not kept from then on. */
const MAX_FLOWS = 262_144;

interface Packet {
  readonly octets: Uint8Array;
  readonly onWire: number;
  readonly time: number;
  readonly linkType: number;
}

interface Waiting {
  readonly packets: Packet[];
  /** Packets for which there was no room. */
  missed: number;
}

export class Keeper {
  readonly #what: KeepWhat;
  readonly #flowOf: Float64Array;
  readonly #live: LiveRun;
  readonly #write: (octets: Uint8Array, packets: number) => boolean;
  readonly #blocks = new PcapngBlocks();
  /** By flow: whether its packets are kept. */
  readonly #kept = new Map<number, boolean>();
  /** By flow without a verdict, in the order of their first packets. */
  readonly #waiting = new Map<number, Waiting>();
  #waitingOctets = 0;
  /** Packets written; packets of chosen flows that could not be. */
  kept = 0;
  lost = 0;

  /** @param flowOf the flow of each packet of the batch under way, as the engine tells it */
  constructor(
    what: KeepWhat,
    flowOf: Float64Array,
    live: LiveRun,
    write: (octets: Uint8Array, packets: number) => boolean,
  ) {
    this.#what = what;
    this.#flowOf = flowOf;
    this.#live = live;
    this.#write = write;
  }

  /** A record: the verdict of its flow, or its end. */
  decided(record: FlowRecord): void {
    const flow = record.flow_id;
    const isVerdict = record.event_type === 'verdict';
    const isKept = isVerdict && (this.#what === 'all' || record.pinsight.action === this.#what);
    const waiting = this.#release(flow);
    if (isKept && waiting !== undefined) {
      this.lost += waiting.missed;
      for (const packet of waiting.packets) this.#keep(packet);
    }
    if (!isVerdict) {
      this.#kept.delete(flow);
      return;
    }
    if (this.#kept.size >= MAX_FLOWS) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(flow, isKept);
  }

  /** The batch that the engine was just given. */
  take(batch: PacketBatch): void {
    for (let i = 0; i < batch.count; i++) {
      if (this.#flowOf[i] === 0) continue;
      const flow = this.#live.publicId(this.#flowOf[i]!);
      const isKept = this.#kept.get(flow);
      if (isKept === false) continue;
      const at = batch.at[i]!;
      const octets = batch.octets.subarray(at, at + batch.captured[i]!);
      const packet = { octets, onWire: batch.onWire[i]!, time: batch.time[i]!, linkType: batch.linkType[i]! };
      if (isKept === true) this.#keep(packet);
      else this.#hold(flow, packet);
    }
  }

  /** What is written so far leaves. */
  flush(): void {
    const { packets } = this.#blocks;
    if (packets === 0) return;
    if (this.#write(this.#blocks.take(), packets)) this.kept += packets;
    else this.lost += packets;
  }

  #keep({ octets, onWire, time, linkType }: Packet): void {
    this.#blocks.packet(octets, onWire, time, linkType);
    if (this.#blocks.isFull) this.flush();
  }

  #hold(flow: number, packet: Packet): void {
    const waiting = this.#waiting.get(flow) ?? { packets: [], missed: 0 };
    if (waiting.packets.length === 0) this.#waiting.set(flow, waiting);
    if (waiting.packets.length >= WAITING_OF_FLOW) {
      waiting.missed++;
      return;
    }
    waiting.packets.push({ ...packet, octets: packet.octets.slice() });
    this.#waitingOctets += packet.octets.length + PACKET_ROOM;
    for (const oldest of this.#waiting.keys()) {
      if (this.#waitingOctets <= WAITING_OCTETS) break;
      this.#release(oldest);
    }
  }

  #release(flow: number): Waiting | undefined {
    const waiting = this.#waiting.get(flow);
    if (waiting === undefined) return undefined;
    this.#waiting.delete(flow);
    for (const { octets } of waiting.packets) this.#waitingOctets -= octets.length + PACKET_ROOM;
    return waiting;
  }
}
