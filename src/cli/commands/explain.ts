/**
 * `pinsight explain`: why one flow got its verdict. The capture is classified once more with everything kept, because a
 * verdict may rest on what the same client did before; only the flow asked for is shown.
 */
import { parseAddress } from '../../bytes/address.js';
import { harmless } from '../../bytes/text.js';
import { UsageError } from '../../bytes/usage-error.js';
import { classify } from '../../engine/classify.js';
import type { ExplainDetail } from '../../engine/options.js';
import type { FlowRecord } from '../../verdict/record.js';
import { explanationJson, explanationText } from '../explanation.js';
import { checkInputs, loadModel } from '../model.js';
import { type FlowFlags, flowOptions, type ModelFlags } from '../options.js';
import { STATUS_DAMAGED, STATUS_OK, STATUS_USAGE } from '../status.js';
import { complain, writeText } from '../terminal.js';
import { type FlowEnd, type FlowSelector, flowWords } from '../values.js';
import { complainOfCoverage, reportFaults } from './classify.js';

/** A 5-tuple may be used again and again; more flows than these are counted and not kept. */
const MAX_EXPLAINED = 100;

export interface ExplainFlags extends FlowFlags, ModelFlags {
  readonly flow: FlowSelector;
  readonly format: 'text' | 'json';
}

export async function explainCommand(input: string, flags: ExplainFlags): Promise<number> {
  checkInputs([input], [...flags.catalog, flags.policy]);
  const { catalog, policy } = await loadModel(flags);
  const matches = matcher(flags.flow);
  const found: { readonly record: FlowRecord; readonly detail: ExplainDetail | undefined }[] = [];
  let beyond = 0;
  const report = await classify(
    {
      inputs: [input],
      join: false,
      workers: 1,
      flow: flowOptions(flags),
      catalog,
      policy,
      devices: flags.device,
      all: true,
      verbose: true,
      explain: true,
    },
    (record, detail) => {
      if (!matches(record)) return;
      if (found.length < MAX_EXPLAINED) found.push({ record, detail });
      else beyond++;
    },
  );
  reportFaults(report);
  if (report.unreadable.length > 0) return STATUS_USAGE;
  if (found.length === 0) {
    complainOfCoverage(report);
    throw new UsageError(
      'no_such_flow',
      `${harmless(input)}: has no such flow: ${flowWords(flags.flow)}; classify --all lists the flows there are`,
    );
  }
  const write = flags.format === 'json' ? explanationJson : explanationText;
  const separator = flags.format === 'json' ? '' : '\n';
  writeText(found.map(({ record, detail }) => write(record, detail, policy, catalog)).join(separator));
  if (beyond > 0) complain(`${beyond} more flows have this 5-tuple; name one by its flow_id`);
  return report.damage.length > 0 ? STATUS_DAMAGED : STATUS_OK;
}

function matcher(selector: FlowSelector): (record: FlowRecord) => boolean {
  if ('id' in selector) return (record) => record.flow_id === selector.id;
  const { ends, proto } = selector;
  const [a, b] = ends;
  return (record) =>
    (proto === undefined || record.proto === proto) && (isBetween(record, a, b) || isBetween(record, b, a));
}

function isBetween(record: FlowRecord, source: FlowEnd, destination: FlowEnd): boolean {
  return (
    record.src_port === source.port &&
    record.dest_port === destination.port &&
    sameEnd(record.src_ip, source) &&
    sameEnd(record.dest_ip, destination)
  );
}

function sameEnd(address: string, end: FlowEnd): boolean {
  const octets = parseAddress(address);
  return octets !== null && Buffer.compare(octets, end.address) === 0;
}
