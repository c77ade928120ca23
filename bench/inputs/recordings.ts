/**
 * Our own recordings (fixtures/captures) as the generator needs them: every packet as an Ethernet frame with its checksums
 * right, and where in it the phone's addresses stand, which the generator rewrites. Read once, so this is plain code.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { decode } from '../../src/packet/decode.js';
import { Fault } from '../../src/packet/fault.js';
import { PacketView, PROTOCOL_TCP, PROTOCOL_UDP } from '../../src/packet/view.js';
import type { PacketBatch } from '../../src/source/batch.js';
import { openSource } from '../../src/source/index.js';
import { checksum, get32, put16, sum } from './checksum.js';
import { ETHERNET } from './headers.js';

export const CAPTURES = 'fixtures/captures';
export const EXPECTED = `${CAPTURES}/lab/expected.csv`;

export interface RecordedPacket {
  readonly frame: Uint8Array;
  /** Microseconds after the recording's first packet. */
  readonly after: number;
  /** Number of its 5-tuple in the recording; -1 for a fragment. */
  readonly flow: number;
  readonly isV6: boolean;
  /** PROTOCOL_TCP or PROTOCOL_UDP. */
  readonly protocol: number;
  /** Nothing but Ethernet, IP and transport. */
  readonly isPlain: boolean;
  /** The innermost IP header, the transport header and the payload in `frame`; a fragment has no payload here. */
  readonly ipAt: number;
  readonly transportAt: number;
  readonly payloadAt: number;
  readonly payloadEnd: number;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly tcpFlags: number;
  /** Sent by one of the lab's clients. */
  readonly fromClient: boolean;
  /** Offsets of the 32-bit words that tell the lab's clients apart from those of another replay. */
  readonly words: readonly number[];
  /** Offsets of the checksums that cover each of these words. */
  readonly checksums: readonly number[];
}

export interface Recording {
  /** `hellos/chromium`, as in the manifest, without the ending. */
  readonly name: string;
  readonly packets: readonly RecordedPacket[];
  /** How many 5-tuples. */
  readonly flows: number;
  /** Octets in a capture file. */
  readonly octets: number;
  /** Ports of the clients whose TLS came to be used, by the lab's own table. */
  readonly usedPorts: ReadonlySet<number>;
}

/** The lab's own addresses, clients and their router, begin so: 10.99.1.x, 10.8.0.x, fd99:1::x, fd00:8::x. */
const LAB_IPV4 = 10;
const LAB_IPV6 = 0xfd;
/** An interface identifier's upper half, which is 0 in the lab. */
const IPV6_WORD = 8;

const LINKTYPE_ETHERNET = 1;
/** Link types whose frames begin with the IP header. */
const RAW = [101, 228, 229];
/** Frames around IP packets that had none: addresses of the same kind as those of made packets. */
const MADE_ETHERNET = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1];

/**
 * Recordings that are left out: cut packets have no checksum that could be right, packets before a network card's offload
 * have lengths of no wire, and other link types show again what the others show.
 */
const LEFT_OUT = /^linktypes\/|^hellos\/(snaplen|file-truncated)|^tcp\/offloaded/;

/** All recordings that a capture of Ethernet frames can hold, by name. */
export async function readRecordings(): Promise<Recording[]> {
  const paths = readdirSync(`${CAPTURES}/lab`, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.pcap(ng)?$/.test(path) && !LEFT_OUT.test(path))
    .sort()
    .map((path) => [path.replace(/\.pcap(ng)?$/, ''), `${CAPTURES}/lab/${path}`] as const);
  const recordings: Recording[] = [];
  for (const [name, path] of [['demo-phone', `${CAPTURES}/phone-through-tunnel.pcapng`] as const, ...paths]) {
    recordings.push(await readRecording(name, path));
  }
  return recordings;
}

async function readRecording(name: string, path: string): Promise<Recording> {
  const source = await openSource(path);
  const view = new PacketView();
  const packets: RecordedPacket[] = [];
  const flows = new Map<string, number>();
  let first = -1;
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    for (let i = 0; i < batch.count; i++) {
      if (first < 0) first = batch.time[i]!;
      const packet = readPacket(view, batch, i, first, flows);
      if (packet !== undefined) packets.push(packet);
    }
  }
  source.close();
  const octets = packets.reduce((total, { frame }) => total + 16 + frame.length, 0);
  return { name, packets, flows: flows.size, octets, usedPorts: usedPorts(name) };
}

/** expected.csv: capture, client's address, client's port, ...; last how the flow ended: `used`, with more words behind it. */
function usedPorts(name: string): Set<number> {
  const rows = readFileSync(EXPECTED, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.split(','))
    .filter(([capture, , , , , proto]) => capture?.replace(/\.pcap(ng)?$/, '') === name && proto === 'TCP');
  return new Set(rows.filter((row) => row.at(-1)!.startsWith('used')).map(([, , port]) => Number(port)));
}

