import { Encapsulations, MAX_ENCAPSULATIONS } from '../../src/flow/encapsulation.js';
import { decode } from '../../src/packet/decode.js';
import { Tunnel } from '../../src/packet/tunnel/kind.js';
import { PacketView } from '../../src/packet/view.js';
import { geneve, gre, gtpu, inner4, over4, over6, overUdp, vxlan } from '../packet/tunnel/build.js';
import { address, ethernet, join } from '../support/frame-builder.js';

function tagged(...vlans: number[]): PacketView {
  const view = new PacketView();
  view.vlans.set(vlans);
  view.vlanCount = vlans.length;
  return view;
}

function viewOf(frame: Uint8Array): PacketView {
  const view = new PacketView();
  expect(decode(view, frame, 0, frame.length, frame.length, 1)).toBe(0);
  return view;
}

const inFrame = (payload: Uint8Array, ...vlan: number[]): PacketView => viewOf(ethernet({ vlan, payload }));

test('equal stacks get one number, different ones others, none gets 0', () => {
  const table = new Encapsulations(1);
  const stacks = [[], [0], [7], [7, 0], [0, 7], [7, 7], [4095, 1, 2, 3], [4095, 1, 2]];
  const numbers = stacks.map((stack) => table.intern(tagged(...stack)));
  expect(numbers[0]).toBe(0);
  expect(new Set(numbers).size).toBe(stacks.length);
  for (const [i, stack] of stacks.entries()) {
    expect(table.intern(tagged(...stack))).toBe(numbers[i]);
    expect(table.vlans(numbers[i]!)).toEqual(stack);
  }
});

test('tunnels tell flows apart by kind, network number or key, ends and what is around them', () => {
  const frame = ethernet({ payload: inner4 });
  const views = [
    inFrame(inner4),
    inFrame(over4(47, gre(0x0800, inner4))),
    inFrame(over4(47, gre(0x0800, inner4, { key: 0x80000001 }))),
    inFrame(over4(47, gre(0x0800, inner4, { key: 1 }))),
    inFrame(over6(47, gre(0x0800, inner4))),
    inFrame(over4(4, inner4)),
    inFrame(overUdp(4789, 50_000, vxlan(1, frame))),
    inFrame(overUdp(4789, 50_000, vxlan(2, frame))),
    inFrame(overUdp(6081, 50_000, geneve(1, 0x0800, inner4))),
    inFrame(over4(4, over4(4, inner4))),
    inFrame(over4(4, inner4), 7),
    inFrame(overUdp(4789, 50_000, vxlan(1, ethernet({ vlan: [7], payload: inner4 })))),
  ];
  const table = new Encapsulations(1);
  const numbers = views.map((view) => table.intern(view));
  expect(new Set(numbers).size).toBe(views.length);
  expect(views.map((view) => table.intern(view))).toEqual(numbers);
  expect(numbers.map((number) => table.tunnels(number))).toEqual([
    [],
    ['gre'],
    ['gre'],
    ['gre'],
    ['gre'],
    ['ipip'],
    ['vxlan'],
    ['vxlan'],
    ['geneve'],
    ['ipip', 'ipip'],
    ['ipip'],
    ['vxlan'],
  ]);
  expect(numbers.slice(-2).map((number) => table.vlans(number))).toEqual([[7], [7]]);
});

test('both directions get one number: ends swapped, source ports and endpoint identifiers of their own', () => {
  const table = new Encapsulations(1);
  const swap = (packet: Uint8Array): Uint8Array =>
    join(packet.subarray(0, 12), address('198.51.100.2'), address('198.51.100.1'), packet.subarray(20));
  const frame = ethernet({ payload: inner4 });
  for (const [up, down] of [
    [over4(4, inner4), over4(4, inner4)],
    [overUdp(4789, 50_000, vxlan(9, frame)), overUdp(4789, 61_000, vxlan(9, frame))],
    [overUdp(2152, 2152, gtpu(0x1111, inner4)), overUdp(2152, 2152, gtpu(0x2222, inner4))],
  ] as const) {
    const number = table.intern(inFrame(up));
    expect(number).toBeGreaterThan(0);
    expect(table.intern(inFrame(swap(down)))).toBe(number);
  }
});

test('VLANs may be left out of it, and tunnels not', () => {
  const table = new Encapsulations(1);
  const plain = table.intern(inFrame(over4(4, inner4)), false);
  expect(table.intern(inFrame(over4(4, inner4), 7), false)).toBe(plain);
  expect(table.intern(inFrame(over4(4, inner4), 8), false)).toBe(plain);
  expect(table.intern(inFrame(inner4, 8), false)).toBe(0);
  expect(table.intern(inFrame(over4(4, inner4), 7))).not.toBe(plain);
});

test('past the bound all share one number, and are counted', () => {
  const table = new Encapsulations(1);
  for (let i = 0; i < MAX_ENCAPSULATIONS - 1; i++) table.intern(tagged(i & 0xfff, i >> 12));
  expect(table.overflows).toBe(0);
  const past = table.intern(tagged(1, 2, 3));
  expect(past).toBeLessThanOrEqual(0xffff);
  expect(table.intern(tagged(1, 2, 4))).toBe(past);
  expect(table.overflows).toBe(2);
  expect([table.vlans(past), table.tunnels(past)]).toEqual([[], []]);
  const tunnel = tagged(1, 2, 5);
  tunnel.tunnelCount = 1;
  tunnel.tunnelKinds[0] = Tunnel.Gre;
  expect(table.intern(tunnel)).toBe(past);
  expect(table.vlans(table.intern(tagged(5, 0)))).toEqual([5, 0]);
  table.clear();
  expect([table.overflows, table.intern(tagged(9))]).toEqual([0, 1]);
});
