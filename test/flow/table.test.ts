import fc from 'fast-check';
import { mix } from '../../src/bytes/hash.js';
import { KEY_WORDS, partitionHash } from '../../src/flow/key.js';
import { D_FIRST_FRAME, D_LAST, FlowTable, NONE, PARTITIONS, ROW_DOUBLES, ROW_WORDS } from '../../src/flow/table.js';
import { wordThatMixesTo } from '../support/colliding.js';

const SEED = 20_261_124;

/** A TCP/IPv4 key between two numbered endpoints. */
function keyOf(number: number): Int32Array {
  const key = new Int32Array(KEY_WORDS);
  key.set([0, 0, 0xffff, number, 0, 0, 0xffff, 0x0a000001, (number << 16) | 443, 6]);
  return key;
}

function add(table: FlowTable, number: number, last = number): number {
  const key = keyOf(number);
  const row = table.add(key, partitionHash(key, 0));
  table.doubles[row * ROW_DOUBLES + D_FIRST_FRAME] = number + 1;
  table.doubles[row * ROW_DOUBLES + D_LAST] = last;
  return row;
}

function find(table: FlowTable, number: number): number {
  const key = keyOf(number);
  return table.find(key);
}

/** `expect` for each of a million look-ups would take most of the test's time. */
function expectFound(table: FlowTable, number: number, row: number | undefined): void {
  if (find(table, number) !== (row ?? NONE)) expect([number, find(table, number)]).toEqual([number, row ?? NONE]);
}

test('a table of any history finds what was added and not removed, and nothing else', () => {
  const step = fc.record({ number: fc.nat(300), remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const table = new FlowTable(64_000, PARTITIONS, SEED);
      const model = new Map<number, number>();
      for (const { number, remove } of steps) {
        const row = model.get(number);
        if (row === undefined) model.set(number, add(table, number));
        else if (remove) {
          table.remove(row);
          model.delete(number);
        }
      }
      expect(table.size).toBe(model.size);
      for (let number = 0; number <= 300; number++) expect(find(table, number)).toBe(model.get(number) ?? NONE);
      let live = 0;
      for (let row = 0; row < table.rows; row++) if (table.isLive(row)) live++;
      expect(live).toBe(model.size);
    }),
  );
});

test('growth keeps every flow', () => {
  const table = new FlowTable(1_000_000, PARTITIONS, SEED);
  for (let number = 0; number < 50_000; number++) add(table, number);
  for (let number = 0; number < 50_000; number++) {
    const row = find(table, number);
    expect(table.words[row * ROW_WORDS + 3]).toBe(number);
  }
});

test('a table that grows and shrinks finds each flow at every moment, also while entries are moved', () => {
  // Flows come and go; two come for one that goes. The index doubles several times on the way.
  const table = new FlowTable(1_000_000, PARTITIONS, SEED);
  const rows = new Map<number, number>();
  let oldest = 0;
  for (let number = 0; number < 30_000; number++) {
    expectFound(table, number, undefined);
    rows.set(number, add(table, number));
    if (number % 2 === 1) {
      // In turn one of those that came first, and one that came just now.
      const leaving = number % 4 === 1 ? oldest++ : number;
      const row = rows.get(leaving);
      if (row !== undefined) table.remove(row);
      rows.delete(leaving);
      expectFound(table, leaving, undefined);
    }
    const some = (number * 7919) % (number + 1);
    expectFound(table, some, rows.get(some));
  }
  expect(table.size).toBe(rows.size);
  for (let number = 0; number < 30_000; number++) expectFound(table, number, rows.get(number));
  for (const row of rows.values()) table.remove(row);
  expect(table.size).toBe(0);
  for (let number = 0; number < 30_000; number += 100) expectFound(table, number, undefined);
});

describe('the victim of a full partition', () => {
  /** Numbers of keys that fall into one partition. */
  function inOnePartition(count: number): number[] {
    const wanted = FlowTable.partitionOf(partitionHash(keyOf(0), 0));
    const numbers: number[] = [];
    for (let number = 0; numbers.length < count; number++) {
      if (FlowTable.partitionOf(partitionHash(keyOf(number), 0)) === wanted) numbers.push(number);
    }
    return numbers;
  }

  test('there is none while there is room', () => {
    const table = new FlowTable(2 * PARTITIONS, PARTITIONS, SEED);
    const [first] = inOnePartition(1);
    expect(table.victim(partitionHash(keyOf(first!), 0))).toBe(NONE);
    add(table, first!);
    expect(table.victim(partitionHash(keyOf(first!), 0))).toBe(NONE);
  });

  test('is the oldest half-open flow, however silent the others are', () => {
    const table = new FlowTable(4 * PARTITIONS, PARTITIONS, SEED);
    const numbers = inOnePartition(4);
    const rows = numbers.map((number) => add(table, number));
    table.leaveHalfOpen(rows[0]!);
    table.leaveHalfOpen(rows[2]!);
    const partition = partitionHash(keyOf(numbers[0]!), 0);
    expect(table.victim(partition)).toBe(rows[1]);
    table.remove(rows[1]!);
    add(table, numbers[1]!);
    expect(table.victim(partition)).toBe(rows[3]);
  });

  test('is the one silent longest among the oldest where none is half-open', () => {
    const table = new FlowTable(3 * PARTITIONS, PARTITIONS, SEED);
    const numbers = inOnePartition(3);
    const rows = numbers.map((number, i) => add(table, number, [30, 10, 20][i]));
    for (const row of rows) table.leaveHalfOpen(row);
    expect(table.victim(partitionHash(keyOf(numbers[0]!), 0))).toBe(rows[1]);
  });
});

describe('keys made to collide', () => {
  /** Pairs of addresses, to the destination that leads the fixed hash from every source to one and the same. */
  function colliding(count: number): Int32Array[] {
    return Array.from({ length: count }, (_, i) => {
      const key = keyOf(0);
      key[3] = 0x0a000000 + i;
      key[7] = wordThatMixesTo(mix(0, key[3]!), 0x12345678);
      return key;
    });
  }

  test.each([1, SEED])('have one partition hash and places all over the index (seed %i)', (seed) => {
    const keys = colliding(20_000);
    expect(new Set(keys.map((key) => partitionHash(key, 0))).size).toBe(1);
    const table = new FlowTable(2_000_000, PARTITIONS, seed);
    for (const key of keys) table.add(key, partitionHash(key, 0));
    expect(table.size).toBe(20_000);
    // Half full and hashed at random, linear probing has its longest run at some log n; by the fixed hash it would be 20,000.
    expect(table.farthest).toBeLessThan(200);
    for (const key of keys.slice(0, 100)) expect(table.find(key)).not.toBe(NONE);
  });
});
