import fc from 'fast-check';
import { clampTime, isoTime } from '../../src/sink/time.js';

// RFC 3339 §5.6; the seconds were computed with GNU date (date -u -d TEXT +%s).
describe('isoTime', () => {
  for (const [us, text] of [
    [0, '1970-01-01T00:00:00.000000Z'],
    [1, '1970-01-01T00:00:00.000001Z'],
    [999_999, '1970-01-01T00:00:00.999999Z'],
    [1_000_000, '1970-01-01T00:00:01.000000Z'],
    [951_782_400_000_000, '2000-02-29T00:00:00.000000Z'],
    [2_147_483_648_000_001, '2038-01-19T03:14:08.000001Z'], // past 2^31 seconds
    [4_294_967_296_999_999, '2106-02-07T06:28:16.999999Z'], // past 2^32 seconds
    [9_007_199_254_740_991, '2255-06-05T23:47:34.740991Z'], // 2^53 - 1
    [253_402_300_799_000_000, '9999-12-31T23:59:59.000000Z'],
  ] as const) {
    test(text, () => expect(isoTime(us)).toBe(text));
  }

  test.each([-1, -0.5, -1e300, Number.NEGATIVE_INFINITY, Number.NaN])('%p is clamped to 1970', (us) => {
    expect(isoTime(us)).toBe('1970-01-01T00:00:00.000000Z');
    expect(clampTime(us)).toBe(0);
  });

  test.each([253_402_300_800_000_000, 2 ** 64, 1e300, Number.POSITIVE_INFINITY])('%p is clamped to 9999', (us) => {
    expect(isoTime(us)).toBe('9999-12-31T23:59:59.999999Z');
    expect(isoTime(clampTime(us))).toMatch(/^9999-12-31T23:59:59/);
  });

  test('a fraction of a microsecond is dropped', () => {
    expect(isoTime(1.9)).toBe('1970-01-01T00:00:00.000001Z');
    expect(clampTime(1.9)).toBe(1);
  });

  test('the remembered second never leaks into another', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 4_102_444_800 }), { minLength: 1 }), (seconds) => {
        for (const second of seconds) {
          expect(isoTime(second * 1e6 + 7)).toBe(`${new Date(second * 1000).toISOString().slice(0, 19)}.000007Z`);
        }
      }),
    );
  });
});
