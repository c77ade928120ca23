/**
 * `pinsight classify`: captures in, one record per flow out. FLOW-RECORD.md, "Commands". The output comes into being with the
 * first record, or at the end of a run that could read something: a run without any readable input leaves nothing behind.
 */
import { harmless } from '../../bytes/text.js';
import { UsageError } from '../../bytes/usage-error.js';
import { classify } from '../../engine/classify.js';
import type { ClassifyReport } from '../../engine/options.js';
import { type Format, loadSink } from '../../sink/index.js';
import { checkOutput, Output } from '../../sink/output.js';
import type { Sink } from '../../sink/sink.js';
import type { CaptureFlags } from '../capture-worker.js';
import { collectEarly } from '../memory.js';
import { checkInputs, loadModel } from '../model.js';
import { type ClassifyFlags, flowOptions } from '../options.js';
import { ProgressLine } from '../progress.js';
import { readKey, redactor } from '../redact.js';
import { STATUS_DAMAGED, STATUS_OK, STATUS_USAGE } from '../status.js';
import { coverageComplaint, summaryJson, summaryText } from '../summary.js';
import {
  complain,
  errorIsTerminal,
  errorWidth,
  outputHasColours,
  outputIsTerminal,
  outputWidth,
  takesEscapes,
  takesUtf8,
  writeError,
} from '../terminal.js';
import { threadsFor } from '../threads.js';

export async function classifyCommand(inputs: readonly string[], flags: ClassifyFlags): Promise<number> {
  checkInputs(inputs, [...flags.catalog, flags.policy, flags.redact]);
  const path = flags.output === '-' ? undefined : flags.output;
  checkOutput(path, inputs);
  const key = flags.redact === undefined ? undefined : readKey(flags.redact);
  const redact = key === undefined ? undefined : redactor(key);
  const { catalog, policy } = await loadModel(flags);
  collectEarly(inputs);
  const progress = progressLine(inputs, flags);
  const format = formatOf(path, flags.format);
  const sink = await openableSink(path, format, progress);
  const threads = threadsFor(inputs, format, flags);

  let report: ClassifyReport;
  try {
    report =
      threads > 1 && format !== 'table'
        ? await (await import('../captures.js')).classifyCaptures({
            inputs,
            task: { flags: captureFlags(flags), flow: flowOptions(flags), key, format },
            threads,
            write: (octets) => sink.octets(octets),
            progress: (state) => progress?.update(state),
          })
        : await classify(
            {
              inputs,
              join: flags.join === true,
              workers: flags.workers,
              flow: flowOptions(flags),
              catalog,
              policy,
              devices: flags.device,
              all: flags.all === true,
              verbose: flags.verbose === true,
              ...(flags.label === undefined ? {} : { label: flags.label }),
              ...(redact === undefined ? {} : { redact }),
              ...(progress === undefined ? {} : { onProgress: (state) => progress.update(state) }),
            },
            (record) => sink.write(record),
          );
    if (!nothingRead(report, inputs)) await sink.close();
  } finally {
    progress?.clear();
  }
  reportFaults(report);
  if (nothingRead(report, inputs)) return STATUS_USAGE;
  complainOfCoverage(report);
  if (flags.summary === 'json') writeError(`${summaryJson(report.summary)}\n`);
  if (flags.summary === 'text') writeError(summaryText(report.summary));
  return report.damage.length + report.unreadable.length > 0 ? STATUS_DAMAGED : STATUS_OK;
}

function progressLine(inputs: readonly string[], flags: ClassifyFlags): ProgressLine | undefined {
  if (!(flags.progress ?? (errorIsTerminal() && takesEscapes()))) return undefined;
  return new ProgressLine({
    inputs,
    write: writeError,
    width: errorWidth,
    now: () => performance.now() / 1000,
    escapes: takesEscapes(),
    utf8: takesUtf8(),
  });
}

/** A table for people; JSON Lines for whatever reads a file or a pipe. */
function formatOf(path: string | undefined, asked: Format | undefined): Format {
  const toTerminal = path === undefined && outputIsTerminal();
  if (asked === 'protobuf' && toTerminal) {
    throw new UsageError('output', 'protobuf is not for a terminal: name a file with -o FILE, or pipe it on');
  }
  return asked ?? (toTerminal ? 'table' : 'jsonl');
}

/** What of the flags can be given to a thread, and matters to it. */
function captureFlags({ catalog, policy, device, all, verbose, label }: ClassifyFlags): CaptureFlags {
  return {
    catalog,
    policy,
    device,
    ...(all === undefined ? {} : { all }),
    ...(verbose === undefined ? {} : { verbose }),
    ...(label === undefined ? {} : { label }),
  };
}

interface OpenableSink extends Pick<Sink, 'write' | 'close'> {
  /** Records that are octets of the format already. */
  octets(octets: Uint8Array): void;
}

/** A sink whose output is created when it is first needed. */
async function openableSink(
  path: string | undefined,
  format: Format,
  progress: ProgressLine | undefined,
): Promise<OpenableSink> {
  const toTerminal = path === undefined && outputIsTerminal();
  const create = await loadSink(format);
  const output = new Output({ path, ...(toTerminal && progress ? { beforeWrite: () => progress.clear() } : {}) });
  const sink = create({
    output,
    utf8: takesUtf8(),
    ...(toTerminal ? { width: outputWidth(), colour: outputHasColours() } : {}),
  });
  let open = false;
  const ensureOpen = (): void => {
    if (open) return;
    sink.open();
    open = true;
  };
  return {
    write: (record) => {
      ensureOpen();
      sink.write(record);
    },
    octets: (octets) => {
      ensureOpen();
      output.octets(octets);
    },
    close: async () => {
      ensureOpen();
      await sink.close();
    },
  };
}

/** No input was a capture at all. */
function nothingRead(report: ClassifyReport, inputs: readonly string[]): boolean {
  return report.unreadable.length >= inputs.length;
}

/** A capture that told nothing says so; where it told something, the summary has the numbers. */
export function complainOfCoverage({ summary }: Pick<ClassifyReport, 'summary'>): void {
  const complaint = coverageComplaint(summary);
  if (complaint !== undefined) complain(complaint);
}

/** One line for each input that could not be read, or not to its end. */
export function reportFaults(report: Pick<ClassifyReport, 'damage' | 'unreadable'>): void {
  for (const { capture, cause } of report.unreadable) {
    const name = harmless(capture);
    // Most causes name the input themselves.
    complain(cause.includes(name) ? cause : `${name}: ${cause}`);
  }
  for (const { capture, offset, cause } of report.damage) {
    complain(`${harmless(capture)}: damaged at octet ${offset}: ${cause} (what came before is kept)`);
  }
}
