/** One finished flow to one FlowRecord: docs/formats/flow-record.md. Unknown facts stay out. */
import { parseAddress } from '../bytes/address.js';
import { communityId } from '../flow/community-id.js';
import { PROTOCOL_TCP } from '../packet/view.js';
import { versionName } from '../protocol/tls/versions.js';
import type { FlowRecord, PinsightPart, TlsPart } from '../verdict/record.js';
import type { Verdict } from '../verdict/verdict.js';
import type { CollectorOptions } from './collect.js';
import type { EndEvent, Ending, HelloEvent } from './events.js';
import type { ExplainDetail } from './options.js';
import type { Orientation } from './orient.js';
import type { Redaction } from './redaction.js';

// Fields are set one by one, in the order of the record: spreading conditional objects costs a tenth of a whole run.

/**
 * @param flow its hello, if it had one
 * @param ending how its handshake ended, as far as that is known
 */
export function buildRecord(
  capture: string,
  event: EndEvent,
  { client, certain }: Orientation,
  flow: HelloEvent | undefined,
  ending: Ending | undefined,
  verdict: Verdict,
  options: CollectorOptions,
  redaction: Redaction,
): FlowRecord {
  const isLower = client === 0;
  const srcPort = isLower ? event.lowerPort : event.upperPort;
  const destPort = isLower ? event.upperPort : event.lowerPort;
  const clientIp = clientIpOf(event, client, flow);
  const srcIp = certain ? redaction.client(clientIp) : redaction.server(clientIp, false);
  const destIp = redaction.server(serverIpOf(event, client, flow), certain);
  const record: Mutable<FlowRecord> = {
    timestamp: event.start,
    event_type: 'flow',
    capture,
    flow_id: event.flowId,
    // A hash of the true address could be searched for it: under a pseudonym the hash is the pseudonym's.
    community_id: redaction.isOn
      ? communityId(parseAddress(srcIp)!, parseAddress(destIp)!, srcPort, destPort, event.protocol)
      : event.communityId,
    src_ip: srcIp,
    src_port: srcPort,
    dest_ip: destIp,
    dest_port: destPort,
    proto: event.protocol === PROTOCOL_TCP ? 'TCP' : 'UDP',
    flow: {
      pkts_toserver: isLower ? event.lowerPackets : event.upperPackets,
      pkts_toclient: isLower ? event.upperPackets : event.lowerPackets,
      bytes_toserver: isLower ? event.lowerOctets : event.upperOctets,
      bytes_toclient: isLower ? event.upperOctets : event.lowerOctets,
      start: event.start,
      end: event.end,
      state: event.state,
      reason: event.reason,
    },
    pinsight: pinsightPart(verdict, flow, options.verbose, options.live === true),
  };
  if (event.vlans.length > 0) record.vlan = event.vlans;
  if (event.tunnels.length > 0) record.tunnel = event.tunnels;
  const appProto = appProtocol(event, flow);
  if (appProto !== undefined) record.app_proto = appProto;
  const tls = tlsPart(event, flow, ending, options.verbose);
  if (tls?.sni !== undefined) tls.sni = redaction.name(tls.sni, clientIp);
  if (tls !== undefined) record.tls = tls;
  const version = flow?.hello.quicVersion ?? ending?.quicVersion;
  if (version !== undefined) record.quic = { version };
  if (flow !== undefined && flow.names.length > 0) record.dns = { names: flow.names };
  // What the capture itself says goes before what was said of the whole of it.
  if (event.label !== undefined) record.label = { app: event.label.app, source: event.label.source };
  else if (options.label !== undefined) record.label = { app: options.label, source: 'option' };
  return record;
}

/** @param client the end that counts as the client */
export function clientIpOf(event: EndEvent, client: 0 | 1, flow: HelloEvent | undefined): string {
  return flow?.clientIp ?? (client === 0 ? event.lowerIp : event.upperIp);
}

export function serverIpOf(event: EndEvent, client: 0 | 1, flow: HelloEvent | undefined): string {
  return flow?.serverIp ?? (client === 0 ? event.upperIp : event.lowerIp);
}

