/** One finished flow to one FlowRecord: docs/formats/flow-record.md. Unknown facts stay out. */
import { parseAddress } from '../bytes/address.js';
import { communityId } from '../flow/community-id.js';
import { PROTOCOL_TCP } from '../packet/view.js';
import { versionName } from '../protocol/tls/versions.js';
import type { FlowRecord, PinsightPart, TlsPart } from '../verdict/record.js';
import type { Verdict } from '../verdict/verdict.js';
import type { CollectorOptions, Ending, OpenFlow } from './collect.js';
import type { EndEvent } from './events.js';
import type { ExplainDetail } from './options.js';
import type { Orientation } from './orient.js';
import type { Redaction } from './redaction.js';

// Fields are set one by one, in the order of the record: spreading conditional objects costs a tenth of a whole run.

/** What is known of a flow's handshake. */
export interface Known {
  readonly flow: OpenFlow | null;
  readonly settled: Ending | null;
  readonly verdict: Verdict;
}

export function buildRecord(
  capture: string,
  event: EndEvent,
  { client, certain }: Orientation,
  known: Known,
  options: CollectorOptions,
  redaction: Redaction,
): FlowRecord {
  const { flow, settled, verdict } = known;
  const server = client === 0 ? 1 : 0;
  const { port: srcPort } = event.ends[client];
  const { port: destPort } = event.ends[server];
  const clientIp = event.ends[client].ip;
  const srcIp = certain ? redaction.client(clientIp) : redaction.server(clientIp, false);
  const destIp = redaction.server(event.ends[server].ip, certain);
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
      pkts_toserver: event.packets[client],
      pkts_toclient: event.packets[server],
      bytes_toserver: event.octets[client],
      bytes_toclient: event.octets[server],
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
  const tls = tlsPart(event, flow, settled, options.verbose);
  if (tls?.sni !== undefined) tls.sni = redaction.name(tls.sni, clientIp);
  if (tls !== undefined) record.tls = tls;
  const version = flow?.hello.quicVersion ?? settled?.quicVersion;
  if (version !== undefined) record.quic = { version };
  if (flow !== null && flow.names.length > 0) record.dns = { names: flow.names };
  // What the capture itself says goes before what was said of the whole of it.
  if (event.label !== undefined) record.label = { app: event.label.app, source: event.label.source };
  else if (options.label !== undefined) record.label = { app: options.label, source: 'option' };
  return record;
}

/** The same at the hello, of a flow that goes on: what is not known yet is left out. */
export function buildVerdictRecord(
  capture: string,
  soFar: EndEvent,
  client: Orientation,
  flow: OpenFlow,
  options: CollectorOptions,
  redaction: Redaction,
): FlowRecord {
  const known: Known = { flow, settled: null, verdict: flow.verdict };
  const record = buildRecord(capture, soFar, client, known, options, redaction);
  record.event_type = 'verdict';
  delete record.flow.reason;
  delete record.tls?.outcome;
  return record;
}

/** Where each thing that the verdict rests on was read. */
export function explainDetail(flow: OpenFlow): ExplainDetail {
  const { pieces, positions } = flow.hello;
  const readAt = Object.entries(positions ?? {}).map(([what, helloOffset]) => {
    let frame = flow.decided.frame;
    for (const piece of pieces) if (piece.from <= helloOffset) frame = piece.frame;
    return { what, frame, helloOffset };
  });
  return { readAt, dnsFrames: flow.dnsFrames };
}

const APP_PROTO = { t: 'tls', q: 'quic', d: 'dtls' } as const;

function appProtocol(event: EndEvent, flow: OpenFlow | null): FlowRecord['app_proto'] {
  if (flow !== null) return APP_PROTO[flow.carrier];
  if (event.seen === 'tls' || event.seen === 'incomplete') return APP_PROTO[event.carrier];
  return event.seen === 'dns' ? 'dns' : undefined;
}

function tlsPart(
  event: EndEvent,
  flow: OpenFlow | null,
  settled: Ending | null,
  verbose: boolean,
): Mutable<TlsPart> | undefined {
  if (flow === null && event.seen !== 'tls' && event.seen !== 'incomplete') return undefined;
  const tls: Mutable<TlsPart> = {};
  const hello = flow?.hello;
  const fingerprint = flow?.fingerprint;
  const negotiated = settled?.version ?? hello?.version;
  if (negotiated !== undefined) tls.version = versionName(negotiated);
  const sni = hello?.sni ?? settled?.sni;
  if (sni !== undefined) tls.sni = sni;
  if (hello !== undefined && hello.alpn.length > 0) tls.client_alpns = hello.alpn;
  if (fingerprint?.ja3 !== undefined) tls.ja3 = fingerprint.ja3;
  if (settled?.ja3s !== undefined) tls.ja3s = settled.ja3s;
  if (fingerprint?.ja4 !== undefined) tls.ja4 = fingerprint.ja4;
  if (verbose && fingerprint?.ja4Raw !== undefined) tls.ja4_r = fingerprint.ja4Raw;
  if (hello !== undefined) {
    tls.ech = hello.ech ? 'offered' : 'absent';
    tls.hello_octets = hello.octets;
    tls.hello_packets = hello.packets;
  }
  if (settled?.retried) tls.retried = true;
  tls.outcome = settled?.outcome ?? 'unknown';
  if (verbose && settled?.outcomeClass !== undefined) tls.outcome_class = settled.outcomeClass;
  return tls;
}

function pinsightPart(verdict: Verdict, flow: OpenFlow | null, verbose: boolean, live: boolean): PinsightPart {
  const part: Mutable<PinsightPart> = { action: verdict.action, reason: verdict.reason };
  if (verdict.app !== undefined) part.app = verdict.app;
  if (verdict.bundleId !== undefined) part.bundle_id = verdict.bundleId;
  if (verdict.score !== undefined) part.score = verdict.score;
  if (verdict.confidence !== undefined) part.confidence = verdict.confidence;
  if (verdict.candidates !== undefined && verdict.candidates.length > 0) part.candidates = verdict.candidates;
  if (verdict.evidence !== undefined && verdict.evidence.length > 0) part.evidence = verdict.evidence;
  if (verbose && verdict.hypotheses !== undefined) part.hypotheses = verdict.hypotheses;
  if (flow !== null) {
    const { frame, time, packet } = flow.decided;
    if (time !== undefined) part.decided_at = time;
    if (packet !== undefined) part.decided_packet = packet;
    if (!live) part.decided_frame = frame;
  }
  return part;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
