/** DNS over TCP: RFC 1035 §4.2.2, RFC 7766. */
import fc from 'fast-check';
import { parseDnsResponse } from '../../../src/protocol/dns/answers.js';
import {
  GAP_PATIENCE,
  MAX_AHEAD_OCTETS,
  MAX_DISTANCE,
  MAX_FRAMED_OCTETS,
  MAX_HOLES,
} from '../../../src/protocol/dns/direction.js';
import { MAX_WAITING } from '../../../src/protocol/dns/queries.js';
import { DnsStream, looksLikeDnsStream, MAX_MESSAGES } from '../../../src/protocol/dns/stream.js';
import { LIMIT_NAMES } from '../../../src/protocol/fault.js';
import { clientHello, concat, handshakeRecords } from '../tls/hello-builder.js';
import { A, framed, message, NS, name, QUESTION_AT, RESPONSE, type Record } from './build.js';
import { DnsFlow, PSH_ACK } from './dns-flow.js';

const ADDRESS: Record = { owner: name('', QUESTION_AT), type: A, rdata: [192, 0, 2, 1] };
const queryFor = (text: string): Uint8Array => framed(message({ flags: 0x0100, question: name(text) }));
const responseFor = (text: string, ...records: Record[]): Uint8Array =>
  framed(message({ question: name(text), records: [ADDRESS, ...records] }));
/** A response of about `octets`, with records that are passed over. */
const longResponseFor = (text: string, octets: number): Uint8Array => {
  const records: Record[] = [];
  for (let left = octets; left > 0; left -= 1000)
    records.push({ owner: name(''), type: NS, rdata: new Array<number>(Math.min(left, 1000)).fill(1) });
  return responseFor(text, ...records);
};
const answerOf = (response: Uint8Array) => parseDnsResponse(response, 2, response.length);

describe('messages', () => {
  test('a query and its response', () => {
    const flow = new DnsFlow();
    expect(flow.send(0, queryFor('a.example'))).toEqual([]);
    expect(flow.stream.isDns).toBe(true);
    const response = responseFor('a.example');
    expect(flow.send(1, response)).toEqual([answerOf(response)]);
    expect(flow.stream.heldOctets).toBe(0);
  });

  test('the length in a segment of its own, as old resolvers send it', () => {
    const flow = new DnsFlow();
    const response = responseFor('a.example');
    expect(flow.send(1, response.subarray(0, 2))).toEqual([]);
    expect(flow.stream.isDns).toBe(false);
    flow.send(1, response.subarray(2));
    expect(flow.questions).toEqual(['a.example']);
  });

  test('several in one segment, and one that spans two (RFC 7766 section 6.2.1.1: pipelining)', () => {
    const flow = new DnsFlow();
    flow.send(0, concat(queryFor('a.example'), queryFor('b.example'), queryFor('c.example')));
    const three = concat(responseFor('b.example'), responseFor('a.example'), responseFor('c.example'));
    expect(flow.send(1, three.subarray(0, three.length - 5)).map(({ question }) => question)).toEqual([
      'b.example',
      'a.example',
    ]);
    flow.send(1, three.subarray(three.length - 5));
    expect(flow.questions).toEqual(['b.example', 'a.example', 'c.example']);
  });

  test('the longest', () => {
    const flow = new DnsFlow();
    const response = longResponseFor('a.example', 64_000);
    expect(response.length).toBeGreaterThan(64_000);
    for (let at = 0; at < response.length; at += 1460) flow.send(1, response.subarray(at, at + 1460));
    expect(flow.questions).toEqual(['a.example']);
    expect(flow.answers[0]?.missing).toBeUndefined();
  });

  test('data in the SYN, and a stream joined in the middle', () => {
    const joined = new DnsFlow([5, 50], false);
    joined.put(1, 50, responseFor('a.example'), 0x02);
    expect(joined.questions).toEqual(['a.example']);
    const middle = new DnsFlow([5, 50], false);
    const response = responseFor('b.example');
    middle.send(1, response.subarray(20));
    middle.send(1, responseFor('c.example'));
    expect(middle.questions).toEqual(['c.example']);
  });

  test('messages without a question follow others (RFC 5936 section 2.2.1: zone transfers)', () => {
    const flow = new DnsFlow();
    flow.send(0, queryFor('zone.example'));
    flow.send(1, framed(message({ questions: 0, question: [] })));
    flow.send(1, responseFor('a.example'));
    expect(flow.questions).toEqual(['a.example']);
  });

  test('out of order, retransmitted, and overlapping with other content: the first copy wins', () => {
    const response = responseFor('a.example');
    const flow = new DnsFlow();
    const base = flow.next[1];
    flow.put(1, base + 30, response.subarray(30));
    flow.put(
      1,
      base + 30,
      response.subarray(30).map((octet) => octet ^ 0xff),
    );
    expect(flow.stream.heldOctets).toBe(response.length - 30);
    flow.put(1, base, response.subarray(0, 35));
    flow.put(1, base, response);
    expect(flow.answers).toEqual([answerOf(response)]);
  });

  test('a RST carries nothing', () => {
    const flow = new DnsFlow();
    flow.put(1, flow.next[1], responseFor('a.example'), 0x04);
    expect(flow.answers).toEqual([]);
  });
});

