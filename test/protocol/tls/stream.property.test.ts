import fc from 'fast-check';
import { parseClientHello } from '../../../src/protocol/tls/client-hello.js';
import { MAX_RETAINED_OCTETS } from '../../../src/protocol/tls/side.js';
import { TlsStream } from '../../../src/protocol/tls/stream.js';
import {
  alpn,
  ascii,
  clientHello,
  concat,
  groups,
  handshakeRecords,
  record,
  selectedVersion,
  serverHello,
  serverName,
} from './hello-builder.js';
import { PSH_ACK, TcpFlow } from './tcp-flow.js';

// Joined in the middle, with its first octets coming last, a hello that holds what begins a hello is searched from there (docs/limits.md): no
// octet of this key share is the type of a message.
const MESSAGE = clientHello({
  extensions: [
    serverName(ascii('chat.example.org')),
    groups(0x0a0a, 0x11ec, 0x1d),
    alpn(ascii('h2'), ascii('http/1.1')),
    { type: 51, body: Array.from({ length: 300 }, (_, i) => 0x80 | (i & 0x7f)) },
  ],
});
const EXPECTED = parseClientHello(MESSAGE, 0, MESSAGE.length)!;

/** Ways to cut `length` octets: sorted inner cut points. */
const cuts = (length: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: length - 1 }), { maxLength: 24 })
    .map((at) => [0, ...at.sort((a, b) => a - b), length]);

interface Piece {
  readonly from: number;
  readonly to: number;
}

/** Pieces that cover everything, in any order, some of them twice. */
const delivery = (length: number) =>
  cuts(length).chain((at) => {
    const pieces: Piece[] = at.slice(1).map((to, i) => ({ from: at[i]!, to }));
    const extra = fc.array(
      fc.tuple(fc.nat(length - 1), fc.nat(length)).map(([from, size]) => ({ from, to: Math.min(length, from + size) })),
      { maxLength: 6 },
    );
    return extra.chain((more) => fc.shuffledSubarray([...pieces, ...more], { minLength: pieces.length + more.length }));
  });

for (const [name, syn] of [
  ['after a SYN', true],
  ['joined in the middle', false],
] as const) {
  test(`any split, order and duplication of a hello gives the same ClientHello, ${name}`, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: MESSAGE.length }),
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        fc.nat(1),
        (size, start, direction) => {
          const stream = handshakeRecords(MESSAGE, size);
          fc.assert(
            fc.property(delivery(stream.length), (pieces) => {
              const flow = new TcpFlow([start, start], syn);
              const base = flow.next[direction as 0 | 1];
              for (const { from, to } of pieces) flow.put(direction as 0 | 1, base + from, stream.subarray(from, to));
              flow.finish();
              expect(flow.handshake.hello).toEqual(EXPECTED);
              expect(flow.hellos).toBe(1);
              expect(flow.handshake.clientDirection).toBe(direction);
              expect(flow.handshake.conflicts).toBe(0);
              expect(flow.handshake.helloPackets).toBeLessThanOrEqual(pieces.length);
              const offsets = flow.handshake.helloPieces.map((piece) => piece.from);
              expect(offsets[0]).toBe(0);
              expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
            }),
            { numRuns: 8 },
          );
        },
      ),
      { numRuns: 25 },
    );
  });
}

test('overlaps with other content: the first copy of each octet wins', () => {
  const stream = handshakeRecords(MESSAGE);
  fc.assert(
    fc.property(
      delivery(stream.length),
      fc.array(fc.tuple(fc.nat(30), fc.nat(stream.length - 1), fc.integer({ min: 1, max: 200 })), { maxLength: 8 }),
      (pieces, lies) => {
        const flow = new TcpFlow();
        const base = flow.next[0];
        const seen = new Uint8Array(stream.length);
        for (const [i, { from, to }] of pieces.entries()) {
          flow.put(0, base + from, stream.subarray(from, to));
          seen.fill(1, from, to);
          // A lie about octets that were all seen before changes nothing.
          for (const [when, at, size] of lies) {
            if (when !== i || seen.subarray(at, at + size).includes(0)) continue;
            flow.put(
              0,
              base + at,
              stream.slice(at, at + size).map((octet) => octet ^ 0xff),
            );
          }
        }
        flow.finish();
        expect(flow.handshake.hello).toEqual(EXPECTED);
      },
    ),
    { numRuns: 150 },
  );
});

