/** The live engine gives what the offline one gives, but for what FLOW-RECORD.md says of live records; and keeps a time of its own. */
import { loadCatalog } from '../../src/catalog/index.js';
import type { DnsEvent } from '../../src/engine/events.js';
import { LiveRun } from '../../src/engine/live.js';
import { DEFAULT_FLOW_OPTIONS } from '../../src/engine/options.js';
import { openSource } from '../../src/source/index.js';
import { builtinPolicy } from '../../src/verdict/policy.js';
import type { FlowRecord } from '../../src/verdict/record.js';
import { batchOf } from '../support/batch.js';
import { classifyFiles } from '../support/classify.js';
import { SYN, tcpPacket } from '../support/frame-builder.js';
import { DEMO, labPath } from '../support/lab.js';

const OPTIONS = {
  catalog: loadCatalog([]),
  policy: builtinPolicy('balanced'),
  flow: DEFAULT_FLOW_OPTIONS,
  devices: [],
  all: true,
  verbose: false,
  capture: 'tun0',
  index: 0,
  engines: 1,
};

async function play(path: string, options: Partial<ConstructorParameters<typeof LiveRun>[0]> = {}) {
  const records: FlowRecord[] = [];
  const live = new LiveRun({ ...OPTIONS, ...options }, (record) => records.push(structuredClone(record)));
  const source = await openSource(path, { readSize: 8192 });
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    live.take(batch, batch.time[batch.count - 1]!);
  }
  source.close();
  live.finish();
  return { records, live };
}

const byFlow = (a: FlowRecord, b: FlowRecord) => a.flow_id - b.flow_id;

test.each(['demo-phone.pcapng', 'tcp/lossy.pcap', 'pinned/sequence-two-clients.pcap', 'dns/chromium.pcap'])(
  'final records are those of the capture: %s',
  async (capture) => {
    const path = labPath(capture);
    const { records, live } = await play(path, { capture: path });
    const offline = await classifyFiles([path], { all: true });
    const expected = offline.records.map((record) => {
      const { decided_frame: _, ...pinsight } = record.pinsight;
      return { ...record, pinsight };
    });
    const finals = records.filter((record) => record.event_type === 'flow');
    expect(finals.sort(byFlow)).toEqual(expected.sort(byFlow));
    const summary = live.summary();
    expect(summary.packets).toBe(offline.report.summary.packets);
    expect(summary.hellos).toEqual(offline.report.summary.hellos);
    expect(summary.records).toBe(offline.report.summary.records);
    expect(summary.reasons).toEqual(offline.report.summary.reasons);
  },
);

test('a verdict record leaves at the hello, once per flow that has one, with the same flow_id and verdict', async () => {
  const { records, live } = await play(DEMO);
  const verdicts = records.filter((record) => record.event_type === 'verdict');
  const finals = new Map(records.filter(({ event_type }) => event_type === 'flow').map((one) => [one.flow_id, one]));
  expect(verdicts).toHaveLength(live.verdicts);
  expect(new Set(verdicts.map((one) => one.flow_id)).size).toBe(verdicts.length);
  expect(verdicts.length).toBe([...finals.values()].filter((one) => one.pinsight.decided_at !== undefined).length);
  for (const early of verdicts) {
    const final = finals.get(early.flow_id)!;
    expect(early.pinsight).toEqual(final.pinsight);
    expect(early.pinsight.decided_frame).toBeUndefined();
    expect(early.flow.reason).toBeUndefined();
    expect(early.tls!.outcome).toBeUndefined();
    expect(early.tls!.ja4).toBe(final.tls!.ja4);
    expect([early.src_ip, early.src_port, early.community_id]).toEqual([
      final.src_ip,
      final.src_port,
      final.community_id,
    ]);
    expect(early.flow.pkts_toserver).toBeGreaterThan(0);
    expect(early.flow.pkts_toserver).toBeLessThanOrEqual(final.flow.pkts_toserver);
    expect(records.indexOf(early)).toBeLessThan(records.indexOf(final));
  }
});

