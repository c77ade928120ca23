/** Labels that captures carry: the formats of docs/formats/labels.md, and the lab's captures that have them. */
import { crc32 } from 'node:zlib';
import { joinSources, openSource, sourceFrom } from '../../src/source/index.js';
import { Labels, MAX_LABELS } from '../../src/source/label.js';
import type { PacketSource } from '../../src/source/source.js';
import {
  block,
  concat,
  epb,
  idb,
  type Option,
  type Order,
  pb,
  shb,
  spb,
  writePcap,
  writePcapng,
} from '../support/capture-writer.js';
import { be32, ethernet, join, tcpPacket } from '../support/frame-builder.js';
import { labPath } from '../support/lab.js';
import { MemoryInput } from './reading.js';

const packet = tcpPacket({ src: '10.8.0.2', dst: '203.0.113.7', srcPort: 50_000, dstPort: 443 });
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const fixed = (text: string, length: number): Uint8Array => join(ascii(text), new Uint8Array(length - text.length));

/** What each packet is labelled: `app (source)`, or nothing. */
async function labelsOf(opened: PacketSource | Promise<PacketSource>): Promise<string[]> {
  const source = await opened;
  const found: string[] = [];
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    for (let i = 0; i < batch.count; i++) {
      const label = batch.labels.names[batch.label[i]! - 1];
      found.push(label === undefined ? '' : `${label.app} (${label.source})`);
    }
  }
  source.close();
  expect(source.damage).toEqual([]);
  return found;
}

const labelsIn = (octets: Uint8Array, readSize = 4096): Promise<string[]> =>
  labelsOf(sourceFrom('memory', new MemoryInput(octets), { readSize }));
const pcapOf = (linkType: number, ...frames: Uint8Array[]): Uint8Array =>
  writePcap({ linkType, packets: frames.map((data, i) => ({ time: i, data })) });

describe('the table', () => {
  const octets = join(ascii('Signal'), 0, ascii('x'));

  test('one number for a name of one source, up to its first zero octet; printable', () => {
    const labels = new Labels();
    expect(labels.intern(octets, 0, octets.length, 'pktap')).toBe(1);
    expect(labels.intern(octets, 0, 6, 'pktap')).toBe(1);
    expect(labels.intern(octets, 0, 6, 'pcapdroid')).toBe(2);
    expect(labels.intern(octets, 0, 5, 'pktap')).toBe(3);
    expect(labels.intern(octets, 6, octets.length, 'pktap')).toBe(0);
    expect(labels.intern(Uint8Array.of(0x1b, 0x5b, 0xc3, 0xa4), 0, 4, 'pktap')).toBe(4);
    expect(labels.names.map(({ app }) => app)).toEqual(['Signal', 'Signal', 'Signa', '\\x1b[\\xc3\\xa4']);
  });

  test('bounded: past the limit there is no label, and it is counted', () => {
    const labels = new Labels();
    for (let i = 1; i <= MAX_LABELS; i++)
      labels.intern(Uint8Array.of(1 + (i & 0x7f), 1 + ((i >> 7) & 0x7f), 1 + (i >> 14)), 0, 3, 'pktap');
    expect([labels.names.length, labels.overflows]).toEqual([MAX_LABELS, 0]);
    expect(labels.intern(octets, 0, 6, 'pktap')).toBe(0);
    expect(labels.intern(Uint8Array.of(2, 1, 1), 0, 3, 'pktap')).toBe(1);
    expect(labels.overflows).toBe(1);
  });
});

