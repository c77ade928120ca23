/** Reassembly: RFC 791 §3.2, RFC 8200 §4.5, RFC 5722, RFC 1858, and the bounds of docs/adr/0006-fragments-and-overlaps.md. */
import fc from 'fast-check';
import { decode, decodePacket } from '../../../src/packet/decode.js';
import { FAULT_NAMES, Fault } from '../../../src/packet/fault.js';
import {
  type Arrival,
  FRAGMENT_COUNT_NAMES,
  Fragments,
  MAX_AGE_US,
  MAX_OCTETS,
  MAX_PACKETS,
} from '../../../src/packet/ip/fragments.js';
import { PacketView } from '../../../src/packet/view.js';
import { be16, ipv4, ipv6, ipv6Fragment, tcp, udp } from '../../support/frame-builder.js';
import { type Decoded, RAW, read } from '../decoded.js';

const v4 = { src: '10.8.0.2', dst: '203.0.113.7' };
const v6 = { src: 'fd00::2', dst: '2001:db8::7' };

interface Cut {
  from: number;
  to: number;
  more?: boolean;
  id?: number;
}

/** The octets `[from, to)` of an IP payload as a fragment. */
function fragment(
  version: 4 | 6,
  payload: Uint8Array,
  { from, to, more = to < payload.length, id = 7 }: Cut,
): Uint8Array {
  const part = payload.subarray(from, to);
  const protocol = 17;
  return version === 4
    ? ipv4({ ...v4, protocol, payload: part, id, fragmentOffset: from, moreFragments: more })
    : ipv6({ ...v6, protocol, payload: part, extensions: [ipv6Fragment(from, more, id)] });
}

const datagram = (length: number): Uint8Array =>
  udp({ srcPort: 5000, dstPort: 443, payload: Uint8Array.from({ length: length - 8 }, (_, i) => i * 7) });

/** Feeds packets and keeps what came out whole, and the frames that brought it. */
class Feed {
  readonly fragments = new Fragments();
  readonly whole: (Partial<Decoded> & Arrival)[] = [];
  #frame = 0;

