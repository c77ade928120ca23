/**
 * The programs that are run beside each other on the same captures, and how. What a peer does besides, or does not do, is in its note; one
 * that is not installed is named with the Debian package that has it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';

export interface Tool {
  /** As `--only` and the tables name it. */
  readonly name: string;
  /** What it does with each packet. */
  readonly note: string;
  readonly command: (capture: string) => readonly string[];
  /** Reads only the beginning of an input, once: it takes a hundred times as long. */
  readonly slow?: boolean;
  /** Uses several processors, so that it is not pinned to one. */
  readonly parallel?: boolean;
}

export interface Tools {
  readonly tools: readonly Tool[];
  /** A line for each that cannot be run. */
  readonly skipped: readonly string[];
}

interface Candidate extends Tool {
  /** Undefined if it can be run. */
  readonly missing: () => string | undefined;
}

/** The processor that pinned programs run on. */
const PINNED_TO = '0';
const COUNTER_SOURCE = 'bench/peers/count-packets.c';

export const PINSIGHT = 'pinsight';
/** One worker, on which the comparison stands. */
export const OURS = `${PINSIGHT} -w 1`;

/**
 * @param only names, or their beginnings, of tools that are wanted; all if empty
 * @param cache folder for what the tools write
 */
export function findTools(only: readonly string[], cache: string, pin: boolean): Tools {
  mkdirSync(cache, { recursive: true });
  const wanted = candidates(cache).filter(
    ({ name }) => only.length === 0 || only.some((prefix) => name.startsWith(prefix)),
  );
  const tools: Tool[] = [];
  const skipped: string[] = [];
  const pinned = pin && isInstalled('taskset');
  if (pin && !pinned) skipped.push('--pin: taskset is not installed (Debian package util-linux)');
  for (const { missing, ...tool } of wanted) {
    const why = missing();
    if (why !== undefined) skipped.push(`${tool.name}: ${why}`);
    else if (pinned && tool.parallel !== true) {
      tools.push({ ...tool, command: (capture) => ['taskset', '-c', PINNED_TO, ...tool.command(capture)] });
    } else tools.push(tool);
  }
  return { tools, skipped };
}

function candidates(cache: string): Candidate[] {
  const all = availableParallelism();
  return [
    {
      name: OURS,
      note: 'flows, handshakes and how they end, JA3, JA3S, JA4, DNS names, verdicts; JSON Lines to a file',
      command: (capture) => ours(capture, 1, cache),
      missing: () => (existsSync('dist/cli/main.js') ? undefined : 'not built (npm run build)'),
    },
    {
      name: `${PINSIGHT} -w ${all}`,
      note: 'the same with a worker for each processor',
      command: (capture) => ours(capture, all, cache),
      parallel: true,
      missing: () => (all > 1 ? undefined : 'there is one processor only'),
    },
    {
      name: 'libpcap count',
      note: `reads packets and counts them (${COUNTER_SOURCE})`,
      command: (capture) => [`${cache}/count-packets`, capture],
      missing: () => compileCounter(cache),
    },
    {
      name: 'tcpdump',
      note: 'copies packets to /dev/null and looks into none',
      command: (capture) => ['tcpdump', '-n', '-r', capture, '-w', '/dev/null'],
      missing: () => ifMissing('tcpdump', 'tcpdump'),
    },
    {
      name: 'ndpiReader',
      note: 'full classification of flows by nDPI',
      command: (capture) => ['ndpiReader', '-q', '-i', capture],
      missing: () => ifMissing('ndpiReader', 'libndpi-bin'),
    },
    {
      name: 'mercury',
      note: 'TLS and QUIC fingerprints as JSON, with reassembly',
      command: (capture) => [
        'mercury',
        '--read',
        capture,
        '--select=tls,quic',
        '--reassembly',
        '--fingerprint',
        `${cache}/mercury.json`,
      ],
      missing: () => (isInstalled('mercury') ? undefined : 'not installed (no Debian package: build cisco/mercury)'),
    },
    {
      name: 'suricata',
      note: 'all its protocols, no rules, events by its default configuration',
      command: (capture) => [
        'suricata',
        '-r',
        capture,
        '--runmode',
        'single',
        '-k',
        'none',
        '-S',
        '/dev/null',
        '-l',
        cache,
      ],
      missing: () => ifMissing('suricata', 'suricata'),
    },
    {
      name: 'tshark',
      note: 'dissects all of every packet; prints SNI and JA3',
      command: (capture) => [
        ...['tshark', '-n', '-r', capture, '-Y', 'tls.handshake.type == 1', '-T', 'fields'],
        ...['-e', 'tls.handshake.extensions_server_name', '-e', 'tls.handshake.ja3'],
      ],
      slow: true,
      missing: () => ifMissing('tshark', 'tshark'),
    },
  ];
}

function ours(capture: string, workers: number, cache: string): string[] {
  const program = [process.execPath, 'dist/cli/main.js', 'classify', '--no-progress', '-w', String(workers)];
  return [...program, '-f', 'jsonl', '-o', `${cache}/records.jsonl`, capture];
}

function ifMissing(program: string, debianPackage: string): string | undefined {
  return isInstalled(program) ? undefined : `not installed (Debian package ${debianPackage})`;
}

function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** Makes the counter, if its source is newer than what is there. */
function compileCounter(cache: string): string | undefined {
  if (!isInstalled('cc')) return 'no C compiler (Debian package gcc)';
  const program = `${cache}/count-packets`;
  if (existsSync(program) && statSync(program).mtimeMs > statSync(COUNTER_SOURCE).mtimeMs) return undefined;
  const { status } = spawnSync('cc', ['-O2', '-o', program, COUNTER_SOURCE, '-lpcap']);
  return status === 0 ? undefined : 'could not be compiled (Debian package libpcap-dev)';
}
