/**
 * Makes large captures out of our own recordings, the same octets for the same arguments: the packets of the lab's captures
 * again and again, each round under other client addresses and at later times, checksums kept right (RFC 1624). `flows` is TLS
 * traffic of many stacks, a hello every few packets; `bulk` is eight connections that carry data for ever.
 */
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, writeSync } from 'node:fs';
import { decode } from '../src/packet/decode.js';
import { Fault } from '../src/packet/fault.js';
import { PacketView, PROTOCOL_TCP } from '../src/packet/view.js';
import { openSource } from '../src/source/index.js';

export type Kind = 'flows' | 'bulk';

/** One IP packet of a recording, with what the generator needs to rewrite it. */
interface Template {
  readonly octets: Uint8Array;
  /** Microseconds after the recording's first packet. */
  readonly after: number;
  /** Offset of the client's address, and which word of it is rewritten. */
  readonly wordAt: number;
  readonly ipChecksumAt: number;
  readonly checksumAt: number;
}

const RAW = 101;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const START_US = 1_790_000_000_000_000;
const CHUNK = 4 * 1024 * 1024;
/** Addresses of the lab's clients begin so: 10.99.1.x, 10.8.0.x, fd99:1::x, fd00:8::x. */
const CLIENT_FIRST_OCTETS = [10, 0xfd];
const BULK_FLOWS = 8;
const BULK_SEGMENT = 1400;

/** Path of a capture of about `octets` octets; made if it is not there. */
export async function capture(kind: Kind, octets: number, cache: string): Promise<string> {
  const path = `${cache}/${kind}-${octets}.pcap`;
  if (existsSync(path)) return path;
  mkdirSync(cache, { recursive: true });
  const recordings = await readRecordings('fixtures/captures/lab/hellos');
  const writer = new Writer(`${path}.part`);
  let round = 0;
  if (kind === 'flows') while (writer.octets < octets) writeRound(writer, recordings, round++);
  else writeBulk(writer, recordings, octets);
  writer.close();
  renameSync(`${path}.part`, path);
  return path;
}

async function readRecordings(folder: string): Promise<Template[][]> {
  const recordings: Template[][] = [];
  for (const name of readdirSync(folder).sort()) {
    const templates = await readTemplates(`${folder}/${name}`);
    if (templates.length > 0) recordings.push(templates);
  }
  return recordings;
}

async function readTemplates(path: string): Promise<Template[]> {
  const source = await openSource(path);
  const view = new PacketView();
  const templates: Template[] = [];
  let first = -1;
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    for (let i = 0; i < batch.count; i++) {
      const at = batch.at[i]!;
      const fault = decode(view, batch.octets, at, batch.captured[i]!, batch.onWire[i]!, batch.linkType[i]!);
      if (fault !== Fault.None || view.clipped) continue;
      if (first < 0) first = batch.time[i]!;
      const octets = batch.octets.slice(view.ipAt, view.ipAt + view.ipLength);
      const isV6 = view.ipVersion === 6;
      const srcAt = view.srcAt - view.ipAt;
      const clientAt = CLIENT_FIRST_OCTETS.includes(octets[srcAt]!) ? srcAt : view.dstAt - view.ipAt;
      const transportAt = isV6 ? 40 : (octets[0]! & 15) * 4;
      templates.push({
        octets,
        after: batch.time[i]! - first,
        wordAt: clientAt + (isV6 ? 8 : 0), // an interface identifier's upper half; an IPv4 address whole
        ipChecksumAt: isV6 ? -1 : 10,
        checksumAt: transportAt + (view.protocol === PROTOCOL_TCP ? 16 : 6),
      });
    }
  }
  source.close();
  return templates;
}

