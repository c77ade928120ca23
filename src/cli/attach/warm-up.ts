/**
 * The first seconds of a process its code is interpreted, and takes five times as long as later: on a busy interface the ring would be full
 * before it is compiled. So flows that nobody had are classified before the source is opened, by an engine and a sink of their own, of which
 * nothing is kept: TCP (RFC 9293) over IPv4 and IPv6, with and without Ethernet, that bring a ClientHello, are answered (RFC 8446 §4.1.3) and
 * end in one of the usual ways.
 */
import { LiveRun } from '../../engine/live.js';
import { madeUpHello } from '../../serve/warm-up.js';
import { Output } from '../../sink/output.js';
import type { SinkFactory } from '../../sink/sink.js';
import { BATCH_PACKETS, newBatch, type PacketBatch } from '../../source/batch.js';
import type { Model } from '../model.js';
import type { LaneOptions } from './lane.js';

/**
 * Flows that are classified, and how many of them side by side: with each batch a part of the packets of so many. These take a quarter of a
 * second, and spare a stall as long as the ring holds; what more of them would spare costs as much as it spares.
 */
const FLOWS = 128;
const SIDE_BY_SIDE = 32;
/** Room of the warm-up's own table. */
const MAX_FLOWS = 65_536;
/** Microseconds from one batch to the next, and when it begins: any time does. */
const BATCH_US = 1000;
const BEGIN_US = 1_700_000_000_000_000;

const LINKTYPE_ETHERNET = 1;
const LINKTYPE_RAW = 101;
const TCP = 6;
const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;
const MOST_FRAME = 1024;
/** Every so many flows' client does not take the certificate. */
const FAILED_EACH = 8;
/** Cipher suites that nobody offers: as many hellos that are not alike (RFC 8446 §B.4). */
const FIRST_CIPHER = 0xc0c0;
const CIPHERS = 512;

/** RFC 8446 §4.1.3 in a record: no session identifier, TLS_AES_128_GCM_SHA256, supported_versions. */
const SERVER_HELLO = Buffer.concat([
  Buffer.of(22, 3, 3, 0, 50, 2, 0, 0, 46, 3, 3),
  Buffer.alloc(32, 7),
  Buffer.of(0, 0x13, 0x01, 0, 0, 6, 0, 43, 0, 2, 3, 4),
]);
/** RFC 8446 §5.1: opaque records; §6.2: bad_certificate. */
const OPAQUE = Buffer.concat([Buffer.of(23, 3, 3, 1, 0), Buffer.alloc(256, 0x5a)]);
const REFUSED = Buffer.of(21, 3, 3, 0, 2, 2, 42);
const NOTHING = Buffer.alloc(0);

interface Turn {
  readonly fromClient: boolean;
  readonly flags: number;
  readonly payload: Uint8Array;
}

/** @returns how many verdicts were given */
export function warmUpLane(options: LaneOptions, model: Model, newSink: SinkFactory): number {
  const sink = newSink({ output: new Output({ to: () => {} }) });
  sink.open();
  const { flow, devices, all, verbose, redact } = options;
  const live = new LiveRun(
    {
      ...model,
      flow: { ...flow, maxFlows: Math.min(flow.maxFlows, MAX_FLOWS) },
      devices,
      all,
      verbose,
      ...(redact === undefined ? {} : { redact }),
      capture: '',
      index: 0,
      engines: 1,
    },
    (record) => sink.write(record),
  );
  const batch = newBatch();
  batch.octets = new Uint8Array(SIDE_BY_SIDE * MOST_FRAME);
  let nowUs = BEGIN_US;
  for (let first = 0; first < FLOWS; first += SIDE_BY_SIDE) {
    const turns = Array.from({ length: SIDE_BY_SIDE }, (_, i) => turnsOf(first + i));
    const sequences = turns.map(() => ({ client: 0, server: 0 }));
    for (let step = 0; ; step++) {
      batch.count = 0;
      for (const [i, list] of turns.entries()) {
        const turn = list[step];
        if (turn !== undefined) add(batch, first + i, i, turn, sequences[i]!, nowUs);
      }
      if (batch.count === 0) break;
      live.take(batch, nowUs);
      sink.flush();
      nowUs += BATCH_US;
    }
  }
  live.finish();
  sink.flush();
  return live.verdicts;
}

