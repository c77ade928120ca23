/** What a run of the offline engine is asked for, and what it answers. */
import type { Catalog } from '../catalog/index.js';
import type { Damage } from '../source/source.js';
import type { Policy } from '../verdict/policy.js';
import type { FlowRecord } from '../verdict/record.js';
import type { Action, Reason } from '../verdict/verdict.js';

export interface FlowOptions {
  /** Bound of the flow table; divided over 64 partitions, so at least 64. */
  readonly maxFlows: number;
  /** Seconds a flow may be silent before it is over. */
  readonly timeouts: {
    readonly established: number;
    readonly halfOpen: number;
    readonly closed: number;
    readonly udp: number;
  };
  readonly ignoreVlan: boolean;
}

export const DEFAULT_FLOW_OPTIONS: FlowOptions = {
  maxFlows: 1_000_000,
  timeouts: { established: 300, halfOpen: 10, closed: 5, udp: 60 },
  ignoreVlan: false,
};

export interface ShardOptions {
  readonly flow: FlowOptions;
  /** This shard keeps the partitions p with p % shards === index. */
  readonly index: number;
  readonly shards: number;
  /** Records of flows without a hello are wanted too. */
  readonly all: boolean;
  /** Where things were read is wanted too. */
  readonly explain?: boolean;
  /**
   * Packets come as they happen. Time is then what `tick` says and not what packets say, so that a step of the system's clock ends
   * no flow and none stays for ever; hellos come with the flow as it stands (`soFar`).
   */
  readonly live?: boolean;
  /** Live only: gets the number of the flow (0 for none) of each packet of a batch, at the packet's place in the batch. */
  readonly flowOf?: Float64Array;
  /** Of the hashes that decide places in tables, for tests: no output depends on it. Else drawn. */
  readonly seed?: number;
}

export interface ClassifyOptions {
  /** Paths as the user named them; `-` is standard input. */
  readonly inputs: readonly string[];
  /** The inputs are one capture (rotated files). */
  readonly join: boolean;
  /** Number of workers, or `auto`: the engine chooses by size and kind of input. */
  readonly workers: number | 'auto';
  readonly flow: FlowOptions;
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** Client networks of the tunnel (CIDR). */
  readonly devices: readonly string[];
  /** Records for flows without a hello too. */
  readonly all: boolean;
  /** ja4_r, outcome class and losing hypotheses in the records. */
  readonly verbose: boolean;
  /** Ground truth for the whole input. */
  readonly label?: string;
  /** Replaces client addresses (RFC 5952 or dotted text in, text out). */
  readonly redact?: (address: string) => string;
  /** Octets asked of an input at once; default 256 KiB. Changes no result. */
  readonly readSize?: number;
  /** Called between batches, at most a few times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Keep what `explain` needs beside each record (pieces of the hello, all hypotheses). */
  readonly explain?: boolean;
}

export interface Progress {
  readonly capture: string;
  /** Which input of how many, from 0. */
  readonly index: number;
  readonly inputs: number;
  /** Octets of this input read so far and, where known, its size. */
  readonly position: number;
  readonly size: number | undefined;
  readonly packets: number;
  readonly flows: number;
}

export interface Summary {
  captures: number;
  packets: number;
  octets: number;
  flows: number;
  records: number;
  hellos: { tls: number; quic: number; dtls: number };
  actions: Record<Action, number>;
  reasons: Partial<Record<Reason, number>>;
  in_flows: number;
  unattributed: Record<string, number>;
  limits: Record<string, number>;
  /** Flows that are tunnels which cannot be looked into, by kind. */
  opaque: Record<string, number>;
  /** Octets of TCP segments that said something else about octets already seen: the first copy counted. */
  conflicts: number;
}

export interface ClassifyReport {
  readonly summary: Summary;
  /** Inputs that are damaged; what came before the damage is in the records. */
  readonly damage: readonly Damage[];
  /** Inputs that could not be read at all: no such file, not a capture. */
  readonly unreadable: readonly { readonly capture: string; readonly cause: string }[];
}

export type WriteRecord = (record: FlowRecord, detail?: ExplainDetail) => void;

/** Beside the record, when `explain` is on. */
export interface ExplainDetail {
  /** Message offset of each thing read from the hello, and the frame that brought it. */
  readonly readAt: readonly {
    readonly what: string;
    readonly frame: number;
    readonly helloOffset: number;
  }[];
  /** Frames of the DNS answers that named the destination. */
  readonly dnsFrames: readonly { readonly name: string; readonly frame: number }[];
}
