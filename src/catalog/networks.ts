/**
 * Longest-prefix match of addresses: one Map per prefix length, the longest first. Text in (dotted quad, RFC 4291 §2.2), so
 * that whoever asks needs no packet. IPv4-mapped IPv6 addresses (RFC 4291 §2.5.5.2) are the IPv4 addresses they hold.
 */
import { createRequire } from 'node:module';
import { toHex } from '../bytes/hex.js';

const require = createRequire(import.meta.url);

interface Parsed {
  /** 4 or 6, and the address in hex: keys of the two families never meet. */
  readonly family: 4 | 6;
  readonly octets: Uint8Array;
}

export class NetworkTable<T> {
  /** Per family, prefix length -> masked address -> values. */
  readonly #lengths: Record<4 | 6, Map<number, Map<string, T[]>>> = { 4: new Map(), 6: new Map() };
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a network as `address/length`, or one address; false if the text is neither. Bits past the length are ignored. */
  add(network: string, value: T): boolean {
    const slash = network.indexOf('/');
    const address = parseAddress(slash < 0 ? network : network.slice(0, slash));
    if (address === undefined) return false;
    const bits = address.octets.length * 8;
    const length = slash < 0 ? bits : wholeNumber(network.slice(slash + 1));
    if (length === undefined || length > bits) return false;
    const lengths = this.#lengths[address.family];
    let table = lengths.get(length);
    if (table === undefined) {
      table = new Map();
      lengths.set(length, table);
    }
    const key = masked(address.octets, length);
    const values = table.get(key);
    if (values === undefined) table.set(key, [value]);
    else values.push(value);
    this.#size++;
    return true;
  }

  /** Values of every network that holds the address, the longest prefix first; none if the text is no address. */
  find(address: string): T[] {
    if (this.#size === 0) return [];
    const parsed = parseAddress(address);
    if (parsed === undefined) return [];
    const lengths = this.#lengths[parsed.family];
    const found: T[] = [];
    for (const length of [...lengths.keys()].sort((a, b) => b - a)) {
      found.push(...(lengths.get(length)!.get(masked(parsed.octets, length)) ?? []));
    }
    return found;
  }
}

/** Whether the text is a network (or an address) that a table would take. */
export function isNetwork(text: string): boolean {
  return new NetworkTable<null>().add(text, null);
}

function parseAddress(text: string): Parsed | undefined {
  // Loaded for the first network or address: most runs have neither network facts nor network lists.
  const ipaddr = require('ipaddr.js') as typeof import('ipaddr.js');
  // Only the forms that RFCs print: ipaddr.js also takes octal, hexadecimal and shortened IPv4, and zone identifiers.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return { family: 4, octets: Uint8Array.from(ipaddr.IPv4.parse(text).toByteArray()) };
  }
  if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress()
    ? { family: 4, octets: Uint8Array.from(address.toIPv4Address().toByteArray()) }
    : { family: 6, octets: Uint8Array.from(address.toByteArray()) };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}

function masked(octets: Uint8Array, length: number): string {
  const kept = octets.slice(0, Math.ceil(length / 8));
  const rest = length % 8;
  if (rest !== 0) kept[kept.length - 1]! &= 0xff << (8 - rest);
  return toHex(kept);
}
