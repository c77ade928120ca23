/** What shards make of tunnels, fragments and labels: which flow a packet belongs to, and that every frame is counted once. */
import { Count } from '../../src/engine/counters.js';
import type { EndEvent } from '../../src/engine/events.js';
import { DEFAULT_FLOW_OPTIONS, type FlowOptions } from '../../src/engine/options.js';
import { Shard } from '../../src/engine/shard.js';
import { Fault } from '../../src/packet/fault.js';
import { gre, gtpu, over4, overUdp } from '../packet/tunnel/build.js';
import { batchOf } from '../support/batch.js';
import { classifyFiles, expectSumsHold } from '../support/classify.js';
import { ACK, address, ethernet, ipv4, join, tcp, tcpPacket } from '../support/frame-builder.js';
import { labExpected, labPath } from '../support/lab.js';

const client = { src: '10.8.0.2', dst: '203.0.113.7', srcPort: 51_234, dstPort: 443 };
const up = tcpPacket({ ...client, flags: ACK });
const down = tcpPacket({ src: client.dst, dst: client.src, srcPort: 443, dstPort: 51_234, flags: ACK });

function run(
  packets: readonly Uint8Array[],
  {
    flow = {},
    labels = [],
    shards = 1,
    linkType = 101,
  }: { flow?: Partial<FlowOptions>; labels?: number[]; shards?: number; linkType?: number } = {},
): { ends: EndEvent[]; counters: Float64Array[] } {
  const ends: EndEvent[] = [];
  const counters: Float64Array[] = [];
  for (let index = 0; index < shards; index++) {
    const shard = new Shard({ flow: { ...DEFAULT_FLOW_OPTIONS, ...flow }, index, shards, all: true });
    const batch = batchOf(
      packets.map((octets, i) => ({ octets, at: i })),
      1,
      linkType,
    );
    batch.label.set(labels);
    const names = [new TextEncoder().encode('one'), new TextEncoder().encode('two')];
    for (const name of names) batch.labels.intern(name, 0, name.length, 'pktap');
    shard.process(batch);
    shard.finish();
    while (shard.endSome(100));
    ends.push(...shard.events.filter((event): event is EndEvent => event.kind === 'end'));
    counters.push(shard.counters);
  }
  return { ends: ends.sort((a, b) => a.flowId - b.flowId), counters };
}

/** The same packet with the tunnel's ends swapped. */
const back = (packet: Uint8Array): Uint8Array =>
  join(packet.subarray(0, 12), address('198.51.100.2'), address('198.51.100.1'), packet.subarray(20));

test('both directions in a tunnel are one flow; equal 5-tuples in other tunnels are others', () => {
  const { ends } = run([
    over4(47, gre(0x0800, up, { key: 1 })),
    back(over4(47, gre(0x0800, down, { key: 1 }))),
    over4(47, gre(0x0800, up, { key: 2 })),
    overUdp(2152, 2152, gtpu(7, up)),
    back(overUdp(2152, 2152, gtpu(8, down))),
    up,
  ]);
  expect(
    ends.map(({ flowId, tunnels, lowerPackets, upperPackets, lowerOctets, upperOctets }) => [
      flowId,
      tunnels,
      lowerPackets + upperPackets,
      lowerOctets + upperOctets,
    ]),
  ).toEqual([
    [1, ['gre'], 2, 80],
    [3, ['gre'], 1, 40],
    [4, ['gtpu'], 2, 80],
    [6, [], 1, 40],
  ]);
});

test('VLANs can be ignored, tunnels cannot', () => {
  const frames = [7, 8].flatMap((vlan) => [up, over4(4, up)].map((payload) => ethernet({ vlan: [vlan], payload })));
  const flows = (flow: Partial<FlowOptions>) =>
    run(frames, { flow, linkType: 1 }).ends.map((end) => [end.flowId, end.vlans, end.tunnels]);
  expect(flows({})).toEqual([
    [1, [7], []],
    [2, [7], ['ipip']],
    [3, [8], []],
    [4, [8], ['ipip']],
  ]);
  expect(flows({ ignoreVlan: true })).toEqual([
    [1, [7], []],
    [2, [7], ['ipip']],
  ]);
});

const segment = tcp({ srcPort: 51_234, dstPort: 443, payload: new Uint8Array(44) });
const part = (from: number, to: number, id = 5): Uint8Array =>
  ipv4({
    src: client.src,
    dst: client.dst,
    id,
    payload: segment.subarray(from, to),
    fragmentOffset: from,
    moreFragments: to < 64,
  });

