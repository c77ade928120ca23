/** Floods of fragments: docs/adr/0006-fragments-and-overlaps.md; RFC 1858, RFC 5722, RFC 8200 §4.5. */
import { ipv4, ipv6, ipv6Fragment } from '../support/frame-builder.js';
import { attack, describeAttack, expectSurvived, flood } from './attack.js';

const PACKETS = 600_000;
const ID_AT_V4 = 4;
const FRAGMENT_AT_V4 = 6;
const SRC_AT_V6 = 8;
/** Offset of the fragment header's own offset field, and of its identification: RFC 8200 §4.5. */
const FRAGMENT_AT_V6 = 42;
const ID_AT_V6 = 44;

const v4 = ipv4({ src: '11.0.0.1', dst: '203.0.113.9', payload: new Uint8Array(64), moreFragments: true });
const v6 = ipv6({
  src: '2001:db8:11::1',
  dst: '2001:db8::9',
  payload: new Uint8Array(64),
  extensions: [ipv6Fragment(0, true)],
});

describeAttack('floods of fragments', () => {
  test('IPv4: the first of two, again and again', async () => {
    const survived = await attack(
      'IPv4 fragments that never get whole',
      flood({
        packets: PACKETS,
        gapUs: 5,
        packet: (i, into) => {
          into.set(v4);
          into.writeUInt16BE(i & 0xffff, ID_AT_V4);
          into.writeUInt32BE(0x0b00_0000 + (i >>> 16), 12);
          return v4.length;
        },
      }),
    );
    expectSurvived(survived);
    expect(survived.summary.unattributed.ip_fragment).toBe(PACKETS);
    expect(survived.summary.limits.fragments_limit).toBeGreaterThan(PACKETS / 2);
  });

  test('IPv6: the first of two, again and again', async () => {
    const survived = await attack(
      'IPv6 fragments that never get whole',
      flood({
        packets: PACKETS,
        gapUs: 5,
        packet: (i, into) => {
          into.set(v6);
          into.writeUInt32BE(i, ID_AT_V6);
          return v6.length;
        },
      }),
    );
    expectSurvived(survived);
    expect(survived.summary.unattributed.ip_fragment).toBe(PACKETS);
    expect(survived.summary.limits.fragments_limit).toBeGreaterThan(PACKETS / 2);
  });

  test('IPv4: overlaps that say different things', async () => {
    const survived = await attack(
      'IPv4 fragments that contradict each other',
      flood({
        packets: PACKETS,
        gapUs: 5,
        packet: (i, into) => {
          into.set(v4);
          into.writeUInt16BE((i >>> 1) & 0xffff, ID_AT_V4);
          into.writeUInt32BE(0x0b00_0000 + (i >>> 17), 12);
          into.writeUInt16BE(0x2000 | (i & 1), FRAGMENT_AT_V4); // offsets 0 and 8
          into.fill(i & 1 ? 0xee : 0x11, 20, v4.length);
          return v4.length;
        },
      }),
    );
    expectSurvived(survived);
    expect(survived.summary.limits.fragments_overlap).toBe(PACKETS / 2);
  });

  test('IPv4: pieces of eight octets, far apart', async () => {
    const tiny = ipv4({ src: '11.0.0.1', dst: '203.0.113.9', payload: new Uint8Array(8), moreFragments: true });
    const survived = await attack(
      'tiny IPv4 fragments',
      flood({
        packets: PACKETS,
        gapUs: 5,
        packet: (i, into) => {
          into.set(tiny);
          // 512 pieces a packet, as far apart as it has room.
          into.writeUInt16BE((i >>> 9) & 0xffff, ID_AT_V4);
          into.writeUInt16BE(0x2000 | ((i & 0x1ff) * 16), FRAGMENT_AT_V4);
          return tiny.length;
        },
      }),
    );
    expectSurvived(survived);
    expect(survived.summary.limits.fragments_tiny).toBeGreaterThan(0);
    expect(survived.summary.limits.fragments_limit).toBeGreaterThan(0);
  });

  test('IPv4: packets in 8,189 pieces of eight octets, all of them there', async () => {
    const tiny = ipv4({ src: '11.0.0.1', dst: '203.0.113.9', payload: new Uint8Array(8), moreFragments: true });
    const pieces = 8189;
    const packets = 70 * pieces;
    const survived = await attack(
      'IPv4 packets in 8,189 fragments',
      flood({
        packets,
        gapUs: 5,
        packet: (i, into) => {
          into.set(tiny);
          const id = Math.floor(i / pieces);
          // The last one first, down to the first.
          const unit = pieces - 1 - (i % pieces);
          into.writeUInt16BE(id, ID_AT_V4);
          into.writeUInt16BE((unit === pieces - 1 ? 0 : 0x2000) | unit, FRAGMENT_AT_V4);
          return tiny.length;
        },
      }),
    );
    expectSurvived(survived);
    expect(survived.summary.limits.fragments_limit).toBeUndefined();
    expect(survived.summary.unattributed.ip_fragment).toBeUndefined();
  });

  test('IPv6: 4,000 senders, pieces of every packet overlapping', async () => {
    const survived = await attack(
      'IPv6 fragments that overlap',
      flood({
        packets: PACKETS,
        gapUs: 5,
        packet: (i, into) => {
          into.set(v6);
          into.writeUInt32BE(i % 4000, SRC_AT_V6 + 12);
          into.writeUInt16BE((8 * (Math.floor(i / 4000) % 100)) | 1, FRAGMENT_AT_V6);
          return v6.length;
        },
      }),
    );
    expectSurvived(survived);
    // RFC 5722 §4: the packet is dropped with its first overlap.
    expect(survived.summary.limits.fragments_overlap).toBeGreaterThan(0);
  });
});
