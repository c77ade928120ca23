/**
 * UDP flows of a capture, each handed to the reader that its first datagrams ask for, as the engine does it: for tests of
 * QuicConnection and DtlsAssociation alone, with no engine around them. Encapsulations are not looked into.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { addressText } from '../../src/bytes/address.js';
import { decode } from '../../src/packet/decode.js';
import { Fault } from '../../src/packet/fault.js';
import { PacketView, PROTOCOL_UDP } from '../../src/packet/view.js';
import { DtlsAssociation } from '../../src/protocol/dtls/association.js';
import { looksLikeDtls } from '../../src/protocol/dtls/record.js';
import { QuicConnection } from '../../src/protocol/quic/connection.js';
import { looksLikeQuic } from '../../src/protocol/quic/probe.js';
import { Step } from '../../src/protocol/reader.js';
import { openSource } from '../../src/source/index.js';

/** Datagrams of a flow that are probed. */
const PROBES = 64;

export interface UdpFlow {
  /** Address and port of each end: of direction 0, then of 1. */
  readonly ends: readonly [string, string];
  reader: QuicConnection | DtlsAssociation | null;
  datagrams: number;
  done: boolean;
  /** How often the reader said that the hello became whole. */
  hellos: number;
}

export interface Datagram {
  readonly direction: 0 | 1;
  readonly octets: Uint8Array;
  readonly onWire: number;
  readonly frame: number;
}

/** Calls `each` for every UDP datagram; empty if the file is no capture, and as far as it can be read. */
export async function eachDatagram(
  path: string,
  each: (ends: [string, string], datagram: Datagram) => void,
): Promise<void> {
  const source = await openSource(path);
  const view = new PacketView();
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    for (let i = 0; i < batch.count; i++) {
      const { octets, at, captured, onWire, linkType } = batch;
      if (decode(view, octets, at[i]!, captured[i]!, onWire[i]!, linkType[i]!) !== Fault.None) continue;
      if (view.protocol !== PROTOCOL_UDP || view.payloadOnWire === 0) continue;
      const length = view.ipVersion === 4 ? 4 : 16;
      const src = `${addressText(octets, view.srcAt, length)} ${view.srcPort}`;
      const dst = `${addressText(octets, view.dstAt, length)} ${view.dstPort}`;
      const direction = src < dst ? 0 : 1;
      each(direction === 0 ? [src, dst] : [dst, src], {
        direction,
        octets: view.buf.slice(view.payloadAt, view.payloadEnd),
        onWire: view.payloadOnWire,
        frame: batch.firstFrame + i,
      });
    }
  }
  source.close();
}

/** All UDP flows of a capture that a reader was opened for. */
export async function udpFlows(path: string): Promise<UdpFlow[]> {
  const flows = new Map<string, UdpFlow>();
  await eachDatagram(path, (ends, { direction, octets, onWire, frame }) => {
    const key = ends.join(' ');
    let flow = flows.get(key);
    if (flow === undefined) {
      flow = { ends, reader: null, datagrams: 0, done: false, hellos: 0 };
      flows.set(key, flow);
    }
    flow.datagrams++;
    if (flow.done) return;
    if (flow.reader === null && flow.datagrams <= PROBES) {
      if (looksLikeQuic(octets, 0, octets.length)) flow.reader = new QuicConnection();
      else if (looksLikeDtls(octets, 0, octets.length)) flow.reader = new DtlsAssociation();
    }
    if (flow.reader === null) return;
    const step = flow.reader.datagram(direction, octets, 0, octets.length, onWire, frame);
    if (step & Step.Hello) flow.hellos++;
    if (step & Step.Done) flow.done = true;
  });
  for (const flow of flows.values()) flow.reader?.finish(undefined);
  return [...flows.values()].filter((flow) => flow.reader !== null);
}

/** Client and server of a flow with a hello, as `address port` each. */
export function orient(flow: UdpFlow): [string, string] {
  const client = flow.reader!.handshake.clientDirection;
  return client === 1 ? [flow.ends[1], flow.ends[0]] : [flow.ends[0], flow.ends[1]];
}

/** Every file below a folder, as paths relative to it, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
