/** Captures that are attacks themselves: lengths that lie, tables that grow, nesting without end, and files that inflate to gigabytes. */
import { truncateSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Frame } from '../fuzz/seeds.js';
import { concat, epb, idb, shb, writePcap, writePcapng } from '../support/capture-writer.js';
import { be16, ethernet, etherTypeOf, ipv4, join, udp } from '../support/frame-builder.js';
import { attack, BOUND_MIB, describeAttack, expectSurvived, flood } from './attack.js';

const RAW = 101;
/** Octets: the largest length a block can state. */
const HUGE_BLOCK = 0xffff_fffc;
const goodBlocks = (good: readonly Frame[], interfaceId = 0) =>
  good.map(({ octets, time }) => epb({ data: octets, time: BigInt(time), interfaceId }));

describeAttack('captures that lie', () => {
  test('a pcapng block of 4 GB of a kind that nobody knows, all of it there (in a sparse file)', async () => {
    const survived = await attack('pcapng block of 4 GB, whole', (file, good, path) => {
      const half = good.length >> 1;
      const before = writePcapng(shb(), idb({ linkType: RAW }), ...goodBlocks(good.slice(0, half)));
      file.octets(before);
      file.word(0x0bad_0001);
      file.word(HUGE_BLOCK);
      file.flush();
      truncateSync(path, before.length + HUGE_BLOCK - 4);
      file.goOnAt(before.length + HUGE_BLOCK - 4);
      file.word(HUGE_BLOCK);
      for (const block of goodBlocks(good.slice(half))) file.octets(block('little'));
    });
    expectSurvived(survived);
    expect(survived.status).toBe(0);
  });

  test('a pcapng packet block that says it has 4 GB', async () => {
    const survived = await attack('pcapng packet block of 4 GB', (file, good) => {
      file.octets(writePcapng(shb(), idb({ linkType: RAW }), ...goodBlocks(good)));
      for (const word of [6, HUGE_BLOCK, 0, 0, 0, HUGE_BLOCK - 32, HUGE_BLOCK - 32]) file.word(word);
      file.octets(new Uint8Array(16 * 1024 * 1024));
    });
    expectSurvived(survived);
    expect(survived.status).toBe(1);
    expect(survived.stderr).toMatch(/attack\.pcap/);
  });

  test('100,000 interfaces', async () => {
    const survived = await attack('100,000 interfaces', (file, good) => {
      file.octets(writePcapng(shb(), idb({ linkType: RAW }), ...goodBlocks(good)));
      const one = idb({ linkType: RAW, tsresol: 9, tsoffset: 77n })('little');
      for (let i = 0; i < 100_000; i++) file.octets(one);
    });
    expectSurvived(survived);
    expect(survived.status).toBe(1); // more than a section may have: damage, and it is said
  });

  test('VLAN tags and MPLS labels a thousand deep, tunnels as deep as a packet holds', async () => {
    const inner = ipv4({ src: '11.0.0.1', dst: '203.0.113.9', payload: new Uint8Array(20) });
    const tags = ethernet({ payload: inner, vlan: Array.from({ length: 1000 }, (_, i) => i & 0xfff) });
    const labels = ethernet({
      payload: join(...Array.from({ length: 1000 }, () => [0, 0, 0x10, 0xff]), [0, 0, 0x11, 0xff], inner),
      etherType: 0x8847,
    });
    let tunnels = inner;
    while (tunnels.length < 10_000) tunnels = ipv4({ src: '11.0.0.1', dst: '11.0.0.2', protocol: 4, payload: tunnels });
    const extensions = Array.from({ length: 3000 }, (_, i) => [i === 2999 ? 6 : 60, 0, 0, 0, 0, 0, 0, 0]).flat();
    const chain = join([0x60, 0, 0, 0], be16(extensions.length), 60, 64, new Uint8Array(32), extensions);
    const deep = [tags, labels, tunnels, chain].map((octets, i) => (i < 2 ? octets : ethernet({ payload: octets })));
    const times = 20_000;
    const survived = await attack('nesting', (file, good) => {
      const ETHERNET = 1;
      file.pcapHeader(ETHERNET);
      for (const { octets } of good) {
        const frame = ethernet({ payload: octets, etherType: etherTypeOf(octets) });
        file.packet(frame, frame.length, 1000);
      }
      for (let i = 0; i < times; i++) {
        const frame = deep[i % deep.length]!;
        file.packet(frame, frame.length, 1);
      }
    });
    expectSurvived(survived);
    const { unattributed } = survived.summary;
    expect(unattributed.link_too_deep).toBe(times / 2);
    expect(unattributed.tunnel_too_deep).toBe(times / 4);
    expect(unattributed.ipv6_extensions_too_many).toBe(times / 4);
  });

  test('tunnels of a million different numbers', async () => {
    const payload = udp({ srcPort: 5000, dstPort: 6000, payload: new Uint8Array(20) });
    const inner = ipv4({ src: '11.0.0.1', dst: '203.0.113.9', protocol: 17, payload });
    const gre = ipv4({
      src: '12.0.0.1',
      dst: '12.0.0.2',
      protocol: 47,
      payload: join([0x20, 0, 8, 0, 0, 0, 0, 0], inner),
    });
    const packets = 1_000_000;
    const KEY_AT = 20 + 4;
    const survived = await attack(
      'a million GRE keys',
      flood({
        packets,
        gapUs: 2,
        packet: (i, into) => {
          into.set(gre);
          into.writeUInt32BE(i, KEY_AT);
          into.writeUInt32BE(0x0c00_0000 + i, 12);
          return gre.length;
        },
      }),
    );
    expectSurvived(survived);
    expect(survived.summary.limits.encapsulations).toBeGreaterThan(packets / 2);
  });

  test('a gzip bomb: ten gigabytes of packets in twelve megabytes', async () => {
    const GIB = 1024 ** 3;
    const chunk = bombChunk();
    const member = gzipSync(chunk, { level: 9 });
    const times = Math.ceil((10 * GIB) / chunk.length);
    const survived = await attack('gzip bomb of 10 GB', (file, good) => {
      const packets = good.map(({ octets, time }) => ({ data: octets, time }));
      file.octets(gzipSync(writePcap({ linkType: RAW, packets })));
      for (let i = 0; i < times; i++) file.octets(member);
    });
    expectSurvived(survived);
    expect(survived.status).toBe(0);
    expect(survived.summary.octets).toBeGreaterThan(9 * GIB);
    expect(survived.peakMiB).toBeLessThan(BOUND_MIB / 2);
  });
});

/** Records of packets full of zeros, as large as packets get: 64 MiB. */
function bombChunk(): Uint8Array {
  const SIZE = 262_128;
  const record = writePcap({ linkType: RAW, packets: [{ data: new Uint8Array(SIZE), time: 1.8e15 }] }).subarray(24);
  return concat(...new Array<Uint8Array>(256).fill(record));
}
