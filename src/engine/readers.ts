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

/** Rows for which there is room at first. */
const FIRST_ROWS = 4096;

/** What would be lost with a reader: bits, so that the sum goes from the least to the most. */
const HAS_HELLO = 1;
/** Where one side is silent, or not in the capture, it is not known how it ends either. */
const BOTH_SPEAK = 2;
/** Share of the room that readers of each such sum and those above it may have while others want it. */
const SHARES: readonly number[] = [1, 7 / 8, 3 / 4, 1 / 2];

/** A reader, on one of its partition's lists; without one, it lies ready for the next. */
interface Held {
  row: number;
  reader: Reader | undefined;
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
  count = 0;
  readonly lists: readonly List[] = SHARES.map(() => new List());

  get octets(): number {
    let sum = 0;
    for (const { octets } of this.lists) sum += octets;
    return sum;
  }
}

export class Readers {
  #partitions = newPartitions();
  /** By row: place in `#held` plus one, or 0. As long as rows with a reader need. */
  #placeOf = new Int32Array(FIRST_ROWS);
  /** All there ever were at once, at most `MAX_READERS`; the last of `#spare` are the first to be used again. */
  #held: Held[] = [];
  #spare: number[] = [];

  static partitionOf(table: FlowTable, row: number): number {
    const at = row * ROW_WORDS;
    return FlowTable.partitionOf(partitionHash(table.words, at));
  }

  get(row: number): Reader | undefined {
    const place = row < this.#placeOf.length ? this.#placeOf[row]! : 0;
    return place === 0 ? undefined : this.#held[place - 1]!.reader;
  }

  add(partition: number, row: number, reader: Reader): void {
    const home = this.#partitions[partition]!;
    const octets = reader.heldOctets;
    let place = this.#spare.pop();
    if (place === undefined) {
      place = this.#held.length;
      this.#held.push({ row, reader, worth: 0, octets, older: undefined, newer: undefined });
    } else {
      const held = this.#held[place]!;
      held.row = row;
      held.reader = reader;
      held.worth = 0;
      held.octets = octets;
    }
    if (row >= this.#placeOf.length) {
      const longer = new Int32Array(Math.max(row + 1, 2 * this.#placeOf.length));
      longer.set(this.#placeOf);
      this.#placeOf = longer;
    }
    this.#placeOf[row] = place + 1;
    home.lists[0]!.append(this.#held[place]!);
    home.count++;
  }

  remove(partition: number, row: number): void {
    const home = this.#partitions[partition]!;
    const place = this.#placeOf[row]! - 1;
    const held = this.#held[place]!;
    home.lists[held.worth]!.unlink(held);
    home.count--;
    held.reader = undefined;
    held.older = undefined;
    held.newer = undefined;
    this.#placeOf[row] = 0;
    this.#spare.push(place);
  }

  /**
   * To be told when a reader was fed: it may hold other octets than before, and have come farther.
   * @param bothSpeak packets of both sides of the flow were seen
   */
  fed(partition: number, row: number, reader: Reader, bothSpeak: boolean): void {
    const { lists } = this.#partitions[partition]!;
    const held = this.#held[this.#placeOf[row]! - 1]!;
    const octets = reader.heldOctets;
    const worth = (reader.handshake.hello === null ? 0 : HAS_HELLO) + (bothSpeak ? BOTH_SPEAK : 0);
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
    const full = adding && place.count >= READERS_PER_PARTITION;
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
    this.#placeOf = new Int32Array(FIRST_ROWS);
    this.#held = [];
    this.#spare = [];
  }
}

function newPartitions(): Partition[] {
  return Array.from({ length: PARTITIONS }, () => new Partition());
}
