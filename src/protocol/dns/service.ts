/**
 * RDATA of SVCB and HTTPS records, RFC 9460: where a service may be reached and how. A client must reject the whole set of
 * records if one of them is malformed (§2.2), so that a record is read whole or not at all; keys that are not known here
 * are passed over.
 */
import { IPV4_OCTETS, IPV6_OCTETS, ipv4Text, ipv6Text } from '../../bytes/address.js';
import { Reader } from '../../bytes/reader.js';
import { printable } from '../../bytes/text.js';
import { label, MAX_NAME_OCTETS } from './label.js';

/** Most ALPN ids of one record that are kept, and most addresses of both families that its hints may give. */
export const MAX_SERVICE_ALPN = 16;
export const MAX_HINTS = 16;

/** RFC 1035 §2.3.4. A pointer or another type of label is more: TargetName is not compressed (RFC 9460 §2.2). */
const MAX_LABEL_OCTETS = 63;

/** RFC 9460 §14.3.2. */
const KEY_MANDATORY = 0,
  KEY_ALPN = 1,
  KEY_NO_DEFAULT_ALPN = 2,
  KEY_PORT = 3;
const KEY_IPV4HINT = 4,
  KEY_ECH = 5,
  KEY_IPV6HINT = 6;

export interface Service {
  /** SvcPriority 0 is AliasMode. */
  readonly priority: number;
  /** TargetName; `.` stands for the owner, and in AliasMode for "there is none" (RFC 9460 §2.5). */
  readonly target: string;
  /** Printable, in the order of the record. */
  readonly alpn: readonly string[];
  readonly ech: boolean;
  readonly hints: readonly { readonly address: string; readonly family: 4 | 6 }[];
  /** There were more hints than are read. */
  readonly moreHints: boolean;
}

/** The RDATA `octets[at, end)`; null if it is malformed. */
export function readService(octets: Uint8Array, at: number, end: number): Service | null {
  const reader = new Reader().aim(octets, at, end);
  const priority = reader.u16();
  const target = readTarget(reader, octets);
  const alpn: string[] = [];
  const hints: { address: string; family: 4 | 6 }[] = [];
  let ech = false;
  let moreHints = false;
  // RFC 9460 §2.4.2: recipients ignore the parameters of AliasMode.
  let least = 0;
  while (priority !== 0 && reader.left > 0) {
    const key = reader.u16();
    const value = reader.within(reader.u16());
    // RFC 9460 §2.2: strictly increasing.
    if (!reader.ok || key < least) return null;
    least = key + 1;
    if (key === KEY_ALPN) readAlpn(value, alpn);
    else if (key === KEY_IPV4HINT) moreHints = readHints(value, octets, 4, hints) || moreHints;
    else if (key === KEY_IPV6HINT) moreHints = readHints(value, octets, 6, hints) || moreHints;
    else if (key === KEY_ECH) ech = value.left > 0;
    else if (key === KEY_NO_DEFAULT_ALPN && value.left !== 0) return null;
    else if (key === KEY_PORT && value.left !== 2) return null;
    else if (key === KEY_MANDATORY && (value.left === 0 || value.left % 2 !== 0)) return null;
    if (!value.ok || (key === KEY_ECH && !ech)) return null;
  }
  return reader.ok ? { priority, target, alpn, ech, hints, moreHints } : null;
}

/** Never compressed: RFC 9460 §2.2. */
function readTarget(reader: Reader, octets: Uint8Array): string {
  let text = '';
  const start = reader.at;
  for (;;) {
    const length = reader.u8();
    if (length === 0) return text === '' ? '.' : text; // after a failure too
    const from = reader.at;
    reader.skip(length);
    if (length > MAX_LABEL_OCTETS || reader.at - start >= MAX_NAME_OCTETS) reader.fail();
    if (!reader.ok) return '';
    text += (text === '' ? '' : '.') + label(octets, from, from + length);
  }
}

/** RFC 9460 §7.1.1: ids with a length octet before each, at least one of them, none empty. */
function readAlpn(value: Reader, alpn: string[]): void {
  if (value.left === 0) value.fail();
  while (value.left > 0) {
    const length = value.u8();
    const id = value.take(length);
    if (length === 0) value.fail();
    if (value.ok && alpn.length < MAX_SERVICE_ALPN) alpn.push(printable(id));
  }
}

/**
 * RFC 9460 §7.3: addresses one after the other, at least one.
 * @returns whether there are more than are read
 */
function readHints(
  value: Reader,
  octets: Uint8Array,
  family: 4 | 6,
  hints: { address: string; family: 4 | 6 }[],
): boolean {
  const size = family === 4 ? IPV4_OCTETS : IPV6_OCTETS;
  if (value.left === 0 || value.left % size !== 0) value.fail();
  while (value.left > 0) {
    if (hints.length === MAX_HINTS) return true;
    const at = value.at;
    value.skip(size);
    hints.push({ address: family === 4 ? ipv4Text(octets, at) : ipv6Text(octets, at), family });
  }
  return false;
}
