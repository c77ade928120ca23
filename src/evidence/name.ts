/**
 * Names as they are compared: lower case, without the final dot (RFC 1034 §3.1). What is printed stays as it was sent;
 * FIELD-NOTES section 1 lists what SNIs really hold.
 */

/** Most characters of a name: RFC 1035 §3.1, in text form. */
export const MAX_NAME = 253;

/**
 * The name to look up; undefined where there is none to speak of: nothing sent, or an address (RFC 6066 §3 forbids it,
 * clients send it). A name with escaped octets or one that is too long stays as it is: it is a name, and matches nothing.
 */
export function normalName(sent: string | undefined): string | undefined {
  if (sent === undefined) return undefined;
  const lower = sent.toLowerCase();
  const name = lower.endsWith('.') ? lower.slice(0, -1) : lower;
  if (name === '' || isAddress(name)) return undefined;
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}...` : name;
}

/** An IPv4 address has no letter in its last label (no top-level domain is a number), an IPv6 address has a colon. */
function isAddress(name: string): boolean {
  if (name.includes(':')) return true;
  for (let at = name.lastIndexOf('.') + 1; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}
