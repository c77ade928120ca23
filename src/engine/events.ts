/**
 * What shards tell the collector: plain objects that survive a structured clone, at most a few per flow. Each carries the
 * number of the frame that caused it, and the collector handles the events of all shards in the order of frames, so
 * that memory which crosses flows never depends on how flows were spread over workers.
 */
import type { Fingerprint } from '../fingerprint/index.js';
import type { DnsAnswer } from '../protocol/dns/answers.js';
import type { Solicited } from '../protocol/dns/queries.js';
import type { Outcome, OutcomeClass } from '../protocol/outcome.js';
import type { HelloPiece } from '../protocol/reader.js';
import type { ClientHello } from '../protocol/tls/client-hello.js';
import type { Label } from '../source/label.js';
import type { Verdict } from '../verdict/verdict.js';

/** A whole ClientHello was read. The one object of its flow: the collector keeps it until the flow is over. */
export interface HelloEvent {
  readonly kind: 'hello';
  readonly frame: number;
  readonly flowId: number;
  /** Packet time (running maximum, us), for memory that ages. */
  readonly now: number;
  /**
   * The packet that completed it: its frame, its own time stamp (us), its number in the flow from 1. A hello beyond a gap that was
   * waited for in vain is told only when its flow is over: then the frame is known, and time and number are 0.
   */
  readonly decidedFrame: number;
  readonly decidedTime: number;
  readonly decidedPacket: number;
  /** Number of the encapsulation it is inside: the same address in another VLAN or tunnel is another client. */
  readonly within: number;
  readonly clientIp: string;
  readonly clientPort: number;
  readonly serverIp: string;
  readonly serverPort: number;
  /** Which end sent it: 0 the lower, 1 the upper. */
  readonly client: 0 | 1;
  readonly carrier: 't' | 'q' | 'd';
  readonly hello: HelloFacts;
  readonly fingerprint: Fingerprint;
  /** The flow as it stands; only where a record is wanted at the hello already. */
  soFar: EndEvent | undefined;
  /** From here on the collector's, which fills it in: what it decided, names that spoke for the flow, how the handshake ended. */
  verdict: Verdict | undefined;
  names: readonly string[];
  dnsFrames: readonly { readonly name: string; readonly frame: number }[];
  ending: Ending | undefined;
}

/** What records and verdicts need of a ClientHello. Flows that agree in all of it may share it. */
export interface HelloFacts {
  readonly sni: string | undefined;
  /** Printable, in wire order, GREASE left out. */
  readonly alpn: readonly string[];
  /** Highest version offered, as a number. */
  readonly version: number;
  readonly ech: boolean;
  readonly octets: number;
  readonly packets: number;
  readonly quicVersion: string | undefined;
  /** Whom the client asked a proxy for, before the hello. */
  readonly proxyTarget: string | undefined;
  /** Where they were read; only when asked for. */
  readonly pieces: readonly HelloPiece[];
  readonly positions: ClientHello['positions'] | undefined;
}

/** Nothing more will be read of this flow's handshake. For flows that had a hello, or whose end will be told and whose server spoke. */
export interface SettledEvent {
  readonly kind: 'settled';
  readonly frame: number;
  readonly flowId: number;
  readonly now: number;
  readonly ending: Ending;
  /** Description of the client's fatal alert, if it was readable. */
  readonly alert: number | undefined;
  readonly resumed: boolean;
  readonly serverClosedFirst: boolean;
  readonly earlyData: boolean;
  readonly clientCertificate: boolean;
}

/** What a record says of how a handshake ended. There are few that differ: flows share them. */
export interface Ending {
  /** Negotiated version, if a ServerHello was seen. */
  readonly version: number | undefined;
  readonly ja3s: { readonly hash: string; readonly string: string } | undefined;
  readonly retried: boolean;
  readonly outcome: Outcome;
  readonly outcomeClass: OutcomeClass | undefined;
  readonly quicVersion: string | undefined;
  /** Server name of Google's QUIC before TLS, which has no ClientHello. */
  readonly sni: string | undefined;
}

/** A DNS response reached a client. */
export interface DnsEvent {
  readonly kind: 'dns';
  readonly frame: number;
  readonly flowId: number;
  readonly now: number;
  /** Number of the encapsulation it is inside: the same address in another VLAN or tunnel is another client. */
  readonly within: number;
  readonly client: string;
  /** Who sent it. */
  readonly resolver: string;
  readonly solicited: Solicited;
  readonly answer: DnsAnswer;
}

/** A flow is over, and a record of it is wanted. */
export interface EndEvent {
  readonly kind: 'end';
  readonly frame: number;
  readonly flowId: number;
  /** When the flow's last word is known, us of packet time: what records are ordered by. */
  readonly lastWord: number;
  readonly protocol: number;
  /** Number of the encapsulation it is inside: the same address in another VLAN or tunnel is another client. */
  readonly within: number;
  /** Addresses of its ends in the table's order; empty where there was a hello, whose event has told them. */
  readonly lowerIp: string;
  readonly upperIp: string;
  readonly lowerPort: number;
  readonly upperPort: number;
  readonly communityId: string;
  readonly vlans: readonly number[];
  readonly tunnels: readonly string[];
  /** Which app the capture says it was. */
  readonly label: Label | undefined;
  /** Who opened the connection by SYN, or -1; who sent the first packet. */
  readonly opener: -1 | 0 | 1;
  readonly first: 0 | 1;
  /** By the end that sent them. */
  readonly lowerPackets: number;
  readonly upperPackets: number;
  readonly lowerOctets: number;
  readonly upperOctets: number;
  readonly start: number;
  readonly end: number;
  readonly state: 'new' | 'established' | 'closed';
  readonly reason: 'end_of_input' | 'timeout' | 'fin' | 'rst' | 'evicted';
  /** What was seen of a handshake where there was no whole hello. */
  readonly seen: 'hello' | 'incomplete' | 'tls' | 'dns' | 'other' | 'nothing';
  /** What TLS was carried by, where it was seen. */
  readonly carrier: 't' | 'q' | 'd';
}

export type ShardEvent = HelloEvent | SettledEvent | DnsEvent | EndEvent;
