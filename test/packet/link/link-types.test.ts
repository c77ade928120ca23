/** The link types other than Ethernet, as https://www.tcpdump.org/linktypes.html describes them. */
import { be16, be32, ethernet, join, tcpPacket, udpPacket } from '../../support/frame-builder.js';
import { decoded, faultOf, LINK_TYPES } from '../decoded.js';

const v4 = tcpPacket({
  src: '10.8.0.2',
  dst: '192.0.2.1',
  srcPort: 50000,
  dstPort: 443,
  payload: Uint8Array.of(1, 2, 3),
});
const v6 = udpPacket({ src: 'fd00::2', dst: '2001:db8::1', srcPort: 50001, dstPort: 53, payload: Uint8Array.of(4, 5) });

const isV4 = { ipVersion: 4, src: '10.8.0.2', dst: '192.0.2.1', payload: [1, 2, 3] };
const isV6 = { ipVersion: 6, src: 'fd00::2', dst: '2001:db8::1', payload: [4, 5] };

const PKTAP = 258;
const USER2 = 149;

const le32 = (value: number) => be32(value).reverse();

test('link types that are not decoded', () => {
  for (let linkType = 0; linkType < 400; linkType++) {
    const unsupported = faultOf(ethernet({ payload: v4 }), linkType) === 'unsupported_link_type';
    expect([linkType, unsupported]).toEqual([linkType, ![...LINK_TYPES, PKTAP].includes(linkType)]);
  }
});

describe('raw IP', () => {
  test.each([12, 14, 101])('link type %i: the packet tells its version', (linkType) => {
    expect(decoded(v4, linkType)).toMatchObject({ ...isV4, ipAt: 0 });
    expect(decoded(v6, linkType)).toMatchObject({ ...isV6, ipAt: 0 });
    expect(faultOf(Uint8Array.of(0x50, 0, 0, 0), linkType)).toBe('bad_ip_version');
    expect(faultOf(new Uint8Array(0), linkType)).toBe('truncated_link');
  });

  test('IPV4 and IPV6 hold that version only', () => {
    expect(decoded(v4, 228)).toMatchObject(isV4);
    expect(decoded(v6, 229)).toMatchObject(isV6);
    expect(faultOf(v6, 228)).toBe('bad_ip_version');
    expect(faultOf(v4, 229)).toBe('bad_ip_version');
    expect(faultOf(new Uint8Array(0), 228)).toBe('truncated_ipv4');
    expect(faultOf(new Uint8Array(0), 229)).toBe('truncated_ipv6');
  });
});

describe('NULL, LOOP, ENC', () => {
  const NULL = 0;
  const LOOP = 108;
  const ENC = 109;
  const rest = new Uint8Array(8);

  test.each([10, 23, 24, 28, 30])('AF_INET6 as %i', (family) => {
    for (const order of [be32, le32]) {
      expect(decoded(join(order(family), v6), NULL)).toMatchObject({ ...isV6, ipAt: 4 });
      expect(decoded(join(order(family), rest, v6), ENC)).toMatchObject({ ...isV6, ipAt: 12 });
    }
    expect(decoded(join(be32(family), v6), LOOP)).toMatchObject({ ...isV6, ipAt: 4 });
  });

  test('AF_INET', () => {
    for (const order of [be32, le32]) {
      expect(decoded(join(order(2), v4), NULL)).toMatchObject({ ...isV4, ipAt: 4 });
      expect(decoded(join(order(2), rest, v4), ENC)).toMatchObject({ ...isV4, ipAt: 12 });
    }
    expect(decoded(join(be32(2), v4), LOOP)).toMatchObject({ ...isV4, ipAt: 4 });
  });

  test('LOOP is in network order only', () => {
    expect(faultOf(join(le32(2), v4), LOOP)).toBe('not_ip');
  });

  test('other families, and frames cut inside the header', () => {
    for (const family of [0, 1, 7, 0x0200, 0xffffffff]) {
      for (const order of [be32, le32]) {
        // 0x0200 in either order is no family, though a 16-bit read would find a 2 in it.
        expect(faultOf(join(order(family), v4), NULL)).toBe('not_ip');
      }
    }
    for (let cut = 0; cut < 4; cut++) {
      expect(faultOf(join(be32(2), v4), NULL, cut)).toBe('truncated_link');
      expect(faultOf(join(be32(2), v4), LOOP, cut)).toBe('truncated_link');
    }
    for (let cut = 0; cut < 12; cut++) expect(faultOf(join(be32(2), rest, v4), ENC, cut)).toBe('truncated_link');
  });
});

describe('Linux cooked captures', () => {
  const sll = (protocol: number, packet: Uint8Array, hardware = 1) =>
    join(be16(0), be16(hardware), be16(6), [2, 0, 0, 0, 0, 1, 0, 0], be16(protocol), packet);
  const sll2 = (protocol: number, packet: Uint8Array, hardware = 1) =>
    join(be16(protocol), be16(0), be32(2), be16(hardware), 0, 6, [2, 0, 0, 0, 0, 1, 0, 0], packet);
  const versions = [
    { name: 'v1', linkType: 113, header: 16, build: sll },
    { name: 'v2', linkType: 276, header: 20, build: sll2 },
  ];

  test.each(versions)('$name', ({ linkType, header, build }) => {
    expect(decoded(build(0x0800, v4), linkType)).toMatchObject({ ...isV4, ipAt: header });
    expect(decoded(build(0x86dd, v6), linkType)).toMatchObject({ ...isV6, ipAt: header });
    expect(decoded(build(0x0800, v4, 65534), linkType)).toMatchObject(isV4); // no link header: a TUN device
    const tagged = join(be16(7), be16(0x0800), v4);
    expect(decoded(build(0x8100, tagged), linkType)).toMatchObject({ ...isV4, vlans: [7] });
    const llc = join([0xaa, 0xaa, 0x03, 0, 0, 0], be16(0x0800), v4);
    expect(decoded(build(0x0004, llc), linkType)).toMatchObject(isV4);
    expect(faultOf(build(0x0001, llc), linkType)).toBe('not_ip');
    expect(faultOf(build(0x0806, v4), linkType)).toBe('not_ip');
    for (const hardware of [803, 824]) expect(faultOf(build(0x0800, v4, hardware), linkType)).toBe('not_ip');
    for (let cut = 0; cut < header; cut++) expect(faultOf(build(0x0800, v4), linkType, cut)).toBe('truncated_link');
  });
});

