/** Word of flags that each flow row carries: TCP state, who was seen, how far the handshake is, and how it ended. */

/** How far a flow's handshake is read. Only `Reading` owns an object. */
export const Stage = {
  /** No payload yet. */
  New: 0,
  Reading: 1,
  /** Nothing more is read: only counters move. */
  Decided: 2,
} as const;

// Bits 0-1: state of the flow.
export const STATE_MASK = 3;
export const STATE_NEW = 0;
export const STATE_ESTABLISHED = 1;
export const STATE_CLOSED = 2;
// Bits 2-3: stage.
export const STAGE_SHIFT = 2;
export const STAGE_MASK = 3 << STAGE_SHIFT;
// Seen from the lower (0) and upper (1) endpoint: shift left by the direction.
export const SEEN_SHIFT = 4;
export const SEEN = 1 << SEEN_SHIFT;
export const FIN_SHIFT = 6;
export const FIN_SEEN = 1 << FIN_SHIFT;
/** The sequence number of this direction's SYN is in the row. */
export const SYN_SEEN = 1 << 8;
/** That direction opened the connection: sent a SYN without ACK, or got a SYN with ACK. */
export const OPENED_SHIFT = 10;
export const OPENED = 1 << OPENED_SHIFT;
/** Both directions of one of the pairs above, shifted down. */
export const BOTH = 3;
/** The first packet came from the upper endpoint. */
export const FIRST_FROM_UPPER = 1 << 12;
export const RESET = 1 << 13;
/** UDP payload on port 53 that reads as DNS. */
export const DNS = 1 << 14;
/** There was payload, and it is not TLS, QUIC or DTLS. */
export const NOT_TLS = 1 << 15;
/** There was a part of a hello that never became whole. */
export const INCOMPLETE = 1 << 16;
/** TLS was seen, whether or not there was a hello. */
export const TLS = 1 << 20;
/** What TLS was carried by, if not by TCP. */
export const QUIC = 1 << 21;
export const DTLS = 1 << 22;
/** A whole hello was handed out. */
export const HELLO = 1 << 17;
/** There was payload at all. */
export const PAYLOAD = 1 << 18;
/** The row is on its partition's list of flows that are not half-open (kept by the table). */
export const LISTED_OTHERS = 1 << 19;
