/** Classic pcap: draft-ietf-opsawg-pcap, pcap-savefile(5), and what libpcap does with files that stray from them. */
import { concat, type PcapDescription, writePcap } from '../support/capture-writer.js';
import { readOctets, sample } from './reading.js';

const TIME = 1_700_000_000_123_456;

const PACKETS = [
  { time: TIME, data: sample(60) },
  { time: TIME + 1, data: sample(1514, 1), onWire: 9000 },
  { time: TIME + 2_000_000, data: sample(0) },
];

const EXPECTED = PACKETS.map((packet, i) => ({
  frame: i + 1,
  time: packet.time,
  onWire: packet.onWire ?? packet.data.length,
  linkType: 1,
  data: Buffer.from(packet.data).toString('hex'),
}));

const VARIANTS: [string, Partial<PcapDescription>][] = [
  ['little-endian', { order: 'little' }],
  ['big-endian', { order: 'big' }],
  ['nanoseconds, little-endian', { order: 'little', nano: true }],
  ['nanoseconds, big-endian', { order: 'big', nano: true }],
  ['modified, little-endian', { order: 'little', modified: true }],
  ['modified, big-endian', { order: 'big', modified: true }],
];

describe.each(VARIANTS)('pcap, %s', (_, variant) => {
  const file = writePcap({ ...variant, packets: PACKETS });
  const header = variant.modified === true ? 24 : 16;

  test('gives every packet', async () => {
    expect(await readOctets(file)).toEqual({ packets: EXPECTED, damage: [] });
  });

  test.each([1, 7, 4096, 1024 * 1024])('gives the same in reads of %i', async (readSize) => {
    expect(await readOctets(file, readSize)).toEqual({ packets: EXPECTED, damage: [] });
  });

  test('every prefix gives the packets that are whole in it, and one damage unless it ends between two', async () => {
    const ends = [24];
    for (const packet of PACKETS) ends.push(ends.at(-1)! + header + packet.data.length);
    for (let length = 4; length <= file.length; length++) {
      const whole = ends.filter((end) => end <= length).length - 1;
      const got = await readOctets(file.subarray(0, length));
      expect(got.packets).toEqual(EXPECTED.slice(0, Math.max(whole, 0)));
      if (ends.includes(length)) expect(got.damage).toEqual([]);
      else expect(got.damage).toMatchObject([{ capture: 'memory', offset: whole < 0 ? 0 : ends[whole]! }]);
    }
  });
});

describe('link type field', () => {
  // §4 of the draft: the upper bits hold the length of frame check sequences and whether it is known.
  test('the bits for frame check sequences do not belong to the number', async () => {
    const got = await readOctets(writePcap({ fcs: 4, linkType: 1, packets: PACKETS }));
    expect(got.packets.map((packet) => packet.linkType)).toEqual([1, 1, 1]);
  });

  test('tcpdump-style field 0x30000001', async () => {
    const file = writePcap({ packets: PACKETS });
    file.set([0x71, 0, 0, 0x30], 20);
    expect((await readOctets(file)).packets[0]!.linkType).toBe(113);
  });

  test.each([0, 12, 101, 113, 276, 65_535])('%i is given as it stands', async (linkType) => {
    expect((await readOctets(writePcap({ linkType, packets: PACKETS }))).packets[0]!.linkType).toBe(linkType);
  });
});

describe('times', () => {
  const timeOf = async (description: Partial<PcapDescription>, time: number, fraction: number): Promise<number> => {
    const packets = [{ time, fraction, data: sample(4) }];
    return (await readOctets(writePcap({ ...description, packets }))).packets[0]!.time;
  };

  test('nanoseconds are rounded down', async () => {
    expect(await timeOf({ nano: true }, 5_000_000, 999_999_999)).toBe(5_999_999);
    expect(await timeOf({ nano: true }, 5_000_000, 999)).toBe(5_000_000);
  });

  test('a fraction of more than a second is added', async () => {
    expect(await timeOf({}, 5_000_000, 4_294_967_295)).toBe(5_000_000 + 4_294_967_295);
    expect(await timeOf({ nano: true }, 5_000_000, 4_294_967_295)).toBe(5_000_000 + 4_294_967);
  });

  test('seconds are unsigned: the last is in 2106', async () => {
    expect(await timeOf({}, 4_294_967_295_000_000, 1)).toBe(4_294_967_295_000_001);
  });
});

