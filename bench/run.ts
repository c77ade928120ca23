/**
 * `npm run bench`: makes its inputs, checks the allocation budget of decided flows, measures the core alone, and runs pinsight beside
 * other tools on the same captures, alternately, whole processes. bench/README.md has the method.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CoreResult, measureCore } from './core.bench.js';
import { BUDGET_OCTETS, type DecidedResult, measureDecidedFlow } from './decided-flow.bench.js';
import { INPUTS, type Input, type InputName, inputFor } from './inputs/index.js';
import { measureInput, type Row } from './measure.js';
import { findTools } from './peers.js';
import { plot } from './plot.js';
import { coreLine, decidedLine, inputLine, machine, machineLine, type Report, table, toolNotes } from './report.js';
import { runStages } from './stages.bench.js';

const USAGE = `npm run bench -- [options]

  --quick            100 MB inputs, one round: what CI runs
  --megabytes N      size of each input (default 1000)
  --rounds N         runs of each program on each input (default 5)
  --inputs A,B       of ${INPUTS.join(', ')} (default: all)
  --only A,B         programs whose names begin so (default: all that are installed); "none" runs none
  --pin              each program on one processor, by taskset
  --stages           the stages of the hot path one by one instead
  --generate-only    make the inputs, print where they are, and stop
  --json FILE        the figures
  --svg FILE         the figures as a plot
  --cache FOLDER     where inputs are kept (default .cache/bench)
`;

const QUICK_MEGABYTES = 100;
const MEGABYTES = 1000;
const ROUNDS = 5;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    megabytes: { type: 'string' },
    rounds: { type: 'string' },
    inputs: { type: 'string', default: INPUTS.join(',') },
    only: { type: 'string', default: '' },
    pin: { type: 'boolean', default: false },
    stages: { type: 'boolean', default: false },
    'generate-only': { type: 'boolean', default: false },
    json: { type: 'string' },
    svg: { type: 'string' },
    cache: { type: 'string', default: '.cache/bench' },
    help: { type: 'boolean', default: false },
  },
});

const print = (text: string): void => void process.stdout.write(`${text}\n`);

function positive(option: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${option} takes a whole number above 0`);
}

function inputNames(): InputName[] {
  return values.inputs.split(',').map((name) => {
    const known = INPUTS.find((input) => input === name);
    if (known === undefined) throw new Error(`--inputs: ${name} is none of ${INPUTS.join(', ')}`);
    return known;
  });
}

async function main(): Promise<void> {
  if (values.help) return print(USAGE);
  const megabytes = positive('megabytes', values.megabytes, values.quick ? QUICK_MEGABYTES : MEGABYTES);
  const rounds = positive('rounds', values.rounds, values.quick ? 1 : ROUNDS);
  const here = machine(['npm run bench --', ...process.argv.slice(2)].join(' '));
  print(machineLine(here));
  if (values.stages) return await runStages(await inputFor('tls-heavy', megabytes * 1e6, values.cache), print);
  const inputs: Input[] = [];
  for (const name of inputNames()) {
    const input = await inputFor(name, megabytes * 1e6, values.cache);
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
  const { tools, skipped } = findTools(values.only === '' ? [] : values.only.split(','), values.cache, values.pin);
  for (const line of skipped) print(`skipped: ${line}`);
  if (tools.length > 0) print(`\n${toolNotes(tools)}`);
  const rows: Row[] = [];
  for (const input of tools.length > 0 ? inputs : []) {
    const measured = measureInput(input, tools, rounds, true);
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
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  if (values.svg !== undefined) writeFileSync(values.svg, plot(report));
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
