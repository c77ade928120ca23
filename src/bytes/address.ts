/**
 * IP addresses as text and back: dotted decimal for IPv4, RFC 5952 for IPv6 with the mixed notation of its section 5 for
 * IPv4-mapped and IPv4-compatible addresses, as inet_ntop and tshark print them. One address has one text, so texts can
 * be compared and used as keys.
 */
import { u16 } from './octets.js';

export const IPV4_OCTETS = 4;
export const IPV6_OCTETS = 16;

/** Longest text of an address: eight groups of four digits, the last two as dotted decimal (INET6_ADDRSTRLEN less its NUL). */
const MAX_TEXT = 45;
/** Groups of 16 bits in an IPv6 address, and those before an embedded IPv4 address. */
const GROUPS = 8;
const GROUPS_BEFORE_IPV4 = 6;
const MAPPED = 0xffff;

/** The four octets at `at` as dotted decimal. The caller has checked that they are there. */
export function ipv4Text(octets: Uint8Array, at = 0): string {
  return `${octets[at]!}.${octets[at + 1]!}.${octets[at + 2]!}.${octets[at + 3]!}`;
}

/** The sixteen octets at `at` in RFC 5952 form. The caller has checked that they are there. */
export function ipv6Text(octets: Uint8Array, at = 0): string {
  // RFC 5952 §4.2: `::` stands for the longest run of zero groups, the first of equals, and never for a single group.
  let gapAt = -1;
  let gapLength = 1;
  for (let group = 0; group < GROUPS; group++) {
    let length = 0;
    while (group + length < GROUPS && u16(octets, at + 2 * (group + length)) === 0) length++;
    if (length > gapLength) {
      gapAt = group;
      gapLength = length;
    }
    group += length;
  }

  // RFC 5952 §5: ::ffff:a.b.c.d, and ::a.b.c.d as RFC 4291 §2.5.5.1 has it. `::` and `::1` have longer gaps and are neither.
  const mixed =
    gapAt === 0 &&
    (gapLength === GROUPS_BEFORE_IPV4 ||
      (gapLength === GROUPS_BEFORE_IPV4 - 1 && u16(octets, at + 2 * gapLength) === MAPPED));
  const groups = mixed ? GROUPS_BEFORE_IPV4 : GROUPS;

  let text = '';
  for (let group = 0; group < groups; ) {
    if (group === gapAt) {
      text += '::';
      group += gapLength;
    } else {
      if (text !== '' && !text.endsWith(':')) text += ':';
      text += u16(octets, at + 2 * group).toString(16);
      group++;
    }
  }
  if (!mixed) return text;
  return `${text}${text.endsWith(':') ? '' : ':'}${ipv4Text(octets, at + 2 * GROUPS_BEFORE_IPV4)}`;
}

/** The address of either family at `at`, by its length in octets. */
export function addressText(octets: Uint8Array, at: number, length: number): string {
  return length === IPV4_OCTETS ? ipv4Text(octets, at) : ipv6Text(octets, at);
}

/**
 * Reads an address of either family: dotted decimal without leading zeros, or any text form of RFC 4291 §2.2 without a
 * zone. Text that people wrote, so every length is checked here too.
 *
 * @returns 4 or 16 octets; null if it is not an address
 */
export function parseAddress(text: string): Uint8Array | null {
  if (text.length === 0 || text.length > MAX_TEXT) return null;
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split('.');
  if (parts.length !== IPV4_OCTETS) return null;
  const octets = new Uint8Array(IPV4_OCTETS);
  for (let i = 0; i < IPV4_OCTETS; i++) {
    const part = parts[i]!;
    // A leading zero would be octal to some readers (RFC 6943 §3.1.1): no address at all is safer than another one.
    if (!/^(?:0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) return null;
    octets[i] = Number(part);
  }
  return octets;
}

function parseIpv6(text: string): Uint8Array | null {
  const gap = text.indexOf('::');
  const head = parseGroups(gap < 0 ? text : text.slice(0, gap));
  const tail = gap < 0 ? [] : parseGroups(text.slice(gap + 2));
  if (head === null || tail === null) return null;
  const given = head.length + tail.length;
  // A `::` stands for at least one group (RFC 4291 §2.2). An embedded IPv4 address may only end the text.
  if (gap < 0 ? given !== IPV6_OCTETS : given > IPV6_OCTETS - 2) return null;
  if (gap >= 0 && text.slice(0, gap).includes('.')) return null;
  const octets = new Uint8Array(IPV6_OCTETS);
  octets.set(head, 0);
  octets.set(tail, IPV6_OCTETS - tail.length);
  return octets;
}

/** Octets of groups joined by single colons, the last of them perhaps dotted decimal; null if any of them is neither. */
function parseGroups(text: string): number[] | null {
  if (text === '') return [];
  const octets: number[] = [];
  const groups = text.split(':');
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i]!;
    if (group.includes('.')) {
      const dotted = i === groups.length - 1 ? parseIpv4(group) : null;
      if (dotted === null) return null;
      octets.push(...dotted);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return null;
      const value = Number.parseInt(group, 16);
      octets.push(value >>> 8, value & 0xff);
    }
  }
  return octets;
}
