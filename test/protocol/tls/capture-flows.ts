/**
 * A capture through the TLS reader, flow by flow, without the flow table: a map by 5-tuple, and a new flow at a SYN with another
 * sequence number. What the engine does besides (bounds, expiry, encapsulations) is left out on purpose.
 */
import { addressText } from '../../../src/bytes/address.js';
import { decode } from '../../../src/packet/decode.js';
import { Fault } from '../../../src/packet/fault.js';
import { PacketView, PROTOCOL_TCP, TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../../../src/packet/view.js';
import { type Handshake, Step } from '../../../src/protocol/reader.js';
import { TlsStream } from '../../../src/protocol/tls/stream.js';
import { openSource } from '../../../src/source/index.js';

export interface ReadFlow {
  readonly ends: readonly [End, End];
  readonly handshake: Handshake;
  readonly frame: number;
  /** Largest number of octets that the reader held. */
  readonly mostHeld: number;
}

export interface End {
  readonly ip: string;
  readonly port: number;
}

interface OpenFlow {
  ends: [End, End];
  stream: TlsStream;
  frame: number;
  syn: number | undefined;
  closed: 'fin' | 'rst' | undefined;
  mostHeld: number;
  hellos: number;
}

/** All TCP flows of a capture in the order of their first packets. */
export async function readFlows(path: string): Promise<ReadFlow[]> {
  const source = await openSource(path);
  const view = new PacketView();
  const current = new Map<string, OpenFlow>();
  const all: OpenFlow[] = [];
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    for (let i = 0; i < batch.count; i++) {
      const fault = decode(view, batch.octets, batch.at[i]!, batch.captured[i]!, batch.onWire[i]!, batch.linkType[i]!);
      if (fault !== Fault.None || view.protocol !== PROTOCOL_TCP) continue;
      const size = view.ipVersion === 4 ? 4 : 16;
      const src: End = { ip: addressText(view.buf, view.srcAt, size), port: view.srcPort };
      const dst: End = { ip: addressText(view.buf, view.dstAt, size), port: view.dstPort };
      const [a, b] = [`${src.ip} ${src.port}`, `${dst.ip} ${dst.port}`];
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      let flow = current.get(key);
      const opens = (view.tcpFlags & TCP_SYN) !== 0 && (view.tcpFlags & TCP_ACK) === 0;
      if (flow === undefined || (opens && flow.syn !== undefined && flow.syn !== view.tcpSequence)) {
        flow = {
          ends: a < b ? [src, dst] : [dst, src],
          stream: new TlsStream(),
          frame: batch.firstFrame + i,
          syn: undefined,
          closed: undefined,
          mostHeld: 0,
          hellos: 0,
        };
        current.set(key, flow);
        all.push(flow);
      }
      if (opens) flow.syn ??= view.tcpSequence;
      const step = flow.stream.segment(
        a < b ? 0 : 1,
        view.tcpSequence,
        view.tcpFlags,
        view.buf,
        view.payloadAt,
        view.payloadEnd,
        view.payloadOnWire,
        batch.firstFrame + i,
      );
      if (step & Step.Hello) flow.hellos++;
      if (flow.hellos > 1) throw new Error('Step.Hello was answered twice');
      flow.mostHeld = Math.max(flow.mostHeld, flow.stream.heldOctets);
      if (view.tcpFlags & (TCP_RST | TCP_FIN)) flow.closed ??= view.tcpFlags & TCP_RST ? 'rst' : 'fin';
    }
  }
  source.close();
  return all.map((flow) => {
    flow.stream.finish(flow.closed);
    return { ends: flow.ends, handshake: flow.stream.handshake, frame: flow.frame, mostHeld: flow.mostHeld };
  });
}
