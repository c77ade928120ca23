/** Flows: when they begin and end, and what their records count. Handshakes have their own tests. */
import { Count } from '../../src/engine/counters.js';
import type { EndEvent } from '../../src/engine/events.js';
import { DEFAULT_FLOW_OPTIONS, type FlowOptions } from '../../src/engine/options.js';
import { Shard } from '../../src/engine/shard.js';
import { batchOf, type TimedPacket } from '../support/batch.js';
import { ACK, ethernet, FIN, RST, SYN, tcpPacket, udpPacket } from '../support/frame-builder.js';

const client = { src: '10.8.0.2', dst: '203.0.113.7', srcPort: 51234, dstPort: 443 };
const server = { src: '203.0.113.7', dst: '10.8.0.2', srcPort: 443, dstPort: 51234 };

const up = (at: number, flags: number, seq = 100, payload?: Uint8Array): TimedPacket => ({
  at,
  octets: tcpPacket({ ...client, flags, seq, ...(payload ? { payload } : {}) }),
});
const down = (at: number, flags: number, seq = 900): TimedPacket => ({
  at,
  octets: tcpPacket({ ...server, flags, seq }),
});

function run(
  packets: readonly TimedPacket[],
  flow: Partial<FlowOptions> = {},
  linkType = 101,
): { ends: EndEvent[]; shard: Shard } {
  const shard = new Shard({ flow: { ...DEFAULT_FLOW_OPTIONS, ...flow }, index: 0, shards: 1, all: true });
  shard.process(batchOf(packets, 1, linkType));
  shard.finish();
  while (shard.endSome(2));
  const ends = shard.events.filter((event): event is EndEvent => event.kind === 'end');
  return { shard, ends };
}

const opened = [up(0, SYN), down(0.01, SYN | ACK), up(0.02, ACK, 101)];

test('both directions are one flow; packets, IP octets and times are counted by end', () => {
  const { ends } = run([...opened, up(1, ACK, 101, new Uint8Array(10))]);
  expect(ends).toHaveLength(1);
  const [end] = ends;
  expect(end).toMatchObject({
    flowId: 1,
    start: 0,
    end: 1e6,
    state: 'established',
    reason: 'end_of_input',
    lastWord: 1e6,
  });
  expect(end).toMatchObject({
    lowerIp: '10.8.0.2',
    lowerPort: 51234,
    lowerPackets: 3,
    lowerOctets: 3 * 40 + 10,
    upperPackets: 1,
    opener: 0,
  });
});

describe('time-outs', () => {
  test('a flow silent for longer than its time-out is over at its deadline, and the next packet is a new flow', () => {
    const { ends } = run([...opened, up(301, ACK, 101)]);
    expect(ends.map(({ flowId, reason, lastWord }) => ({ flowId, reason, lastWord }))).toEqual([
      { flowId: 1, reason: 'timeout', lastWord: 300.02e6 },
      { flowId: 4, reason: 'end_of_input', lastWord: 301e6 },
    ]);
  });

  test('one silent for exactly its time-out is not', () => {
    expect(run([...opened, up(300.02, ACK, 101)]).ends).toHaveLength(1);
  });

  test('half-open, closed and UDP flows have their own', () => {
    const other = (at: number): TimedPacket => ({
      at,
      octets: udpPacket({ src: '10.8.0.9', dst: '10.8.0.1', srcPort: 1, dstPort: 2 }),
    });
    const { ends } = run([
      up(0, SYN),
      { at: 0, octets: udpPacket({ src: '10.8.0.3', dst: '198.51.100.1', srcPort: 5000, dstPort: 5001 }) },
      { at: 0, octets: tcpPacket({ ...client, srcPort: 9, flags: SYN }) },
      { at: 1, octets: tcpPacket({ ...server, dstPort: 9, flags: RST | ACK }) },
      other(100),
    ]);
    expect(ends.map(({ flowId, reason, lastWord, state }) => [flowId, reason, lastWord / 1e6, state])).toEqual([
      [3, 'rst', 6, 'closed'],
      [1, 'timeout', 10, 'new'],
      [2, 'timeout', 60, 'new'],
      [5, 'end_of_input', 100, 'new'],
    ]);
  });

  test('packet time is the running maximum: a clock that steps back ends nothing and starts nothing', () => {
    const { ends } = run([...opened, { ...up(-0.5, ACK, 101), at: 1000 }, up(3, ACK, 101)]);
    expect(ends.map(({ flowId, end }) => [flowId, end / 1e6])).toEqual([
      [1, 0.02],
      [4, 3],
    ]);
  });

  test('a jump of centuries is no loop of centuries', () => {
    const { ends } = run([...opened, up(8e9, ACK, 101)]);
    expect(ends.map(({ flowId }) => flowId)).toEqual([1, 4]);
  });
});

