import { fromHex } from '../../../src/bytes/hex.js';
import { decode } from '../../../src/packet/decode.js';
import { PacketView } from '../../../src/packet/view.js';
import { be16, ethernet, ipv4, join, tcp, tcpPacket, udpPacket } from '../../support/frame-builder.js';
import { decoded, ETHERNET, faultOf } from '../decoded.js';

const addresses = { src: '10.8.0.2', dst: '192.0.2.1' };
const v4 = tcpPacket({
  ...addresses,
  srcPort: 50000,
  dstPort: 443,
  payload: Uint8Array.of(1, 2, 3),
});
const v6 = udpPacket({ src: 'fd00::2', dst: '2001:db8::1', srcPort: 50001, dstPort: 53, payload: Uint8Array.of(4, 5) });

const MPLS = 0x8847;
const MPLS_MULTICAST = 0x8848;
const PPPOE = 0x8864;
const CISCO_METADATA = 0x8909;

/** RFC 3032 §2.1: label (20 bits), traffic class (3), bottom of stack (1), time to live (8). */
function label(value: number, bottom: boolean): number[] {
  return [value >>> 12, (value >>> 4) & 0xff, ((value & 0x0f) << 4) | (bottom ? 1 : 0), 64];
}

/** RFC 2516 §4: version and type, code, session, length; then PPP. */
function pppoe(ppp: Uint8Array, code = 0, length = ppp.length): Uint8Array {
  return join(0x11, code, be16(0x1234), be16(length), ppp);
}

describe('Ethernet', () => {
  test('II, both versions', () => {
    expect(decoded(ethernet({ payload: v4 }), ETHERNET)).toMatchObject({
      ipAt: 14,
      ipVersion: 4,
      vlans: [],
      srcPort: 50000,
    });
    expect(decoded(ethernet({ payload: v6 }), ETHERNET)).toMatchObject({
      ipAt: 14,
      ipVersion: 6,
      vlans: [],
      srcPort: 50001,
    });
  });

  test('a frame cut inside its header', () => {
    const frame = ethernet({ payload: v4 });
    for (let cut = 0; cut < 14; cut++) expect(faultOf(frame, ETHERNET, cut)).toBe('truncated_link');
    expect(faultOf(frame, ETHERNET, 14)).toBe('truncated_ipv4');
  });

  test('what is not IP', () => {
    for (const etherType of [0x0806, 0x88cc, 0x8863, 0x05ff, 0xffff]) {
      expect(faultOf(ethernet({ etherType, payload: v4 }), ETHERNET)).toBe('not_ip');
    }
  });

  test('the EtherType says another version than the packet', () => {
    expect(faultOf(ethernet({ etherType: 0x86dd, payload: join(v4, new Uint8Array(40)) }), ETHERNET)).toBe(
      'bad_ip_version',
    );
    expect(faultOf(ethernet({ etherType: 0x0800, payload: v6 }), ETHERNET)).toBe('bad_ip_version');
  });

  test('padding is not payload', () => {
    const frame = ethernet({
      payload: tcpPacket({ src: '10.8.0.2', dst: '192.0.2.1', srcPort: 1, dstPort: 2 }),
      padTo: 60,
    });
    expect(frame.length).toBe(60);
    expect(decoded(frame, ETHERNET)).toMatchObject({ ipLength: 40, payload: [], payloadOnWire: 0, clipped: false });
  });
});

