/** The benchmark's inputs: the same octets every time, checksums right, and pinsight reads in them what the generator says is there. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cutOf, INPUTS, type Input, type InputName, inputFor } from '../../bench/inputs/index.js';
import type { Made } from '../../bench/inputs/made.js';
import type { FlowRecord } from '../../src/verdict/record.js';
import { type Classified, classifyFiles } from '../support/classify.js';
import { labExpected, labPath } from '../support/lab.js';
import { type Dissected, dissect, type Segment } from './dissect.js';

const OCTETS = { mix: 8_000_000, 'tls-heavy': 12_000_000, bulk: 1_000_000 } as const;
const SYN = 0x02;
const ACK = 0x10;

const folder = mkdtempSync(path.join(tmpdir(), 'pinsight-bench-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inputs = new Map<InputName, Input>();
const dissected = new Map<InputName, Dissected>();
const classified = new Map<InputName, Classified>();

beforeAll(async () => {
  for (const name of INPUTS) {
    const input = await inputFor(name, OCTETS[name], folder);
    inputs.set(name, input);
    dissected.set(name, dissect(readFileSync(input.path)));
    classified.set(name, await classifyFiles([input.path], { all: true }));
  }
});

const made = (name: InputName): Made => inputs.get(name)!.made;
const hash = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe.each(INPUTS)('%s', (name) => {
  test('has the same octets when it is made again', async () => {
    const again = await inputFor(name, OCTETS[name], `${folder}/again`);
    expect(again.made).toEqual(made(name));
    expect(hash(again.path)).toBe(hash(inputs.get(name)!.path));
    expect(path.basename(again.path)).toBe(path.basename(inputs.get(name)!.path));
  });

  test('is as long as was asked for, and says how long it is', () => {
    const octets = readFileSync(inputs.get(name)!.path).length;
    expect(made(name).octets).toBe(octets);
    expect(octets).toBeGreaterThanOrEqual(OCTETS[name]);
    expect(octets).toBeLessThan(OCTETS[name] * 1.1);
    expect(made(name).packets).toBe(dissected.get(name)!.packets);
  });

  test('has right checksums in every packet, and times that do not go back', () => {
    const { wrong, unverified, backwards } = dissected.get(name)!;
    expect(wrong).toEqual([]);
    expect(unverified).toEqual([]);
    expect(backwards).toBe(0);
  });

  test('is read by pinsight without a packet left over', () => {
    const { report } = classified.get(name)!;
    expect(report.damage).toEqual([]);
    expect(report.summary.packets).toBe(made(name).packets);
    expect(report.summary.unattributed).toEqual({});
  });

  test('is cut at a packet', async () => {
    const { packets, octets, path: cut } = cutOf(inputs.get(name)!, OCTETS[name] / 4);
    expect(octets).toBeLessThanOrEqual(OCTETS[name] / 4);
    expect(octets).toBeGreaterThan(OCTETS[name] / 4 - 65_536);
    const { report } = await classifyFiles([cut]);
    expect(report.damage).toEqual([]);
    expect(report.summary.packets).toBe(packets);
  });
});

test.each(['tls-heavy', 'bulk'] as const)('%s has the flows that the generator says', (name) => {
  const { records, report } = classified.get(name)!;
  const overTcp = records.filter(({ proto }) => proto === 'TCP');
  expect({
    ...made(name),
    flows: report.summary.flows,
    hellos: report.summary.hellos.tls + report.summary.hellos.quic,
    splitHellos: overTcp.filter(({ tls }) => (tls?.hello_packets ?? 0) > 1).length,
    disorderedHellos: disordered(dissected.get(name)!.segments),
    ipv6Flows: records.filter(({ src_ip }) => src_ip.includes(':')).length,
    quicFlows: report.summary.hellos.quic,
  }).toEqual(made(name));
  expect(report.summary.conflicts).toBe(0);
});

describe('tls-heavy', () => {
  const records = (): FlowRecord[] => classified.get('tls-heavy')!.records;

  test('has the proportions that the benchmark asks for', () => {
    const { flows, packets, octets, splitHellos, disorderedHellos, ipv6Flows, quicFlows } = made('tls-heavy');
    // Issue 4: a quarter in two segments, 3 % of those out of order, 15 % IPv6, 5 % QUIC; PERFORMANCE.md: 17 packets, 7.6 kB.
    expect(splitHellos! / (flows! - quicFlows!)).toBeCloseTo(0.25, 1);
    expect(disorderedHellos!).toBeGreaterThan(0);
    expect(ipv6Flows! / flows!).toBeCloseTo(0.15, 1);
    expect(quicFlows! / flows!).toBeCloseTo(0.05, 1);
    expect(Math.abs(packets / flows! - 13.5)).toBeLessThan(1);
    // At least 200,000 flows in 1 GB.
    expect(octets / flows!).toBeLessThan(5_000);
    expect(octets / flows!).toBeGreaterThan(4_200);
  });

  test('has a random of its own in every hello over TCP', () => {
    const randoms = dissected
      .get('tls-heavy')!
      .segments.filter(({ payload }) => payload[0] === 22 && payload[5] === 1)
      .map(({ payload }) => Buffer.from(payload.subarray(11, 43)).toString('hex'));
    const { hellos, quicFlows } = made('tls-heavy');
    expect(randoms).toHaveLength(hellos! - quicFlows!);
    expect(new Set(randoms).size).toBe(randoms.length);
  });

  test('has many stacks, and names that the catalog has and that it has not', () => {
    expect(new Set(records().map(({ tls }) => tls?.ja4)).size).toBeGreaterThan(30);
    const reasons = records().map(({ pinsight }) => pinsight.reason);
    expect(reasons).toContain('pinned_app');
    expect(reasons).toContain('unknown_app');
    expect(new Set(records().map(({ tls }) => tls?.sni)).size).toBeGreaterThan(100);
  });

  test('has hellos of stacks that permute their extensions in ever new orders', () => {
    const chromium = records().filter(({ tls }) => tls?.ja4?.startsWith('t13d1517h2_8daaf6152771'));
    expect(chromium.length).toBeGreaterThan(10);
    expect(new Set(chromium.map(({ tls }) => tls?.ja3?.hash)).size).toBeGreaterThan(chromium.length * 0.9);
  });
});

test('mix has the hellos of its recordings, each as often as it was replayed', async () => {
  const { replays } = made('mix');
  const rows = labExpected();
  const expected = new Map<string, number>();
  for (const [name, times] of Object.entries(replays!)) {
    for (const row of rows.filter(({ capture }) => capture.replace(/\.pcap(ng)?$/, '') === name)) {
      const key = `${row.sni} ${row.ja3_hash} ${row.ja4}`;
      expected.set(key, (expected.get(key) ?? 0) + times);
    }
  }
  const found = new Map<string, number>();
  for (const { tls } of classified.get('mix')!.records) {
    if (tls?.ja4 === undefined) continue;
    const key = `${tls.sni ?? ''} ${tls.ja3?.hash} ${tls.ja4}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  expect([...found].sort()).toEqual([...expected].sort());
  expect(Object.keys(replays!).length).toBeGreaterThan(50);
});

test('mix: a replay is read as its recording is, flow by flow', async () => {
  const { replays } = made('mix');
  let flows = 0;
  const expected = new Map<string, number>();
  for (const [name, times] of Object.entries(replays!)) {
    const file = [`${name}.pcap`, `${name}.pcapng`].find((one) => labExpected().some(({ capture }) => capture === one));
    const { records, report } = await classifyFiles([labPath(file ?? `${name}.pcap`)], { all: true });
    flows += times * report.summary.flows;
    for (const record of records) expected.set(facts(record), (expected.get(facts(record)) ?? 0) + times);
  }
  expect(classified.get('mix')!.report.summary.flows).toBe(flows);
  const found = new Map<string, number>();
  for (const record of classified.get('mix')!.records) {
    found.set(facts(record), (found.get(facts(record)) ?? 0) + 1);
  }
  expect([...found].sort()).toEqual([...expected].sort());
});

/** What of a record does not depend on addresses, times or transfers. */
function facts({ tls, proto, app_proto, tunnel, vlan }: FlowRecord): string {
  return JSON.stringify([proto, app_proto, tls?.sni, tls?.ja4, tls?.ja3s?.hash, tls?.outcome, tunnel?.length, vlan]);
}

/** Flows whose first payload of the client is not the octet after its SYN. */
function disordered(segments: readonly Segment[]): number {
  const open = new Map<string, number>();
  let count = 0;
  for (const { from, to, sequence, flags, payload } of segments) {
    const key = `${from} ${to}`;
    if ((flags & (SYN | ACK)) === SYN) open.set(key, (sequence + 1) >>> 0);
    const first = open.get(key);
    if (payload.length === 0 || first === undefined) continue;
    if (sequence !== first) count++;
    open.delete(key);
  }
  return count;
}
