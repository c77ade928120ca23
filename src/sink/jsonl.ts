/**
 * JSON Lines: FLOW-RECORD.md, "One record". UTF-8, one object a line, keys in the document's order, absent facts left out.
 * Written by hand, octet by octet, and not by JSON.stringify over a second object: it is once per flow, and a million flows are an
 * ordinary capture. Strings and numbers come out exactly as JSON.stringify writes them (RFC 8259).
 */
import type { FlowPart, FlowRecord, PinsightPart, TlsPart } from '../verdict/record.js';
import type { Candidate, Hypothesis } from '../verdict/verdict.js';
import { JsonOctets } from './json-octets.js';
import type { Sink, SinkOptions } from './sink.js';

/** Most verdicts whose JSON is kept. */
const MAX_VERDICTS = 4096;
/** Places for the JSON of fingerprints. A power of two. */
const MAX_FINGERPRINTS = 1024;
/** Lines are handed on when there is so much of them. */
const LINES_OCTETS = 16 * 1024;

export function jsonlSink({ output }: SinkOptions): Sink {
  const lines = new RecordOctets();
  const handOn = (): void => {
    if (lines.length > 0) output.octets(lines.written);
    lines.clear();
  };
  return {
    open: () => output.open(),
    write(record) {
      lines.line(record);
      if (lines.length >= LINES_OCTETS) handOn();
    },
    flush() {
      handOn();
      output.flush();
    },
    async close() {
      handOn();
      output.close();
    },
  };
}

