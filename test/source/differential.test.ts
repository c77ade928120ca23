/** Our reader and pcap-parser (which shares no code with it) give the same packets of good microsecond captures. */
import fc from 'fast-check';
import { writePcap } from '../support/capture-writer.js';
import { pcapParserRead } from './pcap-parser.js';
import { readOctets } from './reading.js';

const packet = fc.record({
  time: fc.integer({ min: 0, max: 4_294_967_295_999_999 }),
  data: fc.uint8Array({ maxLength: 300 }),
  more: fc.nat(2000),
});

test.each(['little', 'big'] as const)('%s-endian', async (order) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(packet, { maxLength: 30 }),
      fc.integer({ min: 1, max: 5000 }),
      async (drawn, readSize) => {
        const packets = drawn.map(({ time, data, more }) => ({ time, data, onWire: data.length + more }));
        const file = writePcap({ order, packets });
        const ours = await readOctets(file, readSize);
        expect(ours.damage).toEqual([]);
        const theirs = await pcapParserRead(file);
        expect(ours.packets.map(({ time, onWire, data }) => ({ time, onWire, data }))).toEqual(theirs);
        expect(theirs).toHaveLength(packets.length);
      },
    ),
    { numRuns: 100 },
  );
});
