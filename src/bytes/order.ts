/**
 * Order: puts numbers into the order of two keys each. A radix sort of the keys' bits, sixteen at a time and the least first: it takes
 * the same few passes whatever the keys are, where a comparing sort of millions takes seconds; digits that are the same in all
 * cost no pass.
 */

const DIGITS = 0x1_0000;
/** Digits of a double. */
const DIGITS_PER_KEY = 4;
/** IEEE 754: the high word of a double comes second where the low octet comes first, as on every platform of Node. */
const HIGH = 1;
const SIGN = 0x8000_0000;

export class Order {
  readonly #items: Uint32Array;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  #count = 0;

  /** @param most items that are added at most */
  constructor(most: number) {
    this.#items = new Uint32Array(most);
    this.#first = new Float64Array(most);
    this.#second = new Float64Array(most);
  }

  /** @param first sorted by this, no NaN; where it is equal, by `second` */
  add(item: number, first: number, second: number): void {
    this.#items[this.#count] = item;
    this.#first[this.#count] = first + 0; // no -0, whose bits are others
    this.#second[this.#count++] = second + 0;
  }

  /** All items in order. To be called once. */
  sorted(): Uint32Array<ArrayBuffer> {
    const count = this.#count;
    let places = new Uint32Array(count);
    for (let i = 0; i < count; i++) places[i] = i;
    let spare = new Uint32Array(count);
    const starts = new Uint32Array(DIGITS);
    for (const key of [this.#second, this.#first]) {
      const words = sortable(key.subarray(0, count));
      for (let digit = 0; digit < DIGITS_PER_KEY; digit++) {
        if (!pass(words, digit, places, spare, starts)) continue;
        [places, spare] = [spare, places];
      }
    }
    for (let i = 0; i < count; i++) spare[i] = this.#items[places[i]!]!;
    return spare;
  }
}

/** Makes of doubles, in their place, numbers of 64 bits without a sign that have the same order: two words each. */
function sortable(keys: Float64Array): Uint32Array {
  const words = new Uint32Array(keys.buffer, keys.byteOffset, 2 * keys.length);
  for (let at = 0; at < words.length; at += 2) {
    if (words[at + HIGH]! & SIGN) {
      words[at] = ~words[at]!;
      words[at + HIGH] = ~words[at + HIGH]!;
    } else {
      words[at + HIGH] = words[at + HIGH]! | SIGN;
    }
  }
  return words;
}

/**
 * Writes `from` into `to` by one digit of its keys; what has the same digit keeps its order.
 * @returns false if all have the same: nothing was written
 */
function pass(words: Uint32Array, digit: number, from: Uint32Array, to: Uint32Array, starts: Uint32Array): boolean {
  const word = digit >> 1;
  const shift = 16 * (digit & 1);
  const count = from.length;
  starts.fill(0);
  for (let i = 0; i < count; i++) starts[(words[2 * i + word]! >>> shift) & (DIGITS - 1)]!++;
  if (count === 0 || starts[(words[word]! >>> shift) & (DIGITS - 1)] === count) return false;
  for (let value = 0, sum = 0; value < DIGITS; value++) {
    const those = starts[value]!;
    starts[value] = sum;
    sum += those;
  }
  for (let i = 0; i < count; i++) {
    const place = from[i]!;
    to[starts[(words[2 * place + word]! >>> shift) & (DIGITS - 1)]!++] = place;
  }
  return true;
}