describe('PKTAP', () => {
  /** Apple's bsd/net/pktap.h: 156 octets, little-endian. */
  const pktap = (
    process: [number, string],
    effective: [number, string],
    { length = 156, next = 1 } = {},
  ): Uint8Array => {
    const header = new Uint8Array(length);
    const view = new DataView(header.buffer);
    view.setUint32(0, length, true);
    view.setUint32(4, next, true);
    view.setUint32(8, 12, true);
    view.setInt32(52, process[0], true);
    header.set(fixed(process[1], 17), 56);
    view.setInt32(84, effective[0], true);
    header.set(fixed(effective[1], 17), 88);
    return join(header, packet);
  };

  test.each([258, 149])('link type %i: the effective process, else the process', async (linkType) => {
    const frames = [
      pktap([500, 'networkd'], [501, 'Signal']),
      pktap([502, 'MobileSafari'], [-1, '']),
      pktap([502, 'MobileSafari'], [-1, 'stale']),
      pktap([503, 'abcdefghijklmnopq'], [504, '']),
      pktap([-1, 'stale'], [-1, '']),
      pktap([0, ''], [0, '']),
      pktap([1, 'short'], [1, 'header'], { length: 108 }),
      pktap([1, 'no'], [1, 'packet'], { next: 0 }),
    ];
    expect(await labelsIn(pcapOf(linkType, ...frames))).toEqual([
      'Signal (pktap)',
      'MobileSafari (pktap)',
      'MobileSafari (pktap)',
      'abcdefghijklmnopq (pktap)',
      '',
      '',
      'header (pktap)',
      '',
    ]);
  });

  test('cut anywhere in the header, and other link types: none', async () => {
    const frame = pktap([1, 'a'], [2, 'b']);
    const cuts = Array.from({ length: 108 }, (_, cut) => frame.slice(0, cut));
    expect(new Set(await labelsIn(pcapOf(258, ...cuts)))).toEqual(new Set(['']));
    expect(await labelsIn(pcapOf(1, frame))).toEqual(['']);
  });

  test("the lab's captures", async () => {
    for (const capture of ['linktypes/pktap.pcap', 'linktypes/pktap-149.pcap']) {
      expect(new Set(await labelsOf(openSource(labPath(capture))))).toEqual(new Set(['Signal (pktap)']));
    }
  });
});

describe("PCAPdroid's trailer", () => {
  const zero = [0, 0, 0, 0, 0, 0];
  /** Magic, user, name of 20 octets, then the checksum of all before it, little-endian. */
  const trailed = (
    user: number,
    app: string,
    { inner = packet, src = zero, padding = 0, magic = 0x01072021 } = {},
  ): Uint8Array => {
    const frame = join(
      ethernet({ src, dst: zero, payload: inner }),
      new Uint8Array(padding),
      be32(magic),
      be32(user),
      fixed(app, 20),
    );
    return join(frame, be32(crc32(frame)).reverse());
  };
  const v6 = tcpPacket({ src: 'fd00::2', dst: '2001:db8::7', srcPort: 50_000, dstPort: 443 });

  test('the app, with padding before the trailer or without; none for a user that was not found', async () => {
    const frames = [
      trailed(10_123, 'Signal'),
      trailed(10_124, 'Chrome', { inner: v6, padding: 2 }),
      trailed(-1, 'unknown'),
    ];
    expect(await labelsIn(pcapOf(1, ...frames))).toEqual(['Signal (pcapdroid)', 'Chrome (pcapdroid)', '']);
  });

  test('what a sender could have written is not believed', async () => {
    const whole = trailed(10_123, 'Signal');
    const damaged = Uint8Array.from(whole);
    damaged[20]! ^= 1;
    // The same octets as payload of a packet that says it is longer.
    const inside = Uint8Array.from(packet);
    inside.set([0, packet.length + 32], 2);
    const frames = [
      damaged,
      trailed(10_123, 'Signal', { inner: inside }),
      trailed(10_123, 'Signal', { src: [0, 0, 0, 0, 0, 1] }),
      trailed(10_123, 'Signal', { magic: 0x01072022 }),
      whole.slice(0, whole.length - 1),
    ];
    expect(await labelsIn(pcapOf(1, ...frames))).toEqual(frames.map(() => ''));
    expect(await labelsIn(pcapOf(101, whole))).toEqual(['']);
  });

  test("the lab's capture", async () => {
    const labels = await labelsOf(openSource(labPath('linktypes/pcapdroid.pcap')));
    expect(new Set(labels)).toEqual(
      new Set(['netd (pcapdroid)', 'Chrome (pcapdroid)', 'Signal (pcapdroid)', 'Facebook (pcapdroid)']),
    );
  });
});

const number = (order: Order, value: number, octets: 2 | 4): Uint8Array => {
  const view = new DataView(new ArrayBuffer(octets));
  if (octets === 2) view.setUint16(0, value, order === 'little');
  else view.setUint32(0, value, order === 'little');
  return new Uint8Array(view.buffer);
};

