/** Which reader is given up for another: docs/limits.md, "Bounds". */
import { Count } from '../../src/engine/counters.js';
import type { EndEvent } from '../../src/engine/events.js';
import { DEFAULT_FLOW_OPTIONS } from '../../src/engine/options.js';
import { MAX_HELD_OCTETS, MAX_READERS, Readers } from '../../src/engine/readers.js';
import { Shard } from '../../src/engine/shard.js';
import { PARTITIONS } from '../../src/flow/table.js';
import { newTcpReader } from '../../src/protocol/index.js';
import type { TlsStream } from '../../src/protocol/tls/stream.js';
import { message, name } from '../protocol/dns/build.js';
import { clientHello, record } from '../protocol/tls/hello-builder.js';
import { batchOf } from '../support/batch.js';
import { ACK, udpPacket } from '../support/frame-builder.js';
import { cryptoFrame, sealInitial } from '../support/quic-seal.js';

const MOST = MAX_READERS / PARTITIONS;
const MOST_OCTETS = MAX_HELD_OCTETS / PARTITIONS;
const HELLO = record(22, clientHello());
const HALF = HELLO.subarray(0, HELLO.length >> 1);
const P = 5;

/** One partition, filled row by row. */
class Rows {
  readonly readers = new Readers();
  readonly #byRow = new Map<number, TlsStream>();

  begin(row: number): this {
    const reader = newTcpReader();
    this.#byRow.set(row, reader);
    this.readers.add(P, row, reader);
    return this;
  }

  feed(row: number, octets: Uint8Array, bothSpeak = false): this {
    const reader = this.#byRow.get(row)!;
    reader.segment(0, 1, ACK, octets, 0, octets.length, octets.length, 1);
    this.readers.fed(P, row, reader, bothSpeak);
    return this;
  }

  hello(row: number, bothSpeak = false): this {
    return this.feed(row, HELLO, bothSpeak);
  }

  get victim(): number {
    return this.readers.victim(P, true);
  }

  /** Gives victims up until `count` are gone, and says which. */
  victims(count: number): number[] {
    return Array.from({ length: count }, () => {
      const row = this.victim;
      this.readers.remove(P, row);
      this.begin(10_000 + row);
      return row;
    });
  }
}

const filled = (more: (rows: Rows, row: number) => void = () => {}): Rows => {
  const rows = new Rows();
  for (let row = 0; row < MOST; row++) more(rows.begin(row), row);
  return rows;
};

test('while there is room, nobody', () => {
  const rows = new Rows();
  for (let row = 0; row < MOST - 1; row++) rows.begin(row);
  expect(rows.victim).toBe(-1);
  expect(rows.begin(MOST).readers.victim(P, false)).toBe(-1);
  expect(rows.victim).toBe(0);
});

test('of readers that are worth the same, the oldest', () => {
  expect(filled().victims(4)).toEqual([0, 1, 2, 3]);
});

test('first those of which one side was seen, without a whole hello first, however old the others are', () => {
  const rows = filled((each, row) => {
    if (row < 10) each.hello(row, true);
    else if (row < 20) each.feed(row, HALF, true);
    else if (row < 30) each.hello(row);
  });
  expect(rows.victims(3)).toEqual([30, 31, 32]);
});

test('then those with a hello', () => {
  const rows = filled((each, row) => void (row < 50 ? each.feed(row, HALF, true) : each.hello(row)));
  expect(rows.victims(3)).toEqual([50, 51, 52]);
});

test('where both sides speak in all of them, those without a whole hello', () => {
  const rows = filled((each, row) => void (row < 100 ? each.hello(row, true) : each.feed(row, HALF, true)));
  expect(rows.victims(3)).toEqual([100, 101, 102]);
});

test('a reader that comes farther goes behind those that were there before', () => {
  const rows = filled();
  rows.hello(1).hello(0);
  expect(rows.victims(MOST - 2)).toEqual(Array.from({ length: MOST - 2 }, (_, i) => i + 2));
});

test.each([
  ['hellos of flows in which both sides speak', (rows: Rows, row: number) => rows.hello(row, true), 1 / 2],
  ['half hellos of such', (rows: Rows, row: number) => rows.feed(row, HALF, true), 1 / 4],
  ['hellos of others', (rows: Rows, row: number) => rows.hello(row), 1 / 8],
] as const)('%s leave room for others when they stay open', (_, makes, share) => {
  const rows = filled((each, row) => void makes(each, row));
  // Each new one gives up an old one, until so much of the room is with those that are worth less.
  expect(rows.victims(MOST * share)).toEqual(Array.from({ length: MOST * share }, (_, i) => i));
  expect(rows.victim).toBe(10_000);
});

test('octets are counted as they change, and given back', () => {
  const rows = new Rows();
  const half = record(22, [1, 0, 0x3f, 0xf0, 3, 3, ...new Array<number>(16_000).fill(7)]).subarray(0, 16_000);
  rows.begin(0).hello(0);
  let row = 0;
  while (rows.readers.victim(P, false) === -1) {
    row++;
    rows.begin(row).feed(row, half);
    expect(row).toBeLessThanOrEqual(MOST_OCTETS / half.length + 1);
  }
  expect(row).toBeGreaterThan(MOST_OCTETS / half.length / 4);
  expect(rows.readers.victim(P, false)).toBe(1);
  rows.readers.remove(P, 1);
  expect(rows.readers.victim(P, false)).toBe(-1);
  rows.begin(1).feed(1, half);
  expect(rows.readers.victim(P, false)).toBe(2);
  rows.readers.clear();
  expect(rows.readers.victim(P, false)).toBe(-1);
});

test('a flow that turns out to be DNS gives its reader back', () => {
  const begun = sealInitial({ dcid: new Uint8Array(8), payload: cryptoFrame(0, clientHello().subarray(0, 20)) });
  const query = message({ question: name('example.org') });
  const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index: 0, shards: 1, all: true });
  const between = { src: '10.9.0.0', dst: '203.0.113.53', srcPort: 5354, dstPort: 53 };
  const packets = [begun, query].map((payload) => udpPacket({ ...between, payload }));
  const flows = MAX_READERS + 2048;
  const CHUNK = 2048;
  const SOURCE_AT = 12;
  for (let from = 0; from < flows; from += CHUNK) {
    const chunk = Array.from({ length: CHUNK }, (_, i) =>
      packets.map((packet) => {
        const octets = packet.slice();
        octets.set([(from + i) >> 8, (from + i) & 0xff], SOURCE_AT + 2);
        return { at: 0, octets };
      }),
    ).flat();
    shard.process(batchOf(chunk, 1 + 2 * from));
  }
  expect(shard.counters[Count.HandshakeLimits]).toBe(0);
  shard.finish();
  while (shard.endSome(flows));
  const ends = shard.events.filter((event): event is EndEvent => event.kind === 'end');
  expect(ends).toHaveLength(flows);
  expect(new Set(ends.map((end) => end.seen))).toEqual(new Set(['incomplete']));
});
