import { fromHex } from '../../../src/bytes/hex.js';
import { Limit } from '../../../src/protocol/fault.js';
import {
  MAX_COALESCED,
  MAX_DATAGRAMS,
  MAX_DERIVATIONS,
  QuicConnection,
} from '../../../src/protocol/quic/connection.js';
import { Step } from '../../../src/protocol/reader.js';
import {
  ackFrame,
  closeFrame,
  concat,
  cryptoFrame,
  opaquePacket,
  retry,
  sealInitial,
} from '../../support/quic-seal.js';
import { type ProtectionVectors, vectors } from '../../support/vectors.js';
import * as tls from '../tls/hello-builder.js';

const DCID = fromHex('8394c8f03e515708');
const SCID = fromHex('c1c2c3c4');
const SERVER_ID = fromHex('f067a5502a4262b5');
const OTHER_ID = fromHex('0102030405060708090a');
const TOKEN = fromHex('746f6b656e');
const HELLO = tls.clientHello({
  extensions: [
    tls.serverName(tls.ascii('quic.example')),
    tls.alpn(tls.ascii('h3')),
    tls.supportedVersions(0x0304),
    { type: 51, body: Array.from({ length: 1500 }, (_, i) => i & 0xff) },
  ],
});
const SERVER_HELLO = tls.TLS13_SERVER_HELLO;
const RETRY_REQUEST = tls.serverHello({ random: tls.RETRY_RANDOM, extensions: [tls.selectedVersion(0x0304)] });

/** A flow whose datagrams have frame numbers from 1 on. */
class Flow {
  readonly connection = new QuicConnection();
  frame = 0;

  send(direction: 0 | 1, ...packets: Uint8Array[]): number {
    const octets = concat(...packets);
    return this.connection.datagram(direction, octets, 0, octets.length, octets.length, ++this.frame);
  }

  get sni(): string | undefined {
    return this.connection.handshake.hello?.sni;
  }
}

/** An Initial of the client with CRYPTO frames for parts `[from, to)` of the hello. */
function initial(
  number: number,
  parts: readonly [number, number][],
  more: Partial<Parameters<typeof sealInitial>[0]> = {},
) {
  const payload = concat(...parts.map(([from, to]) => cryptoFrame(from, HELLO.subarray(from, to))));
  return sealInitial({ dcid: DCID, scid: SCID, number, payload, ...more });
}

function serverInitial(number: number, payload: Uint8Array, more: Partial<Parameters<typeof sealInitial>[0]> = {}) {
  return sealInitial({ side: 'server', dcid: SCID, scid: SERVER_ID, keyDcid: DCID, number, payload, ...more });
}

const WHOLE: [number, number][] = [[0, HELLO.length]];

describe.each(['rfc9001-a.json', 'rfc9369-a.json'])('the exchange of %s', (file) => {
  const v = vectors<ProtectionVectors>(file);
  const flow = new Flow();

  test('client Initial', () => {
    expect(flow.send(1, fromHex(v.clientInitial.packet))).toBe(Step.Hello);
    expect(flow.connection.handshake).toMatchObject({
      carrier: 'q',
      helloState: 'whole',
      clientDirection: 1,
      helloOctets: 241,
      helloPackets: 1,
      helloPieces: [{ from: 0, frame: 1 }],
    });
    expect(flow.sni).toBe('example.com');
    expect(flow.connection.version).toBe(v.version === '0x00000001' ? '1' : '2');
  });

  test('server Initial', () => {
    expect(flow.send(0, fromHex(v.serverInitial.packet))).toBe(Step.NeedMore);
    expect(flow.connection.handshake.serverHello).toMatchObject({
      version: 0x0304,
      cipher: 0x1301,
      extensions: [51, 43],
    });
  });

  test('the client’s first packet after it ends the reading', () => {
    expect(flow.send(1, Uint8Array.of(0x40, 1, 2, 3))).toBe(Step.Done);
    expect(flow.connection.handshake).toMatchObject({ tlsSeen: true, notTls: false, outcome: 'unknown', limits: 0 });
  });
});

