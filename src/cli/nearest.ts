/** "Did you mean": the nearest of the names there are, for names that a person mistyped. HOUSE.md section 5: bounded work. */
import { harmless } from '../bytes/text.js';

/** Longer names are not compared: the work is the product of both lengths. */
const MAX_LENGTH = 80;
/** Names that are looked at. */
const MAX_NAMES = 20_000;
/** One letter in so many may differ. */
const LETTERS_PER_ERROR = 3;

/** ` (did you mean Signal?)`, or nothing where no name is near. */
export function suggestion(wanted: string, names: Iterable<string>): string {
  const near = nearest(wanted, names);
  return near === undefined ? '' : ` (did you mean ${harmless(near)}?)`;
}

/** The name with the fewest differences, case apart; the first of equals; undefined where all are too far. */
export function nearest(wanted: string, names: Iterable<string>): string | undefined {
  if (wanted.length > MAX_LENGTH) return undefined;
  const lower = wanted.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / LETTERS_PER_ERROR)) + 1;
  let seen = 0;
  for (const name of names) {
    if (++seen > MAX_NAMES) break;
    if (Math.abs(name.length - wanted.length) >= least || name.length > MAX_LENGTH) continue;
    const differences = distance(lower, name.toLowerCase());
    if (differences >= least) continue;
    best = name;
    least = differences;
  }
  return best;
}

/** Letters to put in, take out or change (Levenshtein), two neighbours that changed places counting once. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : changed;
      row.push(Math.min(changed, swapped, last[j]! + 1, row[j - 1]! + 1));
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
