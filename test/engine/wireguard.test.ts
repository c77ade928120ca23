/** WireGuard through a shard: counted once a flow, whatever port it has, and nothing else is taken for it. */
import { Count } from '../../src/engine/counters.js';
import type { EndEvent } from '../../src/engine/events.js';
import { DEFAULT_FLOW_OPTIONS } from '../../src/engine/options.js';
import { Shard } from '../../src/engine/shard.js';
import { batchOf } from '../support/batch.js';
import { classifyFiles } from '../support/classify.js';
import { udpPacket } from '../support/frame-builder.js';
import { labManifest, labPath } from '../support/lab.js';
import { describeShared, SHARED_CAPTURES } from '../support/shared.js';

const client = { src: '10.8.0.2', dst: '203.0.113.7', srcPort: 51_820, dstPort: 51_820 };

/** A message as the paper lays it out (section 5.4), with a constant for what is random. */
function message(type: number, octets: number): Uint8Array {
  const payload = new Uint8Array(octets).fill(0x25);
  payload.set([type, 0, 0, 0]);
  return payload;
}
const INITIATION = message(1, 148);
const RESPONSE = message(2, 92);
const COOKIE = message(3, 64);
const DATA = message(4, 1312);

const up = (payload: Uint8Array, ports = client) => udpPacket({ ...ports, payload });
const down = (payload: Uint8Array) => udpPacket({ ...client, src: client.dst, dst: client.src, payload });

function run(packets: readonly Uint8Array[]): { wireguard: number; ends: EndEvent[] } {
  const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index: 0, shards: 1, all: true });
  shard.process(batchOf(packets.map((octets, i) => ({ octets, at: i }))));
  shard.finish();
  while (shard.endSome(100));
  const ends = shard.events.filter((event): event is EndEvent => event.kind === 'end');
  return { wireguard: shard.counters[Count.Wireguard]!, ends };
}

test('a tunnel is counted once, however often its keys are renewed, and is no TLS', () => {
  const handshake = [up(INITIATION), down(COOKIE), up(INITIATION), down(RESPONSE)];
  const { wireguard, ends } = run([...handshake, up(DATA), down(DATA), ...handshake, up(DATA)]);
  expect(wireguard).toBe(1);
  expect(ends).toHaveLength(1);
  expect(ends[0]).toMatchObject({ seen: 'other', tunnels: [] });
  expect(ends[0]!.lowerPackets + ends[0]!.upperPackets).toBe(11);
});

test.each([53, 443, 4500, 40_000])('on port %i too, and each flow for itself', (dstPort) => {
  expect(
    run([up(INITIATION, { ...client, dstPort }), up(INITIATION, { ...client, dstPort, srcPort: 7 })]).wireguard,
  ).toBe(2);
});

test('the answer alone will do, and what went before it does not matter', () => {
  expect(run([up(DATA), down(DATA), down(RESPONSE)]).wireguard).toBe(1);
});

test('a tunnel of which the handshake was not captured is a UDP flow like any other', () => {
  const { wireguard, ends } = run(Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? up(DATA) : down(DATA))));
  expect(wireguard).toBe(0);
  expect(ends).toHaveLength(1);
});

test('nothing in our recordings is taken for it', async () => {
  const paths = labManifest().map(({ path }) => labPath(path));
  const { report } = await classifyFiles(paths, { all: true });
  expect(report.summary.hellos.quic).toBeGreaterThan(0);
  expect(report.summary.hellos.dtls).toBeGreaterThan(0);
  expect(report.summary.opaque).toEqual({});
});

describeShared('a capture of mixed traffic', () => {
  // tshark 4.0 (display filter `wg`): frames 6577, 6629, 6683 and 6714, all handshake initiations of one flow.
  test('has one flow of it', async () => {
    const { report } = await classifyFiles([`${SHARED_CAPTURES}/mercury/emix.pcap`], { all: true });
    expect(report.summary.opaque).toEqual({ wireguard: 1 });
  });
});
