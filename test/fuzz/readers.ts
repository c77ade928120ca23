/** The readers of handshakes and of DNS, fed by themselves with what the flows of a capture carry. */
import assert from 'node:assert/strict';
import { fingerprint } from '../../src/fingerprint/index.js';
import { decode } from '../../src/packet/decode.js';
import { Fault } from '../../src/packet/fault.js';
import { PacketView, PROTOCOL_TCP, PROTOCOL_UDP } from '../../src/packet/view.js';
import { type DnsAnswer, MAX_ANSWER_RECORDS, parseDnsResponse } from '../../src/protocol/dns/answers.js';
import { MAX_AHEAD_OCTETS, MAX_FRAMED_OCTETS } from '../../src/protocol/dns/direction.js';
import { looksLikeDns } from '../../src/protocol/dns/message.js';
import { DnsStream } from '../../src/protocol/dns/stream.js';
import { DtlsAssociation } from '../../src/protocol/dtls/association.js';
import { QuicConnection } from '../../src/protocol/quic/connection.js';
import { type Handshake, Step } from '../../src/protocol/reader.js';
import { parseClientHello } from '../../src/protocol/tls/client-hello.js';
import { MAX_RETAINED_OCTETS } from '../../src/protocol/tls/side.js';
import { TlsStream } from '../../src/protocol/tls/stream.js';
import { assertPrintable, asText, elsewhere } from './check.js';
import { framesOf } from './seeds.js';

/** One packet of a flow, as a reader is given it. */
interface Piece {
  readonly direction: 0 | 1;
  readonly sequence: number;
  readonly flags: number;
  readonly payload: Uint8Array;
  readonly onWire: number;
  readonly frame: number;
}

/** A bound of every reader, octets: both sides of a stream and the memory of a preface; a hello in each of several attempts. */
const MAX_HELD = 8 * MAX_RETAINED_OCTETS;

/** Payloads by flow, for all packets that decode by themselves. */
async function flowsOf(file: Uint8Array, protocol: number): Promise<Piece[][]> {
  const flows = new Map<string, Piece[]>();
  const view = new PacketView();
  for (const [i, { octets, onWire, linkType }] of (await framesOf(file)).entries()) {
    if (decode(view, octets, 0, octets.length, onWire, linkType) !== Fault.None || view.protocol !== protocol) continue;
    const size = view.ipVersion === 4 ? 4 : 16;
    const end = (at: number, port: number): string =>
      `${Buffer.from(octets.subarray(at, at + size)).toString('hex')} ${port}`;
    const [src, dst] = [end(view.srcAt, view.srcPort), end(view.dstAt, view.dstPort)];
    const direction = src < dst ? 0 : 1;
    const key = direction === 0 ? `${src} ${dst}` : `${dst} ${src}`;
    const flow = flows.get(key) ?? [];
    flows.set(key, flow);
    flow.push({
      direction,
      sequence: view.tcpSequence,
      flags: view.tcpFlags,
      payload: octets.slice(view.payloadAt, view.payloadEnd),
      onWire: view.payloadOnWire,
      frame: i + 1,
    });
  }
  return [...flows.values()];
}

/** Feeds a reader the pieces, at another place in memory each time; what it has read at the end. */
function readStream(pieces: readonly Piece[], around: number): Handshake {
  const reader = new TlsStream();
  const watch = new Watch(reader);
  for (const { direction, sequence, flags, payload, onWire, frame } of pieces) {
    const { octets, at, end } = elsewhere(payload, around);
    watch.step(reader.segment(direction, sequence, flags, octets, at, end, onWire, frame));
  }
  watch.last(reader.finish(undefined));
  return reader.handshake;
}

function readDatagrams(reader: QuicConnection | DtlsAssociation, pieces: readonly Piece[], around: number): Handshake {
  const watch = new Watch(reader);
  for (const { direction, payload, onWire, frame } of pieces) {
    const { octets, at, end } = elsewhere(payload, around);
    watch.step(reader.datagram(direction, octets, at, end, onWire, frame));
  }
  reader.finish(undefined);
  return reader.handshake;
}

/** The rules of reader.ts: a hello is answered once, and when it is there; after the end the answer is Done alone. */
class Watch {
  readonly #reader: { readonly handshake: Handshake; readonly heldOctets: number };
  #hellos = 0;
  #done = false;

  constructor(reader: { readonly handshake: Handshake; readonly heldOctets: number }) {
    this.#reader = reader;
  }

