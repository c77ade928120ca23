/** Runs whole programs alternately and takes what the system accounted to them: CPU seconds, wall seconds, peak memory. */
import { spawnSync } from 'node:child_process';

export interface Tool {
  readonly name: string;
  readonly command: readonly string[];
  /** Fewer rounds for a tool that is much slower. */
  readonly rounds?: number;
}

export interface Row {
  readonly name: string;
  readonly cpu: number;
  readonly wall: number;
  readonly peakMib: number;
}

/** Median of `rounds` runs of each tool, run in turn so that a busy minute hits all of them. */
export function measure(tools: readonly Tool[], rounds: number): Row[] {
  const runs = new Map<string, Row[]>(tools.map((tool) => [tool.name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const tool of tools) if (round < (tool.rounds ?? rounds)) runs.get(tool.name)!.push(run(tool));
  }
  return tools.map((tool) => {
    const rows = runs.get(tool.name)!;
    const median = (of: (row: Row) => number): number => rows.map(of).sort((a, b) => a - b)[rows.length >> 1]!;
    return {
      name: tool.name,
      cpu: median((r) => r.cpu),
      wall: median((r) => r.wall),
      peakMib: median((r) => r.peakMib),
    };
  });
}

/** The child of a small script, whose `resourceUsage` of children is read when it is over: `ru_utime`, `ru_stime`, `ru_maxrss`. */
const WATCH = `
import resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
u = resource.getrusage(resource.RUSAGE_CHILDREN)
print(u.ru_utime + u.ru_stime, time.monotonic() - start, u.ru_maxrss / 1024, code)
`;

function run(tool: Tool): Row {
  const result = spawnSync('python3', ['-c', WATCH, ...tool.command], { encoding: 'utf8' });
  const [cpu, wall, peakMib, code] = result.stdout.trim().split(' ').map(Number);
  if (cpu === undefined || code !== 0) throw new Error(`${tool.name} failed: ${result.stderr}${result.stdout}`);
  return { name: tool.name, cpu, wall: wall!, peakMib: peakMib! };
}