describe('gaps', () => {
  const two = (): Uint8Array => concat(responseFor('a.example'), responseFor('b.example'));

  test('inside a message: what there is of it is said to be cut, and the next message is found by its length', () => {
    const flow = new DnsFlow();
    const octets = two();
    const cut = responseFor('a.example').length - 8;
    flow.put(1, flow.next[1], octets.subarray(0, cut));
    for (let i = 0; i <= GAP_PATIENCE; i++) flow.put(1, flow.next[1] + cut + 4, octets.subarray(cut + 4));
    expect(flow.answers).toEqual([
      { question: 'a.example', aliases: [], addresses: [], missing: 'clipped' },
      answerOf(responseFor('b.example')),
    ]);
  });

  test('over a length: the next segment that begins a message is waited for', () => {
    const flow = new DnsFlow();
    flow.send(1, responseFor('a.example'));
    flow.next[1] += 100;
    for (let i = 0; i <= GAP_PATIENCE; i++) flow.send(1, Uint8Array.of(1, 2, 3));
    flow.send(1, responseFor('b.example'));
    expect(flow.questions).toEqual(['a.example', 'b.example']);
  });

  test('cut by the capture: at once, in every segment', () => {
    const flow = new DnsFlow();
    const a = responseFor('a.example');
    flow.send(1, a, a.length - 3);
    expect(flow.answers).toEqual([{ question: 'a.example', aliases: [], addresses: [], missing: 'clipped' }]);
    // Cut behind a whole message: what follows in the segment is lost, the next segment begins a message.
    flow.send(1, concat(responseFor('b.example'), responseFor('c.example')), responseFor('b.example').length + 1);
    flow.send(1, responseFor('d.example'));
    expect(flow.questions).toEqual(['a.example', 'b.example', 'd.example']);
  });
});