test('an Initial below 1200 octets is read all the same', () => {
  const flow = new Flow();
  expect(flow.send(0, initial(0, [[0, 700]]))).toBe(Step.NeedMore);
  expect(flow.connection.handshake.helloState).toBe('incomplete');
  expect(flow.connection.heldOctets).toBeGreaterThan(700);
  expect(flow.send(0, initial(1, [[700, HELLO.length]]))).toBe(Step.Hello);
  expect(flow.connection.handshake).toMatchObject({
    helloPackets: 2,
    helloOctets: HELLO.length,
    helloPieces: [
      { from: 0, frame: 1 },
      { from: 700, frame: 2 },
    ],
  });
  expect(flow.connection.heldOctets).toBe(0);
});

test('pieces in any order, over coalesced packets, with PING, PADDING and ACK between', () => {
  const flow = new Flow();
  const frames = concat(
    [1, 0, 0],
    cryptoFrame(900, HELLO.subarray(900)),
    [0, 1],
    cryptoFrame(3, HELLO.subarray(3, 40)),
  );
  const first = sealInitial({ dcid: DCID, scid: SCID, number: 0, payload: frames });
  const second = sealInitial({
    dcid: DCID,
    number: 1,
    payload: concat(ackFrame(0, 0), cryptoFrame(0, HELLO.subarray(0, 3))),
  });
  expect(flow.send(0, first, opaquePacket(1, DCID, SCID, 60), second)).toBe(Step.NeedMore);
  expect(flow.send(0, initial(2, [[40, 900]]))).toBe(Step.Hello);
  expect(flow.connection.handshake.helloPackets).toBe(2);
  expect(flow.sni).toBe('quic.example');
});

test('the fixed bit may be greased: RFC 9287', () => {
  const flow = new Flow();
  expect(flow.send(0, initial(0, WHOLE, { greased: true }))).toBe(Step.Hello);
});

test('0-RTT packets come first', () => {
  const flow = new Flow();
  expect(flow.send(0, opaquePacket(1, DCID, SCID, 1180))).toBe(Step.NeedMore);
  expect(flow.send(0, opaquePacket(1, DCID, SCID, 100), initial(0, WHOLE))).toBe(Step.Hello);
});

test('a client that goes on with the server’s ID keeps the keys of its first', () => {
  const flow = new Flow();
  flow.send(0, initial(0, [[0, 800]]));
  flow.send(1, serverInitial(0, ackFrame(0, 0)));
  expect(flow.send(0, initial(1, [[800, HELLO.length]], { dcid: SERVER_ID, keyDcid: DCID }))).toBe(Step.Hello);
});

describe('Retry', () => {
  test('before the hello was whole', () => {
    const flow = new Flow();
    flow.send(0, initial(0, [[0, 800]]));
    expect(flow.send(1, retry(1, SCID, SERVER_ID, TOKEN))).toBe(Step.NeedMore);
    const again = { dcid: SERVER_ID, token: TOKEN };
    expect(flow.send(0, initial(1, [[800, HELLO.length]], again))).toBe(Step.NeedMore);
    expect(flow.send(0, initial(2, [[0, 800]], again))).toBe(Step.Hello);
    expect(flow.connection.handshake).toMatchObject({ retried: false, helloPackets: 2 });
  });

  test('after it: the hello is announced once, the ServerHello has the new keys', () => {
    const flow = new Flow();
    expect(flow.send(0, initial(0, WHOLE))).toBe(Step.Hello);
    flow.send(1, retry(1, SCID, SERVER_ID, TOKEN));
    expect(flow.send(0, initial(1, WHOLE, { dcid: SERVER_ID, token: TOKEN }))).toBe(Step.NeedMore);
    flow.send(1, serverInitial(0, cryptoFrame(0, SERVER_HELLO), { keyDcid: SERVER_ID }));
    expect(flow.connection.handshake.serverHello?.cipher).toBe(0x1301);
    expect(flow.connection.handshake.helloPieces).toEqual([{ from: 0, frame: 1 }]);
  });

  test('the server’s new ID may be short', () => {
    const flow = new Flow();
    expect(flow.send(0, initial(0, WHOLE, { dcid: Uint8Array.of(7), token: TOKEN }))).toBe(Step.Hello);
  });
});