/** Undefined for what is neither TCP nor UDP: the lab's ARP and ICMP say nothing of any flow. */
function readPacket(
  view: PacketView,
  batch: PacketBatch,
  i: number,
  first: number,
  flows: Map<string, number>,
): RecordedPacket | undefined {
  const from = batch.at[i]!;
  const captured = batch.octets.subarray(from, from + batch.captured[i]!);
  const linkType = batch.linkType[i]!;
  let frame: Uint8Array;
  if (linkType === LINKTYPE_ETHERNET) {
    frame = captured.slice();
  } else if (RAW.includes(linkType)) {
    frame = Uint8Array.of(...MADE_ETHERNET, ...(captured[0]! >>> 4 === 6 ? [0x86, 0xdd] : [0x08, 0x00]), ...captured);
  } else {
    return undefined;
  }
  const fault = decode(view, frame, 0, frame.length, frame.length, LINKTYPE_ETHERNET);
  const isFragment = fault === Fault.IpFragment;
  if ((fault !== Fault.None && !isFragment) || view.clipped) return undefined;
  const isV6 = view.ipVersion === 6;
  const transportAt = isFragment && isV6 ? view.at + 8 : view.at;
  if (!isFragment) mendChecksum(view, frame, transportAt);
  if (view.tunnelCount > 0) dropOuterChecksum(frame);
  const endpoints = [view.srcAt, view.dstAt];
  const words = endpoints
    .filter((at) => frame[at] === (isV6 ? LAB_IPV6 : LAB_IPV4))
    .map((at) => (isV6 ? at + IPV6_WORD : at));
  const isFirstPiece = !isFragment || fragmentOffset(view, frame) === 0;
  const checksumAt = transportAt + (view.protocol === PROTOCOL_TCP ? 16 : 6);
  const hasChecksum = isFirstPiece && (frame[checksumAt]! | frame[checksumAt + 1]!) !== 0;
  return {
    frame,
    after: batch.time[i]! - first,
    flow: isFragment ? -1 : flowNumber(view, frame, flows),
    isV6,
    protocol: view.protocol,
    isPlain: !isFragment && view.tunnelCount === 0 && view.ipAt === ETHERNET,
    ipAt: view.ipAt,
    transportAt,
    payloadAt: isFragment ? transportAt : view.payloadAt,
    payloadEnd: isFragment ? transportAt : view.payloadEnd,
    srcPort: isFragment ? 0 : view.srcPort,
    dstPort: isFragment ? 0 : view.dstPort,
    tcpFlags: isFragment ? 0 : view.tcpFlags,
    fromClient: frame[view.srcAt] === (isV6 ? LAB_IPV6 : LAB_IPV4),
    words,
    checksums: [...(isV6 ? [] : [view.ipAt + 10]), ...(hasChecksum ? [checksumAt] : [])],
  };
}

function flowNumber(view: PacketView, frame: Uint8Array, flows: Map<string, number>): number {
  const size = view.ipVersion === 6 ? 16 : 4;
  const ends = [
    `${frame.subarray(view.srcAt, view.srcAt + size).join('.')} ${view.srcPort}`,
    `${frame.subarray(view.dstAt, view.dstAt + size).join('.')} ${view.dstPort}`,
  ].sort();
  const key = `${view.protocol} ${ends.join(' ')}`;
  const known = flows.get(key);
  if (known !== undefined) return known;
  flows.set(key, flows.size);
  return flows.size - 1;
}

function fragmentOffset(view: PacketView, frame: Uint8Array): number {
  if (view.ipVersion === 6) return get32(frame, view.at) & 0xfff8;
  return get32(frame, view.ipAt + 4) & 0x1fff;
}

/** Recordings made where a network card counts checksums have wrong ones. */
function mendChecksum(view: PacketView, frame: Uint8Array, transportAt: number): void {
  const at = transportAt + (view.protocol === PROTOCOL_TCP ? 16 : 6);
  const isUdp = view.protocol === PROTOCOL_UDP;
  if (isUdp && (frame[at]! | frame[at + 1]!) === 0) return; // RFC 768: there is none
  const end = view.ipAt + view.ipLength;
  put16(frame, at, 0);
  const addresses = sum(frame, view.srcAt, view.srcAt + (view.ipVersion === 6 ? 32 : 8));
  const right = checksum(addresses + view.protocol + (end - transportAt) + sum(frame, transportAt, end));
  put16(frame, at, isUdp && right === 0 ? 0xffff : right);
}

/** UDP around a tunnel over IPv4 may go without a checksum (RFC 768), so that inner addresses can change without it. */
function dropOuterChecksum(frame: Uint8Array): void {
  const isIpv4 = frame[12] === 0x08 && frame[13] === 0;
  if (!isIpv4 || frame[ETHERNET + 9] !== PROTOCOL_UDP) return;
  put16(frame, ETHERNET + (frame[ETHERNET]! & 15) * 4 + 6, 0);
}