describe.each(['little', 'big'] as const)('pcapng, %s-endian', (order) => {
  const option = (code: number, value: Uint8Array): Uint8Array =>
    join(number(order, code, 2), number(order, value.length, 2), value, new Uint8Array(-value.length & 3));
  const u32 = (value: number): Uint8Array => number(order, value, 4);
  const process = (pid: number, ...options: Uint8Array[]) =>
    block(0x80000001, concat(u32(pid), ...options, option(0, new Uint8Array(0))));
  const named = (pid: number, name: string) => process(pid, option(4, new Uint8Array(16)), option(2, ascii(name)));
  const of = (...options: Option[]) => epb({ data: packet, options });
  const ref = (code: number, index: number): Option => ({ code, value: u32(index) });
  const comment = (text: string): Option => ({ code: 1, value: ascii(text) });

  test("Apple's process blocks, named by packets by their place in the section", async () => {
    const capture = writePcapng(
      shb(order),
      idb({ linkType: 101 }),
      named(500, 'networkd'),
      of(ref(0x8001, 0)),
      process(501),
      named(502, 'Signal'),
      of(ref(0x8001, 0), ref(0x8003, 2)),
      of(ref(0x8003, 2), ref(0x8001, 0)),
      of(ref(0x8001, 0), ref(0x8003, 1)), // one without a name
      of(ref(0x8001, 3)), // no such block
      of(),
      of({ code: 0x8001, value: Uint8Array.of(0, 0) }),
      pb({ data: packet }),
      spb(packet),
      shb(order),
      idb({ linkType: 101 }),
      of(ref(0x8001, 0)),
    );
    for (const readSize of [7, 4096]) {
      expect(await labelsIn(capture, readSize)).toEqual([
        'networkd (pktap)',
        'Signal (pktap)',
        'Signal (pktap)',
        'networkd (pktap)',
        '',
        '',
        '',
        '',
        '',
        '',
      ]);
    }
  });

  const user = (uid: number, packageName: string, app: string, { enterprise = 62_652, version = 1, type = 1 } = {}) => {
    const body = concat(u32(enterprise), number(order, version, 2), Uint8Array.of(type, 0), u32(uid));
    const names = concat(Uint8Array.of(packageName.length, app.length), ascii(packageName), ascii(app));
    return block(0xbad, concat(body, names, new Uint8Array(-names.length & 3)));
  };

  test("PCAPdroid's custom blocks, named by the user in a packet's comment", async () => {
    const capture = writePcapng(
      shb(order),
      idb({ linkType: 101 }),
      user(10_123, 'org.example.chat', 'Chat'),
      user(0, '', 'root'),
      user(7, 'other.enterprise', 'x', { enterprise: 32_473 }),
      user(8, 'other.version', 'x', { version: 2 }),
      user(9, 'other.type', 'x', { type: 2 }),
      of(comment('u-10123')),
      of(comment('u-0')),
      ...['u-7', 'u-8', 'u-9', 'u-', 'u--1', 'u-10123 ', 'v-10123', 'u-99999999999', ''].map((text) =>
        of(comment(text)),
      ),
      of(comment('hello'), comment('u-10123')),
    );
    expect(await labelsIn(capture)).toEqual([
      'org.example.chat (pcapdroid)',
      'root (pcapdroid)',
      ...Array.from({ length: 9 }, () => ''),
      'org.example.chat (pcapdroid)',
    ]);
  });

  test('blocks that do not fit the formats, or are large, are passed over and are no damage', async () => {
    const capture = writePcapng(
      shb(order),
      idb({ linkType: 101 }),
      block(0x80000001, new Uint8Array(0)),
      block(0x80000001, concat(u32(1), option(2, ascii('abcd')).subarray(0, 4))),
      block(0xbad, new Uint8Array(4)),
      block(
        0xbad,
        concat(u32(62_652), number(order, 1, 2), Uint8Array.of(1, 0), u32(5), Uint8Array.of(255, 255, 65, 65)),
      ),
      block(0x80000001, new Uint8Array(1024 * 1024)),
      of(comment('u-5'), ref(0x8001, 0)),
    );
    expect(await labelsIn(capture)).toEqual(['']);
  });
});

test('joined captures have one table: a label keeps its number', async () => {
  const name = labPath('linktypes/pktap.pcap');
  const source = joinSources([name, labPath('linktypes/pcapdroid.pcap'), name]);
  const numbers = new Map<string, Set<number>>();
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    for (let i = 0; i < batch.count; i++) {
      const { app, source: from } = batch.labels.names[batch.label[i]! - 1]!;
      const key = `${app} ${from}`;
      numbers.set(key, (numbers.get(key) ?? new Set()).add(batch.label[i]!));
    }
  }
  source.close();
  expect([...numbers.values()].map((set) => set.size)).toEqual([1, 1, 1, 1, 1]);
});
