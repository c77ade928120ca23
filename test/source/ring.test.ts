/** Rings on interfaces of namespaces of our own: what is sent arrives, octet by octet and in order, and what goes wrong is said. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writePcap } from '../support/capture-writer.js';
import { ethernet, ipv4, tcp, tcpPacket, udpPacket } from '../support/frame-builder.js';
import {
  type ChildResult,
  type ChildSource,
  expectSame,
  LIVE_MISSING,
  sendFrames,
  startLive,
} from '../support/live-child.js';
import { describeNetns, makeNamespaces, type Namespace, veth } from '../support/netns.js';

const A = '10.0.0.1';
const B = '10.0.0.2';
const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

function flow(port: number, length: number): { up: Uint8Array; down: Uint8Array } {
  const payload = Uint8Array.from({ length }, (_, i) => (port + i) & 0xff);
  return {
    up: tcpPacket({ src: A, dst: B, srcPort: port, dstPort: 443, payload }),
    down: tcpPacket({ src: B, dst: A, srcPort: 443, dstPort: port, payload }),
  };
}

/** 400 frames of all sizes up to the MTU; every fifth has a VLAN tag, every seventh two. */
const FRAMES = Array.from({ length: 400 }, (_, i) => {
  const { up, down } = flow(1024 + i, (i * 37) % 1461);
  const vlan = i % 7 === 0 ? [{ id: 100 + i, type: 0x88a8 }, 7] : i % 5 === 0 ? [1 + i] : [];
  return ethernet({ payload: i % 2 === 0 ? up : down, vlan, padTo: 60 });
});

