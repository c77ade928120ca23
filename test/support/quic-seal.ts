/**
 * Builds and seals QUIC Initial packets: RFC 9000 §17.2.2, RFC 9001 §5, RFC 9369 §3. Written from the documents with
 * node:crypto alone and sharing nothing with src/, so that a mistake there cannot hide in here.
 */
import { createCipheriv, createHmac } from 'node:crypto';

/** Salt, prefix of the labels, and the two bits that say Initial, by version. */
const SCHEDULES: Record<number, { salt: string; prefix: string; type: number }> = {
  1: { salt: '38762cf7f55934b34d179ae6a4c80cadccbb7f0a', prefix: 'quic', type: 0 },
  1798521807: { salt: '0dede3def700a6db819381be6e269dcbf9bd2ed9', prefix: 'quicv2', type: 1 },
  4278190107: { salt: 'c3eef712c72ebb5a11a7d2432bb46365bef9f502', prefix: 'quic', type: 0 },
  4278190109: { salt: 'afbfec289993d24c9e9786f19c6111e04390a899', prefix: 'quic', type: 0 },
  1362113840: { salt: '504574efd066fe2f9d945cfcdbd3a7f0d3b56b45', prefix: 'quic', type: 0 },
};

export interface InitialParts {
  version?: number;
  dcid: Uint8Array;
  scid?: Uint8Array;
  token?: Uint8Array;
  number?: number;
  numberLength?: 1 | 2 | 3 | 4;
  side?: 'client' | 'server';
  /** The ID that the keys are made of, if it is not `dcid`. */
  keyDcid?: Uint8Array;
  /** Frames. PADDING is added up to `padTo` octets of payload. */
  payload: Uint8Array;
  padTo?: number;
  /** The fixed bit is 0: RFC 9287. */
  greased?: boolean;
}

export function concat(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** RFC 9000 §16, in the shortest form or in `octets` octets. */
export function varint(value: number, octets?: 1 | 2 | 4 | 8): Uint8Array {
  const length = octets ?? (value < 0x40 ? 1 : value < 0x4000 ? 2 : value < 0x4000_0000 ? 4 : 8);
  const out = new Uint8Array(length);
  let rest = BigInt(value);
  for (let i = length - 1; i >= 0; i--) {
    out[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  out[0]! |= { 1: 0x00, 2: 0x40, 4: 0x80, 8: 0xc0 }[length]!;
  return out;
}

/** RFC 9000 §19.6. */
export function cryptoFrame(offset: number, octets: Uint8Array): Uint8Array {
  return concat([0x06], varint(offset), varint(octets.length), octets);
}

/** RFC 9000 §19.3, without ECN counts: `[largest - first, largest]`, then pairs of gap and length. */
export function ackFrame(largest: number, first: number, ranges: readonly [number, number][] = []): Uint8Array {
  const pairs = ranges.flatMap(([gap, length]) => [...varint(gap), ...varint(length)]);
  return concat([0x02], varint(largest), varint(25), varint(ranges.length), varint(first), pairs);
}

/** RFC 9000 §19.19. */
export function closeFrame(code: number, reason = ''): Uint8Array {
  return concat([0x1c], varint(code), varint(0x06), varint(reason.length), Buffer.from(reason));
}

export function sealInitial(parts: InitialParts): Uint8Array {
  const {
    version = 1,
    dcid,
    scid = new Uint8Array(0),
    token = new Uint8Array(0),
    number = 0,
    numberLength = 2,
  } = parts;
  const { salt, prefix, type } = SCHEDULES[version]!;
  const payload = concat(parts.payload, new Uint8Array(Math.max(0, (parts.padTo ?? 0) - parts.payload.length)));
  const header = concat(
    [(parts.greased ? 0x80 : 0xc0) | (type << 4) | (numberLength - 1)],
    [version >>> 24, (version >>> 16) & 0xff, (version >>> 8) & 0xff, version & 0xff],
    [dcid.length, ...dcid, scid.length, ...scid],
    varint(token.length),
    token,
    varint(numberLength + payload.length + 16, 2),
    numberOctets(number, numberLength),
  );
  const initial = createHmac('sha256', Buffer.from(salt, 'hex'))
    .update(parts.keyDcid ?? dcid)
    .digest();
  const secret = expandLabel(initial, parts.side === 'server' ? 'server in' : 'client in', 32);
  const iv = expandLabel(secret, `${prefix} iv`, 12);
  const nonce = Buffer.from(iv);
  numberOctets(number, 4).forEach((octet, i) => {
    nonce[8 + i]! ^= octet;
  });
  const gcm = createCipheriv('aes-128-gcm', expandLabel(secret, `${prefix} key`, 16), nonce).setAAD(header);
  const packet = concat(header, gcm.update(payload), gcm.final(), gcm.getAuthTag());
  const numberAt = header.length - numberLength;
  const ecb = createCipheriv('aes-128-ecb', expandLabel(secret, `${prefix} hp`, 16), null);
  const mask = ecb.update(packet.subarray(numberAt + 4, numberAt + 20));
  packet[0]! ^= mask[0]! & 0x0f;
  for (let i = 0; i < numberLength; i++) packet[numberAt + i]! ^= mask[1 + i]!;
  return packet;
}

/** Retry, RFC 9000 §17.2.5; its integrity tag is of no interest to an observer. */
export function retry(version: number, dcid: Uint8Array, scid: Uint8Array, token: Uint8Array): Uint8Array {
  const type = version === 0x6b3343cf ? 0 : 3;
  const head = [0xc0 | (type << 4), version >>> 24, (version >>> 16) & 0xff, (version >>> 8) & 0xff, version & 0xff];
  return concat(head, [dcid.length], dcid, [scid.length], scid, token, new Uint8Array(16).fill(0x5a));
}

/** A packet of version 1 with a long header and a length, filled with octets that mean nothing: 0-RTT 1, Handshake 2. */
export function opaquePacket(type: 1 | 2, dcid: Uint8Array, scid: Uint8Array, octets: number): Uint8Array {
  const head = [0xc0 | (type << 4), 0, 0, 0, 1, dcid.length];
  return concat(head, dcid, [scid.length], scid, varint(octets, 2), new Uint8Array(octets).fill(0xa5));
}

/** RFC 8446 §7.1, for outputs of one block. */
function expandLabel(secret: Uint8Array, label: string, length: number): Uint8Array {
  const full = Buffer.from(`tls13 ${label}`);
  const info = concat([0, length, full.length], full, [0], [1]);
  return createHmac('sha256', secret).update(info).digest().subarray(0, length);
}

function numberOctets(number: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Math.floor(number / 256 ** (length - 1 - i)) & 0xff);
}
