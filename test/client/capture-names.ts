/**
 * A capture through the readers of DNS and TLS into a NameMemory, without the engine: what the client of each hello was answered for
 * name and address. A flow of TCP port 53 goes to the DNS reader.
 */
import { addressText } from '../../src/bytes/address.js';
import type { DnsCheck } from '../../src/client/client-names.js';
import { NameMemory } from '../../src/client/names.js';
import { decode } from '../../src/packet/decode.js';
import { Fault } from '../../src/packet/fault.js';
import { PacketView, PROTOCOL_TCP } from '../../src/packet/view.js';
import { parseDnsResponse } from '../../src/protocol/dns/answers.js';
import { DnsStream } from '../../src/protocol/dns/stream.js';
import { Step } from '../../src/protocol/reader.js';
import { TlsStream } from '../../src/protocol/tls/stream.js';
import { openSource } from '../../src/source/index.js';

export interface NamedHello {
  readonly client: string;
  readonly server: string;
  readonly sni: string | undefined;
  readonly check: DnsCheck;
  readonly names: readonly string[];
}

const DNS_PORT = 53;

export async function helloNames(path: string): Promise<NamedHello[]> {
  const source = await openSource(path);
  const view = new PacketView();
  const memory = new NameMemory();
  const streams = new Map<string, TlsStream>();
  const dnsStreams = new Map<string, DnsStream>();
  const hellos: NamedHello[] = [];
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    for (let i = 0; i < batch.count; i++) {
      const fault = decode(view, batch.octets, batch.at[i]!, batch.captured[i]!, batch.onWire[i]!, batch.linkType[i]!);
      if (fault !== Fault.None) continue;
      const { buf, payloadAt, payloadEnd, payloadOnWire, srcPort, dstPort } = view;
      const [time, frame] = [batch.time[i]!, batch.firstFrame + i];
      const size = view.ipVersion === 4 ? 4 : 16;
      const src = addressText(buf, view.srcAt, size);
      const dst = addressText(buf, view.dstAt, size);
      if (view.protocol !== PROTOCOL_TCP) {
        const answer = srcPort === DNS_PORT ? parseDnsResponse(buf, payloadAt, payloadEnd) : null;
        if (answer !== null) memory.learn(dst, answer, time, frame);
        continue;
      }
      const [a, b] = [`${src} ${srcPort}`, `${dst} ${dstPort}`];
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      const segment = [
        a < b ? 0 : 1,
        view.tcpSequence,
        view.tcpFlags,
        buf,
        payloadAt,
        payloadEnd,
        payloadOnWire,
        frame,
      ] as const;
      if (srcPort === DNS_PORT || dstPort === DNS_PORT) {
        const stream = dnsStreams.get(key) ?? new DnsStream();
        dnsStreams.set(key, stream);
        const answers = stream.segment(...segment);
        if (srcPort === DNS_PORT) for (const answer of answers) memory.learn(dst, answer, time, frame);
        continue;
      }
      const stream = streams.get(key) ?? new TlsStream();
      streams.set(key, stream);
      if ((stream.segment(...segment) & Step.Hello) === 0) continue;
      const sni = stream.handshake.hello!.sni;
      hellos.push({
        client: src,
        server: dst,
        sni,
        check: sni === undefined ? 'unknown' : memory.check(src, sni, dst, time),
        names: memory.namesFor(src, dst, time),
      });
    }
  }
  source.close();
  return hellos;
}
