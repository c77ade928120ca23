/**
 * Several captures in threads, one each: from packets to records nothing is shared, so that this scales with processors where
 * several threads over one capture do not (docs/adr/0007). Records come out in the order of the inputs, as from one thread.
 */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { ClassifyReport, Progress } from '../engine/options.js';
import { TaskPool } from '../engine/pool.js';
import { addReport, emptyReport } from '../engine/report.js';
import { type CaptureFlags, type CaptureMessage, type CaptureTask, GIVEN_UP, TAKEN, WORDS } from './capture-worker.js';

export interface CapturesRun {
  readonly inputs: readonly string[];
  readonly task: Pick<CaptureTask, 'flow' | 'key' | 'format'> & { readonly flags: CaptureFlags };
  readonly threads: number;
  /** Octets of records, in the order of the inputs. */
  readonly write: (octets: Uint8Array) => void;
  readonly progress: (progress: Progress) => void;
}

/** One capture: what came of it and cannot leave yet. */
interface Lane {
  readonly waiting: Uint8Array[];
  readonly taken: Int32Array;
  report: ClassifyReport | undefined;
}

/** Captures for each thread that may be begun before the one whose records leave: what waits for it is bounded. */
const CAPTURES_AHEAD = 4;

/** @throws WorkerDied if a thread ends before its capture does */
export async function classifyCaptures(run: CapturesRun): Promise<ClassifyReport> {
  const { inputs, task, threads, write } = run;
  const pool = new TaskPool(new URL('./capture-worker.js', import.meta.url), threads);
  const lanes = inputs.map(
    (): Lane => ({ waiting: [], taken: new Int32Array(new SharedArrayBuffer(4 * WORDS)), report: undefined }),
  );
  const ports: MessagePort[] = [];
  const tasks: Promise<unknown>[] = [];
  const total = emptyReport();
  let current = 0;
  let failure: { readonly error: unknown } | undefined;
  await new Promise<void>((over) => {
    /** Whatever comes first ends the run; threads that are at work are ended below. */
    const fail = (error: unknown): void => {
      failure ??= { error };
      over();
    };
    const take = (lane: Lane, octets: Uint8Array): void => {
      write(octets);
      Atomics.add(lane.taken, TAKEN, 1);
      Atomics.notify(lane.taken, TAKEN);
    };
    /** Lets out whatever is next, and begins what may begin then. */
    const advance = (): void => {
      for (let lane = lanes[current]; lane !== undefined; lane = lanes[++current]) {
        for (const octets of lane.waiting.splice(0)) take(lane, octets);
        if (lane.report === undefined) break;
        addReport(total, lane.report);
      }
      while (ports.length < inputs.length && ports.length < current + CAPTURES_AHEAD * threads) begin(ports.length);
      if (current === inputs.length) over();
    };
    const hear = (index: number, message: CaptureMessage): void => {
      const lane = lanes[index]!;
      if ('progress' in message) {
        if (index === current) run.progress({ ...message.progress, index, inputs: inputs.length });
        return;
      }
      if ('octets' in message) lane.waiting.push(message.octets);
      else lane.report = message.report;
      if (index === current) advance();
    };
    const begin = (index: number): void => {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1);
      port1.on('message', (message: CaptureMessage) => {
        if (failure !== undefined) return;
        try {
          hear(index, message);
        } catch (error) {
          fail(error); // a full disk
        }
      });
      const name = inputs[index]!;
      const taken = lanes[index]!.taken.buffer as SharedArrayBuffer;
      // The report comes by the port, behind all octets.
      tasks.push(pool.run({ name, ...task, taken, port: port2 } satisfies CaptureTask, [port2], name).catch(fail));
    };
    advance();
  });
  // A report is there a little before its task is over; a task that is under way when its thread is ended fails.
  if (failure === undefined) await Promise.all(tasks);
  for (const { taken } of lanes) Atomics.store(taken, GIVEN_UP, 1);
  for (const port of ports) port.close();
  await pool.close();
  if (failure !== undefined) throw failure.error;
  return total;
}
