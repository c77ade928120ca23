/** Which answers of DNS the whole pipeline believes: docs/adr/0003, and `resolvers` of docs/formats/policy.md. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NetworkTable } from '../../src/catalog/networks.js';
import type { DnsEvent } from '../../src/engine/events.js';
import { DEFAULT_FLOW_OPTIONS } from '../../src/engine/options.js';
import { Shard } from '../../src/engine/shard.js';
import { builtinPolicy } from '../../src/verdict/policy.js';
import type { FlowRecord } from '../../src/verdict/record.js';
import { A, framed, HTTPS, ipv4hint, message, name, QUESTION_AT, service } from '../protocol/dns/build.js';
import { ascii, clientHello, record, serverName } from '../protocol/tls/hello-builder.js';
import { batchOf } from '../support/batch.js';
import { writePcap } from '../support/capture-writer.js';
import { classifyFiles } from '../support/classify.js';
import { ACK, SYN, tcpPacket, udpPacket } from '../support/frame-builder.js';

const PHONE = '10.8.0.2';
const RESOLVER = '203.0.113.53';
/** Where the attacker's server is. */
const EVIL = '198.51.100.66';
const GOOD = '192.0.2.1';
const RAW_IP = 101;
const START_US = 1_795_000_000_000_000;

const octetsOf = (address: string): number[] => address.split('.').map(Number);
const a = (address: string) => ({ owner: name('', QUESTION_AT), type: A, rdata: octetsOf(address) });

function dns(flags: number, id: number, question: string, fields: Parameters<typeof message>[0] = {}): Uint8Array {
  const octets = message({ flags, question: name(question), ...fields });
  octets.set([id >>> 8, id & 0xff]);
  return octets;
}
interface Asked {
  readonly id?: number;
  readonly port?: number;
  readonly resolver?: string;
}
const query = (question: string, { id = 1, port = 40_000, resolver = RESOLVER }: Asked = {}, type = A): Uint8Array =>
  udpPacket({
    src: PHONE,
    dst: resolver,
    srcPort: port,
    dstPort: 53,
    payload: dns(0x0100, id, question, { type }),
  });
const response = (
  question: string,
  address: string,
  { id = 1, port = 40_000, resolver = RESOLVER }: Asked = {},
): Uint8Array =>
  udpPacket({
    src: resolver,
    dst: PHONE,
    srcPort: 53,
    dstPort: port,
    payload: dns(0x8180, id, question, { records: [a(address)] }),
  });
/** A hello of the client, with this name, to this address. */
const hello = (sni: string, dst: string, srcPort: number): Uint8Array =>
  tcpPacket({
    src: PHONE,
    dst,
    srcPort,
    dstPort: 443,
    payload: record(22, clientHello({ extensions: [serverName(ascii(sni))] })),
  });

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinsight-dns-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function judged(packets: readonly Uint8Array[], resolvers: readonly string[] = []) {
  const path = join(folder, 'capture.pcap');
  const timed = packets.map((data, i) => ({ time: START_US + i * 1000, data }));
  writeFileSync(path, writePcap({ linkType: RAW_IP, packets: timed }));
  const table = new NetworkTable<true>();
  for (const network of resolvers) table.add(network, true);
  const { records, report } = await classifyFiles([path], {
    policy: { ...builtinPolicy('balanced'), resolvers: table },
  });
  return { records, limits: report.summary.limits };
}
const dnsNames = (records: readonly FlowRecord[]) => records.map(({ dns }) => dns?.names);
const reasons = (records: readonly FlowRecord[]) => records.map(({ pinsight }) => pinsight.reason);

describe('a spoofed answer', () => {
  /** The client resolves a name in sight of us; then somebody sends it an answer that it never asked for. */
  const before = [query('news.example'), response('news.example', GOOD)];

  test('to a port that asked nothing is passed over and counted', async () => {
    const spoofed = response('chat.signal.org', EVIL, { port: 40_001 });
    const { records, limits } = await judged([...before, spoofed, hello('chat.signal.org', EVIL, 50_000)]);
    expect(dnsNames(records)).toEqual([undefined]);
    expect(limits).toEqual({ dns_answers_unsolicited: 1 });
  });

  test('to a query that was answered is passed over like a copy of the answer', async () => {
    const later = [before[1]!, response('news.example', EVIL)];
    const { records, limits } = await judged([...before, ...later, hello('news.example', EVIL, 50_000)]);
    expect(dnsNames(records)).toEqual([undefined]);
    expect(reasons(records)).toEqual(['contradicted']);
    expect(limits).toEqual({});
  });

  test.each<[string, Uint8Array]>([
    ['with another ID', response('bank.example', EVIL, { id: 3, port: 40_001 })],
    ['to another question', response('chat.signal.org', EVIL, { id: 2, port: 40_001 })],
  ])('%s than a query that waits is passed over, and the answer to that counts', async (_, spoofed) => {
    const { records, limits } = await judged([
      ...before,
      query('bank.example', { id: 2, port: 40_001 }),
      spoofed,
      response('bank.example', '192.0.2.2', { id: 2, port: 40_001 }),
      hello('bank.example', EVIL, 50_000),
      hello('bank.example', '192.0.2.2', 50_001),
    ]);
    expect(reasons(records)[0]).toBe('contradicted');
    expect(dnsNames(records)).toEqual([undefined, ['bank.example']]);
    expect(limits).toEqual({ dns_answers_unsolicited: 1 });
  });

  test('does not make a good flow contradict itself', async () => {
    const { records } = await judged([
      ...before,
      response('evil.example', GOOD, { port: 40_001 }),
      hello('news.example', GOOD, 50_000),
    ]);
    expect(dnsNames(records)).toEqual([['news.example']]);
    expect(reasons(records)).not.toContain('contradicted');
  });
});

