/** docs/formats/packet-stream.md: frames in pieces of any size, and what is wrong with them. */
import fc from 'fast-check';
import { MAX_TIME_US, newBatch } from '../../src/source/batch.js';
import { FRAME_HEADER, FrameReader, MAX_PACKET, putFrameHeader } from '../../src/source/packet-frames.js';

const NOW = 1_795_512_612_000_000;

/** The format by other means than the program's: Node's own big-endian writers. */
function frame(packet: Uint8Array, timeUs: bigint): Buffer {
  const octets = Buffer.alloc(12 + packet.length);
  octets.writeUInt32BE(packet.length, 0);
  octets.writeBigUInt64BE(timeUs, 4);
  octets.set(packet, 12);
  return octets;
}

interface Packet {
  readonly hex: string;
  readonly time: number;
}

/** Shows `stream` in pieces that end at `cuts`; each piece's room is overwritten afterwards, as a reused buffer's is. */
function read(stream: Uint8Array, cuts: readonly number[] = [], columns = 8) {
  const batch = newBatch(columns);
  const packets: Packet[] = [];
  const reader = new FrameReader(batch, () => {
    for (let i = 0; i < batch.count; i++) {
      const at = batch.at[i]!;
      packets.push({
        hex: Buffer.from(batch.octets.subarray(at, at + batch.captured[i]!)).toString('hex'),
        time: batch.time[i]!,
      });
    }
  });
  const ends = [...new Set(cuts.map((cut) => cut % (stream.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const end of [...ends, stream.length]) {
    const piece = new Uint8Array(end - from + 7).fill(0xee);
    piece.set(stream.subarray(from, end));
    reader.take(piece, end - from, NOW);
    piece.fill(0xdd);
    from = end;
  }
  return { packets, reader };
}

test('the example of the document, octet by octet', () => {
  const stream = Buffer.from('00 00 00 03   00 06 61 02 5b 6f 73 40   45 00 00'.replaceAll(' ', ''), 'hex');
  expect(read(stream).packets).toEqual([{ hex: '450000', time: Date.UTC(2026, 10, 24, 9, 30, 12) * 1000 + 123_456 }]);
});

test('the header that we write is the one that is read', () => {
  const header = new Uint8Array(FRAME_HEADER + 2);
  putFrameHeader(header, 1, 0x1234, 1_795_512_612_123_456);
  expect(Buffer.from(header.subarray(1, 13))).toEqual(
    frame(new Uint8Array(0x1234), 1_795_512_612_123_456n).subarray(0, 12),
  );
  expect([header[0], header[13]]).toEqual([0, 0]);
});

test('any pieces give the same packets', () => {
  const packets = fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.bigInt({ min: 1n, max: 2n ** 53n - 1n })), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(
      packets,
      fc.array(fc.nat(1000), { maxLength: 30 }),
      fc.integer({ min: 1, max: 9 }),
      (list, cuts, columns) => {
        const stream = Buffer.concat(list.map(([octets, time]) => frame(octets, time)));
        const { packets: got, reader } = read(stream, cuts, columns);
        expect(got).toEqual(
          list.map(([octets, time]) => ({ hex: Buffer.from(octets).toString('hex'), time: Number(time) })),
        );
        expect(reader.packets).toBe(list.length);
        expect(reader.cutShort()).toBeUndefined();
      },
    ),
    { numRuns: 300 },
  );
});

test('octet by octet, with the largest packet there is', () => {
  const largest = new Uint8Array(MAX_PACKET).map((_, i) => i);
  const stream = Buffer.concat([frame(largest, 5n), frame(Buffer.from('aa', 'hex'), 6n)]);
  const { packets } = read(
    stream,
    Array.from({ length: stream.length }, (_, i) => i),
  );
  expect(packets).toEqual([
    { hex: Buffer.from(largest).toString('hex'), time: 5 },
    { hex: 'aa', time: 6 },
  ]);
});

test('no time is the time of arrival; one beyond all time is the last there is', () => {
  const one = Buffer.from('45', 'hex');
  const { packets } = read(Buffer.concat([frame(one, 0n), frame(one, 2n ** 64n - 1n), frame(one, 1n)]));
  expect(packets.map(({ time }) => time)).toEqual([NOW, MAX_TIME_US, 1]);
});

test.each([[[]], [[20]], [[31]], [Array.from({ length: 60 }, (_, i) => i)]])(
  'a length beyond the limit is damage: named with its octet, and nothing after it is read (cuts %j)',
  (cuts) => {
    const bad = Buffer.from('00010028', 'hex'); // 65,576: one more than the largest packet
    const stream = Buffer.concat([frame(new Uint8Array(15), 1n), bad, new Uint8Array(8), frame(new Uint8Array(3), 2n)]);
    const { packets, reader } = read(stream, cuts);
    expect(packets).toHaveLength(1);
    expect(reader.fault).toBe('length 65576 of the frame at octet 27 exceeds 65575 (after packet 1)');
  },
);

test('a stream that ends within a frame says where', () => {
  const whole = frame(new Uint8Array(15), 1n);
  for (let cut = 1; cut < whole.length; cut++) {
    const { packets, reader } = read(Buffer.concat([whole, whole.subarray(0, cut)]));
    expect(packets).toHaveLength(1);
    expect(reader.cutShort()).toBe(`the stream ends ${cut} octets into the frame at octet 27 (after packet 1)`);
  }
});

test('whatever octets come, they are packets or damage', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(300), { maxLength: 9 }), (octets, cuts) => {
      const whole = read(octets);
      const pieces = read(octets, cuts);
      expect(pieces.packets).toEqual(whole.packets);
      expect(pieces.reader.fault).toBe(whole.reader.fault);
    }),
  );
});

test('a reader that was stopped hands over nothing, not even the rest of a piece', () => {
  const batch = newBatch(1);
  let count = 0;
  const reader = new FrameReader(batch, () => {
    count++;
    reader.stop();
  });
  const stream = Buffer.concat([frame(new Uint8Array(5), 1n), frame(new Uint8Array(5), 1n)]);
  reader.take(new Uint8Array(stream), stream.length, NOW);
  reader.take(new Uint8Array(stream), stream.length, NOW);
  expect(count).toBe(1);
});
