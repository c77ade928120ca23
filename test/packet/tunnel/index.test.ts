/** What holds for all tunnels: any nesting gives back the packet inside, to a bounded depth, and depends on nothing around it. */
import fc from 'fast-check';
import { decode } from '../../../src/packet/decode.js';
import { FAULT_NAMES } from '../../../src/packet/fault.js';
import { MAX_TUNNELS, PacketView } from '../../../src/packet/view.js';
import { be32, ethernet, etherTypeOf, join } from '../../support/frame-builder.js';
import { type Decoded, decoded, faultOf, RAW, read } from '../decoded.js';
import { geneve, gre, gtpu, inner4, inner6, isInner4, isInner6, over4, over6, overUdp, vxlan } from './build.js';

/** Puts a packet into a tunnel. */
type Wrap = (packet: Uint8Array) => { name: string; packet: Uint8Array };

const isV6 = (packet: Uint8Array): boolean => packet[0]! >>> 4 === 6;
const wraps: readonly Wrap[] = [
  (packet) => ({ name: isV6(packet) ? '6in4' : 'ipip', packet: over4(isV6(packet) ? 41 : 4, packet) }),
  (packet) => ({ name: isV6(packet) ? '6in6' : '4in6', packet: over6(isV6(packet) ? 41 : 4, packet) }),
  (packet) => ({ name: 'gre', packet: over4(47, gre(etherTypeOf(packet), packet, { key: 5, checksum: true })) }),
  (packet) => ({ name: 'gre', packet: over6(47, gre(0x6558, ethernet({ payload: packet }))) }),
  (packet) => ({ name: 'erspan', packet: over4(47, gre(0x88be, ethernet({ payload: packet }))) }),
  (packet) => ({ name: 'vxlan', packet: overUdp(4789, 50_000, vxlan(3, ethernet({ payload: packet }))) }),
  (packet) => ({ name: 'geneve', packet: overUdp(6081, 50_000, geneve(4, etherTypeOf(packet), packet)) }),
  (packet) => ({ name: 'gtpu', packet: overUdp(2152, 2152, gtpu(6, packet)) }),
  (packet) => ({ name: 'l2tp', packet: over4(115, be32(9), ethernet({ payload: packet })) }),
];

const nested = (minLength: number, maxLength: number) =>
  fc
    .record({ six: fc.boolean(), layers: fc.array(fc.constantFrom(...wraps), { minLength, maxLength }) })
    .map(({ six, layers }) => {
      let packet = six ? inner6 : inner4;
      const tunnels: string[] = [];
      for (const wrap of layers) {
        const wrapped = wrap(packet);
        packet = wrapped.packet;
        tunnels.unshift(wrapped.name);
      }
      return { packet, tunnels, is: six ? isInner6 : isInner4, ipLength: six ? inner6.length : inner4.length };
    });

test('any nesting gives back the packet inside', () => {
  fc.assert(
    fc.property(nested(0, MAX_TUNNELS), ({ packet, tunnels, is, ipLength }) => {
      expect(decoded(packet, RAW)).toMatchObject({ ...is, tunnels, ipLength, clipped: false });
    }),
    { numRuns: 300 },
  );
});

test('one tunnel more than the limit is a fault, whichever they are', () => {
  fc.assert(
    fc.property(nested(MAX_TUNNELS + 1, MAX_TUNNELS + 4), ({ packet }) => {
      expect(faultOf(packet, RAW)).toBe('tunnel_too_deep');
    }),
    { numRuns: 200 },
  );
});

test('the answer does not depend on what lies around the packet, nor on the packet before', () => {
  const outcome = (view: PacketView, fault: number, start: number): Partial<Decoded> =>
    fault === 0 ? read(view, fault, start) : { fault: FAULT_NAMES[fault]! };
  const changed = fc
    .record({ one: nested(1, 5), changes: fc.array(fc.record({ at: fc.nat(), value: fc.nat(255) }), { maxLength: 4 }) })
    .map(({ one: { packet }, changes }) => {
      const octets = Uint8Array.from(packet);
      for (const { at, value } of changes) octets[at % octets.length] = value;
      return octets;
    });
  fc.assert(
    fc.property(changed, changed, fc.nat(120), fc.nat(60), (packet, before, cut, more) => {
      const captured = Math.max(0, packet.length - cut);
      const onWire = packet.length + more;
      const alone = new PacketView();
      const expected = outcome(alone, decode(alone, packet.slice(0, captured), 0, captured, onWire, RAW), 0);
      const used = new PacketView();
      decode(used, before, 0, before.length, before.length, RAW);
      const left = before.subarray(0, 30);
      // The neighbour is the rest of the same packet, then another.
      for (const right of [packet.subarray(captured), before]) {
        const among = join(left, packet.subarray(0, captured), right);
        expect(outcome(used, decode(used, among, left.length, captured, onWire, RAW), left.length)).toEqual(expected);
      }
    }),
    { numRuns: 2000 },
  );
});

test('both directions have the same ends, lower first; an IPv4 address is mapped', () => {
  const view = new PacketView();
  const endsOf = (packet: Uint8Array): number[] => {
    expect(decode(view, packet, 0, packet.length, packet.length, RAW)).toBe(0);
    return [...view.tunnelEnds.subarray(0, 8)].map((word) => word >>> 0);
  };
  const up = over4(4, inner4);
  const down = Uint8Array.from(up);
  down.set(up.subarray(16, 20), 12);
  down.set(up.subarray(12, 16), 16);
  const mapped = [0, 0, 0xffff];
  expect(endsOf(up)).toEqual([...mapped, 0xc6336401, ...mapped, 0xc6336402]);
  expect(endsOf(down)).toEqual(endsOf(up));
  const up6 = over6(4, inner4);
  const down6 = Uint8Array.from(up6);
  down6.set(up6.subarray(24, 40), 8);
  down6.set(up6.subarray(8, 24), 24);
  expect(endsOf(up6)).toEqual([0x20010db8, 0x00010000, 0, 1, 0x20010db8, 0x00010000, 0, 2]);
  expect(endsOf(down6)).toEqual(endsOf(up6));
});

test('WireGuard messages are ordinary datagrams, on any port', () => {
  // Whitepaper §5.4: type, three zeros, sender or receiver index, ...; lengths 148, 92, 64, and 32 or more.
  for (const [type, length] of [
    [1, 148],
    [2, 92],
    [3, 64],
    [4, 32],
    [4, 1312],
  ] as const) {
    const message = new Uint8Array(length).fill(0x45);
    message.set([type, 0, 0, 0]);
    for (const port of [51_820, 4789, 8472, 6081, 2152, 3544]) {
      expect(decoded(overUdp(port, 51_820, message), RAW)).toMatchObject({ tunnels: [], dstPort: port });
    }
  }
});

test('ordinary datagrams on a tunnel port stay what they are', () => {
  fc.assert(
    fc.property(fc.constantFrom(4789, 8472, 6081, 2152, 3544), fc.uint8Array({ maxLength: 200 }), (port, payload) => {
      expect(decoded(overUdp(port, 50_000, payload), RAW)).toMatchObject({ dstPort: port, payload: [...payload] });
    }),
    { numRuns: 1000 },
  );
});
