/** pcapng: draft-ietf-opsawg-pcapng, block by block. */
import { MAX_TIME_US } from '../../src/source/batch.js';
import { sourceFrom } from '../../src/source/index.js';
import { MAX_INTERFACES } from '../../src/source/interfaces.js';
import {
  type Block,
  block,
  concat,
  custom,
  darwinProcess,
  dsb,
  epb,
  idb,
  isb,
  nrb,
  type Order,
  pb,
  type Section,
  shb,
  spb,
  writePcapng,
} from '../support/capture-writer.js';
import { MemoryInput, readAll, readOctets, sample } from './reading.js';

const TIME = 1_700_000_000_123_456;
const ORDERS: Order[] = ['little', 'big'];
const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

describe.each(ORDERS)('a section in %s-endian order', (order) => {
  const blocks: (Block | Section)[] = [
    shb(order, { options: [{ code: 4, value: new TextEncoder().encode('pinsight tests') }] }),
    nrb(),
    idb({ linkType: 1, snapLength: 262_144, fcsLength: 4 }),
    idb({ linkType: 101, tsresol: 9 }),
    dsb(),
    epb({ data: sample(61), time: BigInt(TIME), onWire: 1514, options: [{ code: 2, value: sample(4) }] }),
    custom(),
    darwinProcess(),
    epb({ data: sample(40, 1), interfaceId: 1, time: BigInt(TIME) * 1000n + 999n }),
    block(0x7fff_1234, sample(400)),
    spb(sample(33, 2), 33),
    pb({ data: sample(50, 3), interfaceId: 1, time: 1_999n }),
    isb(1),
  ];
  const file = writePcapng(...blocks);
  const expected = [
    { frame: 1, time: TIME, onWire: 1514, linkType: 1, data: hex(sample(61)) },
    { frame: 2, time: TIME, onWire: 40, linkType: 101, data: hex(sample(40, 1)) },
    { frame: 3, time: TIME, onWire: 33, linkType: 1, data: hex(sample(33, 2)) },
    { frame: 4, time: 1, onWire: 50, linkType: 101, data: hex(sample(50, 3)) },
  ];

  test('gives the packets of all packet blocks, passes over all others', async () => {
    expect(await readOctets(file)).toEqual({ packets: expected, damage: [] });
  });

  test.each([1, 7, 4096, 1024 * 1024])('gives the same in reads of %i', async (readSize) => {
    expect(await readOctets(file, readSize)).toEqual({ packets: expected, damage: [] });
  });

  test('every prefix gives the packets of its whole blocks, and one damage unless it ends between two', async () => {
    const pieces = blocks.map((each) => (typeof each === 'function' ? each(order) : each.block(order)));
    const isPacket = [5, 8, 10, 11];
    for (let length = 4; length <= file.length; length++) {
      let end = 0;
      let packets = 0;
      for (let i = 0; i < pieces.length && end + pieces[i]!.length <= length; i++) {
        end += pieces[i]!.length;
        if (isPacket.includes(i)) packets++;
      }
      const got = await readOctets(file.subarray(0, length));
      expect(got.packets).toEqual(expected.slice(0, packets));
      if (end === length) expect(got.damage).toEqual([]);
      else expect(got.damage).toMatchObject([{ offset: end }]);
    }
  });
});

