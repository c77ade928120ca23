/** The mutator is worth its time only if what it makes gets deep: hellos that still are whole, every kind of fault, fragments, tunnels. */
import fc from 'fast-check';
import { Count } from '../../src/engine/counters.js';
import { FAULT_NAMES, Fault } from '../../src/packet/fault.js';
import { FRAGMENT_COUNT_NAMES } from '../../src/packet/ip/fragments.js';
import { TUNNEL_NAMES } from '../../src/packet/tunnel/kind.js';
import { classifyOctets } from '../support/classify.js';
import { dissect, UDP } from './fields.js';
import { capture, changed, damaged, fileOf, type Mutation, mutateFrames } from './mutate.js';
import { framesOf, SEEDS } from './seeds.js';

const seed = (name: string) => SEEDS.find((each) => each.name === name)!;

test('what it makes gets deep', async () => {
  const faults = new Set<string>();
  const fragments = new Set<string>();
  const tunnels = new Set<string>();
  const hellos = [0, 0, 0];
  let clipped = 0;
  for (const file of fc.sample(capture, { numRuns: 700, seed: 20_261_124 })) {
    const { records, shard } = await classifyOctets(file);
    const { counters } = shard;
    for (const [fault, name] of FAULT_NAMES.entries()) if (counters[Count.Faults + fault]! > 0) faults.add(name);
    for (const [i, name] of FRAGMENT_COUNT_NAMES.entries()) if (counters[Count.Fragments + i]! > 0) fragments.add(name);
    for (const { tunnel, pinsight } of records) {
      for (const name of tunnel ?? []) tunnels.add(name);
      if (pinsight.reason === 'hello_incomplete') clipped++;
    }
    for (const i of [0, 1, 2]) hellos[i]! += counters[Count.HellosTls + i]!;
  }
  for (const count of hellos) expect(count).toBeGreaterThan(5);
  expect(clipped).toBeGreaterThan(5);
  const missed = FAULT_NAMES.filter((name, fault) => fault !== Fault.None && !faults.has(name));
  expect(missed.length).toBeLessThanOrEqual(1); // of some nineteen
  expect([...fragments].length).toBeGreaterThanOrEqual(3);
  expect(TUNNEL_NAMES.filter((name) => tunnels.has(name)).length).toBeGreaterThanOrEqual(7);
});

test('fields of a QUIC Initial are found where RFC 9000 §17.2 has them', () => {
  const datagrams = seed('quic/chromium-client-only.pcap').frames.filter(
    ({ octets, linkType }) => dissect(octets, linkType).payloadEnd > 1200,
  );
  const { octets, linkType } = datagrams[0]!;
  const { protocol, payloadAt, fields } = dissect(octets, linkType);
  expect(protocol).toBe(UDP);
  expect([...octets.subarray(payloadAt + 1, payloadAt + 5)]).toEqual([0, 0, 0, 1]);
  expect(fields).toContainEqual({ at: payloadAt + 1, size: 4 });
  expect(fields).toContainEqual({ at: payloadAt + 5, size: 1 });
});

test('a field is changed within its octets, big-endian', () => {
  const octets = Uint8Array.of(1, 0xff, 0xff, 4);
  const field = { at: 1, size: 2 };
  expect([...changed(octets, field, { add: 1 })]).toEqual([1, 0, 0, 4]);
  expect([...changed(octets, field, { set: 0x1234_5678 })]).toEqual([1, 0x56, 0x78, 4]);
  expect([...changed(octets, field, { flip: 8 })]).toEqual([1, 0xfe, 0xff, 4]);
  expect([...octets]).toEqual([1, 0xff, 0xff, 4]);
});

/** What a mutation must leave readable: the hello is still found, by its fingerprint. */
async function ja4After(name: string, mutations: readonly Mutation[]): Promise<(string | undefined)[]> {
  const { records } = await classifyOctets(fileOf(mutateFrames(seed(name).frames, mutations), 'pcapng'));
  return records.map(({ tls }) => tls?.ja4).filter((ja4) => ja4 !== undefined);
}

test('segments, fragments and tunnels are made as their RFCs have them: a hello in them is the same hello', async () => {
  const name = 'hellos/curl-openssl.pcap';
  const whole = await ja4After(name, []);
  expect(whole.length).toBeGreaterThan(0);
  const { frames } = seed(name);
  const hello = frames.findIndex(({ octets, linkType }) => {
    const { payloadAt, payloadEnd } = dissect(octets, linkType);
    return payloadEnd - payloadAt > 100;
  });
  for (const order of ['as sent', 'reversed'] as const) {
    const segment: Mutation = { do: 'segment', frame: hello, at: 99, order, overlap: 20 };
    expect(await ja4After(name, [segment])).toEqual(whole);
    const fragment: Mutation = { do: 'fragment', frame: hello, size: 8, order, overlap: false };
    expect(await ja4After(name, [fragment])).toEqual(whole);
  }
  for (const tunnel of ['vlan', 'mpls', 'ipip', 'ip6', 'gre', 'gretap', 'vxlan', 'geneve', 'gtpu', 'teredo'] as const) {
    const isIpv6Only = tunnel === 'teredo';
    const from = isIpv6Only ? 'hellos/ipv6-curl.pcap' : name;
    const plain = await ja4After(from, []);
    expect(await ja4After(from, [{ do: 'wrap', frame: 0, count: 400, tunnels: [tunnel] }])).toEqual(plain);
  }
});

test('a file is damaged anywhere but in its magic number, and what it was made of stays as it was', async () => {
  const { file, frames } = seed('hellos/curl-openssl.pcap');
  const copy = Uint8Array.from(file);
  const all = Array.from({ length: 200 }, (_, at) => ({ do: 'set' as const, at, octet: 0xee }));
  expect([...damaged(file, all).subarray(0, 4)]).toEqual([...copy.subarray(0, 4)]);
  expect(file).toEqual(copy);
  expect(await framesOf(fileOf(frames, 'pcapng'))).toEqual(frames);
});
