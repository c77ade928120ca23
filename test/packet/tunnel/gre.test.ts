/** GRE (RFC 2784, RFC 2890), PPTP (RFC 2637), ERSPAN (draft-foschiano-erspan). */
import { be16, be32, join } from '../../support/frame-builder.js';
import { decoded, faultOf, RAW } from '../decoded.js';
import { frame4, frame6, gre, inner4, inner6, isInner4, isInner6, over4, over6 } from './build.js';

const GRE = 47;

test.each([
  ['plain', {}, 0],
  ['checksum', { checksum: true }, 0],
  ['key', { key: 0xc0ffee01 }, 0xc0ffee01],
  ['sequence number', { sequence: 9 }, 0],
  ['all of them', { checksum: true, key: 42, sequence: 9 }, 42],
] as const)('%s: IPv4, IPv6, Ethernet and MPLS inside', (_, fields, id) => {
  const is = { tunnels: ['gre'], tunnelIds: [id] };
  for (const over of [over4, over6]) {
    expect(decoded(over(GRE, gre(0x0800, inner4, fields)), RAW)).toMatchObject({ ...isInner4, ...is });
    expect(decoded(over(GRE, gre(0x86dd, inner6, fields)), RAW)).toMatchObject({ ...isInner6, ...is });
    expect(decoded(over(GRE, gre(0x6558, frame6, fields)), RAW)).toMatchObject({ ...isInner6, ...is });
    // RFC 3032 §2.1: label 16, bottom of stack.
    const mpls = join(be32((16 << 12) | 0x100 | 64), inner4);
    expect(decoded(over(GRE, gre(0x8847, mpls, fields)), RAW)).toMatchObject({ ...isInner4, ...is });
  }
});

test('source routes (RFC 1701), other versions and cut headers are no tunnel', () => {
  const whole = gre(0x0800, inner4, { key: 1, sequence: 2 });
  const routed = join(0x40, whole.subarray(1));
  const version2 = join(whole[0]!, 2, whole.subarray(2));
  for (const payload of [routed, version2]) expect(faultOf(over4(GRE, payload), RAW)).toBe('not_tcp_or_udp');
  const packet = over4(GRE, whole);
  for (let cut = 20; cut < 20 + 12; cut++) expect(faultOf(packet, RAW, cut)).toBe('not_tcp_or_udp');
  expect(faultOf(over4(GRE, gre(0x0806, new Uint8Array(28))), RAW)).toBe('not_ip');
});

describe('PPTP', () => {
  /** RFC 2637 §4.1: K and S set, A as wanted; protocol 0x880b; payload length, call, sequence and acknowledgement numbers. */
  const pptp = (ppp: Uint8Array, acknowledges: boolean, length = ppp.length): Uint8Array =>
    join(
      0x30,
      acknowledges ? 0x81 : 0x01,
      [0x88, 0x0b],
      be16(length),
      be16(77),
      be32(1),
      acknowledges ? be32(2) : [],
      ppp,
    );
  const ppp4 = join([0xff, 0x03, 0x00, 0x21], inner4);

  test('PPP inside, with address and control or compressed', () => {
    for (const acknowledges of [false, true]) {
      for (const ppp of [ppp4, join([0x00, 0x21], inner4), join(0x21, inner4)]) {
        expect(decoded(over4(GRE, pptp(ppp, acknowledges)), RAW)).toMatchObject({
          ...isInner4,
          tunnels: ['pptp'],
          tunnelIds: [0], // each end has its own call identifier
        });
      }
    }
  });

  test('the payload length ends the frame', () => {
    expect(decoded(over4(GRE, pptp(join(ppp4, [9, 9]), false, ppp4.length)), RAW)).toMatchObject(isInner4);
    expect(decoded(over4(GRE, pptp(ppp4, false, ppp4.length - 2)), RAW)).toMatchObject({ payload: [1], clipped: true });
  });

  test('an acknowledgement alone carries nothing', () => {
    expect(faultOf(over4(GRE, [0x20, 0x81, 0x88, 0x0b], be16(0), be16(77), be32(2)), RAW)).toBe('not_tcp_or_udp');
  });
});

describe('ERSPAN', () => {
  const session = 0x155;

  test('type I: no sequence number, the frame at once', () => {
    expect(decoded(over4(GRE, gre(0x88be, frame4)), RAW)).toMatchObject({
      ...isInner4,
      tunnels: ['erspan'],
      tunnelIds: [0],
    });
  });

  test('type II: 8 octets', () => {
    const header = join(be16(0x1000 | 100), be16(0xa000 | session), be32(0));
    expect(decoded(over4(GRE, gre(0x88be, join(header, frame6), { sequence: 5 })), RAW)).toMatchObject({
      ...isInner6,
      tunnels: ['erspan'],
      tunnelIds: [session],
    });
  });

  test.each([
    ['Ethernet', 0, frame4],
    ['IP', 2, inner4],
  ] as const)('type III: 12 octets, and a subheader of 8; %s inside', (_, frameType, inside) => {
    const header = (flags: number) =>
      join(be16(0x2000), be16(session), be32(123), be16(0), be16((frameType << 10) | flags));
    const is = { ...isInner4, tunnels: ['erspan'], tunnelIds: [session] };
    expect(decoded(over4(GRE, gre(0x22eb, join(header(0), inside), { sequence: 5 })), RAW)).toMatchObject(is);
    const withSubheader = join(header(1), new Uint8Array(8).fill(0xee), inside);
    expect(decoded(over4(GRE, gre(0x22eb, withSubheader, { sequence: 5 })), RAW)).toMatchObject(is);
  });

  test('cut, or a frame of another kind', () => {
    const header = join(be16(0x2000), be16(session), be32(123), be16(0), be16(7 << 10));
    expect(faultOf(over4(GRE, gre(0x22eb, join(header, frame4))), RAW)).toBe('not_ip');
    expect(faultOf(over4(GRE, gre(0x22eb, header.subarray(0, 11))), RAW)).toBe('not_tcp_or_udp');
    expect(faultOf(over4(GRE, gre(0x88be, header.subarray(0, 7), { sequence: 1 })), RAW)).toBe('not_tcp_or_udp');
  });
});
