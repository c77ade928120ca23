/**
 * Hostile captures through the whole pipeline: our recordings, mutated octet by octet, block by block. Whatever comes, it
 * ends, throws nothing, and every packet that the reader gave is accounted for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { UsageError } from '../../src/bytes/usage-error.js';
import { Count, HANDSHAKE_LIMITS } from '../../src/engine/counters.js';
import { jsonOf } from '../../src/sink/jsonl.js';
import { classifyOctets } from '../support/classify.js';
import { DEMO, LAB } from '../support/lab.js';

/** Captures small enough that a thousand mutations of them take seconds. */
const SMALL = 16_000;
const fixtures = ['dns', 'encap', 'hellos', 'linktypes', 'pinned', 'quic', 'tcp']
  .flatMap((folder) => readdirSync(`${LAB}/${folder}`).map((name) => readFileSync(`${LAB}/${folder}/${name}`)))
  .filter((octets) => octets.length < SMALL);
const demo = readFileSync(DEMO).subarray(0, SMALL);

type Mutation =
  | { kind: 'set'; at: number; octet: number }
  | { kind: 'bit'; at: number; bit: number }
  | { kind: 'cut'; at: number; length: number }
  | { kind: 'repeat'; at: number; length: number }
  | { kind: 'end'; at: number };

const position = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: position, octet: fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff) }),
  fc.record({ kind: fc.constant('bit' as const), at: position, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('cut' as const), at: position, length: fc.nat(64) }),
  fc.record({ kind: fc.constant('repeat' as const), at: position, length: fc.nat(64) }),
  fc.record({ kind: fc.constant('end' as const), at: position }),
);

function mutate(octets: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  let result = Buffer.from(octets);
  for (const each of mutations) {
    // The magic number stays: an input without it is refused before anything is read.
    const at = 4 + Math.floor(each.at * Math.max(0, result.length - 4));
    if (at >= result.length) continue;
    if (each.kind === 'set') result[at] = each.octet;
    else if (each.kind === 'bit') result[at]! ^= 1 << each.bit;
    else if (each.kind === 'cut') result = Buffer.concat([result.subarray(0, at), result.subarray(at + each.length)]);
    else if (each.kind === 'repeat')
      result = Buffer.concat([result.subarray(0, at + each.length), result.subarray(at)]);
    else result = result.subarray(0, Math.max(4, at));
  }
  return result;
}

test('no mutation of any recording breaks the pipeline or loses a packet', async () => {
  expect(fixtures.length).toBeGreaterThan(100);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(fixtures.length),
      fc.array(mutation, { minLength: 1, maxLength: 12 }),
      async (which, mutations) => {
        const octets = mutate(fixtures[which] ?? demo, mutations);
        try {
          const { records, shard } = await classifyOctets(octets);
          const counters = shard.counters;
          let unattributed = 0;
          for (let i: number = Count.Faults; i < HANDSHAKE_LIMITS; i++) unattributed += counters[i]!;
          expect(counters[Count.InFlows]! + unattributed).toBe(counters[Count.Packets]);
          expect(records.length).toBe(counters[Count.Flows]);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may come out
          for (const record of records) expect(jsonOf(record)).not.toMatch(/[\u0000-\u001f\u007f-\uffff]/);
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
        }
      },
    ),
    { numRuns: 1500 },
  );
});
