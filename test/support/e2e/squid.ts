/** squid.conf of docs/integrations/squid.md for tests: Squid intercepts on a port, and asks a helper what it splices. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLIENT, DIST, DNS, type Lab } from './lab.js';
import type { Program } from './programs.js';

const GUIDE = fileURLToPath(new URL('../../../docs/integrations/squid.md', import.meta.url));
const PROGRAM = `${process.execPath} ${path.join(DIST, 'cli/main.js')}`;
const CERTGEN = '/usr/lib/squid/security_file_certgen';

export interface SquidOptions {
  /** Of its own; made here. Squid's user must be able to come there. */
  readonly folder: string;
  readonly port: number;
  /** Key and certificate of the inspecting authority, in one file. */
  readonly authority: string;
  /** Whom servers' certificates are to be of. */
  readonly serverCa: string;
  readonly nameServer: string;
  /** Options of external_acl_type, and the helper's command line; undefined: everything is bumped. */
  readonly asking?: { readonly options: string; readonly helper: string } | undefined;
  readonly first?: 'stare' | 'peek';
}

/** As docs/integrations/squid.md has it. */
export const GOOD =
  'concurrency=4000 queue-size=65536 children-max=1 children-startup=1 children-idle=1 ttl=0 negative_ttl=0 cache=0';

/** @returns the path of squid.conf */
export function configureSquid(options: SquidOptions): string {
  const { folder, port, authority, asking, first = 'peek' } = options;
  const certificates = makeCertificates(folder);
  const format = '%>a %>p %>la %>lp %ssl::>sni %tS';
  const configuration = `
https_port ${port} intercept ssl-bump tls-cert=${authority} generate-host-certificates=on dynamic_cert_mem_cache_size=4MB
http_port ${port + 100}
sslcrtd_program ${CERTGEN} -s ${certificates} -M 4MB
acl step1 at_step SslBump1
${asking === undefined ? '' : `external_acl_type pinsight ${asking.options} ${format} ${asking.helper}\nacl pinned external pinsight`}
ssl_bump ${first} step1
${asking === undefined ? '' : 'ssl_bump splice pinned'}
ssl_bump bump all
http_access allow all
host_verify_strict off
${labLines(options)}`;
  const file = path.join(folder, 'squid.conf');
  writeFileSync(file, configuration);
  return file;
}

function makeCertificates(folder: string): string {
  mkdirSync(folder, { recursive: true });
  execFileSync('chmod', ['0777', folder]);
  const certificates = path.join(folder, 'certificates');
  execFileSync(CERTGEN, ['-c', '-s', certificates, '-M', '4MB']);
  execFileSync('chown', ['-R', 'proxy:proxy', certificates]);
  return certificates;
}

/** What a lab has, and a gateway has otherwise or not at all. */
function labLines({ folder, serverCa, nameServer }: Pick<SquidOptions, 'folder' | 'serverCa' | 'nameServer'>): string {
  return `sslcrtd_children 4 startup=2
tls_outgoing_options cafile=${serverCa}
hosts_file none
dns_nameservers ${nameServer}
dns_timeout 1 second
access_log ${folder}/access.log
cache_log ${folder}/cache.log
pid_filename ${folder}/pid
coredump_dir ${folder}
cache deny all
visible_hostname proxy.example
shutdown_lifetime 1 second
`;
}

/** Port of Squid in the guide. */
export const GUIDE_PORT = 3130;

/** Squid by the very squid.conf of the guide, but for the paths, the clients' networks and the time-outs, for which it has others. */
export function startSquidOfGuide(lab: Lab, socket: string, waits: string): Promise<Program> {
  const folder = folderOf(lab, GUIDE_PORT);
  const certificates = makeCertificates(folder);
  const [, after = ''] = readFileSync(GUIDE, 'utf8').split('`squid.conf`:\n\n');
  const lines = after.split('\n');
  const past = lines.findIndex((line) => line !== '' && !line.startsWith('    '));
  let configuration = lines.slice(0, past).join('\n').replaceAll(/^ {4}/gm, '');
  for (const [theirs, ours] of [
    ['/etc/squid/inspection.pem', authorityOf(lab)],
    ['/var/lib/squid/certificates', certificates],
    ['-M 16MB', '-M 4MB'],
    ['10.8.0.0/16 fd00:8::/64', `${CLIENT.v4} ${CLIENT.v6}`],
    ['/usr/bin/pinsight', PROGRAM],
    ['/run/pinsight/verdict.sock', socket],
    ['--wait 20 --timeout 50', waits],
  ] as const) {
    if (!configuration.includes(theirs)) throw new Error(`the guide's squid.conf does not have ${theirs}`);
    configuration = configuration.replace(theirs, ours);
  }
  const file = path.join(folder, 'squid.conf');
  writeFileSync(file, `${configuration}\n${labLines({ folder, serverCa: lab.pki.serverCa, nameServer: DNS.v4 })}`);
  return startWith(lab, GUIDE_PORT, file);
}

const folderOf = (lab: Lab, port: number): string => path.join(lab.folder, `squid-${port}`);
const authorityOf = (lab: Lab): string => path.join(lab.pki.mitmproxyFolder, 'mitmproxy-ca.pem');

async function startWith(lab: Lab, port: number, file: string): Promise<Program> {
  const squid = lab.start(lab.gateway, 'squid', 'squid', ['-N', '-f', file, '-n', `lab${port}`]);
  await squid.listens(lab.gateway, port);
  return squid;
}

/** Squid in the lab's gateway, by the lab's DNS server. `helper`: what it asks, after the program's own path. */
export function startSquid(lab: Lab, port: number, helper: readonly string[], options = GOOD): Promise<Program> {
  const file = configureSquid({
    folder: folderOf(lab, port),
    port,
    authority: authorityOf(lab),
    serverCa: lab.pki.serverCa,
    nameServer: DNS.v4,
    asking: { options, helper: `${PROGRAM} ${helper.join(' ')}` },
  });
  return startWith(lab, port, file);
}

/** What Squid writes: one line a request, and what it says of itself. */
export function squidLog(lab: Lab, port: number, name: 'access' | 'cache'): string {
  return readFileSync(path.join(folderOf(lab, port), `${name}.log`), 'utf8');
}

/** The process of `pinsight squid-helper` among the children of Squid's; undefined while there is none. */
export function helperOf(squid: number): number | undefined {
  const children = readFileSync(`/proc/${squid}/task/${squid}/children`, 'utf8').trim().split(' ');
  return children
    .filter((pid) => pid !== '')
    .map(Number)
    .find((pid) => commandLine(pid).includes('squid-helper'));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has ended
  }
}
