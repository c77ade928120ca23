import { Order } from '../../src/bytes/order.js';

function inOrder(keys: readonly (readonly [number, number])[]): number[] {
  const order = new Order(keys.length);
  for (const [item, [first, second]] of keys.entries()) order.add(item, first, second);
  return Array.from(order.sorted());
}

/** The same by comparing. */
function compared(keys: readonly (readonly [number, number])[]): number[] {
  const by = (a: number, b: number): number => keys[a]![0] - keys[b]![0] || keys[a]![1] - keys[b]![1];
  return keys.map((_, item) => item).sort(by);
}

test('nothing, and one', () => {
  expect(inOrder([])).toEqual([]);
  expect(inOrder([[5, 5]])).toEqual([0]);
});

test('the first key counts, then the second; equals stay as they came', () => {
  expect(
    inOrder([
      [2, 1],
      [1, 9],
      [1, 3],
      [2, 0],
      [1, 3],
    ]),
  ).toEqual([2, 4, 1, 3, 0]);
});

test('keys of all sizes, of both signs, with fractions, and infinite ones', () => {
  const values = [0, -0, 1, -1, 0.5, -0.5, 65_535, 65_536, 2 ** 32, 2 ** 32 + 1, 1.7e15, 1.7e15 + 0.25, 2 ** 53 - 1];
  values.push(-(2 ** 40), Number.MIN_VALUE, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  const keys: [number, number][] = [];
  // 17 values in an order that is neither that of their size nor the reverse of it: 5 is prime to their number.
  for (let i = 0; i < values.length; i++)
    for (let j = 0; j < values.length; j++)
      keys.push([values[(5 * i + 3) % values.length]!, values[(5 * j + i) % values.length]!]);
  // Infinity less itself is no number: compared by `<`.
  const less = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
  const expected = keys.map((_, item) => item);
  expected.sort((a, b) => less(keys[a]![0], keys[b]![0]) || less(keys[a]![1], keys[b]![1]));
  expect(inOrder(keys)).toEqual(expected);
});

test('many, by their own numbers alone', () => {
  const count = 100_003;
  const keys = Array.from({ length: count }, (_, i): [number, number] => [7, (i * 7919) % count]);
  expect(inOrder(keys)).toEqual(compared(keys));
});
