/**
 * `npm run bench [-- --quick]`: makes its inputs, checks the allocation budget, and runs pinsight beside tcpdump and tshark on the
 * same capture, alternately, whole processes. Prints a table and the figures as JSON. bench/README.md has the method.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { BUDGET_OCTETS, measureDecidedFlow } from './decided-flow.bench.js';
import { capture, type Kind } from './generator.js';
import { measure, type Tool } from './harness.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    megabytes: { type: 'string' },
    rounds: { type: 'string' },
    cache: { type: 'string', default: '.cache/bench' },
  },
});
const megabytes = Number(values.megabytes ?? (values.quick ? 20 : 300));
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));

const print = (line: string): void => void process.stdout.write(`${line}\n`);
print(
  `# ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} processors, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
);

const paths = new Map<Kind, string>();
for (const kind of ['flows', 'bulk'] as const) paths.set(kind, await capture(kind, megabytes * 1e6, values.cache));

const decided = await measureDecidedFlow(paths.get('bulk')!);
print(
  `decided flow: ${decided.heapOctetsPerPacket.toFixed(4)} heap octets a packet, ${decided.nsPerPacket.toFixed(0)} ns a packet (${decided.packets} packets)`,
);
if (decided.heapOctetsPerPacket > BUDGET_OCTETS) {
  print(`FAILED: the budget is 0 heap octets a packet (measured at most ${BUDGET_OCTETS})`);
  process.exitCode = 1;
}

const results: object[] = [];
for (const [kind, path] of paths) {
  const tools: Tool[] = [
    {
      name: 'pinsight',
      command: [
        process.execPath,
        'dist/cli/main.js',
        'classify',
        '--no-progress',
        '-w',
        '1',
        '-f',
        'jsonl',
        '-o',
        '/dev/null',
        path,
      ],
    },
    { name: 'tcpdump', command: ['tcpdump', '-n', '-r', path, '-w', '/dev/null'] },
    {
      name: 'tshark',
      command: [
        'tshark',
        '-n',
        '-r',
        path,
        '-T',
        'fields',
        '-e',
        'tls.handshake.extensions_server_name',
        '-e',
        'tls.handshake.ja3',
      ],
      rounds: 1,
    },
  ].filter((tool) => {
    const found = spawnSync('sh', ['-c', `command -v ${tool.command[0]}`]).status === 0;
    if (!found) print(`skipped: ${tool.name} is not installed`);
    return found;
  });
  const rows = measure(tools, rounds);
  const ours = rows.find((row) => row.name === 'pinsight')!;
  print(`\n${kind}: ${megabytes} MB, median of ${rounds}`);
  print('| tool | CPU s | wall s | peak MiB | CPU against pinsight |\n| --- | --- | --- | --- | --- |');
  for (const row of rows) {
    print(
      `| ${row.name} | ${row.cpu.toFixed(2)} | ${row.wall.toFixed(2)} | ${row.peakMib.toFixed(0)} | ${(row.cpu / ours.cpu).toFixed(2)}x |`,
    );
    results.push({ input: kind, megabytes, ...row });
  }
}
print(`\n${JSON.stringify({ decided, results })}`);
