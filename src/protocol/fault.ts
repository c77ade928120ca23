/**
 * Limits of the readers of handshakes and their public names: which bound a flow reached, as bits of `Handshake.limits`. A
 * bound reached is counted under its name, never thrown and never logged one by one. Public names never change meaning.
 */
export const Limit = {
  None: 0,
  /** A ClientHello that says it is longer than is read. */
  HelloOctets: 1,
  /** Octets held out of order, or retained of a half-read hello. */
  HeldOctets: 2,
  /** Gaps in one direction. */
  Holes: 4,
  /** Octets or segments without any sign of a hello. */
  Probe: 8,
  /** Places where a hello began and then was none. */
  Candidates: 16,
  /** Octets after the hello by which the outcome should have been clear. */
  Watch: 32,
} as const;
export type Limit = (typeof Limit)[keyof typeof Limit];

/** Public name of each limit: bit n of `Handshake.limits` is `LIMIT_NAMES[n]`. */
export const LIMIT_NAMES: readonly string[] = [
  'hello_octets',
  'held_octets',
  'holes',
  'probe',
  'hello_candidates',
  'watch_octets',
];
