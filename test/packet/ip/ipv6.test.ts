import {
  be16,
  be32,
  ethernet,
  type Ipv6Extension,
  ipv6,
  ipv6Fragment,
  join,
  tcp,
  udp,
} from '../../support/frame-builder.js';
import { decoded, ETHERNET, faultOf, RAW } from '../decoded.js';

const addresses = { src: 'fd00::2', dst: '2001:db8::1' };
const segment = tcp({ srcPort: 50000, dstPort: 443, payload: Uint8Array.of(1, 2, 3, 4) });

// https://www.iana.org/assignments/ipv6-parameters
const HOP_BY_HOP = 0;
const ROUTING = 43;
const AUTHENTICATION = 51;
const NO_NEXT_HEADER = 59;
const DESTINATION_OPTIONS = 60;

const PADN = [1, 4, 0, 0, 0, 0];

/** RFC 2675 §2: the jumbo payload option as all of a hop-by-hop header. */
function jumbo(length: number): Ipv6Extension {
  return { type: HOP_BY_HOP, content: join([0xc2, 4], be32(length)) };
}

describe('header (RFC 8200 §3)', () => {
  test('without extensions', () => {
    expect(decoded(ipv6({ ...addresses, payload: segment }), RAW)).toMatchObject({
      ipVersion: 6,
      ipAt: 0,
      ipLength: 64,
      protocol: 6,
      src: 'fd00::2',
      dst: '2001:db8::1',
      payload: [1, 2, 3, 4],
      clipped: false,
    });
  });

  test('cut inside the header', () => {
    const packet = ipv6({ ...addresses, payload: segment });
    for (let cut = 1; cut < 40; cut++) expect(faultOf(packet, RAW, cut)).toBe('truncated_ipv6');
  });

  test('neither TCP nor UDP', () => {
    for (const protocol of [50, 58, NO_NEXT_HEADER, 89, 132]) {
      expect(faultOf(ipv6({ ...addresses, protocol, payload: new Uint8Array(40) }), RAW)).toBe('not_tcp_or_udp');
    }
    expect(faultOf(ipv6({ ...addresses, protocol: NO_NEXT_HEADER, payload: new Uint8Array(0) }), RAW)).toBe(
      'not_tcp_or_udp',
    );
  });
});

describe('payload length', () => {
  test('ends the packet inside the frame', () => {
    const frame = join(ipv6({ ...addresses, payload: segment }), [9, 9, 9]);
    expect(decoded(frame, RAW)).toMatchObject({ payload: [1, 2, 3, 4], ipLength: 64, clipped: false });
  });

  test('longer than the frame: what is here is used', () => {
    expect(decoded(ipv6({ ...addresses, payload: segment, payloadLength: 124 }), RAW)).toMatchObject({
      payload: [1, 2, 3, 4],
      payloadOnWire: 104,
      clipped: true,
    });
  });

  test('too short for what follows', () => {
    expect(faultOf(ipv6({ ...addresses, payload: segment, payloadLength: 19 }), RAW)).toBe('truncated_tcp');
    const extensions = [{ type: DESTINATION_OPTIONS, content: PADN }];
    expect(faultOf(ipv6({ ...addresses, payload: segment, extensions, payloadLength: 7 }), RAW)).toBe(
      'truncated_ipv6_extension',
    );
  });

  test('0: the frame tells how long the packet is (segmentation offload)', () => {
    const payload = tcp({ srcPort: 1, dstPort: 2, payload: new Uint8Array(70_000) });
    const frame = ethernet({ payload: ipv6({ ...addresses, payload, payloadLength: 0 }) });
    expect(decoded(frame, ETHERNET)).toMatchObject({ ipLength: 70_060, payloadOnWire: 70_000, clipped: false });
  });
});

describe('jumbograms (RFC 2675)', () => {
  const long = new Uint8Array(70_000);

  test('the option states the length', () => {
    const payload = tcp({ srcPort: 1, dstPort: 2, payload: long });
    const length = 8 + payload.length;
    const packet = ipv6({ ...addresses, extensions: [jumbo(length)], payload, payloadLength: 0 });
    const padded = join(packet, [9, 9]);
    expect(decoded(padded, RAW)).toMatchObject({ ipLength: 40 + length, payloadOnWire: 70_000, clipped: false });
    expect(decoded(padded, RAW, 68)).toMatchObject({ ipLength: 40 + length, payloadOnWire: 70_000, clipped: true });
  });

  test('UDP length 0 (§4)', () => {
    const payload = udp({ srcPort: 1, dstPort: 2, payload: long, length: 0 });
    const extensions = [jumbo(8 + payload.length)];
    const packet = ipv6({ ...addresses, protocol: 17, extensions, payload, payloadLength: 0 });
    expect(decoded(packet, RAW)).toMatchObject({ payloadOnWire: 70_000 });
  });

  test('behind other options', () => {
    const payload = tcp({ srcPort: 1, dstPort: 2, payload: long });
    const content = join(0, 0, [1, 2, 0, 0], [0xc2, 4], be32(16 + payload.length), 0, 0);
    const packet = ipv6({ ...addresses, extensions: [{ type: HOP_BY_HOP, content }], payload, payloadLength: 0 });
    expect(decoded(packet, RAW)).toMatchObject({ ipLength: 56 + payload.length, payloadOnWire: 70_000 });
  });

  test('a jumbo length that fits the header (§3)', () => {
    const packet = ipv6({ ...addresses, extensions: [jumbo(65_535)], payload: segment, payloadLength: 0 });
    expect(faultOf(packet, RAW)).toBe('bad_ipv6_payload_length');
  });

  test('an option of another length is none', () => {
    const content = join([0xc2, 3], be32(0xffffff));
    const packet = ipv6({
      ...addresses,
      extensions: [{ type: HOP_BY_HOP, content }],
      payload: segment,
      payloadLength: 0,
    });
    expect(decoded(packet, RAW)).toMatchObject({ ipLength: packet.length, payload: [1, 2, 3, 4] });
  });

  test('cut inside the option', () => {
    const packet = ipv6({ ...addresses, extensions: [jumbo(65_535)], payload: segment, payloadLength: 0 });
    for (let cut = 40; cut < 48; cut++) expect(faultOf(packet, RAW, cut)).toBe('truncated_ipv6_extension');
  });

  test('the option is not read beyond its header', () => {
    // With the ports taken for the end of the option, the datagram's length of 0 would be right.
    const payload = join(be32(0x20000), [0, 0], new Uint8Array(30));
    const extensions = [{ type: HOP_BY_HOP, content: [1, 2, 0, 0, 0xc2, 4] }];
    const packet = ipv6({ ...addresses, extensions, protocol: 17, payload, payloadLength: 0 });
    expect(faultOf(packet, RAW)).toBe('bad_udp_length');
  });

  test('the option is not looked for outside its header', () => {
    // Read as a jumbogram, the datagram's length of 0 would be right; in a packet of this size it is not.
    const payload = join([0xc2, 4], be32(0x20000), new Uint8Array(30));
    const extensions = [{ type: HOP_BY_HOP, content: PADN }];
    const packet = ipv6({ ...addresses, extensions, protocol: 17, payload, payloadLength: 0 });
    expect(faultOf(packet, RAW)).toBe('bad_udp_length');
  });
});