describe('versions', () => {
  test.each([0x6b3343cf, 0xff00001b, 0xff00001d])('a hello of version %i', (version) => {
    const flow = new Flow();
    expect(flow.send(0, initial(0, WHOLE, { version }))).toBe(Step.Hello);
  });

  test('Version Negotiation: the client comes back with another version, under the same ID or another', () => {
    for (const dcid of [DCID, OTHER_ID]) {
      const flow = new Flow();
      flow.send(0, initial(0, [[0, 500]], { version: 0x6b3343cf }));
      const negotiation = concat([0x80, 0, 0, 0, 0, SCID.length], SCID, [DCID.length], DCID, [0, 0, 0, 1]);
      expect(flow.send(1, negotiation)).toBe(Step.NeedMore);
      expect(flow.send(0, initial(0, WHOLE, { dcid }))).toBe(Step.Hello);
      expect(flow.connection.version).toBe('1');
    }
  });

  test('a version not known, then one that is', () => {
    const flow = new Flow();
    flow.send(0, concat([0xc0, 0x1a, 0x2a, 0x3a, 0x4a, 8], DCID, [0], new Uint8Array(1186)));
    expect(flow.connection.version).toBe('0x1a2a3a4a');
    expect(flow.send(0, initial(0, WHOLE))).toBe(Step.Hello);
    expect(flow.connection.version).toBe('1');
  });

  test('compatible negotiation: the server answers in version 2 with keys of the client’s first ID (RFC 9369 §4)', () => {
    const flow = new Flow();
    flow.send(0, initial(0, [[0, 500]]));
    flow.send(1, serverInitial(0, cryptoFrame(0, SERVER_HELLO), { version: 0x6b3343cf }));
    expect(flow.connection.handshake.serverHello?.version).toBe(0x0304);
    const rest = initial(1, [[500, HELLO.length]], { version: 0x6b3343cf, dcid: SERVER_ID, keyDcid: DCID });
    expect(flow.send(0, rest)).toBe(Step.Hello);
  });

  test('only a number: recorded, and no hello', () => {
    const flow = new Flow();
    flow.send(0, concat([0xc0, 0xfa, 0xce, 0xb0, 0x10, 8], DCID, [0], new Uint8Array(1186)));
    flow.connection.finish(undefined);
    expect(flow.connection.version).toBe('0xfaceb010');
    expect(flow.connection.handshake).toMatchObject({ helloState: 'none', tlsSeen: true, notTls: false, hello: null });
  });
});

test('HelloRetryRequest: the first hello counts', () => {
  const flow = new Flow();
  flow.send(0, initial(0, WHOLE));
  flow.send(1, serverInitial(0, cryptoFrame(0, RETRY_REQUEST)));
  expect(flow.connection.handshake).toMatchObject({ retried: true, serverHello: null });
  const second = tls.clientHello({ extensions: [tls.serverName(tls.ascii('second.example'))] });
  const payload = cryptoFrame(HELLO.length, second);
  expect(flow.send(0, sealInitial({ dcid: SERVER_ID, keyDcid: DCID, number: 1, payload }))).toBe(Step.NeedMore);
  flow.send(1, serverInitial(1, cryptoFrame(RETRY_REQUEST.length, SERVER_HELLO)));
  expect(flow.connection.handshake.serverHello?.version).toBe(0x0304);
  expect(flow.sni).toBe('quic.example');
});

