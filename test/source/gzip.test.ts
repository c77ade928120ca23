/** gzip around captures: RFC 1952 members whole, several, cut short, corrupt, with things after them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { GzipInput } from '../../src/source/gzip.js';
import { openSource, sourceFrom } from '../../src/source/index.js';
import { concat, epb, idb, shb, writePcap, writePcapng } from '../support/capture-writer.js';
import { MemoryInput, type ReadCapture, readAll, readFile, readOctets, sample } from './reading.js';

const PACKETS = Array.from({ length: 300 }, (_, i) => ({
  time: 1_700_000_000_000_000 + i,
  data: sample(40 + i * 3, i),
}));
const PCAP = writePcap({ packets: PACKETS });
/** An array and no Buffer, whose slices would share their octets. */
const GZIPPED = Uint8Array.from(gzipSync(PCAP));

/** Offset of each record's end in PCAP. */
const ENDS = [24];
for (const packet of PACKETS) ENDS.push(ENDS.at(-1)! + 16 + packet.data.length);

let plain: ReadCapture;
beforeAll(async () => {
  plain = await readOctets(PCAP);
});

describe('whole', () => {
  test.each([1, 7, 4096, 1024 * 1024])('the same packets as uncompressed, in reads of %i', async (readSize) => {
    expect(await readOctets(GZIPPED, readSize)).toEqual(plain);
  });

  test('pcapng, from an input that answers later and in small pieces', async () => {
    const file = writePcapng(shb('big'), idb(), ...PACKETS.map(({ data }) => epb({ data })));
    const input = new MemoryInput(gzipSync(file), { later: true, most: 13 });
    expect((await readAll(sourceFrom('piped', input))).packets.map((packet) => packet.data)).toEqual(
      plain.packets.map((packet) => packet.data),
    );
    expect(input.closed).toBe(true);
  });

  test('several members are one capture, cut anywhere', async () => {
    for (const cut of [1, 3, 24, 100, 5000]) {
      const file = concat(gzipSync(PCAP.subarray(0, cut)), gzipSync(new Uint8Array(0)), gzipSync(PCAP.subarray(cut)));
      expect(await readOctets(file)).toEqual(plain);
    }
  });

  // RFC 1952 §2.3.1: flags FHCRC 2, FEXTRA 4, FNAME 8, FCOMMENT 16.
  test('every optional header field is passed over', async () => {
    const text = (chars: string): Uint8Array => new TextEncoder().encode(`${chars}\0`);
    const fields: [number, Uint8Array][] = [
      [4, concat(Uint8Array.of(300 & 0xff, 300 >> 8), sample(300))],
      [8, text('trace.pcap')],
      [16, text('a comment')],
      [2, Uint8Array.of(1, 2)],
    ];
    for (let mask = 0; mask < 16; mask++) {
      const chosen = fields.filter((_, i) => (mask & (1 << i)) !== 0);
      const header = GZIPPED.slice(0, 10);
      header[3] = chosen.reduce((flags, [flag]) => flags | flag, 1);
      const file = concat(header, ...chosen.map(([, octets]) => octets), GZIPPED.subarray(10));
      expect(await readOctets(file)).toEqual(plain);
    }
  });

  test('zeros after the last member are padding', async () => {
    expect(await readOctets(concat(GZIPPED, new Uint8Array(10_000)))).toEqual(plain);
  });

  test('position and size are those of the compressed octets', async () => {
    const source = await sourceFrom('memory', new MemoryInput(GZIPPED));
    expect(source.size).toBe(GZIPPED.length);
    while ((await source.next()) !== null);
    expect(source.position).toBe(GZIPPED.length);
  });

  test('a compressed block of zeros stays small in memory', async () => {
    // 64 MiB of zeros in 64 KiB: a custom block that is passed over, then a packet.
    const zeros = 64 * 1024 * 1024;
    const length = new Uint8Array(Uint32Array.of(0xbad, zeros + 12).buffer);
    const file = concat(
      writePcapng(shb(), idb()),
      length,
      new Uint8Array(zeros),
      length.subarray(4),
      epb({ data: sample(60) })('little'),
    );
    const bomb = gzipSync(file);
    const input = new GzipInput(new MemoryInput(bomb), new Uint8Array(0));
    const source = await sourceFrom('bomb', input);
    const before = process.memoryUsage().arrayBuffers;
    const batch = await source.next();
    expect(batch).toMatchObject({ count: 1 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 * 1024 * 1024);
    source.close();
  });
});

describe('damaged', () => {
  const damaged = async (file: Uint8Array, cause: string): Promise<ReadCapture> => {
    const got = await readOctets(file);
    expect(got.damage).toHaveLength(1);
    expect(got.damage[0]!.cause).toBe(cause);
    expect(got.packets).toEqual(plain.packets.slice(0, got.packets.length));
    // The offset is that of the first record that was not given out, in the inflated octets.
    expect(got.damage[0]!.offset).toBe(ENDS[got.packets.length]!);
    for (const readSize of [1, 7, 4096]) expect(await readOctets(file, readSize)).toEqual(got);
    return got;
  };

  test('cut short: everything that inflates is kept', async () => {
    // Stored blocks: what the octets before the cut hold is known without inflating.
    const stored = gzipSync(PCAP, { level: 0 });
    const got = await damaged(
      stored.subarray(0, stored.length - 1008),
      'damaged gzip: it ends inside its compressed octets',
    );
    const inflated = PCAP.length - 1000;
    expect(got.packets).toHaveLength(ENDS.filter((end) => end <= inflated).length - 1);
  });

  test('cut short anywhere: damage, and packets from the start', async () => {
    for (let length = 400; length < GZIPPED.length - 8; length += 997) {
      await damaged(GZIPPED.subarray(0, length), 'damaged gzip: it ends inside its compressed octets');
    }
  });

  test('without its whole trailer', async () => {
    for (let missing = 1; missing < 8; missing++) {
      const got = await damaged(
        GZIPPED.subarray(0, GZIPPED.length - missing),
        'damaged gzip: it ends inside the trailer of gzip member 1',
      );
      expect(got.packets).toEqual(plain.packets);
    }
  });

  test('a wrong checksum, a wrong length: every packet is kept', async () => {
    const crc = GZIPPED.slice();
    crc[crc.length - 8]! ^= 1;
    const length = GZIPPED.slice();
    length[length.length - 4]! ^= 1;
    for (const [file, cause] of [
      [crc, /^damaged gzip: checksum \d+ of gzip member 1, expected \d+$/],
      [length, new RegExp(`^damaged gzip: length ${PCAP.length ^ 1} of gzip member 1, expected ${PCAP.length}$`)],
    ] as const) {
      const got = await readOctets(file);
      expect(got.packets).toEqual(plain.packets);
      expect(got.damage).toMatchObject([{ offset: PCAP.length, cause: expect.stringMatching(cause) }]);
    }
  });

  test('something else after the last member: every packet is kept', async () => {
    for (const zeros of [0, 1, 5000]) {
      const file = concat(GZIPPED, new Uint8Array(zeros), new TextEncoder().encode('and more'));
      const got = await damaged(file, 'damaged gzip: what follows its last member is not gzip');
      expect(got.packets).toEqual(plain.packets);
    }
  });

  test('a second member with another method, with reserved flags, cut inside its header', async () => {
    const second = (at: number, value: number): Uint8Array => {
      const member = GZIPPED.slice();
      member[at] = value;
      return concat(GZIPPED, member);
    };
    await damaged(second(2, 7), 'damaged gzip: compression method 7 of gzip member 2, expected 8');
    await damaged(second(3, 0x20), 'damaged gzip: flags 32 of gzip member 2, expected the upper three to be 0');
    await damaged(concat(GZIPPED, GZIPPED.subarray(0, 7)), 'damaged gzip: it ends inside the header of gzip member 2');
    const named = concat(GZIPPED, GZIPPED.subarray(0, 10), sample(70_000).fill(0x61));
    named[GZIPPED.length + 3] = 8;
    await damaged(named, 'damaged gzip: name and comment of gzip member 2 exceed 65536 octets');
  });

  test('corrupt deflate octets: what was inflated before is kept', async () => {
    const stored = Uint8Array.from(gzipSync(PCAP, { level: 0 }));
    // The header of the second stored block (RFC 1951 §3.2.4): its length and the complement of it no longer agree.
    const block = 10 + 5 + (stored[11]! | (stored[12]! << 8));
    stored[block + 1]! ^= 0xff;
    const got = await damaged(stored, 'damaged gzip: its compressed octets are corrupt');
    // One stored block before it, whose octets are those of the capture.
    const inflated = block - 10 - 5;
    expect(got.packets).toHaveLength(ENDS.filter((end) => end <= inflated).length - 1);
  });

  test('a small capture with one corrupt octet is a capture, and what is before it is kept', async () => {
    const small = Uint8Array.from(gzipSync(PCAP.subarray(0, ENDS[40]!), { level: 0 }));
    const second = Uint8Array.from(gzipSync(PCAP.subarray(ENDS[40]!, ENDS[80]!)));
    second[10] = 0x07; // RFC 1951 §3.2.3: block type 3 is reserved
    const got = await damaged(concat(small, second), 'damaged gzip: its compressed octets are corrupt');
    expect(got.packets).toEqual(plain.packets.slice(0, 40));
    // Anywhere in the compressed octets: never an exception, never a packet that was not there before the damage.
    const whole = Uint8Array.from(gzipSync(PCAP.subarray(0, ENDS[40]!)));
    for (let at = 200; at < whole.length - 8; at += 37) {
      const file = whole.slice();
      file[at]! ^= 0x55;
      expect((await readOctets(file)).damage).toHaveLength(1);
    }
  });

  test('damage of the capture inside is that of the capture', async () => {
    const got = await readOctets(gzipSync(PCAP.subarray(0, PCAP.length - 3)));
    expect(got.damage[0]!.cause).toBe('the capture ends 3 octets before the end of packet 300');
  });
});

describe('not a capture', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['gzip of text', gzipSync('hello'), /what its gzip holds begins with the octets 68656c6c/],
    ['gzip of nothing', gzipSync(''), /what its gzip holds is empty/],
    ['gzip of gzip', gzipSync(GZIPPED), /compressed with gzip once more/],
    ['gzip cut short before the magic', GZIPPED.subarray(0, 12), /ends inside its compressed octets/],
    ['two octets of gzip', Uint8Array.of(0x1f, 0x8b), /ends inside the header of gzip member 1/],
  ])('%s', async (_, file, message) => {
    const opened = Promise.resolve(sourceFrom('memory', new MemoryInput(file)));
    await expect(opened).rejects.toMatchObject({ code: 'not_a_capture', message: expect.stringMatching(message) });
  });
});

test('a file is recognised by its content, whatever its name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pinsight-'));
  try {
    const path = join(folder, 'trace.txt');
    writeFileSync(path, GZIPPED);
    expect(openSource(path)).toBeInstanceOf(Promise);
    expect((await readFile(path)).packets).toEqual(plain.packets);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('closing while it inflates ends the wait', async () => {
  const source = await sourceFrom('memory', new MemoryInput(GZIPPED, { later: true }));
  const waiting = source.next();
  source.close();
  expect(await waiting).toBeNull();
  expect(source.damage).toEqual([]);
});
