/**
 * JSON Lines: FLOW-RECORD.md, "One record". UTF-8, one object a line, keys in the document's order, absent facts left out.
 * Written by hand and not by JSON.stringify over a second object: it is once per flow, and a million flows are an ordinary
 * capture. Strings and numbers come out exactly as JSON.stringify writes them (RFC 8259).
 */
import type { FlowPart, FlowRecord, PinsightPart, TlsPart } from '../verdict/record.js';
import type { Candidate, Hypothesis } from '../verdict/verdict.js';
import type { Sink, SinkOptions } from './sink.js';
import { isoTime } from './time.js';

export function jsonlSink({ output }: SinkOptions): Sink {
  return {
    open: () => output.open(),
    write: (record) => output.text(`${jsonOf(record)}\n`),
    flush: async () => output.flush(),
    close: async () => output.close(),
  };
}

/** One record as JSON text, without a line end. */
export function jsonOf(record: FlowRecord): string {
  let json = `{"timestamp":"${isoTime(record.timestamp)}","event_type":"${record.event_type}"`;
  json += `,"capture":${quote(record.capture)},"flow_id":${number(record.flow_id)}`;
  json += `,"community_id":${quote(record.community_id)}`;
  json += `,"src_ip":${quote(record.src_ip)},"src_port":${number(record.src_port)}`;
  json += `,"dest_ip":${quote(record.dest_ip)},"dest_port":${number(record.dest_port)}`;
  json += `,"proto":"${record.proto}"`;
  if (record.vlan !== undefined) json += `,"vlan":${list(record.vlan, number)}`;
  if (record.tunnel !== undefined) json += `,"tunnel":${list(record.tunnel, quote)}`;
  if (record.app_proto !== undefined) json += `,"app_proto":"${record.app_proto}"`;
  json += `,"flow":${flow(record.flow)}`;
  if (record.tls !== undefined) json += `,"tls":${tls(record.tls)}`;
  if (record.quic !== undefined) json += `,"quic":{"version":${quote(record.quic.version)}}`;
  if (record.dns !== undefined) json += `,"dns":{"names":${list(record.dns.names, quote)}}`;
  if (record.label !== undefined) {
    json += `,"label":{"app":${quote(record.label.app)},"source":"${record.label.source}"}`;
  }
  return `${json},"pinsight":${pinsight(record.pinsight)}}`;
}

function flow(part: FlowPart): string {
  return (
    `{"pkts_toserver":${number(part.pkts_toserver)},"pkts_toclient":${number(part.pkts_toclient)}` +
    `,"bytes_toserver":${number(part.bytes_toserver)},"bytes_toclient":${number(part.bytes_toclient)}` +
    `,"start":"${isoTime(part.start)}","end":"${isoTime(part.end)}"` +
    `,"state":"${part.state}","reason":"${part.reason}"}`
  );
}

// Every field may be absent, so every field starts with its comma and the first comma is cut off.
function tls(part: TlsPart): string {
  let json = '';
  if (part.version !== undefined) json += `,"version":${quote(part.version)}`;
  if (part.sni !== undefined) json += `,"sni":${quote(part.sni)}`;
  if (part.client_alpns !== undefined) json += `,"client_alpns":${list(part.client_alpns, quote)}`;
  if (part.ja3 !== undefined) json += `,"ja3":${hashed(part.ja3)}`;
  if (part.ja3s !== undefined) json += `,"ja3s":${hashed(part.ja3s)}`;
  if (part.ja4 !== undefined) json += `,"ja4":${quote(part.ja4)}`;
  if (part.ja4_r !== undefined) json += `,"ja4_r":${quote(part.ja4_r)}`;
  if (part.ech !== undefined) json += `,"ech":"${part.ech}"`;
  if (part.hello_octets !== undefined) json += `,"hello_octets":${number(part.hello_octets)}`;
  if (part.hello_packets !== undefined) json += `,"hello_packets":${number(part.hello_packets)}`;
  if (part.retried !== undefined) json += `,"retried":${part.retried}`;
  if (part.outcome !== undefined) json += `,"outcome":"${part.outcome}"`;
  if (part.outcome_class !== undefined) json += `,"outcome_class":"${part.outcome_class}"`;
  return `{${json.slice(1)}}`;
}

function pinsight(part: PinsightPart): string {
  let json = `{"action":"${part.action}","reason":"${part.reason}"`;
  if (part.app !== undefined) json += `,"app":${quote(part.app)}`;
  if (part.bundle_id !== undefined) {
    const { ios, android } = part.bundle_id;
    let ids = '';
    if (ios !== undefined) ids += `,"ios":${quote(ios)}`;
    if (android !== undefined) ids += `,"android":${quote(android)}`;
    json += `,"bundle_id":{${ids.slice(1)}}`;
  }
  if (part.score !== undefined) json += `,"score":${number(part.score)}`;
  if (part.confidence !== undefined) json += `,"confidence":${number(part.confidence)}`;
  if (part.candidates !== undefined) json += `,"candidates":${candidatesJson(part.candidates)}`;
  if (part.evidence !== undefined) json += `,"evidence":${evidenceJson(part.evidence)}`;
  if (part.hypotheses !== undefined) json += `,"hypotheses":${hypothesesJson(part.hypotheses)}`;
  if (part.decided_at !== undefined) json += `,"decided_at":"${isoTime(part.decided_at)}"`;
  if (part.decided_packet !== undefined) json += `,"decided_packet":${number(part.decided_packet)}`;
  if (part.decided_frame !== undefined) json += `,"decided_frame":${number(part.decided_frame)}`;
  return `${json}}`;
}

export function candidatesJson(candidates: readonly Candidate[]): string {
  return list(candidates, (one) => `{"app":${quote(one.app)},"probability":${number(one.probability)}}`);
}

export function evidenceJson(evidence: NonNullable<PinsightPart['evidence']>): string {
  return list(
    evidence,
    (one) =>
      `{"kind":${quote(one.kind)},"value":${quote(one.value)},"app":${quote(one.app)},"weight":${number(one.weight)}}`,
  );
}

export function hypothesesJson(hypotheses: readonly Hypothesis[]): string {
  return list(hypotheses, (one) => {
    const families = Object.entries(one.families).map(([family, bits]) => `${quote(family)}:${number(bits)}`);
    return (
      `{"name":${quote(one.name)},"kind":"${one.kind}","probability":${number(one.probability)}` +
      `,"prior":${number(one.prior)},"families":{${families.join(',')}},"pinned":${number(one.pinned)}}`
    );
  });
}

/** The text that was hashed is left out where it is too long for a record. */
function hashed({ hash, string }: { readonly hash: string; readonly string?: string }): string {
  return `{"hash":${quote(hash)}${string === undefined ? '' : `,"string":${quote(string)}`}}`;
}

function list<T>(items: readonly T[], write: (item: T) => string): string {
  let json = '';
  for (let i = 0; i < items.length; i++) json += (i === 0 ? '' : ',') + write(items[i]!);
  return `[${json}]`;
}

/** Printable ASCII without quote and backslash, which JSON writes as it is: nearly every string of a record. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** As JSON.stringify does: what is no finite number becomes null, so that a line always parses. */
function number(value: number): string {
  return Number.isFinite(value) ? `${value}` : 'null';
}
