/**
 * Worker entry for several captures: one Piscina task is one capture, from its packets to the octets of its records. Those go to
 * captures.ts, which puts them in the order of the inputs, and never further ahead of it than a window, so that no queue grows.
 */
import type { MessagePort } from 'node:worker_threads';
import { classify } from '../engine/classify.js';
import type { ClassifyReport, FlowOptions, Progress } from '../engine/options.js';
import { type Format, loadSink } from '../sink/index.js';
import { Output } from '../sink/output.js';
import { type Model, quietModel } from './model.js';
import type { ClassifyFlags } from './options.js';
import { redactor } from './redact.js';

/** What of the command line a capture's records depend on. */
export type CaptureFlags = Pick<ClassifyFlags, 'catalog' | 'policy' | 'device' | 'all' | 'verbose' | 'label'>;

export interface CaptureTask {
  readonly name: string;
  readonly flags: CaptureFlags;
  readonly flow: FlowOptions;
  /** Key of the pseudonyms, if there are any. */
  readonly key: Uint8Array | undefined;
  readonly format: Exclude<Format, 'table'>;
  readonly port: MessagePort;
  /** Messages with octets that were taken; and, if not 0, that the run was given up. */
  readonly taken: SharedArrayBuffer;
}

/** The report is the last. */
export type CaptureMessage =
  | { readonly octets: Uint8Array }
  | { readonly progress: Progress }
  | { readonly report: ClassifyReport };

export const TAKEN = 0;
export const GIVEN_UP = 1;
export const WORDS = 2;
/** Messages of an output's buffer each (256 KiB) that may wait for captures before this one. */
export const MESSAGES_AHEAD = 16;
/** How long a worker sleeps before it looks again whether the run was given up. */
const LOOK_MS = 200;

/** The model of this thread's captures: all of a run have the same. */
let model: Model | undefined;

export default async function work(task: CaptureTask): Promise<void> {
  const { port, flags, flow, key } = task;
  const taken = new Int32Array(task.taken);
  model ??= await quietModel(flags);
  let sent = 0;
  const output = new Output({
    to: (octets) => {
      // The collector answers by the shared word, since this thread does not return to its event loop.
      for (let seen = Atomics.load(taken, TAKEN); sent - seen >= MESSAGES_AHEAD; seen = Atomics.load(taken, TAKEN)) {
        if (Atomics.load(taken, GIVEN_UP) !== 0) throw new Error('the run was given up');
        Atomics.wait(taken, TAKEN, seen, LOOK_MS);
      }
      sent++;
      const copy = octets.slice();
      port.postMessage({ octets: copy } satisfies CaptureMessage, [copy.buffer]);
    },
  });
  // What a format has before its first record and after its last is written once, by captures.ts.
  output.open();
  const sink = (await loadSink(task.format))({ output });
  const report = await classify(
    {
      inputs: [task.name],
      join: false,
      workers: 1,
      flow,
      ...model,
      devices: flags.device,
      all: flags.all === true,
      verbose: flags.verbose === true,
      ...(flags.label === undefined ? {} : { label: flags.label }),
      ...(key === undefined ? {} : { redact: redactor(key) }),
      onProgress: (progress) => port.postMessage({ progress } satisfies CaptureMessage),
    },
    (record) => sink.write(record),
  );
  sink.flush();
  output.close();
  port.postMessage({ report } satisfies CaptureMessage);
}