describeNetns('a ring', () => {
  let folder: string;
  let here: Namespace;
  let there: Namespace;

  beforeAll(() => {
    expect(LIVE_MISSING).toBeUndefined();
    folder = mkdtempSync(path.join(tmpdir(), 'pinsight-ring-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(() => {
    ({ here, there } = makeNamespaces('here', 'there'));
    veth({ in: here, name: 'a0' }, { in: there, name: 'b0' });
  });
  afterEach(() => {
    here.remove();
    there.remove();
  });

  let files = 0;
  function send(frames: readonly Uint8Array[], { times = 1, from = here, on = 'a0' } = {}): void {
    const file = path.join(folder, `${files++}.pcap`);
    writeFileSync(file, writePcap({ packets: frames.map((data) => ({ time: 0, data })) }));
    sendFrames(from, on, file, times);
  }

  async function capture(
    frames: readonly Uint8Array[],
    options: Partial<ChildSource> = {},
    more: { times?: number; inWorker?: boolean } = {},
  ): Promise<ChildResult> {
    const child = await startLive(there, [{ kind: 'ring', interface: 'b0', ...options } as ChildSource], more);
    send(frames, more);
    const [result] = await child.stop();
    return result!;
  }

  for (const inWorker of [false, true]) {
    test(`gives every frame whole, in order, tags in place${inWorker ? ', in a worker thread' : ''}`, async () => {
      const before = Date.now() * 1000;
      const { packets, counters, linkType, name, capture: interfaceName } = await capture(FRAMES, {}, { inWorker });
      expectSame(
        packets.map((packet) => packet.hex),
        FRAMES.map(hex),
      );
      expect(packets.map(({ frame }) => frame)).toEqual(FRAMES.map((_, i) => i + 1));
      expect(packets.map(({ onWire }) => onWire)).toEqual(FRAMES.map(({ length }) => length));
      expect(new Set(packets.map((packet) => packet.linkType))).toEqual(new Set([1]));
      expect({ linkType, name, interfaceName }).toEqual({ linkType: 1, name: 'ring:b0', interfaceName: 'b0' });
      expect(counters).toEqual({ received: FRAMES.length, dropped: 0, frozen: 0 });
      for (const { time } of packets) {
        expect(Number.isInteger(time)).toBe(true);
        expect(time).toBeGreaterThanOrEqual(before);
        expect(time).toBeLessThan(Date.now() * 1000 + 1000);
      }
    });
  }

  test('gives what tcpdump writes', async () => {
    const file = path.join(folder, 'tcpdump.pcap');
    const child = await startLive(there, [{ kind: 'ring', interface: 'b0' }]);
    const tcpdump = there.spawn(
      'tcpdump',
      ['-i', 'b0', '-n', '-U', '--immediate-mode', '-s', '2048', '-B', '8192', '-w', file],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    await new Promise((resolve) => tcpdump.stderr!.once('data', resolve));
    send(FRAMES);
    await sleep(300);
    tcpdump.kill('SIGINT');
    await new Promise((resolve) => tcpdump.once('exit', resolve));
    const [{ packets } = { packets: [] }] = await child.stop();
    expectSame(
      packets.map((packet) => packet.hex),
      recordsOf(file),
    );
  });

  test('fills batches past a block and past a batch, and the ring many times over', async () => {
    // 20,000 packets of some 1,000 octets in a ring of 256 KiB.
    const large = FRAMES.slice(0, 100).map((_, i) => ethernet({ payload: flow(2000 + i, 900 + i).up }));
    const { packets, counters } = await capture(large, { blockOctets: 1 << 16, blocks: 4 }, { times: 200 });
    expect(counters.received).toBe(20_000);
    expect(packets.length + counters.dropped).toBe(20_000);
    // Whatever was dropped, each that came is one that was sent.
    const sent = new Set(large.map(hex));
    expect(packets.filter((packet) => !sent.has(packet.hex))).toEqual([]);
  });

  test('counts what it had no room for', async () => {
    const child = await startLive(there, [
      { kind: 'ring', interface: 'b0', blockOctets: 1 << 16, blocks: 2, stallMs: 1500 },
    ]);
    send(FRAMES.slice(0, 1));
    await sleep(300);
    send(FRAMES, { times: 50 });
    const [result] = await child.stop();
    expect(result!.counters.dropped).toBeGreaterThan(0);
    expect(result!.counters.frozen).toBeGreaterThan(0);
    expect(result!.counters.received).toBe(1 + 50 * FRAMES.length);
    expect(result!.packets.length).toBe(result!.counters.received - result!.counters.dropped);
  });

  test('keeps the first octets of each packet if so told, and says how long it was', async () => {
    const frames = FRAMES.map((_, i) => ethernet({ payload: flow(3000 + i, 500).up }));
    const { packets } = await capture(frames, { snaplen: 96 });
    expectSame(
      packets.map((packet) => packet.hex),
      frames.map((frame) => hex(frame.subarray(0, 96))),
    );
    expect(packets.map(({ onWire }) => onWire)).toEqual(frames.map(({ length }) => length));
  });

  test('has the kernel filter', async () => {
    const dns = ethernet({
      payload: udpPacket({ src: A, dst: B, srcPort: 5353, dstPort: 53, payload: Uint8Array.of(1) }),
    });
    const { packets, counters } = await capture([...FRAMES, dns, ...FRAMES], {
      filter: 'udp port 53 or net 192.0.2.0/24',
    });
    expectSame(
      packets.map((packet) => packet.hex),
      [hex(dns)],
    );
    expect(counters.received).toBe(1);
  });

  test('a group of rings shares packets, and both directions of a flow come to one', async () => {
    const child = await startLive(there, [
      { kind: 'ring', interface: 'b0', fanoutGroup: 'new' },
      { kind: 'ring', interface: 'b0', fanoutGroup: 'join' },
      { kind: 'ring', interface: 'b0', fanoutGroup: 'join' },
    ]);
    const flows = Array.from({ length: 300 }, (_, i) => flow(10_000 + i, 10));
    send(flows.flatMap(({ up, down }) => [ethernet({ payload: up }), ethernet({ payload: down })]));
    const results = await child.stop();
    const ringOf = new Map<string, number>();
    results.forEach(({ packets }, ring) => {
      for (const packet of packets) ringOf.set(packet.hex, ring);
    });
    expect(results.map(({ packets }) => packets.length).reduce((a, b) => a + b)).toBe(600);
    for (const { packets } of results) expect(packets.length).toBeGreaterThan(100);
    const apart = flows.filter(
      ({ up, down }) => ringOf.get(hex(ethernet({ payload: up }))) !== ringOf.get(hex(ethernet({ payload: down }))),
    );
    expect(apart).toEqual([]);
  });

  test('a group has the fragments of a packet put together', async () => {
    const whole = tcp({ srcPort: 1, dstPort: 443, payload: new Uint8Array(1004).fill(7) });
    const piece = (at: number, end: number): Uint8Array =>
      ethernet({
        payload: ipv4({
          src: A,
          dst: B,
          payload: whole.subarray(at, end),
          fragmentOffset: at,
          moreFragments: end < whole.length,
        }),
      });
    const { packets } = await capture([piece(0, 512), piece(512, whole.length)], { fanoutGroup: 'new' });
    expect(packets).toHaveLength(1);
    expect(packets[0]!.hex.slice(2 * (14 + 20))).toBe(hex(whole));
  });

  test('tells directions apart', async () => {
    const child = await startLive(
      there,
      (['in', 'out', 'both'] as const).map((direction) => ({ kind: 'ring', interface: 'b0', direction })),
    );
    send(FRAMES.slice(0, 10));
    send(FRAMES.slice(10, 13), { from: there, on: 'b0' });
    const results = await child.stop();
    // Past the queueing discipline nobody sees what goes out, so that only what came in is there; then with it.
    expect(results.map(({ packets }) => packets.length)).toEqual([10, 0, 10]);
    there.exec('ip', 'address', 'add', '10.0.0.2/24', 'dev', 'b0');
    const second = await startLive(
      there,
      (['in', 'out', 'both'] as const).map((direction) => ({
        kind: 'ring',
        interface: 'b0',
        direction,
        filter: 'udp',
      })),
    );
    datagram(there, '10.0.0.255', 3);
    const out = await second.stop();
    expect(out.map(({ packets }) => packets.length)).toEqual([0, 3, 3]);
    expect(out.map(({ counters }) => counters.received)).toEqual([0, 3, 3]);
  });

  test('sees a packet on the loopback interface once', async () => {
    const child = await startLive(there, [{ kind: 'ring', interface: 'lo', filter: 'udp port 9' }]);
    datagram(there, '127.0.0.1', 5);
    const [{ packets, counters } = { packets: [], counters: undefined }] = await child.stop();
    expect(packets).toHaveLength(5);
    expect(counters!.received).toBe(5);
  });

  for (const [what, command, cause] of [
    ['deleted', ['link', 'delete', 'b0'], 'interface b0 is gone'],
    ['set down', ['link', 'set', 'b0', 'down'], 'interface b0 went down'],
  ] as const) {
    test(`is over when its interface is ${what}, after what came before`, async () => {
      const child = await startLive(there, [{ kind: 'ring', interface: 'b0', blockTimeoutMs: 50 }]);
      send(FRAMES.slice(0, 9));
      there.exec('ip', ...command);
      await sleep(500);
      const [result] = await child.stop();
      expect(result!.packets).toHaveLength(9);
      expect(result!.over).toBe(cause);
    });
  }

  test('is not opened without an interface that is there, up, and of a kind it knows', async () => {
    for (const [options, code] of [
      [{ interface: 'nope0' }, 'interface_missing'],
      [{ interface: 'a/b' }, 'bad_option'],
      [{ interface: '' }, 'bad_option'],
      [{ interface: 'b0', blockOctets: 1000 }, 'bad_option'],
      [{ interface: 'b0', blocks: 0 }, 'bad_option'],
      [{ interface: 'b0', snaplen: 0 }, 'bad_option'],
      [{ interface: 'b0', filter: 'port' }, 'bad_filter'],
    ] as const) {
      await expect(startLive(there, [{ kind: 'ring', ...options }])).rejects.toMatchObject({ code });
    }
    there.exec('ip', 'link', 'set', 'b0', 'down');
    await expect(startLive(there, [{ kind: 'ring', interface: 'b0' }])).rejects.toMatchObject({
      code: 'interface_down',
    });
  });
});

/** Sends datagrams by a socket, so that they pass where programs can see them go out. */
function datagram(space: Namespace, to: string, count: number): void {
  const program = `
    const socket = require('node:dgram').createSocket('udp4');
    socket.bind(0, async () => {
      socket.setBroadcast(true);
      for (let i = 0; i < ${count}; i++) await new Promise((done) => socket.send('x', 9, '${to}', done));
      socket.close();
    });`;
  space.exec(process.execPath, '-e', program);
}

/** The packets of a classic pcap file of this machine's byte order, by no reader of ours. */
function recordsOf(file: string): string[] {
  const octets = readFileSync(file);
  const records: string[] = [];
  for (let at = 24; at < octets.length; ) {
    const length = octets.readUInt32LE(at + 8);
    records.push(octets.toString('hex', at + 16, at + 16 + length));
    at += 16 + length;
  }
  return records;
}
