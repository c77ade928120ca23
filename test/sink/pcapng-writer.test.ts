/** The captures that `--write` makes: read by our own reader and, where it is, by tshark; in pieces in any order. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PcapngBlocks } from '../../src/sink/pcapng-writer.js';
import { RotatingFile } from '../../src/sink/rotating.js';
import { openSource } from '../../src/source/index.js';
import { ethernet, udpPacket } from '../support/frame-builder.js';

const RAW = 101;
const ETHERNET = 1;
const TIME = 1_795_512_612_123_456;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinsight-pcapng-'));
  file = path.join(folder, 'kept.pcapng');
});
afterEach(() => rmSync(folder, { recursive: true }));

const packet = (length: number): Uint8Array =>
  udpPacket({ src: '10.8.0.2', dst: '203.0.113.7', srcPort: 50_001, dstPort: 9, payload: new Uint8Array(length) });

interface Written {
  readonly octets: Uint8Array;
  readonly onWire: number;
  readonly time: number;
  readonly linkType: number;
}

const add = (blocks: PcapngBlocks, { octets, onWire, time, linkType }: Written): void =>
  blocks.packet(octets, onWire, time, linkType);

async function readBack(name: string): Promise<Written[]> {
  const source = await openSource(name);
  const got: Written[] = [];
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    for (let i = 0; i < batch.count; i++) {
      const at = batch.at[i]!;
      got.push({
        octets: batch.octets.slice(at, at + batch.captured[i]!),
        onWire: batch.onWire[i]!,
        time: batch.time[i]!,
        linkType: batch.linkType[i]!,
      });
    }
  }
  expect(source.damage).toEqual([]);
  source.close();
  return got;
}

/** Lengths of every remainder by 4, both link types, times beyond 32 bits of seconds, a clipped one, an empty one. */
const PACKETS: readonly Written[] = [
  ...[0, 1, 2, 3].map((length) => {
    const octets = packet(length);
    return { octets, onWire: octets.length, time: TIME + length, linkType: RAW };
  }),
  { octets: ethernet({ payload: packet(100) }), onWire: 142, time: TIME + 9, linkType: ETHERNET },
  { octets: packet(50).subarray(0, 40), onWire: 78, time: 0, linkType: RAW },
  { octets: new Uint8Array(0), onWire: 60, time: Number.MAX_SAFE_INTEGER, linkType: RAW },
];

test('the octets of a small one, as the specification has them (§4.1 to §4.3)', () => {
  const blocks = new PcapngBlocks();
  blocks.packet(Uint8Array.of(0x45, 1, 2, 3, 4), 1500, 0x0006_6102_5b6f_7340, RAW);
  const u32 = (...values: number[]): Buffer => {
    const octets = Buffer.alloc(4 * values.length);
    for (const [i, value] of values.entries()) octets.writeUInt32LE(value, 4 * i);
    return octets;
  };
  const all = 0xffff_ffff;
  expect(Buffer.from(blocks.take()).toString('hex')).toBe(
    Buffer.concat([
      u32(0x0a0d0d0a, 28, 0x1a2b3c4d, 0x0000_0001, all, all, 28),
      u32(1, 32, 101, 0, 0x0001_0009, 6, 0, 32),
      u32(6, 40, 0, 0x0006_6102, 0x5b6f_7340, 5, 1500),
      Buffer.from('4501020304000000', 'hex'),
      u32(40),
    ]).toString('hex'),
  );
});

test('read by our own reader: what was written, whole', async () => {
  const blocks = new PcapngBlocks();
  for (const one of PACKETS) add(blocks, one);
  expect(blocks.packets).toBe(PACKETS.length);
  writeFileSync(file, blocks.take());
  expect(await readBack(file)).toEqual(PACKETS);
  expect([blocks.packets, blocks.take().length]).toEqual([0, 0]);
});

test('pieces of two writers in one file, whose interfaces are not in the same order', async () => {
  const [one, two] = [new PcapngBlocks(), new PcapngBlocks()];
  const output = new RotatingFile({ path: file, log: (message) => expect(message).toBe('') });
  const order: Written[] = [];
  const write = (blocks: PcapngBlocks, packets: readonly Written[]): void => {
    for (const each of packets) add(blocks, each);
    output.write(blocks.take(), packets.length);
    order.push(...packets);
  };
  write(one, PACKETS);
  write(two, [...PACKETS].reverse());
  write(one, PACKETS.slice(4));
  await output.close();
  expect(await readBack(file)).toEqual(order);
});

test('a full section says so, whatever it is full of, and is taken whole', async () => {
  const blocks = new PcapngBlocks();
  const largest = { octets: new Uint8Array(262_144).fill(7), onWire: 262_144, time: TIME, linkType: RAW };
  let written = 0;
  while (!blocks.isFull) {
    add(blocks, written === 1 ? largest : { ...PACKETS[0]!, linkType: RAW });
    written++;
  }
  expect(() => add(blocks, largest)).toThrow(/full/);
  writeFileSync(file, blocks.take());
  expect(await readBack(file)).toHaveLength(written);
  // More link types than a section describes.
  let linkType = 0;
  for (; !blocks.isFull; linkType++) add(blocks, { ...PACKETS[0]!, linkType });
  writeFileSync(file, blocks.take());
  expect((await readBack(file)).map((one) => one.linkType)).toEqual(Array.from({ length: linkType }, (_, i) => i));
  // Longer than any packet: clipped, and so marked.
  add(blocks, { octets: new Uint8Array(300_000), onWire: 300_000, time: 1, linkType: RAW });
  writeFileSync(file, blocks.take());
  expect((await readBack(file)).map((one) => [one.octets.length, one.onWire])).toEqual([[262_144, 300_000]]);
});

const tshark = ((): boolean => {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

(tshark ? test : test.skip)('read by tshark: times, lengths, link types, over several sections', () => {
  const blocks = new PcapngBlocks();
  const packets = PACKETS.slice(0, 6);
  const pieces: Uint8Array[] = [];
  for (const part of [packets.slice(0, 3), packets.slice(3)]) {
    for (const one of part) add(blocks, one);
    pieces.push(blocks.take().slice());
  }
  writeFileSync(file, Buffer.concat(pieces));
  const fields = ['frame.time_epoch', 'frame.cap_len', 'frame.len', 'udp.dstport'].flatMap((field) => ['-e', field]);
  const out = execFileSync('tshark', ['-n', '-r', file, '-T', 'fields', ...fields]).toString();
  const rows = out
    .trimEnd()
    .split('\n')
    .map((row) => row.split('\t'));
  expect(
    rows.map(([time, captured, onWire, port]) => [
      Number(time!.replace('.', '')),
      Number(captured),
      Number(onWire),
      port,
    ]),
  ).toEqual(packets.map(({ octets, onWire, time }) => [time * 1000, octets.length, onWire, '9']));
});