describe('VLAN tags', () => {
  test.each([0x8100, 0x88a8, 0x9100, 0x9200])('tag type %i', (type) => {
    const frame = ethernet({ vlan: [{ id: 0xe007, type }], payload: v4 }); // priority 7: not part of the identifier
    expect(decoded(frame, ETHERNET)).toMatchObject({ vlans: [7], ipAt: 18, payload: [1, 2, 3] });
  });

  test('outermost first', () => {
    const vlan = [{ id: 100, type: 0x88a8 }, 7, 4095, 1];
    expect(decoded(ethernet({ vlan, payload: v6 }), ETHERNET)).toMatchObject({ vlans: [100, 7, 4095, 1], ipAt: 30 });
  });

  test('identifier 0 is a priority, not a VLAN (802.1Q §9.6)', () => {
    expect(decoded(ethernet({ vlan: [0xa000, 5], payload: v4 }), ETHERNET).vlans).toEqual([5]);
  });

  test('the tags of the packet before are gone', () => {
    const view = new PacketView();
    const counts = [[5, 6], []].map((vlan) => {
      const frame = ethernet({ vlan, payload: v4 });
      decode(view, frame, 0, frame.length, frame.length, ETHERNET);
      return view.vlanCount;
    });
    expect(counts).toEqual([2, 0]);
  });

  test('more than can be kept', () => {
    expect(faultOf(ethernet({ vlan: [1, 2, 3, 4, 5], payload: v4 }), ETHERNET)).toBe('link_too_deep');
    expect(faultOf(ethernet({ vlan: new Array(300).fill(0), payload: v4 }), ETHERNET)).toBe('link_too_deep');
  });

  test('cut inside a tag', () => {
    const frame = ethernet({ vlan: [1, 2], payload: v4 });
    for (let cut = 14; cut < 22; cut++) expect(faultOf(frame, ETHERNET, cut)).toBe('truncated_link');
  });
});

describe('802.3 with LLC and SNAP (RFC 1042)', () => {
  const snap = (type: number, packet: Uint8Array) => join([0xaa, 0xaa, 0x03, 0, 0, 0], be16(type), packet);
  const dot3 = (llc: Uint8Array, length = llc.length) => ethernet({ etherType: length, payload: llc });

  test('IP', () => {
    expect(decoded(dot3(snap(0x0800, v4)), ETHERNET)).toMatchObject({ ipAt: 22, payload: [1, 2, 3] });
    expect(decoded(dot3(snap(0x86dd, v6)), ETHERNET)).toMatchObject({ ipAt: 22, payload: [4, 5] });
  });

  test('behind a VLAN tag', () => {
    const llc = snap(0x0800, v4);
    expect(decoded(ethernet({ vlan: [9], etherType: llc.length, payload: llc }), ETHERNET)).toMatchObject({
      vlans: [9],
    });
  });

  test('the length field ends the frame', () => {
    const llc = snap(0x0800, v4);
    expect(decoded(dot3(llc, llc.length - 1), ETHERNET)).toMatchObject({
      payload: [1, 2],
      payloadOnWire: 3,
      clipped: true,
    });
    expect(faultOf(dot3(llc, 8), ETHERNET)).toBe('truncated_ipv4');
    expect(faultOf(dot3(llc, 7), ETHERNET)).toBe('truncated_link');
    expect(faultOf(dot3(llc, 2), ETHERNET)).toBe('truncated_link');
    expect(faultOf(ethernet({ etherType: 2, payload: Uint8Array.of(0xaa, 0xaa), padTo: 60 }), ETHERNET)).toBe(
      'truncated_link',
    );
    const unstated = snap(0x0800, ipv4({ ...addresses, payload: tcp({ srcPort: 1, dstPort: 2 }), totalLength: 0 }));
    const padded = ethernet({ etherType: unstated.length, payload: unstated, padTo: 80 });
    expect(decoded(padded, ETHERNET)).toMatchObject({ ipLength: 40, payloadOnWire: 0, clipped: false });
  });

  test('other protocols over LLC', () => {
    const spanningTree = join([0x42, 0x42, 0x03], new Uint8Array(35));
    expect(faultOf(dot3(spanningTree), ETHERNET)).toBe('not_ip');
    const cdp = join([0xaa, 0xaa, 0x03, 0x00, 0x00, 0x0c], be16(0x2000), new Uint8Array(20));
    expect(faultOf(dot3(cdp), ETHERNET)).toBe('not_ip');
  });
});

