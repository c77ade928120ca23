import { pinsight } from '../../src/gen/flow-record.js';
import { protobufOf } from '../../src/sink/protobuf.js';
import type { FlowRecord } from '../../src/verdict/record.js';
import { BARE, FULL, LIVE_VERDICT } from './records.js';

const Message = pinsight.v1.FlowRecord;

/** The message as a plain object with the record's names, from what was on the wire and nothing else. */
function decode(octets: Uint8Array): unknown {
  return plain(Message.decodeDelimited(octets));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([, inner]) => inner !== null && !(Array.isArray(inner) && inner.length === 0),
  );
  return Object.fromEntries(entries.map(([key, inner]) => [snake(key), plain(inner)]));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** proto3 does not write a 0 that is no `optional` field: readers see 0 either way. */
function withoutZeros(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutZeros);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== 0)
      .map(([key, inner]) => [key, withoutZeros(inner)]),
  );
}

test('a full record comes back as it was', () => {
  expect(withoutZeros(decode(protobufOf(FULL)))).toEqual(withoutZeros(FULL));
});

test('a bare record comes back as it was', () => {
  expect(decode(protobufOf(BARE))).toEqual(withoutZeros(BARE));
});

test('a score of 0 is told from no score', () => {
  const scored: FlowRecord = { ...BARE, pinsight: { ...BARE.pinsight, score: 0 } };
  expect(Message.decodeDelimited(protobufOf(scored)).pinsight).toHaveProperty('score', 0);
  expect(decode(protobufOf(BARE))).not.toHaveProperty('pinsight.score');
});

test('records follow each other, each with its length as a varint', () => {
  const octets = Buffer.concat([protobufOf(FULL), protobufOf(BARE)]);
  let at = 0;
  const ids: number[] = [];
  while (at < octets.length) {
    let length = 0;
    let shift = 0;
    let octet: number;
    do {
      octet = octets[at++]!;
      length += (octet & 0x7f) << shift;
      shift += 7;
    } while (octet >= 0x80);
    ids.push(Message.decode(octets.subarray(at, at + length)).flowId);
    at += length;
  }
  expect(ids).toEqual([17, 1]);
});

test('a time that is none is clamped', () => {
  for (const [time, written] of [
    [-5, 0],
    [Number.NaN, 0],
    [2 ** 70, 253_402_300_800_000_000 - 64],
    [1.5, 1],
  ] as const) {
    const record = { ...FULL, timestamp: time, pinsight: { ...FULL.pinsight, decided_at: time } };
    const message = Message.decodeDelimited(protobufOf(record));
    expect(message.timestamp).toBe(written);
    expect(message.pinsight!.decidedAt).toBe(written);
  }
});

test('a live verdict has a flow without a reason, and no frame', () => {
  const message = decode(protobufOf(LIVE_VERDICT));
  expect(withoutZeros(message)).toEqual(withoutZeros(LIVE_VERDICT));
  expect(message).toMatchObject({ event_type: 'verdict' });
  // Not written at all, rather than written empty.
  expect(message).not.toHaveProperty('flow.reason');
});
