import { Encapsulations, MAX_ENCAPSULATIONS } from '../../src/flow/encapsulation.js';
import { PacketView } from '../../src/packet/view.js';

function tagged(...vlans: number[]): PacketView {
  const view = new PacketView();
  view.vlans.set(vlans);
  view.vlanCount = vlans.length;
  return view;
}

test('equal stacks get one number, different ones others, none gets 0', () => {
  const table = new Encapsulations();
  const stacks = [[], [0], [7], [7, 0], [0, 7], [7, 7], [4095, 1, 2, 3], [4095, 1, 2]];
  const numbers = stacks.map((stack) => table.intern(tagged(...stack)));
  expect(numbers[0]).toBe(0);
  expect(new Set(numbers).size).toBe(stacks.length);
  for (const [i, stack] of stacks.entries()) {
    expect(table.intern(tagged(...stack))).toBe(numbers[i]);
    expect(table.vlans(numbers[i]!)).toEqual(stack);
  }
});

test('past the bound all share one number, and are counted', () => {
  const table = new Encapsulations();
  for (let i = 0; i < MAX_ENCAPSULATIONS - 1; i++) table.intern(tagged(i & 0xfff, i >> 12));
  expect(table.overflows).toBe(0);
  const past = table.intern(tagged(1, 2, 3));
  expect(table.intern(tagged(1, 2, 4))).toBe(past);
  expect(table.overflows).toBe(2);
  expect(table.vlans(past)).toEqual([]);
  expect(table.vlans(table.intern(tagged(5, 0)))).toEqual([5, 0]);
});
