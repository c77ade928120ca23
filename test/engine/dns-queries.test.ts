/** The two queries that a UDP flow keeps: RFC 5452 §9.1, docs/adr/0003. */
import { matchResponse, noteQuery, PROBED_MASK } from '../../src/engine/dns-queries.js';
import { ROW_WORDS, W_PROBED, W_QUERIES } from '../../src/flow/table.js';
import { NO_QUESTION } from '../../src/protocol/dns/question.js';

const AT = ROW_WORDS;
let words: Int32Array;
beforeEach(() => {
  words = new Int32Array(3 * ROW_WORDS);
});
const ask = (...tags: number[]): void => {
  for (const tag of tags) noteQuery(words, AT, tag);
};
const told = (tag: number, lost = false): string => matchResponse(words, AT, tag, lost);

test('an answer to no query, and to another', () => {
  expect(told(0)).toBe('no');
  ask(7);
  expect([told(8), told(0), told(NO_QUESTION)]).toEqual(['no', 'no', 'no']);
});

test('two wait at once, and each for one answer', () => {
  ask(7, 0xffff);
  expect([told(0xffff), told(7), told(7), told(0xffff)]).toEqual(['yes', 'yes', 'again', 'again']);
  ask(0, 1);
  expect([told(0), told(1), told(0), told(7)]).toEqual(['yes', 'yes', 'again', 'no']);
});

test('any number of queries, as long as no more than two wait', () => {
  ask(100);
  for (let tag = 0; tag < 50; tag++) {
    ask(tag);
    expect([told(tag), told(tag)]).toEqual(['yes', 'again']);
  }
  expect(told(100)).toBe('yes');
});

test('a query that is sent again is the same one, and waits for an answer again', () => {
  ask(7, 8, 7, 8, 8);
  expect([told(9), told(7), told(8), told(8)]).toEqual(['no', 'yes', 'yes', 'again']);
  ask(8, 7);
  expect([told(7), told(8)]).toEqual(['yes', 'yes']);
});

test('of three, one is forgotten: what matches none may be its answer', () => {
  ask(7, 8, 9);
  expect([told(9), told(8), told(7), told(10), told(7)]).toEqual(['yes', 'unknown', 'yes', 'unknown', 'again']);
});

test('a query that was not whole may be any', () => {
  ask(NO_QUESTION);
  expect(told(7)).toBe('unknown');
});

test('where flows were evicted, a flow without a query may be the rest of one', () => {
  expect(told(7, true)).toBe('unknown');
  ask(8);
  expect(told(7, true)).toBe('no');
});

test('the count of datagrams beside it, and the rows around, are left alone', () => {
  words[AT + W_PROBED] = 63;
  ask(7, 8, 9, NO_QUESTION);
  told(7);
  expect(words[AT + W_PROBED]! & PROBED_MASK).toBe(63);
  words.fill(0, AT + W_PROBED, AT + W_PROBED + 1);
  words.fill(0, AT + W_QUERIES, AT + W_QUERIES + 1);
  expect([...words]).toEqual(new Array(3 * ROW_WORDS).fill(0));
});