describe('what is not DNS', () => {
  const HELLO = handshakeRecords(clientHello());
  test.each([
    ['TLS', HELLO],
    ['text', Buffer.from('GET / HTTP/1.1\r\nHost: chat.example.org\r\n\r\n')],
    ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.2\r\n')],
    ['zeros', new Uint8Array(40)],
    ['a message that is shorter than a question', framed(new Uint8Array(16))],
  ])('%s', (_, octets) => {
    for (const syn of [true, false]) {
      const flow = new DnsFlow([1, 2], syn);
      flow.send(0, octets);
      expect(flow.stream.isDns).toBe(false);
      expect(flow.stream.done).toBe(syn);
      expect(flow.stream.heldOctets).toBe(0);
    }
    if (octets !== HELLO) expect(looksLikeDnsStream(octets, 0, octets.length)).toBe(false);
  });

  test('a direction that is read in vain is given up', () => {
    const flow = new DnsFlow([1, 2], false);
    for (let i = 0; i < 300; i++) flow.send(0, Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
    expect(flow.stream.done).toBe(true);
  });

  test('looksLikeDnsStream: any prefix of a message', () => {
    const query = queryFor('a.example');
    for (let end = 0; end <= query.length; end++) expect(looksLikeDnsStream(query, 0, end)).toBe(true);
    expect(looksLikeDnsStream(concat(query, Uint8Array.of(9)), 0, query.length + 1)).toBe(true);
    expect(looksLikeDnsStream(framed(message({ flags: 0x0140 })), 0, 40)).toBe(false);
    // The length ends the message before its question does.
    expect(looksLikeDnsStream(Uint8Array.of(0, 20, ...query.subarray(2)), 0, query.length)).toBe(false);
  });

  test('after DNS, a length that no message can have ends the reading', () => {
    const flow = new DnsFlow();
    flow.send(1, concat(responseFor('a.example'), new Uint8Array(20_000)));
    flow.send(1, responseFor('b.example'));
    expect(flow.questions).toEqual(['a.example']);
    expect(flow.stream.isDns).toBe(true);
  });
});

describe('bounds', () => {
  test('holes', () => {
    const flow = new DnsFlow();
    for (let i = 1; i <= MAX_HOLES + 2; i++) flow.put(1, flow.next[1] + 10 * i, Uint8Array.of(i));
    expect(LIMIT_NAMES.filter((_, bit) => flow.stream.limits & (1 << bit))).toEqual(['holes']);
  });

  test('octets beyond a gap', () => {
    const flow = new DnsFlow();
    flow.put(1, flow.next[1] + 10, new Uint8Array(60_000));
    flow.put(1, flow.next[1] + 60_010, new Uint8Array(60_000));
    expect(flow.stream.heldOctets).toBeLessThanOrEqual(MAX_AHEAD_OCTETS);
    expect(LIMIT_NAMES.filter((_, bit) => flow.stream.limits & (1 << bit))).toEqual(['held_octets']);
  });

  test('messages', () => {
    const stream = new DnsStream();
    const query = queryFor('a.example');
    const many = concat(...Array.from({ length: 2048 }, () => query));
    let sequence = 1;
    for (let read = 0; read < MAX_MESSAGES; read += 2048) {
      expect(stream.exhausted).toBe(false);
      stream.segment(0, sequence | 0, PSH_ACK, many, 0, many.length, many.length, 1);
      sequence += many.length;
    }
    expect([stream.exhausted, stream.done, stream.isDns]).toEqual([true, true, true]);
  });

  test('anything at all: nothing throws, no more is held than the bounds allow', () => {
    const response = responseFor('a.example');
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.tuple(fc.nat(response.length), fc.nat(response.length)).map(([a, b]) => response.slice(Math.min(a, b), b)),
      fc.constant(response),
      fc.constant(new Uint8Array(60_000).fill(0x20)),
    );
    const segment = fc.record({
      direction: fc.nat(1),
      distance: fc.oneof(fc.constant(0), fc.integer({ min: -50, max: 2000 }), fc.integer()),
      flags: fc.oneof(fc.constant(PSH_ACK), fc.nat(255)),
      payload,
      clipped: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(2 ** 32 - 1)),
    });
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 80 }), fc.boolean(), (segments, syn) => {
        const flow = new DnsFlow([-100, 2 ** 31 - 100], syn);
        for (const { direction, distance, flags, payload, clipped } of segments) {
          const side = direction as 0 | 1;
          const sequence = flow.next[side] + distance;
          flow.put(side, sequence, payload, flags, payload.length + clipped);
          if (distance === 0) flow.next[side] = (sequence + payload.length + clipped) | 0;
          expect(flow.stream.heldOctets).toBeLessThanOrEqual(2 * (MAX_FRAMED_OCTETS + MAX_AHEAD_OCTETS));
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('any split, order and duplication gives the same answers', () => {
  const texts = ['a.example', 'b.example', 'c.example', 'd.example'];
  const octets = concat(...texts.map((text, i) => (i === 2 ? longResponseFor(text, 900) : responseFor(text))));
  const expected = texts.map((text, i) => answerOf(i === 2 ? longResponseFor(text, 900) : responseFor(text)));
  const cuts = (maxLength: number) =>
    fc
      .uniqueArray(fc.integer({ min: 1, max: octets.length - 1 }), { maxLength })
      .map((at) => [0, ...at.sort((a, b) => a - b), octets.length]);

  test('in order, in any number of segments', () => {
    fc.assert(
      fc.property(cuts(400), fc.integer(), (at, start) => {
        const flow = new DnsFlow([1, start]);
        for (const [i, to] of at.slice(1).entries()) flow.send(1, octets.subarray(at[i], to));
        expect(flow.answers).toEqual(expected);
        expect(flow.stream.heldOctets).toBe(0);
      }),
    );
  });

  test('in any order, some segments twice', () => {
    const delivery = cuts(12).chain((at) => {
      const pieces = at.slice(1).map((to, i) => [at[i]!, to] as const);
      return fc.shuffledSubarray([...pieces, ...pieces], { minLength: 2 * pieces.length });
    });
    fc.assert(
      fc.property(delivery, fc.integer(), (pieces, start) => {
        const flow = new DnsFlow([1, start]);
        for (const [from, to] of pieces) flow.put(1, flow.next[1] + from, octets.subarray(from, to));
        expect(flow.answers).toEqual(expected);
      }),
    );
  });
});

test('an answer that is no response is none, whatever the direction', () => {
  const flow = new DnsFlow();
  flow.send(0, responseFor('a.example'));
  flow.send(1, framed(message({ flags: RESPONSE | 3 })));
  flow.send(1, queryFor('b.example'));
  expect(flow.questions).toEqual(['a.example']);
});

describe('whether a response answers a query of the flow', () => {
  const withId = (octets: Uint8Array, id: number): Uint8Array => {
    const copy = octets.slice();
    copy.set([id >>> 8, id & 0xff], 2);
    return copy;
  };
  const solicited = (flow: DnsFlow, response: Uint8Array): readonly string[] => {
    flow.send(1, response);
    return flow.stream.solicited;
  };

  test('the ID and the question must be those of one that waits, in any order, and it waits for one answer', () => {
    const flow = new DnsFlow();
    flow.send(0, concat(withId(queryFor('a.example'), 1), withId(queryFor('b.example'), 2)));
    expect(flow.stream.solicited).toEqual([]);
    expect(solicited(flow, withId(responseFor('b.example'), 1))).toEqual(['no']);
    expect(solicited(flow, withId(responseFor('B.example'), 2))).toEqual(['yes']);
    const both = concat(withId(responseFor('b.example'), 2), withId(responseFor('a.example'), 1));
    expect(solicited(flow, both)).toEqual(['no', 'yes']);
  });

  test('an error answers its query too', () => {
    const flow = new DnsFlow();
    flow.send(0, queryFor('a.example'));
    expect(solicited(flow, framed(message({ flags: RESPONSE | 3, question: name('a.example') })))).toEqual([]);
    expect(solicited(flow, responseFor('a.example'))).toEqual(['no']);
  });

  test('of a flow whose queries are not in the capture none does', () => {
    expect(solicited(new DnsFlow(), responseFor('a.example'))).toEqual(['no']);
    expect(solicited(new DnsFlow([1, 2], false), responseFor('a.example'))).toEqual(['no']);
  });

  test('a query in this direction is none of the other end', () => {
    const flow = new DnsFlow();
    flow.send(1, queryFor('a.example'));
    expect(solicited(flow, responseFor('a.example'))).toEqual(['no']);
  });

  test('it cannot be told where a query may have gone by: no SYN, a gap, a cut', () => {
    const middle = new DnsFlow([1, 2], false);
    middle.send(0, queryFor('a.example'));
    expect(solicited(middle, responseFor('b.example'))).toEqual(['unknown']);
    expect(solicited(middle, responseFor('a.example'))).toEqual(['yes']);

    const gap = new DnsFlow();
    gap.next[0] += 10;
    gap.send(0, queryFor('a.example'));
    expect(solicited(gap, responseFor('b.example'))).toEqual(['unknown']);

    const cut = new DnsFlow();
    cut.send(0, queryFor('a.example'), 10);
    expect(solicited(cut, responseFor('a.example'))).toEqual(['unknown']);

    const far = new DnsFlow();
    far.next[0] += MAX_DISTANCE + 1;
    far.send(0, queryFor('a.example'));
    expect(solicited(far, responseFor('a.example'))).toEqual(['unknown']);
  });

  test('nor where more wait than are kept', () => {
    const flow = new DnsFlow();
    for (let id = 0; id < MAX_WAITING; id++) flow.send(0, withId(queryFor('a.example'), id));
    expect(solicited(flow, withId(responseFor('a.example'), MAX_WAITING + 1))).toEqual(['no']);
    flow.send(0, withId(queryFor('a.example'), MAX_WAITING));
    for (const [id, told] of [
      [0, 'unknown'],
      [1, 'yes'],
      [MAX_WAITING, 'yes'],
    ] as const)
      expect(solicited(flow, withId(responseFor('a.example'), id))).toEqual([told]);
  });
});