describe('CONNECTION_CLOSE', () => {
  test('of the client, with an alert', () => {
    const flow = new Flow();
    flow.send(0, initial(0, WHOLE));
    flow.send(1, serverInitial(0, cryptoFrame(0, SERVER_HELLO)));
    const close = sealInitial({
      dcid: SERVER_ID,
      keyDcid: DCID,
      number: 1,
      payload: closeFrame(0x0100 + 48),
      padTo: 40,
    });
    expect(flow.send(0, close)).toBe(Step.Done);
    expect(flow.connection.handshake).toMatchObject({ outcome: 'alert', alert: 48, serverClosedFirst: false });
  });

  test('of the server, with an alert: no word of the client', () => {
    const flow = new Flow();
    flow.send(0, initial(0, WHOLE));
    expect(flow.send(1, serverInitial(0, closeFrame(0x0100 + 120)))).toBe(Step.Done);
    expect(flow.connection.serverAlert).toBe(120);
    expect(flow.connection.handshake).toMatchObject({ outcome: 'unknown', alert: undefined, serverClosedFirst: true });
  });

  test('for another reason', () => {
    const flow = new Flow();
    flow.send(0, initial(0, WHOLE));
    const close = sealInitial({ dcid: DCID, number: 1, payload: closeFrame(0x0a), padTo: 40 });
    expect(flow.send(0, close)).toBe(Step.Done);
    expect(flow.connection.handshake).toMatchObject({ outcome: 'unknown', alert: undefined });
  });
});

describe('what is no proof is no hello', () => {
  test('a clipped datagram: incomplete, at every length', () => {
    const packet = initial(0, WHOLE);
    for (let end = 0; end < packet.length; end++) {
      const connection = new QuicConnection();
      expect(connection.datagram(0, packet.subarray(0, end), 0, end, packet.length, 1)).toBe(Step.NeedMore);
      connection.finish(undefined);
      expect(connection.handshake.hello).toBeNull();
      expect(connection.handshake.helloState).toBe(end < 6 ? 'none' : 'incomplete');
    }
  });

  test('octets behind the datagram are not read', () => {
    const packet = initial(0, WHOLE);
    const connection = new QuicConnection();
    expect(connection.datagram(0, packet, 0, packet.length - 1, packet.length - 1, 1)).toBe(Step.NeedMore);
    connection.finish(undefined);
    expect(connection.handshake).toMatchObject({ hello: null, helloState: 'none' });
  });

  test('a forbidden frame spoils its packet', () => {
    const flow = new Flow();
    const payload = concat(cryptoFrame(0, HELLO), [0x1e]);
    expect(flow.send(0, sealInitial({ dcid: DCID, payload }))).toBe(Step.NeedMore);
    expect(flow.connection.handshake.hello).toBeNull();
  });

  test('another message, or a hello that does not nest, is none', () => {
    const broken = HELLO.slice();
    broken[HELLO.length - 1502]! ^= 0xff; // length of the last extension
    for (const message of [SERVER_HELLO, broken]) {
      const flow = new Flow();
      expect(flow.send(0, sealInitial({ dcid: DCID, payload: cryptoFrame(0, message) }))).toBe(Step.NeedMore);
      expect(flow.connection.handshake.hello).toBeNull();
      expect(flow.connection.heldOctets).toBe(0);
    }
  });

  test('a server’s Initial alone cannot be opened', () => {
    const flow = new Flow();
    flow.send(1, serverInitial(0, cryptoFrame(0, SERVER_HELLO)));
    flow.connection.finish(undefined);
    expect(flow.connection.handshake).toMatchObject({
      hello: null,
      serverHello: null,
      helloState: 'none',
      tlsSeen: true,
    });
  });

  test('what is not QUIC', () => {
    const flow = new Flow();
    flow.send(0, Uint8Array.of(0x16, 0xfe, 0xfd, 0, 0));
    flow.send(0, new Uint8Array(0));
    flow.connection.finish(undefined);
    expect(flow.connection.version).toBeUndefined();
    expect(flow.connection.handshake).toMatchObject({ notTls: true, tlsSeen: false });
  });
});

