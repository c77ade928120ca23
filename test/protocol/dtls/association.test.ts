import fc from 'fast-check';
import { DtlsAssociation, MAX_DATAGRAMS, MAX_MESSAGES } from '../../../src/protocol/dtls/association.js';
import { Limit } from '../../../src/protocol/fault.js';
import { Step } from '../../../src/protocol/reader.js';
import * as tls from '../tls/hello-builder.js';
import { clientHelloBody, type DtlsHello, fragment, record, serverHelloBody } from './dtls-builder.js';

const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const HELLO_VERIFY_REQUEST = 3;
const CERTIFICATE_REQUEST = 13;

const DESCRIPTION: DtlsHello = {
  sessionId: [9, 8, 7],
  ciphers: [0xc02b, 0xc02f],
  extensions: [
    tls.serverName(tls.ascii('dtls.example')),
    tls.groups(0x1d, 0x17),
    tls.alpn(tls.ascii('webrtc')),
    { type: 51, body: Array.from({ length: 600 }, (_, i) => i & 0xff) },
  ],
};
const BODY = clientHelloBody(DESCRIPTION);
const WITH_COOKIE = clientHelloBody({ ...DESCRIPTION, cookie: Array.from({ length: 20 }, () => 0xcc) });

class Flow {
  readonly association = new DtlsAssociation();
  frame = 0;

  send(direction: 0 | 1, ...records: Uint8Array[]): number {
    const octets = tls.concat(...records);
    return this.association.datagram(direction, octets, 0, octets.length, octets.length, ++this.frame);
  }

  get handshake() {
    return this.association.handshake;
  }
}

function hello(sequence = 0, from = 0, to = BODY.length): Uint8Array {
  return record(fragment(CLIENT_HELLO, BODY, sequence, from, to));
}

describe('a ClientHello', () => {
  test.each([
    [0xfeff, 0xfeff],
    [0xfefd, 0xfefd],
    [0xfeff, 0xfefd],
    [0x0100, 0x0100],
  ])('record version %i, client_version %i', (recordVersion, version) => {
    const flow = new Flow();
    const body = clientHelloBody({ ...DESCRIPTION, version });
    expect(flow.send(1, record(fragment(CLIENT_HELLO, body), { version: recordVersion }))).toBe(Step.Hello);
    expect(flow.handshake).toMatchObject({
      carrier: 'd',
      helloState: 'whole',
      clientDirection: 1,
      helloPackets: 1,
      helloOctets: 4 + body.length,
      helloPieces: [{ from: 0, frame: 1 }],
    });
    expect(flow.handshake.hello).toMatchObject({
      legacyVersion: version,
      sni: 'dtls.example',
      ciphers: [0xc02b, 0xc02f],
      groups: [0x1d, 0x17],
      extensions: [0, 10, 16, 51],
    });
    expect(Array.from(flow.handshake.hello!.sessionId)).toEqual([9, 8, 7]);
  });

  test('DTLS 1.3: supported_versions', () => {
    const flow = new Flow();
    const body = clientHelloBody({ extensions: [tls.supportedVersions(0xfefc, 0xfefd)] });
    expect(flow.send(0, record(fragment(CLIENT_HELLO, body)))).toBe(Step.Hello);
    expect(flow.handshake.hello?.supportedVersions).toEqual([0xfefc, 0xfefd]);
  });

  test('the cookie is passed over; positions are those of the message as sent', () => {
    for (const body of [BODY, WITH_COOKIE]) {
      const flow = new Flow();
      expect(flow.send(0, record(fragment(CLIENT_HELLO, body, 1)))).toBe(Step.Hello);
      const { positions } = flow.handshake.hello!;
      const message = Uint8Array.from([CLIENT_HELLO, ...tls.u24(body.length), ...body]);
      expect(Array.from(message.subarray(positions.ciphers, positions.ciphers + 4))).toEqual([0xc0, 0x2b, 0xc0, 0x2f]);
      const name = [...tls.u16(15), 0, ...tls.u16(12), ...tls.ascii('dtls.example')];
      expect(Array.from(message.subarray(positions.sni, positions.sni! + name.length))).toEqual(name);
      const alpn = [...tls.u16(7), 6, ...tls.ascii('webrtc')];
      expect(Array.from(message.subarray(positions.alpn, positions.alpn! + alpn.length))).toEqual(alpn);
    }
  });

  test.each([
    ['a version of TLS', clientHelloBody({ version: 0x0303 })],
    [
      'a cookie that is longer than the rest',
      (() => {
        const b = BODY.slice();
        b[38] = 0xff;
        return b.subarray(0, 200);
      })(),
    ],
    ['no body', new Uint8Array(0)],
    ['a session id up to the end', Uint8Array.from([0xfe, 0xfd, ...new Uint8Array(32), 1, 0])],
    ['octets behind the extensions', tls.concat(BODY, Uint8Array.of(0))],
  ])('%s: none', (_name, body) => {
    const flow = new Flow();
    expect(flow.send(0, record(fragment(CLIENT_HELLO, body)))).toBe(Step.NeedMore);
    expect(flow.handshake.hello).toBeNull();
  });
});

