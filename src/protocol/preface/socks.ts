/**
 * SOCKS: version 5 (RFC 1928) with the user name and password of RFC 1929, version 4 and its 4A, which have no RFC. What the
 * client says up to the request to connect; no answer of the server is longer in coming than the client is willing to wait,
 * so that it may have sent all of it, and its hello, at once.
 */
import { addressText, IPV4_OCTETS, IPV6_OCTETS, ipv4Text } from '../../bytes/address.js';
import { Reader } from '../../bytes/reader.js';
import { printable } from '../../bytes/text.js';
import { MAX_TARGET, type PartRead } from './preface.js';

export const SOCKS5 = 5;
export const SOCKS4 = 4;
const CONNECT = 1;
/** RFC 1929 §2: version of the sub-negotiation. */
const PASSWORD_VERSION = 1;
/** RFC 1928 §5. */
const IPV4 = 1,
  NAME = 3,
  IPV6 = 4;
/** Longest user id and name of version 4, which end at a zero. */
const MAX_TEXT = 255;

/** Greeting, perhaps a password, and the request: RFC 1928 §3 and §4, RFC 1929 §2. */
export function readSocks5(octets: Uint8Array, at: number, end: number): PartRead {
  const reader = new Reader().aim(octets, at, end);
  reader.skip(1);
  const methods = reader.u8();
  if (reader.ok && methods === 0) return 'none';
  reader.skip(methods);
  let version = reader.u8();
  if (reader.ok && version === PASSWORD_VERSION) {
    reader.skip(reader.u8());
    reader.skip(reader.u8());
    version = reader.u8();
  }
  if (!reader.ok) return 'more';
  if (version !== SOCKS5) return 'none';
  const command = reader.u8();
  const reserved = reader.u8();
  const type = reader.u8();
  if (!reader.ok) return 'more';
  if (command !== CONNECT || reserved !== 0) return 'none';
  if (type !== IPV4 && type !== NAME && type !== IPV6) return 'none';
  const length = type === NAME ? reader.u8() : type === IPV4 ? IPV4_OCTETS : IPV6_OCTETS;
  const target = reader.take(length);
  reader.skip(2); // port
  if (!reader.ok) return 'more';
  if (length === 0) return 'none';
  const text = type === NAME ? nameText(target) : addressText(target, 0, length);
  return { end: reader.at, kind: 'socks5', ...(text === undefined ? {} : { target: text }) };
}

/** VN, CD, DSTPORT, DSTIP, USERID, NULL; 4A: with an address 0.0.0.x a name and NULL follow. */
export function readSocks4(octets: Uint8Array, at: number, end: number): PartRead {
  const reader = new Reader().aim(octets, at, end);
  reader.skip(1);
  const command = reader.u8();
  if (reader.ok && command !== CONNECT) return 'none';
  reader.skip(2); // port
  const address = reader.take(IPV4_OCTETS);
  if (!reader.ok) return 'more';
  const userEnd = zeroAfter(octets, reader.at, end);
  if (typeof userEnd === 'string') return userEnd;
  const named = address[0] === 0 && address[1] === 0 && address[2] === 0 && address[3] !== 0;
  if (!named) return { end: userEnd + 1, kind: 'socks4', target: ipv4Text(address) };
  const nameEnd = zeroAfter(octets, userEnd + 1, end);
  if (typeof nameEnd === 'string') return nameEnd;
  const text = nameText(octets.subarray(userEnd + 1, nameEnd));
  return { end: nameEnd + 1, kind: 'socks4', ...(text === undefined ? {} : { target: text }) };
}

function zeroAfter(octets: Uint8Array, at: number, end: number): number | 'more' | 'none' {
  for (let o = at; o < end && o <= at + MAX_TEXT; o++) if (octets[o] === 0) return o;
  return end - at > MAX_TEXT ? 'none' : 'more';
}

function nameText(octets: Uint8Array): string | undefined {
  const text = printable(octets).toLowerCase();
  return text === '' || text.length > MAX_TARGET ? undefined : text;
}
