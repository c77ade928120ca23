/**
 * A client, a router with an inspecting proxy, and a server, in namespaces of a test's own, with real programs; and the two
 * certification authorities: the one that the server's certificate is of, and the one of the inspection, which the client trusts, too.
 */
import { type ChildProcess, execFile, execFileSync, type SpawnOptions, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DIST } from '../support/live-child.js';
import { makeNamespaces, type Namespace, NETNS_MISSING, veth } from '../support/netns.js';

/** In the catalog that pinsight ships (fixtures/catalog): Signal pins. */
export const PINNED_NAME = 'chat.signal.org';
export const OTHER_NAME = 'www.example.org';
export const SERVER = { v4: '203.0.113.10', v6: '2001:db8:113::10' } as const;
/** The same server again, for a second proxy beside the first. */
export const SECOND_SERVER = { v4: '203.0.113.11' } as const;
const READY_MS = 30_000;
const CURL_SECONDS = 20;
const CLIENT_MS = 50_000;

/** `describe` where root, namespaces, all `programs` and built files are there; else skipped. Under CI that is a failure. */
export function describeProxies(name: string, programs: readonly string[], tests: () => void): void {
  const missing =
    NETNS_MISSING ??
    programs
      .map((program) => (isInstalled(program) ? undefined : `no program ${program}`))
      .find((why) => why !== undefined) ??
    (existsSync(path.join(DIST, 'cli/main.js')) ? undefined : 'nothing is built');
  if (missing === undefined) describe(name, tests);
  else if (process.env['CI'] !== undefined && process.env['CI'] !== 'false') {
    test(name, () => {
      throw new Error(`cannot be tested: ${missing}`);
    });
  } else describe.skip(`${name} (skipped: ${missing})`, tests);
}

function isInstalled(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/lib/squid'];
  return folders.some((folder) => existsSync(path.join(folder, program)));
}

/** What became of a request of curl's: its exit status, that of HTTP, and who the certificate is of. */
export interface Fetched {
  readonly exit: number | null;
  readonly status: number;
  readonly issuer: string;
  readonly said: string;
}

/** curl(1), EXIT CODES: the public key is not the pinned one. */
export const PIN_MISMATCH = 90;
export const SERVER_CA = 'Real Servers CA';
export const INSPECTION_CA = 'Inspection CA';

