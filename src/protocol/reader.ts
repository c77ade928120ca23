/**
 * What the engine and the readers of handshakes say to each other. A reader is fed the octets of one flow, never does I/O,
 * and is bounded in octets, holes and packets. It is dropped as soon as nothing more can be learned.
 */
import type { Outcome, OutcomeClass } from './outcome.js';
import type { Preface } from './preface/preface.js';
import type { ClientHello } from './tls/client-hello.js';
import type { ServerHello } from './tls/server-hello.js';

/** Bits answered by a reader after each packet. */
export const Step = {
  /** Nothing new. */
  NeedMore: 0,
  /** With this packet the first ClientHello became whole: `handshake.hello` is set. Answered once. */
  Hello: 1,
  /** Nothing more will be learned: drop the reader (its `handshake` stays good). */
  Done: 2,
} as const;

/** How far a flow's hello got. */
export type HelloState = 'none' | 'incomplete' | 'whole';

/** What was read of one flow's handshake so far. Filled by the reader; kept after the reader is dropped. */
export interface Handshake {
  /** `t` TLS over TCP, `q` QUIC, `d` DTLS: JA4's first character too. */
  readonly carrier: 't' | 'q' | 'd';
  /** `incomplete` is known when the reader is done or `finish` was called. */
  helloState: HelloState;
  /** Payload was seen that is not TLS (QUIC, DTLS) at all. Known when the reader is done or `finish` was called. */
  notTls: boolean;
  /** TLS was recognised: a hello or part of one, or records of a handshake whose hello was not seen. */
  tlsSeen: boolean;
  hello: ClientHello | null;
  /** Who sent the hello: 0 if it travelled in the direction of the flow's lower endpoint first, else 1; -1 unknown. */
  clientDirection: -1 | 0 | 1;
  /** Octets of the ClientHello message with its 4-octet header, and packets that brought octets of it not seen before. */
  helloOctets: number;
  helloPackets: number;
  /** Where its octets came from: message offset -> number of the frame that brought them, in the order of offsets. */
  helloPieces: readonly HelloPiece[];
  /** What the client said before the hello: a request for TLS, or to a proxy. */
  preface: Preface | undefined;
  serverHello: ServerHello | null;
  /** A HelloRetryRequest was seen. */
  retried: boolean;
  /** The server took up an earlier session: its certificate was not sent, so nothing can be said about a pin. */
  resumed: boolean;
  /** The server asked for a certificate of the client. Seen in the clear up to TLS 1.2; in 1.3 by what the client answers. */
  clientCertificateRequested: boolean;
  /** The server's FIN or RST came before any of the client. */
  serverClosedFirst: boolean;
  /** Description of the fatal alert that the client sent in the clear after the ServerHello. */
  alert: number | undefined;
  /** Octets of segments that said something else about octets already seen (the first copy was kept). Known at the end. */
  conflicts: number;
  /** Bounds that were reached: bits of `Limit`. */
  limits: number;
  outcome: Outcome;
  outcomeClass: OutcomeClass | undefined;
}

export interface HelloPiece {
  /** Offset in the ClientHello message of the first octet that `frame` brought. */
  readonly from: number;
  readonly frame: number;
}

const NO_PIECES: readonly HelloPiece[] = [];

/** A handshake of which nothing is known. */
export function newHandshake(carrier: 't' | 'q' | 'd'): Handshake {
  return {
    carrier,
    helloState: 'none',
    notTls: false,
    tlsSeen: false,
    hello: null,
    clientDirection: -1,
    helloOctets: 0,
    helloPackets: 0,
    helloPieces: NO_PIECES,
    preface: undefined,
    serverHello: null,
    retried: false,
    resumed: false,
    clientCertificateRequested: false,
    serverClosedFirst: false,
    alert: undefined,
    conflicts: 0,
    limits: 0,
    outcome: 'unknown',
    outcomeClass: undefined,
  };
}

/** The same of one that was used before: as `newHandshake` gives it. */
export function resetHandshake(handshake: Handshake): void {
  handshake.helloState = 'none';
  handshake.notTls = false;
  handshake.tlsSeen = false;
  handshake.hello = null;
  handshake.clientDirection = -1;
  handshake.helloOctets = 0;
  handshake.helloPackets = 0;
  handshake.helloPieces = NO_PIECES;
  handshake.preface = undefined;
  handshake.serverHello = null;
  handshake.retried = false;
  handshake.resumed = false;
  handshake.clientCertificateRequested = false;
  handshake.serverClosedFirst = false;
  handshake.alert = undefined;
  handshake.conflicts = 0;
  handshake.limits = 0;
  handshake.outcome = 'unknown';
  handshake.outcomeClass = undefined;
}
