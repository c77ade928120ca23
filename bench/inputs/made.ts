/** What the generator says of a capture that it made; kept beside it as JSON, and held against what pinsight reads by a test. */
export interface Made {
  readonly input: string;
  readonly packets: number;
  /** Octets of the file. */
  readonly octets: number;
  /** Flows of synthetic inputs; for `mix` the 5-tuples of all replayed recordings, each as often as it was replayed. */
  readonly flows?: number;
  /** ClientHellos; not counted for `mix`, where the recordings' own table says how many there are. */
  readonly hellos?: number;
  /** Hellos over TCP in two or more segments, and those whose second segment comes first. */
  readonly splitHellos?: number;
  readonly disorderedHellos?: number;
  readonly ipv6Flows?: number;
  readonly quicFlows?: number;
  /** `mix` only: how often each recording was replayed. */
  readonly replays?: Readonly<Record<string, number>>;
}

/** First packet of every input: 2026-09-21T16:53:20Z. */
export const START_US = 1_790_000_000_000_000;

/** Lanes at full size, and octets of a capture for each, so that a small capture is not all beginnings. */
const MOST_LANES = 512;
const OCTETS_PER_LANE = 100_000;

/** How many flows or recordings are played side by side. */
export function lanesFor(octets: number): number {
  return Math.max(1, Math.min(MOST_LANES, Math.floor(octets / OCTETS_PER_LANE)));
}
