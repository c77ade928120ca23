/**
 * The input `tls-heavy`: short TLS flows, one after the other in hundreds of lanes, about 13.5 packets and 4.7 kB each (so that 1 GB has 200,000 and more). Hellos are those of
 * all recorded stacks in turn, varied for each flow. A quarter of the hellos over TCP take two segments, 3 % of those in the
 * wrong order; 15 % of the flows are IPv6; 5 % are QUIC, whose Initials stay as recorded, since their keys hang on the connection
 * ID and nothing in them on addresses.
 */
import { put16, put32 } from './checksum.js';
import { Conversation } from './conversation.js';
import { type Endpoints, headers, IPV4, MOST_HEADERS, TCP, UDP, writeUdp } from './headers.js';
import { HelloTemplate } from './hello.js';
import { lanesFor, type Made, START_US } from './made.js';
import { namesFor } from './names.js';
import { Random } from './random.js';
import { readRecordings } from './recordings.js';
import { Schedule } from './schedule.js';
import { MSS, type QuicStack, quicStacks, type TlsStack, tlsStacks } from './stacks.js';
import { type Payload, recordSegment } from './transfer.js';
import { inFile, PcapWriter } from './writer.js';

const SEED = 5;

const SPLIT_SHARE = 0.25;
const DISORDERED_SHARE = 0.03;
/** Of the split hellos so many are split since they are long; the rest were short ones. */
const LONG_SHARE = 0.7;
const IPV6_SHARE = 0.15;
const QUIC_SHARE = 0.05;
/** Handshakes that come to nothing. */
const FAILED_SHARE = 0.03;

/** Flows that ask for something more after what their stack recorded, and how many segments they get: a heavy tail. */
const RESPONSE_SHARE = 0.05;
const RESPONSE_SHAPE = 1.2;
const LEAST_RESPONSE = 1.2;
const MOST_RESPONSE = 600;
const REQUEST = 220;

/** Microseconds: round trips, gaps between flows of a lane and between datagrams. */
const LEAST_ROUND_TRIP = 4_000;
const MOST_ROUND_TRIP = 60_000;
const LANE_GAP = 20_000;
const DATAGRAM_GAP = 8_000;

/** Flows go by client first, so that a 5-tuple comes again only after CLIENTS x PORTS flows. */
const CLIENTS = 8_192;
const FIRST_PORT = 10_000;
const PORTS = 50_000;
const HTTPS = 443;

/** 10.64.0.0/19; 2001:db8:64::/48 (RFC 3849). */
const CLIENT_IPV4 = 0x0a400000;
const CLIENT_IPV6 = [0x20010db8, 0x00640000, 0];
/** 198.18.0.0/15 (RFC 2544 appendix C.2.2); 2001:db8:18::/48. */
const SERVER_IPV4 = 0xc6120000 | 0;
const SERVER_IPV6 = [0x20010db8, 0x00180000, 0];

interface Variants {
  readonly stack: TlsStack;
  /** One for each name. */
  readonly templates: readonly HelloTemplate[];
}

class Lane {
  readonly talk: Conversation;
  quic: QuicStack | null = null;
  next = 0;
  /** Octets of the flow's response. */
  response = 0;

  constructor(random: Random) {
    this.talk = new Conversation(random);
  }
}

export async function makeTlsHeavy(path: string, octets: number): Promise<Made> {
  const recordings = await readRecordings();
  return new TlsHeavy(path, octets, tlsStacks(recordings), quicStacks(recordings)).run();
}

class TlsHeavy {
  readonly #writer: PcapWriter;
  readonly #limit: number;
  readonly #random = new Random(SEED);
  readonly #names: readonly string[];
  /** Used ones by length of the hello, and failed ones. */
  readonly #short: readonly Variants[];
  readonly #long: readonly Variants[];
  readonly #failed: readonly Variants[];
  readonly #quic: readonly QuicStack[];
  readonly #request: Payload;
  readonly #responses: readonly Payload[];
  readonly #lanes: Lane[];
  readonly #schedule: Schedule;
  /** Octets of the responses of flows that are open: a heavy tail would make the capture much longer than planned. */
  #pending = 0;
  readonly #made = { flows: 0, hellos: 0, splitHellos: 0, disorderedHellos: 0, ipv6Flows: 0, quicFlows: 0 };

