/** What a program that runs for weeks says of itself: one JSON line an event, to standard error, by pino. */
import { type Logger, pino } from 'pino';
import type { LogLevel } from './serve-options.js';
import { writeError } from './terminal.js';

/** @param write takes whole lines, at once */
export function newLog(level: LogLevel, write: (line: string) => void = writeError): Logger {
  return pino({ level, base: { program: 'pinsight' }, timestamp: pino.stdTimeFunctions.isoTime }, { write });
}