describe('lengths', () => {
  const lengthsOf = async (version: [number, number], captured: number, onWire: number) => {
    const file = writePcap({ version, packets: [{ time: 0, data: sample(60), captured, onWire }] });
    const got = await readOctets(file);
    expect(got.damage).toEqual([]);
    return got.packets.map((packet) => [packet.data.length / 2, packet.onWire]);
  };

  test('version 2.4: a length on the wire below the captured one is raised to it', async () => {
    expect(await lengthsOf([2, 4], 60, 40)).toEqual([[60, 60]]);
  });

  test('version 2.3: the captured length is the smaller one', async () => {
    expect(await lengthsOf([2, 3], 60, 1500)).toEqual([[60, 1500]]);
    expect(await lengthsOf([2, 3], 1500, 60)).toEqual([[60, 1500]]);
  });

  test.each([
    [2, 2],
    [2, 0],
    [543, 0],
  ])('version %i.%i: the length on the wire comes first', async (major, minor) => {
    expect(await lengthsOf([major, minor], 1500, 60)).toEqual([[60, 1500]]);
  });

  test('a packet longer than the snapshot length is given whole', async () => {
    const got = await readOctets(writePcap({ snapLength: 20, packets: PACKETS }));
    expect(got).toEqual({ packets: EXPECTED, damage: [] });
  });

  test('262,144 octets are the most of a packet', async () => {
    const most = { time: TIME, data: sample(262_144) };
    const got = await readOctets(writePcap({ packets: [most, ...PACKETS] }));
    expect(got.damage).toEqual([]);
    expect(got.packets.map((packet) => packet.data.length / 2)).toEqual([262_144, 60, 1514, 0]);
    expect(got.packets[0]!.data).toBe(Buffer.from(most.data).toString('hex'));
  });

  test.each([262_145, 4_294_967_295])('captured length %i is damage', async (captured) => {
    const bad = { time: TIME, data: sample(60), captured };
    const got = await readOctets(writePcap({ packets: [...PACKETS, bad, ...PACKETS] }));
    expect(got.packets).toEqual(EXPECTED);
    const offset = writePcap({ packets: PACKETS }).length;
    const cause = `captured length ${captured} of packet 4 exceeds 262144`;
    expect(got.damage).toEqual([{ capture: 'memory', offset, cause }]);
  });
});

describe('damage', () => {
  test.each([
    [1, 0],
    [3, 0],
    [2, 5],
    [543, 1],
  ])('version %i.%i is not known', async (major, minor) => {
    const got = await readOctets(writePcap({ version: [major, minor], packets: PACKETS }));
    expect(got.packets).toEqual([]);
    expect(got.damage).toMatchObject([{ offset: 0 }]);
    expect(got.damage[0]!.cause).toContain(`version ${major}.${minor} of the file header`);
  });

  test('says how much of a packet is missing', async () => {
    const file = writePcap({ packets: PACKETS.slice(0, 2) });
    const got = await readOctets(file.subarray(0, file.length - 30));
    expect(got.damage[0]!.cause).toBe('the capture ends 30 octets before the end of packet 2');
  });

  test('says how much of a header is there', async () => {
    const file = writePcap({ packets: PACKETS });
    const causeAfter = async (octets: number): Promise<string> =>
      (await readOctets(concat(file, new Uint8Array(octets)))).damage[0]!.cause;
    expect(await causeAfter(5)).toBe('the capture ends after 5 of the 16 octets of the header of packet 4');
    expect((await readOctets(file.subarray(0, 20))).damage[0]!.cause).toBe(
      'the capture ends after 20 of the 24 octets of its header',
    );
  });
});

test('more packets than a batch holds: frames are numbered through', async () => {
  const packets = Array.from({ length: 10_000 }, (_, i) => ({ time: i, data: sample(i % 50, i) }));
  const got = await readOctets(writePcap({ packets }));
  expect(got.damage).toEqual([]);
  expect(got.packets.map((packet) => packet.frame)).toEqual(packets.map((_, i) => i + 1));
  expect(got.packets.map((packet) => packet.data)).toEqual(packets.map((p) => Buffer.from(p.data).toString('hex')));
});
