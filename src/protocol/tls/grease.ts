/** GREASE: values that a client sends only to be ignored. RFC 8701 §2. */

/** 0x0a0a, 0x1a1a, ... 0xfafa: both octets equal, low half 0xa. Ciphers, extensions, groups, versions, signature algorithms. */
export function isGrease(value: number): boolean {
  return (value & 0x0f) === 0x0a && value >>> 8 === (value & 0xff);
}

/** ALPN names are reserved as the same pairs of octets. */
export function isGreaseName(name: Uint8Array): boolean {
  return name.length === 2 && isGrease((name[0]! << 8) | name[1]!);
}