  step(step: number): void {
    if (this.#done) assert.equal(step, Step.Done);
    this.#count(step);
    if (step & Step.Done) this.#done = true;
    assert.ok(this.#reader.heldOctets <= MAX_HELD, `holds ${this.#reader.heldOctets} octets`);
  }

  last(step: number): void {
    this.#count(step);
  }

  #count(step: number): void {
    if (step & Step.Hello && !(this.#done && step === Step.Done)) this.#hellos++;
    assert.ok(this.#hellos <= 1, 'a hello is answered once');
    assert.equal(this.#reader.handshake.hello !== null, this.#hellos === 1, 'a hello is answered when it is there');
  }
}

function checkHandshake(handshake: Handshake): void {
  const { hello, helloState, carrier } = handshake;
  assert.equal(helloState === 'whole', hello !== null);
  if (hello === null) return;
  assert.notEqual(handshake.clientDirection, -1);
  assertPrintable(hello.sni);
  assertPrintable(asText(fingerprint(hello, carrier)));
}

export async function checkTls(file: Uint8Array): Promise<void> {
  for (const pieces of await flowsOf(file, PROTOCOL_TCP)) {
    const handshake = readStream(pieces, 0x16);
    checkHandshake(handshake);
    assert.equal(asText(readStream(pieces, 0)), asText(handshake));
  }
}

export async function checkQuic(file: Uint8Array): Promise<void> {
  for (const pieces of await flowsOf(file, PROTOCOL_UDP)) {
    const handshake = readDatagrams(new QuicConnection(), pieces, 0xc3);
    checkHandshake(handshake);
    assert.equal(asText(readDatagrams(new QuicConnection(), pieces, 0)), asText(handshake));
  }
}

export async function checkDtls(file: Uint8Array): Promise<void> {
  for (const pieces of await flowsOf(file, PROTOCOL_UDP)) {
    const handshake = readDatagrams(new DtlsAssociation(), pieces, 0x16);
    checkHandshake(handshake);
    assert.equal(asText(readDatagrams(new DtlsAssociation(), pieces, 0)), asText(handshake));
  }
}

export async function checkDnsStream(file: Uint8Array): Promise<void> {
  for (const pieces of await flowsOf(file, PROTOCOL_TCP)) {
    const read = (around: number): string => {
      const stream = new DnsStream();
      const answers: DnsAnswer[] = [];
      for (const { direction, sequence, flags, payload, onWire, frame } of pieces) {
        const { octets, at, end } = elsewhere(payload, around);
        answers.push(...stream.segment(direction, sequence, flags, octets, at, end, onWire, frame));
        assert.ok(stream.heldOctets <= 4 * (MAX_FRAMED_OCTETS + MAX_AHEAD_OCTETS), `holds ${stream.heldOctets}`);
      }
      answers.forEach(checkAnswer);
      return asText([answers, stream.isDns, stream.done, stream.limits]);
    };
    assert.equal(read(0xff), read(0));
  }
}

export function checkDns(message: Uint8Array): void {
  const answer = parseDnsResponse(message, 0, message.length);
  if (answer !== null) checkAnswer(answer);
  for (const around of [0, 0xc0]) {
    const { octets, at, end } = elsewhere(message, around);
    assert.equal(asText(parseDnsResponse(octets, at, end)), asText(answer));
    assert.equal(looksLikeDns(octets, at, end), looksLikeDns(message, 0, message.length));
  }
}

function checkAnswer(answer: DnsAnswer): void {
  assertPrintable(asText(answer));
  assert.ok(answer.aliases.length <= MAX_ANSWER_RECORDS);
}

export function checkHello(message: Uint8Array): void {
  const hello = parseClientHello(message, 0, message.length);
  for (const around of [0, 0x16]) {
    const { octets, at, end } = elsewhere(message, around);
    assert.equal(asText(parseClientHello(octets, at, end)), asText(hello));
  }
  if (hello === null) return;
  assertPrintable(hello.sni);
  for (const carrier of ['t', 'q', 'd'] as const) {
    const { ja3, ja4, ja4Raw } = fingerprint(hello, carrier);
    assert.match(ja3?.hash ?? '', /^[0-9a-f]{32}$/);
    assert.match(ja4 ?? '', /^[tqd](\d\d|s[123]|d[123])[di]\d{4}[0-9a-zA-Z]{2}_[0-9a-f]{12}_[0-9a-f]{12}$/);
    assertPrintable(ja4Raw);
  }
}