  add(packet: Uint8Array, { now = 0, encapsulation = 0, captured = packet.length, label = 0 } = {}): this {
    const view = new PacketView();
    this.#frame++;
    expect(FAULT_NAMES[decode(view, packet, 0, captured, packet.length, RAW)]).toBe('ip_fragment');
    const arrival = { frames: 1, firstFrame: this.#frame, firstTime: now, label, octets: 0 };
    if (this.fragments.add(view, encapsulation, now, arrival)) {
      const fault = decodePacket(view);
      this.whole.push(
        fault === Fault.None ? { ...read(view, fault, 0), ...arrival } : { fault: FAULT_NAMES[fault]!, ...arrival },
      );
    }
    return this;
  }

  get counts(): Record<string, number> {
    const entries = FRAGMENT_COUNT_NAMES.map((name, i) => [name, this.fragments.counts[i]!] as const);
    return Object.fromEntries(entries.filter(([, count]) => count > 0));
  }
}

describe.each([4, 6] as const)('IPv%i', (version) => {
  const payload = datagram(100);
  const cut = (from: number, to: number, more?: boolean) =>
    fragment(version, payload, more === undefined ? { from, to } : { from, to, more });
  const is = {
    fault: 'none',
    srcPort: 5000,
    dstPort: 443,
    protocol: 17,
    clipped: false,
    payload: [...payload.subarray(8)],
  };

  test('in order and last one first', () => {
    const parts = [cut(0, 40), cut(40, 80), cut(80, 100)];
    const octets = parts.reduce((sum, part) => sum + part.length, 0);
    for (const order of [parts, [...parts].reverse()]) {
      const feed = new Feed();
      for (const part of order) feed.add(part);
      expect(feed.whole).toMatchObject([{ ...is, ...(version === 4 ? v4 : v6), frames: 3, firstFrame: 1, octets }]);
      expect([feed.fragments.size, feed.fragments.held, feed.fragments.abandoned, feed.counts]).toEqual([0, 0, 0, {}]);
    }
  });

  test('the frames, the earliest of them and the first label are those of all fragments', () => {
    const feed = new Feed();
    feed.add(cut(40, 80), { now: 5 }).add(cut(80, 100), { now: 6, label: 3 }).add(cut(0, 40), { now: 7, label: 4 });
    expect(feed.whole).toMatchObject([{ frames: 3, firstFrame: 1, firstTime: 5, label: 3 }]);
  });

  test('any way of cutting, in any order, with copies, gives the packet', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: 400 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 49 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        (length, units, copies, chance) => {
          const whole = datagram(length);
          const marks = units.map((unit) => 8 * unit).filter((mark) => mark < length);
          const edges = [0, ...marks.sort((a, b) => a - b), length];
          const parts = edges.slice(1).map((to, i) => fragment(version, whole, { from: edges[i]!, to }));
          if (parts.length < 2) return;
          const shuffled = [...parts, ...copies.map((copy) => parts[copy % parts.length]!)]
            .map((part) => ({ part, at: chance.next().value }))
            .sort((a, b) => a.at - b.at);
          const feed = new Feed();
          for (const { part } of shuffled) feed.add(part);
          expect(feed.whole[0]).toMatchObject({ ...is, payload: [...whole.subarray(8)] });
          // Frames are counted once: with a packet, or as abandoned at the end.
          feed.fragments.finish();
          const counted = feed.whole.reduce((sum, { frames }) => sum + frames, feed.fragments.abandoned);
          expect(counted).toBe(shuffled.length);
          expect(feed.fragments.held).toBe(0);
        },
      ),
    );
  });

  test('fragments of other packets, encapsulations and addresses do not mix', () => {
    const feed = new Feed();
    feed.add(cut(0, 40), { encapsulation: 1 }).add(cut(40, 100), { encapsulation: 2 });
    feed.add(fragment(version, payload, { from: 40, to: 100, id: 8 }), { encapsulation: 1 });
    expect([feed.whole, feed.fragments.size]).toEqual([[], 3]);
    expect(feed.add(cut(40, 100), { encapsulation: 1 }).whole).toMatchObject([{ ...is, frames: 2 }]);
  });

  test('a gap that never fills: given up after its time', () => {
    const feed = new Feed().add(cut(0, 40)).add(cut(80, 100), { now: MAX_AGE_US });
    expect([feed.fragments.abandoned, feed.fragments.size]).toEqual([0, 1]);
    feed.add(cut(40, 80), { now: MAX_AGE_US + 1 });
    expect([feed.whole, feed.fragments.abandoned, feed.counts]).toEqual([[], 2, { fragments_timeout: 1 }]);
    feed.fragments.finish();
    expect(feed.fragments.abandoned).toBe(3);
  });

  test('an overlap that contradicts drops the packet, and what still comes of it', () => {
    const other = Uint8Array.from(payload);
    other[50] = 0xee;
    const feed = new Feed().add(cut(0, 56)).add(fragment(version, other, { from: 48, to: 80 }));
    expect([feed.counts, feed.fragments.abandoned]).toEqual([{ fragments_overlap: 1 }, 2]);
    feed.add(cut(48, 80)).add(cut(80, 100)).add(cut(0, 56));
    expect([feed.whole, feed.fragments.abandoned]).toEqual([[], 5]);
    // Its time over, the same identifier may be another packet's.
    feed.add(cut(0, 56), { now: MAX_AGE_US + 1 }).add(cut(56, 100), { now: MAX_AGE_US + 1 });
    expect(feed.whole).toMatchObject([{ ...is, frames: 2 }]);
  });

  test('a copy with other octets drops the packet', () => {
    const other = Uint8Array.from(payload);
    other[0] = 0xee;
    const feed = new Feed()
      .add(cut(0, 56))
      .add(fragment(version, other, { from: 0, to: 56 }))
      .add(cut(56, 100));
    expect([feed.whole, feed.counts]).toEqual([[], { fragments_overlap: 1 }]);
  });

  test('two ends, and octets beyond the end', () => {
    expect(new Feed().add(cut(56, 80, false)).add(cut(80, 100)).counts).toEqual({ fragments_overlap: 1 });
    expect(new Feed().add(cut(80, 96, true)).add(cut(56, 80, false)).counts).toEqual({ fragments_overlap: 1 });
    expect(new Feed().add(cut(56, 80, false)).add(cut(80, 96, true)).counts).toEqual({ fragments_overlap: 1 });
  });

  test('an empty fragment, or one that is no multiple of eight and not the last, is passed over', () => {
    const feed = new Feed()
      .add(cut(0, 40))
      .add(cut(40, 51, true))
      .add(cut(40, 40, true))
      .add(cut(40, 100));
    expect(feed.whole).toMatchObject([{ ...is, frames: 2 }]);
    expect(feed.fragments.abandoned).toBe(2);
  });

  test('beyond 65,535 octets: dropped', () => {
    const feed = new Feed().add(cut(0, 40));
    feed.add(
      version === 4
        ? ipv4({
            ...v4,
            protocol: 17,
            payload: new Uint8Array(100),
            id: 7,
            fragmentOffset: 65_504,
            moreFragments: false,
          })
        : ipv6({ ...v6, protocol: 17, payload: new Uint8Array(100), extensions: [ipv6Fragment(65_504, false, 7)] }),
    );
    expect([feed.counts, feed.fragments.abandoned]).toEqual([{ fragments_oversize: 1 }, 2]);
  });

  test('the largest packet', () => {
    const most = 65_535 - (version === 4 ? 20 : 0);
    const whole = udp({ srcPort: 5000, dstPort: 443, length: most, payload: new Uint8Array(most - 8).fill(3) });
    const feed = new Feed();
    for (let from = 0; from < most; from += 1480) {
      feed.add(fragment(version, whole, { from, to: Math.min(from + 1480, most) }));
    }
    expect(feed.whole).toMatchObject([{ fault: 'none', frames: 45, payloadOnWire: most - 8, clipped: false }]);
  });

  test('cut by the capture: what is there from the beginning on is the packet, clipped', () => {
    const parts = [cut(0, 40), cut(40, 100)];
    const feed = new Feed().add(parts[0]!).add(parts[1]!, { captured: parts[1]!.length - 20 });
    expect(feed.whole).toMatchObject([
      { ...is, clipped: true, payload: [...payload.subarray(8, 80)], payloadOnWire: 92, frames: 2 },
    ]);
  });

  // RFC 791 §3.2: fragments of eight octets, and for an MTU of 68, the least that every router has to let pass.
  test.each([8, 48, 552])('the largest packet in pieces of %i octets, in any order, some of them twice', (size) => {
    const most = 65_535 - (version === 4 ? 20 : 0);
    const whole = datagram(most);
    const pieces = Math.ceil(most / size);
    const feed = new Feed();
    // A step that has no factor in common with the number of pieces goes through all of them.
    const step = [7919, 7907].find((prime) => pieces % prime !== 0)!;
    for (let i = 0; i < pieces; i++) {
      const from = ((i * step) % pieces) * size;
      const part = fragment(version, whole, { from, to: Math.min(from + size, most) });
      feed.add(part);
      if (i % 100 === 0) feed.add(part);
    }
    expect(feed.whole).toHaveLength(1);
    const [packet] = feed.whole;
    expect(packet).toMatchObject({ fault: 'none', frames: pieces + Math.ceil(pieces / 100), clipped: false });
    expect(Uint8Array.from(packet!.payload!)).toEqual(whole.subarray(8));
    expect([feed.fragments.held, feed.counts]).toEqual([0, {}]);
  });

  test('many small pieces: held in bounds that count what they cost', () => {
    const whole = datagram(65_504);
    const feed = new Feed();
    // Pieces of eight octets, a thousand apart, of 400 packets.
    const packet = fragment(version, whole, { from: 0, to: 8 });
    const more = version === 4 ? 0x2000 : 1;
    for (let id = 0; id < 400; id++) {
      packet.set(be16(id), version === 4 ? 4 : 46);
      for (let unit = 0; unit < 8000; unit += 125) {
        packet.set(be16(version === 4 ? more | unit : (unit << 3) | more), version === 4 ? 6 : 42);
        feed.add(packet);
      }
      expect(feed.fragments.held).toBeLessThanOrEqual(MAX_OCTETS);
    }
    expect(feed.counts['fragments_limit']).toBe(400 - feed.fragments.size);
    expect(feed.fragments.size).toBeLessThan(400);
  });

  test('a flood of first fragments: bounded, the oldest go, and new packets still get whole', () => {
    const feed = new Feed();
    const flood = MAX_PACKETS + 1000;
    for (let id = 0; id < flood; id++) feed.add(fragment(version, payload, { from: 0, to: 40, id }));
    expect(feed.fragments.size).toBe(MAX_PACKETS);
    expect(feed.counts).toEqual({ fragments_limit: 1000 });
    expect(feed.fragments.abandoned).toBe(1000);
    feed.add(fragment(version, payload, { from: 40, to: 100, id: flood - 1 }));
    expect(feed.whole).toMatchObject([{ ...is, frames: 2 }]);
    feed.add(fragment(version, payload, { from: 40, to: 100, id: 0 })); // its first half was given up
    expect(feed.whole).toHaveLength(1);
  });

  test('a flood of octets: bounded', () => {
    const feed = new Feed();
    const packet = fragment(version, datagram(60_000), { from: 8, to: 60_000, id: 0 });
    for (let id = 0; id < 600; id++) {
      packet.set(be16(id), version === 4 ? 4 : 46); // RFC 791 §3.1; RFC 8200 §4.5, the lower half
      feed.add(packet);
      expect(feed.fragments.held).toBeLessThanOrEqual(MAX_OCTETS);
    }
    expect(feed.fragments.size).toBeGreaterThan(200);
    expect(feed.counts['fragments_limit']).toBe(600 - feed.fragments.size);
    feed.fragments.clear();
    expect([feed.fragments.size, feed.fragments.held, feed.fragments.abandoned, feed.counts]).toEqual([0, 0, 0, {}]);
  });
});

