/**
 * Network namespaces of a test's own (ip-netns(8)): interfaces in them, programs run in them, nothing of the machine's network touched.
 * Their names hold the process that made them, so that what a killed run has left behind is found and removed.
 */
import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const PREFIX = 'pinsight-';
const EXEC_TIMEOUT_MS = 30_000;

/** Why there can be no namespaces here; undefined where there can. */
export const NETNS_MISSING: string | undefined = missing();

function missing(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  if (!existsSync('/dev/net/tun')) return 'no /dev/net/tun';
  try {
    execFileSync('ip', ['netns', 'list'], { stdio: 'ignore' });
  } catch {
    return 'no program `ip`';
  }
  return undefined;
}

/** `describe`, or a skipped one that says why. Where CI is set there must be namespaces: skipping is a failure there. */
export function describeNetns(name: string, tests: () => void): void {
  if (NETNS_MISSING === undefined) describe(name, tests);
  else if (process.env['CI'] !== undefined && process.env['CI'] !== 'false') {
    test(name, () => {
      throw new Error(`no network namespaces: ${NETNS_MISSING}`);
    });
  } else describe.skip(`${name} (skipped: ${NETNS_MISSING})`, tests);
}

export class Namespace {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
    execFileSync('ip', ['netns', 'add', name]);
    this.exec('ip', 'link', 'set', 'lo', 'up');
  }

  /** Runs a program to its end; its standard output. Throws if it fails. */
  exec(file: string, ...args: readonly string[]): string {
    return execFileSync('ip', ['netns', 'exec', this.name, file, ...args], {
      encoding: 'utf8',
      timeout: EXEC_TIMEOUT_MS,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Starts a program; `ip` becomes it, so that signals reach it. */
  spawn(file: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.name, file, ...args], options);
  }

  /** Interfaces that lie in it alone go with it. */
  remove(): void {
    execFileSync('ip', ['netns', 'delete', this.name]);
  }
}

let made = 0;

/** One namespace for each purpose, loopback up and nothing else. Names are short: no more than fits in an error message. */
export function makeNamespaces<Purpose extends string>(...purposes: readonly Purpose[]): Record<Purpose, Namespace> {
  removeLeftovers();
  const spaces = {} as Record<Purpose, Namespace>;
  for (const purpose of purposes) spaces[purpose] = new Namespace(`${PREFIX}${process.pid}-${made++}-${purpose}`);
  return spaces;
}

export interface VethEnd {
  readonly in: Namespace;
  readonly name: string;
  readonly addresses?: readonly string[];
}

/** A pair of interfaces, up. IPv6 says nothing by itself on them, so that only a test's own packets are there. */
export function veth(...ends: readonly [VethEnd, VethEnd]): void {
  const [a, b] = ends;
  a.in.exec('ip', 'link', 'add', a.name, 'type', 'veth', 'peer', 'name', b.name, 'netns', b.in.name);
  for (const end of ends) {
    const set = (key: string, value: string): string =>
      end.in.exec('sysctl', '-qw', `net.ipv6.conf.${end.name}.${key}=${value}`);
    set('accept_ra', '0');
    set('router_solicitations', '0');
    set('accept_dad', '0');
    end.in.exec('ip', 'link', 'set', end.name, 'addrgenmode', 'none');
    for (const address of end.addresses ?? []) end.in.exec('ip', 'address', 'add', address, 'dev', end.name);
    end.in.exec('ip', 'link', 'set', end.name, 'up');
  }
}

/** Namespaces of test processes that are gone. */
function removeLeftovers(): void {
  for (const line of execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).split('\n')) {
    const [name = ''] = line.split(' ');
    const [, pid] = /^pinsight-(\d+)-\d+-/.exec(name) ?? [];
    if (pid === undefined || Number(pid) === process.pid || existsSync(`/proc/${pid}`)) continue;
    try {
      execFileSync('ip', ['netns', 'delete', name], { stdio: 'ignore' });
    } catch {
      // another test process was faster
    }
  }
}