describe('sections', () => {
  test('each has its own byte order and interfaces; frames are numbered through', async () => {
    const file = writePcapng(
      shb('little'),
      idb({ linkType: 1 }),
      idb({ linkType: 113 }),
      epb({ data: sample(20), interfaceId: 1 }),
      shb('big'),
      idb({ linkType: 101, tsresol: 3 }),
      epb({ data: sample(21), time: 7n }),
      shb('little', { minor: 2 }),
      idb({ linkType: 228 }),
      epb({ data: sample(22), time: 9n }),
    );
    const got = await readOctets(file);
    expect(got.damage).toEqual([]);
    expect(got.packets.map((p) => [p.frame, p.linkType, p.time, p.data.length / 2])).toEqual([
      [1, 113, 0, 20],
      [2, 101, 7000, 21],
      [3, 228, 9, 22],
    ]);
  });

  test('interfaces of the section before are gone', async () => {
    const head = writePcapng(shb(), idb(), idb(), shb(), idb());
    const got = await readOctets(concat(head, epb({ data: sample(9), interfaceId: 1 })('little')));
    expect(got.packets).toEqual([]);
    const cause = 'packet 1 is of interface 1, but its section describes 1';
    expect(got.damage).toEqual([{ capture: 'memory', offset: head.length, cause }]);
  });

  test('another major version is damage', async () => {
    const head = writePcapng(shb(), idb(), epb({ data: sample(9) }));
    const got = await readOctets(concat(head, writePcapng(shb('big', { major: 2 }), idb(), epb({ data: sample(9) }))));
    expect(got.packets).toHaveLength(1);
    expect(got.damage).toMatchObject([
      { offset: head.length, cause: 'version 2.0 of the section header, expected 1.x' },
    ]);
  });

  test('a byte-order magic that is none is damage', async () => {
    const file = writePcapng(shb(), idb());
    file[8] = 0x4e;
    expect((await readOctets(file)).damage).toMatchObject([{ offset: 0 }]);
    expect((await readOctets(file)).damage[0]!.cause).toContain('byte-order magic 0x4e3c2b1a');
  });

  test('a file of a section header alone is a capture without packets', async () => {
    expect(await readOctets(writePcapng(shb()))).toEqual({ packets: [], damage: [] });
  });
});

describe('times', () => {
  const timeOf = async (
    order: Order,
    tsresol: number | undefined,
    time: bigint,
    tsoffset?: bigint,
  ): Promise<number> => {
    const description = {
      ...(tsresol === undefined ? {} : { tsresol }),
      ...(tsoffset === undefined ? {} : { tsoffset }),
    };
    const file = writePcapng(shb(order), idb(description), epb({ data: sample(4), time }));
    return (await readOctets(file)).packets[0]!.time;
  };

  // §4.2: if_tsresol is an exponent of 10, or of 2 if its top bit is set; 10^-6 without it.
  test.each<[number | undefined, bigint, number]>([
    [undefined, 1_700_000_000_123_456n, TIME],
    [6, 1_700_000_000_123_456n, TIME],
    [9, 1_700_000_000_123_456_789n, TIME],
    [12, 1_700_000_000_123_456_789n, 1_700_000_000_123],
    [3, 1_700_000_000_123n, 1_700_000_000_123_000],
    [0, 1_700_000_000n, 1_700_000_000_000_000],
    [0x80, 1_700_000_000n, 1_700_000_000_000_000],
    [0x80 + 10, 1_700_000_000n * 1024n + 1023n, 1_700_000_000_999_023],
    [0x80 + 20, 1_700_000_000n * 1_048_576n + 1n, 1_700_000_000_000_000],
    [0x80 + 32, (1_700_000_000n << 32n) + 0xffff_ffffn, 1_700_000_000_999_999],
    [0x80 + 34, 4_000_000n << 34n, 4_000_000_000_000],
    [0x80 + 64, 0xffff_ffff_ffff_ffffn, 999_999],
    [15, 1_000_000_000_000_000n, 1_000_000],
    [127, 0xffff_ffff_ffff_ffffn, 0],
  ])('if_tsresol %p, %p units', async (tsresol, units, micros) => {
    for (const order of ORDERS) expect(await timeOf(order, tsresol, units)).toBe(micros);
  });

  test.each<[bigint, number]>([
    [1_700_000_000n, 1_700_000_000_000_005],
    [-3n, 0],
    [0n, 5],
    [-9_223_372_036_854_775_808n, 0],
    [9_223_372_036_854_775_807n, MAX_TIME_US],
  ])('if_tsoffset %p seconds', async (offset, micros) => {
    for (const order of ORDERS) expect(await timeOf(order, 6, 5n, offset)).toBe(micros);
  });

  test('a time that no double holds is cut to the last that one does', async () => {
    expect(await timeOf('little', 6, 0xffff_ffff_ffff_ffffn)).toBe(MAX_TIME_US);
  });
});