test('a capture that has only the responses: all of them count', async () => {
  const { records, limits } = await judged([
    response('news.example', GOOD),
    response('shop.example', '192.0.2.2', { port: 40_001 }),
    hello('news.example', GOOD, 50_000),
    hello('chat.signal.org', '192.0.2.2', 50_001),
  ]);
  expect(dnsNames(records)).toEqual([['news.example'], ['shop.example']]);
  expect(reasons(records)[1]).toBe('contradicted');
  expect(limits).toEqual({});
});

describe('queries of one port', () => {
  test('A and AAAA at once, and one that is sent again later, on a flow that is decided', async () => {
    const { records, limits } = await judged([
      query('news.example', { id: 1 }),
      query('news.example', { id: 2 }, 28),
      response('news.example', GOOD, { id: 1 }),
      query('shop.example', { id: 3 }),
      query('shop.example', { id: 3 }),
      response('shop.example', '192.0.2.2', { id: 3 }),
      hello('news.example', GOOD, 50_000),
      hello('shop.example', '192.0.2.2', 50_001),
    ]);
    expect(dnsNames(records)).toEqual([['news.example'], ['shop.example']]);
    expect(limits).toEqual({});
  });

  test('more than are kept: then nothing is passed over', async () => {
    const asked = [1, 2, 3, 4].map((id) => query(`n${id}.example`, { id }));
    const told = [4, 1, 2, 3].map((id) => response(`n${id}.example`, `192.0.2.${id}`, { id }));
    const hellos = [1, 2, 3, 4].map((id) => hello(`n${id}.example`, `192.0.2.${id}`, 50_000 + id));
    const { records, limits } = await judged([...asked, ...told, ...hellos]);
    expect(dnsNames(records)).toEqual([1, 2, 3, 4].map((id) => [`n${id}.example`]));
    expect(limits).toEqual({});
  });

  test('one that the capture cut off', async () => {
    const whole = query('n1.example');
    const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index: 0, shards: 1, all: true });
    shard.process(
      batchOf([
        { octets: whole.subarray(0, whole.length - 6), onWire: whole.length, at: 1 },
        { octets: response('n1.example', GOOD), at: 2 },
      ]),
    );
    expect(shard.events.map((event) => (event as DnsEvent).solicited)).toEqual(['unknown']);
  });
});

test('a hint is no evidence, and confirms nothing, where the address is known from an A record', async () => {
  const hint = service(1, '', ipv4hint(...octetsOf(EVIL)));
  const told = (records: Parameters<typeof message>[0]): Uint8Array =>
    udpPacket({
      src: RESOLVER,
      dst: PHONE,
      srcPort: 53,
      dstPort: 40_001,
      payload: dns(0x8180, 2, 'chat.signal.org', records),
    });
  const https = [
    query('chat.signal.org', { id: 2, port: 40_001 }, HTTPS),
    told({ type: HTTPS, records: [{ owner: name('', QUESTION_AT), type: HTTPS, rdata: hint }] }),
  ];
  const flow = hello('chat.signal.org', EVIL, 50_000);
  const known = [query('chat.signal.org'), response('chat.signal.org', GOOD)];
  expect(dnsNames((await judged([...https, flow])).records)).toEqual([['chat.signal.org']]);
  const { records } = await judged([...known, ...https, flow]);
  expect(dnsNames(records)).toEqual([undefined]);
  expect(records[0]!.pinsight.reason).not.toBe('contradicted');
});

