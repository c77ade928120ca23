import { udpPacket } from '../../support/frame-builder.js';
import { decoded, faultOf, RAW } from '../decoded.js';

const ends = { src: 'fd00::2', dst: '2001:db8::1', srcPort: 0xfedc, dstPort: 443 };

describe('UDP (RFC 768)', () => {
  test('fields', () => {
    expect(decoded(udpPacket({ ...ends, payload: Uint8Array.of(5, 6) }), RAW)).toMatchObject({
      protocol: 17,
      srcPort: 0xfedc,
      dstPort: 443,
      tcpSequence: 0,
      tcpFlags: 0,
      payloadAt: 48,
      payload: [5, 6],
      payloadOnWire: 2,
    });
    expect(decoded(udpPacket(ends), RAW)).toMatchObject({ payload: [], payloadOnWire: 0 });
  });

  test('a length shorter than the packet ends the payload', () => {
    const payload = Uint8Array.of(1, 2, 3, 4);
    expect(decoded(udpPacket({ ...ends, payload, length: 10 }), RAW)).toMatchObject({
      payload: [1, 2],
      payloadOnWire: 2,
    });
  });

  test('a length longer than the packet: the packet ends the payload', () => {
    const payload = Uint8Array.of(1, 2, 3, 4);
    expect(decoded(udpPacket({ ...ends, payload, length: 0xffff }), RAW)).toMatchObject({
      payload: [1, 2, 3, 4],
      payloadOnWire: 4,
      clipped: false,
    });
  });

  test('a length below the header', () => {
    for (let length = 0; length < 8; length++) {
      expect(faultOf(udpPacket({ ...ends, payload: new Uint8Array(9), length }), RAW)).toBe('bad_udp_length');
    }
  });

  test('the capture cut it', () => {
    const packet = udpPacket({ ...ends, payload: Uint8Array.of(1, 2, 3) });
    for (let cut = 40; cut < 48; cut++) expect(faultOf(packet, RAW, cut)).toBe('truncated_udp');
    expect(decoded(packet, RAW, 49)).toMatchObject({ payload: [1], payloadOnWire: 3, clipped: true });
  });
});
