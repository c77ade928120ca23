/**
 * FlowRecord: one record per flow, exactly as docs/formats/flow-record.md defines it, keys in that order. Fields whose fact is
 * not known are absent. Times are microseconds since 1970 here; sinks write them as they need to.
 */
import type { Action, Candidate, Evidence, Hypothesis, Reason } from './verdict.js';

export interface FlowRecord {
  timestamp: number;
  event_type: 'flow' | 'verdict';
  capture: string;
  flow_id: number;
  community_id: string;
  src_ip: string;
  src_port: number;
  dest_ip: string;
  dest_port: number;
  proto: 'TCP' | 'UDP';
  vlan?: readonly number[];
  tunnel?: readonly string[];
  app_proto?: 'tls' | 'quic' | 'dtls' | 'dns';
  flow: FlowPart;
  tls?: TlsPart;
  quic?: { version: string };
  dns?: { names: readonly string[] };
  label?: { app: string; source: 'pktap' | 'pcapdroid' | 'option' };
  pinsight: PinsightPart;
}

export interface FlowPart {
  pkts_toserver: number;
  pkts_toclient: number;
  bytes_toserver: number;
  bytes_toclient: number;
  start: number;
  end: number;
  state: 'new' | 'established' | 'closed';
  /** Why it is over; absent while it goes on. */
  reason?: 'end_of_input' | 'timeout' | 'fin' | 'rst' | 'evicted';
}

export interface TlsPart {
  version?: string;
  sni?: string;
  client_alpns?: readonly string[];
  /** `string` is absent where it is beyond all measure. */
  ja3?: { hash: string; string?: string };
  ja3s?: { hash: string; string: string };
  ja4?: string;
  ja4_r?: string;
  ech?: 'absent' | 'offered';
  hello_octets?: number;
  hello_packets?: number;
  retried?: true;
  outcome?: 'established' | 'alert' | 'abandoned' | 'reset' | 'unknown';
  outcome_class?: 'A' | 'B' | 'C' | 'D' | 'used';
}

export interface PinsightPart {
  action: Action;
  reason: Reason;
  app?: string;
  bundle_id?: { ios?: string; android?: string };
  score?: number;
  confidence?: number;
  candidates?: readonly Candidate[];
  /** Without `fact`: the record holds kind, value, app and weight. */
  evidence?: readonly Pick<Evidence, 'kind' | 'value' | 'app' | 'weight'>[];
  /** With --verbose only. */
  hypotheses?: readonly Hypothesis[];
  decided_at?: number;
  decided_packet?: number;
  decided_frame?: number;
}
