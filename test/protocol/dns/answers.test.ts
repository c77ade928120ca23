import { fromHex } from '../../../src/bytes/hex.js';
import { type DnsAnswer, MAX_ANSWER_RECORDS, parseDnsResponse } from '../../../src/protocol/dns/answers.js';
import { A, AAAA, CNAME, message, NS, name, QUESTION_AT, RESPONSE, type Record, TRUNCATED } from './build.js';

const parse = (octets: Uint8Array): DnsAnswer | null => parseDnsResponse(octets, 0, octets.length);
const QUESTION = name('', QUESTION_AT);
const ADDRESS: Record = { owner: QUESTION, type: A, rdata: [192, 0, 2, 1] };

describe('parseDnsResponse', () => {
  test('reads a chain of CNAMEs and an address, as tshark 4.0 reads them', () => {
    // Frame 28 of lab/dns/cname-chain.pcap without its link and network headers; fields by tshark.
    const octets = fromHex(`
      8428 8580 0001 0003 0000 0000
      05 616c696173 04 6e657773 07 6578616d706c65 00 0001 0001
      c00c 0005 0001 0000003c 0013 03 777777 05 616c696173 07 6578616d706c65 00
      c030 0005 0001 0000003c 000e 04 6e657773 07 6578616d706c65 00
      c04f 0001 0001 0000003c 0004 cb00710d`);
    expect(parse(octets)).toEqual({
      question: 'alias.news.example',
      aliases: [
        { name: 'alias.news.example', target: 'www.alias.example', ttl: 60 },
        { name: 'www.alias.example', target: 'news.example', ttl: 60 },
      ],
      addresses: [{ name: 'news.example', address: '203.0.113.13', family: 4, ttl: 60 }],
    });
  });

  test('reads AAAA (RFC 3596 section 2.2) in RFC 5952 form', () => {
    const rdata = [...fromHex('20010db8000000000000000000000040')];
    expect(parse(message({ type: AAAA, records: [{ owner: QUESTION, type: AAAA, rdata, ttl: 300 }] }))).toEqual({
      question: 'chat.example.org',
      aliases: [],
      addresses: [{ name: 'chat.example.org', address: '2001:db8::40', family: 6, ttl: 300 }],
    });
  });

  test('expands names as the example of RFC 1035 section 4.1.4: F.ISI.ARPA, FOO.F.ISI.ARPA, ARPA, the root', () => {
    const isiArpa = name('F.ISI.ARPA');
    const answer = parse(
      message({
        question: isiArpa,
        records: [
          { owner: name('FOO', QUESTION_AT), type: CNAME, rdata: name('', QUESTION_AT + 6) },
          { owner: name('', QUESTION_AT + 6), type: CNAME, rdata: name('') },
        ],
      }),
    );
    expect(answer?.question).toBe('f.isi.arpa');
    expect(answer?.aliases).toEqual([
      { name: 'foo.f.isi.arpa', target: 'arpa', ttl: 60 },
      { name: 'arpa', target: '.', ttl: 60 },
    ]);
  });

  test('a message inside other octets is read by its own offsets', () => {
    const octets = message({ records: [ADDRESS] });
    const padded = new Uint8Array(octets.length + 40).fill(0xc0);
    padded.set(octets, 17);
    expect(parseDnsResponse(padded, 17, 17 + octets.length)).toEqual(parse(octets));
  });

  test('records that are no addresses or aliases, or of another class, are passed over', () => {
    const answer = parse(
      message({
        records: [
          { owner: QUESTION, type: NS, rdata: name('ns.example') },
          { owner: QUESTION, type: 16, rdata: [4, 192, 0, 2, 9] },
          { owner: QUESTION, type: A, rdata: [1], class: 3 },
          ADDRESS,
        ],
      }),
    );
    expect(answer?.addresses.map(({ address }) => address)).toEqual(['192.0.2.1']);
    expect(answer?.missing).toBeUndefined();
  });

  test('records behind the answer section are not read', () => {
    expect(
      parse(message({ records: [ADDRESS, { ...ADDRESS, rdata: [192, 0, 2, 2] }], answers: 1 }))?.addresses,
    ).toEqual([{ name: 'chat.example.org', address: '192.0.2.1', family: 4, ttl: 60 }]);
  });

  test('a TTL with the top bit set is 0 (RFC 2181 section 8)', () => {
    expect(parse(message({ records: [{ ...ADDRESS, ttl: 0x80000001 }] }))?.addresses[0]?.ttl).toBe(0);
    expect(parse(message({ records: [{ ...ADDRESS, ttl: 0x7fffffff }] }))?.addresses[0]?.ttl).toBe(2_147_483_647);
  });

  test('no record at all is an answer too', () => {
    expect(parse(message({}))).toEqual({ question: 'chat.example.org', aliases: [], addresses: [] });
  });

  test('names are lower case and printable, and a dot inside a label cannot fake a boundary', () => {
    const labels = ['ChAt.Signal', 'a b', '\\', '\u0000\u00e9', 'org'];
    const question = [...labels.flatMap((label) => [label.length, ...Buffer.from(label, 'latin1')]), 0];
    expect(parse(message({ question }))?.question).toBe('chat\\x2esignal.a\\x20b.\\x5c.\\x00\\xe9.org');
  });

  for (const [what, fields] of [
    ['a query', { flags: 0x0100 }],
    ['an inverse query', { flags: RESPONSE | (1 << 11) }],
    ['a status response', { flags: RESPONSE | (2 << 11) }],
    ['a name that does not exist', { flags: RESPONSE | 3 }],
    ['a server failure', { flags: RESPONSE | 2 }],
    ['a response without its question', { questions: 0 }],
    ['a response with two questions', { questions: 2 }],
    ['a question of class CH', { class: 3 }],
    ['an IPv4 address of 5 octets', { records: [{ owner: QUESTION, type: A, rdata: [1, 2, 3, 4, 5] }] }],
    ['an IPv6 address of 4 octets', { records: [{ owner: QUESTION, type: AAAA, rdata: [1, 2, 3, 4] }] }],
    ['a target that ends before its record', { records: [{ owner: QUESTION, type: CNAME, rdata: [...QUESTION, 0] }] }],
    [
      'a target that runs past its record',
      { records: [{ owner: QUESTION, type: CNAME, rdata: [3, 0x61, 0x62] }, ADDRESS] },
    ],
    ['the same at the end of the message', { records: [{ owner: QUESTION, type: CNAME, rdata: [3, 0x61, 0x62] }] }],
    ['a pointer to itself', { question: name('', QUESTION_AT) }],
    ['a pointer into the name it ends', { question: name('chat', QUESTION_AT) }],
    ['a pointer forward', { question: name('chat', 40), records: [ADDRESS] }],
    ['a pointer into the header', { question: name('chat', 4) }],
    ['a label of type 01', { question: [0x41, ...name('chat')] }],
    ['a label of type 10', { question: [0x81, ...name('chat')] }],
  ] as const) {
    test(`refuses ${what}`, () => {
      expect(parse(message(fields as Parameters<typeof message>[0]))).toBeNull();
    });
  }

  test('what a pointer leads to ends before the name that points', () => {
    // QTYPE 4 read as a label: QCLASS and the pointer itself would be in it, and the type's first octet be the root.
    const question = [1, 0x61, 0];
    const records = [{ owner: name('', QUESTION_AT + 3 + 1), type: A, rdata: [192, 0, 2, 1] }];
    expect(parse(message({ question, type: 4, records }))).toBeNull();
  });

  test('a name has at most 255 octets (RFC 1035 section 2.3.4)', () => {
    const label = 'a'.repeat(63);
    const longest = `${label}.${label}.${label}.${'a'.repeat(61)}`;
    expect(name(longest)).toHaveLength(255);
    expect(parse(message({ question: name(longest) }))?.question).toBe(longest);
    expect(parse(message({ question: name(`${longest}a`) }))).toBeNull();
    // The same by compression.
    const owner = [1, 0x61, ...name('', QUESTION_AT)];
    expect(parse(message({ question: name(longest), records: [{ ...ADDRESS, owner }] }))).toBeNull();
  });

  test('a walk of pointers is bounded', () => {
    // RDATA of a record that is passed over, full of pointers, each to the one before it: 63 deep, 130 deep.
    for (const [depth, expected] of [
      [63, 'chat.example.org'],
      [130, undefined],
    ] as const) {
      const rdataAt = QUESTION_AT + name('chat.example.org').length + 4 + QUESTION.length + 10;
      const rdata = Array.from({ length: depth }, (_, i) => name('', i === 0 ? QUESTION_AT : rdataAt + 2 * (i - 1)));
      const owner = name('', rdataAt + 2 * (depth - 1));
      const records = [
        { owner: QUESTION, type: NS, rdata: rdata.flat() },
        { ...ADDRESS, owner },
      ];
      expect(parse(message({ records }))?.addresses[0]?.name).toBe(expected);
    }
  });

  describe('of what was cut', () => {
    const records: Record[] = [
      { owner: QUESTION, type: CNAME, rdata: name('edge', QUESTION_AT + 5) },
      { owner: name('edge', QUESTION_AT + 5), type: A, rdata: [192, 0, 2, 1] },
      { owner: name('edge', QUESTION_AT + 5), type: A, rdata: [192, 0, 2, 2] },
    ];
    const whole = message({ records });

    test('every whole record is kept, and that some may be missing is said', () => {
      const questionEnd = message({}).length;
      const ends = records.map((_, i) => message({ records: records.slice(0, i + 1) }).length);
      for (let end = 0; end < whole.length; end++) {
        const answer = parseDnsResponse(whole, 0, end);
        if (end < questionEnd) {
          expect(answer).toBeNull();
        } else {
          expect(answer?.missing).toBe('clipped');
          expect(answer!.aliases.length + answer!.addresses.length).toBe(ends.filter((at) => at <= end).length);
        }
      }
      expect(parse(whole)?.missing).toBeUndefined();
    });

    test('the sender says so (TC)', () => {
      const answer = parse(message({ flags: RESPONSE | TRUNCATED, records }));
      expect(answer?.addresses).toHaveLength(2);
      expect(answer?.missing).toBe('clipped');
    });

    test('a count that promises more', () => {
      expect(parse(message({ records, answers: 65_535 }))).toEqual({ ...parse(whole), missing: 'clipped' });
    });
  });

  test('at most MAX_ANSWER_RECORDS records are read', () => {
    const records = Array.from({ length: MAX_ANSWER_RECORDS + 1 }, () => ADDRESS);
    const over = parse(message({ records }));
    expect(over?.addresses).toHaveLength(MAX_ANSWER_RECORDS);
    expect(over?.missing).toBe('too_many_records');
    expect(parse(message({ records: records.slice(1) }))?.missing).toBeUndefined();
  });
});