describe('fragments', () => {
  test('over records and datagrams, out of order and again', () => {
    const flow = new Flow();
    expect(flow.send(0, hello(0, 400, BODY.length), hello(0, 100, 200))).toBe(Step.NeedMore);
    expect(flow.handshake.helloState).toBe('incomplete');
    expect(flow.send(0, hello(0, 150, 420))).toBe(Step.NeedMore);
    expect(flow.send(0, hello(0, 0, 100))).toBe(Step.Hello);
    expect(flow.handshake).toMatchObject({ helloPackets: 3, conflicts: 0 });
    expect(flow.handshake.helloPieces).toEqual([
      { from: 0, frame: 3 },
      { from: 104, frame: 1 },
      { from: 204, frame: 2 },
      { from: 404, frame: 1 },
    ]);
    expect(flow.association.heldOctets).toBe(0);
  });

  test('several in one record', () => {
    const flow = new Flow();
    const both = tls.concat(fragment(CLIENT_HELLO, BODY, 0, 0, 300), fragment(CLIENT_HELLO, BODY, 0, 300));
    expect(flow.send(0, record(both))).toBe(Step.Hello);
  });

  test('of two messages do not mix, and of two lengths neither', () => {
    const flow = new Flow();
    flow.send(0, hello(0, 0, 300));
    flow.send(0, record(fragment(CLIENT_HELLO, WITH_COOKIE, 1, 300)));
    flow.send(0, record(fragment(CLIENT_HELLO, WITH_COOKIE, 0, 300)));
    expect(flow.handshake.hello).toBeNull();
    expect(flow.send(0, hello(0, 300))).toBe(Step.Hello);
  });

  test('any split, order and repetition gives the same hello', () => {
    const whole = new Flow();
    whole.send(0, hello());
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: BODY.length - 1 }), { maxLength: 20 });
    const delivery = cuts.chain((ends) => {
      const bounds = [0, ...ends.sort((a, b) => a - b), BODY.length];
      const parts = bounds.slice(1).map((to, i): [number, number] => [bounds[i]!, to]);
      const twice = [...parts, ...parts];
      return fc.tuple(fc.shuffledSubarray(twice, { minLength: twice.length }), fc.integer({ min: 1, max: 6 }));
    });
    fc.assert(
      fc.property(delivery, ([parts, perDatagram]) => {
        const flow = new Flow();
        let hellos = 0;
        for (let i = 0; i < parts.length; i += perDatagram) {
          const records = parts.slice(i, i + perDatagram).map(([from, to]) => hello(0, from, to));
          if (flow.send(0, ...records) & Step.Hello) hellos++;
        }
        expect(hellos).toBe(1);
        expect(flow.handshake.hello).toEqual(whole.handshake.hello);
        expect(flow.handshake.limits).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});

describe('what follows', () => {
  test('HelloVerifyRequest: the first hello counts, and it is no retry', () => {
    const flow = new Flow();
    expect(flow.send(0, hello())).toBe(Step.Hello);
    flow.send(1, record(fragment(HELLO_VERIFY_REQUEST, Uint8Array.from([0xfe, 0xff, 2, 1, 2]))));
    expect(flow.send(0, record(fragment(CLIENT_HELLO, WITH_COOKIE, 1)))).toBe(Step.NeedMore);
    expect(flow.handshake).toMatchObject({ retried: false, helloOctets: 4 + BODY.length });
  });

  test('the second hello counts if the first never became whole', () => {
    const flow = new Flow();
    flow.send(0, hello(0, 0, 200));
    expect(flow.send(0, record(fragment(CLIENT_HELLO, WITH_COOKIE, 1)))).toBe(Step.Hello);
    expect(flow.handshake.helloOctets).toBe(4 + WITH_COOKIE.length);
  });

  test('ServerHello, and a session that goes on', () => {
    const fresh = new Flow();
    fresh.send(0, hello());
    fresh.send(1, record(fragment(SERVER_HELLO, serverHelloBody({ cipher: 0xc02b, sessionId: [1, 2, 3] }))));
    expect(fresh.handshake).toMatchObject({ resumed: false, serverHello: { version: 0xfefd, cipher: 0xc02b } });
    const again = new Flow();
    again.send(0, hello());
    again.send(1, record(fragment(SERVER_HELLO, serverHelloBody({ sessionId: [9, 8, 7] }))));
    expect(again.handshake.resumed).toBe(true);
  });

  test('HelloRetryRequest of 1.3', () => {
    const flow = new Flow();
    flow.send(0, hello());
    const random = tls.RETRY_RANDOM;
    const extensions = [tls.selectedVersion(0xfefc)];
    flow.send(1, record(fragment(SERVER_HELLO, serverHelloBody({ random, extensions }))));
    expect(flow.handshake).toMatchObject({ retried: true, serverHello: null });
    flow.send(0, record(fragment(CLIENT_HELLO, WITH_COOKIE, 1)));
    flow.send(1, record(fragment(SERVER_HELLO, serverHelloBody({ extensions }), 1)));
    expect(flow.handshake.serverHello?.version).toBe(0xfefc);
    expect(flow.send(0, Uint8Array.of(0x2f, 1, 2, 3))).toBe(Step.Done);
  });

  test('CertificateRequest of the server', () => {
    const flow = new Flow();
    flow.send(0, hello());
    flow.send(1, record(fragment(CERTIFICATE_REQUEST, Uint8Array.of(0, 0, 0, 0))));
    expect(flow.handshake.clientCertificateRequested).toBe(true);
  });

  test('the client’s ChangeCipherSpec, or a record of the next epoch, ends the reading', () => {
    for (const last of [record(Uint8Array.of(1), { type: 20 }), record(new Uint8Array(60), { epoch: 1 })]) {
      const flow = new Flow();
      flow.send(0, hello());
      expect(flow.send(1, last)).toBe(Step.NeedMore);
      expect(flow.send(0, last)).toBe(Step.Done);
      expect(flow.handshake.outcome).toBe('unknown');
    }
  });

  test('alerts: a fatal one of the client is an outcome, one of the server is not, a warning is nothing', () => {
    const alert = (level: number, description: number): Uint8Array =>
      record(Uint8Array.of(level, description), { type: 21 });
    const client = new Flow();
    client.send(0, hello());
    expect(client.send(1, alert(1, 0))).toBe(Step.NeedMore);
    expect(client.send(0, alert(2, 42))).toBe(Step.Done);
    expect(client.handshake).toMatchObject({ outcome: 'alert', alert: 42, serverClosedFirst: false });
    const server = new Flow();
    server.send(0, hello());
    expect(server.send(1, alert(2, 40))).toBe(Step.Done);
    expect(server.handshake).toMatchObject({ outcome: 'unknown', alert: undefined, serverClosedFirst: true });
  });
});

describe('what is not whole, and bounds', () => {
  test('clipped: incomplete, at every length', () => {
    const octets = hello();
    for (let end = 0; end < octets.length; end++) {
      const association = new DtlsAssociation();
      expect(association.datagram(0, octets, 0, end, octets.length, 1)).toBe(Step.NeedMore);
      association.finish(undefined);
      expect(association.handshake.hello).toBeNull();
      // Record and fragment header have to be there.
      expect(association.handshake.helloState).toBe(end < 13 + 12 ? 'none' : 'incomplete');
    }
  });

  test('STUN before it, on the same ports', () => {
    const flow = new Flow();
    expect(flow.send(0, Uint8Array.from([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, ...new Uint8Array(12)]))).toBe(0);
    expect(flow.send(0, hello())).toBe(Step.Hello);
  });

  test('messages, gaps and datagrams', () => {
    const messages = new Flow();
    for (let i = 0; i < 40; i++) messages.send(0, hello(i, 10, 100));
    expect(messages.association.heldOctets).toBe(MAX_MESSAGES * 90);
    expect(messages.handshake.limits & Limit.Candidates).toBeTruthy();

    const holes = new Flow();
    for (let i = 0; i < 40; i++) holes.send(0, hello(0, 2 * i + 1, 2 * i + 2));
    expect(holes.association.heldOctets).toBeLessThanOrEqual(33);
    expect(holes.handshake.limits & Limit.Holes).toBeTruthy();

    const datagrams = new Flow();
    for (let i = 1; i < MAX_DATAGRAMS; i++) expect(datagrams.send(0, new Uint8Array(30))).toBe(Step.NeedMore);
    expect(datagrams.send(0, new Uint8Array(30))).toBe(Step.Done);
    expect(datagrams.handshake).toMatchObject({ notTls: true, tlsSeen: false });
  });

  test('a hello that says it is longer than is read', () => {
    const flow = new Flow();
    const head = fragment(CLIENT_HELLO, BODY, 0, 0, 100);
    head[1] = 1;
    flow.send(0, record(head));
    expect(flow.association.heldOctets).toBe(0);
    expect(flow.handshake.limits & Limit.HelloOctets).toBeTruthy();
  });

  test('random and mutated octets: nothing thrown, what is changed in its frame is none', () => {
    const whole = hello();
    const mutation = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 5 });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutation), fc.nat(800), (change, cut) => {
        let octets: Uint8Array = Uint8Array.from(whole);
        if (change instanceof Uint8Array) octets = change;
        else for (const [at, octet] of change) octets[at] = octet;
        const end = Math.min(cut, octets.length);
        const association = new DtlsAssociation();
        const step = association.datagram(0, octets, 0, end, octets.length, 1);
        if (end < whole.length || change instanceof Uint8Array) expect(step & Step.Hello).toBe(0);
        expect(association.heldOctets).toBeLessThanOrEqual(octets.length);
      }),
      { numRuns: 1000 },
    );
  });
});