describe('MPLS (RFC 3032)', () => {
  test('labels, both EtherTypes, both versions', () => {
    const stack = join(label(1000, false), label(16, false), label(17, true));
    expect(decoded(ethernet({ etherType: MPLS, payload: join(stack, v4) }), ETHERNET)).toMatchObject({
      ipAt: 26,
      ipVersion: 4,
    });
    expect(
      decoded(ethernet({ etherType: MPLS_MULTICAST, payload: join(label(16, true), v6) }), ETHERNET),
    ).toMatchObject({
      ipAt: 18,
      ipVersion: 6,
    });
  });

  test('neither IP nor a pseudowire', () => {
    const associatedChannel = join(label(16, true), [0x10, 0, 0, 7], new Uint8Array(60)); // RFC 5586 §2.1
    expect(faultOf(ethernet({ etherType: MPLS, payload: associatedChannel }), ETHERNET)).toBe('not_ip');
  });

  test('a stack without bottom', () => {
    const endless = join(...new Array(400).fill(label(16, false)));
    expect(faultOf(ethernet({ etherType: MPLS, payload: endless }), ETHERNET)).toBe('link_too_deep');
    expect(faultOf(ethernet({ etherType: MPLS, payload: join(label(16, false)) }), ETHERNET)).toBe('truncated_link');
    expect(faultOf(ethernet({ etherType: MPLS, payload: join(label(16, true)) }), ETHERNET)).toBe('truncated_link');
  });

  describe('Ethernet pseudowires (RFC 4448)', () => {
    const controlWord = [0, 0, 0, 42];
    const zeroFirst = { dst: [0x00, 0x1b, 0x21, 1, 2, 3] };
    const under = (...parts: (Uint8Array | number[])[]) =>
      ethernet({ etherType: MPLS, payload: join(label(16, true), ...parts) });

    test('with and without a control word, with and without a tag', () => {
      const frame = ethernet({ ...zeroFirst, payload: v4 });
      const tagged = ethernet({ ...zeroFirst, vlan: [33], payload: v6 });
      expect(decoded(under(controlWord, frame), ETHERNET)).toMatchObject({ ipAt: 36, payload: [1, 2, 3], vlans: [] });
      expect(decoded(under(frame), ETHERNET)).toMatchObject({ ipAt: 32, payload: [1, 2, 3] });
      expect(decoded(under(controlWord, tagged), ETHERNET)).toMatchObject({ ipAt: 40, payload: [4, 5], vlans: [33] });
    });

    test('no IP to be seen', () => {
      expect(faultOf(under(controlWord, ethernet({ etherType: 0x0806, payload: v4 })), ETHERNET)).toBe('not_ip');
      expect(faultOf(under(controlWord), ETHERNET)).toBe('not_ip');
    });

    test('cut before IP can be seen', () => {
      const frame = ethernet({ ...zeroFirst, payload: v4 });
      const tagged = ethernet({ ...zeroFirst, vlan: [33], payload: v4 });
      for (let cut = 19; cut <= 36; cut++) expect(faultOf(under(controlWord, frame), ETHERNET, cut)).toBe('not_ip');
      expect(faultOf(under(controlWord, frame), ETHERNET, 37)).toBe('truncated_ipv4');
      for (let cut = 19; cut <= 40; cut++) expect(faultOf(under(controlWord, tagged), ETHERNET, cut)).toBe('not_ip');
      expect(faultOf(under(controlWord, tagged), ETHERNET, 41)).toBe('truncated_ipv4');
    });

    test('both readings show IP', () => {
      // Octets 12 and 13 are an EtherType in one reading, 16 and 17 in the other.
      const both = join(new Uint8Array(12), [0x08, 0x00, 0x45, 0, 0x08, 0x00, 0x45, 0], new Uint8Array(60));
      expect(faultOf(under(both), ETHERNET)).toBe('not_ip');
    });
  });
});

