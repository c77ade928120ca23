/** What holds for every way in which a hello can be cut into CRYPTO frames, and for every datagram that anyone can send. */
import fc from 'fast-check';
import { fromHex } from '../../../src/bytes/hex.js';
import { QuicConnection } from '../../../src/protocol/quic/connection.js';
import { Step } from '../../../src/protocol/reader.js';
import { ackFrame, concat, cryptoFrame, sealInitial } from '../../support/quic-seal.js';
import { type ProtectionVectors, vectors } from '../../support/vectors.js';
import * as tls from '../tls/hello-builder.js';

const DCID = fromHex('8394c8f03e515708');
const HELLO = tls.clientHello({
  extensions: [
    tls.serverName(tls.ascii('property.example')),
    tls.groups(0x11ec, 0x1d),
    { type: 51, body: Array.from({ length: 1300 }, (_, i) => (i * 31) & 0xff) },
    tls.alpn(tls.ascii('h3')),
  ],
});
const RFC = vectors<ProtectionVectors>('rfc9001-a.json');
const SAMPLES = [fromHex(RFC.clientInitial.packet), fromHex(RFC.serverInitial.packet), fromHex(RFC.retry.packet)];

/** Cuts of the hello into at most 30 pieces, an order with repetitions that holds each piece, and packets for them. */
const delivery = fc.uniqueArray(fc.integer({ min: 1, max: HELLO.length - 1 }), { maxLength: 29 }).chain((cuts) => {
  const ends = [...cuts.sort((a, b) => a - b), HELLO.length];
  const pieces = ends.map((to, i): [number, number] => [i === 0 ? 0 : ends[i - 1]!, to]);
  return fc.record({
    order: fc
      .array(fc.nat(pieces.length - 1), { maxLength: 12 })
      .chain((again) => fc.shuffledSubarray([...pieces.keys(), ...again], { minLength: pieces.length + again.length })),
    perPacket: fc.integer({ min: 1, max: 8 }),
    perDatagram: fc.integer({ min: 1, max: 3 }),
    between: fc.array(fc.constantFrom([0], [1], [0, 0, 0, 1], [...ackFrame(4, 1)]), { maxLength: 4 }),
    pieces: fc.constant(pieces),
  });
});

function read(datagrams: readonly Uint8Array[]): { connection: QuicConnection; hellos: number } {
  const connection = new QuicConnection();
  let hellos = 0;
  for (const [i, octets] of datagrams.entries()) {
    if (connection.datagram(0, octets, 0, octets.length, octets.length, i + 1) & Step.Hello) hellos++;
  }
  return { connection, hellos };
}

const WHOLE = read([sealInitial({ dcid: DCID, payload: cryptoFrame(0, HELLO) })]).connection.handshake.hello;

test('any order, repetition and split of CRYPTO frames gives the same hello, once', () => {
  expect(WHOLE?.sni).toBe('property.example');
  fc.assert(
    fc.property(delivery, ({ order, perPacket, perDatagram, between, pieces }) => {
      const packets: Uint8Array[] = [];
      for (let i = 0; i < order.length; i += perPacket) {
        const frames = order.slice(i, i + perPacket).map((piece) => {
          const [from, to] = pieces[piece]!;
          return cryptoFrame(from, HELLO.subarray(from, to));
        });
        const payload = concat(...between, ...frames);
        packets.push(sealInitial({ dcid: DCID, number: packets.length, payload, padTo: 20 }));
      }
      const datagrams: Uint8Array[] = [];
      for (let i = 0; i < packets.length; i += perDatagram)
        datagrams.push(concat(...packets.slice(i, i + perDatagram)));
      const { connection, hellos } = read(datagrams);
      expect(hellos).toBe(1);
      expect(connection.handshake.hello).toEqual(WHOLE);
      expect(connection.handshake.limits).toBe(0);
      const { helloPieces, helloPackets } = connection.handshake;
      expect(helloPieces[0]!.from).toBe(0);
      expect(new Set(helloPieces.map((piece) => piece.frame)).size).toBe(helloPackets);
    }),
    { numRuns: 150 },
  );
});

test('random octets: nothing thrown, no hello', () => {
  const longHeader = fc
    .tuple(
      fc.integer({ min: 0x80, max: 0xff }),
      fc.constantFrom('00000001', '6b3343cf', 'ff00001d', '51303436', '51303530'),
    )
    .map(([first, version]) => concat([first], fromHex(version)));
  const datagram = fc.tuple(fc.oneof(fc.constant(new Uint8Array(0)), longHeader), fc.uint8Array({ maxLength: 300 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(datagram, fc.boolean()), { maxLength: 8 }), (datagrams) => {
      const connection = new QuicConnection();
      for (const [[head, tail], up] of datagrams) {
        const octets = concat(head, tail);
        const step = connection.datagram(up ? 1 : 0, octets, 0, octets.length, octets.length + 10, 1);
        expect(step & Step.Hello).toBe(0);
      }
      connection.finish(undefined);
      expect(connection.handshake.hello).toBeNull();
      expect(connection.heldOctets).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test('mutated packets: nothing thrown, no hello but the true one', () => {
  const changes = fc.array(fc.tuple(fc.nat(1299), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...SAMPLES), changes, fc.nat(1300), (sample, mutations, cut) => {
      const octets = sample.slice();
      let changed = false;
      for (const [at, bits] of mutations) {
        if (at >= octets.length) continue;
        octets[at]! ^= bits;
      }
      for (let i = 0; i < octets.length; i++) changed ||= octets[i] !== sample[i];
      const end = cut < octets.length ? cut : octets.length;
      const connection = new QuicConnection();
      connection.datagram(0, octets, 0, end, octets.length, 1);
      connection.finish(undefined);
      if (changed || end < octets.length) expect(connection.handshake.hello).toBeNull();
    }),
    { numRuns: 500 },
  );
});

test('mutated payloads under a valid tag: nothing thrown, bounded', () => {
  const payload = concat(ackFrame(3, 0), cryptoFrame(0, HELLO));
  const changes = fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(changes, (mutations) => {
      const octets = payload.slice();
      for (const [at, octet] of mutations) octets[at] = octet;
      const { connection } = read([sealInitial({ dcid: DCID, payload: octets })]);
      connection.finish(undefined);
      // The payload counts twice, as half of it may be kept for the rest; so many runs may there be, and their marks.
      expect(connection.heldOctets).toBeLessThanOrEqual(2 * payload.length + 33 * 208);
    }),
    { numRuns: 500 },
  );
});
