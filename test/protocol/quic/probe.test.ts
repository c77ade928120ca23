import fc from 'fast-check';
import { fromHex } from '../../../src/bytes/hex.js';
import { looksLikeQuic, probeVersion } from '../../../src/protocol/quic/probe.js';
import { concat, opaquePacket, retry, sealInitial, varint } from '../../support/quic-seal.js';

const DCID = fromHex('8394c8f03e515708');
const NONE = new Uint8Array(0);

function probe(octets: Uint8Array): boolean {
  return looksLikeQuic(octets, 0, octets.length);
}

test.each([
  ['an Initial of version 1', sealInitial({ dcid: DCID, payload: new Uint8Array(40) })],
  ['an Initial of version 2', sealInitial({ version: 0x6b3343cf, dcid: DCID, payload: new Uint8Array(40) })],
  ['0-RTT first', opaquePacket(1, DCID, NONE, 100)],
  ['Handshake, where the capture starts late', opaquePacket(2, DCID, NONE, 100)],
  ['Retry', retry(1, DCID, DCID, Uint8Array.of(1))],
  ['a reserved version', concat([0xc0, 0x1a, 0x2a, 0x3a, 0x4a, 8], DCID, [0, 0])],
  ['Q043', concat([0x0d], DCID, Buffer.from('Q043'), new Uint8Array(30))],
  ['Q046', concat([0xc3], Buffer.from('Q046'), [0x50], DCID, new Uint8Array(30))],
])('%s looks like QUIC', (_name, octets) => {
  expect(probe(octets)).toBe(true);
});

// First octets as RFC 9443 §3 sets them apart, and what else travels in UDP.
test.each([
  ['a DTLS hello', '16fefd0000000000000000007c010000700000000000000070fefd'],
  ['STUN', '000100002112a442b7e7a701bc34d686fa87dfae'],
  ['DNS query', '1a2b0100000100000000000003777777076578616d706c6503636f6d0000010001'],
  [
    'DNS query whose number begins with a long header bit',
    'c0000100000100000000000003777777076578616d706c6503636f6d0000010001',
  ],
  ['RTP', '80000000000000010000000100010203040506070809'],
  ['RTCP', '80c80006000000010000000100000000'],
  ['TURN channel', '40000008000102030405060708'],
  ['OpenVPN', '380102030405060708000000000000000000'],
  ['WireGuard', '0100000001020304050607080910111213141516'],
  ['QUIC short header', '4f0102030405060708090a0b0c0d0e0f101112131415161718'],
  ['SIP', '494e56495445207369703a626f62406578616d706c652e636f6d20534950'],
  ['NTP', 'e3000afa00000000000100000000000000000000000000000000000000000000'],
  ['SNMP', '302602010104067075626c6963a019020200d302010002010030'],
  ['IKE', '0102030405060708000000000000000021202208000000000000'],
  ['a connection ID that is too long', `c000000001ff${'00'.repeat(300)}`],
  ['Q043 with a reset', `0f${'01'.repeat(8)}51303433${'00'.repeat(20)}`],
  ['Version Negotiation alone', `8000000000${'08'}8394c8f03e5157080000000001`],
  ['nothing', ''],
])('%s does not', (_name, hex) => {
  expect(probe(fromHex(hex))).toBe(false);
});

describe('a version never heard of', () => {
  const unknown = (length: number, over: Partial<{ first: number; dcid: Uint8Array; length: number }> = {}) => {
    const dcid = over.dcid ?? DCID;
    const head = concat([over.first ?? 0xc0, 0, 0, 0, 2, dcid.length], dcid, [0], varint(0));
    const rest = length - head.length - 2;
    return concat(head, varint(over.length ?? rest, 2), new Uint8Array(rest).fill(0x77));
  };

  test('is believed of what has the form of a first Initial', () => {
    expect(probeVersion(unknown(1200), 0, 1200)).toBe(2);
  });

  test('and of nothing less', () => {
    expect(probe(unknown(1199))).toBe(false);
    expect(probe(unknown(1200, { first: 0x80 }))).toBe(false);
    expect(probe(unknown(1200, { dcid: DCID.subarray(1) }))).toBe(false);
    expect(probe(unknown(1200, { length: 1000 }))).toBe(false);
    expect(probe(unknown(1200, { length: 1300 }))).toBe(false);
  });
});

test('random octets do not, whatever lies around them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 0, maxLength: 1500 }), fc.nat(40), (octets, at) => {
      const around = new Uint8Array(octets.length + 80).fill(0xc0);
      around.set(octets, at);
      const alone = probeVersion(octets, 0, octets.length);
      expect(probeVersion(around, at, at + octets.length)).toBe(alone);
    }),
    { numRuns: 2000 },
  );
});