  constructor(path: string, limit: number, stacks: readonly TlsStack[], quic: readonly QuicStack[]) {
    this.#writer = new PcapWriter(path);
    this.#limit = limit;
    this.#names = namesFor(stacks);
    const variants = stacks.map((stack) => variantsOf(stack, this.#names));
    // The longest name makes the longest hello: a stack is short only if all its hellos fit a segment.
    const isLong = ({ templates }: Variants): boolean => templates.some(({ octets }) => octets.length > MSS);
    const isShort = (one: Variants): boolean => !isLong(one);
    this.#short = variants.filter((one) => one.stack.used && isShort(one));
    this.#long = variants.filter((one) => one.stack.used && one.templates.every(({ octets }) => octets.length > MSS));
    this.#failed = variants.filter((one) => !one.stack.used && isShort(one));
    this.#quic = quic;
    this.#request = recordSegment(this.#random, REQUEST);
    this.#responses = [recordSegment(this.#random, MSS), recordSegment(this.#random, MSS)];
    this.#lanes = Array.from({ length: lanesFor(limit) }, () => new Lane(this.#random));
    this.#schedule = new Schedule(this.#lanes.length);
  }

  run(): Made {
    for (const [number, lane] of this.#lanes.entries()) {
      this.#begin(lane);
      this.#schedule.add(number, START_US + this.#random.below(MOST_ROUND_TRIP));
    }
    const writer = this.#writer;
    while (this.#schedule.size > 0) {
      const lane = this.#lanes[this.#schedule.lane]!;
      const time = this.#schedule.time;
      if (lane.quic !== null) this.#datagram(lane, lane.quic, time);
      else lane.talk.packet(writer, time);
      const isOver = lane.quic === null ? lane.talk.isOver : lane.next === lane.quic.datagrams.length;
      if (!isOver) {
        this.#schedule.again(time + (lane.quic === null ? lane.talk.gap : 1 + this.#random.below(DATAGRAM_GAP)));
        continue;
      }
      this.#pending -= lane.response;
      if (writer.written + this.#pending < this.#limit) {
        this.#begin(lane);
        this.#schedule.again(time + 1 + this.#random.below(LANE_GAP));
      } else {
        this.#schedule.drop();
      }
    }
    writer.close();
    return { input: 'tls-heavy', packets: writer.packets, octets: writer.written, ...this.#made };
  }

  #begin(lane: Lane): void {
    const random = this.#random;
    const made = this.#made;
    const flow = made.flows++;
    made.hellos++;
    const isV6 = random.chance(IPV6_SHARE);
    if (isV6) made.ipv6Flows++;
    lane.response = 0;
    if (random.chance(QUIC_SHARE)) {
      made.quicFlows++;
      lane.quic = this.#quic[random.below(this.#quic.length)]!;
      lane.next = 0;
      address(lane.talk.ends, isV6, flow, random.below(this.#names.length));
      return;
    }
    lane.quic = null;
    const isSplit = random.chance(SPLIT_SHARE);
    const isDisordered = isSplit && random.chance(DISORDERED_SHARE);
    if (isSplit) made.splitHellos++;
    if (isDisordered) made.disorderedHellos++;
    let group = random.chance(FAILED_SHARE) ? this.#failed : this.#short;
    if (isSplit && random.chance(LONG_SHARE)) group = this.#long;
    const { stack, templates } = group[random.below(group.length)]!;
    const name = random.below(templates.length);
    const hasResponse = stack.used && random.chance(RESPONSE_SHARE);
    const length = hasResponse ? Math.floor(random.pareto(LEAST_RESPONSE, RESPONSE_SHAPE, MOST_RESPONSE)) : 0;
    lane.response = length * inFile(IPV4 + TCP + MSS);
    this.#pending += lane.response;
    address(lane.talk.ends, isV6, flow, name);
    lane.talk.begin(
      stack,
      templates[name]!,
      isDisordered ? 'disordered' : isSplit ? 'split' : 'whole',
      this.#request,
      this.#responses,
      length,
      random.between(LEAST_ROUND_TRIP, MOST_ROUND_TRIP),
    );
  }

  #datagram(lane: Lane, quic: QuicStack, time: number): void {
    const { fromClient, payload } = quic.datagrams[lane.next++]!;
    const writer = this.#writer;
    const { ends } = lane.talk;
    const at = writer.reserve(MOST_HEADERS + payload.octets.length);
    writer.octets.set(payload.octets, at + headers(ends, UDP));
    writer.commit(time, writeUdp(writer.octets, at, ends, fromClient, payload.octets.length, payload.sum));
  }
}

function variantsOf(stack: TlsStack, names: readonly string[]): Variants {
  return { stack, templates: names.map((name) => new HelloTemplate(stack.hello, name)) };
}

/** The addresses of flow number `flow` to the server of name number `name`. */
export function address(ends: Endpoints, isV6: boolean, flow: number, name: number): void {
  const client = flow % CLIENTS;
  ends.isV6 = isV6;
  ends.clientPort = FIRST_PORT + (Math.floor(flow / CLIENTS) % PORTS);
  ends.serverPort = HTTPS;
  if (isV6) {
    for (let i = 0; i < 3; i++) {
      put32(ends.client, 4 * i, CLIENT_IPV6[i]!);
      put32(ends.server, 4 * i, SERVER_IPV6[i]!);
    }
    put32(ends.client, 12, client + 2);
    put32(ends.server, 12, name + 2);
  } else {
    put32(ends.client, 0, CLIENT_IPV4 + client);
    put32(ends.server, 0, SERVER_IPV4);
    put16(ends.server, 2, name + 2);
  }
}
