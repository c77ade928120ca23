/**
 * Sink: what flow records are written to. FLOW-RECORD.md says what each format holds; HOUSE.md section 3 how one is added:
 * one file here, one line in index.ts. A sink owns its output, turns one record at a time into octets, and keeps nothing
 * that grows with the capture. The same records give the same octets.
 */
import type { FlowRecord } from '../verdict/record.js';
import type { Output } from './output.js';

export interface Sink {
  /** Creates the output and writes what stands before the first record (a header). Called once. */
  open(): void;
  /** Appends one record. Returns when the record is in the buffer or the system has taken it: back-pressure is the wait. */
  write(record: FlowRecord): void;
  /** Hands everything written so far to the system. */
  flush(): void;
  /** Writes what stands after the last record, flushes, and closes a file. */
  close(): Promise<void>;
}

/** What the formats can be told. Formats for programs look at `output` only. */
export interface SinkOptions {
  readonly output: Output;
  /** Columns of the terminal; 80 if it is none. Table only. */
  readonly width?: number;
  /** Colours, for a terminal that has them. Table only. */
  readonly colour?: boolean;
  /** UTF-8 can be shown; default: yes. Table only. */
  readonly utf8?: boolean;
}

export type SinkFactory = (options: SinkOptions) => Sink;
