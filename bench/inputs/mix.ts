/**
 * The input `mix`: every kind of traffic in our recordings (TLS of many stacks, pinned and inspected, QUIC, DTLS, DNS, STARTTLS,
 * proxies, tunnels, VLANs, fragments, loss and disorder), hundreds of recordings replayed side by side, each replay with
 * clients of its own. Flows of the lab are short, so most get a transfer between their handshake and their end, with a heavy tail:
 * TCP in sequence, for QUIC the server's last large datagram again. That comes to about 20 packets and 7 kB per flow.
 */
import { PROTOCOL_TCP } from '../../src/packet/view.js';
import { adjust, get32, put32 } from './checksum.js';
import { ACK, Endpoints, FIN, headers, IPV4, IPV6, MOST_HEADERS, PSH, RST, SYN, TCP, writeTcp } from './headers.js';
import { lanesFor, type Made, START_US } from './made.js';
import { Random } from './random.js';
import { type RecordedPacket, type Recording, readRecordings } from './recordings.js';
import { Schedule } from './schedule.js';
import { type Payload, recordSegment, textSegment } from './transfer.js';
import { inFile, PcapWriter, RECORD_HEADER } from './writer.js';

const SEED = 4;

/** Segments of a transfer: Pareto with this shape, from the least on, and how many at most. */
const SHAPE = 1.15;
const LEAST_SEGMENTS = 5;
const MOST_SEGMENTS = 2_000;
/** Of the flows that could have a transfer, this share has none. */
const WITHOUT_TRANSFER = 0.2;
/** Payload of a transfer's segments: half of the transfers fill them, the rest are chatty. */
const FULL_SEGMENT = 1_400;
const CHATTY_SEGMENTS = [120, 260, 420, 640];
const FULL_SHARE = 0.5;
/** Every so many segments are acknowledged: RFC 9293 §3.8.6.3. */
const SEGMENTS_PER_ACK = 2;
const CHANGE_CIPHER_SPEC = 20;
const APPLICATION_DATA = 23;
/** Of QUIC a transfer repeats only datagrams that carry something. */
const LEAST_DATAGRAM = 600;
const QUIC_PORT = 443;

/** Microseconds between packets of a transfer, and between two replays in a lane, at most. */
const TRANSFER_GAP = 400;
const LANE_GAP = 200_000;

/** Replays have numbers; 16 + 5 bits of one tell its IPv4 clients apart (the lab's are told apart by the low three bits). */
const CLIENT_BITS = 21;
const LAB_BITS = 7;

interface Play {
  readonly recording: Recording;
  /** Where flows can have a transfer, one place for each flow that can. */
  readonly places: readonly Place[];
}

interface Place {
  /** Number of the packet that the transfer comes behind. */
  readonly after: number;
  readonly isTls: boolean;
}

interface Transfer {
  readonly segments: number;
  /** Of the server's segments; what UDP transfers carry is the datagram that they repeat. */
  readonly payload: Payload;
}

/** One replay going on. */
class Lane {
  play: Play | null = null;
  replay = 0;
  next = 0;
  /** When the replay began; later if transfers have put off what is left of it. */
  start = 0;
  /** By number of the packet that they come behind. */
  readonly transfers = new Map<number, Transfer>();
  /** Octets that transfers put into each flow of the recording. */
  added: Float64Array = new Float64Array(0);
  /** The transfer going on: packets left, segments sent, and what they look like. */
  left = 0;
  sent = 0;
  pattern: RecordedPacket | null = null;
  payload: Payload | null = null;
  sequence = 0;
  acknowledged = 0;
  readonly ends = new Endpoints();
}

export async function makeMix(path: string, octets: number): Promise<Made> {
  const mix = new Mix(path, octets, (await readRecordings()).map(playOf));
  return mix.run();
}

class Mix {
  readonly #writer: PcapWriter;
  readonly #limit: number;
  readonly #plays: readonly Play[];
  readonly #random = new Random(SEED);
  readonly #lanes: Lane[];
  readonly #schedule: Schedule;
  readonly #records: readonly Payload[];
  readonly #text: readonly Payload[];
  readonly #replays: Record<string, number> = {};
  /** Octets of the file, and those that replays which began will still write. */
  #committed = 0;
  #started = 0;
  #flows = 0;

  constructor(path: string, limit: number, plays: readonly Play[]) {
    this.#writer = new PcapWriter(path);
    this.#limit = limit;
    this.#plays = plays;
    this.#lanes = Array.from({ length: lanesFor(limit) }, () => new Lane());
    this.#schedule = new Schedule(this.#lanes.length);
    const lengths = [FULL_SEGMENT, ...CHATTY_SEGMENTS];
    this.#records = lengths.map((length) => recordSegment(this.#random, length));
    this.#text = lengths.map(textSegment);
  }

