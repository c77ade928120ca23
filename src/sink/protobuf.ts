/**
 * Protocol Buffers: the record of FLOW-RECORD.md as `pinsight.v1.FlowRecord` (flow-record.proto beside this file), each
 * message with its length as a varint before it. Generated code wants camelCase names and null for what is absent; times
 * are clamped to the years that the other formats can write.
 */
import { pinsight } from '../gen/flow-record.js';
import type { FlowPart, FlowRecord, PinsightPart, TlsPart } from '../verdict/record.js';
import type { Sink, SinkOptions } from './sink.js';
import { clampTime } from './time.js';

const Message = pinsight.v1.FlowRecord;

export function protobufSink({ output }: SinkOptions): Sink {
  return {
    open: () => output.open(),
    write: (record) => output.octets(protobufOf(record)),
    flush: () => output.flush(),
    close: async () => output.close(),
  };
}

/** One record, with its length before it. */
export function protobufOf(record: FlowRecord): Uint8Array {
  return Message.encodeDelimited({
    timestamp: clampTime(record.timestamp),
    eventType: record.event_type,
    capture: record.capture,
    flowId: record.flow_id,
    communityId: record.community_id,
    srcIp: record.src_ip,
    srcPort: record.src_port,
    destIp: record.dest_ip,
    destPort: record.dest_port,
    proto: record.proto,
    vlan: copy(record.vlan),
    tunnel: copy(record.tunnel),
    appProto: record.app_proto ?? null,
    flow: flowMessage(record.flow),
    tls: record.tls === undefined ? null : tlsMessage(record.tls),
    quic: record.quic ?? null,
    dns: record.dns === undefined ? null : { names: copy(record.dns.names) },
    label: record.label ?? null,
    pinsight: pinsightMessage(record.pinsight),
  }).finish();
}

function flowMessage(part: FlowPart): pinsight.v1.Flow.$Properties {
  return {
    pktsToserver: part.pkts_toserver,
    pktsToclient: part.pkts_toclient,
    bytesToserver: part.bytes_toserver,
    bytesToclient: part.bytes_toclient,
    start: clampTime(part.start),
    end: clampTime(part.end),
    state: part.state,
    reason: part.reason ?? null,
  };
}

function tlsMessage(part: TlsPart): pinsight.v1.Tls.$Properties {
  return {
    version: part.version ?? null,
    sni: part.sni ?? null,
    clientAlpns: copy(part.client_alpns),
    ja3: part.ja3 ?? null,
    ja3s: part.ja3s ?? null,
    ja4: part.ja4 ?? null,
    ja4R: part.ja4_r ?? null,
    ech: part.ech ?? null,
    helloOctets: part.hello_octets ?? null,
    helloPackets: part.hello_packets ?? null,
    retried: part.retried ?? null,
    outcome: part.outcome ?? null,
    outcomeClass: part.outcome_class ?? null,
  };
}

function pinsightMessage(part: PinsightPart): pinsight.v1.Pinsight.$Properties {
  return {
    action: part.action,
    reason: part.reason,
    app: part.app ?? null,
    bundleId: part.bundle_id ?? null,
    score: part.score ?? null,
    confidence: part.confidence ?? null,
    candidates: copy(part.candidates),
    evidence: copy(part.evidence),
    hypotheses: copy(part.hypotheses),
    decidedAt: part.decided_at === undefined ? null : clampTime(part.decided_at),
    decidedPacket: part.decided_packet ?? null,
    decidedFrame: part.decided_frame ?? null,
  };
}

/** The generated types want lists that may be changed; a copy is one. */
function copy<T>(list: readonly T[] | undefined): T[] | null {
  return list === undefined ? null : [...list];
}
