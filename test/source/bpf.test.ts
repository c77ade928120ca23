/**
 * Filters: programs run by an interpreter of classic BPF written here from Documentation/networking/filter.rst, over frames of every kind;
 * and the same frames by the programs that tcpdump compiles.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { compileFilter, type LinkKind, MAX_FILTER_DEPTH, MAX_FILTER_LENGTH } from '../../src/source/bpf.js';
import {
  address,
  ethernet,
  ipv4,
  ipv6,
  ipv6Fragment,
  join,
  tcp,
  tcpPacket,
  udp,
  udpPacket,
} from '../support/frame-builder.js';

interface Instruction {
  code: number;
  jt: number;
  jf: number;
  k: number;
}

function instructions(program: Uint8Array): Instruction[] {
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  return Array.from({ length: program.length / 8 }, (_, i) => ({
    code: view.getUint16(8 * i, true),
    jt: view.getUint8(8 * i + 2),
    jf: view.getUint8(8 * i + 3),
    k: view.getUint32(8 * i + 4, true),
  }));
}

/** How many octets the program keeps. It must come to an end, and jump forward only (the kernel's own rules). */
function run(program: readonly Instruction[], packet: Uint8Array): number {
  let a = 0;
  let x = 0;
  const memory = new Map<number, number>();
  const load = (at: number, size: number): number | undefined => {
    if (at + size > packet.length) return undefined;
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + packet[at + i]!;
    return value;
  };
  for (let pc = 0; pc < program.length; pc++) {
    const { code, jt, jf, k } = program[pc]!;
    let loaded: number | undefined = 0;
    switch (code) {
      case 0x20:
      case 0x28:
      case 0x30: // ld, ldh, ldb [k]
        loaded = load(k, code === 0x20 ? 4 : code === 0x28 ? 2 : 1);
        a = loaded ?? 0;
        break;
      case 0x40:
      case 0x48:
      case 0x50: // ld, ldh, ldb [x + k]
        loaded = load(x + k, code === 0x40 ? 4 : code === 0x48 ? 2 : 1);
        a = loaded ?? 0;
        break;
      case 0xb1: // ldx 4 * ([k] & 0xf)
        loaded = load(k, 1);
        x = 4 * ((loaded ?? 0) & 0xf);
        break;
      case 0x00:
        a = k;
        break;
      case 0x01:
        x = k;
        break;
      case 0x02:
        memory.set(k, a);
        break;
      case 0x60:
        a = memory.get(k) ?? 0;
        break;
      case 0x07:
        x = a;
        break;
      case 0x87:
        a = x;
        break;
      case 0x54:
        a = (a & k) >>> 0;
        break;
      case 0x05:
        pc += k;
        break;
      case 0x15:
        pc += a === k ? jt : jf;
        break;
      case 0x25:
        pc += a > k ? jt : jf;
        break;
      case 0x35:
        pc += a >= k ? jt : jf;
        break;
      case 0x45:
        pc += (a & k) !== 0 ? jt : jf;
        break;
      case 0x06:
        return k;
      default:
        throw new Error(`no such instruction: ${code.toString(16)}`);
    }
    if (loaded === undefined) return 0;
  }
  throw new Error('the program has no end');
}

const passes = (text: string, packet: Uint8Array, link: LinkKind = 'raw'): boolean =>
  run(instructions(compileFilter(text, link)), packet) > 0;