describe('overlaps that agree', () => {
  const payload = datagram(100);

  test('IPv4: every host makes the same packet of them', () => {
    const feed = new Feed();
    feed.add(fragment(4, payload, { from: 0, to: 56 })).add(fragment(4, payload, { from: 8, to: 40 }));
    feed.add(fragment(4, payload, { from: 48, to: 100 }));
    expect(feed.whole).toMatchObject([{ fault: 'none', payload: [...payload.subarray(8)], frames: 3 }]);
  });

  test('IPv6: dropped (RFC 5722 §3)', () => {
    const feed = new Feed()
      .add(fragment(6, payload, { from: 0, to: 56 }))
      .add(fragment(6, payload, { from: 48, to: 100 }));
    expect([feed.whole, feed.counts]).toEqual([[], { fragments_overlap: 1 }]);
  });
});

describe('TCP', () => {
  const segment = tcp({ srcPort: 1, dstPort: 443, payload: Uint8Array.of(1, 2, 3, 4) });
  const part = (from: number, to: number) =>
    ipv4({
      ...v4,
      id: 9,
      payload: segment.subarray(from, to),
      fragmentOffset: from,
      moreFragments: to < segment.length,
    });

  test('tiny fragments (RFC 1858 §3) are put together, and counted once a packet', () => {
    const feed = new Feed().add(part(0, 8)).add(part(8, 16)).add(part(16, 24));
    expect(feed.whole).toMatchObject([{ fault: 'none', dstPort: 443, payload: [1, 2, 3, 4], frames: 3 }]);
    expect(feed.counts).toEqual({ fragments_tiny: 1 });
  });

  test('a first fragment with the flags in it is none', () => {
    expect(new Feed().add(part(0, 16)).add(part(16, 24)).counts).toEqual({});
  });
});

