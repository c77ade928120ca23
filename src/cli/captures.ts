/**
 * Several captures in threads, one each: from packets to records nothing is shared, so that this scales with processors where
 * several threads over one capture do not (docs/adr/0007). Records come out in the order of the inputs, as from one thread.
 */
import { MessageChannel } from 'node:worker_threads';
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

/** @throws WorkerDied if a thread ends before its capture does */
export async function classifyCaptures(run: CapturesRun): Promise<ClassifyReport> {
  const { inputs, task, threads, write } = run;
  const pool = new TaskPool(new URL('./capture-worker.js', import.meta.url), threads);
  const lanes = inputs.map(
    (): Lane => ({ waiting: [], taken: new Int32Array(new SharedArrayBuffer(4 * WORDS)), report: undefined }),
  );
  const total = emptyReport();
  let current = 0;
  let failure: { readonly error: unknown } | undefined;
  const take = (lane: Lane, octets: Uint8Array): void => {
    write(octets);
    Atomics.add(lane.taken, TAKEN, 1);
    Atomics.notify(lane.taken, TAKEN);
  };
  /** Lets out whatever is next. */
  const advance = (): void => {
    for (let lane = lanes[current]; lane !== undefined; lane = lanes[++current]) {
      for (const octets of lane.waiting.splice(0)) take(lane, octets);
      if (lane.report === undefined) return;
      addReport(total, lane.report);
    }
  };
  const fail = (error: unknown): void => {
    failure ??= { error };
    for (const { taken } of lanes) Atomics.store(taken, GIVEN_UP, 1);
    void pool.close();
  };
  const tasks = inputs.map(async (name, index) => {
    const lane = lanes[index]!;
    const { port1, port2 } = new MessageChannel();
    const reported = new Promise<void>((resolve) => {
      port1.on('message', (message: CaptureMessage) => {
        if (failure !== undefined) return;
        try {
          if ('octets' in message) {
            lane.waiting.push(message.octets);
            advance();
          } else if ('progress' in message) {
            if (index === current) run.progress({ ...message.progress, index, inputs: inputs.length });
          } else {
            lane.report = message.report;
            advance();
            resolve();
          }
        } catch (error) {
          fail(error); // a full disk
        }
      });
    });
    try {
      const taken = lane.taken.buffer as SharedArrayBuffer;
      await pool.run({ name, ...task, taken, port: port2 } satisfies CaptureTask, [port2], name);
      if (failure === undefined) await reported;
    } catch (error) {
      fail(error);
    } finally {
      port1.close();
    }
  });
  await Promise.all(tasks);
  await pool.close();
  if (failure !== undefined) throw failure.error;
  return total;
}
