/**
 * All fingerprints of one ClientHello, computed once per flow. JA3: salesforce/ja3 (BSD-3); JA4: FoxIO's JA4.md, the TLS client
 * fingerprint only (BSD-3).
 */
import type { ClientHello } from '../protocol/tls/client-hello.js';
import { ja3 } from './ja3.js';
import { ja4 } from './ja4.js';

export { ja3s } from './ja3s.js';

export interface Fingerprint {
  /** Absent for an SSL 2.0-format hello. `string` is what `hash` is the MD5 of; absent beyond `MAX_SHOWN`. */
  readonly ja3?: { readonly hash: string; readonly string?: string };
  /** `t13d1516h2_8daaf6152771_e5627efa2ab1` and its unhashed form. Absent for an SSL 2.0-format hello. */
  readonly ja4?: string;
  /** Absent beyond `MAX_SHOWN`. */
  readonly ja4Raw?: string;
}

/** Longest unhashed form that is kept: a hello of 64 KiB would make it some 200,000 characters, for every flow that is open. */
export const MAX_SHOWN = 8192;

/** @param carrier what the hello came over: `t` TLS over TCP, `q` QUIC, `d` DTLS */
export function fingerprint(hello: ClientHello, carrier: 't' | 'q' | 'd'): Fingerprint {
  const three = ja3(hello);
  const four = ja4(hello, carrier);
  // Nearly always: without the objects that spreads make.
  if (three !== undefined && four !== undefined && three.string.length <= MAX_SHOWN && four.raw.length <= MAX_SHOWN) {
    return { ja3: three, ja4: four.hashed, ja4Raw: four.raw };
  }
  return {
    ...(three === undefined ? {} : { ja3: three.string.length > MAX_SHOWN ? { hash: three.hash } : three }),
    ...(four === undefined ? {} : { ja4: four.hashed }),
    ...(four === undefined || four.raw.length > MAX_SHOWN ? {} : { ja4Raw: four.raw }),
  };
}
