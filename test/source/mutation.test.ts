/**
 * Captures with octets changed, cut out, doubled: whatever happens to them, reading ends, gives at most one damage, throws
 * nothing (but wrong use, where the magic is gone), and does not depend on how the octets came in.
 */
import fc from 'fast-check';
import { UsageError } from '../../src/bytes/usage-error.js';
import { sourceFrom } from '../../src/source/index.js';
import { MAX_HELD_BLOCK } from '../../src/source/pcapng.js';
import {
  concat,
  custom,
  darwinProcess,
  dsb,
  epb,
  idb,
  isb,
  nrb,
  pb,
  shb,
  spb,
  writePcap,
  writePcapng,
} from '../support/capture-writer.js';
import { MemoryInput, type ReadCapture, readAll, sample } from './reading.js';

const packets = [40, 0, 130, 61].map((length, i) => ({ time: 1_000_000 * i + 7, data: sample(length, i) }));

const FILES: [string, Uint8Array][] = [
  ['pcap', writePcap({ packets })],
  ['pcap, big-endian, nanoseconds', writePcap({ order: 'big', nano: true, packets })],
  ['pcap, modified', writePcap({ modified: true, packets })],
  [
    'pcapng',
    writePcapng(
      shb('little'),
      idb({ tsresol: 9, tsoffset: 5n }),
      nrb(),
      epb({ data: sample(50), options: [{ code: 1, value: sample(11) }] }),
      custom(),
      shb('big'),
      idb({ tsresol: 0x8a, snapLength: 90 }),
      pb({ data: sample(33) }),
      dsb(),
      spb(sample(70)),
      darwinProcess(),
      isb(),
      epb({ data: sample(60) }),
    ),
  ],
];

/** Values that length fields are afraid of. */
const NASTY = fc.constantFrom(0, 1, 4, 11, 12, 16, 262_144, 262_145, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff);

type Change = (file: Uint8Array) => Uint8Array;

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })).map(([where, octet]) => (file: Uint8Array) => {
    const changed = file.slice();
    changed[where % file.length] = octet;
    return changed;
  }),
  fc.tuple(fc.nat(), NASTY, fc.boolean()).map(([where, value, little]) => (file: Uint8Array) => {
    const changed = file.slice();
    const words = Math.floor(file.length / 4);
    if (words > 0) new DataView(changed.buffer).setUint32(4 * (where % words), value, little);
    return changed;
  }),
  fc.tuple(fc.nat(), fc.nat(64)).map(([where, count]) => (file: Uint8Array) => {
    const at = where % file.length;
    return concat(file.subarray(0, at), file.subarray(at + count));
  }),
  fc.tuple(fc.nat(), fc.nat(64)).map(([where, count]) => (file: Uint8Array) => {
    const at = where % file.length;
    return concat(file.subarray(0, at + count), file.subarray(at));
  }),
);

/** What reading gives, or the code of the wrong use. */
async function outcome(file: Uint8Array, options: { readSize: number; later: boolean }): Promise<ReadCapture | string> {
  try {
    const input = new MemoryInput(file, { later: options.later });
    const got = await readAll(await sourceFrom('mutated', input, { readSize: options.readSize }));
    expect(input.closed).toBe(true);
    return got;
  } catch (error) {
    if (error instanceof UsageError) return error.code;
    throw error;
  }
}

test.each(FILES)('%s', async (_, original) => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const file = changes.reduce((so, each) => (so.length === 0 ? so : each(so)), original);
      const got = await outcome(file, { readSize: 256 * 1024, later: false });
      expect(await outcome(file, { readSize: 1, later: false })).toEqual(got);
      expect(await outcome(file, { readSize: 7, later: true })).toEqual(got);
      if (typeof got === 'string') {
        expect(got).toBe('not_a_capture');
        return;
      }
      expect(got.damage.length).toBeLessThanOrEqual(1);
      for (const { offset, cause } of got.damage) {
        expect(offset).toBeLessThanOrEqual(file.length);
        expect(cause).toMatch(/^[\x20-\x7e]{10,120}$/);
      }
      let octets = 0;
      got.packets.forEach((packet, i) => {
        octets += packet.data.length / 2;
        expect(packet.frame).toBe(i + 1);
        expect(packet.onWire).toBeGreaterThanOrEqual(packet.data.length / 2);
        expect(Number.isSafeInteger(packet.time) && packet.time >= 0).toBe(true);
      });
      expect(octets).toBeLessThanOrEqual(file.length);
    }),
    { numRuns: 250 },
  );
});

test('no length field makes the buffer larger than a block that is held', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...FILES), fc.nat(), NASTY, async ([, original], where, value) => {
      const file = concat(original, new Uint8Array(400_000));
      new DataView(file.buffer).setUint32(4 + 4 * (where % (original.length / 4 - 1)), value, true);
      const source = await sourceFrom('mutated', new MemoryInput(file), { readSize: 4096 });
      for (let batch = await source.next(); batch !== null; batch = await source.next()) {
        expect(batch.octets.length).toBeLessThan(MAX_HELD_BLOCK + 2 * 4096);
        expect(batch.octets.length).toBeLessThan(4 * file.length);
      }
    }),
    { numRuns: 200 },
  );
});