export class ProxyLab {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'pinsight-proxies-'));
  readonly client: Namespace;
  readonly router: Namespace;
  readonly server: Namespace;
  readonly socket = this.file('verdict.sock');
  readonly #children = new Set<ChildProcess>();
  readonly #pin: string;
  #service: ChildProcess | undefined;

  constructor() {
    const { client, router, server } = makeNamespaces('client', 'router', 'server');
    this.client = client;
    this.router = router;
    this.server = server;
    veth(
      { in: client, name: 'c0', addresses: ['10.77.1.2/24', 'fd77:1::2/64'] },
      { in: router, name: 'c1', addresses: ['10.77.1.1/24', 'fd77:1::1/64'] },
    );
    veth(
      { in: router, name: 's1', addresses: ['203.0.113.1/24', '2001:db8:113::1/64'] },
      { in: server, name: 's0', addresses: [`${SERVER.v4}/24`, `${SECOND_SERVER.v4}/24`, `${SERVER.v6}/64`] },
    );
    // A neighbour that was silent for a while is asked from one of these whether it is there (RFC 4861 §7.2.2, §7.3): without them it is lost.
    for (const [space, name, address] of [
      [client, 'c0', 'fe80::2'],
      [router, 'c1', 'fe80::1'],
      [router, 's1', 'fe80::1'],
      [server, 's0', 'fe80::2'],
    ] as const) {
      space.exec('ip', 'address', 'add', `${address}/64`, 'dev', name, 'nodad');
    }
    for (const key of ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding']) router.exec('sysctl', '-qw', `${key}=1`);
    for (const [space, v4, v6] of [
      [client, '10.77.1.1', 'fd77:1::1'],
      [server, '203.0.113.1', '2001:db8:113::1'],
    ] as const) {
      space.exec('ip', 'route', 'add', 'default', 'via', v4);
      space.exec('ip', '-6', 'route', 'add', 'default', 'via', v6);
    }
    this.#pin = this.#makeCertificates();
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  /** Starts a program; what it prints goes to a file of its name. It is ended with the lab. */
  start(
    space: Namespace,
    name: string,
    file: string,
    args: readonly string[],
    options: SpawnOptions = {},
  ): ChildProcess {
    // Not by way of this process, which does not read while it waits for a client.
    const log = openSync(this.file(`${name}.log`), 'a');
    const child = space.spawn(file, args, { stdio: ['ignore', log, log], ...options });
    closeSync(log);
    this.#children.add(child);
    child.once('close', () => this.#children.delete(child));
    return child;
  }

  log(name: string): string {
    const file = this.file(`${name}.log`);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** HTTPS at port 443 of all addresses; answers with a line. */
  async startServer(): Promise<void> {
    const script = `const { createServer } = require('node:https'); const { readFileSync } = require('node:fs');
      const [key, cert] = process.argv.slice(1).map((file) => readFileSync(file));
      createServer({ key, cert, minVersion: 'TLSv1.2' }, (_, answer) => answer.end('well\\n')).listen(443, '::');`;
    this.start(this.server, 'server', process.execPath, [
      '-e',
      script,
      this.file('server.key'),
      this.file('server.pem'),
    ]);
    await this.listening(this.server, 443);
  }

  startService(...more: readonly string[]): Promise<void> {
    return this.#listen('serve', ...more);
  }

  /** The service beside the interface that the client's packets come by. */
  startAttached(...more: readonly string[]): Promise<void> {
    return this.#listen('attach', 'c1', '--serve', '-o', this.file('flows.jsonl'), ...more);
  }

  async #listen(...command: readonly string[]): Promise<void> {
    const args = [path.join(DIST, 'cli/main.js'), ...command, '--socket', this.socket, '--http', 'none'];
    this.#service = this.start(this.router, 'service', process.execPath, args);
    await until('the verdict service listens', () => answers(this.socket));
    // Proxies run as users of their own.
    execFileSync('chmod', ['0666', this.socket]);
    execFileSync('chmod', ['0755', this.folder]);
  }

  async stopService(signal: NodeJS.Signals): Promise<void> {
    if (this.#service !== undefined) await ended(this.#service, signal);
    this.#service = undefined;
  }

  async stop(child: ChildProcess): Promise<void> {
    await ended(child, 'SIGTERM');
  }

  async listening(space: Namespace, port: number): Promise<void> {
    await until(`port ${port}`, () => space.exec('ss', '-Hltn', `sport = :${port}`) !== '');
  }

  /** `nft -f` in the router. */
  rules(text: string): void {
    const { status, stderr } = spawnSync('ip', ['netns', 'exec', this.router.name, 'nft', '-f', '-'], {
      input: text,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }

  /** A request of the client's. `pinned`: for the server's own key alone. */
  async fetch(
    name: string,
    address: string,
    options: { pinned?: boolean; tls?: '1.2' | '1.3'; through?: number } = {},
  ): Promise<Fetched> {
    const { pinned = false, tls, through } = options;
    const host = address.includes(':') ? `[${address}]` : address;
    const args = [
      '-sSv',
      '--http1.1',
      '-o',
      this.file('body'),
      '-w',
      '%{http_code}',
      '--max-time',
      String(CURL_SECONDS),
    ];
    args.push('--cacert', this.file('trusted.pem'));
    args.push('--connect-to', through === undefined ? `${name}:443:${host}:443` : `${name}:443:127.0.0.1:${through}`);
    if (pinned) args.push('--pinnedpubkey', `sha256//${this.#pin}`);
    if (tls !== undefined) args.push(`--tlsv${tls}`, '--tls-max', tls);
    const { status, stdout, stderr } = await this.#client(['curl', ...args, `https://${name}/`]);
    return {
      exit: status,
      status: Number(stdout),
      issuer: /issuer: .*CN *= *([^;\n]*)/.exec(stderr)?.[1] ?? '',
      said: stderr,
    };
  }

  /** A port of the client's loopback behind which the first octets, the hello, go on to `address` in two segments. */
  async startSplitter(address: string, port: number): Promise<void> {
    const script = `const net = require('node:net'); const [address, port] = process.argv.slice(1);
      net.createServer((inner) => {
        const outer = net.connect({ host: address, port: 443, noDelay: true });
        inner.once('data', (hello) => {
          outer.write(hello.subarray(0, 60));
          setTimeout(() => { outer.write(hello.subarray(60)); inner.pipe(outer); }, 60);
          inner.pause();
        });
        outer.pipe(inner);
        for (const end of [inner, outer]) end.on('error', () => {});
      }).listen(Number(port), '127.0.0.1');`;
    this.start(this.client, 'splitter', process.execPath, ['-e', script, address, String(port)]);
    await this.listening(this.client, port);
  }

  /**
   * Handshakes of the client's, one after the other, with each of `addresses` in turn: ms from SYN to the end of the handshake, by
   * address.
   */
  async handshakes(name: string, addresses: readonly string[], count: number): Promise<number[][]> {
    const script = `const tls = require('node:tls'); const { readFileSync } = require('node:fs');
      const [name, count, ca, ...addresses] = process.argv.slice(1); const times = addresses.map(() => []);
      const one = (host) => new Promise((resolve, reject) => {
        const from = performance.now();
        const socket = tls.connect({ host, port: 443, servername: name, ca: readFileSync(ca) }, () => {
          const took = performance.now() - from; socket.end(); socket.once('close', () => resolve(took)); socket.resume();
        });
        socket.once('error', reject);
      });
      (async () => {
        for (let i = 0; i < Number(count); i++) for (let j = 0; j < addresses.length; j++) times[j].push(await one(addresses[j]));
        process.stdout.write(JSON.stringify(times));
      })();`;
    const args = [process.execPath, '-e', script, name, String(count), this.file('trusted.pem'), ...addresses];
    const { stdout, stderr } = await this.#client(args);
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as number[][];
  }

  /** Many connections at once, alternately with the two names: which of them got a certificate of the wrong authority. */
  async crowd(address: string, count: number): Promise<string[]> {
    const script = `const tls = require('node:tls'); const { readFileSync } = require('node:fs');
      const [address, count, ca, ...names] = process.argv.slice(1); const trusted = readFileSync(ca);
      const one = (i) => new Promise((resolve) => {
        const name = names[i % names.length];
        const socket = tls.connect({ host: address, port: 443, servername: name, ca: trusted }, () => {
          resolve(name + ' ' + socket.getPeerCertificate().issuer.CN); socket.destroy();
        });
        socket.once('error', (error) => resolve(name + ' ' + error.code + ' ' + error.message));
      });
      Promise.all(Array.from({ length: Number(count) }, (_, i) => one(i))).then((all) => process.stdout.write(JSON.stringify(all)));`;
    const args = [
      process.execPath,
      '-e',
      script,
      address,
      String(count),
      this.file('trusted.pem'),
      PINNED_NAME,
      OTHER_NAME,
    ];
    const { stdout, stderr } = await this.#client(args);
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as string[];
  }

  #client(command: readonly string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
    const args = ['netns', 'exec', this.client.name, ...command];
    return new Promise((resolve) => {
      const child = execFile('ip', args, { encoding: 'utf8', timeout: CLIENT_MS }, (_, stdout, stderr) =>
        resolve({ status: child.exitCode, stdout, stderr }),
      );
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#children].map((child) => ended(child, 'SIGTERM')));
    for (const space of [this.client, this.router, this.server]) space.remove();
    if (process.env['KEEP'] === undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  /** @returns the pin of the server's key, RFC 7469 §2.4 */
  #makeCertificates(): string {
    const openssl = (...args: readonly string[]): Buffer =>
      execFileSync('openssl', args, { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'];
    const authority = [
      '-addext',
      'basicConstraints=critical,CA:TRUE',
      '-addext',
      'keyUsage=critical,keyCertSign,cRLSign',
    ];
    openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', `/CN=${SERVER_CA}`);
    // OpenSSL's own configuration may bring the extensions along; twice is a fault to some readers.
    writeFileSync(this.file('ca.cnf'), '[req]\ndistinguished_name=dn\n[dn]\n');
    const inspection = ['-config', 'ca.cnf', ...authority, '-subj', `/CN=${INSPECTION_CA}`];
    const rsa = ['-newkey', 'rsa:2048', '-nodes', '-days', '30'];
    openssl('req', '-x509', ...rsa, '-keyout', 'inspection.key', '-out', 'inspection.pem', ...inspection);
    openssl('req', ...newKey, '-keyout', 'server.key', '-out', 'server.csr', '-subj', `/CN=${OTHER_NAME}`);
    writeFileSync(this.file('server.cnf'), `subjectAltName=DNS:${PINNED_NAME},DNS:${OTHER_NAME}\n`);
    const sign = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'server.cnf'];
    openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...sign);
    const read = (name: string): string => readFileSync(this.file(name), 'utf8');
    writeFileSync(this.file('trusted.pem'), read('ca.pem') + read('inspection.pem'));
    writeFileSync(this.file('inspection-both.pem'), read('inspection.key') + read('inspection.pem'));
    const key = openssl('pkey', '-in', 'server.key', '-pubout', '-outform', 'DER');
    return execFileSync('openssl', ['dgst', '-sha256', '-binary'], { input: key }).toString('base64');
  }
}

/** Median and 99th percentile, in ms. */
export function spread(times: readonly number[]): { median: number; p99: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { median: at(0.5), p99: at(0.99) };
}

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const from = performance.now(); performance.now() - from < READY_MS; ) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error(`waited in vain: ${what}`);
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ path: socketPath });
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await over;
  clearTimeout(late);
}
