import fc from 'fast-check';
import { KEY_WORDS, partitionHash } from '../../src/flow/key.js';
import { D_FIRST_FRAME, D_LAST, FlowTable, NONE, PARTITIONS, ROW_DOUBLES, ROW_WORDS } from '../../src/flow/table.js';

/** A TCP/IPv4 key between two numbered endpoints. */
function keyOf(number: number): Int32Array {
  const key = new Int32Array(KEY_WORDS);
  key.set([0, 0, 0xffff, number, 0, 0, 0xffff, 0x0a000001, (number << 16) | 443, 6]);
  return key;
}

function add(table: FlowTable, number: number, last = number): number {
  const key = keyOf(number);
  const row = table.add(key, partitionHash(key));
  table.doubles[row * ROW_DOUBLES + D_FIRST_FRAME] = number + 1;
  table.doubles[row * ROW_DOUBLES + D_LAST] = last;
  return row;
}

function find(table: FlowTable, number: number): number {
  const key = keyOf(number);
  return table.find(key, partitionHash(key));
}

test('a table of any history finds what was added and not removed, and nothing else', () => {
  const step = fc.record({ number: fc.nat(300), remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const table = new FlowTable(64_000, PARTITIONS);
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
  const table = new FlowTable(1_000_000, PARTITIONS);
  for (let number = 0; number < 50_000; number++) add(table, number);
  for (let number = 0; number < 50_000; number++) {
    const row = find(table, number);
    expect(table.words[row * ROW_WORDS + 3]).toBe(number);
  }
});

describe('the victim of a full partition', () => {
  /** Numbers of keys that fall into one partition. */
  function inOnePartition(count: number): number[] {
    const wanted = FlowTable.partitionOf(partitionHash(keyOf(0)));
    const numbers: number[] = [];
    for (let number = 0; numbers.length < count; number++) {
      if (FlowTable.partitionOf(partitionHash(keyOf(number))) === wanted) numbers.push(number);
    }
    return numbers;
  }

  test('there is none while there is room', () => {
    const table = new FlowTable(2 * PARTITIONS, PARTITIONS);
    const [first] = inOnePartition(1);
    expect(table.victim(partitionHash(keyOf(first!)))).toBe(NONE);
    add(table, first!);
    expect(table.victim(partitionHash(keyOf(first!)))).toBe(NONE);
  });

  test('is the oldest half-open flow, however silent the others are', () => {
    const table = new FlowTable(4 * PARTITIONS, PARTITIONS);
    const numbers = inOnePartition(4);
    const rows = numbers.map((number) => add(table, number));
    table.leaveHalfOpen(rows[0]!);
    table.leaveHalfOpen(rows[2]!);
    const partition = partitionHash(keyOf(numbers[0]!));
    expect(table.victim(partition)).toBe(rows[1]);
    table.remove(rows[1]!);
    add(table, numbers[1]!);
    expect(table.victim(partition)).toBe(rows[3]);
  });

  test('is the one silent longest among the oldest where none is half-open', () => {
    const table = new FlowTable(3 * PARTITIONS, PARTITIONS);
    const numbers = inOnePartition(3);
    const rows = numbers.map((number, i) => add(table, number, [30, 10, 20][i]));
    for (const row of rows) table.leaveHalfOpen(row);
    expect(table.victim(partitionHash(keyOf(numbers[0]!)))).toBe(rows[1]);
  });
});
