/**
 * Pseudonyms for client addresses (`--redact KEYFILE`): HMAC-SHA-256 (RFC 2104) over the address, keyed, so that one client
 * stays one client under one key, and nobody without the key can try addresses. A pseudonym is a valid address of the same
 * family in a range that is no client's: 240.0.0.0/4 (reserved, RFC 1112 §4) and 2001:db8::/32 (documentation, RFC 3849).
 *
 * An IPv4 pseudonym has 28 bits: among 1,000 clients two share one with a probability of 0.2 %, among 10,000 with 17 %.
 */
import { createHmac } from 'node:crypto';
import { addressText, IPV4_OCTETS, parseAddress } from '../bytes/address.js';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { type Expected, readLimited, sizeWords } from '../catalog/limited-file.js';

/** RFC 2104 §3 advises against keys shorter than the hash; half of it is still beyond search. */
const MIN_KEY_OCTETS = 16;
const MAX_KEY_OCTETS = 4096;
const KEY_FILE: Expected = {
  what: 'a key',
  limitOctets: MAX_KEY_OCTETS,
  leastOctets: MIN_KEY_OCTETS,
  option: '--redact',
  remedy: 'name a file of random octets, such as head -c 32 /dev/urandom makes',
  unreadable: 'key',
  tooLarge: 'key',
};
/** Pseudonyms that are remembered; beyond it they are computed again. */
const MAX_REMEMBERED = 65_536;

export function readKey(path: string): Uint8Array {
  const key = readLimited(path, KEY_FILE);
  if (key.length >= MIN_KEY_OCTETS) return key;
  throw new UsageError(
    'key',
    `--redact ${harmless(path)}: holds ${key.length} octets; ${sizeWords(KEY_FILE)}, such as head -c 32 /dev/urandom makes`,
  );
}

/** The function that replaces addresses. What is no address is not let through either. */
export function redactor(key: Uint8Array): (address: string) => string {
  const remembered = new Map<string, string>();
  return (address) => {
    let pseudonym = remembered.get(address);
    if (pseudonym === undefined) {
      pseudonym = pseudonymOf(key, address);
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(address, pseudonym);
    }
    return pseudonym;
  };
}

function pseudonymOf(key: Uint8Array, address: string): string {
  const octets = parseAddress(address);
  const length = octets?.length ?? IPV4_OCTETS;
  // The octets and not the text: the same address in another text form is the same client.
  const out = new Uint8Array(
    createHmac('sha256', key)
      .update(octets ?? address)
      .digest(),
  ).subarray(0, length);
  if (length === IPV4_OCTETS) out[0] = 0xf0 | (out[0]! & 0x0f);
  else out.set([0x20, 0x01, 0x0d, 0xb8]);
  // 255.255.255.255 alone in that range means something (limited broadcast, RFC 919 §7).
  if (length === IPV4_OCTETS && out.every((octet) => octet === 0xff)) out[3] = 0xfe;
  return addressText(out, 0, length);
}