describe('bounds', () => {
  test('a flood of Initials with random IDs costs a bounded number of keys', () => {
    const flow = new Flow();
    for (let i = 1; ; i++) {
      const junk = initial(0, WHOLE, { dcid: Uint8Array.from({ length: 8 }, () => i) });
      junk[junk.length - 1]! ^= 1;
      if (flow.send(0, junk) & Step.Done) {
        expect(i).toBe(MAX_DERIVATIONS);
        break;
      }
      expect(i).toBeLessThan(MAX_DERIVATIONS);
    }
    expect(flow.connection.handshake.limits & Limit.Candidates).toBeTruthy();
    expect(flow.send(0, initial(0, WHOLE))).toBe(Step.Done);
  });

  test('valid Initials with IDs without end', () => {
    const flow = new Flow();
    for (let i = 0; i < MAX_DATAGRAMS; i++) {
      const dcid = Uint8Array.from({ length: 8 }, (_, j) => (j === 0 ? i : 9));
      const step = flow.send(0, initial(0, [[100, 900]], { dcid }));
      expect(flow.connection.heldOctets).toBeLessThanOrEqual(4 * (2 * 800 + 208));
      expect(step & Step.Done ? i : -1).toBe(i === MAX_DATAGRAMS - 1 ? i : -1);
    }
    expect(flow.connection.handshake.helloState).toBe('incomplete');
  });

  test('gaps and octets of the CRYPTO stream', () => {
    const holes = new Flow();
    const parts = Array.from({ length: 40 }, (_, i): [number, number] => [2 * i + 1, 2 * i + 2]);
    holes.send(0, initial(0, parts));
    expect(holes.connection.heldOctets).toBeLessThanOrEqual(33 * 208);
    holes.connection.finish(undefined);
    expect(holes.connection.handshake.limits & Limit.Holes).toBeTruthy();

    const far = new Flow();
    far.send(0, sealInitial({ dcid: DCID, payload: cryptoFrame(2 ** 40, HELLO) }));
    far.connection.finish(undefined);
    expect(far.connection.heldOctets).toBe(0);
    expect(far.connection.handshake.limits & Limit.HeldOctets).toBeTruthy();
  });

  test('coalesced packets', () => {
    const filler = (packets: number): Uint8Array[] =>
      Array.from({ length: packets }, () => opaquePacket(1, DCID, SCID, 20));
    expect(new Flow().send(0, ...filler(MAX_COALESCED - 1), initial(0, WHOLE))).toBe(Step.Hello);
    expect(new Flow().send(0, ...filler(MAX_COALESCED), initial(0, WHOLE))).toBe(Step.NeedMore);
  });

  test('a hello that says it is longer than is read', () => {
    const flow = new Flow();
    flow.send(0, sealInitial({ dcid: DCID, payload: cryptoFrame(0, Uint8Array.of(1, 1, 0, 0, 3, 3)) }));
    flow.connection.finish(undefined);
    expect(flow.connection.handshake.limits & Limit.HelloOctets).toBeTruthy();
  });
});

test('octets that say something else afterwards are counted, and the first count', () => {
  const flow = new Flow();
  flow.send(0, initial(0, [[0, 800]]));
  const lie = cryptoFrame(600, new Uint8Array(10).fill(0xee));
  flow.send(0, sealInitial({ dcid: DCID, number: 1, payload: lie, padTo: 40 }));
  expect(flow.send(0, initial(2, [[700, HELLO.length]]))).toBe(Step.Hello);
  expect(flow.sni).toBe('quic.example');
  flow.connection.finish(undefined);
  expect(flow.connection.handshake.conflicts).toBe(10);
});
