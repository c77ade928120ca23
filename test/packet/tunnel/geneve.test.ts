/** Geneve: RFC 8926 §3.4. */
import { join } from '../../support/frame-builder.js';
import { decoded, RAW } from '../decoded.js';
import { frame4, geneve, inner4, inner6, isInner4, isInner6, overUdp } from './build.js';

const isPlain = { src: '198.51.100.1', srcPort: 40_000, dstPort: 6081, tunnels: [] };

test.each([0, 4, 252])('%i octets of options; Ethernet, IPv4, IPv6 inside', (length) => {
  const options = new Uint8Array(length).fill(0x45);
  const is = { tunnels: ['geneve'], tunnelIds: [0x010203] };
  const packet = (type: number, payload: Uint8Array) => overUdp(6081, 40_000, geneve(0x010203, type, payload, options));
  expect(decoded(packet(0x6558, frame4), RAW)).toMatchObject({ ...isInner4, ...is });
  expect(decoded(packet(0x0800, inner4), RAW)).toMatchObject({ ...isInner4, ...is });
  expect(decoded(packet(0x86dd, inner6), RAW)).toMatchObject({ ...isInner6, ...is });
});

test('another version, a control message, options beyond the datagram, another payload: an ordinary datagram', () => {
  const whole = geneve(1, 0x0800, inner4);
  for (const payload of [
    join(0x40, whole.subarray(1)),
    join(0, 0x80, whole.subarray(2)),
    join(0x3f, whole.subarray(1)),
    geneve(1, 0x0806, new Uint8Array(28)),
    whole.subarray(0, 7),
  ]) {
    expect(decoded(overUdp(6081, 40_000, payload), RAW)).toMatchObject({ ...isPlain, payload: [...payload] });
  }
});
