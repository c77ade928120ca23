import { fromHex } from '../../../src/bytes/hex.js';
import { PacketHeader, PacketType } from '../../../src/protocol/quic/header.js';
import { concat, opaquePacket, retry, sealInitial } from '../../support/quic-seal.js';

const DCID = fromHex('8394c8f03e515708');
const SCID = fromHex('c1c2c3c4');
const header = new PacketHeader();

function read(octets: Uint8Array, end = octets.length, wireEnd = end): boolean {
  return header.read(octets, 0, end, wireEnd);
}

test('Initial: every field', () => {
  const token = fromHex('746f6b656e');
  const packet = sealInitial({ dcid: DCID, scid: SCID, token, number: 1, payload: new Uint8Array(30) });
  expect(read(packet)).toBe(true);
  expect(header).toMatchObject({
    type: PacketType.Initial,
    version: 1,
    dcidAt: 6,
    dcidLength: 8,
    scidLength: 4,
    tokenLength: 5,
    numberAt: 1 + 4 + (1 + 8) + (1 + 4) + (1 + 5) + 2,
    packetEnd: packet.length,
  });
});

// RFC 9000 table 5, RFC 9369 §3.2
test.each([
  [0xc0, '00000001', PacketType.Initial],
  [0xd0, '00000001', PacketType.ZeroRtt],
  [0xe0, '00000001', PacketType.Handshake],
  [0xf0, '00000001', PacketType.Retry],
  [0xd0, '6b3343cf', PacketType.Initial],
  [0xe0, '6b3343cf', PacketType.ZeroRtt],
  [0xf0, '6b3343cf', PacketType.Handshake],
  [0xc0, '6b3343cf', PacketType.Retry],
  [0xc0, '00000000', PacketType.VersionNegotiation],
  [0xc0, '1a2a3a4a', PacketType.Long],
  [0xc0, '00000002', PacketType.Long],
  [0x40, '00000001', PacketType.Short],
])('first octet %i of version %s is of type %i', (first, version, type) => {
  expect(read(concat([first], fromHex(version), [0, 0, 0, 0x14], new Uint8Array(20)))).toBe(true);
  expect(header.type).toBe(type);
});

test('coalesced packets follow each other by their lengths', () => {
  const parts = [
    sealInitial({ dcid: DCID, payload: new Uint8Array(40) }),
    opaquePacket(1, DCID, SCID, 33),
    opaquePacket(2, DCID, SCID, 44),
    retry(1, DCID, SCID, Uint8Array.of(1)),
  ];
  const datagram = concat(...parts);
  let at = 0;
  for (const [i, part] of parts.entries()) {
    expect(header.read(datagram, at, datagram.length, datagram.length)).toBe(true);
    expect(header.type).toBe([PacketType.Initial, PacketType.ZeroRtt, PacketType.Handshake, PacketType.Retry][i]);
    expect(header.packetEnd).toBe(at + part.length);
    at = header.packetEnd;
  }
});

test('no prefix of a header is one, unless the datagram went on', () => {
  const packet = sealInitial({ dcid: DCID, scid: SCID, payload: new Uint8Array(40) });
  expect(read(packet)).toBe(true);
  const { numberAt } = header;
  for (let end = 0; end < packet.length; end++) {
    expect(read(packet, end)).toBe(false);
    expect(read(packet, end, packet.length)).toBe(end >= numberAt);
  }
});

test('connection IDs above 20 octets are refused in versions that are known', () => {
  expect(read(concat([0xc0, 0, 0, 0, 1, 21], new Uint8Array(21), [0, 0, 0x14], new Uint8Array(20)))).toBe(false);
  expect(read(concat([0xc0, 0, 0, 0, 1, 20], new Uint8Array(20), [0, 0, 0x14], new Uint8Array(20)))).toBe(true);
});

test('lengths that the datagram does not have', () => {
  const huge = fromHex('ffffffffffffffff');
  expect(read(concat([0xc0, 0, 0, 0, 1, 0, 0], huge, [0x14], new Uint8Array(40)))).toBe(false);
  expect(read(concat([0xc0, 0, 0, 0, 1, 0, 0, 0], huge, new Uint8Array(40)))).toBe(false);
});
