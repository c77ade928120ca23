/**
 * What a response has in common with the query that it answers, as one number: the ID and the question (RFC 1035 §4.1.1, RFC 5452
 * §3, §9.1). Letters of any case are equal, since a client may mix them at random. Allocates nothing: queries pass by in flows that are decided.
 */
import { finish } from '../../bytes/hash.js';
import { u16 } from '../../bytes/octets.js';
import { MAX_NAME_OCTETS } from './label.js';
import { FLAG_QR, HEADER_OCTETS, MIN_MESSAGE_OCTETS, OPCODE_QUERY, opcode } from './message.js';

/** It is no standard query or response, or its question is not whole. */
export const NO_QUESTION = -1;

// RFC 1035 §4.1.1. Offsets in octets from the start of the message.
const FLAGS = 2,
  QDCOUNT = 4;
/** QTYPE and QCLASS. */
const AFTER_NAME_OCTETS = 4;
const MAX_LABEL_OCTETS = 63;
const FNV_OFFSET = 0x811c9dc5,
  FNV_PRIME = 0x01000193;
const LETTER_A = 0x41,
  LETTER_Z = 0x5a,
  TO_LOWER = 0x20;

/** Whether these octets, as far as they are there, are those of a response. */
export function isResponse(octets: Uint8Array, at: number, end: number): boolean {
  return end - at >= QDCOUNT && (u16(octets, at + FLAGS) & FLAG_QR) !== 0;
}

/**
 * The tag of the message `octets[at, end)`: 31 bits, whose lower 16 differ wherever the IDs alone do.
 *
 * @param asker the direction in which the query travels, so that two ends which ask each other are kept apart
 * @returns NO_QUESTION if there is none
 */
export function questionTag(octets: Uint8Array, at: number, end: number, asker: 0 | 1): number {
  if (end - at < MIN_MESSAGE_OCTETS || end > octets.length) return NO_QUESTION;
  if (opcode(u16(octets, at + FLAGS)) !== OPCODE_QUERY || u16(octets, at + QDCOUNT) !== 1) return NO_QUESTION;
  const from = at + HEADER_OCTETS;
  let past = from;
  for (let length = -1; length !== 0; past += 1 + length) {
    if (past >= end || past - from >= MAX_NAME_OCTETS) return NO_QUESTION;
    length = octets[past]!;
    // Or a pointer, for which nothing stands before the first name (RFC 1035 §4.1.4).
    if (length > MAX_LABEL_OCTETS) return NO_QUESTION;
  }
  past += AFTER_NAME_OCTETS;
  if (past > end) return NO_QUESTION;
  let hash = FNV_OFFSET ^ asker;
  for (let i = from; i < past; i++) {
    const octet = octets[i]!;
    hash = Math.imul(hash ^ (octet >= LETTER_A && octet <= LETTER_Z ? octet | TO_LOWER : octet), FNV_PRIME);
  }
  hash = finish(hash);
  return ((hash >>> 1) & 0x7fff0000) | ((hash ^ u16(octets, at)) & 0xffff);
}