describe('simple packet block', () => {
  const read = async (snapLength: number, data: Uint8Array, onWire: number) => {
    const got = await readOctets(writePcapng(shb(), idb({ snapLength }), spb(data, onWire)));
    expect(got.damage).toEqual([]);
    return got.packets.map((packet) => [packet.data.length / 2, packet.onWire, packet.time]);
  };

  // §4.4: captured is the smaller of the length on the wire and the snapshot length.
  test('is cut by the snapshot length', async () => {
    expect(await read(64, sample(64), 1514)).toEqual([[64, 1514, 0]]);
    expect(await read(61, sample(64), 1514)).toEqual([[61, 1514, 0]]);
  });

  test('padding is not packet', async () => {
    expect(await read(0, sample(61), 61)).toEqual([[61, 61, 0]]);
  });

  test('never reaches beyond its block', async () => {
    expect(await read(0, sample(60), 4_294_967_295)).toEqual([[60, 4_294_967_295, 0]]);
  });

  test('needs an interface', async () => {
    const got = await readOctets(writePcapng(shb(), spb(sample(8))));
    expect(got.damage[0]!.cause).toBe('packet 1 is of interface 0, but its section describes 0');
  });
});

describe('damage', () => {
  const good = writePcapng(shb(), idb(), epb({ data: sample(60) }));
  const causeAfter = async (...pieces: Uint8Array[]): Promise<string> => {
    const got = await readOctets(concat(good, ...pieces, epb({ data: sample(60) })('little')));
    expect(got.packets).toHaveLength(1);
    expect(got.damage).toHaveLength(1);
    expect(got.damage[0]!.offset).toBe(good.length);
    return got.damage[0]!.cause;
  };
  const words = (...values: number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);

  test('another length at the end of a packet block', async () => {
    const bad = epb({ data: sample(60) })('little');
    bad[bad.length - 4]! ^= 0x10;
    expect(await causeAfter(bad)).toBe('length 76 at the end of a block of length 92, expected the same');
  });

  test('another length at the end of a block that is passed over', async () => {
    expect(await causeAfter(block(99, sample(40), 56)('little'))).toBe(
      'length 56 at the end of a block of length 52, expected the same',
    );
  });

  test.each([0, 4, 8, 11])('a block of length %i', async (length) => {
    expect(await causeAfter(words(99, length))).toBe(`length ${length} of a block of type 99, expected 12 at least`);
  });

  test('a length that is no multiple of 4', async () => {
    expect(await causeAfter(words(99, 4_294_967_295))).toBe(
      'length 4294967295 of a block of type 99, expected a multiple of 4',
    );
  });

  test.each([
    [1, 20],
    [2, 32],
    [3, 16],
    [6, 32],
  ])('a block of type %i too short for its fields', async (type, least) => {
    expect(await causeAfter(words(type, least - 4))).toBe(
      `length ${least - 4} of a block of type ${type}, expected ${least} at least`,
    );
  });

  test('a packet block too large to be one', async () => {
    expect(await causeAfter(words(6, 0xffff_fffc))).toBe('length 4294967292 of a block of type 6 exceeds 16777216');
  });

  test('a captured length beyond the block, and beyond any packet', async () => {
    expect(await causeAfter(epb({ data: sample(60), captured: 61 })('little'))).toBe(
      'captured length 61 of packet 2 exceeds the 60 octets of its block',
    );
    expect(await causeAfter(epb({ data: sample(60), captured: 262_145 })('little'))).toBe(
      'captured length 262145 of packet 2 exceeds 262144',
    );
  });

  test('options that do not fit', async () => {
    const option = (code: number, length: number): Uint8Array => {
      const made = idb({ options: [{ code, value: new Uint8Array(length) }] })('little');
      return made;
    };
    expect(await causeAfter(option(9, 2))).toBe('length 2 of option if_tsresol of interface 1, expected 1');
    expect(await causeAfter(option(14, 4))).toBe('length 4 of option if_tsoffset of interface 1, expected 8');
    const long = option(2, 8);
    long[18] = 200;
    expect(await causeAfter(long)).toBe('length 200 of option 2 of interface 1 exceeds the 12 octets left');
  });

  test('zeros after the blocks', async () => {
    expect(await causeAfter(new Uint8Array(64))).toBe('length 0 of a block of type 0, expected 12 at least');
  });

  test('a block that ends after the capture', async () => {
    const got = await readOctets(concat(good, block(99, sample(40))('little').subarray(0, 50)));
    expect(got.damage).toMatchObject([
      { offset: good.length, cause: 'the capture ends 2 octets before the end of a block of 52' },
    ]);
  });
});

