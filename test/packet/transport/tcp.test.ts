import { ACK, FIN, ipv4, PSH, RST, SYN, tcp, tcpPacket } from '../../support/frame-builder.js';
import { decoded, faultOf, RAW } from '../decoded.js';

const ends = { src: '10.8.0.2', dst: '192.0.2.1', srcPort: 0xfedc, dstPort: 443 };

describe('TCP (RFC 9293 §3.1)', () => {
  test('fields', () => {
    const packet = tcpPacket({ ...ends, seq: 0x01020304, flags: SYN, payload: Uint8Array.of(5, 6) });
    expect(decoded(packet, RAW)).toMatchObject({
      protocol: 6,
      srcPort: 0xfedc,
      dstPort: 443,
      tcpSequence: 0x01020304,
      tcpFlags: 0x02,
      payloadAt: 40,
      payload: [5, 6],
      payloadOnWire: 2,
    });
  });

  test('the sequence number is a signed word', () => {
    const sequence = (seq: number) => decoded(tcpPacket({ ...ends, seq }), RAW).tcpSequence;
    expect([0x7fffffff, 0x80000000, 0xffffffff].map(sequence)).toEqual([0x7fffffff, -0x80000000, -1]);
  });

  test('flags', () => {
    for (const flags of [0, FIN, RST, SYN | ACK, PSH | ACK, 0xff]) {
      expect(decoded(tcpPacket({ ...ends, flags }), RAW).tcpFlags).toBe(flags);
    }
  });

  test.each([1, 12, 40])('%i octets of options', (length) => {
    const packet = tcpPacket({ ...ends, options: new Uint8Array(length).fill(1), payload: Uint8Array.of(8) });
    expect(decoded(packet, RAW)).toMatchObject({ payload: [8], payloadAt: packet.length - 1 });
  });

  test('a data offset below five words or beyond the packet', () => {
    for (const dataOffset of [0, 1, 4, 7, 15]) {
      expect(faultOf(tcpPacket({ ...ends, dataOffset, payload: new Uint8Array(4) }), RAW)).toBe(
        'bad_tcp_header_length',
      );
    }
    expect(decoded(tcpPacket({ ...ends, dataOffset: 6, payload: new Uint8Array(4) }), RAW)).toMatchObject({
      payload: [],
    });
  });

  test('padding behind the packet does not make room for options', () => {
    const segment = tcp({ ...ends, dataOffset: 6 });
    const frame = Uint8Array.from([...ipv4({ ...ends, payload: segment }), 0, 0, 0, 0]);
    expect(faultOf(frame, RAW)).toBe('bad_tcp_header_length');
  });

  test('the capture cut the header: the first twenty octets are enough', () => {
    const packet = tcpPacket({ ...ends, options: new Uint8Array(20), payload: new Uint8Array(100) });
    for (let cut = 20; cut < 40; cut++) expect(faultOf(packet, RAW, cut)).toBe('truncated_tcp');
    for (let cut = 40; cut <= 60; cut++) {
      expect(decoded(packet, RAW, cut)).toMatchObject({
        srcPort: 0xfedc,
        payloadAt: cut,
        payload: [],
        payloadOnWire: 100,
        clipped: true,
      });
    }
  });
});
