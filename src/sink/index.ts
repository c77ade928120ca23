/**
 * Name of a format -> its sink. FLOW-RECORD.md, `--format`. A new format is one file and one line here. Each is loaded when it is
 * asked for: protobuf's generated code is large, and a run needs one format.
 */
import type { SinkFactory } from './sink.js';

const LOADERS = {
  table: async () => (await import('./table.js')).tableSink,
  jsonl: async () => (await import('./jsonl.js')).jsonlSink,
  protobuf: async () => (await import('./protobuf.js')).protobufSink,
  csv: async () => (await import('./csv.js')).csvSink,
} as const satisfies Record<string, () => Promise<SinkFactory>>;

export type Format = keyof typeof LOADERS;

export const FORMATS = Object.keys(LOADERS) as readonly Format[];

export function loadSink(format: Format): Promise<SinkFactory> {
  return LOADERS[format]();
}