describe('PPPoE (RFC 2516)', () => {
  test('IPv4, IPv6, and the protocol field compressed (RFC 1661 §6.5)', () => {
    const session = (...parts: (Uint8Array | number[])[]) =>
      ethernet({ etherType: PPPOE, payload: pppoe(join(...parts)) });
    expect(decoded(session([0x00, 0x21], v4), ETHERNET)).toMatchObject({ ipAt: 22, ipVersion: 4 });
    expect(decoded(session([0x00, 0x57], v6), ETHERNET)).toMatchObject({ ipAt: 22, ipVersion: 6 });
    expect(decoded(session([0x21], v4), ETHERNET)).toMatchObject({ ipAt: 21, ipVersion: 4 });
    expect(decoded(session([0x02, 0x81], label(16, true), v4), ETHERNET)).toMatchObject({ ipAt: 26, ipVersion: 4 });
    expect(faultOf(session([0xc0, 0x21, 1, 1, 0, 4]), ETHERNET)).toBe('not_ip'); // link control
    expect(faultOf(session([0x00]), ETHERNET)).toBe('truncated_link');
    expect(faultOf(session(), ETHERNET)).toBe('truncated_link');
  });

  test('behind a VLAN tag', () => {
    const frame = ethernet({ vlan: [7], etherType: PPPOE, payload: pppoe(join([0x00, 0x21], v4)) });
    expect(decoded(frame, ETHERNET)).toMatchObject({ vlans: [7], payload: [1, 2, 3] });
  });

  test('not a session packet of this version', () => {
    const ppp = join([0x00, 0x21], v4);
    expect(faultOf(ethernet({ etherType: PPPOE, payload: pppoe(ppp, 0x09) }), ETHERNET)).toBe('not_ip');
    expect(faultOf(ethernet({ etherType: PPPOE, payload: join(0x21, pppoe(ppp).subarray(1)) }), ETHERNET)).toBe(
      'not_ip',
    );
  });

  test('the length field ends the packet, but only inside the frame', () => {
    const ppp = join([0x00, 0x21], v4);
    const short = ethernet({ etherType: PPPOE, payload: pppoe(ppp, 0, ppp.length - 2) });
    expect(decoded(short, ETHERNET)).toMatchObject({ payload: [1], payloadOnWire: 3, clipped: true });
    const long = ethernet({ etherType: PPPOE, payload: pppoe(ppp, 0, 0xffff) });
    expect(decoded(long, ETHERNET)).toMatchObject({ payload: [1, 2, 3], clipped: false });
  });
});

describe('Cisco metadata', () => {
  // The header of a recorded frame; Wireshark reads it as version 1, length 1, security group tag 2, IPv4.
  const metadata = fromHex('01 01 0001 0002 0800');

  test('with a security group tag', () => {
    const frame = ethernet({ etherType: CISCO_METADATA, payload: join(metadata, v4) });
    expect(decoded(frame, ETHERNET)).toMatchObject({ ipAt: 22, payload: [1, 2, 3], vlans: [] });
  });

  test('cut, or of another version or length', () => {
    const frame = ethernet({ etherType: CISCO_METADATA, payload: join(metadata, v4) });
    for (let cut = 14; cut < 22; cut++) expect(faultOf(frame, ETHERNET, cut)).toBe('truncated_link');
    for (const at of [0, 1]) {
      const other = Uint8Array.from(frame);
      other[14 + at] = 2;
      expect(faultOf(other, ETHERNET)).toBe('not_ip');
    }
  });
});

test('a nest of everything', () => {
  const segment = tcp({ srcPort: 1, dstPort: 2, payload: Uint8Array.of(9) });
  const packet = ipv4({ src: '10.0.0.1', dst: '10.0.0.2', payload: segment });
  const frame = ethernet({
    vlan: [1, 2],
    etherType: PPPOE,
    payload: pppoe(join([0x02, 0x81], label(16, false), label(17, true), packet)),
  });
  expect(decoded(frame, ETHERNET)).toMatchObject({ vlans: [1, 2], payload: [9], dst: '10.0.0.2' });
});
