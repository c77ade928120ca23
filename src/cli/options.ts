/**
 * The options of FLOW-RECORD.md, "Commands", and what they mean to the engine. Help texts stand here, one place for `--help`
 * and for shell completion. Values are checked as they are read (values.ts).
 */
import { type Command, Option } from 'commander';
import { DEFAULT_FLOW_OPTIONS, type FlowOptions } from '../engine/options.js';
import { FORMATS, type Format } from '../sink/index.js';
import { label, network, oneOf, seconds, wholeNumber } from './values.js';

/** Flows cannot be fewer than the partitions that share the bound (HOUSE.md section 2); more than this is no memory's size. */
const LEAST_FLOWS = 64;
const MOST_FLOWS = 16_777_216;
/** One partition a worker: more workers would have nothing to do. */
const MOST_WORKERS = 64;

export type SummaryForm = 'text' | 'json';

export interface FlowFlags {
  readonly maxFlows: number;
  readonly timeoutEstablished: number;
  readonly timeoutHalfOpen: number;
  readonly timeoutClosed: number;
  readonly timeoutUdp: number;
  readonly ignoreVlan?: true;
}

export interface ModelFlags {
  readonly catalog: readonly string[];
  readonly policy: string;
  readonly device: readonly string[];
}

export interface ClassifyFlags extends FlowFlags, ModelFlags {
  readonly format?: Format;
  readonly output?: string;
  readonly workers: number | 'auto';
  readonly all?: true;
  readonly summary?: SummaryForm;
  readonly verbose?: true;
  readonly join?: true;
  readonly label?: string;
  readonly redact?: string;
  /** Absent: on a terminal. */
  readonly progress?: boolean;
}

/** What a verdict rests on besides what was seen. */
export function addCatalogOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '-c, --catalog <path>',
        'catalog of pinned apps; repeat to merge several; "default" is the one shipped',
      )
        .argParser((value: string, before: string[]) => [...before, value])
        .default([], 'the one shipped'),
    )
    .option('-p, --policy <path>', 'policy file (YAML), or compatible, balanced or strict', 'balanced');
}

/** The same, and who the clients are. */
export function addModelOptions(command: Command): Command {
  return addCatalogOptions(command).addOption(
    new Option('--device <network>', "the tunnel's client network, as CIDR; repeat for several")
      .argParser((value: string, before: string[]) => [...before, network('--device', value)])
      .default([], 'none'),
  );
}

/** What makes packets one flow, and when it ends. */
export function addFlowOptions(command: Command): Command {
  const { maxFlows, timeouts } = DEFAULT_FLOW_OPTIONS;
  const timeout = (name: string, what: string, value: number): Option =>
    new Option(`--timeout-${name} <seconds>`, what)
      .argParser((text) => seconds(`--timeout-${name}`, text))
      .default(value);
  return command
    .addOption(
      new Option('--max-flows <n>', 'bound of the flow table')
        .argParser((value) => wholeNumber('--max-flows', value, LEAST_FLOWS, MOST_FLOWS))
        .default(maxFlows),
    )
    .addOption(timeout('established', 'silence that ends an established TCP flow', timeouts.established))
    .addOption(timeout('half-open', 'silence that ends a TCP flow that was never answered', timeouts.halfOpen))
    .addOption(timeout('closed', 'silence that ends a closed TCP flow', timeouts.closed))
    .addOption(timeout('udp', 'silence that ends a UDP flow', timeouts.udp))
    .option('--ignore-vlan', 'VLAN ids do not tell flows apart');
}

export function addClassifyOptions(command: Command): Command {
  command
    .addOption(
      new Option('-f, --format <format>', `${FORMATS.join(', ')} (default: table on a terminal, else jsonl)`).argParser(
        (value) => oneOf('--format', value, FORMATS),
      ),
    )
    .option('-o, --output <path>', 'file to write (default: standard output, also "-")');
  addModelOptions(command)
    .addOption(
      new Option('-w, --workers <n>', 'threads; the output is the same for every number')
        .argParser((value) => (value === 'auto' ? value : wholeNumber('--workers', value, 1, MOST_WORKERS, 'auto or ')))
        .default('auto'),
    )
    .option('--all', 'also flows without a TLS, QUIC or DTLS hello')
    .addOption(
      new Option(
        '--summary [form]',
        'counters and totals to standard error at the end: text (also where none is named) or json',
      ).argParser((value) => oneOf('--summary', value, ['text', 'json'] as const)),
    )
    .option('--verbose', 'also ja4_r, the outcome class, and every hypothesis that was weighed')
    .option('--join', 'the captures are one input (rotated files)')
    .addOption(
      new Option('--label <app>', 'ground truth for the whole input').argParser((value) => label('--label', value)),
    )
    .option('--redact <keyfile>', 'client addresses as pseudonyms under the key in this file');
  return addFlowOptions(command)
    .option('--progress', 'show progress on standard error (default: when it is a terminal)')
    .option('--no-progress', 'do not');
}

export function flowOptions(flags: FlowFlags): FlowOptions {
  return {
    maxFlows: flags.maxFlows,
    timeouts: {
      established: flags.timeoutEstablished,
      halfOpen: flags.timeoutHalfOpen,
      closed: flags.timeoutClosed,
      udp: flags.timeoutUdp,
    },
    ignoreVlan: flags.ignoreVlan === true,
  };
}

/**
 * `--summary` takes the next word only if it is `text` or `json`, so that `--summary trace.pcap` reads the capture. Commander
 * takes any next word; so the form is glued on before it looks.
 */
export function expandSummary(args: readonly string[]): string[] {
  const expanded: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    if (word === '--') return [...expanded, ...args.slice(i)];
    const next = args[i + 1];
    if (word !== '--summary') expanded.push(word);
    else if (next === 'text' || next === 'json') {
      expanded.push(`--summary=${next}`);
      i++;
    } else expanded.push('--summary=text');
  }
  return expanded;
}