describe('closing', () => {
  test('FIN of both sides closes; later packets still belong to it', () => {
    const { ends } = run([...opened, up(1, FIN | ACK, 101), down(1.1, FIN | ACK, 901), up(1.2, ACK, 102)]);
    expect(ends).toHaveLength(1);
    expect(ends[0]).toMatchObject({ state: 'closed', reason: 'fin', lastWord: 6.2e6, end: 1.2e6 });
  });

  test('FIN of one side leaves it open', () => {
    expect(run([...opened, up(1, FIN | ACK, 101)]).ends[0]).toMatchObject({
      state: 'established',
      reason: 'end_of_input',
    });
  });

  test('a SYN on a closed 5-tuple is a new flow, a repeated SYN is not', () => {
    const again = [up(2, SYN, 7000), up(2.5, SYN, 7000)];
    const { ends } = run([up(0, SYN), up(0.5, SYN), down(1, RST | ACK), ...again]);
    expect(
      ends.map(({ flowId, reason, lowerPackets, upperPackets }) => [flowId, reason, lowerPackets + upperPackets]),
    ).toEqual([
      [1, 'rst', 3],
      [4, 'end_of_input', 2],
    ]);
  });

  test('a SYN with another sequence number replaces an open flow', () => {
    const { ends } = run([...opened, up(5, SYN, 7000)]);
    expect(ends.map(({ flowId, reason, lastWord }) => [flowId, reason, lastWord / 1e6])).toEqual([
      [1, 'evicted', 5],
      [4, 'end_of_input', 5],
    ]);
  });
});

test('the bound holds, the victims are counted and handed out, half-open ones first', () => {
  const flood: TimedPacket[] = [...opened];
  for (let port = 1; port <= 5000; port++) {
    flood.push({ at: 1 + port / 1e4, octets: tcpPacket({ ...client, src: '10.8.0.66', srcPort: port, flags: SYN }) });
  }
  const { ends, shard } = run(flood, { maxFlows: 64 * 8 });
  expect(shard.counters[Count.FlowsEvicted]).toBeGreaterThan(5000 - 64 * 8 - 1);
  expect(shard.counters[Count.Flows]).toBe(5001);
  expect(ends).toHaveLength(5001);
  expect(ends.find(({ flowId }) => flowId === 1)!.reason).toBe('end_of_input'); // established: it stays
});

test('what belongs to no flow is counted by name, and the sums hold', () => {
  const arp = ethernet({ etherType: 0x0806, payload: new Uint8Array(28) });
  const good = ethernet({ payload: tcpPacket({ ...client, flags: SYN }) });
  const { shard } = run(
    [arp, good, good.subarray(0, 20), good].map((octets, i) => ({ octets, at: i })),
    {},
    1,
  );
  const counts = shard.counters;
  expect(counts[Count.Packets]).toBe(4);
  expect(counts[Count.InFlows]).toBe(2);
  let faults = 0;
  for (let i = Count.Faults; i < counts.length; i++) faults += counts[i]!;
  expect(faults).toBe(2);
});

test('VLANs keep equal 5-tuples apart, unless they are to be ignored', () => {
  const frames = [7, 8, 7].map((vlan, i) => ({
    at: i,
    octets: ethernet({ vlan: [vlan], payload: tcpPacket({ ...client, flags: ACK }) }),
  }));
  expect(run(frames, {}, 1).ends.map(({ vlans, flowId }) => [vlans, flowId])).toEqual([
    [[7], 1],
    [[8], 2],
  ]);
  expect(run(frames, { ignoreVlan: true }, 1).ends.map(({ vlans }) => vlans)).toEqual([[7]]);
});

test('shards together keep each flow once, with the same events as one shard', () => {
  const packets: TimedPacket[] = [];
  for (let port = 1; port <= 400; port++) {
    packets.push({ at: port / 100, octets: tcpPacket({ ...client, srcPort: port, flags: SYN }) });
    packets.push({ at: port / 100, octets: tcpPacket({ ...server, dstPort: port, flags: RST }) });
  }
  const whole = run(packets).ends;
  const parts: EndEvent[] = [];
  for (let index = 0; index < 3; index++) {
    const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index, shards: 3, all: true });
    shard.process(batchOf(packets.slice(0, 301)));
    shard.process(batchOf(packets.slice(301), 302));
    shard.finish();
    while (shard.endSome(100));
    for (const event of shard.events) if (event.kind === 'end') parts.push(event);
  }
  const byFlow = (a: EndEvent, b: EndEvent): number => a.flowId - b.flowId;
  expect(parts.sort(byFlow)).toEqual([...whole].sort(byFlow));
});
