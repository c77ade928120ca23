/**
 * Times in records: microseconds since 1970 (a double) to RFC 3339 text in UTC. A capture may hold any time at all: what lies
 * outside 1970 to 9999 (the years that RFC 3339 §5.6 can write) is clamped, so that a record always holds a valid time.
 */

const US_PER_MS = 1000;
const US_PER_SECOND = 1000 * US_PER_MS;
/** 10000-01-01T00:00:00Z, the first time that needs five digits of year. */
const YEAR_10000_US = 253_402_300_800 * US_PER_SECOND;
const LAST_SECOND_US = YEAR_10000_US - US_PER_SECOND;

const SECOND_LENGTH = 'YYYY-MM-DDTHH:MM:SS'.length;
const MICRO_DIGITS = 6;
/** Octets of every time. */
export const TIME_OCTETS = SECOND_LENGTH + '.'.length + MICRO_DIGITS + 'Z'.length;
const DOT = 0x2e;
const ZERO = 0x30;
const ZULU = 0x5a;

/** The last whole second that was written (us), and its text: neighbouring records mostly share it. */
let cachedUs = -1;
const cached = new Uint8Array(SECOND_LENGTH);

const scratch = Buffer.alloc(TIME_OCTETS);

/** `2026-11-24T09:30:12.123456Z`. */
export function isoTime(us: number): string {
  timeOctets(scratch, 0, us);
  return scratch.toString('latin1');
}

/** The same as `TIME_OCTETS` octets at `at` in `to`, where there is room for them. */
export function timeOctets(to: Uint8Array, at: number, us: number): void {
  let whole = 0; // also for what is no number
  if (us >= YEAR_10000_US) whole = LAST_SECOND_US;
  else if (us > 0) whole = Math.floor(us);
  let micros = whole - cachedUs;
  if (!(cachedUs >= 0 && micros >= 0 && micros < US_PER_SECOND)) {
    micros = whole % US_PER_SECOND;
    cachedUs = whole - micros;
    const text = new Date(cachedUs / US_PER_MS).toISOString();
    for (let i = 0; i < SECOND_LENGTH; i++) cached[i] = text.charCodeAt(i);
  }
  if (us >= YEAR_10000_US) micros = US_PER_SECOND - 1;
  for (let i = 0; i < SECOND_LENGTH; i++) to[at + i] = cached[i]!;
  to[at + SECOND_LENGTH] = DOT;
  let rest = micros | 0; // a small integer from here on, no double
  for (let i = SECOND_LENGTH + MICRO_DIGITS; i > SECOND_LENGTH; i--) {
    const next = (rest / 10) | 0;
    to[at + i] = ZERO + rest - 10 * next;
    rest = next;
  }
  to[at + SECOND_LENGTH + MICRO_DIGITS + 1] = ZULU;
}

/** The same bounds for formats that write the number itself. */
export function clampTime(us: number): number {
  if (!(us > 0)) return 0;
  // Above 2^53 doubles are 2 apart or more: one less than the year 10000 cannot be said, 64 less can.
  return us >= YEAR_10000_US ? YEAR_10000_US - 64 : Math.floor(us);
}
