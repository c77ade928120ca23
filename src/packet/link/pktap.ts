/**
 * Apple's PKTAP: LINKTYPE_PKTAP, and the older number 149 (LINKTYPE_USER2) under which Apple's tcpdump wrote the same header.
 * It states the link type of the frame behind it; the process names in it are read by the source (docs/formats/labels.md).
 */
import { u32le } from '../../bytes/octets.js';
import type { PacketView } from '../view.js';

// Offsets in octets from the start of the header; numbers are little-endian.
const NEXT_TYPE = 4;
const LINK_TYPE = 8;
/** The header of the first version; its own length field comes first. */
const MIN_HEADER = 108;
/** Much beyond what the header ever grew to (156). */
const MAX_HEADER = 512;
const NEXT_IS_PACKET = 1;

/** The header at the cursor is cut; it is none, or has no packet behind it. */
export const PKTAP_TRUNCATED = -1;
export const PKTAP_OTHER = -2;

/** Takes the header off. @returns the link type of what follows, or why there is none */
export function takePktap(view: PacketView): number {
  const { buf, at } = view;
  if (view.end - at < MIN_HEADER) return PKTAP_TRUNCATED;
  const length = u32le(buf, at);
  if (length < MIN_HEADER || length > MAX_HEADER || u32le(buf, at + NEXT_TYPE) !== NEXT_IS_PACKET) return PKTAP_OTHER;
  if (view.end - at < length) return PKTAP_TRUNCATED;
  view.at = at + length;
  return u32le(buf, at + LINK_TYPE);
}