describe('extension headers (RFC 8200 §4)', () => {
  test.each([HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS, 135, 139, 140])('type %i counts 8-octet words', (type) => {
    for (const size of [6, 14, 2046]) {
      const extensions = [{ type, content: new Uint8Array(size) }];
      const packet = ipv6({ ...addresses, extensions, payload: segment });
      expect(decoded(packet, RAW)).toMatchObject({
        ipLength: 64 + 2 + size,
        payload: [1, 2, 3, 4],
        dst: '2001:db8::1',
      });
    }
  });

  test('authentication counts 4-octet words (RFC 4302 §2.2)', () => {
    for (const size of [10, 14, 22, 42]) {
      const extensions = [{ type: AUTHENTICATION, content: new Uint8Array(size) }];
      const packet = ipv6({ ...addresses, extensions, payload: segment });
      expect(decoded(packet, RAW)).toMatchObject({ ipLength: 66 + size, payload: [1, 2, 3, 4] });
    }
  });

  test('several, in the order of §4.1', () => {
    const extensions = [
      { type: HOP_BY_HOP, content: PADN },
      { type: DESTINATION_OPTIONS, content: PADN },
      { type: ROUTING, content: new Uint8Array(22) },
      { type: AUTHENTICATION, content: new Uint8Array(22) },
      { type: DESTINATION_OPTIONS, content: new Uint8Array(14) },
    ];
    const datagram = udp({ srcPort: 1, dstPort: 2, payload: Uint8Array.of(7) });
    expect(decoded(ipv6({ ...addresses, protocol: 17, extensions, payload: datagram }), RAW)).toMatchObject({
      payload: [7],
      protocol: 17,
    });
  });

  test('more than the limit of 16', () => {
    const many = (count: number) =>
      ipv6({
        ...addresses,
        extensions: new Array(count).fill({ type: DESTINATION_OPTIONS, content: PADN }),
        payload: segment,
      });
    expect(faultOf(many(16), RAW)).toBe('none');
    expect(faultOf(many(17), RAW)).toBe('ipv6_extensions_too_many');
    expect(faultOf(many(5000), RAW)).toBe('ipv6_extensions_too_many');
  });

  test('cut inside one', () => {
    const extensions = [{ type: DESTINATION_OPTIONS, content: new Uint8Array(14) }];
    const packet = ipv6({ ...addresses, extensions, payload: segment });
    for (let cut = 40; cut < 56; cut++) expect(faultOf(packet, RAW, cut)).toBe('truncated_ipv6_extension');
    expect(faultOf(packet, RAW, 56)).toBe('truncated_tcp');
  });

  test('one whose length runs past the packet', () => {
    const payload = join([6, 255], be16(0), new Uint8Array(60));
    expect(faultOf(ipv6({ ...addresses, protocol: DESTINATION_OPTIONS, payload }), RAW)).toBe(
      'truncated_ipv6_extension',
    );
  });
});

describe('fragments (RFC 8200 §4.5)', () => {
  const withHeader = (fragment: Ipv6Extension) => ipv6({ ...addresses, extensions: [fragment], payload: segment });

  test('every piece is a fault, the first one too', () => {
    expect(faultOf(withHeader(ipv6Fragment(0, true)), RAW)).toBe('ip_fragment');
    expect(faultOf(withHeader(ipv6Fragment(8, false)), RAW)).toBe('ip_fragment');
    expect(faultOf(withHeader(ipv6Fragment(65_528, true)), RAW)).toBe('ip_fragment');
  });

  test('an atomic fragment is a whole packet (RFC 6946)', () => {
    expect(decoded(withHeader(ipv6Fragment(0, false)), RAW)).toMatchObject({ payload: [1, 2, 3, 4], ipLength: 72 });
    // The two reserved bits beside the flag say nothing.
    expect(decoded(withHeader({ type: 44, content: join(be16(0x0006), be32(1)) }), RAW)).toMatchObject({
      ipLength: 72,
    });
  });
});
