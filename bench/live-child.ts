/**
 * What live measurements run in processes of their own beside the program: a reader of its socket, which takes the time at which each verdict
 * is there; and a lane that does not know that it is behind, to compare with what giving up bulk saves.
 */
import { openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LaneStats } from '../src/cli/attach/stats.js';
import type { LiveSource } from '../src/source/live.js';
import { timeUs } from './live-figures.js';
import { LISTENING, METRICS_PORT } from './live-lab.js';

export const CHILD_READY = 'attached:';

/** A module of the program as it was built: what is measured is that, and it knows where its addon and its catalog lie. */
const built = <Module>(path: string): Promise<Module> => import(pathToFileURL(resolve('dist', path)).href);

/** @param argument of a reader the socket's path, of a lane the file for its records */
export async function runLiveChild(kind: string, argument: string): Promise<void> {
  if (kind === 'reader') await readVerdicts(argument);
  else await unshed(argument);
}

/** Until SIGTERM; then what was between each hello's last packet and its verdict's being here, in us, as one line of JSON. */
async function readVerdicts(path: string): Promise<void> {
  const { systemTimeUs } = await built<typeof import('../src/source/native.js')>('source/native.js');
  const latencies: number[] = [];
  let rest = '';
  const socket = connect(path, () => process.stdout.write(`${CHILD_READY}\n`));
  socket.setEncoding('utf8').on('data', (text: string) => {
    const now = systemTimeUs();
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      if (!line.includes('"event_type":"verdict"')) continue;
      const [, decidedAt] = /"decided_at":"([^"]+)"/.exec(line) ?? [];
      if (decidedAt !== undefined) latencies.push(now - timeUs(decidedAt));
    }
  });
  process.on('SIGTERM', () => {
    process.stdout.write(`${JSON.stringify(latencies)}\n`);
    socket.destroy();
    process.exitCode = 0;
  });
}

async function unshed(output: string): Promise<void> {
  const { Lane } = await built<typeof import('../src/cli/attach/lane.js')>('cli/attach/lane.js');
  const { quietModel } = await built<typeof import('../src/cli/model.js')>('cli/model.js');
  const { DEFAULT_FLOW_OPTIONS } = await built<typeof import('../src/engine/options.js')>('engine/options.js');
  const { openRing } = await built<typeof import('../src/source/ring.js')>('source/ring.js');
  const file = openSync(output, 'w');
  const model = await quietModel({ catalog: [], policy: 'balanced' });
  const open = async (): Promise<LiveSource> => new Unaware(openRing({ interface: LISTENING }));
  const lane = await Lane.start(
    {
      flow: DEFAULT_FLOW_OPTIONS,
      devices: [],
      all: false,
      verbose: false,
      format: 'jsonl',
      index: 0,
      lanes: 1,
      firstFrame: 0,
      keep: undefined,
      tellsVerdicts: false,
    },
    model,
    open,
    {
      records: (octets) => writeSync(file, octets) > 0,
      verdict: () => {},
      kept: () => true,
      learned: () => {},
      log: (_, message) => void process.stderr.write(`${message}\n`),
      over: () => process.exit(1),
    },
  );
  const server = createServer((_, answer) => answer.end(metricsOf(lane.stats()))).listen(
    METRICS_PORT,
    '127.0.0.1',
    () => process.stdout.write(`${CHILD_READY} ${lane.name}\n`),
  );
  process.on('SIGTERM', () => {
    lane.stop();
    server.close();
    server.closeAllConnections();
  });
}

/** The source without its backlog, by which a lane knows that it is behind. */
class Unaware implements LiveSource {
  readonly name: string;
  readonly capture: string;
  readonly #source: LiveSource;

  constructor(source: LiveSource) {
    this.#source = source;
    this.name = source.name;
    this.capture = source.capture;
  }

  start(events: Parameters<LiveSource['start']>[0]): void {
    this.#source.start(events);
  }

  drain(): void {
    this.#source.drain();
  }

  readCounters(): ReturnType<LiveSource['readCounters']> {
    return this.#source.readCounters();
  }

  close(): void {
    this.#source.close();
  }
}

/** The samples that are asked for, under the program's own names; a latency's last word is the sum. */
function metricsOf({ summary, source, latency }: LaneStats): string {
  return [
    `pinsight_packets_total ${summary.packets}`,
    `pinsight_packets_dropped_total{stage="kernel"} ${source.dropped}`,
    `pinsight_packets_dropped_total{stage="overload"} ${source.skipped}`,
    `pinsight_hello_to_verdict_seconds_count ${latency.slice(0, -1).reduce((sum, count) => sum + count, 0)}\n`,
  ].join('\n');
}
