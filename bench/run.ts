/**
 * `npm run bench` and `pinsight bench`: makes its inputs (or takes captures that are named), checks the allocation budget of decided flows, measures the core alone, and runs pinsight beside
 * other tools on the same captures, alternately, whole processes. bench/README.md has the method.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type CoreResult, measureCore } from './core.bench.js';
import { BUDGET_OCTETS, type DecidedResult, measureDecidedFlow } from './decided-flow.bench.js';
import { captureInput, INPUTS, type Input, type InputName, inputFor, writeInput } from './inputs/index.js';
import { type LiveResult, runLive } from './live.js';
import { readVerdicts } from './live-child.js';
import { INSIDE, missingForLive, runInside } from './live-lab.js';
import { measureInput, type Row } from './measure.js';
import { findTools } from './peers.js';
import { plot } from './plot.js';
import {
  coreLine,
  decidedLine,
  inputLine,
  type Machine,
  machine,
  machineLine,
  type Report,
  table,
  toolNotes,
} from './report.js';
import { MOST_FLOWS, MOST_GIGABYTES, plotScale, runScale } from './scale.js';
import { runServe, serveNothing } from './serve.bench.js';
import { runSoak, SOAK_FLOWS, SOAK_MINUTES, type SoakResult } from './soak.js';
import { runStages } from './stages.bench.js';

const USAGE = `npm run bench -- [options] [capture...]

Captures that are named are read in place of the inputs that are made.

  --quick            100 MB inputs, one round: what CI runs
  --megabytes N      size of each input (default 1000)
  --rounds N         runs of each program on each input (default 5)
  --inputs A,B       of ${INPUTS.join(', ')} (default: all)
  --only A,B         programs whose names begin so (default: all that are installed); "none" runs none
  --pin              each program on one processor, by taskset
  --stages           the stages of the hot path one by one instead
  --scale            what a packet costs by length of the capture (of --inputs; default mix) and by open flows instead
  --max-gigabytes N  of --scale: longest capture (default ${MOST_GIGABYTES}, at most 20; 0: none)
  --max-flows N      of --scale: most open flows (default ${MOST_FLOWS}, at most 5000000)
  --schemes          what two threads could save on one capture, by scheme, instead
  --live             attached to an interface instead: rates without loss, time to a verdict; needs root
  --soak MINUTES     flows that come and go all the time instead (0: ${SOAK_MINUTES} minutes); needs root
  --flows N          of --soak: new flows a second (default ${SOAK_FLOWS})
  --serve            verdicts a second of the service instead, and the time to one, beside a server that does nothing
  --to-stdout        writes the one input of --inputs to standard output and stops
  --generate-only    make the inputs, print where they are, and stop
  --json FILE        the figures
  --svg FILE         the figures as a plot
  --cache FOLDER     where inputs are kept (default .cache/bench of a checkout, else pinsight/bench in the user's cache)
`;

const QUICK_MEGABYTES = 100;
const MEGABYTES = 1000;
const ROUNDS = 5;
const STANDARD_OUTPUT = '/dev/stdout';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    megabytes: { type: 'string' },
    rounds: { type: 'string' },
    inputs: { type: 'string' },
    only: { type: 'string', default: '' },
    pin: { type: 'boolean', default: false },
    stages: { type: 'boolean', default: false },
    scale: { type: 'boolean', default: false },
    'max-gigabytes': { type: 'string' },
    'max-flows': { type: 'string' },
    schemes: { type: 'boolean', default: false },
    live: { type: 'boolean', default: false },
    soak: { type: 'string' },
    flows: { type: 'string' },
    inside: { type: 'boolean', default: false },
    'live-child': { type: 'string' },
    serve: { type: 'boolean', default: false },
    'serve-child': { type: 'string' },
    'to-stdout': { type: 'boolean', default: false },
    'generate-only': { type: 'boolean', default: false },
    json: { type: 'string' },
    svg: { type: 'string' },
    cache: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** The folder of package.json: what is read of our own lies at fixed places in it, wherever this was called. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

const isCheckout = (root: string): boolean => existsSync(join(root, 'src'));

function defaultCache(root: string): string {
  if (isCheckout(root)) return join(root, '.cache/bench');
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'pinsight/bench');
}

/** npm says which script it runs. */
const calledAs = (): string => (process.env['npm_lifecycle_event'] === 'bench' ? 'npm run bench --' : 'pinsight bench');

const print = (text: string): void => void process.stdout.write(`${text}\n`);

function positive(option: string, text: string | undefined, otherwise: number, least = 1): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`--${option} takes a whole number from ${least} up`);
}

function inputNames(otherwise: readonly InputName[] = INPUTS): InputName[] {
  if (values.inputs === undefined) return [...otherwise];
  return values.inputs.split(',').map((name) => {
    const known = INPUTS.find((input) => input === name);
    if (known === undefined) throw new Error(`--inputs: ${name} is none of ${INPUTS.join(', ')}`);
    return known;
  });
}

