/** Google's QUIC before TLS. The layouts are those of "QUIC Wire Layout Specification" and "QUIC Crypto", Google 2016. */
import { fromHex } from '../../../src/bytes/hex.js';
import { QuicConnection } from '../../../src/protocol/quic/connection.js';
import { Step } from '../../../src/protocol/reader.js';
import { concat, sealInitial, varint } from '../../support/quic-seal.js';

const DCID = fromHex('8394c8f03e515708');
const HASH = new Uint8Array(12).fill(0xab);

function le(value: number, octets: 2 | 4): number[] {
  return Array.from({ length: octets }, (_, i) => (value >>> (8 * i)) & 0xff);
}

/** Tags, ends of values, values. */
function chlo(values: readonly (readonly [string, string])[]): Uint8Array {
  let end = 0;
  const entries = values.flatMap(([tag, value]) => {
    end += value.length;
    return [...Buffer.from(tag), ...le(end, 4)];
  });
  return concat(
    Buffer.from('CHLO'),
    le(values.length, 2),
    [0, 0],
    entries,
    Buffer.from(values.map(([, v]) => v).join('')),
  );
}

const CHLO = chlo([
  ['PAD\0', '-'.repeat(900)],
  ['SNI\0', 'www.example.org'],
  ['VER\0', 'Q046'],
]);

/** STREAM 1 with a length; `offset` in two octets if there is one. */
function stream(octets: Uint8Array, offset?: number): Uint8Array {
  const place = offset === undefined ? [] : [offset >>> 8, offset & 0xff];
  return concat([offset === undefined ? 0xa0 : 0xa4, 1], place, [octets.length >>> 8, octets.length & 0xff], octets);
}

function q043(frames: Uint8Array): Uint8Array {
  return concat([0x09], DCID, Buffer.from('Q043'), [1], HASH, frames);
}

function q046(frames: Uint8Array): Uint8Array {
  return concat([0xc3], Buffer.from('Q046'), [0x50], DCID, [0, 0, 0, 1], HASH, frames);
}

function q050(frames: Uint8Array): Uint8Array {
  return sealInitial({ version: 0x51303530, dcid: DCID, number: 1, payload: frames, padTo: 1162 });
}

function crypto(octets: Uint8Array): Uint8Array {
  return concat([0x08], varint(0), varint(octets.length), octets);
}

function read(datagram: Uint8Array): { connection: QuicConnection; step: number } {
  const connection = new QuicConnection();
  const step = connection.datagram(1, datagram, 0, datagram.length, datagram.length, 1);
  connection.finish(undefined);
  return { connection, step };
}

test.each([
  ['Q043', '0x51303433', q043(stream(CHLO))],
  ['Q043, behind padding', '0x51303433', q043(concat([0, 0, 7], stream(CHLO)))],
  ['Q046', '0x51303436', q046(stream(CHLO))],
  ['Q046, the CHLO after a REJ', '0x51303436', q046(stream(CHLO, 1024))],
  ['Q050', '0x51303530', q050(crypto(CHLO))],
])('%s: the name, and no hello', (_name, version, datagram) => {
  const { connection, step } = read(datagram);
  expect(step).toBe(Step.Done);
  expect(connection.gquicSni).toBe('www.example.org');
  expect(connection.version).toBe(version);
  expect(connection.handshake).toMatchObject({ hello: null, helloState: 'none', tlsSeen: true, clientDirection: 1 });
});

test('a name leaves only as printable text', () => {
  expect(read(q046(stream(chlo([['SNI\0', 'a\u001b[31m b']])))).connection.gquicSni).toBe('a\\x1b[31m\\x20b');
});

test.each([
  ['no SNI', q046(stream(chlo([['VER\0', 'Q046']])))],
  ['not a CHLO', q046(stream(Buffer.from('REJ\0aaaaaaaaaaaa')))],
  ['another stream', q046(concat([0xa0, 3, 0, CHLO.length], CHLO))],
  ['more entries than octets', q046(stream(concat(Buffer.from('CHLO'), le(128, 2), [0, 0, 1, 2, 3])))],
  ['more entries than the limit', q046(stream(concat(Buffer.from('CHLO'), le(129, 2), [0, 0], new Uint8Array(1200))))],
  [
    'values that go back',
    q046(
      stream(
        concat(
          Buffer.from('CHLO'),
          le(2, 2),
          [0, 0],
          Buffer.from('AAAA'),
          le(4, 4),
          Buffer.from('SNI\0'),
          le(2, 4),
          [1, 2, 3, 4],
        ),
      ),
    ),
  ],
  [
    'a value past the end',
    q046(stream(concat(Buffer.from('CHLO'), le(1, 2), [0, 0], Buffer.from('SNI\0'), le(5, 4), [1, 2, 3, 4]))),
  ],
])('%s: no name', (_name, datagram) => {
  const { connection } = read(datagram);
  expect(connection.gquicSni).toBeUndefined();
  expect(connection.version).toBe('0x51303436');
});

test('no prefix is read past its end', () => {
  for (const whole of [q043(stream(CHLO)), q046(stream(CHLO))]) {
    for (let end = 0; end < whole.length - 4; end += 3) {
      const connection = new QuicConnection();
      connection.datagram(0, whole, 0, end, end, 1);
      // STREAM has a length, and all of it must be there.
      expect(connection.gquicSni).toBeUndefined();
    }
  }
});