/** All recordings once, side by side in time, each round with clients of its own. */
function writeRound(writer: Writer, recordings: Template[][], round: number): void {
  const all: { template: Template; time: number; client: number }[] = [];
  for (const [index, templates] of recordings.entries()) {
    for (const template of templates) {
      all.push({
        template,
        time: round * 50_000 + index * 977 + template.after,
        client: round * recordings.length + index,
      });
    }
  }
  all.sort((a, b) => a.time - b.time);
  for (const { template, time, client } of all) writer.packet(renumber(template, client), START_US + time);
}

/** One round of handshakes, then data of eight of its connections for ever. */
function writeBulk(writer: Writer, recordings: Template[][], octets: number): void {
  writeRound(writer, recordings, 0);
  const carriers = recordings
    .flatMap((templates, index) =>
      templates
        .filter((t) => t.octets.length > 300 && t.ipChecksumAt > 0)
        .slice(-1)
        .map((t) => ({ t, index })),
    )
    .slice(0, BULK_FLOWS)
    .map(({ t, index }) => lengthen(renumber(t, index)));
  let time = 60_000_000;
  while (writer.octets < octets) {
    for (const packet of carriers) {
      time += 10;
      writer.packet(packet, START_US + time);
    }
  }
}

/** The packet under another client address: the 32 bits at `wordAt` get `client` added, checksums follow. */
function renumber(template: Template, client: number): Uint8Array {
  const { octets, wordAt, ipChecksumAt, checksumAt } = template;
  const copy = octets.slice();
  const view = new DataView(copy.buffer);
  const old = view.getUint32(wordAt);
  const high = old & 0xff000000;
  const next = (high | ((old + client * 2 + 2) & 0x00ffffff)) >>> 0;
  view.setUint32(wordAt, next);
  if (ipChecksumAt >= 0) adjust(view, ipChecksumAt, old, next);
  adjust(view, checksumAt, old, next);
  return copy;
}

/** RFC 1624, equation 3, over the two 16-bit words of a changed 32-bit one. */
function adjust(view: DataView, at: number, old: number, next: number): void {
  let sum = ~view.getUint16(at) & 0xffff;
  for (const shift of [16, 0]) sum += (~(old >>> shift) & 0xffff) + ((next >>> shift) & 0xffff);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  view.setUint16(at, ~sum & 0xffff);
}

/** A TCP/IPv4 data packet with its payload made BULK_SEGMENT octets long; its checksums are left out of it (offload). */
function lengthen(packet: Uint8Array): Uint8Array {
  const longer = new Uint8Array((packet[0]! & 15) * 4 + 20 + BULK_SEGMENT);
  longer.set(packet.subarray(0, longer.length));
  new DataView(longer.buffer).setUint16(2, longer.length);
  return longer;
}

/** Classic pcap, microseconds, little-endian, link type RAW, written in large chunks. */
class Writer {
  octets = FILE_HEADER;
  readonly #fd: number;
  readonly #chunk = new Uint8Array(CHUNK);
  readonly #view = new DataView(this.#chunk.buffer);
  #used = FILE_HEADER;

  constructor(path: string) {
    this.#fd = openSync(path, 'w');
    const header = [0xa1b2c3d4, 0x00040002, 0, 0, 262_144, RAW];
    for (const [i, word] of header.entries()) this.#view.setUint32(4 * i, word, true);
  }

  packet(octets: Uint8Array, timeUs: number): void {
    const length = RECORD_HEADER + octets.length;
    if (this.#used + length > CHUNK) this.#flush();
    const header = [Math.floor(timeUs / 1e6), timeUs % 1e6, octets.length, octets.length];
    for (const [i, word] of header.entries()) this.#view.setUint32(this.#used + 4 * i, word, true);
    this.#chunk.set(octets, this.#used + RECORD_HEADER);
    this.#used += length;
    this.octets += length;
  }

  close(): void {
    this.#flush();
    closeSync(this.#fd);
  }

  #flush(): void {
    writeSync(this.#fd, this.#chunk, 0, this.#used);
    this.#used = 0;
  }
}