test('anything at all: nothing throws, and no more is held than the bounds allow', () => {
  const hello = handshakeRecords(MESSAGE);
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.tuple(fc.nat(hello.length), fc.nat(hello.length)).map(([a, b]) => hello.slice(Math.min(a, b), Math.max(a, b))),
    fc
      .tuple(fc.nat(hello.length - 1), fc.integer({ min: 0, max: 255 }))
      .map(([at, octet]) => concat(hello.subarray(0, at), Uint8Array.of(octet), hello.subarray(at + 1))),
    fc.constant(new Uint8Array(60_000).fill(0x16)),
  );
  const segment = fc.record({
    direction: fc.nat(1),
    distance: fc.oneof(fc.integer({ min: -50, max: 2000 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    flags: fc.oneof(fc.constant(PSH_ACK), fc.integer({ min: 0, max: 255 })),
    payload,
    clipped: fc.oneof(fc.constant(0), fc.nat(2 ** 32 - 1)),
  });
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 60 }), fc.boolean(), (segments, syn) => {
      const flow = new TcpFlow([-100, 2 ** 31 - 100], syn);
      for (const { direction, distance, flags, payload, clipped } of segments) {
        const side = direction as 0 | 1;
        flow.put(side, flow.next[side] + distance, payload, flags, payload.length + clipped);
        expect(flow.stream.heldOctets).toBeLessThanOrEqual(4 * MAX_RETAINED_OCTETS);
      }
      const handshake = flow.finish('rst');
      expect(flow.hellos).toBeLessThanOrEqual(1);
      expect(handshake.hello === null).toBe(handshake.helloState !== 'whole');
      expect(flow.stream.heldOctets).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('a mutated hello is the same or another hello, incomplete, or none; it never throws', () => {
  const stream = handshakeRecords(MESSAGE, 200);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(stream.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 5 }),
      (changes) => {
        const octets = stream.slice();
        for (const [at, octet] of changes) octets[at] = octet;
        const flow = new TcpFlow();
        flow.send(0, octets);
        const { hello, helloOctets } = flow.finish();
        if (hello !== null) expect(helloOctets).toBeLessThanOrEqual(octets.length);
        expect(flow.stream.heldOctets).toBe(0);
      },
    ),
    { numRuns: 500 },
  );
});

test('a reader that was used before reads as a new one does', () => {
  const hello = handshakeRecords(MESSAGE, 500);
  const answer = concat(
    handshakeRecords(serverHello({ sessionId: [1, 2], extensions: [selectedVersion(0x0304)] })),
    record(20, Uint8Array.of(1)),
    record(23, new Uint8Array(300)),
  );
  const payload = fc.oneof(
    fc.tuple(fc.constantFrom(hello, answer), fc.nat(hello.length), fc.nat(hello.length)).map(([octets, a, b]) => ({
      octets: octets.slice(Math.min(a, b), Math.max(a, b)),
      at: Math.min(a, b),
    })),
    fc.constantFrom(hello, answer, record(23, new Uint8Array(53)), record(21, Uint8Array.of(2, 42))).map((octets) => ({
      octets,
      at: 0,
    })),
    fc.uint8Array({ maxLength: 80 }).map((octets) => ({ octets, at: 0 })),
  );
  const segment = fc.record({
    direction: fc.nat(1),
    distance: fc.oneof(fc.constant(0), fc.integer({ min: -50, max: 3000 })),
    flags: fc.oneof(fc.constant(PSH_ACK), fc.integer({ min: 0, max: 255 })),
    payload,
  });
  const used = new TlsStream();
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 40 }), fc.boolean(), (segments, syn) => {
      used.reset();
      const fresh = new TlsStream();
      const both = (step: (reader: TlsStream) => number): void => {
        expect(step(used)).toBe(step(fresh));
        expect(used.heldOctets).toBe(fresh.heldOctets);
        expect(used.handshake).toEqual(fresh.handshake);
      };
      const next = [1, 1];
      if (syn) for (const side of [0, 1] as const) both((reader) => reader.segment(side, 0, 2, hello, 0, 0, 0, 1));
      for (const [i, { direction, distance, flags, payload: sent }] of segments.entries()) {
        const side = direction as 0 | 1;
        const at = next[side]! + (distance === 0 ? 0 : distance - sent.at);
        if (distance === 0) next[side]! += sent.octets.length;
        both((r) => r.segment(side, at, flags, sent.octets, 0, sent.octets.length, sent.octets.length, i));
      }
      both((reader) => reader.finish('rst'));
    }),
    { numRuns: 500 },
  );
});