test('headers before the fragments: options and extension headers do not matter', () => {
  const payload = datagram(64);
  const part4 = (from: number, to: number, options: number[]) =>
    ipv4({
      ...v4,
      protocol: 17,
      id: 3,
      options,
      payload: payload.subarray(from, to),
      fragmentOffset: from,
      moreFragments: to < 64,
    });
  const part6 = (from: number, to: number, next: number) =>
    ipv6({
      ...v6,
      protocol: next,
      payload: payload.subarray(from, to),
      extensions: [{ type: 0, content: [5, 2, 0, 0, 1, 0] }, ipv6Fragment(from, to < 64, 3)],
    });
  const is = { fault: 'none', srcPort: 5000, payload: [...payload.subarray(8)] };
  expect(new Feed().add(part4(0, 32, [0x94, 4, 0, 0])).add(part4(32, 64, [])).whole).toMatchObject([is]);
  // RFC 8200 §4.5: the next header of the first fragment counts, whatever the others say.
  expect(new Feed().add(part6(32, 64, 6)).add(part6(0, 32, 17)).whole).toMatchObject([is]);
});

test('whole, and neither TCP nor UDP', () => {
  const part = (from: number, to: number) =>
    ipv4({ ...v4, protocol: 1, payload: new Uint8Array(to - from), fragmentOffset: from, moreFragments: to < 32 });
  expect(new Feed().add(part(0, 16)).add(part(16, 32)).whole).toMatchObject([{ fault: 'not_tcp_or_udp', frames: 2 }]);
});