const V4 = { src: '10.1.2.3', dst: '192.0.2.9' };
const V6 = { src: '2001:db8::1', dst: 'fd00::2' };
const ports = { srcPort: 50000, dstPort: 443 };
const PACKETS: Record<string, Uint8Array> = {
  'TCP 443': tcpPacket({ ...V4, ...ports, payload: Uint8Array.of(1) }),
  'TCP 443 back': tcpPacket({ src: V4.dst, dst: V4.src, srcPort: 443, dstPort: 50000 }),
  'TCP 443, IPv4 options': ipv4({ ...V4, options: [1, 1, 1, 1, 1, 1, 1, 1], payload: tcp(ports) }),
  'UDP 53': udpPacket({ ...V4, srcPort: 5000, dstPort: 53, payload: Uint8Array.of(1) }),
  'TCP 443 on IPv6': tcpPacket({ ...V6, ...ports }),
  'UDP 53 on IPv6': udpPacket({ ...V6, srcPort: 53, dstPort: 9, payload: Uint8Array.of(1) }),
  ICMP: ipv4({ ...V4, protocol: 1, payload: Uint8Array.of(8, 0, 0, 0, 0, 0, 0, 0) }),
  ICMPv6: ipv6({ ...V6, protocol: 58, payload: Uint8Array.of(128, 0, 0, 0, 0, 0, 0, 0) }),
  'first fragment, UDP 443': ipv4({
    ...V4,
    protocol: 17,
    payload: udp({ ...ports, payload: new Uint8Array(8) }),
    moreFragments: true,
  }),
  'later fragment of UDP': ipv4({ ...V4, protocol: 17, payload: new Uint8Array(16), fragmentOffset: 16 }),
  'later fragment of ICMP': ipv4({ ...V4, protocol: 1, payload: new Uint8Array(16), fragmentOffset: 16 }),
  'first fragment on IPv6, UDP 443': ipv6({
    ...V6,
    protocol: 17,
    payload: udp({ ...ports, payload: new Uint8Array(8) }),
    extensions: [ipv6Fragment(0, true)],
  }),
  'later fragment on IPv6 of TCP': ipv6({
    ...V6,
    protocol: 6,
    payload: new Uint8Array(16),
    extensions: [ipv6Fragment(64, false)],
  }),
};
const ALL = Object.keys(PACKETS);
const only = (...needles: string[]): string[] => ALL.filter((name) => needles.some((needle) => name.includes(needle)));
const but = (names: readonly string[]): string[] => ALL.filter((name) => !names.includes(name));

const V6_NAMES = only('IPv6', 'ICMPv6');
const UNKNOWN_PORT = ['later fragment of UDP', 'later fragment on IPv6 of TCP'];
const PORT_443 = only('443');

/** Text, and the packets that it lets pass: by the definition of the language in bpf.ts. */
const RULES: readonly (readonly [text: string, names: readonly string[]])[] = [
  ['', ALL],
  ['ip', but(V6_NAMES)],
  ['ip6', V6_NAMES],
  ['tcp', only('TCP')],
  ['udp', only('UDP')],
  ['tcp or udp', only('TCP', 'UDP')],
  ['not tcp', but(only('TCP'))],
  ['port 443', [...PORT_443, ...UNKNOWN_PORT]],
  ['not port 443', but(PORT_443)],
  ['not (not port 443)', [...PORT_443, ...UNKNOWN_PORT]],
  ['tcp port 443', [...only('TCP 443'), 'later fragment on IPv6 of TCP']],
  ['udp port 53', [...only('UDP 53'), ...only('later fragment of UDP')]],
  ['port 53 and ip', ['UDP 53', 'later fragment of UDP']],
  ['host 10.1.2.3', but(V6_NAMES)],
  ['host 10.1.2.4', []],
  ['net 192.0.2.0/24', but(V6_NAMES)],
  ['net 192.0.2.0/29', []],
  ['net 0.0.0.0/0', but(V6_NAMES)],
  ['host fd00::2', V6_NAMES],
  ['net 2001:db8::/33', V6_NAMES],
  ['net 2001:db8:8000::/33', []],
  ['net ::/0', V6_NAMES],
  // Left to right, alike: (ip or ip6) and tcp.
  ['ip or ip6 and tcp', only('TCP')],
  ['ip or (ip6 and tcp)', [...but(V6_NAMES), ...only('TCP 443 on IPv6', 'IPv6 of TCP')]],
  ['!tcp && !udp || ip6', [...only('ICMP'), ...V6_NAMES]],
];

for (const link of ['raw', 'ethernet', 'loopback'] as const) {
  describe(`filters of ${link} packets`, () => {
    for (const [text, names] of RULES) {
      test(text === '' ? 'nothing said' : text, () => {
        const passed = ALL.filter((name) => {
          const packet = PACKETS[name]!;
          return passes(text, link === 'raw' ? packet : ethernet({ payload: packet }), link);
        });
        expect(new Set(passed)).toEqual(new Set(names));
      });
    }

    test('what is cut short passes nothing that must be read', () => {
      const packet = link === 'raw' ? PACKETS['TCP 443']! : ethernet({ payload: PACKETS['TCP 443']! });
      const end = (link === 'raw' ? 0 : 14) + 20 + 4;
      expect(passes('tcp port 443', packet.subarray(0, end), link)).toBe(true);
      for (let cut = 0; cut < end; cut++) expect(passes('tcp port 443', packet.subarray(0, cut), link)).toBe(false);
    });
  });
}

