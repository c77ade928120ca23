/**
 * Google's QUIC before TLS: the server name in its CHLO, where that is in the clear (Q043, Q046) or under keys that anyone has
 * (Q050). After "QUIC Wire Layout Specification" and "QUIC Crypto" (Google, 2016), with what nDPI and Wireshark read of the
 * versions that came after them. A CHLO is no ClientHello: of it there is a name, and no fingerprint.
 */
import { u32 } from '../../bytes/octets.js';
import { Reader } from '../../bytes/reader.js';
import { printable } from '../../bytes/text.js';
import { readVarint } from './varint.js';
import { knownVersion } from './version.js';

/** Public flags of the old header: a version, a reset, a connection ID of 8 octets; the two highest are unused. */
const PUBLIC_VERSION = 0x01;
const PUBLIC_RESET = 0x02;
const PUBLIC_CONNECTION_ID = 0x08;
const PUBLIC_NUMBER_LENGTH = 0x30;
const PUBLIC_UNUSED = 0xc0;
const NUMBER_LENGTHS = [1, 2, 4, 6] as const;
const CONNECTION_ID_OCTETS = 8;
const PUBLIC_VERSION_AT = 1 + CONNECTION_ID_OCTETS;

/** Q046: lengths of both connection IDs as nibbles, less 3: a client sends one of 8 octets and none of its own. */
const Q046_LENGTHS_AT = 1 + 4;
const Q046_LENGTHS = 0x50;
const Q046_NUMBER_LENGTH = 0x03;

/** FNV-1a of the packet, in the place of an AEAD's tag: octets of it that are sent. */
const MESSAGE_HASH = 12;

/** Frames. STREAM is `1fdooossB`. */
const PADDING = 0x00;
const PING = 0x07;
const CRYPTO = 0x08;
const STREAM = 0x80;
const STREAM_HAS_LENGTH = 0x20;
const CRYPTO_STREAM = 1;
/** Most frames looked at before the CHLO; a run of padding counts as one. */
const MAX_FRAMES_BEFORE = 16;

const CHLO = 0x43484c4f; // "CHLO"
const SNI = 0x534e4900; // "SNI\0"
/** Octets of one entry: tag, and where its value ends. */
const CHLO_ENTRY = 4 + 4;
/** Most entries of a CHLO: QUIC Crypto allows 128. */
const MAX_ENTRIES = 128;

/** Version of a datagram with the old public header as clients send it; undefined if it is none. */
export function publicHeaderVersion(octets: Uint8Array, at: number, end: number): number | undefined {
  if (end - at < PUBLIC_VERSION_AT + 4) return undefined;
  const flags = octets[at]!;
  if ((flags & (PUBLIC_VERSION | PUBLIC_CONNECTION_ID)) !== (PUBLIC_VERSION | PUBLIC_CONNECTION_ID)) return undefined;
  if ((flags & (PUBLIC_RESET | PUBLIC_UNUSED)) !== 0) return undefined;
  const version = u32(octets, at + PUBLIC_VERSION_AT);
  return knownVersion(version)?.form === 'gquic-public-header' ? version : undefined;
}

/** The server name in the CHLO of a datagram that is in the clear, its `form` being known; undefined if there is none. */
export function clearSni(
  form: 'gquic-public-header' | 'gquic-long-header',
  octets: Uint8Array,
  at: number,
  end: number,
): string | undefined {
  let frames: number;
  if (form === 'gquic-public-header') {
    const numberLength = NUMBER_LENGTHS[(octets[at]! & PUBLIC_NUMBER_LENGTH) >>> 4]!;
    frames = PUBLIC_VERSION_AT + 4 + numberLength + MESSAGE_HASH;
  } else {
    if (end - at <= Q046_LENGTHS_AT || octets[at + Q046_LENGTHS_AT] !== Q046_LENGTHS) return undefined;
    const numberLength = (octets[at]! & Q046_NUMBER_LENGTH) + 1;
    frames = Q046_LENGTHS_AT + 1 + CONNECTION_ID_OCTETS + numberLength + MESSAGE_HASH;
  }
  return sniOfFrames(new Reader().aim(octets, at + frames, end), octets);
}

/** The server name in the CHLO of an opened Initial of Q050. */
export function initialSni(payload: Uint8Array): string | undefined {
  return sniOfFrames(new Reader().aim(payload, 0, payload.length), payload);
}

/**
 * The first frame that carries octets of the handshake must begin with a CHLO, and hold it whole up to the name. Not at offset
 * 0 only: a client that was refused (REJ) sends another CHLO behind its first.
 */
function sniOfFrames(r: Reader, octets: Uint8Array): string | undefined {
  for (let frames = 0; r.left > 0 && frames < MAX_FRAMES_BEFORE; frames++) {
    const type = r.u8();
    if (type === PADDING) {
      let next = r.at;
      while (next < r.at + r.left && octets[next] === PADDING) next++;
      r.skip(next - r.at);
    } else if (type === CRYPTO) {
      readVarint(r); // offset
      return sniOfChlo(r.within(readVarint(r)));
    } else if ((type & STREAM) !== 0) {
      const idLength = (type & 0x03) + 1;
      const offsetBits = (type & 0x1c) >>> 2;
      let id = 0;
      for (let i = 0; i < idLength; i++) id = id * 256 + r.u8();
      if (id !== CRYPTO_STREAM) return undefined;
      r.skip(offsetBits === 0 ? 0 : offsetBits + 1);
      return sniOfChlo((type & STREAM_HAS_LENGTH) === 0 ? r.within(r.left) : r.within(r.u16()));
    } else if (type !== PING) {
      return undefined;
    }
  }
  return undefined;
}

/** Tags with the ends of their values, then the values: all little-endian but the tags, which are text. */
function sniOfChlo(r: Reader): string | undefined {
  if (r.u32() !== CHLO) return undefined;
  const entries = u16leOf(r);
  r.skip(2);
  if (!r.ok || entries > MAX_ENTRIES || r.left < entries * CHLO_ENTRY) return undefined;
  const valuesLeft = r.left - entries * CHLO_ENTRY;
  let from = 0;
  let nameFrom = -1;
  let nameTo = -1;
  for (let i = 0; i < entries; i++) {
    const tag = r.u32();
    const to = u32leOf(r);
    if (to < from || to > valuesLeft) return undefined;
    if (tag === SNI) {
      nameFrom = from;
      nameTo = to;
    }
    from = to;
  }
  if (nameFrom < 0) return undefined;
  r.skip(nameFrom);
  const name = r.take(nameTo - nameFrom);
  return r.ok ? printable(name) : undefined;
}

function u16leOf(r: Reader): number {
  return r.u8() | (r.u8() << 8);
}

function u32leOf(r: Reader): number {
  return (u16leOf(r) | (u16leOf(r) << 16)) >>> 0;
}
