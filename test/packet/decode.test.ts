/** What holds for every frame: built frames, frames with octets changed, and octets of no meaning, under every link type. */
import fc from 'fast-check';
import { decode } from '../../src/packet/decode.js';
import { FAULT_NAMES } from '../../src/packet/fault.js';
import { MAX_VLANS, PacketView } from '../../src/packet/view.js';
import {
  be16,
  be32,
  ethernet,
  type Ipv6Extension,
  ipv4,
  ipv6,
  ipv6Fragment,
  join,
  tcp,
  udp,
} from '../support/frame-builder.js';
import { type Decoded, ETHERNET, LINK_TYPES, read } from './decoded.js';

const port = fc.nat(0xffff);
const octets = (maxLength: number) => fc.uint8Array({ maxLength });
const flags = fc.nat(0xff);

const segment = fc.record({
  srcPort: port,
  dstPort: port,
  seq: fc.integer(),
  flags,
  options: octets(40),
  payload: octets(200),
});
const datagram = fc.record({ srcPort: port, dstPort: port, payload: octets(200) });

const extension: fc.Arbitrary<Ipv6Extension> = fc.oneof(
  fc.record({ type: fc.constantFrom(0, 43, 60, 135), content: octets(40) }),
  fc.record({ type: fc.constant(51), content: fc.uint8Array({ minLength: 6, maxLength: 40 }) }),
  fc.constant(ipv6Fragment(0, false)),
);

interface Built {
  packet: Uint8Array;
  expected: Partial<Decoded>;
}

/** A packet and what must be read from it. */
const built: fc.Arbitrary<Built> = fc
  .record({
    transport: fc.oneof(
      segment.map((parts) => ({ protocol: 6, parts: { ...parts, flags: parts.flags }, octets: tcp(parts) })),
      datagram.map((parts) => ({ protocol: 17, parts: { ...parts, seq: 0, flags: 0 }, octets: udp(parts) })),
    ),
    src4: fc.ipV4(),
    dst4: fc.ipV4(),
    src6: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    dst6: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    version: fc.constantFrom(4, 6),
    options: octets(40),
    extensions: fc.array(extension, { maxLength: 6 }),
  })
  .map(({ transport, src4, dst4, src6, dst6, version, options, extensions }) => {
    const { protocol, parts, octets: payload } = transport;
    const words = (address: Uint8Array) =>
      Array.from({ length: 8 }, (_, i) => ((address[2 * i]! << 8) | address[2 * i + 1]!).toString(16)).join(':');
    const packet =
      version === 4
        ? ipv4({ src: src4, dst: dst4, protocol, payload, options })
        : ipv6({ src: words(src6), dst: words(dst6), protocol, payload, extensions });
    return {
      packet,
      expected: {
        fault: 'none',
        clipped: false,
        ipVersion: version,
        ipLength: packet.length,
        protocol,
        srcPort: parts.srcPort,
        dstPort: parts.dstPort,
        tcpSequence: parts.seq,
        tcpFlags: parts.flags,
        payload: [...parts.payload],
        payloadOnWire: parts.payload.length,
        ...(version === 4 ? { src: src4, dst: dst4 } : {}),
      },
    };
  });

const vlan = fc.array(fc.integer({ min: 1, max: 4095 }), { maxLength: MAX_VLANS });

/** A packet in a frame of each link type, or octets of no meaning. */
const frame: fc.Arbitrary<{ octets: Uint8Array; linkType: number }> = fc
  .record({ built, vlan, linkType: fc.constantFrom(...LINK_TYPES), noise: octets(120), isNoise: fc.boolean() })
  .map(({ built: { packet }, vlan: tags, linkType, noise, isNoise }) => ({
    octets: isNoise ? noise : framed(packet, linkType, tags),
    linkType,
  }));

function framed(packet: Uint8Array, linkType: number, tags: number[]): Uint8Array {
  const version = packet[0]! >>> 4;
  const etherType = version === 4 ? 0x0800 : 0x86dd;
  const family = version === 4 ? 2 : 30;
  const ppp = join([0x00, version === 4 ? 0x21 : 0x57], packet);
  switch (linkType) {
    case 0:
    case 108:
      return join(be32(family), packet);
    case ETHERNET:
      return ethernet({ vlan: tags, payload: packet });
    case 9:
      return ppp;
    case 50:
      return join(0xff, 0x03, ppp);
    case 51:
      return join(0x11, 0, be16(1), be16(ppp.length), ppp);
    case 104:
      return join(0x0f, 0, be16(etherType), packet);
    case 109:
      return join(be32(family), new Uint8Array(8), packet);
    case 113:
      return join(new Uint8Array(14), be16(etherType), packet);
    case 276:
      return join(be16(etherType), new Uint8Array(18), packet);
    default:
      return packet;
  }
}

/** Some octets of the frame replaced. */
const mutated = fc
  .record({ frame, changes: fc.array(fc.record({ at: fc.nat(), value: fc.nat(255) }), { maxLength: 6 }) })
  .map(({ frame: { octets: original, linkType }, changes }) => {
    const changed = Uint8Array.from(original);
    for (const { at, value } of changes) if (changed.length > 0) changed[at % changed.length] = value;
    return { octets: changed, linkType };
  });

/** Everything a caller may read: all of it after Fault.None, else the fault. */
function outcome(view: PacketView, fault: number, start: number): Partial<Decoded> {
  return fault === 0 ? read(view, fault, start) : { fault: FAULT_NAMES[fault]! };
}

