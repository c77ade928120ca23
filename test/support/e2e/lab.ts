/**
 * A small internet for tests of integrations, in three namespaces: a client, the gateway that its packets go through, and servers with the
 * names of a pinned app and of an ordinary site. IPv4 and IPv6, TLS 1.2 and 1.3. A test starts in the gateway what it is about.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeNamespaces, type Namespace, veth } from '../netns.js';
import { makePki, type Pki } from './pki.js';
import { Program, type Ran, run } from './programs.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** The built program: PINSIGHT_DIST, or dist/. */
export const DIST = path.resolve(process.env['PINSIGHT_DIST'] ?? path.join(ROOT, 'dist'));

/** A name of the default catalog, and one that nobody pins. */
export const PINNED = 'chat.signal.org';
export const ORDINARY = 'www.open.test';
export const CLIENT = { v4: '10.77.1.2', v6: 'fd77:1::2' };
/** Addresses of the gateway that no packet comes from but those it means for its inspecting proxy. */
export const TO_PROXY = { v4: '10.77.9.1', v6: 'fd77:9::1' };
/** Interface of the gateway towards its clients. */
export const CLIENTS_SIDE = 'clients';
/** RFC 5737 §3, RFC 3849. `old` speaks TLS 1.2 alone. */
export const SERVER = {
  v4: '203.0.113.10',
  v6: '2001:db8:113::10',
  old: '203.0.113.12',
  old6: '2001:db8:113::12',
  other: '203.0.113.66',
};
/** All the ways to the servers: what it is called, the server's address, its TLS, the client's address. */
export const PATHS = [
  ['TLS 1.3, IPv4', SERVER.v4, 'TLSv1.3', CLIENT.v4],
  ['TLS 1.3, IPv6', SERVER.v6, 'TLSv1.3', CLIENT.v6],
  ['TLS 1.2, IPv4', SERVER.old, 'TLSv1.2', CLIENT.v4],
  ['TLS 1.2, IPv6', SERVER.old6, 'TLSv1.2', CLIENT.v6],
] as const;
/** curl's status where the key is not the pinned one (CURLE_SSL_PINNEDPUBKEYNOTMATCH). */
export const PIN_REFUSED = 90;
/** Of the DNS server: one that gives its own address for a name is not believed. */
export const DNS = { v4: '203.0.113.53', v6: '2001:db8:113::53' };

export interface CurlOptions {
  readonly address?: string;
  readonly isPinning?: boolean;
  readonly more?: readonly string[];
}

export interface Fetched extends Ran {
  /** Common name of who issued the certificate that the client got; absent where it got none that it shows. */
  readonly issuer: string | undefined;
  /** What the server said. */
  readonly answer: { readonly name: string; readonly client: string; readonly tls: string } | undefined;
}

export class Lab {
  readonly client: Namespace;
  readonly gateway: Namespace;
  readonly server: Namespace;
  readonly folder: string;
  readonly pki: Pki;
  readonly #programs: Program[] = [];

  private constructor() {
    const spaces = makeNamespaces('client', 'gateway', 'server');
    this.client = spaces.client;
    this.gateway = spaces.gateway;
    this.server = spaces.server;
    this.folder = mkdtempSync(path.join(tmpdir(), 'pinsight-e2e-'));
    this.pki = makePki(this.folder, [PINNED, ORDINARY]);
  }

  static async make(): Promise<Lab> {
    const lab = new Lab();
    try {
      lab.#connect();
      await lab.#serve();
    } catch (error) {
      await lab.close();
      throw error;
    }
    return lab;
  }

