/**
 * DnsStream: the reader of one TCP flow with port 53 on a side. RFC 1035 §4.2.2, RFC 7766: messages one after the other, any
 * number of them in a segment and a message in any number of segments. It tells DNS from what else uses the port, and never
 * guesses over a gap: what was not seen whole is said to be so, as in a datagram.
 */
import type { DnsAnswer } from './answers.js';
import { DnsDirection, streamFit } from './direction.js';
import { type Solicited, WaitingQueries } from './queries.js';

/** TCP flags, RFC 9293 §3.1. */
const SYN = 0x02;
const RST = 0x04;

/** Messages of both directions that are read of one flow. */
export const MAX_MESSAGES = 65_536;

const NONE: readonly never[] = [];

/** Whether the first payload octets of one direction can begin DNS over TCP, as far as they are there. */
export function looksLikeDnsStream(octets: Uint8Array, at: number, end: number): boolean {
  return streamFit(octets, at, end) !== 'no';
}

export class DnsStream {
  /** Of each response that the last segment completed: whether it answers a query of this flow. */
  solicited: readonly Solicited[] = NONE;
  readonly #queries = new WaitingQueries();
  readonly #directions: readonly [DnsDirection, DnsDirection] = [
    new DnsDirection(0, this.#queries),
    new DnsDirection(1, this.#queries),
  ];

  /** A message of either direction was recognised. */
  get isDns(): boolean {
    return this.#directions[0].isDns || this.#directions[1].isDns;
  }

  /** Nothing more will be read: it is no DNS, cannot be followed any more, or `MAX_MESSAGES` were read. */
  get done(): boolean {
    return this.#directions[0].lost && this.#directions[1].lost;
  }

  /** `MAX_MESSAGES` were read. */
  get exhausted(): boolean {
    return this.#directions[0].messages + this.#directions[1].messages >= MAX_MESSAGES;
  }

  /** Octets that the reader holds at the moment. */
  get heldOctets(): number {
    return this.#directions[0].heldOctets + this.#directions[1].heldOctets;
  }

  /** Bounds that were reached: bits of `Limit`. */
  get limits(): number {
    return this.#directions[0].limits | this.#directions[1].limits;
  }

  /**
   * One segment; its parameters are those of `TlsStream.segment`.
   *
   * @returns the responses that it completed. They travelled in `direction`, so the client is the other end
   */
  segment(
    direction: 0 | 1,
    sequence: number,
    flags: number,
    octets: Uint8Array,
    at: number,
    end: number,
    onWire: number,
    frame: number,
  ): readonly DnsAnswer[] {
    this.solicited = NONE;
    const side = this.#directions[direction];
    let first = sequence;
    if (flags & SYN) {
      first = (sequence + 1) | 0;
      side.begin(first);
    }
    // RFC 9293 §3.5.3: what a RST carries is no part of the stream.
    if (side.lost || end <= at || flags & RST) return NONE;
    const heard = side.take(first, octets, at, end, onWire, frame, this.isDns);
    if (this.exhausted) for (const each of this.#directions) each.lose();
    else if (side.lost && !this.isDns) this.#notDns(direction);
    if (heard.length === 0) return NONE;
    const allSeen = !this.#queries.incomplete && this.#directions[direction === 0 ? 1 : 0].isFollowed;
    this.solicited = heard.map(({ awaited }) => (awaited ? 'yes' : allSeen ? 'no' : 'unknown'));
    return heard.map(({ answer }) => answer);
  }

  /** One direction is something else: so is the other, unless it was recognised. */
  #notDns(direction: 0 | 1): void {
    this.#directions[direction === 0 ? 1 : 0].lose();
  }
}
