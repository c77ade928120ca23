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

export async function classifyCommand(inputs: readonly string[], flags: ClassifyFlags): Promise<number> {
  checkInputs(inputs, [...flags.catalog, flags.policy, flags.redact]);
  const path = flags.output === '-' ? undefined : flags.output;
  checkOutput(path, inputs);
  const redact = flags.redact === undefined ? undefined : redactor(readKey(flags.redact));
  const { catalog, policy } = await loadModel(flags);
  collectEarly(inputs);
  const progress = progressLine(inputs, flags);
  const sink = await openableSink(path, flags.format, progress);

  let report: ClassifyReport;
  try {
    report = await classify(
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

/** A sink whose output is created when it is first needed. */
async function openableSink(
  path: string | undefined,
  format: Format | undefined,
  progress: ProgressLine | undefined,
): Promise<Pick<Sink, 'write' | 'close'>> {
  const toTerminal = path === undefined && outputIsTerminal();
  if (format === 'protobuf' && toTerminal) {
    throw new UsageError('output', 'protobuf is not for a terminal: name a file with -o FILE, or pipe it on');
  }
  const create = await loadSink(format ?? (toTerminal ? 'table' : 'jsonl'));
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
