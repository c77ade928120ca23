/**
 * Flows for bench/peers/send-churn.c: what a client and a server say to each other until a recorded ClientHello has been answered, then a
 * reset (RFC 9293 §3.5.2). Six packets a flow; addresses and ports are the sender's to change.
 */
import { sum } from './inputs/checksum.js';
import { ACK, Endpoints, headers, MOST_HEADERS, PSH, RST, SYN, TCP, writeTcp } from './inputs/headers.js';
import { HelloTemplate, MOST_HELLO } from './inputs/hello.js';
import { namesFor } from './inputs/names.js';
import { Random } from './inputs/random.js';
import { readRecordings } from './inputs/recordings.js';
import { MSS, type TlsStack, tlsStacks } from './inputs/stacks.js';
import { PcapWriter } from './inputs/writer.js';

const SEED = 11;
/** Flows of the file: each of another name and stack than its neighbours. */
const FLOWS = 1024;
const HTTPS = 443;
/** 198.18.0.0/15 (RFC 2544 appendix C.2.2). */
const SERVER = [198, 18];

/** Writes the capture; how many flows it has, and packets. */
export async function makeChurn(path: string): Promise<{ readonly flows: number; readonly packets: number }> {
  const random = new Random(SEED);
  const stacks = tlsStacks(await readRecordings());
  const names = namesFor(stacks);
  const usable = stacks.filter(({ hello, turns }) => hello.length <= MSS && answerOf(turns) !== undefined);
  const writer = new PcapWriter(path);
  const hello = new Uint8Array(MOST_HELLO);
  let flows = 0;
  for (let i = 0; flows < FLOWS; i++) {
    const stack = usable[i % usable.length]!;
    const name = names[Math.floor(i / usable.length) % names.length]!;
    const length = new HelloTemplate(stack.hello, name).vary(random, hello);
    if (length > MSS) continue;
    writeFlow(writer, random, flows++, hello.subarray(0, length), answerOf(stack.turns)!);
  }
  writer.close();
  return { flows, packets: writer.packets };
}

/** The server's first segment, which begins with its ServerHello. */
function answerOf(turns: TlsStack['turns']): Uint8Array | undefined {
  const [first] = turns;
  return first === undefined || first.fromClient ? undefined : first.segments[0]?.octets;
}

function writeFlow(writer: PcapWriter, random: Random, number: number, hello: Uint8Array, answer: Uint8Array): void {
  const ends = new Endpoints();
  ends.client.set([10, 0, 0, 1]);
  ends.server.set([...SERVER, number >>> 8, number & 0xff]);
  ends.clientPort = 1024;
  ends.serverPort = HTTPS;
  const next = { client: random.word(), server: random.word() };
  const packet = (fromClient: boolean, flags: number, payload: Uint8Array): void => {
    const at = writer.reserve(MOST_HEADERS + payload.length);
    writer.octets.set(payload, at + headers(ends, TCP));
    const [sequence, acknowledged] = fromClient ? [next.client, next.server] : [next.server, next.client];
    const payloadSum = sum(payload, 0, payload.length);
    const length = writeTcp(
      writer.octets,
      at,
      ends,
      fromClient,
      sequence,
      acknowledged,
      flags,
      payload.length,
      payloadSum,
    );
    writer.commit(0, length);
    const moved = payload.length + (flags & SYN ? 1 : 0);
    if (fromClient) next.client = (next.client + moved) | 0;
    else next.server = (next.server + moved) | 0;
  };
  const nothing = new Uint8Array(0);
  packet(true, SYN, nothing);
  packet(false, SYN | ACK, nothing);
  packet(true, ACK, nothing);
  packet(true, ACK | PSH, hello);
  packet(false, ACK | PSH, answer);
  packet(true, RST | ACK, nothing);
}