  #connect(): void {
    const { client, gateway, server } = this;
    for (const setting of [
      'ipv4.ip_forward=1',
      'ipv6.conf.all.forwarding=1',
      'ipv4.conf.all.rp_filter=0',
      'ipv4.conf.default.rp_filter=0',
    ])
      gateway.exec('sysctl', '-qw', `net.${setting}`);
    veth(
      { in: client, name: 'eth0', addresses: [`${CLIENT.v4}/24`, `${CLIENT.v6}/64`] },
      { in: gateway, name: CLIENTS_SIDE, addresses: ['10.77.1.1/24', 'fd77:1::1/64'] },
    );
    const addresses = [...Object.values(SERVER), ...Object.values(DNS)].map((address) =>
      address.includes(':') ? `${address}/64` : `${address}/24`,
    );
    veth(
      { in: server, name: 'eth0', addresses },
      { in: gateway, name: 'servers', addresses: ['203.0.113.1/24', '2001:db8:113::1/64'] },
    );
    // Neighbours are asked for from these (RFC 4861 §7.2.2), where what is to be sent has a source that is not ours.
    for (const [space, name, address] of [
      [client, 'eth0', 'fe80::2'],
      [gateway, CLIENTS_SIDE, 'fe80::1'],
      [gateway, 'servers', 'fe80::1'],
      [server, 'eth0', 'fe80::2'],
    ] as const) {
      space.exec('ip', 'address', 'add', `${address}/64`, 'dev', name, 'nodad');
    }
    for (const [space, v4, v6] of [
      [client, '10.77.1.1', 'fd77:1::1'],
      [server, '203.0.113.1', '2001:db8:113::1'],
    ] as const) {
      space.exec('ip', 'route', 'add', 'default', 'via', v4);
      space.exec('ip', '-6', 'route', 'add', 'default', 'via', v6);
    }
    gateway.exec('ip', 'address', 'add', `${TO_PROXY.v4}/32`, 'dev', 'lo');
    gateway.exec('ip', 'address', 'add', `${TO_PROXY.v6}/128`, 'dev', 'lo');
  }

  async #serve(): Promise<void> {
    const isOld = (key: string): boolean => key.startsWith('old');
    const listened = Object.entries(SERVER).map(([key, address]) => (isOld(key) ? `${address}=TLSv1.2` : address));
    const args = [path.join(ROOT, 'test/support/e2e/servers.mjs'), listened.join(','), this.folder, PINNED, ORDINARY];
    const servers = this.start(this.server, 'servers', process.execPath, args);
    await servers.listens(this.server, 443);
  }

  /** Starts a program that is stopped with the lab. */
  start(space: Namespace, name: string, file: string, args: readonly string[]): Program {
    const program = new Program(space, name, file, args, this.folder);
    this.#programs.push(program);
    return program;
  }

  /** The program itself, in the gateway. */
  pinsight(...args: readonly string[]): Program {
    const main = path.join(DIST, 'cli/main.js');
    if (!existsSync(main)) throw new Error(`${main} is not built: npm run build`);
    return this.start(this.gateway, 'pinsight', process.execPath, [main, ...args]);
  }

  /** mitmproxy in the gateway, in transparent mode on `port`, with our authority. */
  async mitmproxy(port: number, ...more: readonly string[]): Promise<Program> {
    const { mitmproxyFolder, serverCa } = this.pki;
    const set = [`confdir=${mitmproxyFolder}`, `ssl_verify_upstream_trusted_ca=${serverCa}`, 'block_global=false'];
    const args = [
      '--mode',
      'transparent',
      '--listen-port',
      `${port}`,
      ...set.flatMap((one) => ['--set', one]),
      ...more,
    ];
    const proxy = this.start(this.gateway, 'mitmproxy', 'mitmdump', args);
    await proxy.listens(this.gateway, port);
    return proxy;
  }

  /** The client fetches a page; with `isPinning` it takes the server's own key alone. */
  async curl(name: string, { address = SERVER.v4, isPinning = false, more = [] }: CurlOptions = {}): Promise<Fetched> {
    const host = address.includes(':') ? `[${address}]` : address;
    const pinning = isPinning ? ['--pinnedpubkey', this.pki.pin(name)] : [];
    const args = [
      '-sS',
      '--max-time',
      '20',
      '--cacert',
      this.pki.trusted,
      '--resolve',
      `${name}:443:${host}`,
      ...pinning,
    ];
    const ran = await run(this.client, 'curl', [...args, '-w', '%{certs}', ...more, `https://${name}/`]);
    const issuer = /^Issuer:.*CN\s*=\s*(.*)$/m.exec(ran.stdout)?.[1];
    const [line = ''] = ran.stdout.split('\n');
    return { ...ran, issuer, answer: line.startsWith('{') ? JSON.parse(line) : undefined };
  }

  /** A DNS server on the other side of the gateway, which knows these names. */
  async startDns(zone: Readonly<Record<string, readonly string[]>>): Promise<void> {
    const names = Object.entries(zone).map(([name, addresses]) => `${name}=${addresses.join(',')}`);
    const args = [path.join(ROOT, 'test/support/e2e/dns.mjs'), `${DNS.v4},${DNS.v6}`, ...names];
    await this.start(this.server, 'dns', process.execPath, args).says('ready');
  }

  /** The client asks the DNS server for the addresses of a name, over IPv4 or IPv6. */
  async resolve(name: string, over: 'v4' | 'v6' = 'v4'): Promise<string> {
    const script = `const { Resolver } = require('node:dns').promises; const resolver = new Resolver();
      const [server, name, type] = process.argv.slice(1); resolver.setServers([server]);
      resolver.resolve(name, type).then(([address]) => process.stdout.write(address));`;
    const server = over === 'v4' ? DNS.v4 : `[${DNS.v6}]`;
    const args = ['-e', script, server, name, over === 'v4' ? 'A' : 'AAAA'];
    const { status, stdout, stderr } = await run(this.client, process.execPath, args);
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  /** curl through a relay in the client's namespace that sends the first octets in two segments. */
  async curlSplit(name: string, first: number, isPinning: boolean, address = SERVER.v4): Promise<Fetched> {
    const port = 9400 + first;
    const args = [path.join(ROOT, 'test/support/e2e/split-relay.mjs'), `${port}`, address, `${first}`];
    const relay = this.start(this.client, 'relay', process.execPath, args);
    await relay.listens(this.client, port);
    try {
      return await this.curl(name, { isPinning, more: ['--connect-to', `${name}:443:127.0.0.1:${port}`] });
    } finally {
      await relay.stop();
    }
  }

  /** A page in real Chromium, headless; it takes any certificate. What the page holds. */
  async chromium(name: string, address = SERVER.v4): Promise<Ran> {
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-default-apps',
      '--disable-extensions',
      '--disable-quic',
      '--ignore-certificate-errors',
    ];
    const profile = mkdtempSync(path.join(this.folder, 'chromium-'));
    const rules = `--host-resolver-rules=MAP ${name} ${address}, MAP * ~NOTFOUND`;
    return run(this.client, 'timeout', [
      '40',
      'chromium',
      ...flags,
      `--user-data-dir=${profile}`,
      rules,
      '--dump-dom',
      `https://${name}/`,
    ]);
  }

  async close(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.stop('SIGKILL')));
    for (const space of [this.client, this.gateway, this.server]) space.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
