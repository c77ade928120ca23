/**
 * The readers that exist at the moment, by row of the flow table. Bounded per partition of the flow hash, in readers and
 * in octets they hold, so that what is given up does not depend on the number of workers. Given up first is what has the least to
 * lose: of flows of which one side was seen, a reader without a whole hello, then one with it; then the same of flows in which both
 * sides speak; the oldest each time. So a flood of hellos does not cost the flows beside it how they ended. But none of the four may keep
 * the room for good: flows that stay open must not keep others from being read.
 */
import { partitionHash } from '../flow/key.js';
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

/** What would be lost with a reader: bits, so that the sum goes from the least to the most. */
const HAS_HELLO = 1;
/** Where one side is silent, or not in the capture, it is not known how it ends either. */
const BOTH_SPEAK = 2;
/** Share of the room that readers of each such sum and those above it may have while others want it. */
const SHARES: readonly number[] = [1, 7 / 8, 3 / 4, 1 / 2];

/** A reader, on one of its partition's lists. */
interface Held {
  readonly row: number;
  readonly reader: Reader;
  worth: number;
  /** What it held when it was fed last. */
  octets: number;
  older: Held | undefined;
  newer: Held | undefined;
}

/** Readers of one partition that are worth the same, in the order in which they came to it. */
class List {
  oldest: Held | undefined;
  count = 0;
  octets = 0;
  #newest: Held | undefined;

  append(held: Held): void {
    held.older = this.#newest;
    held.newer = undefined;
    if (this.#newest === undefined) this.oldest = held;
    else this.#newest.newer = held;
    this.#newest = held;
    this.count++;
    this.octets += held.octets;
  }

  unlink(held: Held): void {
    if (held.older === undefined) this.oldest = held.newer;
    else held.older.newer = held.newer;
    if (held.newer === undefined) this.#newest = held.older;
    else held.newer.older = held.older;
    this.count--;
    this.octets -= held.octets;
  }
}

class Partition {
  readonly byRow = new Map<number, Held>();
  readonly lists: readonly List[] = SHARES.map(() => new List());

  get octets(): number {
    let sum = 0;
    for (const { octets } of this.lists) sum += octets;
    return sum;
  }
}

export class Readers {
  #partitions = newPartitions();

  static partitionOf(table: FlowTable, row: number): number {
    const at = row * ROW_WORDS;
    return FlowTable.partitionOf(partitionHash(table.words, at));
  }

  get(partition: number, row: number): Reader | undefined {
    return this.#partitions[partition]!.byRow.get(row)?.reader;
  }

  add(partition: number, row: number, reader: Reader): void {
    const { byRow, lists } = this.#partitions[partition]!;
    const octets = reader.heldOctets;
    const held = { row, reader, worth: 0, octets, older: undefined, newer: undefined };
    byRow.set(row, held);
    lists[held.worth]!.append(held);
  }

  remove(partition: number, row: number): void {
    const { byRow, lists } = this.#partitions[partition]!;
    const held = byRow.get(row)!;
    lists[held.worth]!.unlink(held);
    byRow.delete(row);
  }

  /**
   * To be told when a reader was fed: it may hold other octets than before, and have come farther.
   * @param bothSpeak packets of both sides of the flow were seen
   */
  fed(partition: number, row: number, bothSpeak: boolean): void {
    const { byRow, lists } = this.#partitions[partition]!;
    const held = byRow.get(row)!;
    const octets = held.reader.heldOctets;
    const worth = (held.reader.handshake.hello === null ? 0 : HAS_HELLO) + (bothSpeak ? BOTH_SPEAK : 0);
    if (worth === held.worth) {
      lists[worth]!.octets += octets - held.octets;
      held.octets = octets;
      return;
    }
    lists[held.worth]!.unlink(held);
    held.worth = worth;
    held.octets = octets;
    lists[worth]!.append(held);
  }

  /** The row whose reader must be given up before there is room for one more, or for what is held; -1 if there is room. */
  victim(partition: number, adding: boolean): number {
    const place = this.#partitions[partition]!;
    const full = adding && place.byRow.size >= READERS_PER_PARTITION;
    if (!full && place.octets <= OCTETS_PER_PARTITION) return -1;
    const { lists } = place;
    let used = 0;
    for (let worth = lists.length - 1; worth > 0; worth--) {
      const { oldest, count, octets } = lists[worth]!;
      used += full ? count / READERS_PER_PARTITION : octets / OCTETS_PER_PARTITION;
      if (oldest !== undefined && used > SHARES[worth]!) return oldest.row;
    }
    for (const { oldest } of lists) if (oldest !== undefined) return oldest.row;
    return -1;
  }

  clear(): void {
    this.#partitions = newPartitions();
  }
}

function newPartitions(): Partition[] {
  return Array.from({ length: PARTITIONS }, () => new Partition());
}
