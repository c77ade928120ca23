/** L2TPv3 over IP: RFC 3931 §4.1.1. */
import { be32, join } from '../../support/frame-builder.js';
import { decoded, faultOf, RAW } from '../decoded.js';
import { frame4, frame6, inner4, inner6, isInner4, isInner6, over4, over6 } from './build.js';

const L2TP = 115;
const cookie = (length: number) => new Uint8Array(length).fill(0xa5);

test.each([0, 4, 8])('a cookie of %i octets, with the default sublayer and without', (length) => {
  const is = { tunnels: ['l2tp'], tunnelIds: [0] };
  for (const sublayer of [[], [0x40, 0, 0, 7]]) {
    for (const over of [over4, over6]) {
      const head = join(be32(0x12345678), cookie(length), sublayer);
      expect(decoded(over(L2TP, head, frame4), RAW)).toMatchObject({ ...isInner4, ...is });
      expect(decoded(over(L2TP, head, frame6), RAW)).toMatchObject({ ...isInner6, ...is });
      expect(decoded(over(L2TP, head, inner4), RAW)).toMatchObject({ ...isInner4, ...is });
      expect(decoded(over(L2TP, head, inner6), RAW)).toMatchObject({ ...isInner6, ...is });
    }
  }
});

test('control messages, other payloads and what could be read in two ways are left alone', () => {
  expect(faultOf(over4(L2TP, be32(0), frame4), RAW)).toBe('not_tcp_or_udp');
  expect(faultOf(over4(L2TP, be32(7), new Uint8Array(60)), RAW)).toBe('not_tcp_or_udp');
  expect(faultOf(over4(L2TP, [1, 2, 3]), RAW)).toBe('not_tcp_or_udp');
  // The first word of an IPv4 header before another: one packet begins at offset 4, one at 8.
  expect(faultOf(over4(L2TP, be32(7), [0x45, 0, 0, inner4.length + 4], inner4), RAW)).toBe('not_tcp_or_udp');
});
