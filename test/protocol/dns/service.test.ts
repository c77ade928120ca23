/** RFC 9460: the records of its appendix D, and what makes a record malformed. */
import { fromHex } from '../../../src/bytes/hex.js';
import { parseDnsResponse } from '../../../src/protocol/dns/answers.js';
import { MAX_HINTS, MAX_SERVICE_ALPN, readService, type Service } from '../../../src/protocol/dns/service.js';
import {
  A,
  alpnParam,
  CNAME,
  echParam,
  HTTPS,
  ipv4hint,
  ipv6hint,
  message,
  name,
  type Param,
  QUESTION_AT,
  type Record,
  SVCB,
  service,
} from './build.js';

const read = (octets: readonly number[] | Uint8Array): Service | null =>
  readService(Uint8Array.from(octets), 0, octets.length);
const PLAIN = { alpn: [], ech: false, hints: [], moreHints: false };

describe('the test vectors of RFC 9460 appendix D', () => {
  test.each([
    ['D.1 figure 2: AliasMode', '0000 03666f6f076578616d706c6503636f6d00', { priority: 0, target: 'foo.example.com' }],
    ['D.2 figure 3: TargetName is "."', '0001 00', { priority: 1, target: '.' }],
    [
      'D.2 figure 4: a port',
      '0010 03666f6f076578616d706c6503636f6d00 0003 0002 0035',
      { priority: 16, target: 'foo.example.com' },
    ],
    [
      'D.2 figure 5: a generic key and unquoted value',
      '0001 03666f6f076578616d706c6503636f6d00 029b 0005 68656c6c6f',
      { priority: 1, target: 'foo.example.com' },
    ],
    [
      'D.2 figure 7: two quoted IPv6 hints',
      '0001 03666f6f076578616d706c6503636f6d00 0006 0020' +
        '20010db8000000000000000000000001 20010db8000000000000000000530001',
      {
        priority: 1,
        target: 'foo.example.com',
        hints: [
          { address: '2001:db8::1', family: 6 },
          { address: '2001:db8::53:1', family: 6 },
        ],
      },
    ],
    [
      'D.2 figure 9: mandatory, ALPN, IPv4 hint',
      '0010 03666f6f076578616d706c65036f726700 0000 0004 0001 0004 0001 0009 02 6832 05 68332d3139 0004 0004 c0000201',
      {
        priority: 16,
        target: 'foo.example.org',
        alpn: ['h2', 'h3-19'],
        hints: [{ address: '192.0.2.1', family: 4 }],
      },
    ],
    [
      'D.2 figure 10: an ALPN id with a comma and a backslash',
      '0010 03666f6f076578616d706c65036f726700 0001 000c 08 665c6f6f2c626172 02 6832',
      { priority: 16, target: 'foo.example.org', alpn: ['f\\x5coo,bar', 'h2'] },
    ],
  ])('%s', (_, hex, expected) => expect(read(fromHex(hex))).toEqual({ ...PLAIN, ...expected }));
});

test.each<[string, readonly number[]]>([
  ['no octets', []],
  ['a priority alone', [0, 1]],
  ['a target that does not end', [0, 1, 3, 0x66, 0x6f, 0x6f]],
  ['a compressed target (section 2.2)', [0, 1, 0xc0, 12]],
  ['a target of more than 255 octets', service(1, Array.from({ length: 5 }, () => 'a'.repeat(60)).join('.'))],
  ['a key without its length', [...service(1, ''), 0, 4]],
  ['a value that runs past its record', [...service(1, ''), 0, 4, 0, 4, 192, 0, 2]],
  ['the same key twice', service(1, '', ipv4hint(192, 0, 2, 1), ipv4hint(192, 0, 2, 2))],
  ['keys out of order', service(1, '', ipv6hint(...new Array<number>(16).fill(1)), ipv4hint(192, 0, 2, 1))],
  ['an IPv4 hint of 5 octets', service(1, '', ipv4hint(192, 0, 2, 1, 1))],
  ['an empty IPv4 hint', service(1, '', ipv4hint())],
  ['an IPv6 hint of 4 octets', service(1, '', ipv6hint(192, 0, 2, 1))],
  ['an empty ALPN list', service(1, '', alpnParam())],
  ['an empty ALPN id', service(1, '', alpnParam('h2', ''))],
  ['an ALPN id that is longer than the list', service(1, '', [1, [5, 0x68, 0x32]])],
  ['an empty ECH configuration', service(1, '', echParam())],
  ['no-default-alpn with a value', service(1, '', [2, [0]])],
  ['a port of 3 octets', service(1, '', [3, [0, 1, 2]])],
  ['an empty list of mandatory keys', service(1, '', [0, []])],
])('malformed: %s', (_, octets) => expect(read(octets)).toBeNull());

