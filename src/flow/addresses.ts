/**
 * Addresses of flows as text. Few hosts have many flows, so the texts of the last ones are kept: one look-up instead of a string made
 * anew, and one string in memory for all flows of a host.
 */
import { addressText, IPV6_OCTETS } from '../bytes/address.js';
import { addressOf, isIpv6Of } from './key.js';

/** Most texts kept; a power of two. */
export const MAX_TEXTS = 4096;
/** Words of an address, and whether it is IPv6's. */
const ENTRY_WORDS = 5;
const IS_IPV6 = 4;

/** Each address has one place, where the last one that hashed to it is. */
const entries = new Int32Array(ENTRY_WORDS * MAX_TEXTS);
const texts: string[] = new Array<string>(MAX_TEXTS).fill('');
/** The address whose text is made. */
const octets = new Uint8Array(IPV6_OCTETS);

/** Text of the lower (0) or upper (1) endpoint's address of the flow whose key (key.ts) lies at `at` in `words`. */
export function addressTextOf(words: Int32Array, at: number, endpoint: 0 | 1): string {
  const from = at + 4 * endpoint;
  const a = words[from]!;
  const b = words[from + 1]!;
  const c = words[from + 2]!;
  const d = words[from + 3]!;
  const isIpv6 = isIpv6Of(words, at) ? 1 : 0;
  // Who chooses addresses that share a place makes them cost what each cost without this table, and no more.
  const hash = Math.imul(a ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ d, 0x9e3779b1);
  const place = (hash >>> 16) & (MAX_TEXTS - 1);
  const entry = ENTRY_WORDS * place;
  const known = texts[place]!;
  if (
    known !== '' &&
    entries[entry + 3] === d &&
    entries[entry] === a &&
    entries[entry + 1] === b &&
    entries[entry + 2] === c &&
    entries[entry + IS_IPV6] === isIpv6
  ) {
    return known;
  }
  const text = addressText(octets, 0, addressOf(words, at, endpoint, octets));
  entries[entry] = a;
  entries[entry + 1] = b;
  entries[entry + 2] = c;
  entries[entry + 3] = d;
  entries[entry + IS_IPV6] = isIpv6;
  texts[place] = text;
  return text;
}
