/**
 * Hostile octets to printable text: the only way from a packet to a terminal, a file or HTML. What is not printable ASCII
 * becomes `\xNN`, the backslash too (so that the text can be read back without doubt), and the space, which no name,
 * ALPN or label of ours holds. The result is printable ASCII and cannot carry a control sequence.
 */

const ESCAPED: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet > 0x20 && octet < 0x7f && octet !== 0x5c
    ? String.fromCharCode(octet)
    : `\\x${octet.toString(16).padStart(2, '0')}`,
);

/** `octets[at, end)` as printable ASCII, at most four characters an octet. */
export function printable(octets: Uint8Array, at = 0, end = octets.length): string {
  let plain = at;
  while (plain < end && ESCAPED[octets[plain]!]!.length === 1) plain++;
  // Names are nearly always plain: one flat string then, not a rope of as many pieces as it has octets.
  if (plain >= end) return Buffer.from(octets.buffer, octets.byteOffset + at, Math.max(0, end - at)).toString('latin1');
  let text = '';
  for (let i = at; i < end; i++) text += ESCAPED[octets[i]!]!;
  return text;
}

/**
 * Text that did not come from a packet but from a file or an operator (a path, an app name of a catalog), made safe for a
 * terminal: control characters and lone surrogates become `\u{…}`; letters of all scripts stay.
 */
export function harmless(text: string): string {
  return text.replace(UNSAFE, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
}

/** C0 and C1 controls, line and paragraph separators, bidirectional overrides and isolates, lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;
