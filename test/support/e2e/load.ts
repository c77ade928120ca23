/** Load through HAProxy and the agent, without TLS behind it: hello-load.c opens the connections and is what they end up at. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FRONT_PORT, startHaproxy } from './haproxy.js';
import { type Lab, ORDINARY, PINNED } from './lab.js';
import { run } from './programs.js';

const SOURCE = fileURLToPath(new URL('hello-load.c', import.meta.url));
const BACK = { D: 9001, I: 9002, U: 9003 };

export interface LoadResult {
  readonly sent: number;
  /** Ended up where they belong. */
  readonly right: number;
  /** Inspected for bypassed, or the other way round. */
  readonly wrong: number;
  /** HAProxy got no answer in time. */
  readonly unanswered: number;
  /** No letter came; no connection was made. */
  readonly missing: number;
  readonly failed: number;
  readonly seconds: number;
  readonly rate: number;
  /** Us from connect to the letter. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

/** The example, with places that say who they are in place of where connections would go. */
function loadConfig(example: string): string {
  const front = example
    .slice(0, example.indexOf('# Straight to where'))
    .replace(/^ +(?:bind|tcp-request connection) .*\n/gm, '')
    .replace(/^ +log.*\n/gm, '')
    .replace(/^ +use_backend .*\n/gm, '')
    .replace('default_backend inspecting_proxy', 'default_backend unanswered')
    .replace('frontend tls_in', `frontend tls_in\n    bind 127.0.0.1:${FRONT_PORT}`)
    .replace('defaults', 'defaults\n    option nolinger');
  const server = (letter: keyof typeof BACK): string => `    server one 127.0.0.1:${BACK[letter]}\n`;
  const agent = example.slice(example.indexOf('backend pinsight'));
  return `${front.trimEnd()}
    use_backend bypassed if { var(txn.pinsight.bypass) -m bool }
    use_backend inspected if { var(txn.pinsight.action) -m str inspect }

backend bypassed
${server('D')}
backend inspected
${server('I')}
backend unanswered
${server('U')}
${agent}`;
}

/** curl's hellos of this machine: what it sends to the name. */
async function recordHello(lab: Lab, name: string): Promise<string> {
  const file = path.join(lab.folder, `${name}.hello`);
  const script = `require('net').createServer((s) => s.once('data', (d) => {
    require('fs').writeFileSync(${JSON.stringify(file)}, d); process.exit(0);
  })).listen(9443, '127.0.0.1')`;
  const recorder = lab.start(lab.gateway, 'recorder', process.execPath, ['-e', script]);
  await recorder.listens(lab.gateway, 9443);
  await run(lab.gateway, 'curl', ['-sS', '--connect-to', `${name}:443:127.0.0.1:9443`, `https://${name}/`]);
  return file;
}

function buildLoad(lab: Lab): string {
  const program = path.join(lab.folder, 'hello-load');
  execFileSync('cc', ['-O2', '-o', program, SOURCE]);
  return program;
}

/** Everything but the agent, which the caller starts before. */
export async function load(lab: Lab, rate: number, seconds: number): Promise<LoadResult> {
  const hellos = [`${await recordHello(lab, PINNED)}:D`, `${await recordHello(lab, ORDINARY)}:I`];
  const program = buildLoad(lab);
  for (const setting of ['ip_local_port_range=1024 65535', 'tcp_tw_reuse=1'])
    lab.gateway.exec('sysctl', '-qw', `net.ipv4.${setting}`);
  const haproxy = await startHaproxy(lab, loadConfig);
  try {
    const backs = Object.entries(BACK).map(([letter, port]) => `${port}:${letter}`);
    const options = (count: number, time: number): string[] => [
      `${count}`,
      `${time}`,
      `${FRONT_PORT}`,
      backs.join(','),
      ...hellos,
    ];
    // HAProxy checks the agent before it asks; connections to it are opened, and code is compiled.
    await run(lab.gateway, program, options(Math.min(rate, 500), 2));
    const ran = await run(lab.gateway, program, options(rate, seconds), (seconds + 30) * 1000);
    if (ran.status !== 0) throw new Error(`hello-load: ${ran.stderr}`);
    return JSON.parse(ran.stdout) as LoadResult;
  } finally {
    await haproxy.stop();
  }
}
