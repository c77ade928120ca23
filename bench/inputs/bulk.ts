/**
 * The input `bulk`: eight connections that carry data for ever. Each begins with a recorded TLS handshake; then the server's segments come
 * in bursts, full, in sequence and of records that are right, and the client acknowledges every second one. About 1,020 octets
 * a packet.
 */
import { Conversation } from './conversation.js';
import { ACK, headers, MOST_HEADERS, PSH, TCP, writeTcp } from './headers.js';
import { HelloTemplate } from './hello.js';
import { type Made, START_US } from './made.js';
import { Random } from './random.js';
import { readRecordings } from './recordings.js';
import { tlsStacks } from './stacks.js';
import { address } from './tls-heavy.js';
import { recordSegment, recordSegments } from './transfer.js';
import { PcapWriter } from './writer.js';

const SEED = 6;
const FLOWS = 8;
/** The first of them are IPv6. */
const IPV6_FLOWS = 2;
/** Payload of a segment, and segments that one record fills: 15,730 octets, below the 16,384 of RFC 8446 §5.1. */
const SEGMENT = 1_430;
const SEGMENTS_PER_RECORD = 11;
const SEGMENTS_PER_ACK = 2;
/** Segments of one flow on end: pairs with their acknowledgements. */
const MOST_PAIRS = 16;

/** Microseconds. */
const ROUND_TRIP = 12_000;
const LEAST_GAP = 1;
const MOST_GAP = 12;

/** Where a flow stands. */
interface Elephant {
  readonly talk: Conversation;
  client: number;
  server: number;
  sent: number;
}

export async function makeBulk(path: string, limit: number): Promise<Made> {
  const random = new Random(SEED);
  const writer = new PcapWriter(path);
  const stacks = tlsStacks(await readRecordings()).filter(({ used }) => used);
  const request = recordSegment(random, SEGMENT);
  const record = recordSegments(random, SEGMENT, SEGMENTS_PER_RECORD);
  const elephants: Elephant[] = [];
  let time = START_US;
  for (let flow = 0; flow < FLOWS; flow++) {
    const talk = new Conversation(random);
    const stack = stacks[((flow * stacks.length) / FLOWS) >>> 0]!;
    address(talk.ends, flow < IPV6_FLOWS, flow, flow);
    const template = new HelloTemplate(stack.hello, stack.name);
    const shape = template.octets.length > SEGMENT ? 'split' : 'whole';
    talk.begin(stack, template, shape, request, record, 0, ROUND_TRIP);
    while (!talk.isClosing) {
      talk.packet(writer, time);
      time += talk.gap;
    }
    elephants.push({ talk, client: talk.clientNext, server: talk.serverNext, sent: 0 });
  }
  const splitHellos = elephants.filter(({ talk }) => talk.isSplit).length;
  while (writer.written < limit) {
    const elephant = elephants[random.below(FLOWS)]!;
    for (let pairs = random.between(1, MOST_PAIRS); pairs > 0; pairs--) {
      for (let i = 0; i < SEGMENTS_PER_ACK; i++) {
        time += random.between(LEAST_GAP, MOST_GAP);
        const { octets, sum } = record[elephant.sent++ % SEGMENTS_PER_RECORD]!;
        const at = writer.reserve(MOST_HEADERS + SEGMENT);
        const { ends } = elephant.talk;
        writer.octets.set(octets, at + headers(ends, TCP));
        const { client, server } = elephant;
        writer.commit(time, writeTcp(writer.octets, at, ends, false, server, client, ACK | PSH, SEGMENT, sum));
        elephant.server = (server + SEGMENT) | 0;
      }
      time += random.between(LEAST_GAP, MOST_GAP);
      const at = writer.reserve(MOST_HEADERS);
      const { ends } = elephant.talk;
      writer.commit(time, writeTcp(writer.octets, at, ends, true, elephant.client, elephant.server, ACK, 0, 0));
    }
  }
  writer.close();
  return {
    input: 'bulk',
    packets: writer.packets,
    octets: writer.written,
    flows: FLOWS,
    hellos: FLOWS,
    splitHellos,
    disorderedHellos: 0,
    ipv6Flows: IPV6_FLOWS,
    quicFlows: 0,
  };
}
