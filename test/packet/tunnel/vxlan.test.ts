/** VXLAN: RFC 7348 §5. */
import { be32, ethernet, join } from '../../support/frame-builder.js';
import { decoded, RAW } from '../decoded.js';
import { frame4, frame6, inner4, isInner4, isInner6, overUdp, vxlan } from './build.js';

const isPlain = { src: '198.51.100.1', dst: '198.51.100.2', srcPort: 49_152, tunnels: [], vlans: [] };

test.each([4789, 8472])('port %i: Ethernet inside, with VLANs', (port) => {
  const is = { tunnels: ['vxlan'], tunnelIds: [0xabcdef] };
  expect(decoded(overUdp(port, 49_152, vxlan(0xabcdef, frame4)), RAW)).toMatchObject({ ...isInner4, ...is });
  expect(decoded(overUdp(port, 49_152, vxlan(0xabcdef, frame6)), RAW)).toMatchObject({ ...isInner6, ...is });
  const tagged = ethernet({ vlan: [7, 8], payload: inner4 });
  expect(decoded(overUdp(port, 49_152, vxlan(1, tagged)), RAW)).toMatchObject({ ...isInner4, vlans: [7, 8] });
});

test('without the flag that there is a network number it is an ordinary datagram', () => {
  expect(decoded(overUdp(4789, 49_152, vxlan(1, frame4, 0)), RAW)).toMatchObject(isPlain);
});

test('§5: reserved bits are ignored on its own port, but not on the other', () => {
  expect(decoded(overUdp(4789, 49_152, vxlan(1, frame4, 0xff)), RAW)).toMatchObject(isInner4);
  expect(decoded(overUdp(8472, 49_152, vxlan(1, frame4, 0x88)), RAW)).toMatchObject({ ...isPlain, dstPort: 8472 });
  expect(decoded(overUdp(8472, 49_152, [8, 0, 0, 0], be32(0x101), frame4), RAW)).toMatchObject(isPlain);
});

test('the source port says nothing', () => {
  expect(decoded(overUdp(50_000, 4789, vxlan(1, frame4)), RAW)).toMatchObject({ tunnels: [], srcPort: 4789 });
});

test('no IP inside, or none whose lengths fit: an ordinary datagram, with nothing left of the attempt', () => {
  const arp = ethernet({ etherType: 0x0806, vlan: [9], payload: new Uint8Array(28) });
  const tooLong = Uint8Array.from(inner4);
  tooLong[3]! += 1; // total length
  const noVersion = Uint8Array.from(inner4);
  noVersion[0] = 0x55;
  const shortHeader = Uint8Array.from(inner4);
  shortHeader[0] = 0x44;
  const frames = [
    arp,
    ethernet({ vlan: [9], payload: tooLong }),
    ethernet({ etherType: 0x0800, payload: noVersion }),
    ethernet({ payload: shortHeader }),
    ethernet({ vlan: [1, 2, 3, 4, 5], payload: inner4 }),
    frame4.subarray(0, 14 + 19),
    new Uint8Array(0),
  ];
  for (const frame of frames) {
    const payload = vxlan(1, frame);
    expect(decoded(overUdp(4789, 49_152, payload), RAW)).toMatchObject({ ...isPlain, payload: [...payload] });
  }
});

test('padding of the frame inside is not payload', () => {
  expect(decoded(overUdp(4789, 49_152, vxlan(1, join(frame4, new Uint8Array(6)))), RAW)).toMatchObject(isInner4);
});
