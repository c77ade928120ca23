import { fromHex, toHex } from '../../../src/bytes/hex.js';
import { PacketHeader, PacketType } from '../../../src/protocol/quic/header.js';
import {
  HP_AT,
  hkdfLabel,
  IV_AT,
  initialKeys,
  initialSecret,
  packetKeys,
  sideSecret,
} from '../../../src/protocol/quic/keys.js';
import { decodePacketNumber, headerMask, nonce, PacketOpener } from '../../../src/protocol/quic/protection.js';
import { knownVersion } from '../../../src/protocol/quic/version.js';
import { sealInitial } from '../../support/quic-seal.js';
import { type ProtectionVectors, type TransportVectors, vectors } from '../../support/vectors.js';

function nonceOf(iv: Uint8Array, number: number): string {
  const into = new Uint8Array(iv.length);
  nonce(new Uint8Array([...new Uint8Array(IV_AT), ...iv]), number, into);
  return toHex(into);
}

const OUTPUT_OCTETS: Readonly<Record<string, number>> = { in: 32, key: 16, iv: 12, hp: 16 };

describe.each(['rfc9001-a.json', 'rfc9369-a.json'])('%s', (file) => {
  const v = vectors<ProtectionVectors>(file);
  const dcid = fromHex(v.dcid);
  const schedule = knownVersion(Number(v.version))!.schedule!;
  const secret = initialSecret(schedule, dcid);

  test('A.1: labels', () => {
    for (const [label, hex] of Object.entries(v.labels)) {
      // The document leaves out the number of the block that HKDF-Expand puts behind it.
      expect(toHex(hkdfLabel(label, OUTPUT_OCTETS[label.split(' ')[1]!]!))).toBe(`${hex}01`);
    }
  });

  test('A.1: secrets and keys', () => {
    expect(toHex(secret)).toBe(v.initialSecret);
    for (const side of ['client', 'server'] as const) {
      const mine = sideSecret(secret, side);
      const keys = packetKeys(schedule, mine);
      expect({
        secret: toHex(mine),
        key: toHex(keys.subarray(0, IV_AT)),
        iv: toHex(keys.subarray(IV_AT, HP_AT)),
        hp: toHex(keys.subarray(HP_AT)),
      }).toEqual(v[side]);
      expect(initialKeys(schedule, dcid, side)).toEqual(keys);
    }
  });

  describe.each(['client', 'server'] as const)('%s Initial', (side) => {
    const vector = side === 'client' ? v.clientInitial : v.serverInitial;
    const packet = fromHex(vector.packet);
    const header = new PacketHeader();
    const keys = packetKeys(schedule, sideSecret(secret, side));

    test('header', () => {
      expect(header.read(packet, 0, packet.length, packet.length)).toBe(true);
      expect(header.type).toBe(PacketType.Initial);
      expect(header.packetEnd).toBe(packet.length);
      expect(header.numberAt).toBe(vector.header.length / 2 - (side === 'client' ? 4 : 2));
      expect(toHex(packet.subarray(0, vector.header.length / 2))).toBe(vector.protectedHeader);
    });

    test('sample and mask', () => {
      const sample = packet.subarray(header.numberAt + 4, header.numberAt + 20);
      expect(toHex(sample)).toBe(vector.sample);
      const mask = new Uint8Array(16);
      headerMask(keys, packet, header.numberAt + 4, mask);
      expect(toHex(mask.subarray(0, 5))).toBe(vector.mask);
    });

    test('opens to its frames and PADDING', () => {
      const before = toHex(packet);
      const payload = new PacketOpener(keys).open(packet, 0, header.numberAt, header.packetEnd)!;
      expect(toHex(payload).replace(/(00)+$/, '')).toBe(vector.frames.replace(/(00)+$/, ''));
      expect(payload.length).toBe(vector.payloadOctets ?? vector.frames.length / 2);
      expect(toHex(packet)).toBe(before);
    });

    test('lies the same anywhere in a buffer, a Buffer too', () => {
      for (const around of [new Uint8Array(packet.length + 64).fill(0xff), Buffer.alloc(packet.length + 64, 0xff)]) {
        around.set(packet, 32);
        const opener = new PacketOpener(keys);
        // Twice: what the first call did must not show in the second.
        for (let i = 0; i < 2; i++) {
          const payload = opener.open(around, 32, 32 + header.numberAt, 32 + header.packetEnd);
          expect(toHex(payload!).startsWith(vector.frames)).toBe(true);
        }
      }
    });

    test('no octet may be another', () => {
      const opener = new PacketOpener(keys);
      for (let i = 0; i < packet.length; i += 7) {
        const other = packet.slice();
        other[i]! ^= 0x01;
        expect(opener.open(other, 0, header.numberAt, header.packetEnd)).toBeNull();
      }
    });

    test('no prefix is opened', () => {
      const opener = new PacketOpener(keys);
      for (let end = 0; end < packet.length; end += 5) {
        expect(opener.open(packet.subarray(0, end), 0, header.numberAt, header.packetEnd)).toBeNull();
        expect(opener.open(packet, 0, header.numberAt, end)).toBeNull();
      }
    });
  });

  test('Retry', () => {
    const packet = fromHex(v.retry.packet);
    const header = new PacketHeader();
    expect(header.read(packet, 0, packet.length, packet.length)).toBe(true);
    expect(header.type).toBe(PacketType.Retry);
    expect(header.dcidLength).toBe(0);
    expect(header.scidLength).toBe(v.retry.scid.length / 2);
    expect(header.packetEnd).toBe(packet.length);
  });

  test('ChaCha20 packet: nonce and short header', () => {
    const { iv, packetNumber, nonce: expected, packet } = v.chacha20ShortHeader;
    expect(nonceOf(fromHex(iv), packetNumber)).toBe(expected);
    const header = new PacketHeader();
    expect(header.read(fromHex(packet), 0, packet.length / 2, packet.length / 2)).toBe(true);
    expect(header.type).toBe(PacketType.Short);
  });

  test('the sealing helper of the tests agrees with the document', () => {
    const { frames, packetNumber, packet } = v.clientInitial;
    const version = Number(v.version);
    const sealed = sealInitial({
      version,
      dcid,
      number: packetNumber,
      numberLength: 4,
      payload: fromHex(frames),
      padTo: 1162,
    });
    expect(toHex(sealed)).toBe(packet);
  });
});

describe('packet numbers, RFC 9000 appendix A', () => {
  const v = vectors<TransportVectors>('rfc9000-a.json');

  test.each(v.packetNumberDecoding)('A.3: $truncated after $largest', ({ largest, truncated, bits, number }) => {
    expect(decodePacketNumber(Number(largest), Number(truncated), bits)).toBe(Number(number));
  });

  test.each(v.packetNumberEncoding)(
    'A.2: $number can be sent in $bits bits',
    ({ largestAcknowledged, number, bits }) => {
      const sent = Number(number);
      expect(decodePacketNumber(Number(largestAcknowledged), sent % 2 ** bits, bits)).toBe(sent);
    },
  );

  test.each([
    [-1, 0, 8, 0],
    [-1, 0xff, 8, 0xff],
    [-1, 0xffffffff, 32, 0xffffffff],
    [255, 0, 8, 256],
    [256, 0xff, 8, 255],
    [127, 0, 8, 256],
  ])('after %i, %i of %i bits is %i', (largest, truncated, bits, number) => {
    expect(decodePacketNumber(largest, truncated, bits)).toBe(number);
  });

  test('the high half of a number is in the nonce', () => {
    expect(nonceOf(new Uint8Array(12), 0x1_0203_0405)).toBe('000000000000000102030405');
  });
});