describe('bounds', () => {
  test('a block of 4 GB is passed over without being held', async () => {
    // The input makes its octets up: 4 GB of memory are not needed to show it.
    const head = concat(writePcapng(shb(), idb()), new Uint8Array(Uint32Array.of(99, 0xffff_fffc).buffer));
    const tail = concat(
      new Uint8Array(Uint32Array.of(0xffff_fffc).buffer),
      epb({ data: sample(60), time: 5n })('little'),
    );
    const input = new SparseInput(head, 0xffff_fffc - 12, tail);
    const source = await sourceFrom('sparse', input, { readSize: 16 * 1024 * 1024 });
    const batch = await source.next();
    expect(batch).toMatchObject({ count: 1, firstFrame: 1 });
    expect(batch!.octets.length).toBeLessThan(17 * 1024 * 1024);
    expect(await source.next()).toBeNull();
    expect(source.damage).toEqual([]);
  });

  test('the buffer grows with the octets that come, not with what a length says', async () => {
    const file = concat(
      writePcapng(shb(), idb()),
      new Uint8Array(Uint32Array.of(6, 16_777_216).buffer),
      sample(100_000),
    );
    const source = await sourceFrom('memory', new MemoryInput(file), { readSize: 4096 });
    expect(await source.next()).toBeNull();
    expect(source.damage).toHaveLength(1);
    const { packets } = await readAll(sourceFrom('memory', new MemoryInput(file)));
    expect(packets).toEqual([]);
  });

  test('a packet block with megabytes of options is a packet', async () => {
    const options = Array.from({ length: 40 }, () => ({ code: 1, value: sample(60_000) }));
    const file = writePcapng(shb(), idb(), epb({ data: sample(60), options }), epb({ data: sample(61) }));
    for (const readSize of [4096, 1024 * 1024]) {
      const got = await readOctets(file, readSize);
      expect(got.damage).toEqual([]);
      expect(got.packets.map((packet) => packet.data)).toEqual([hex(sample(60)), hex(sample(61))]);
    }
  });

  test('interfaces: 65,536 in a section, then damage', async () => {
    const many = Array.from({ length: MAX_INTERFACES }, (_, i) => idb({ linkType: i & 0xff }));
    const head = writePcapng(shb(), ...many, epb({ data: sample(9), interfaceId: 65_535 }));
    const got = await readOctets(concat(head, idb()('little'), epb({ data: sample(9) })('little')));
    expect(got.packets).toMatchObject([{ frame: 1, linkType: 0xff }]);
    expect(got.damage).toEqual([
      { capture: 'memory', offset: head.length, cause: 'more than 65536 interfaces in one section' },
    ]);
  });
});

/** Two pieces with zeros between them. */
class SparseInput extends MemoryInput {
  #left: number;
  readonly #tail: MemoryInput;

  constructor(head: Uint8Array, zeros: number, tail: Uint8Array) {
    super(head);
    this.#left = zeros;
    this.#tail = new MemoryInput(tail);
  }

  override read(into: Uint8Array, at: number, most: number): number | Promise<number> {
    if (this.position < this.size) return super.read(into, at, most);
    if (this.#left === 0) return this.#tail.read(into, at, most);
    const got = Math.min(most, this.#left);
    this.#left -= got;
    return got; // what is in the buffer stands for octets of the block
  }
}
