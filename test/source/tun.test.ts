/** TUN devices in a namespace of our own: packets both ways, what is set up, and how it ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openTun } from '../../src/source/tun.js';
import { tcpPacket, udpPacket } from '../support/frame-builder.js';
import { expectSame, startLive } from '../support/live-child.js';
import { describeNetns, makeNamespaces, type Namespace } from '../support/netns.js';

const LINKTYPE_RAW = 101;
const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

describeNetns('a TUN device', () => {
  let space: Namespace;
  beforeEach(() => {
    ({ space } = makeNamespaces('space'));
    space.exec('sysctl', '-qw', 'net.ipv6.conf.default.disable_ipv6=1');
  });
  afterEach(() => space.remove());

  test('what is written to it a ring sees, whole and in order; what is no packet is refused', async () => {
    const child = await startLive(space, [
      { kind: 'tun', interface: 'tun7', addresses: ['10.9.0.1/24'], mtu: 1400, up: true },
      { kind: 'ring', interface: 'tun7' },
    ]);
    const packets = Array.from({ length: 50 }, (_, i) =>
      tcpPacket({
        src: '10.9.0.2',
        dst: '192.0.2.1',
        srcPort: 1024 + i,
        dstPort: 443,
        payload: new Uint8Array(i * 20).fill(i),
      }),
    );
    child.write(0, Uint8Array.of(0x95, 1, 2, 3));
    for (const packet of packets) child.write(0, packet);
    const [tun, ring] = await child.stop();
    expectSame(
      ring!.packets.map((packet) => packet.hex),
      packets.map(hex),
    );
    expect(new Set(ring!.packets.map(({ linkType }) => linkType))).toEqual(new Set([LINKTYPE_RAW]));
    expect(tun!.refused).toBe(1);
  });

  test('hands over what is routed into it', async () => {
    const child = await startLive(space, [
      {
        kind: 'tun',
        interface: 'tun7',
        addresses: ['10.9.0.1/24'],
        mtu: 1300,
        up: true,
        routes: ['198.51.100.0/24'],
      },
    ]);
    space.exec(
      process.execPath,
      '-e',
      `const s = require('node:dgram').createSocket('udp4');
       s.bind({ port: 4000, address: '10.9.0.1' }, () => s.send('hello', 53, '198.51.100.7', () => s.close()));`,
    );
    const shown = JSON.parse(space.exec('ip', '-j', 'address', 'show', 'dev', 'tun7')) as {
      mtu: number;
      flags: string[];
    }[];
    const [tun] = await child.stop();
    expect(shown[0]!.mtu).toBe(1300);
    expect(shown[0]!.flags).toContain('UP');
    expect(tun!.packets).toHaveLength(1);
    const sent = udpPacket({
      src: '10.9.0.1',
      dst: '198.51.100.7',
      srcPort: 4000,
      dstPort: 53,
      payload: Buffer.from('hello'),
    });
    // Identification, flags and checksum of the IPv4 header are the kernel's: all but octets 4 to 11.
    const rest = (text: string): string => text.slice(0, 8) + text.slice(24, 52);
    expect(rest(tun!.packets[0]!.hex)).toBe(rest(hex(sent)));
    expect(tun!.packets[0]!.hex.slice(56)).toBe(hex(Buffer.from('hello')));
    expect(tun!.counters).toEqual({ received: 1, dropped: 0, frozen: 0 });
  });

  test('is over when it is deleted', async () => {
    const child = await startLive(space, [{ kind: 'tun', interface: 'tun7', up: true }]);
    space.exec('ip', 'link', 'delete', 'tun7');
    await sleep(300);
    const [tun] = await child.stop();
    expect(tun!.over).toBe('interface tun7 is gone');
  });

  test('stays if so asked, and is opened again', async () => {
    const first = await startLive(space, [
      { kind: 'tun', interface: 'tun7', persist: true, owner: 1000, multiQueue: true },
    ]);
    await first.stop();
    const both = await startLive(space, [
      { kind: 'tun', interface: 'tun7', create: false, multiQueue: true },
      { kind: 'tun', interface: 'tun7', create: false, multiQueue: true },
    ]);
    expect((await both.stop()).map(({ name }) => name)).toEqual(['tun:tun7', 'tun:tun7']);
  });

  test('finds the next free number', async () => {
    const child = await startLive(space, [
      { kind: 'tun', interface: 'tun%d' },
      { kind: 'tun', interface: 'tun%d' },
    ]);
    expect((await child.stop()).map(({ capture }) => capture)).toEqual(['tun0', 'tun1']);
  });

  test('is not made if it must be there, and not taken from others', async () => {
    await expect(startLive(space, [{ kind: 'tun', interface: 'tun9', create: false }])).rejects.toMatchObject({
      code: 'interface_missing',
    });
    await expect(
      startLive(space, [
        { kind: 'tun', interface: 'tun9' },
        { kind: 'tun', interface: 'tun9' },
      ]),
    ).rejects.toMatchObject({ code: 'interface_busy' });
  });
});

describe('wrong options of a TUN device are found before anything is opened', () => {
  for (const options of [
    { mtu: 67 },
    { mtu: 1500.5 },
    { addresses: ['10.0.0.1/33'] },
    { addresses: ['-x'] },
    { routes: ['::/129'] },
  ]) {
    test(JSON.stringify(options), () => {
      // No addon is asked: an empty one would throw another error.
      expect(() => openTun({ interface: 'tun9', ...options }, {} as never)).toThrow(
        expect.objectContaining({ code: 'bad_option' }),
      );
    });
  }
});
