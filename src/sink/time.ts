/**
 * Times in records: microseconds since 1970 (a double) to RFC 3339 text in UTC. A capture may hold any time at all: what lies
 * outside 1970 to 9999 (the years that RFC 3339 §5.6 can write) is clamped, so that a record always holds a valid time.
 */

const US_PER_SECOND = 1_000_000;
/** 10000-01-01T00:00:00Z, the first time that needs five digits of year. */
const YEAR_10000_US = 253_402_300_800 * US_PER_SECOND;
const LAST = '9999-12-31T23:59:59.999999Z';

/** The last whole second that was written, and its text: neighbouring records mostly share it. */
let cachedSecond = -1;
let cachedText = '';

/** `2026-11-24T09:30:12.123456Z`. */
export function isoTime(us: number): string {
  if (!(us > 0)) return '1970-01-01T00:00:00.000000Z'; // also for what is no number
  if (us >= YEAR_10000_US) return LAST;
  const whole = Math.floor(us);
  const micros = whole % US_PER_SECOND;
  const second = (whole - micros) / US_PER_SECOND;
  if (second !== cachedSecond) {
    cachedSecond = second;
    cachedText = new Date(second * 1000).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  }
  return `${cachedText}.${String(micros).padStart(6, '0')}Z`;
}

/** The same bounds for formats that write the number itself. */
export function clampTime(us: number): number {
  if (!(us > 0)) return 0;
  // Above 2^53 doubles are 2 apart or more: one less than the year 10000 cannot be said, 64 less can.
  return us >= YEAR_10000_US ? YEAR_10000_US - 64 : Math.floor(us);
}
