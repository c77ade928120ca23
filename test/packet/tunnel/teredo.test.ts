/** Teredo: RFC 4380 §5.1.1. */
import { ipv6, join } from '../../support/frame-builder.js';
import { decoded, faultOf, RAW } from '../decoded.js';
import { inner4, inner6, isInner6, overUdp } from './build.js';

const ORIGIN = [0, 0, 0x12, 0x34, 0xfe, 0xfd, 0xfc, 0xfb];
/** Client identifier of 2 octets, authentication value of 3; nonce and confirmation. */
const AUTHENTICATION = [0, 1, 2, 3, 7, 7, 8, 8, 8, ...new Uint8Array(8).fill(5), 0];

test.each([
  ['IPv6 at once', []],
  ['origin indication', ORIGIN],
  ['authentication', AUTHENTICATION],
  ['both', [...AUTHENTICATION, ...ORIGIN]],
] as const)('%s', (_, before) => {
  const is = { ...isInner6, tunnels: ['teredo'] };
  expect(decoded(overUdp(3544, 50_000, before, inner6), RAW)).toMatchObject(is);
  expect(decoded(overUdp(50_000, 3544, before, inner6), RAW)).toMatchObject(is);
});

test('a bubble (§2.8) is a packet that carries nothing', () => {
  const bubble = ipv6({ src: 'fe80::1', dst: 'fe80::2', protocol: 59, payload: new Uint8Array(0) });
  expect(faultOf(overUdp(3544, 50_000, bubble), RAW)).toBe('not_tcp_or_udp');
});

test('anything else is an ordinary datagram', () => {
  for (const payload of [
    inner4,
    inner6.subarray(0, 39),
    inner6.subarray(0, inner6.length - 1),
    join(AUTHENTICATION),
    join([0, 1, 255, 255], inner6),
    join(ORIGIN, ORIGIN, inner6),
    new Uint8Array(0),
  ]) {
    expect(decoded(overUdp(3544, 50_000, payload), RAW)).toMatchObject({ tunnels: [], payload: [...payload] });
  }
});
