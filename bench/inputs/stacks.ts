/**
 * What the recordings say in TLS and QUIC, flow by flow, freed of addresses and segments: a `TlsStack` is the hello and the turns
 * that client and server took after it, a `QuicStack` the first datagrams of both. From these `tls-heavy` and `bulk` make flows.
 */

import { PROTOCOL_TCP, PROTOCOL_UDP } from '../../src/packet/view.js';
import { parseClientHello } from '../../src/protocol/tls/client-hello.js';
import { get32 } from './checksum.js';
import { ACK, SYN } from './headers.js';
import { helloLength, MOST_HELLO, nameOf } from './hello.js';
import type { RecordedPacket, Recording } from './recordings.js';
import { type Payload, payloadOf } from './transfer.js';

/** Payload of a full TCP segment. */
export const MSS = 1_400;

export interface Turn {
  readonly fromClient: boolean;
  /** In segments. */
  readonly segments: readonly Payload[];
}

export interface TlsStack {
  readonly recording: string;
  readonly hello: Uint8Array;
  readonly name: string;
  /** After the hello, which begins the client's first turn. */
  readonly turns: readonly Turn[];
  /** Application data followed the handshake. */
  readonly used: boolean;
}

export interface QuicStack {
  readonly recording: string;
  readonly datagrams: readonly { readonly fromClient: boolean; readonly payload: Payload }[];
}

/** Octets and turns of a recorded flow that are played. */
const MOST_OCTETS = 8_000;
const MOST_TURNS = 6;
const MOST_DATAGRAMS = 20;

/** A flow whose server says so much after the client's second turn was used. */
const USED_OCTETS = 200;
/** RFC 9000 §17.2: header form and fixed bit of a long header; the client's first datagram fills this at least (§14.1). */
const LONG_HEADER = 0xc0;
const FIRST_DATAGRAM = 1_200;
/** Connections that are more than one attempt in one version, or in a draft of version 2 that pinsight does not read. */
const NOT_PLAIN_QUIC = /retry|version-negotiation|swapped|rfc9369|v2-draft/;
/** RFC 8446 §4.1.3: where the random of a ServerHello stands in the stream, and how that of a HelloRetryRequest begins. */
const SERVER_RANDOM_AT = 5 + 4 + 2;
const RETRY_REQUEST = 0xcf21ad74 | 0;

/** One stack for each distinct hello, used and failed ones apart, in the order of recordings. */
export function tlsStacks(recordings: readonly Recording[]): TlsStack[] {
  const stacks = new Map<string, TlsStack>();
  for (const recording of recordings) {
    for (const packets of flowsOf(recording, PROTOCOL_TCP)) {
      const stack = tlsStack(recording.name, packets);
      if (stack === undefined) continue;
      const hello = parseClientHello(stack.hello, 5, stack.hello.length);
      if (hello === null) continue;
      const { ciphers, extensions, groups, signatureAlgorithms, supportedVersions, alpn } = hello;
      const key = JSON.stringify([
        ...[ciphers, extensions, groups, signatureAlgorithms, supportedVersions].map((list) => list.join()),
        alpn.map((protocol) => protocol.join()),
        stack.used,
      ]);
      if (!stacks.has(key)) stacks.set(key, stack);
    }
  }
  return [...stacks.values()];
}

/** One stack for each recorded connection whose client sent an Initial first. */
export function quicStacks(recordings: readonly Recording[]): QuicStack[] {
  const stacks: QuicStack[] = [];
  for (const recording of recordings) {
    if (!recording.name.startsWith('quic/') || NOT_PLAIN_QUIC.test(recording.name)) continue;
    for (const packets of flowsOf(recording, PROTOCOL_UDP)) {
      const first = packets[0]!;
      const octets = first.frame.subarray(first.payloadAt, first.payloadEnd);
      const isInitial =
        first.fromClient && octets.length >= FIRST_DATAGRAM && (octets[0]! & LONG_HEADER) === LONG_HEADER;
      const isAnswered = packets.some(({ fromClient }) => !fromClient);
      if (!isInitial || !isAnswered) continue;
      const datagrams = packets.slice(0, MOST_DATAGRAMS).map((packet) => ({
        fromClient: packet.fromClient,
        payload: payloadOf(packet.frame.slice(packet.payloadAt, packet.payloadEnd)),
      }));
      stacks.push({ recording: recording.name, datagrams });
    }
  }
  return stacks;
}

function flowsOf(recording: Recording, protocol: number): RecordedPacket[][] {
  const flows: RecordedPacket[][] = Array.from({ length: recording.flows }, () => []);
  for (const packet of recording.packets) {
    if (packet.flow >= 0 && packet.protocol === protocol && packet.isPlain) flows[packet.flow]!.push(packet);
  }
  return flows.filter((packets) => packets.length > 0);
}

/** Undefined for a flow that is no plain TLS from its first octet on, or whose segments are not all there in order. */
function tlsStack(recording: string, packets: readonly RecordedPacket[]): TlsStack | undefined {
  const turns = turnsOf(packets);
  const first = turns?.[0];
  if (turns === undefined || first === undefined || !first.fromClient || turns.length < 2) return undefined;
  const length = helloLength(first.octets);
  if (length === 0 || length > Math.min(2 * MSS, MOST_HELLO / 2)) return undefined;
  const hello = first.octets.slice(0, length);
  const name = nameOf(hello);
  if (name === undefined || get32(turns[1]!.octets, SERVER_RANDOM_AT) === RETRY_REQUEST) return undefined;
  const rest = [{ ...first, octets: first.octets.slice(length) }, ...turns.slice(1)];
  const answered = turns.slice(3).reduce((total, turn) => total + (turn.fromClient ? 0 : turn.octets.length), 0);
  return { recording, hello, name, turns: cutTurns(rest), used: answered >= USED_OCTETS };
}

/** What each side said before the other spoke; undefined if a segment is missing, comes twice, or comes too early. */
function turnsOf(packets: readonly RecordedPacket[]): { fromClient: boolean; octets: Uint8Array }[] | undefined {
  const turns: { fromClient: boolean; octets: Uint8Array }[] = [];
  const next = new Map<boolean, number>();
  for (const packet of packets) {
    const { fromClient, frame } = packet;
    const sequence = get32(frame, packet.transportAt + 4);
    if (packet.tcpFlags & SYN) {
      if (next.has(fromClient)) return undefined;
      next.set(fromClient, (sequence + 1) | 0);
      continue;
    }
    const payload = frame.subarray(packet.payloadAt, packet.payloadEnd);
    if (payload.length === 0 || !(packet.tcpFlags & ACK)) continue;
    if (next.get(fromClient) !== sequence) return undefined;
    next.set(fromClient, (sequence + payload.length) | 0);
    const last = turns.at(-1);
    if (last !== undefined && last.fromClient === fromClient) last.octets = Uint8Array.of(...last.octets, ...payload);
    else turns.push({ fromClient, octets: payload.slice() });
  }
  return turns;
}

function cutTurns(turns: readonly { fromClient: boolean; octets: Uint8Array }[]): Turn[] {
  const kept: Turn[] = [];
  let octets = 0;
  for (const turn of turns.slice(0, MOST_TURNS)) {
    octets += turn.octets.length;
    if (octets > MOST_OCTETS) break;
    const segments: Payload[] = [];
    for (let at = 0; at < turn.octets.length; at += MSS) segments.push(payloadOf(turn.octets.slice(at, at + MSS)));
    if (segments.length > 0) kept.push({ fromClient: turn.fromClient, segments });
  }
  return kept;
}