test('what is neither IP nor IPv6 passes no primitive', () => {
  const arp = ethernet({ etherType: 0x0806, payload: join(address('10.1.2.3'), new Uint8Array(40)) });
  for (const text of ['ip', 'ip6', 'tcp', 'udp', 'port 0', 'net 0.0.0.0/0', 'net ::/0']) {
    expect(passes(text, arp, 'ethernet')).toBe(false);
  }
  expect(passes('not ip', arp, 'ethernet')).toBe(true);
});

test('keeps as many octets as it is told', () => {
  expect(run(instructions(compileFilter('ip', 'raw', 96)), PACKETS['TCP 443']!)).toBe(96);
  expect(run(instructions(compileFilter('', 'raw', 77)), PACKETS['TCP 443']!)).toBe(77);
});

test('jumps past what eight bits can say', () => {
  const many = Array.from({ length: 70 }, (_, i) => `port ${1000 + i}`).join(' or ');
  const program = instructions(compileFilter(many, 'raw'));
  expect(program.length).toBeGreaterThan(1000);
  const udpTo = (dstPort: number): Uint8Array => udpPacket({ ...V4, srcPort: 5, dstPort, payload: Uint8Array.of(1) });
  for (const port of [1000, 1035, 1069]) expect(run(program, udpTo(port))).toBeGreaterThan(0);
  for (const port of [999, 1070]) expect(run(program, udpTo(port))).toBe(0);
  const none = instructions(compileFilter(`not (${many})`, 'raw'));
  expect(run(none, udpTo(1000))).toBe(0);
  expect(run(none, udpTo(999))).toBeGreaterThan(0);
});

describe('a wrong filter is refused by column', () => {
  for (const [text, column] of [
    ['ipx', 1],
    ['ip and', 7],
    ['ip tcp', 4],
    ['port x', 6],
    ['port 65536', 6],
    ['port', 5],
    ['host 10.1', 6],
    ['host 10.0.0.1/8', 6],
    ['net 10.0.0.0', 5],
    ['net 10.0.0.1/8', 5],
    ['net 10.0.0.0/33', 5],
    ['net ::/129', 5],
    ['(ip', 4],
    ['ip)', 3],
    ['()', 2],
    ['ip & tcp', 4],
    ['not', 4],
    [`${'('.repeat(MAX_FILTER_DEPTH + 1)}ip`, MAX_FILTER_DEPTH + 1],
    ['ip '.repeat(400), MAX_FILTER_LENGTH + 1],
  ] as const) {
    test(text.slice(0, 40), () => {
      expect(() => compileFilter(text, 'raw')).toThrow(
        expect.objectContaining({ code: 'bad_filter', message: expect.stringContaining(`column ${column}:`) }),
      );
    });
  }
});

const tcpdump = spawnSync('tcpdump', ['--version']).error === undefined;
(tcpdump ? describe : describe.skip)(`tcpdump's own programs${tcpdump ? '' : ' (skipped: no tcpdump)'}`, () => {
  /** `host` and `net` of pcap-filter also mean ARP, and its `port` looks into no fragment on IPv6, and passes no later one. */
  const differs = (text: string, name: string): boolean => text.includes('port') && name.includes('fragment');

  for (const [text] of RULES) {
    if (text === '') continue;
    for (const [type, link] of [
      ['EN10MB', 'ethernet'],
      ['RAW', 'raw'],
    ] as const) {
      test(`${text} (${type})`, () => {
        const lines = execFileSync('tcpdump', ['-ddd', '-y', type, text], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        const theirs = lines
          .trim()
          .split('\n')
          .slice(1)
          .map((line): Instruction => {
            const [code, jt, jf, k] = line.split(' ').map(Number);
            return { code: code!, jt: jt!, jf: jf!, k: k! };
          });
        const ours = instructions(compileFilter(text, link));
        for (const name of ALL.filter((each) => !differs(text, each))) {
          const packet = link === 'raw' ? PACKETS[name]! : ethernet({ payload: PACKETS[name]! });
          expect([name, run(ours, packet) > 0]).toEqual([name, run(theirs, packet) > 0]);
        }
      });
    }
  }
});