function turnsOf(flow: number): Turn[] {
  const turn = (fromClient: boolean, flags: number, payload: Uint8Array = NOTHING): Turn => ({
    fromClient,
    flags,
    payload,
  });
  const isRefused = flow % FAILED_EACH === 0;
  return [
    turn(true, SYN),
    turn(false, SYN | ACK),
    turn(true, ACK),
    turn(true, ACK, madeUpHello(FIRST_CIPHER + (flow % CIPHERS))),
    turn(false, ACK, SERVER_HELLO),
    ...(isRefused
      ? [turn(true, ACK, REFUSED), turn(true, RST | ACK)]
      : [
          turn(false, ACK, OPAQUE),
          turn(true, ACK, OPAQUE),
          turn(false, ACK, OPAQUE),
          turn(true, ACK),
          turn(true, FIN | ACK),
          turn(false, FIN | ACK),
          turn(true, ACK),
        ]),
  ];
}

/** Puts a packet into its flow's place. Nobody looks at checksums. */
function add(
  batch: PacketBatch,
  flow: number,
  place: number,
  { fromClient, flags, payload }: Turn,
  sequences: { client: number; server: number },
  nowUs: number,
): void {
  const { octets } = batch;
  const from = place * MOST_FRAME;
  const isV6 = flow % 4 === 3;
  const hasEthernet = flow % 2 === 0;
  const view = new DataView(octets.buffer, octets.byteOffset + from, MOST_FRAME);
  octets.fill(0, from, from + MOST_FRAME);
  let at = 0;
  if (hasEthernet) {
    view.setUint16(12, isV6 ? 0x86dd : 0x0800);
    at = 14;
  }
  const tcp = at + (isV6 ? 40 : 20);
  const end = tcp + 20 + payload.length;
  const client = 1 + (flow >>> 4);
  if (isV6) {
    // RFC 8200 §3; 2001:db8::/32 of RFC 3849.
    view.setUint32(at, 0x6000_0000);
    view.setUint16(at + 4, end - tcp);
    view.setUint8(at + 6, TCP);
    view.setUint8(at + 7, 64);
    for (const address of [at + 8, at + 24]) view.setUint32(address, 0x2001_0db8);
    view.setUint32(at + (fromClient ? 20 : 36), client);
  } else {
    // RFC 791 §3.1; 192.0.2.0/24 of RFC 5737.
    view.setUint16(at, 0x4500);
    view.setUint16(at + 2, end - at);
    view.setUint8(at + 8, 64);
    view.setUint8(at + 9, TCP);
    view.setUint32(at + (fromClient ? 12 : 16), 0x0a00_0000 | client);
    view.setUint32(at + (fromClient ? 16 : 12), 0xc000_0201);
  }
  view.setUint16(tcp + (fromClient ? 0 : 2), 20_000 + (flow & 0x7fff));
  view.setUint16(tcp + (fromClient ? 2 : 0), 443);
  view.setUint32(tcp + 4, fromClient ? sequences.client : sequences.server);
  view.setUint32(tcp + 8, fromClient ? sequences.server : sequences.client);
  view.setUint16(tcp + 12, (5 << 12) | flags);
  view.setUint16(tcp + 14, 0xffff);
  octets.set(payload, from + tcp + 20);
  const moved = payload.length + (flags & (SYN | FIN) ? 1 : 0);
  if (fromClient) sequences.client += moved;
  else sequences.server += moved;
  const i = batch.count++;
  if (i >= BATCH_PACKETS) throw new Error('a warm-up larger than a batch');
  batch.at[i] = from;
  batch.captured[i] = end;
  batch.onWire[i] = end;
  batch.time[i] = nowUs;
  batch.linkType[i] = hasEthernet ? LINKTYPE_ETHERNET : LINKTYPE_RAW;
  batch.label[i] = 0;
}
