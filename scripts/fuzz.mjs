// Fuzzes every reader and the whole pipeline: npm run fuzz [-- --seconds N --seed S --only NAME]. Targets and mutator are in
// test/fuzz/. A second thread watches: a run that does not end is written down and ends the program, as no check could.
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

register('./typescript-hooks.mjs', import.meta.url);

/** Octets of the largest input that the watcher can write down, and how long one run may take. */
const MAX_INPUT = 4 * 1024 * 1024;
const STUCK_MS = 30_000;
/** Words before the input: how many runs began, octets of the input, number of the target. */
const HEAD = 3;
const folder = fileURLToPath(new URL('../fixtures/regressions', import.meta.url));

if (isMainThread) await main();
else await watch(workerData);

async function main() {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string' },
      only: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { TARGETS } = await import('../test/fuzz/targets.ts');
  const { fuzz } = await import('../test/fuzz/run.ts');
  const names = TARGETS.map(({ name }) => name);
  const seconds = Number(values.seconds);
  // A seed that was not given is not the same twice; it is printed, so that the run can be.
  const seed = Number(values.seed ?? Date.now() % 0x7fff_ffff);
  const targets = values.only === undefined ? TARGETS : TARGETS.filter(({ name }) => name === values.only);
  if (values.help || targets.length === 0 || !(seconds > 0) || !Number.isInteger(seed)) {
    process.stderr.write(`npm run fuzz -- [--seconds N] [--seed S] [--only ${names.join('|')}]\n`);
    process.exit(2);
  }
  const shared = new SharedArrayBuffer(4 * HEAD + MAX_INPUT);
  const words = new Int32Array(shared, 0, HEAD);
  const octets = new Uint8Array(shared, 4 * HEAD);
  const watcher = new Worker(new URL(import.meta.url), { workerData: { shared, names } });
  watcher.unref();
  const failed = await fuzz({
    targets,
    seconds,
    seed,
    folder,
    print: (line) => process.stdout.write(`${line}\n`),
    begin: (target, input) => {
      octets.set(input.subarray(0, MAX_INPUT));
      words[1] = input.length;
      words[2] = names.indexOf(target);
      Atomics.add(words, 0, 1);
    },
  });
  process.exit(failed > 0 ? 1 : 0);
}

async function watch({ shared, names }) {
  const { writeRegression } = await import('../test/fuzz/run.ts');
  const words = new Int32Array(shared, 0, HEAD);
  let before = 0;
  setInterval(() => {
    const runs = Atomics.load(words, 0);
    if (runs === 0 || runs !== before) {
      before = runs;
      return;
    }
    const input = new Uint8Array(shared, 4 * HEAD, Math.min(words[1], MAX_INPUT)).slice();
    const path = writeRegression(folder, names[words[2]], input);
    process._rawDebug(`${names[words[2]]}: a run has not ended in ${STUCK_MS / 1000} s; its input is in ${path}`);
    process.kill(process.pid, 'SIGKILL');
  }, STUCK_MS);
}
