import net from 'node:net';
import fc from 'fast-check';
import { addressText, ipv4Text, ipv6Text, parseAddress } from '../../src/bytes/address.js';
import { fromHex } from '../../src/bytes/hex.js';

describe('ipv4Text', () => {
  test('is dotted decimal, at an offset', () => {
    expect(ipv4Text(Uint8Array.of(9, 192, 0, 2, 255, 9), 1)).toBe('192.0.2.255');
  });
});

describe('ipv6Text', () => {
  for (const [section, hex, text] of [
    ['4.1 leading zeros', '20010db8 00000000 00000000 00000001', '2001:db8::1'],
    ['4.2.1 shorten as much as possible', '20010db8 00000000 00000000 00020001', '2001:db8::2:1'],
    ['4.2.2 not one 16-bit 0 field', '20010db8 00000001 00010001 00010001', '2001:db8:0:1:1:1:1:1'],
    ['4.2.3 the longest run', '20010000 00000001 00000000 00000001', '2001:0:0:1::1'],
    ['4.2.3 the first of equal runs', '20010db8 00000000 00010000 00000001', '2001:db8::1:0:0:1'],
    ['4.3 lower case', '20010db8 00000000 00000000 AAAA0001', '2001:db8::aaaa:1'],
    ['5 IPv4-mapped', '00000000 00000000 0000ffff c0000201', '::ffff:192.0.2.1'],
  ] as const) {
    test(`RFC 5952 section ${section}`, () => {
      expect(ipv6Text(fromHex(hex))).toBe(text);
    });
  }

  // What inet_ntop of glibc 2.36 gives.
  for (const [hex, text] of [
    ['00000000 00000000 00000000 00000000', '::'],
    ['00000000 00000000 00000000 00000001', '::1'],
    ['00000000 00000000 00000000 00010000', '::0.1.0.0'],
    ['00000000 00000000 00000000 c0000201', '::192.0.2.1'],
    ['00000000 00000000 0000ffff 00000000', '::ffff:0.0.0.0'],
    ['00000000 00000000 0001ffff c0000201', '::1:ffff:c000:201'],
    ['0064ff9b 00000000 00000000 c0000201', '64:ff9b::c000:201'],
    ['00010000 00000000 00000000 00000000', '1::'],
    ['fe800000 00000000 00000000 00000000', 'fe80::'],
    ['00000001 00020003 00040005 00060007', '0:1:2:3:4:5:6:7'],
    ['00010002 00030004 00050006 00070000', '1:2:3:4:5:6:7:0'],
    ['ffffffff ffffffff ffffffff ffffffff', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ] as const) {
    test(`as inet_ntop: ${text}`, () => {
      expect(ipv6Text(fromHex(hex))).toBe(text);
      expect(addressText(fromHex(`ff${hex}`), 1, 16)).toBe(text);
    });
  }
});

describe('parseAddress', () => {
  test('reads back every address, which Node calls an address too', () => {
    const groups = fc.constantFrom(0, 0, 0, 1, 0xffff, 0xdb8, 0x2001);
    fc.assert(
      fc.property(fc.array(groups, { minLength: 8, maxLength: 8 }), (words) => {
        const octets = Uint8Array.from(words.flatMap((word) => [word >>> 8, word & 0xff]));
        const text = ipv6Text(octets);
        expect(net.isIPv6(text)).toBe(true);
        expect(parseAddress(text)).toEqual(octets);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (octets) => {
        expect(net.isIPv4(ipv4Text(octets))).toBe(true);
        expect(parseAddress(ipv4Text(octets))).toEqual(octets);
      }),
    );
  });

  test('reads the other forms of RFC 4291 section 2.2', () => {
    expect(parseAddress('ABCD:EF01:2345:6789:ABCD:EF01:2345:6789')).toEqual(
      fromHex('abcdef0123456789abcdef0123456789'),
    );
    expect(parseAddress('2001:DB8:0:0:8:800:200C:417A')).toEqual(fromHex('20010db80000000000080800200c417a'));
    expect(parseAddress('0:0:0:0:0:FFFF:129.144.52.38')).toEqual(fromHex('00000000000000000000ffff81903426'));
    expect(parseAddress('1:2:3:4:5:6:7::')).toEqual(fromHex('00010002000300040005000600070000'));
  });

  for (const text of [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.-4',
    '1.2.3.4 ',
    '1.2..4',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '::12345',
    '::g',
    'fe80::1%eth0',
    '1.2.3.4::',
    '::1.2.3.4:5',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
    `::${'0'.repeat(60)}`,
  ]) {
    test(`refuses '${text}'`, () => {
      expect(parseAddress(text)).toBeNull();
    });
  }
});