async function main(): Promise<void> {
  if (values.help) return print(USAGE);
  if (values['live-child'] !== undefined) return await readVerdicts(positionals[0] ?? '');
  if (values['serve-child'] !== undefined) return serveNothing(values['serve-child']);
  const megabytes = positive('megabytes', values.megabytes, values.quick ? QUICK_MEGABYTES : MEGABYTES);
  const rounds = positive('rounds', values.rounds, values.quick ? 1 : ROUNDS);
  const here = machine([calledAs(), ...process.argv.slice(2).filter((one) => one !== INSIDE)].join(' '));
  const captures = positionals.map((capture) => resolve(capture));
  const [json, svg] = [values.json, values.svg].map((path) => (path === undefined ? undefined : resolve(path)));
  const root = packageRoot();
  const cache = values.cache === undefined ? defaultCache(root) : resolve(values.cache);
  process.chdir(root);
  if (values['to-stdout']) return await writeInput(inputNames()[0]!, megabytes * 1e6, STANDARD_OUTPUT);
  if (values.live || values.soak !== undefined) return await inNamespace(here, cache, megabytes, json);
  print(machineLine(here));
  if (values.serve) {
    const self = [process.execPath, process.argv[1]!];
    return await runServe({ quick: values.quick, rounds: positive('rounds', values.rounds, 1), self, print });
  }
  if (values.stages) return await runStages(await inputFor('tls-heavy', megabytes * 1e6, cache), print);
  if (values.schemes) {
    // Its threads begin with its module, which must be one by itself.
    const { runSchemes } = await import('./schemes.js');
    for (const path of captures.length > 0 ? captures : await pathsOf(megabytes, cache)) {
      print(`\n${path.slice(path.lastIndexOf('/') + 1)}: median of ${rounds}\n`);
      await runSchemes(path, rounds, print);
    }
    return;
  }
  if (values.scale) {
    const result = runScale({
      machine: here,
      maxGigabytes: positive('max-gigabytes', values['max-gigabytes'], MOST_GIGABYTES, 0),
      maxFlows: positive('max-flows', values['max-flows'], MOST_FLOWS),
      inputs: inputNames(['mix']),
      maker: (input, octets) => [process.argv[1]!, '--to-stdout', '--inputs', input, '--megabytes', `${octets / 1e6}`],
      cache,
      print,
    });
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
    if (svg !== undefined) writeFileSync(svg, plotScale(result));
    return;
  }
  const inputs: Input[] = [];
  for (const capture of captures) {
    const input = await captureInput(capture);
    print(inputLine(input.made));
    inputs.push(input);
  }
  for (const name of captures.length > 0 ? [] : inputNames()) {
    const input = await inputFor(name, megabytes * 1e6, cache);
    print(`${inputLine(input.made)}${values['generate-only'] ? `\n  ${input.path}` : ''}`);
    inputs.push(input);
  }
  if (values['generate-only']) return;

  const decided = await decidedFlow(inputs);
  const core: Record<string, CoreResult> = {};
  for (const { name, path } of inputs) {
    core[name] = await measureCore(path);
    print(coreLine(name, core[name]));
  }
  const { tools, skipped } = findTools(values.only === '' ? [] : values.only.split(','), cache, values.pin);
  for (const line of skipped) print(`skipped: ${line}`);
  if (tools.length > 0) print(`\n${toolNotes(tools)}`);
  const rows: Row[] = [];
  for (const input of tools.length > 0 ? inputs : []) {
    const measured = measureInput(input, tools, rounds, captures.length === 0);
    rows.push(...measured);
    print(`\n${input.name}: median of ${rounds} (least-most)\n\n${table(measured)}`);
  }
  const report: Report = {
    machine: here,
    ...(decided === undefined ? {} : { decided }),
    inputs: inputs.map(({ made }) => made),
    core,
    rows,
    skipped,
  };
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  if (svg !== undefined) writeFileSync(svg, plot(report));
}

/** Live measurements, in a network namespace of their own: this program is run again inside it. */
async function inNamespace(here: Machine, cache: string, megabytes: number, json: string | undefined): Promise<void> {
  if (!values.inside) {
    const missing = missingForLive();
    if (missing !== undefined) throw new Error(missing);
    process.exitCode = runInside();
    return;
  }
  print(machineLine(here));
  let result: LiveResult | SoakResult;
  if (values.soak === undefined) {
    const self = [process.execPath, process.argv[1]!];
    const rounds = positive('rounds', values.rounds, 1);
    result = await runLive({ machine: here, quick: values.quick, rounds, megabytes, cache, self, print });
  } else {
    const minutes = positive('soak', values.soak, SOAK_MINUTES, 0) || SOAK_MINUTES;
    const flowsPerSecond = positive('flows', values.flows, SOAK_FLOWS);
    result = await runSoak({ machine: here, minutes, flowsPerSecond, cache, print });
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  for (const violation of result.violations) print(`FAILED: ${violation}`);
  if (result.violations.length > 0) process.exitCode = 1;
}

async function pathsOf(megabytes: number, cache: string): Promise<string[]> {
  const paths: string[] = [];
  for (const name of inputNames()) paths.push((await inputFor(name, megabytes * 1e6, cache)).path);
  return paths;
}

/** The budget is 0 and gates: the run fails above what measuring itself costs. */
async function decidedFlow(inputs: readonly Input[]): Promise<DecidedResult | undefined> {
  const bulk = inputs.find(({ name }) => name === 'bulk');
  if (bulk === undefined) return undefined;
  const decided = await measureDecidedFlow(bulk.path);
  print(decidedLine(decided));
  if (decided.heapOctetsPerPacket > BUDGET_OCTETS) {
    print(`FAILED: the budget is 0 heap octets a packet (measured at most ${BUDGET_OCTETS})`);
    process.exitCode = 1;
  }
  return decided;
}

await main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
