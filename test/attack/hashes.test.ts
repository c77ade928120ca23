/**
 * Floods of keys that were made to collide, and what must not change with the secret that defeats them. Places in tables come from
 * secret multipliers (bytes/hash.ts); an attacker knows the program, not what it drew. Half full and hashed at random, a table of n
 * entries with linear probing has its farthest entry some log n steps off; keys that collide lie n steps off.
 */
import { readFileSync } from 'node:fs';
import { mix } from '../../src/bytes/hash.js';
import { Count } from '../../src/engine/counters.js';
import { DEFAULT_FLOW_OPTIONS } from '../../src/engine/options.js';
import { runShard } from '../../src/engine/run-shard.js';
import { Shard } from '../../src/engine/shard.js';
import { Encapsulations } from '../../src/flow/encapsulation.js';
import { KEY_WORDS, keyMultipliers, partitionHash, tableHash } from '../../src/flow/key.js';
import { FlowTable, NONE, PARTITIONS } from '../../src/flow/table.js';
import { Tunnel } from '../../src/packet/tunnel/kind.js';
import { PacketView } from '../../src/packet/view.js';
import { sourceFrom } from '../../src/source/index.js';
import { gre, over4 } from '../packet/tunnel/build.js';
import { MemoryInput } from '../source/reading.js';
import { batchOf } from '../support/batch.js';
import { wordThatMixesTo } from '../support/colliding.js';
import { ACK, tcpPacket } from '../support/frame-builder.js';
import { DEMO, labPath } from '../support/lab.js';

const KNOWN = 11;
const OTHERS = [0, 12, 2 ** 47 - 1];
const FAR = 200;

describe('keys made for one seed', () => {
  // Whoever knew the multipliers would need no algebra: of a million keys, those whose places are neighbours.
  const multipliers = keyMultipliers(KNOWN);
  const key = new Int32Array(KEY_WORDS);
  const neighbours: Int32Array[] = [];
  const PLACES = 0xffff;
  for (let i = 0; i < 1_000_000; i++) {
    key.set([0, 0, 0xffff, 0x0a000000 + i, 0, 0, 0xffff, 0xcb007107, (50_000 << 16) | 443, 6]);
    if ((tableHash(key, 0, multipliers) & PLACES) < 64) neighbours.push(Int32Array.from(key));
  }

  function farthest(seed: number): number {
    const table = new FlowTable(100 * 1024, PARTITIONS, seed);
    for (const one of neighbours) {
      if (table.victim(partitionHash(one, 0)) === NONE) table.add(one, partitionHash(one, 0));
    }
    expect(table.size).toBe(neighbours.length);
    return table.farthest;
  }

  test('lie in one long run there', () => {
    expect(neighbours.length).toBeGreaterThan(800);
    expect(farthest(KNOWN)).toBeGreaterThan(800 - 64);
  });

  test.each(OTHERS)('and apart with another (%i)', (seed) => {
    expect(farthest(seed)).toBeLessThan(FAR);
  });
});

// Differences that pass through multiplications unchanged: the top bits of words. A hash that mixes a secret in by exclusive or and
// multiplies by known numbers has collisions among these whatever the secret is.
test.each([KNOWN, ...OTHERS])('differences in top bits alone do not cancel out (seed %i)', (seed) => {
  const multipliers = keyMultipliers(seed);
  const words = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const hashes = new Set<number>();
  for (let bits = 0; bits < 1 << words.length; bits++) {
    const key = new Int32Array(KEY_WORDS);
    for (const word of words) key[word] = (bits >> word) & 1 ? 0x8000_0000 : 0;
    key[9] = 6 | 0x100; // IPv6: all words count
    hashes.add(tableHash(key, 0, multipliers));
  }
  // 512 keys, whose sums are multiples of 2^15: 131,072 values. About one pair of the 130,816 is to be expected.
  expect(hashes.size).toBeGreaterThan(500);
});

test.each(OTHERS)('encapsulations that collide under the fixed hash do not in the table (seed %i)', (seed) => {
  const table = new Encapsulations(seed);
  const view = new PacketView();
  view.tunnelCount = 1;
  view.tunnelKinds[0] = Tunnel.Gre;
  const hashes = new Set<number>();
  const count = 20_000;
  for (let i = 0; i < count; i++) {
    const before = mix(mix(mix(0, 0), Tunnel.Gre), i);
    view.tunnelIds[0] = i;
    view.tunnelEnds[0] = wordThatMixesTo(before, 0x1234_5678);
    hashes.add(mix(before, view.tunnelEnds[0]!));
    expect(table.intern(view)).toBe(i + 1);
  }
  expect(hashes.size).toBe(1);
  expect(table.farthest).toBeLessThan(FAR);
});

test('one 5-tuple in many tunnels does not fill one partition', () => {
  const inner = tcpPacket({ src: '10.8.0.2', dst: '203.0.113.7', srcPort: 51_234, dstPort: 443, flags: ACK });
  const tunnels = 2_000;
  const packets = Array.from({ length: tunnels }, (_, key) => ({
    octets: over4(47, gre(0x0800, inner, { key: key + 1 })),
    at: 0,
  }));
  const shard = new Shard({
    flow: { ...DEFAULT_FLOW_OPTIONS, maxFlows: 100 * PARTITIONS },
    index: 0,
    shards: 1,
    all: true,
  });
  shard.process(batchOf(packets));
  expect(shard.flows).toBe(tunnels);
  shard.finish();
  expect(shard.counters[Count.FlowsEvicted]).toBe(0);
});

describe('no output depends on the seed', () => {
  async function eventsOf(path: string, seed: number, maxFlows: number): Promise<unknown> {
    const source = await sourceFrom('memory', new MemoryInput(readFileSync(path)));
    const flow = { ...DEFAULT_FLOW_OPTIONS, maxFlows };
    const shard = new Shard({ flow, index: 0, shards: 1, all: true, explain: true, seed });
    const events: unknown[] = [];
    await runShard(shard, source, (step) => {
      events.push(...step.events);
    });
    return { events, counters: [...shard.counters] };
  }

  test.each([DEMO, labPath('tcp/lossy.pcap'), labPath('pinned/sequence-two-clients.pcap')])('%s', async (path) => {
    for (const maxFlows of [DEFAULT_FLOW_OPTIONS.maxFlows, PARTITIONS]) {
      const first = await eventsOf(path, KNOWN, maxFlows);
      expect((first as { events: unknown[] }).events.length).toBeGreaterThan(0);
      for (const seed of OTHERS) expect(await eventsOf(path, seed, maxFlows)).toEqual(first);
    }
  });
});