test('the parameters of AliasMode are ignored (section 2.4.2)', () => {
  expect(read(service(0, 'pool.example', ipv4hint(1)))).toEqual({ ...PLAIN, priority: 0, target: 'pool.example' });
});

test('ALPN ids and hints are bounded', () => {
  const ids = Array.from({ length: MAX_SERVICE_ALPN + 1 }, (_, i) => `p${i}`);
  const four = Array.from({ length: 4 * (MAX_HINTS - 1) }, () => 9);
  const six = new Array<number>(48).fill(0x20);
  const found = read(service(1, '', alpnParam(...ids), ipv4hint(...four), ipv6hint(...six)));
  expect(found?.alpn).toHaveLength(MAX_SERVICE_ALPN);
  expect(found?.hints.map(({ family }) => family)).toEqual([...new Array<number>(MAX_HINTS - 1).fill(4), 6]);
  expect(found?.moreHints).toBe(true);
  expect(read(service(1, '', ipv4hint(...four), ipv6hint(...six.slice(0, 16))))?.moreHints).toBe(false);
});

describe('in a response', () => {
  const QUESTION = name('', QUESTION_AT);
  const parse = (...records: Record[]) => {
    const octets = message({ type: HTTPS, records });
    return parseDnsResponse(octets, 0, octets.length);
  };
  const https = (rdata: number[], owner = QUESTION, type = HTTPS): Record => ({ owner, type, rdata, ttl: 300 });
  const params: Param[] = [alpnParam('h2', 'h3'), ipv4hint(192, 0, 2, 9), echParam(0, 1)];

  test('HTTPS and SVCB: the owner stands for its own ".", hints are addresses of the owner', () => {
    for (const type of [HTTPS, SVCB]) {
      expect(parse(https(service(1, '', ...params), QUESTION, type))).toEqual({
        question: 'chat.example.org',
        aliases: [],
        addresses: [{ name: 'chat.example.org', address: '192.0.2.9', family: 4, ttl: 300, hint: true }],
        services: [
          {
            name: 'chat.example.org',
            alias: false,
            target: 'chat.example.org',
            alpn: ['h2', 'h3'],
            ech: true,
            ttl: 300,
          },
        ],
      });
    }
  });

  test('behind a CNAME, an alias, and a service elsewhere', () => {
    const answer = parse(
      { owner: QUESTION, type: CNAME, rdata: name('Edge.example') },
      https(service(0, 'Pool.example'), name('edge.example')),
      https(service(2, 'other.example'), name('edge.example')),
      https(service(0, ''), name('none.example')),
    );
    expect(answer?.services?.map(({ name: owner, alias, target }) => [owner, alias, target])).toEqual([
      ['edge.example', true, 'pool.example'],
      ['edge.example', false, 'other.example'],
      ['none.example', true, '.'],
    ]);
  });

  test('one malformed record rejects all of them, and nothing else (section 2.2)', () => {
    const address: Record = { owner: QUESTION, type: A, rdata: [192, 0, 2, 1] };
    const answer = parse(https(service(1, '', ...params)), https(service(2, '', ipv4hint(1))), address);
    expect(answer).toEqual({
      question: 'chat.example.org',
      aliases: [],
      addresses: [{ name: 'chat.example.org', address: '192.0.2.1', family: 4, ttl: 60 }],
    });
  });

  test('of another class it is none; more hints than are read are said to be missing', () => {
    expect(parse({ ...https(service(1, '', ...params)), class: 3 })?.services).toBeUndefined();
    const many = ipv4hint(...Array.from({ length: 4 * (MAX_HINTS + 1) }, () => 7));
    expect(parse(https(service(1, '', many)))?.missing).toBe('too_many_records');
  });
});