test("an attacker's server that resolves a name to itself is not believed", async () => {
  const evil = { id: 2, port: 40_001, resolver: EVIL };
  const { records, limits } = await judged([
    query('chat.signal.org'),
    response('chat.signal.org', GOOD),
    query('chat.signal.org', evil),
    response('chat.signal.org', EVIL, evil),
    hello('chat.signal.org', EVIL, 50_000),
  ]);
  expect(dnsNames(records)).toEqual([undefined]);
  expect(reasons(records)).toEqual(['contradicted']);
  expect(limits).toEqual({ dns_answers_own_address: 1 });
});

describe('the resolvers of the policy', () => {
  const evil = { id: 2, port: 40_001, resolver: '198.51.100.53' };
  const packets = [
    query('chat.signal.org'),
    response('chat.signal.org', GOOD),
    query('chat.signal.org', evil),
    response('chat.signal.org', EVIL, evil),
    hello('chat.signal.org', EVIL, 50_000),
  ];

  test('none: everybody is believed', async () => {
    const { records, limits } = await judged(packets);
    expect(dnsNames(records)).toEqual([['chat.signal.org']]);
    expect(limits).toEqual({});
  });

  test.each(['203.0.113.53', '203.0.113.0/24'])('%s: others are passed over and counted', async (network) => {
    const { records, limits } = await judged(packets, ['2001:db8::53', network]);
    expect(dnsNames(records)).toEqual([undefined]);
    expect(reasons(records)).toEqual(['contradicted']);
    expect(limits).toEqual({ dns_answers_other_resolver: 1 });
  });
});

describe('over TCP', () => {
  const segment = (fromPhone: boolean, seq: number, payload: Uint8Array, flags = ACK): Uint8Array =>
    tcpPacket({
      ...(fromPhone
        ? { src: PHONE, dst: RESOLVER, srcPort: 41_000, dstPort: 53 }
        : { src: RESOLVER, dst: PHONE, srcPort: 53, dstPort: 41_000 }),
      seq,
      flags,
      payload,
    });
  const nothing = new Uint8Array(0);
  const asked = framed(dns(0x0100, 1, 'news.example'));
  const told = framed(dns(0x8180, 1, 'news.example', { records: [a(GOOD)] }));
  const opened = [segment(true, 0, nothing, SYN), segment(false, 0, nothing, SYN | ACK)];

  test('an answer shows that the queries are seen; one to no query is then passed over', async () => {
    const spoofed = framed(dns(0x8180, 9, 'chat.signal.org', { records: [a(EVIL)] }));
    const { records, limits } = await judged([
      ...opened,
      segment(true, 1, asked),
      segment(false, 1, told),
      segment(false, 1 + told.length, spoofed),
      response('chat.signal.org', EVIL),
      hello('news.example', GOOD, 50_000),
      hello('chat.signal.org', EVIL, 50_001),
    ]);
    expect(dnsNames(records)).toEqual([['news.example'], undefined]);
    expect(limits).toEqual({ dns_answers_unsolicited: 2 });
  });

  test('a capture that has only the responses', async () => {
    const { records, limits } = await judged([segment(false, 1, told), hello('news.example', GOOD, 50_000)]);
    expect(dnsNames(records)).toEqual([['news.example']]);
    expect(limits).toEqual({});
  });
});

test('a flow that a full table may have lost the beginning of: it cannot be told, in any number of shards', () => {
  const flows = Array.from({ length: 400 }, (_, i) => query('n.example', { port: 10_000 + i }));
  const answers = Array.from({ length: 400 }, (_, i) => response('n.example', GOOD, { port: 10_000 + i }));
  const told = (shards: number): string[] => {
    const events: DnsEvent[] = [];
    for (let index = 0; index < shards; index++) {
      const shard = new Shard({ flow: { ...DEFAULT_FLOW_OPTIONS, maxFlows: 64 }, index, shards, all: false });
      shard.process(batchOf([...flows, ...answers].map((octets, i) => ({ octets, at: i / 1000 }))));
      events.push(...shard.events.filter((event): event is DnsEvent => event.kind === 'dns'));
    }
    return events.sort((x, y) => x.frame - y.frame).map(({ solicited }) => solicited);
  };
  const one = told(1);
  expect(one).toHaveLength(400);
  expect(one.filter((solicited) => solicited === 'unknown').length).toBeGreaterThan(300);
  expect(one).not.toContain('no');
  expect(told(3)).toEqual(one);
});

test('queries that pass by on a decided flow leave no event and no reader', () => {
  const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index: 0, shards: 1, all: true });
  const packets = Array.from({ length: 200 }, (_, i) => query('n.example', { id: i }));
  shard.process(batchOf(packets.map((octets, i) => ({ octets, at: i }))));
  shard.process(batchOf([{ octets: response('n.example', GOOD, { id: 199 }), at: 200 }], 201));
  expect(shard.events.map((event) => [event.kind, (event as DnsEvent).solicited])).toEqual([['dns', 'yes']]);
});
