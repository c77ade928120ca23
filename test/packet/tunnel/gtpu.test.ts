/** GTP-U: 3GPP TS 29.281 §5. */
import { join } from '../../support/frame-builder.js';
import { decoded, RAW } from '../decoded.js';
import { gtpu, inner4, inner6, isInner4, isInner6, overUdp } from './build.js';

const isPlain = { src: '198.51.100.1', tunnels: [] };
const is = { tunnels: ['gtpu'], tunnelIds: [0] };

test('to the port and from it, IPv4 and IPv6 inside; endpoint identifiers differ by direction and are not used', () => {
  expect(decoded(overUdp(2152, 2152, gtpu(0x1234, inner4)), RAW)).toMatchObject({ ...isInner4, ...is });
  expect(decoded(overUdp(2152, 40_000, gtpu(0x9999, inner6)), RAW)).toMatchObject({ ...isInner6, ...is });
  expect(decoded(overUdp(40_000, 2152, gtpu(1, inner4)), RAW)).toMatchObject({ ...isInner4, ...is });
});

test.each([
  ['sequence number', 0x32, [0, 5, 0, 0]],
  ['N-PDU number', 0x31, [0, 0, 9, 0]],
  ['a type of extension that no flag announces', 0x32, [0, 5, 0, 0x85]],
  ['one extension', 0x34, [0, 0, 0, 0x85, 1, 0x10, 9, 0]],
  ['two extensions', 0x36, [0, 5, 0, 0x85, 2, 1, 2, 3, 4, 5, 6, 0xc0, 1, 0xaa, 0xbb, 0]],
] as const)('§5.1, §5.2: %s', (_, flags, optional) => {
  expect(decoded(overUdp(2152, 2152, gtpu(1, join(optional, inner4), flags)), RAW)).toMatchObject({
    ...isInner4,
    ...is,
  });
});

test('what is no G-PDU, or does not fit, is an ordinary datagram', () => {
  const endless = join([0, 0, 0, 0x85], ...Array.from({ length: 17 }, () => [1, 0, 0, 0x85]), [1, 0, 0, 0], inner4);
  for (const payload of [
    gtpu(1, inner4, 0x30, 1), // echo request
    gtpu(1, inner4, 0x50), // version 2
    gtpu(1, inner4, 0x20), // GTP'
    join(gtpu(1, inner4), []).map((octet, i) => (i === 3 ? octet + 1 : octet)), // a length beyond the datagram
    gtpu(1, join([0, 0, 0, 0x85, 0], inner4), 0x34), // an extension of no length
    gtpu(1, join([0, 0, 0, 0x85, 200], inner4), 0x34),
    gtpu(1, endless, 0x34),
    gtpu(1, Uint8Array.of(0x45, 0, 0), 0x30),
    gtpu(1, new Uint8Array(0)),
    Uint8Array.of(0x30, 0xff, 0),
  ]) {
    expect(decoded(overUdp(2152, 2152, payload), RAW)).toMatchObject({ ...isPlain, payload: [...payload] });
  }
});