/** One record as JSON text, without a line end. */
export function jsonOf(record: FlowRecord): string {
  return new RecordOctets().text(record);
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const key = (name: string): Uint8Array => ascii(`,"${name}":`);

const NOTHING = ascii('');
const LINE_END = ascii('\n');
const OPEN_LIST = ascii('[');
const COMMA = ascii(',');
const CLOSE_LIST = ascii(']');
const TRUE = ascii('true');

/** The keys of a record, named as they are. */
const Key = {
  timestamp: key('timestamp'),
  event_type: key('event_type'),
  capture: key('capture'),
  flow_id: key('flow_id'),
  community_id: key('community_id'),
  src_ip: key('src_ip'),
  src_port: key('src_port'),
  dest_ip: key('dest_ip'),
  dest_port: key('dest_port'),
  proto: key('proto'),
  vlan: key('vlan'),
  tunnel: key('tunnel'),
  app_proto: key('app_proto'),
  flow: key('flow'),
  pkts_toserver: key('pkts_toserver'),
  pkts_toclient: key('pkts_toclient'),
  bytes_toserver: key('bytes_toserver'),
  bytes_toclient: key('bytes_toclient'),
  start: key('start'),
  end: key('end'),
  state: key('state'),
  reason: key('reason'),
  tls: key('tls'),
  version: key('version'),
  sni: key('sni'),
  client_alpns: key('client_alpns'),
  ja3: key('ja3'),
  ja3s: key('ja3s'),
  hash: key('hash'),
  string: key('string'),
  ja4: key('ja4'),
  ja4_r: key('ja4_r'),
  ech: key('ech'),
  hello_octets: key('hello_octets'),
  hello_packets: key('hello_packets'),
  retried: key('retried'),
  outcome: key('outcome'),
  outcome_class: key('outcome_class'),
  quic: key('quic'),
  dns: key('dns'),
  names: key('names'),
  label: key('label'),
  app: key('app'),
  source: key('source'),
  pinsight: key('pinsight'),
  action: key('action'),
  bundle_id: key('bundle_id'),
  ios: key('ios'),
  android: key('android'),
  score: key('score'),
  confidence: key('confidence'),
  candidates: key('candidates'),
  evidence: key('evidence'),
  hypotheses: key('hypotheses'),
  decided_at: key('decided_at'),
  decided_packet: key('decided_packet'),
  decided_frame: key('decided_frame'),
} as const;

/**
 * Writes records as JSON. Many flows share one verdict of the judge's memo: its JSON is made once, and found again by its list of
 * evidence, which no other verdict has.
 */
class RecordOctets {
  readonly #json = new JsonOctets();
  readonly #verdicts = new Map<object, Uint8Array>();
  /** By `placeOf`: the fingerprint whose JSON is kept there, that JSON, and the hash that came last. */
  readonly #fingerprints: (object | undefined)[] = new Array<object | undefined>(MAX_FINGERPRINTS).fill(undefined);
  readonly #fingerprintOctets: Uint8Array[] = new Array<Uint8Array>(MAX_FINGERPRINTS).fill(NOTHING);
  readonly #lastHashes: string[] = new Array<string>(MAX_FINGERPRINTS).fill('');
  #capture: string | undefined;
  #captureOctets: Uint8Array = NOTHING;

  /** Octets of the lines written since `clear`. */
  get length(): number {
    return this.#json.length;
  }

  /** The lines written since `clear`; valid until the next call. */
  get written(): Uint8Array {
    return this.#json.written;
  }

  clear(): void {
    this.#json.clear();
  }

  /** Adds one record and a line end. */
  line(record: FlowRecord): void {
    this.#record(record);
    this.#json.plain(LINE_END);
  }

  /** One record as text. */
  text(record: FlowRecord): string {
    this.#json.clear();
    this.#record(record);
    return this.#json.toString();
  }

  #record(record: FlowRecord): void {
    const json = this.#json;
    const from = json.length;
    this.#time(Key.timestamp, record.timestamp);
    this.#text(Key.event_type, record.event_type);
    if (record.capture !== this.#capture) {
      this.#capture = record.capture;
      this.#captureOctets = Buffer.from(`,"capture":${quote(record.capture)}`);
    }
    json.plain(this.#captureOctets);
    this.#number(Key.flow_id, record.flow_id);
    this.#text(Key.community_id, record.community_id);
    this.#text(Key.src_ip, record.src_ip);
    this.#number(Key.src_port, record.src_port);
    this.#text(Key.dest_ip, record.dest_ip);
    this.#number(Key.dest_port, record.dest_port);
    this.#text(Key.proto, record.proto);
    if (record.vlan !== undefined) this.#numbers(Key.vlan, record.vlan);
    if (record.tunnel !== undefined) this.#texts(Key.tunnel, record.tunnel);
    if (record.app_proto !== undefined) this.#text(Key.app_proto, record.app_proto);
    this.#flow(record.flow);
    if (record.tls !== undefined) this.#tls(record.tls);
    if (record.quic !== undefined) {
      const members = this.#open(Key.quic);
      this.#text(Key.version, record.quic.version);
      json.object(members);
    }
    if (record.dns !== undefined) {
      const members = this.#open(Key.dns);
      this.#texts(Key.names, record.dns.names);
      json.object(members);
    }
    if (record.label !== undefined) {
      const members = this.#open(Key.label);
      this.#text(Key.app, record.label.app);
      this.#text(Key.source, record.label.source);
      json.object(members);
    }
    this.#pinsight(record.pinsight);
    json.object(from);
  }

  #flow(part: FlowPart): void {
    const members = this.#open(Key.flow);
    this.#number(Key.pkts_toserver, part.pkts_toserver);
    this.#number(Key.pkts_toclient, part.pkts_toclient);
    this.#number(Key.bytes_toserver, part.bytes_toserver);
    this.#number(Key.bytes_toclient, part.bytes_toclient);
    this.#time(Key.start, part.start);
    this.#time(Key.end, part.end);
    this.#text(Key.state, part.state);
    if (part.reason !== undefined) this.#text(Key.reason, part.reason);
    this.#json.object(members);
  }

  #tls(part: TlsPart): void {
    const members = this.#open(Key.tls);
    if (part.version !== undefined) this.#text(Key.version, part.version);
    if (part.sni !== undefined) this.#text(Key.sni, part.sni);
    if (part.client_alpns !== undefined) this.#texts(Key.client_alpns, part.client_alpns);
    if (part.ja3 !== undefined) this.#fingerprint(Key.ja3, part.ja3);
    if (part.ja3s !== undefined) this.#fingerprint(Key.ja3s, part.ja3s);
    if (part.ja4 !== undefined) this.#text(Key.ja4, part.ja4);
    if (part.ja4_r !== undefined) this.#text(Key.ja4_r, part.ja4_r);
    if (part.ech !== undefined) this.#text(Key.ech, part.ech);
    if (part.hello_octets !== undefined) this.#number(Key.hello_octets, part.hello_octets);
    if (part.hello_packets !== undefined) this.#number(Key.hello_packets, part.hello_packets);
    if (part.retried !== undefined) {
      this.#json.plain(Key.retried);
      this.#json.plain(TRUE);
    }
    if (part.outcome !== undefined) this.#text(Key.outcome, part.outcome);
    if (part.outcome_class !== undefined) this.#text(Key.outcome_class, part.outcome_class);
    this.#json.object(members);
  }

  #pinsight(part: PinsightPart): void {
    const json = this.#json;
    const members = this.#open(Key.pinsight);
    const { evidence } = part;
    const known = evidence === undefined ? undefined : this.#verdicts.get(evidence);
    if (known !== undefined) {
      json.plain(known);
    } else {
      const from = json.length;
      this.#verdict(part);
      if (evidence !== undefined) {
        if (this.#verdicts.size >= MAX_VERDICTS) this.#verdicts.clear();
        this.#verdicts.set(evidence, json.copy(from));
      }
    }
    if (part.decided_at !== undefined) this.#time(Key.decided_at, part.decided_at);
    if (part.decided_packet !== undefined) this.#number(Key.decided_packet, part.decided_packet);
    if (part.decided_frame !== undefined) this.#number(Key.decided_frame, part.decided_frame);
    json.object(members);
  }

  #verdict(part: PinsightPart): void {
    const json = this.#json;
    this.#text(Key.action, part.action);
    this.#text(Key.reason, part.reason);
    if (part.app !== undefined) this.#text(Key.app, part.app);
    if (part.bundle_id !== undefined) {
      const { ios, android } = part.bundle_id;
      const members = this.#open(Key.bundle_id);
      if (ios !== undefined) this.#text(Key.ios, ios);
      if (android !== undefined) this.#text(Key.android, android);
      json.object(members);
    }
    if (part.score !== undefined) this.#number(Key.score, part.score);
    if (part.confidence !== undefined) this.#number(Key.confidence, part.confidence);
    if (part.candidates !== undefined) this.#list(Key.candidates, candidatesJson(part.candidates));
    if (part.evidence !== undefined) this.#list(Key.evidence, evidenceJson(part.evidence));
    if (part.hypotheses !== undefined) this.#list(Key.hypotheses, hypothesesJson(part.hypotheses));
  }

  /** Of JA3 or JA3S: flows of one stack share the object. What comes to a place twice in a row has it. */
  #fingerprint(name: Uint8Array, of: { readonly hash: string; readonly string?: string }): void {
    const json = this.#json;
    const place = placeOf(of.hash);
    if (this.#fingerprints[place] === of) {
      json.plain(name);
      json.plain(this.#fingerprintOctets[place]!);
      return;
    }
    const members = this.#open(name);
    this.#text(Key.hash, of.hash);
    // The text that was hashed is left out where it is too long for a record.
    if (of.string !== undefined) this.#text(Key.string, of.string);
    json.object(members);
    if (this.#lastHashes[place] === of.hash) {
      this.#fingerprints[place] = of;
      this.#fingerprintOctets[place] = json.copy(members);
    }
    this.#lastHashes[place] = of.hash;
  }

  #list(name: Uint8Array, written: string): void {
    this.#json.plain(name);
    this.#json.raw(written);
  }

  /** The key of an object; where its members will begin. */
  #open(name: Uint8Array): number {
    this.#json.plain(name);
    return this.#json.length;
  }

  #text(name: Uint8Array, value: string): void {
    this.#json.plain(name);
    this.#json.text(value);
  }

  #number(name: Uint8Array, value: number): void {
    this.#json.plain(name);
    this.#json.number(value);
  }

  #time(name: Uint8Array, us: number): void {
    this.#json.plain(name);
    this.#json.time(us);
  }

  #texts(name: Uint8Array, values: readonly string[]): void {
    const json = this.#json;
    json.plain(name);
    json.plain(OPEN_LIST);
    for (let i = 0; i < values.length; i++) {
      if (i > 0) json.plain(COMMA);
      json.text(values[i]!);
    }
    json.plain(CLOSE_LIST);
  }

  #numbers(name: Uint8Array, values: readonly number[]): void {
    const json = this.#json;
    json.plain(name);
    json.plain(OPEN_LIST);
    for (let i = 0; i < values.length; i++) {
      if (i > 0) json.plain(COMMA);
      json.number(values[i]!);
    }
    json.plain(CLOSE_LIST);
  }
}

/** Where the JSON of a fingerprint is kept: by the first digits of its hash. */
function placeOf(hash: string): number {
  let place = 0;
  for (let i = 0; i < 3 && i < hash.length; i++) {
    const code = hash.charCodeAt(i);
    place = (place << 4) | ((code & 0xf) + 9 * (code >> 6));
  }
  return place & (MAX_FINGERPRINTS - 1);
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