  run(): Made {
    for (const [number, lane] of this.#lanes.entries()) {
      if (this.#begin(lane, START_US + this.#random.below(1_000_000))) this.#schedule.add(number, lane.start);
    }
    while (this.#schedule.size > 0) {
      const lane = this.#lanes[this.#schedule.lane]!;
      const time = this.#schedule.time;
      if (lane.left > 0) this.#transfer(lane, time);
      else this.#recorded(lane, time);
      this.#forward(lane, time);
    }
    this.#writer.close();
    const { packets, written } = this.#writer;
    return { input: 'mix', packets, octets: written, flows: this.#flows, replays: this.#replays };
  }

  /** Starts another replay in the lane, unless the capture is long enough. */
  #begin(lane: Lane, time: number): boolean {
    if (this.#committed >= this.#limit) return false;
    const play = this.#plays[this.#random.below(this.#plays.length)]!;
    const { recording } = play;
    lane.play = play;
    lane.replay = this.#started++;
    lane.next = 0;
    lane.start = time;
    lane.added = new Float64Array(recording.flows);
    lane.left = 0;
    this.#plan(lane, play);
    this.#committed += recording.octets;
    this.#flows += recording.flows;
    this.#replays[recording.name] = (this.#replays[recording.name] ?? 0) + 1;
    return true;
  }

  /** Decides which flows of the replay have a transfer, and of what size, so that its length is known when it begins. */
  #plan(lane: Lane, { recording, places }: Play): void {
    lane.transfers.clear();
    for (const { after, isTls } of places) {
      if (this.#random.chance(WITHOUT_TRANSFER)) continue;
      const packet = recording.packets[after]!;
      const segments = Math.floor(this.#random.pareto(LEAST_SEGMENTS, SHAPE, MOST_SEGMENTS));
      const isFull = this.#random.chance(FULL_SHARE);
      const payloads = isTls ? this.#records : this.#text;
      const payload = payloads[isFull ? 0 : this.#random.between(1, CHATTY_SEGMENTS.length)]!;
      lane.transfers.set(after, { segments, payload });
      if (packet.protocol === PROTOCOL_TCP) {
        const header = inFile((packet.isV6 ? IPV6 : IPV4) + TCP);
        this.#committed += segments * (header + payload.octets.length) + acknowledgements(segments) * header;
      } else {
        this.#committed += segments * (RECORD_HEADER + packet.frame.length);
      }
    }
  }

  /** When the lane goes on after a packet at `time`. */
  #forward(lane: Lane, time: number): void {
    if (lane.left > 0) {
      this.#schedule.again(time + 1 + this.#random.below(TRANSFER_GAP));
      return;
    }
    const packets = lane.play!.recording.packets;
    if (lane.next < packets.length) {
      const planned = lane.start + packets[lane.next]!.after;
      // What a transfer has put off goes on at once, and all that follows with it.
      if (planned < time) lane.start += time + 1 - planned;
      this.#schedule.again(Math.max(planned, time + 1));
      return;
    }
    const again = time + 1 + this.#random.below(LANE_GAP);
    if (this.#begin(lane, again)) this.#schedule.again(again);
    else this.#schedule.drop();
  }

  /** The next packet of the recording under the replay's addresses, and behind what transfers have added. */
  #recorded(lane: Lane, time: number): void {
    const { recording } = lane.play!;
    const packet = recording.packets[lane.next]!;
    const writer = this.#writer;
    const at = writer.reserve(packet.frame.length);
    writer.octets.set(packet.frame, at);
    rewrite(writer.octets, at, packet, lane.replay);
    const added = packet.flow < 0 ? 0 : lane.added[packet.flow]!;
    if (added > 0 && packet.protocol === PROTOCOL_TCP) {
      // Transfers go from server to client: its sequence numbers move, and what the client acknowledges.
      const field = at + packet.transportAt + (packet.fromClient ? 8 : 4);
      if (!packet.fromClient || packet.tcpFlags & ACK) {
        const old = get32(writer.octets, field);
        put32(writer.octets, field, old + added);
        adjust(writer.octets, at + packet.checksums[packet.checksums.length - 1]!, old, (old + added) | 0);
      }
    }
    writer.commit(time, packet.frame.length);
    const transfer = lane.transfers.get(lane.next);
    lane.next++;
    if (transfer !== undefined) this.#open(lane, packet, at, transfer);
  }

  /** The transfer begins behind `packet`, which was just written to `at`. */
  #open(lane: Lane, packet: RecordedPacket, at: number, { segments, payload }: Transfer): void {
    lane.pattern = packet;
    lane.payload = payload;
    lane.sent = 0;
    lane.left = segments;
    if (packet.protocol !== PROTOCOL_TCP) return;
    lane.left += acknowledgements(segments);
    const { octets } = this.#writer;
    lane.sequence = get32(octets, at + packet.transportAt + 4) + (packet.payloadEnd - packet.payloadAt);
    lane.acknowledged = get32(octets, at + packet.transportAt + 8);
    const { ends } = lane;
    ends.isV6 = packet.isV6;
    const size = ends.addressLength;
    const source = at + packet.ipAt + (packet.isV6 ? 8 : 12);
    ends.server.set(octets.subarray(source, source + size));
    ends.client.set(octets.subarray(source + size, source + 2 * size));
    ends.clientMac = packet.frame.slice(0, 6);
    ends.serverMac = packet.frame.slice(6, 12);
    ends.serverPort = packet.srcPort;
    ends.clientPort = packet.dstPort;
  }

  /** One packet of a transfer: two segments of the server, then the client's acknowledgement, and so on. */
  #transfer(lane: Lane, time: number): void {
    const writer = this.#writer;
    const pattern = lane.pattern!;
    lane.left--;
    if (pattern.protocol !== PROTOCOL_TCP) {
      const at = writer.reserve(pattern.frame.length);
      writer.octets.set(pattern.frame, at);
      rewrite(writer.octets, at, pattern, lane.replay);
      writer.commit(time, pattern.frame.length);
      return;
    }
    const { ends } = lane;
    const payload = lane.payload!;
    const at = writer.reserve(MOST_HEADERS + payload.octets.length);
    if (lane.sent === SEGMENTS_PER_ACK || lane.left === 0) {
      lane.sent = 0;
      writer.commit(time, writeTcp(writer.octets, at, ends, true, lane.acknowledged, lane.sequence, ACK, 0, 0));
      return;
    }
    lane.sent++;
    const length = payload.octets.length;
    writer.octets.set(payload.octets, at + headers(ends, TCP));
    const { sequence, acknowledged } = lane;
    writer.commit(
      time,
      writeTcp(writer.octets, at, ends, false, sequence, acknowledged, ACK | PSH, length, payload.sum),
    );
    lane.sequence = (sequence + length) | 0;
    lane.added[pattern.flow]! += length;
  }
}

/** The lab's addresses of the packet at `at` become those of a replay's own clients. */
function rewrite(octets: Uint8Array, at: number, packet: RecordedPacket, replay: number): void {
  const { words, checksums, isV6 } = packet;
  for (let w = 0; w < words.length; w++) {
    const wordAt = at + words[w]!;
    const old = get32(octets, wordAt);
    const next = isV6 ? replay + 1 : clientAddress(old, replay);
    put32(octets, wordAt, next);
    for (let c = 0; c < checksums.length; c++) adjust(octets, at + checksums[c]!, old, next);
  }
}

function clientAddress(old: number, replay: number): number {
  const number = replay & ((1 << CLIENT_BITS) - 1);
  return (old & 0xff000000) | ((number & 0xffff) << 8) | ((number >>> 16) << 3) | (old & LAB_BITS);
}

function acknowledgements(segments: number): number {
  return Math.ceil(segments / SEGMENTS_PER_ACK);
}

/**
 * Where the recording's flows can have transfers: behind the last payload that the server sends before anybody ends the flow. Flows that
 * were not recorded from their SYN on, and TLS that carried nothing in the lab, have none: how they ended must stay what it is.
 */
function playOf(recording: Recording): Play {
  const last = new Map<number, number>();
  const begun = new Set<number>();
  const over = new Set<number>();
  const asked = new Set<number>();
  const tls = new Set<number>();
  const used = new Set<number>();
  for (const [after, packet] of recording.packets.entries()) {
    const { flow, protocol } = packet;
    if (flow < 0) continue;
    if (packet.tcpFlags & (FIN | RST)) over.add(flow);
    if (packet.tcpFlags & SYN || protocol !== PROTOCOL_TCP) begun.add(flow);
    const payload = packet.payloadEnd - packet.payloadAt;
    if (packet.fromClient) {
      if (payload > 0) asked.add(flow);
      continue;
    }
    if (protocol === PROTOCOL_TCP && carriesTls(packet)) tls.add(flow);
    if (recording.usedPorts.has(packet.dstPort)) used.add(flow);
    const isAnswer =
      protocol === PROTOCOL_TCP ? payload > 0 : payload >= LEAST_DATAGRAM && packet.srcPort === QUIC_PORT;
    if (isAnswer && packet.isPlain && begun.has(flow) && asked.has(flow) && !over.has(flow)) last.set(flow, after);
  }
  const possible = [...last].filter(([flow]) => used.has(flow) || !tls.has(flow));
  return { recording, places: possible.map(([flow, after]) => ({ after, isTls: tls.has(flow) })) };
}

/** The payload begins with a TLS record, as a flow of TLS does in some segment: RFC 8446 §5.1. */
function carriesTls({ frame, payloadAt }: RecordedPacket): boolean {
  return frame[payloadAt]! >= CHANGE_CIPHER_SPEC && frame[payloadAt]! <= APPLICATION_DATA && frame[payloadAt + 1] === 3;
}