describe('fragments', () => {
  test('the flow counts every frame and its octets, and begins with the earliest', () => {
    const { ends, counters } = run([part(32, 64), down, part(0, 32), up]);
    expect(ends).toHaveLength(1);
    const [end] = ends;
    expect(end).toMatchObject({ lowerIp: client.src, lowerPackets: 3, lowerOctets: 52 + 52 + 40, upperPackets: 1 });
    expect([end!.start, end!.flowId]).toEqual([1e6, 2]); // the flow was there before it was whole
    expect(run([part(32, 64), part(0, 32)]).ends).toMatchObject([{ flowId: 1, start: 0, end: 1e6 }]);
    expect(counters[0]![Count.InFlows]).toBe(4);
  });

  test('what never gets whole belongs to no flow', () => {
    const { ends, counters } = run([part(0, 32), part(32, 64, 6), up]);
    expect(ends.map(({ flowId }) => flowId)).toEqual([3]);
    expect(counters[0]![Count.Faults + Fault.IpFragment]).toBe(2);
    expect(counters[0]![Count.InFlows]).toBe(1);
  });

  test('a tunnel in fragments, and fragments in a tunnel, and both', () => {
    const cut = (packet: Uint8Array, protocol: number, id: number): Uint8Array[] => {
      const payload = packet.subarray(20);
      const at = 8 * Math.ceil(payload.length / 16);
      const fragment = (from: number, to: number) =>
        ipv4({
          src: '198.51.100.1',
          dst: '198.51.100.2',
          protocol,
          id,
          payload: payload.subarray(from, to),
          fragmentOffset: from,
          moreFragments: to < payload.length,
        });
      return [fragment(0, at), fragment(at, payload.length)];
    };
    const whole = tcpPacket({ ...client, payload: new Uint8Array(44) });
    const outer = cut(over4(4, whole), 4, 1);
    const inner = [part(0, 32), part(32, 64)].map((packet) => over4(4, packet));
    const both = [part(0, 32, 9), part(32, 64, 9)].flatMap((packet, i) => cut(over4(4, packet), 4, 20 + i));
    for (const [packets, octets] of [
      [outer, 84],
      [inner, 104],
      [both, 104],
    ] as const) {
      const { ends, counters } = run(packets);
      expect(ends).toHaveLength(1);
      expect(ends[0]).toMatchObject({ flowId: 1, tunnels: ['ipip'] });
      expect(ends[0]!.lowerPackets + ends[0]!.upperPackets).toBe(packets.length);
      expect(ends[0]!.lowerOctets + ends[0]!.upperOctets).toBe(octets);
      expect(counters[0]![Count.InFlows]).toBe(packets.length);
    }
  });

  test('shards together keep each flow once, and count the same frames', () => {
    const packets = Array.from({ length: 100 }, (_, i) =>
      [0, 32].map((from) => {
        const payload = tcp({ srcPort: 1000 + i, dstPort: 443, payload: new Uint8Array(44) });
        return ipv4({
          src: client.src,
          dst: client.dst,
          id: i,
          payload: payload.subarray(from, from + 32),
          fragmentOffset: from,
          moreFragments: from === 0,
        });
      }),
    ).flat();
    packets.push(part(0, 32, 999));
    const one = run(packets);
    const three = run(packets, { shards: 3 });
    expect(three.ends).toEqual(one.ends);
    expect(one.ends).toHaveLength(100);
    expect(three.counters.reduce((sum, counts) => sum + counts[Count.InFlows]!, 0)).toBe(200);
    for (const counts of three.counters) expect(counts[Count.Faults + Fault.IpFragment]).toBe(1);
  });
});

test('the first label of a flow counts', () => {
  const { ends } = run([up, up, down, part(0, 32), part(32, 64), over4(4, up)], { labels: [0, 2, 1, 1, 0, 0] });
  expect(ends.map(({ flowId, label }) => [flowId, label?.app])).toEqual([
    [1, 'two'],
    [6, undefined],
  ]);
  expect(run([part(0, 32), part(32, 64)], { labels: [2, 1] }).ends[0]!.label).toEqual({ app: 'two', source: 'pktap' });
});

describe('the lab', () => {
  const TUNNELS: Readonly<Record<string, readonly string[]>> = {
    erspan: ['erspan'],
    geneve: ['geneve'],
    gre: ['gre'],
    'gre-key': ['gre'],
    gretap: ['gre'],
    gtpu: ['gtpu'],
    ip6: ['4in6', '6in6'],
    ipip: ['6in4', 'ipip'],
    teredo: ['teredo'],
    vxlan: ['vxlan'],
    'vxlan-kernel': ['vxlan'],
    mpls: [],
    pppoe: [],
    qinq: [],
    vlan: [],
  };

  test.each(Object.entries(TUNNELS))('encap/%s.pcap', async (name, tunnels) => {
    const capture = `encap/${name}.pcap`;
    const result = await classifyFiles([labPath(capture)], { all: true });
    expectSumsHold(result);
    const hellos = result.records.filter(({ tls }) => tls?.ja4 !== undefined);
    expect(hellos.length).toBe(labExpected().filter((row) => row.capture === capture).length);
    expect([...new Set(hellos.flatMap(({ tunnel }) => tunnel ?? []))].sort()).toEqual(tunnels);
  });

  test('the labels of the capture go before the one of the option, which fills the rest', async () => {
    const hellosOf = async (capture: string, label?: string) => {
      const { records } = await classifyFiles([labPath(capture)], label === undefined ? {} : { label });
      return records.map((record) => [record.tls?.sni, record.label?.app, record.label?.source]).sort();
    };
    expect(await hellosOf('linktypes/pcapdroid.pcap', 'Mine')).toEqual([
      ['chat.signal.org', 'Signal', 'pcapdroid'],
      ['graph.facebook.com', 'Facebook', 'pcapdroid'],
      ['www.open.test', 'Chrome', 'pcapdroid'],
    ]);
    expect(new Set((await hellosOf('linktypes/pktap.pcap', 'Mine')).map(([, app, from]) => `${app} ${from}`))).toEqual(
      new Set(['Signal pktap']),
    );
    expect(
      new Set((await hellosOf('linktypes/ethernet.pcap', 'Mine')).map(([, app, from]) => `${app} ${from}`)),
    ).toEqual(new Set(['Mine option']));
  });
});
