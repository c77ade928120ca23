/** Internet checksums: RFC 1071 whole, RFC 1624 for a packet of which some words change. */

/** The 16-bit words of `octets[at, end)` added up, an odd last octet padded with zero. Not folded: sums may be added to each other. */
export function sum(octets: Uint8Array, at: number, end: number): number {
  let total = 0;
  const even = end - ((end - at) & 1);
  for (let i = at; i < even; i += 2) total += (octets[i]! << 8) | octets[i + 1]!;
  return even < end ? total + (octets[even]! << 8) : total;
}

/** What is written to the checksum field: the one's complement of the one's complement sum. */
export function checksum(total: number): number {
  let rest = total;
  while (rest > 0xffff) rest = (rest % 0x10000) + Math.floor(rest / 0x10000);
  return ~rest & 0xffff;
}

/** RFC 1624, equation 3: the checksum at `at` after an even-aligned 32-bit word it covers went from `old` to `next`. */
export function adjust(octets: Uint8Array, at: number, old: number, next: number): void {
  let total = ~((octets[at]! << 8) | octets[at + 1]!) & 0xffff;
  total += (~(old >>> 16) & 0xffff) + (~old & 0xffff) + (next >>> 16) + (next & 0xffff);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  put16(octets, at, ~total & 0xffff);
}

export function put16(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >>> 8;
  octets[at + 1] = value;
}

export function put32(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >>> 24;
  octets[at + 1] = value >>> 16;
  octets[at + 2] = value >>> 8;
  octets[at + 3] = value;
}

/** The 32-bit word at `at`, signed. */
export function get32(octets: Uint8Array, at: number): number {
  return (octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!;
}