test('built, then parsed, gives back the fields', () => {
  fc.assert(
    fc.property(built, vlan, octets(20), ({ packet, expected }, tags, padding) => {
      const whole = join(ethernet({ vlan: tags, payload: packet }), padding);
      const view = new PacketView();
      const fault = decode(view, whole, 0, whole.length, whole.length, ETHERNET);
      expect(outcome(view, fault, 0)).toMatchObject({ ...expected, vlans: tags, ipAt: 14 + 4 * tags.length });
    }),
  );
});

test('every link type carries every packet', () => {
  fc.assert(
    fc.property(built, ({ packet, expected }) => {
      for (const linkType of LINK_TYPES) {
        if (linkType === 228 && expected.ipVersion !== 4) continue;
        if (linkType === 229 && expected.ipVersion !== 6) continue;
        const whole = framed(packet, linkType, []);
        const view = new PacketView();
        const fault = decode(view, whole, 0, whole.length, whole.length, linkType);
        expect([linkType, outcome(view, fault, 0)]).toMatchObject([linkType, expected]);
      }
    }),
    { numRuns: 50 },
  );
});

test('the answer does not depend on what lies around the packet, nor on the packet before', () => {
  fc.assert(
    fc.property(
      mutated,
      mutated,
      octets(80),
      fc.uint8Array({ minLength: 80, maxLength: 200 }),
      fc.nat(200),
      fc.nat(200),
      ({ octets: packet, linkType }, before, left, right, cut, more) => {
        const captured = Math.max(0, packet.length - cut);
        const onWire = packet.length + more;
        const alone = new PacketView();
        const expected = outcome(alone, decode(alone, packet.slice(0, captured), 0, captured, onWire, linkType), 0);

        const used = new PacketView();
        decode(used, before.octets, 0, before.octets.length, before.octets.length, before.linkType);
        const among = join(left, packet.subarray(0, captured), right);
        expect(outcome(used, decode(used, among, left.length, captured, onWire, linkType), left.length)).toEqual(
          expected,
        );

        // The neighbour is the rest of the same packet: the likeliest to be mistaken for it.
        const whole = join(left, packet, right);
        expect(outcome(used, decode(used, whole, left.length, captured, onWire, linkType), left.length)).toEqual(
          expected,
        );
      },
    ),
    { numRuns: 2000 },
  );
});

test('what is read lies inside what was captured, in order', () => {
  fc.assert(
    fc.property(mutated, fc.nat(100), fc.nat(0xffffffff), ({ octets: packet, linkType }, start, more) => {
      const view = new PacketView();
      const buf = join(new Uint8Array(start), packet, new Uint8Array(start));
      const fault = decode(view, buf, start, packet.length, packet.length + more, linkType);
      expect(FAULT_NAMES[fault]).toBeDefined();
      expect(view.vlanCount).toBeLessThanOrEqual(MAX_VLANS);
      if (fault !== 0) return;
      const header = view.ipVersion === 4 ? 20 : 40;
      const size = view.ipVersion === 4 ? 4 : 16;
      const marks = [
        start,
        view.ipAt,
        view.srcAt,
        view.dstAt - size,
        view.ipAt + header - size,
        view.payloadAt,
        view.payloadEnd,
        start + packet.length,
      ];
      expect(marks).toEqual([...marks].sort((a, b) => a - b));
      expect(view.payloadOnWire).toBeGreaterThanOrEqual(view.payloadEnd - view.payloadAt);
      expect(view.ipLength).toBeGreaterThanOrEqual(header + view.payloadOnWire);
      if (!view.clipped) expect(view.payloadOnWire).toBe(view.payloadEnd - view.payloadAt);
      expect([6, 17]).toContain(view.protocol);
    }),
    { numRuns: 2000 },
  );
});

test('a frame cut anywhere is truncated or clipped, and never anything else', () => {
  fc.assert(
    fc.property(built, vlan, ({ packet, expected }, tags) => {
      const whole = ethernet({ vlan: tags, payload: packet });
      const view = new PacketView();
      for (let cut = 0; cut < whole.length; cut++) {
        const fault = decode(view, whole, 0, cut, whole.length, ETHERNET);
        if (fault !== 0) {
          expect(FAULT_NAMES[fault]).toMatch(/^truncated_/);
          continue;
        }
        const { clipped, payload, payloadOnWire, srcPort, dstPort, ipLength } = read(view, fault, 0);
        expect({ clipped, payloadOnWire, srcPort, dstPort, ipLength }).toEqual({
          clipped: true,
          payloadOnWire: expected.payloadOnWire,
          srcPort: expected.srcPort,
          dstPort: expected.dstPort,
          ipLength: expected.ipLength,
        });
        expect(payload).toEqual(expected.payload!.slice(0, payload.length));
      }
    }),
    { numRuns: 50 },
  );
});

test('lengths that the capture states and the buffer does not hold', () => {
  const packet = ipv4({
    src: '10.0.0.1',
    dst: '10.0.0.2',
    payload: tcp({ srcPort: 1, dstPort: 2, payload: Uint8Array.of(7) }),
  });
  const view = new PacketView();
  expect(decode(view, packet, 0, 0xffffffff, 0xffffffff, 101)).toBe(0);
  expect([view.payloadEnd, view.clipped]).toEqual([packet.length, false]);
  expect(FAULT_NAMES[decode(view, packet, 1000, 40, 40, 101)]).toBe('truncated_link');
  expect(FAULT_NAMES[decode(view, packet, 1000, 40, 40, 228)]).toBe('truncated_ipv4');
  // Less on the wire than captured cannot be: what is here was on the wire.
  expect(decode(view, packet, 0, packet.length, 0, 101)).toBe(0);
  expect([view.payloadOnWire, view.clipped]).toEqual([1, false]);
});
