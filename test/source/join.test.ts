/** Several captures as one input. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { joinSources } from '../../src/source/index.js';
import { JoinedSource } from '../../src/source/join.js';
import { epb, idb, shb, writePcap, writePcapng } from '../support/capture-writer.js';
import { readAll, readFile, sample } from './reading.js';

const folder = mkdtempSync(join(tmpdir(), 'pinsight-'));
const path = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const packets = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ time: from + i, data: sample(40, from + i) }));

beforeAll(() => {
  writeFileSync(path('one.pcap'), writePcap({ linkType: 101, packets: packets(0, 5000) }));
  const blocks = packets(5000, 3).map((packet) => epb({ data: packet.data, time: BigInt(packet.time) }));
  writeFileSync(path('two.pcapng'), writePcapng(shb('big'), idb({ linkType: 113 }), ...blocks));
  writeFileSync(path('three.gz'), gzipSync(writePcap({ order: 'big', packets: packets(5003, 4) })));
  writeFileSync(path('cut.pcap'), writePcap({ packets: packets(0, 2) }).subarray(0, -1));
  writeFileSync(path('text'), 'no capture');
});

test('frames are numbered through captures of any format', async () => {
  const got = await readAll(joinSources([path('one.pcap'), path('two.pcapng'), path('three.gz')]));
  expect(got.damage).toEqual([]);
  expect(got.packets.map((packet) => packet.frame)).toEqual(Array.from({ length: 5007 }, (_, i) => i + 1));
  expect(got.packets.map((packet) => packet.time)).toEqual(Array.from({ length: 5007 }, (_, i) => i));
  expect(got.packets.slice(4999).map((packet) => packet.linkType)).toEqual([101, 113, 113, 113, 1, 1, 1, 1]);
});

test('the same packets as of each alone', async () => {
  const names = [path('two.pcapng'), path('one.pcap')];
  const alone = (await Promise.all(names.map((name) => readFile(name)))).flatMap((read) => read.packets);
  const got = await readAll(joinSources(names, { readSize: 7 }));
  expect(got.packets).toEqual(alone.map((packet, i) => ({ ...packet, frame: i + 1 })));
});

test('plain files are read without a promise', () => {
  const source = joinSources([path('cut.pcap'), path('text'), path('two.pcapng')]);
  const countOfNext = (): number | string => {
    const batch = source.next();
    return batch instanceof Promise ? 'later' : (batch?.count ?? 'end');
  };
  expect([countOfNext(), countOfNext(), countOfNext()]).toEqual([1, 3, 'end']);
});

test('damage ends one capture, not the input; what cannot be read is passed over', async () => {
  const names = [path('missing'), path('cut.pcap'), path('text'), path('three.gz'), path('cut.pcap')];
  const source = joinSources(names);
  const got = await readAll(source);
  expect(got.packets.map((packet) => packet.frame)).toEqual([1, 2, 3, 4, 5, 6]);
  const damage = {
    capture: path('cut.pcap'),
    offset: 24 + 56,
    cause: expect.stringContaining('1 octets before the end'),
  };
  expect(got.damage).toEqual([damage, damage]);
  expect(source.unreadable).toEqual([
    { capture: path('missing'), cause: expect.stringContaining('no such file') },
    { capture: path('text'), cause: expect.stringContaining('is not a capture') },
  ]);
});

test('position reaches size', async () => {
  const source = joinSources([path('one.pcap'), path('three.gz'), path('cut.pcap')]);
  let last = -1;
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    expect(source.position).toBeGreaterThanOrEqual(last);
    last = source.position;
  }
  expect(source.position).toBe(source.size);
  expect(joinSources([path('one.pcap'), '/dev/null']).size).toBeUndefined();
});

test('nothing to read', async () => {
  expect(await readAll(joinSources([]))).toEqual({ packets: [], damage: [] });
  const source = joinSources([path('missing')]);
  expect(await readAll(source)).toEqual({ packets: [], damage: [] });
  expect(source.unreadable).toHaveLength(1);
});

test('closed: no more packets, no more captures', async () => {
  const source = joinSources([path('three.gz'), path('one.pcap')]);
  const waiting = source.next();
  source.close();
  expect(await waiting).toBeNull();
  expect(source.next()).toBeNull();
});

test('an exception that is no wrong use is not swallowed', () => {
  const source = new JoinedSource(['any'], () => {
    throw new RangeError('a bug');
  });
  expect(() => source.next()).toThrow(RangeError);
});
