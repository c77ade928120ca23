/** Every count a shard keeps, in one typed array that adds up over shards. */
import { FAULT_NAMES } from '../packet/fault.js';
import { FRAGMENT_COUNT_NAMES } from '../packet/ip/fragments.js';
import { LIMIT_NAMES } from '../protocol/fault.js';

export const Count = {
  /** Packets and octets on the wire of the capture. Kept by the one shard that counts for all. */
  Packets: 0,
  Octets: 1,
  /** Packets that flows counted. */
  InFlows: 2,
  Flows: 3,
  HellosTls: 4,
  HellosQuic: 5,
  HellosDtls: 6,
  /** Bounds that were reached. */
  FlowsEvicted: 7,
  Encapsulations: 8,
  HandshakeLimits: 9,
  /** Octets of segments that contradicted octets already seen. */
  Conflicts: 10,
  /** Labels of packets past the limit. */
  Labels: 11,
  /** Flows that are WireGuard tunnels. */
  Wireguard: 12,
  /** From here on: fragmented packets that reached a bound or are an attack, by FragmentCount. */
  Fragments: 13,
  /** From here on: packets that belong to no flow, by fault code. */
  Faults: 18,
} as const;

/** From here on: handshakes that reached a limit of their reader, by bit of `Limit`. */
export const HANDSHAKE_LIMITS = Count.Faults + FAULT_NAMES.length;
export const COUNTS = HANDSHAKE_LIMITS + LIMIT_NAMES.length;

/** The counts of fragments fit between. */
if (Count.Fragments + FRAGMENT_COUNT_NAMES.length !== Count.Faults) throw new Error('counters overlap');

export function newCounters(): Float64Array {
  return new Float64Array(COUNTS);
}

export function addCounters(to: Float64Array, from: Float64Array): void {
  for (let i = 0; i < COUNTS; i++) to[i]! += from[i]!;
}
