/** Labels of domain names as text: RFC 1035 §3.1, for all who read names in this folder. */
import { printable } from '../../bytes/text.js';

/** RFC 1035 §2.3.4: octets of a name with its length octets. Labels are bounded by their two-bit type to 63. */
export const MAX_NAME_OCTETS = 255;

/** One label as text, lower case (RFC 4343 §3: only ASCII letters fold, and all else but printable ASCII is escaped). */
export function label(octets: Uint8Array, at: number, end: number): string {
  return printable(octets, at, end).toLowerCase().replaceAll('.', '\\x2e');
}
