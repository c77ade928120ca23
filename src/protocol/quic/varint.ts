/**
 * Variable-length integers of QUIC: RFC 9000 §16. The first two bits say how many octets there are: 1, 2, 4 or 8.
 */
import type { Reader } from '../../bytes/reader.js';

const TWO_32 = 0x1_0000_0000;

/**
 * Reads one integer; it means nothing after a failure. One above 2^53 comes rounded: it is past every limit here, and stays so.
 */
export function readVarint(r: Reader): number {
  const first = r.u8();
  const value = first & 0x3f;
  switch (first >>> 6) {
    case 0:
      return value;
    case 1:
      return (value << 8) | r.u8();
    case 2:
      return value * 0x0100_0000 + r.u24();
    default: {
      const high = value * 0x0100_0000 + r.u24();
      return high * TWO_32 + r.u32();
    }
  }
}
