/** Labels of domain names as text: RFC 1035 §3.1, for all who read names in this folder. */
import { printable } from '../../bytes/text.js';
import { nameTexts } from '../name-texts.js';

/** RFC 1035 §2.3.4: octets of a name with its length octets. Labels are bounded by their two-bit type to 63. */
export const MAX_NAME_OCTETS = 255;

/** One label as text, lower case (RFC 4343 §3: only ASCII letters fold, and all else but printable ASCII is escaped). */
export function label(octets: Uint8Array, at: number, end: number): string {
  return printable(octets, at, end).toLowerCase().replaceAll('.', '\\x2e');
}

/** Text of a name whose octets are all plain. Filled for one name at a time. */
const plain = new Uint8Array(MAX_NAME_OCTETS);
const DOT = 0x2e;
/** An octet as it stands in a name's text, folded; 0: it is to be escaped. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, octet) => {
  const text = printable(Uint8Array.of(octet)).toLowerCase();
  return text.length === 1 && octet !== DOT ? text.charCodeAt(0) : 0;
});

/**
 * A name as text: its labels with dots between them. The same few names are asked for again and again: they are one string each.
 *
 * @param bounds where each label begins and ends in `octets`
 * @param count labels, 1 at least
 */
export function nameText(octets: Uint8Array, bounds: Uint32Array, count: number): string {
  let length = 0;
  for (let i = 0; i < count; i++) {
    if (i > 0) plain[length++] = DOT;
    for (let at = bounds[2 * i]!; at < bounds[2 * i + 1]!; at++) {
      const octet = PLAIN[octets[at]!]!;
      if (octet === 0) return escapedText(octets, bounds, count);
      plain[length++] = octet;
    }
  }
  return nameTexts.of(plain, 0, length);
}

function escapedText(octets: Uint8Array, bounds: Uint32Array, count: number): string {
  const labels: string[] = [];
  for (let i = 0; i < count; i++) labels.push(label(octets, bounds[2 * i]!, bounds[2 * i + 1]!));
  return labels.join('.');
}