describe('PPP', () => {
  const PPP = 9;
  const PPP_HDLC = 50;
  const PPP_ETHER = 51;
  const C_HDLC = 104;

  test.each([PPP, PPP_HDLC])(
    'link type %i, with and without address and control, protocol compressed or not',
    (linkType) => {
      for (const framing of [[], [0xff, 0x03]]) {
        expect(decoded(join(framing, [0x00, 0x21], v4), linkType)).toMatchObject(isV4);
        expect(decoded(join(framing, [0x21], v4), linkType)).toMatchObject(isV4);
        expect(decoded(join(framing, [0x00, 0x57], v6), linkType)).toMatchObject(isV6);
        expect(faultOf(join(framing, [0xc0, 0x21, 1, 1, 0, 4]), linkType)).toBe('not_ip');
        expect(faultOf(join(framing, 0x00), linkType)).toBe('truncated_link');
        expect(faultOf(join(framing), linkType)).toBe('truncated_link');
      }
    },
  );

  test('an address with no control is a protocol field', () => {
    expect(faultOf(join([0xff, 0x03, 0x00, 0x21], v4), PPP, 1)).toBe('not_ip');
  });

  test('a frame check sequence at the end is not payload', () => {
    expect(decoded(join([0xff, 0x03, 0x00, 0x21], v4, [0xaa, 0xbb]), PPP_HDLC)).toMatchObject({
      ...isV4,
      payloadOnWire: 3,
    });
  });

  test('Cisco HDLC, under its own link type and under PPP_HDLC', () => {
    for (const address of [0x0f, 0x8f]) {
      for (const linkType of [C_HDLC, PPP_HDLC]) {
        expect(decoded(join(address, 0, be16(0x0800), v4), linkType)).toMatchObject({ ...isV4, ipAt: 4 });
        expect(decoded(join(address, 0, be16(0x86dd), v6), linkType)).toMatchObject({ ...isV6, ipAt: 4 });
        expect(faultOf(join(address, 0, be16(0x8035), new Uint8Array(18)), linkType)).toBe('not_ip'); // SLARP
        for (let cut = 1; cut < 4; cut++) {
          expect(faultOf(join(address, 0, be16(0x0800), v4), linkType, cut)).toBe('truncated_link');
        }
      }
    }
  });

  test('PPPoE with no Ethernet header', () => {
    const ppp = join([0x00, 0x21], v4);
    const session = join(0x11, 0, be16(1), be16(ppp.length), ppp);
    expect(decoded(session, PPP_ETHER)).toMatchObject({ ...isV4, ipAt: 8 });
    for (let cut = 0; cut < 8; cut++) expect(faultOf(session, PPP_ETHER, cut)).toBe('truncated_link');
  });
});

describe("PKTAP (Apple's bsd/net/pktap.h)", () => {
  const pktap = (linkType: number, frame: Uint8Array, { length = 108, next = 1 } = {}): Uint8Array =>
    join(le32(length), le32(next), le32(linkType), new Uint8Array(length - 12), frame);

  test.each([PKTAP, USER2])(
    'link type %i: the frame behind the header is of the link type that the header states',
    (linkType) => {
      const options = [{ length: 108 }, { length: 156 }];
      for (const option of options) {
        expect(decoded(pktap(1, ethernet({ payload: v4, vlan: [7] }), option), linkType)).toMatchObject({
          ...isV4,
          vlans: [7],
        });
        expect(decoded(pktap(0, join(le32(30), v6), option), linkType)).toMatchObject(isV6);
        expect(decoded(pktap(12, v6, option), linkType)).toMatchObject(isV6);
      }
    },
  );

  test('one in another is refused, and so are link types that are not decoded', () => {
    for (const inner of [PKTAP, USER2, 147]) {
      expect(faultOf(pktap(inner, pktap(12, v4)), PKTAP)).toBe('unsupported_link_type');
    }
  });

  test('a header that is cut, too short, too long, or has no packet behind it', () => {
    const whole = pktap(12, v4);
    for (let cut = 0; cut < 108; cut++) expect(faultOf(whole, PKTAP, cut)).toBe('truncated_link');
    expect(faultOf(join(le32(156), whole.subarray(4, 150)), PKTAP)).toBe('truncated_link');
    for (const length of [0, 107, 513, 0xffffffff]) {
      expect(faultOf(join(le32(length), whole.subarray(4)), PKTAP)).toBe('not_ip');
    }
    expect(faultOf(pktap(12, v4, { next: 0 }), PKTAP)).toBe('not_ip');
  });

  test("LINKTYPE_USER2 is anyone's: without a PKTAP header it is not decoded", () => {
    for (const frame of [v4, ethernet({ payload: v4 }), pktap(12, v4, { next: 0 }), new Uint8Array(0)]) {
      expect(faultOf(frame, USER2)).toBe('unsupported_link_type');
    }
  });
});
