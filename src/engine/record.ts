/** One finished flow to one FlowRecord: docs/formats/flow-record.md. Unknown facts stay out. */
import { parseAddress } from '../bytes/address.js';
import { communityId } from '../flow/community-id.js';
import { PROTOCOL_TCP } from '../packet/view.js';
import { versionName } from '../protocol/tls/versions.js';
import type { FlowRecord, PinsightPart, TlsPart } from '../verdict/record.js';
import type { Verdict } from '../verdict/verdict.js';
import type { CollectorOptions, OpenFlow } from './collect.js';
import type { EndEvent, SettledEvent } from './events.js';
import type { ExplainDetail } from './options.js';

export function buildRecord(
  capture: string,
  event: EndEvent,
  client: 0 | 1,
  known: { readonly flow: OpenFlow | null; readonly settled: SettledEvent | null; readonly verdict: Verdict },
  options: CollectorOptions,
): FlowRecord {
  const { flow, settled, verdict } = known;
  const server = client === 0 ? 1 : 0;
  const { port: srcPort } = event.ends[client];
  const { ip: destIp, port: destPort } = event.ends[server];
  const srcIp = options.redact?.(event.ends[client].ip) ?? event.ends[client].ip;
  const appProto = appProtocol(event, flow);
  const tls = tlsPart(event, flow, settled, options.verbose);
  return {
    timestamp: event.start,
    event_type: 'flow',
    capture,
    flow_id: event.flowId,
    // A hash of the true address could be searched for it: under a pseudonym the hash is the pseudonym's.
    community_id: options.redact
      ? communityId(parseAddress(srcIp)!, parseAddress(destIp)!, srcPort, destPort, event.protocol)
      : event.communityId,
    src_ip: srcIp,
    src_port: srcPort,
    dest_ip: destIp,
    dest_port: destPort,
    proto: event.protocol === PROTOCOL_TCP ? 'TCP' : 'UDP',
    ...(event.vlans.length > 0 ? { vlan: event.vlans } : {}),
    ...(appProto === undefined ? {} : { app_proto: appProto }),
    flow: {
      pkts_toserver: event.packets[client],
      pkts_toclient: event.packets[server],
      bytes_toserver: event.octets[client],
      bytes_toclient: event.octets[server],
      start: event.start,
      end: event.end,
      state: event.state,
      reason: event.reason,
    },
    ...(tls === undefined ? {} : { tls }),
    ...(flow?.hello.hello.quicVersion === undefined ? {} : { quic: { version: flow.hello.hello.quicVersion } }),
    ...(flow !== null && flow.names.length > 0 ? { dns: { names: flow.names } } : {}),
    ...(options.label === undefined ? {} : { label: { app: options.label, source: 'option' as const } }),
    pinsight: pinsightPart(verdict, flow, options.verbose),
  };
}

/** Where each thing that the verdict rests on was read. */
export function explainDetail(flow: OpenFlow): ExplainDetail {
  const { pieces, positions } = flow.hello.hello;
  const readAt = Object.entries(positions).map(([what, helloOffset]) => {
    let frame = flow.hello.frame;
    for (const piece of pieces) if (piece.from <= helloOffset) frame = piece.frame;
    return { what, frame, helloOffset };
  });
  return { readAt, dnsFrames: flow.dnsFrames };
}

function appProtocol(event: EndEvent, flow: OpenFlow | null): FlowRecord['app_proto'] {
  if (flow !== null) return flow.hello.carrier === 'q' ? 'quic' : flow.hello.carrier === 'd' ? 'dtls' : 'tls';
  if (event.seen === 'tls' || event.seen === 'incomplete') return 'tls';
  return event.seen === 'dns' ? 'dns' : undefined;
}

function tlsPart(
  event: EndEvent,
  flow: OpenFlow | null,
  settled: SettledEvent | null,
  verbose: boolean,
): TlsPart | undefined {
  if (flow === null && event.seen !== 'tls' && event.seen !== 'incomplete') return undefined;
  const negotiated = settled?.version ?? flow?.hello.hello.version;
  const hello = flow?.hello.hello;
  const fingerprint = flow?.hello.fingerprint;
  return {
    ...(negotiated === undefined ? {} : { version: versionName(negotiated) }),
    ...(hello?.sni === undefined ? {} : { sni: hello.sni }),
    ...(hello === undefined || hello.alpn.length === 0 ? {} : { client_alpns: hello.alpn }),
    ...(fingerprint?.ja3 === undefined ? {} : { ja3: fingerprint.ja3 }),
    ...(settled?.ja3s === undefined ? {} : { ja3s: settled.ja3s }),
    ...(fingerprint?.ja4 === undefined ? {} : { ja4: fingerprint.ja4 }),
    ...(verbose && fingerprint?.ja4Raw !== undefined ? { ja4_r: fingerprint.ja4Raw } : {}),
    ...(hello === undefined
      ? {}
      : {
          ech: hello.ech ? ('offered' as const) : ('absent' as const),
          hello_octets: hello.octets,
          hello_packets: hello.packets,
        }),
    ...(settled?.retried ? { retried: true as const } : {}),
    outcome: settled?.outcome ?? 'unknown',
    ...(verbose && settled?.outcomeClass !== undefined ? { outcome_class: settled.outcomeClass } : {}),
  };
}

function pinsightPart(verdict: Verdict, flow: OpenFlow | null, verbose: boolean): PinsightPart {
  const { action, reason, app, bundleId, score, confidence, candidates, evidence, hypotheses } = verdict;
  return {
    action,
    reason,
    ...(app === undefined ? {} : { app }),
    ...(bundleId === undefined ? {} : { bundle_id: bundleId }),
    ...(score === undefined ? {} : { score }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(candidates === undefined || candidates.length === 0 ? {} : { candidates }),
    ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }),
    ...(verbose && hypotheses !== undefined ? { hypotheses } : {}),
    ...(flow === null
      ? {}
      : { decided_at: flow.hello.time, decided_packet: flow.hello.packet, decided_frame: flow.hello.frame }),
  };
}
