/**
 * The readers that exist at the moment, by row of the flow table. Bounded per partition of the flow hash, in readers and
 * in octets they hold, so that what is given up does not depend on the number of workers.
 */
import { KEY_WORDS, partitionHash } from '../flow/key.js';
import { FlowTable, PARTITIONS, ROW_WORDS } from '../flow/table.js';
import type { DtlsAssociation } from '../protocol/dtls/association.js';
import type { QuicConnection } from '../protocol/quic/connection.js';
import type { TlsStream } from '../protocol/tls/stream.js';
import type { DnsFlow } from './dns-flow.js';

export type DatagramReader = QuicConnection | DtlsAssociation;
export type StreamReader = TlsStream | DnsFlow;
export type Reader = StreamReader | DatagramReader;

/**
 * Most readers at once (some 4 KiB each, empty), and octets of memory that they may hold together: both are divided over the
 * partitions.
 */
export const MAX_READERS = 16_384;
export const MAX_HELD_OCTETS = 64 * 1024 * 1024;
const READERS_PER_PARTITION = MAX_READERS / PARTITIONS;
const OCTETS_PER_PARTITION = MAX_HELD_OCTETS / PARTITIONS;

export class Readers {
  /** Row -> reader, oldest first, by partition. */
  readonly #readers: Map<number, Reader>[] = Array.from({ length: PARTITIONS }, () => new Map());
  readonly #held = new Float64Array(PARTITIONS);

  static partitionOf(table: FlowTable, row: number): number {
    const at = row * ROW_WORDS;
    return FlowTable.partitionOf(partitionHash(table.words.subarray(at, at + KEY_WORDS)));
  }

  get(partition: number, row: number): Reader | undefined {
    return this.#readers[partition]!.get(row);
  }

  add(partition: number, row: number, reader: Reader): void {
    this.#readers[partition]!.set(row, reader);
    this.#held[partition]! += reader.heldOctets;
  }

  remove(partition: number, row: number, reader: Reader): void {
    this.#held[partition]! -= reader.heldOctets;
    this.#readers[partition]!.delete(row);
  }

  /** To be told when a reader holds other octets than before. */
  holds(partition: number, before: number, now: number): void {
    this.#held[partition]! += now - before;
  }

  /** The row whose reader must be given up before there is room for one more, or for what is held; -1 if there is room. */
  victim(partition: number, adding: boolean): number {
    const readers = this.#readers[partition]!;
    const full = adding && readers.size >= READERS_PER_PARTITION;
    if (!full && this.#held[partition]! <= OCTETS_PER_PARTITION) return -1;
    for (const row of readers.keys()) return row;
    return -1;
  }

  clear(): void {
    for (const readers of this.#readers) readers.clear();
    this.#held.fill(0);
  }
}