test('flow ids of several engines never meet', async () => {
  const one = await play(DEMO, { index: 0, engines: 2 });
  const other = await play(DEMO, { index: 1, engines: 2 });
  const ids = new Set(one.records.map(({ flow_id }) => flow_id));
  expect(other.records.some(({ flow_id }) => ids.has(flow_id))).toBe(false);
});

test('time is what it is told: stamps of another century end no flow, silence does', () => {
  const records: FlowRecord[] = [];
  const live = new LiveRun(OPTIONS, (record) => records.push(record));
  const packet = (srcPort: number) =>
    tcpPacket({ src: '10.8.0.2', dst: '203.0.113.7', srcPort, dstPort: 443, flags: SYN, seq: 1 });
  live.take(batchOf([{ at: 1e9, octets: packet(5000) }], 1, 101), 1000e6);
  live.take(batchOf([{ at: 4e9, octets: packet(5001) }], 1, 101), 1001e6); // the clock was set forward
  live.take(batchOf([{ at: 5, octets: packet(5002) }], 1, 101), 1002e6); // and back
  expect([records.length, live.flows]).toEqual([0, 3]);
  live.tick(1011.5e6); // half-open flows wait 10 s
  live.tick(1013.5e6);
  expect(records.map((record) => [record.src_port, record.timestamp, record.flow.reason])).toEqual([
    [5000, 1e15, 'timeout'],
    [5001, 4e15, 'timeout'],
    [5002, 5e6, 'timeout'],
  ]);
});

test('names that one engine learned count in the others', async () => {
  const learned: DnsEvent[] = [];
  const path = labPath('dns/a-aaaa-then-tls.pcap');
  const first = await play(path, { learned: (events) => learned.push(...structuredClone(events)) });
  const names = first.records.find((record) => record.dns !== undefined)!;
  expect(learned.length).toBeGreaterThan(0);

  const records: FlowRecord[] = [];
  const other = new LiveRun({ ...OPTIONS, index: 1, engines: 2 }, (record) => records.push(record));
  other.learn(learned);
  const source = await openSource(path);
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    const kept = [...Array(batch.count).keys()].filter((i) => isTcp(batch!.octets, batch!.at[i]!, batch!.linkType[i]!));
    for (const [to, from] of kept.entries()) {
      for (const column of ['at', 'captured', 'onWire', 'time', 'linkType', 'label'] as const) {
        batch[column][to] = batch[column][from]!;
      }
    }
    batch.count = kept.length;
    other.take(batch, batch.time[batch.count - 1]!);
  }
  other.finish();
  const again = records.find((record) => record.event_type === 'flow' && record.src_port === names.src_port)!;
  expect(again.dns).toEqual(names.dns);
  expect(again.pinsight.evidence).toEqual(names.pinsight.evidence);
});

/** IPv4 or IPv6 over Ethernet or nothing, without options: enough for the capture above. */
function isTcp(octets: Uint8Array, at: number, linkType: number): boolean {
  const ip = linkType === 1 ? at + 14 : at;
  return (octets[ip]! >> 4 === 4 ? octets[ip + 9] : octets[ip + 6]) === 6;
}

test('a catalog and policy that come later judge later hellos', async () => {
  const records: FlowRecord[] = [];
  const live = new LiveRun(OPTIONS, (record) => records.push(record));
  live.replace(OPTIONS.catalog, builtinPolicy('strict'));
  const source = await openSource(DEMO);
  for (let batch = await source.next(); batch !== null; batch = await source.next()) live.take(batch, batch.time[0]!);
  live.finish();
  const strict = (await classifyFiles([DEMO], { policy: builtinPolicy('strict') })).report.summary.actions;
  const balanced = (await classifyFiles([DEMO])).report.summary.actions;
  expect(strict).not.toEqual(balanced);
  const actions = { bypass: 0, inspect: 0 };
  for (const one of records) if (one.event_type === 'verdict') actions[one.pinsight.action]++;
  expect(actions).toEqual(strict);
});
