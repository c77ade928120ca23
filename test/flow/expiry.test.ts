import fc from 'fast-check';
import { WHEEL, Wheel } from '../../src/flow/expiry.js';
import { ROW_WORDS } from '../../src/flow/table.js';

const SECOND = 1_000_000;

test('a row comes up after its deadline, within the second that follows it', () => {
  const wheel = new Wheel();
  const words = new Int32Array(ROW_WORDS);
  wheel.turn(1000 * SECOND, words, () => {});
  wheel.lay(words, 0, 1003.5 * SECOND);
  const due: number[] = [];
  wheel.turn(1003.9 * SECOND, words, (row) => due.push(row));
  expect(due).toEqual([]);
  expect(wheel.next[0]).toBe(1004 * SECOND);
  wheel.turn(1004 * SECOND, words, (row) => due.push(row));
  expect(due).toEqual([0]);
});

test('whatever is laid, lifted and laid again comes up once, never early', () => {
  const op = fc.record({
    row: fc.nat(9),
    lift: fc.boolean(),
    wait: fc.integer({ min: 0, max: 700 * SECOND }),
    ahead: fc.integer({ min: 0, max: 900 * SECOND }),
  });
  fc.assert(
    fc.property(fc.array(op, { maxLength: 60 }), (ops) => {
      const wheel = new Wheel();
      const words = new Int32Array(10 * ROW_WORDS);
      for (let row = 0; row < 10; row++) words[row * ROW_WORDS + 13] = -1;
      let now = 5_000 * SECOND;
      const deadlines = new Map<number, number>();
      const due = (row: number): void => {
        const deadline = deadlines.get(row)!;
        expect(deadline).toBeDefined();
        if (deadline >= now)
          wheel.lay(words, row, deadline); // beyond the wheel: looked at again
        else deadlines.delete(row);
      };
      wheel.turn(now, words, due);
      for (const { row, lift, wait, ahead } of ops) {
        now += wait;
        wheel.turn(now, words, due);
        for (const deadline of deadlines.values()) expect(deadline).toBeGreaterThanOrEqual(wheel.sweptUs);
        if (deadlines.has(row)) {
          if (!lift) continue;
          wheel.lift(words, row);
          deadlines.delete(row);
        } else {
          wheel.lay(words, row, now + ahead);
          deadlines.set(row, now + ahead);
        }
      }
      for (let i = 0; i < 4; i++) {
        now += WHEEL.buckets * SECOND;
        wheel.turn(now, words, due);
      }
      expect(deadlines.size).toBe(0);
    }),
  );
});
