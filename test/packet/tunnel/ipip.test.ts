/** RFC 2003, RFC 4213 §3, RFC 2473. */
import { decoded, faultOf, RAW } from '../decoded.js';
import { inner4, inner6, isInner4, isInner6, over4, over6 } from './build.js';

test.each([
  ['ipip', over4(4, inner4), isInner4],
  ['6in4', over4(41, inner6), isInner6],
  ['4in6', over6(4, inner4), isInner4],
  ['6in6', over6(41, inner6), isInner6],
] as const)('%s', (name, packet, is) => {
  expect(decoded(packet, RAW)).toMatchObject({ ...is, tunnels: [name], tunnelIds: [0] });
});

test('the version inside is the one that was announced', () => {
  expect(faultOf(over4(4, inner6), RAW)).toBe('bad_ip_version');
  expect(faultOf(over6(41, inner4), RAW)).toBe('bad_ip_version');
  expect(faultOf(over4(4, inner4.subarray(0, 19)), RAW)).toBe('truncated_ipv4');
});

test('an ICMP error that quotes a packet is no tunnel', () => {
  expect(faultOf(over4(1, [3, 1, 0, 0, 0, 0, 0, 0], inner4), RAW)).toBe('not_tcp_or_udp');
  expect(faultOf(over6(58, [1, 0, 0, 0, 0, 0, 0, 0], inner6), RAW)).toBe('not_tcp_or_udp');
});