/** The same at the hello, of a flow that goes on: what is not known yet is left out. */
export function buildVerdictRecord(
  capture: string,
  soFar: EndEvent,
  client: Orientation,
  flow: HelloEvent,
  verdict: Verdict,
  options: CollectorOptions,
  redaction: Redaction,
): FlowRecord {
  const record = buildRecord(capture, soFar, client, flow, undefined, verdict, options, redaction);
  record.event_type = 'verdict';
  delete record.flow.reason;
  delete record.tls?.outcome;
  return record;
}

/** Where each thing that the verdict rests on was read. */
export function explainDetail(flow: HelloEvent): ExplainDetail {
  const { pieces, positions } = flow.hello;
  const readAt = Object.entries(positions ?? {}).map(([what, helloOffset]) => {
    let frame = flow.decidedFrame;
    for (const piece of pieces) if (piece.from <= helloOffset) frame = piece.frame;
    return { what, frame, helloOffset };
  });
  return { readAt, dnsFrames: flow.dnsFrames };
}

const APP_PROTO = { t: 'tls', q: 'quic', d: 'dtls' } as const;

function appProtocol(event: EndEvent, flow: HelloEvent | undefined): FlowRecord['app_proto'] {
  if (flow !== undefined) return APP_PROTO[flow.carrier];
  if (event.seen === 'tls' || event.seen === 'incomplete') return APP_PROTO[event.carrier];
  return event.seen === 'dns' ? 'dns' : undefined;
}

function tlsPart(
  event: EndEvent,
  flow: HelloEvent | undefined,
  ending: Ending | undefined,
  verbose: boolean,
): Mutable<TlsPart> | undefined {
  if (flow === undefined && event.seen !== 'tls' && event.seen !== 'incomplete') return undefined;
  const tls: Mutable<TlsPart> = {};
  const hello = flow?.hello;
  const fingerprint = flow?.fingerprint;
  const negotiated = ending?.version ?? hello?.version;
  if (negotiated !== undefined) tls.version = versionName(negotiated);
  const sni = hello?.sni ?? ending?.sni;
  if (sni !== undefined) tls.sni = sni;
  if (hello !== undefined && hello.alpn.length > 0) tls.client_alpns = hello.alpn;
  if (fingerprint?.ja3 !== undefined) tls.ja3 = fingerprint.ja3;
  if (ending?.ja3s !== undefined) tls.ja3s = ending.ja3s;
  if (fingerprint?.ja4 !== undefined) tls.ja4 = fingerprint.ja4;
  if (verbose && fingerprint?.ja4Raw !== undefined) tls.ja4_r = fingerprint.ja4Raw;
  if (hello !== undefined) {
    tls.ech = hello.ech ? 'offered' : 'absent';
    tls.hello_octets = hello.octets;
    tls.hello_packets = hello.packets;
  }
  if (ending?.retried) tls.retried = true;
  tls.outcome = ending?.outcome ?? 'unknown';
  if (verbose && ending?.outcomeClass !== undefined) tls.outcome_class = ending.outcomeClass;
  return tls;
}

function pinsightPart(verdict: Verdict, flow: HelloEvent | undefined, verbose: boolean, live: boolean): PinsightPart {
  const part: Mutable<PinsightPart> = { action: verdict.action, reason: verdict.reason };
  if (verdict.app !== undefined) part.app = verdict.app;
  if (verdict.bundleId !== undefined) part.bundle_id = verdict.bundleId;
  if (verdict.score !== undefined) part.score = verdict.score;
  if (verdict.confidence !== undefined) part.confidence = verdict.confidence;
  if (verdict.candidates !== undefined && verdict.candidates.length > 0) part.candidates = verdict.candidates;
  if (verdict.evidence !== undefined && verdict.evidence.length > 0) part.evidence = verdict.evidence;
  if (verbose && verdict.hypotheses !== undefined) part.hypotheses = verdict.hypotheses;
  if (flow !== undefined) {
    if (flow.decidedPacket > 0) {
      part.decided_at = flow.decidedTime;
      part.decided_packet = flow.decidedPacket;
    }
    if (!live) part.decided_frame = flow.decidedFrame;
  }
  return part;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
