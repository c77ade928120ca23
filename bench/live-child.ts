/**
 * What live measurements run in a process of its own beside the program: a reader of its socket, which takes the time at which each verdict is
 * there.
 */
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { timeUs } from './live-figures.js';

export const CHILD_READY = 'attached:';

/** A module of the program as it was built: what is measured is that, and it knows where its addon and its catalog lie. */
const built = <Module>(path: string): Promise<Module> => import(pathToFileURL(resolve('dist', path)).href);

/** Told when the warm-up is over. */
export const BEGIN = 'SIGUSR2';

/** From BEGIN to SIGTERM; then what was between each hello's last packet and its verdict's being here, in us, as one line of JSON. */
export async function readVerdicts(path: string): Promise<void> {
  const { systemTimeUs } = await built<typeof import('../src/source/native.js')>('source/native.js');
  let latencies: number[] = [];
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
  process.on(BEGIN, () => {
    latencies = [];
  });
  process.on('SIGTERM', () => {
    process.stdout.write(`${JSON.stringify(latencies)}\n`);
    socket.destroy();
    process.exitCode = 0;
  });
}
