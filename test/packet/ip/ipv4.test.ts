import { ethernet, ipv4, join, tcp, udp } from '../../support/frame-builder.js';
import { decoded, ETHERNET, faultOf, RAW } from '../decoded.js';

const addresses = { src: '10.8.0.2', dst: '192.0.2.1' };
const segment = tcp({ srcPort: 50000, dstPort: 443, payload: Uint8Array.of(1, 2, 3, 4) });

/** The packet with one octet of its header replaced. */
function patched(packet: Uint8Array, at: number, value: number): Uint8Array {
  const copy = Uint8Array.from(packet);
  copy[at] = value;
  return copy;
}

describe('header (RFC 791 §3.1)', () => {
  test('without options', () => {
    expect(decoded(ipv4({ ...addresses, payload: segment }), RAW)).toMatchObject({
      ipVersion: 4,
      ipAt: 0,
      ipLength: 44,
      protocol: 6,
      src: '10.8.0.2',
      dst: '192.0.2.1',
      clipped: false,
    });
  });

  test.each([1, 4, 20, 39, 40])('%i octets of options', (length) => {
    const packet = ipv4({ ...addresses, payload: segment, options: new Uint8Array(length).fill(1) });
    expect(decoded(packet, RAW)).toMatchObject({ srcPort: 50000, payload: [1, 2, 3, 4], ipLength: packet.length });
  });

  test('a header length below five words', () => {
    const packet = ipv4({ ...addresses, payload: segment });
    for (let words = 0; words < 5; words++) {
      expect(faultOf(patched(packet, 0, 0x40 | words), RAW)).toBe('bad_ipv4_header_length');
    }
  });

  test('cut inside the header or its options', () => {
    const packet = ipv4({ ...addresses, payload: segment, options: new Uint8Array(12) });
    for (let cut = 1; cut < 32; cut++) expect(faultOf(packet, RAW, cut)).toBe('truncated_ipv4');
  });

  test('an authentication header is passed over (RFC 4302 §2)', () => {
    const header = [6, 4, 0, 0, ...new Uint8Array(20)]; // next: TCP; 24 octets
    const packet = ipv4({ ...addresses, protocol: 51, payload: join(header, segment) });
    expect(decoded(packet, RAW)).toMatchObject({ protocol: 6, payload: [1, 2, 3, 4], ipLength: packet.length });
    expect(faultOf(ipv4({ ...addresses, protocol: 51, payload: join(header).subarray(0, 20) }), RAW)).toBe(
      'not_tcp_or_udp',
    );
  });

  test('neither TCP nor UDP', () => {
    for (const protocol of [1, 50, 89, 132]) {
      expect(faultOf(ipv4({ ...addresses, protocol, payload: new Uint8Array(40) }), RAW)).toBe('not_tcp_or_udp');
    }
  });
});

describe('total length', () => {
  test('ends the packet inside the frame', () => {
    const frame = join(ipv4({ ...addresses, payload: segment }), [9, 9, 9]);
    expect(decoded(frame, RAW)).toMatchObject({
      payload: [1, 2, 3, 4],
      payloadOnWire: 4,
      ipLength: 44,
      clipped: false,
    });
  });

  test('0: the frame tells how long the packet is (segmentation offload)', () => {
    const payload = tcp({ srcPort: 1, dstPort: 2, payload: new Uint8Array(70_000) });
    const frame = ethernet({ payload: ipv4({ ...addresses, payload, totalLength: 0 }) });
    expect(decoded(frame, ETHERNET)).toMatchObject({ ipLength: 70_040, payloadOnWire: 70_000, clipped: false });
    expect(decoded(frame, ETHERNET, 100)).toMatchObject({ ipLength: 70_040, payloadOnWire: 70_000, clipped: true });
  });

  test('shorter than the header', () => {
    for (const totalLength of [1, 19]) {
      expect(faultOf(ipv4({ ...addresses, payload: segment, totalLength }), RAW)).toBe('bad_ipv4_total_length');
    }
    const options = new Uint8Array(4);
    expect(faultOf(ipv4({ ...addresses, payload: segment, options, totalLength: 23 }), RAW)).toBe(
      'bad_ipv4_total_length',
    );
  });

  test('shorter than the transport header', () => {
    expect(faultOf(ipv4({ ...addresses, payload: segment, totalLength: 39 }), RAW)).toBe('truncated_tcp');
    const datagram = udp({ srcPort: 1, dstPort: 2 });
    expect(faultOf(ipv4({ ...addresses, protocol: 17, payload: datagram, totalLength: 27 }), RAW)).toBe(
      'truncated_udp',
    );
  });

  test('longer than the frame: what is here is used', () => {
    expect(decoded(ipv4({ ...addresses, payload: segment, totalLength: 144 }), RAW)).toMatchObject({
      payload: [1, 2, 3, 4],
      payloadOnWire: 104,
      ipLength: 144,
      clipped: true,
    });
  });

  test('the capture cut the payload', () => {
    const packet = ipv4({ ...addresses, payload: segment });
    expect(decoded(packet, RAW, 42)).toMatchObject({ payload: [1, 2], payloadOnWire: 4, clipped: true });
    expect(decoded(packet, RAW, 40)).toMatchObject({ payload: [], payloadOnWire: 4, clipped: true });
  });
});

describe('fragments', () => {
  test('every piece is a fault, the first one too', () => {
    expect(faultOf(ipv4({ ...addresses, payload: segment, moreFragments: true }), RAW)).toBe('ip_fragment');
    expect(faultOf(ipv4({ ...addresses, payload: segment, fragmentOffset: 8 }), RAW)).toBe('ip_fragment');
    expect(faultOf(ipv4({ ...addresses, payload: segment, fragmentOffset: 65_528 }), RAW)).toBe('ip_fragment');
  });

  test('"do not fragment" and the reserved flag make none', () => {
    const packet = ipv4({ ...addresses, payload: segment, dontFragment: true });
    expect(faultOf(packet, RAW)).toBe('none');
    expect(faultOf(patched(packet, 6, 0xc0), RAW)).toBe('none');
  });
});
