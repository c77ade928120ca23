/**
 * The queries of a UDP flow with port 53 that wait for their answer: the two latest, as 16-bit tags (protocol/dns/question.ts) in words
 * of the flow's row, so that nothing is allocated. A stub resolver asks for A and AAAA at once from one port; where more than
 * two wait, one is forgotten, and what matches none may still be an answer to that. RFC 5452 §9.1; docs/adr/0003.
 */
import { W_PROBED, W_QUERIES } from '../flow/table.js';
import type { Solicited } from '../protocol/dns/queries.js';
import { NO_QUESTION } from '../protocol/dns/question.js';

const HALF = 16;
const LOWER = 0xffff;
/** The part of W_PROBED that counts datagrams. */
export const PROBED_MASK = LOWER;
// Bits of W_PROBED beyond. There is a tag in the lower (upper) half of W_QUERIES; its query waits.
const LOWER_USED = 1 << HALF;
const UPPER_USED = 2 << HALF;
const LOWER_WAITS = 4 << HALF;
const UPPER_WAITS = 8 << HALF;
/** A query that may wait is not kept: there were more than two, or it was not whole. */
const FORGOTTEN = 16 << HALF;
/** A query was seen, if any of these. */
const ASKED = LOWER_USED | UPPER_USED | FORGOTTEN;

/**
 * A query passed by.
 * @param at first word of the row
 * @param tag by `questionTag`; NO_QUESTION if the capture cut it
 */
export function noteQuery(words: Int32Array, at: number, tag: number): void {
  const state = words[at + W_PROBED]!;
  const tags = words[at + W_QUERIES]!;
  const half = tag & LOWER;
  if (tag === NO_QUESTION) words[at + W_PROBED] = state | FORGOTTEN;
  else if (inLower(state, tags, half)) words[at + W_PROBED] = state | LOWER_WAITS;
  else if (inUpper(state, tags, half)) words[at + W_PROBED] = state | UPPER_WAITS;
  else if (!(state & LOWER_USED) || (state & UPPER_USED && !(state & LOWER_WAITS))) {
    words[at + W_QUERIES] = (tags & ~LOWER) | half;
    words[at + W_PROBED] = state | LOWER_USED | LOWER_WAITS;
  } else {
    words[at + W_QUERIES] = (tags & LOWER) | (half << HALF);
    words[at + W_PROBED] = state | UPPER_USED | UPPER_WAITS | (state & UPPER_WAITS ? FORGOTTEN : 0);
  }
}

/**
 * A response passed by.
 * @param lost flows of this partition were evicted: this one may be the rest of a flow whose queries were seen
 * @returns `again` if its query was answered before: the client has taken the first answer
 */
export function matchResponse(words: Int32Array, at: number, tag: number, lost: boolean): Solicited | 'again' {
  const state = words[at + W_PROBED]!;
  const tags = words[at + W_QUERIES]!;
  const half = tag & LOWER;
  if (tag !== NO_QUESTION) {
    const waits = inLower(state, tags, half) ? LOWER_WAITS : inUpper(state, tags, half) ? UPPER_WAITS : 0;
    words[at + W_PROBED] = state & ~waits;
    if (waits !== 0) return state & waits ? 'yes' : 'again';
  }
  return state & FORGOTTEN || (lost && !(state & ASKED)) ? 'unknown' : 'no';
}

function inLower(state: number, tags: number, half: number): boolean {
  return (state & LOWER_USED) !== 0 && (tags & LOWER) === half;
}

function inUpper(state: number, tags: number, half: number): boolean {
  return (state & UPPER_USED) !== 0 && tags >>> HALF === half;
}
