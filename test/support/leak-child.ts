/**
 * One interface of the service in a process of its own, to be ill-treated and looked at: the other half of test/serve/leaks.test.ts, which
 * tells it by messages what to do. It listens twice: with time-outs that a test can wait for, and with those of the program.
 */
import { createServer } from 'node:net';
import { PassThrough, Stream } from 'node:stream';
import { Connection, DEFAULT_SOCKET_LIMITS } from '../../src/serve/connection.js';
import { FlowVerdicts } from '../../src/serve/flow-verdicts.js';
import { DEFAULT_HTTP_LIMITS, VerdictHttp } from '../../src/serve/http.js';
import { type ClientVerdict, VerdictClient } from '../../src/serve/node-client.js';
import { VerdictSocket } from '../../src/serve/socket.js';
import { DEFAULT_SPOE_LIMITS, SpoeAgent } from '../../src/serve/spoe/agent.js';
import { Peer } from '../../src/serve/spoe/peer.js';
import { SquidHelper } from '../../src/serve/squid/helper.js';
import { warmUp } from '../../src/serve/warm-up.js';
import type { Policy } from '../../src/verdict/policy.js';
import { ALWAYS_NAME } from '../serve/leaks/dialects.js';
import {
  APP_JA4,
  CATALOG,
  FLOW_JSON,
  helloFor,
  learning,
  newService,
  PINNED_NAME,
  socketPath,
} from '../serve/support.js';
import { type Holdings, holdings, type Table } from './leak-probe.js';
import { StalledSquid } from './stalled-squid.js';

export type Interface = 'wire' | 'wire over TCP' | 'http' | 'spop' | 'squid' | 'stalled squid' | 'client';
export type Address = { readonly path: string } | { readonly port: number };
export interface Ready {
  /** With short time-outs, and with those of the program. */
  readonly hasty: Address;
  readonly patient: Address;
}
/** `ask`: by all clients, again and again, until told to stop. `stall`: a Squid that does not read its answers asks on. */
export type Order =
  | { readonly do: 'measure' | 'stop asking' | 'stall' }
  | {
      readonly do: 'ask';
      /** Each time also by one that comes and goes. */
      readonly withGuests: boolean;
    };
export interface Asked {
  readonly answers: number;
  /** Why there was none. */
  readonly causes: readonly string[];
}

/** Long enough for a peer that means well on a slow machine. */
const FRAME_MS = 600;
const SHORT = { frameMs: FRAME_MS, stallMs: 1000, idleMs: 1500 };
const HTTP_SHORT = { requestMs: FRAME_MS, headerMs: FRAME_MS, keepAliveMs: 600 };
const LOOPBACK = { host: '127.0.0.1', port: 0 };
/** Of streams there are sockets, requests and responses: each look at all objects takes its time. */
const OWN = {
  wire: Connection,
  'wire over TCP': Connection,
  spop: Peer,
  squid: SquidHelper,
  'stalled squid': SquidHelper,
  client: VerdictClient,
} as const;
const CLIENTS = 6;
const CLIENT_MS = 60;
/** What drives a terminal. */
const CONTROL = /\p{Cc}/u;
const CLIENT_FIELDS = ['#pending', '#outgoing'];

const flows = new FlowVerdicts();
const policy: Policy = learning();
const service = newService({
  policy: { ...policy, always: { ...policy.always, hosts: new Set([ALWAYS_NAME]) } },
  flows,
});
const tables: Table[] = [{ of: flows, name: 'flows', fields: ['#waiters', '#waiting', '#byKey', '#byId'] }];
const clients: VerdictClient[] = [];
let isAsking = false;
const stalled = process.argv[2] === 'stalled squid' ? new StalledSquid() : undefined;

const asked = process.argv[2] as Interface;
const classes = asked === 'http' ? [Stream] : [Stream, OWN[asked]];
const opened = await open(asked, process.argv[3]);
// As the program does; what it makes is there before anything is measured.
warmUp(CATALOG, policy);
process.on('message', (order: Order) => void obey(order));
process.on('disconnect', () => process.exit());
process.send!(opened);

async function obey(order: Order): Promise<void> {
  if (order.do === 'measure') process.send!((await holdings(classes, tables)) satisfies Holdings);
  else if (order.do === 'ask') process.send!((await askUntilStopped(order.withGuests)) satisfies Asked);
  else if (order.do === 'stall') process.send!(await stalled!.askOn());
  else isAsking = false;
}

async function open(name: Interface, hostile: string | undefined): Promise<Ready> {
  switch (name) {
    case 'wire':
    case 'wire over TCP':
      return {
        hasty: await wire(SHORT, name === 'wire over TCP'),
        patient: await wire({}, name === 'wire over TCP'),
      };
    case 'http':
      return { hasty: await http(HTTP_SHORT), patient: await http({}) };
    case 'spop':
      return { hasty: await spop(SHORT), patient: await spop({}) };
    case 'squid':
    case 'stalled squid': {
      const client = newClient(await wire({}, false), 2000);
      const helper = await squid(client);
      return { hasty: helper, patient: helper };
    }
    default: {
      const patient = await wire({}, false);
      for (let i = 0; i < CLIENTS; i++) clients.push(newClient({ path: hostile! }, CLIENT_MS));
      return { hasty: patient, patient };
    }
  }
}

async function wire(limits: object, overTcp: boolean): Promise<Address> {
  const socket = new VerdictSocket(service, { ...DEFAULT_SOCKET_LIMITS, ...limits });
  const at = overTcp ? LOOPBACK : { path: socketPath() };
  await socket.listen(at);
  return 'path' in at ? at : { port: socket.port! };
}

async function http(limits: object): Promise<Address> {
  const server = new VerdictHttp({
    service,
    version: '1',
    metrics: () => '',
    limits: { ...DEFAULT_HTTP_LIMITS, ...limits },
  });
  await server.listen(LOOPBACK);
  return { port: server.port! };
}

async function spop(limits: object): Promise<Address> {
  const agent = new SpoeAgent(service, { ...DEFAULT_SPOE_LIMITS, ...limits });
  await agent.listen(LOOPBACK);
  return { port: agent.port! };
}

/** Each connection is a Squid that has started a helper. */
async function squid(client: VerdictClient): Promise<Address> {
  const path = socketPath();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const quiet = { waitMs: 5, onFailure: 'inspect', warn: () => {} } as const;
    // Two pipes, as Squid makes them: the end of one is not the end of the other.
    const input = socket.pipe(new PassThrough());
    socket.on('error', () => {}).on('close', () => input.end());
    void new SquidHelper({ input, output: socket, client, ...quiet }).run().then(() => socket.destroySoon());
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { path };
}

function newClient(at: Address, timeoutMs: number): VerdictClient {
  const client = new VerdictClient({ ...at, timeoutMs });
  tables.push({ of: client, name: `client ${tables.length}`, fields: CLIENT_FIELDS });
  return client;
}

async function askUntilStopped(withGuests: boolean): Promise<Asked> {
  let answers = 0;
  const causes = new Set<string>();
  const note = (verdict: ClientVerdict): void => {
    if (verdict.action !== 'inspect' && verdict.action !== 'bypass') throw new Error(`action ${verdict.action}`);
    if (verdict.answered) answers++;
    else if (CONTROL.test(verdict.cause)) throw new Error(`cause ${JSON.stringify(verdict.cause)}`);
    else causes.add(verdict.cause);
  };
  isAsking = true;
  do {
    const guests = withGuests ? [new VerdictClient({ path: process.argv[3]!, timeoutMs: CLIENT_MS })] : [];
    await Promise.all([...clients, ...guests].map((client) => askAll(client, note)));
    for (const guest of guests) guest.close();
  } while (isAsking);
  return { answers, causes: [...causes].sort() };
}

async function askAll(client: VerdictClient, note: (verdict: ClientVerdict) => void): Promise<void> {
  const fields = { sni: PINNED_NAME, ja4: APP_JA4, alpn: ['h2'] };
  const report = client.report(FLOW_JSON, { outcome: 'failed', alert: 48, sni: 'reported.example' });
  const verdicts = [
    client.byHello(FLOW_JSON, { fields }),
    client.byHello(FLOW_JSON, helloFor(PINNED_NAME)),
    client.byFlow(FLOW_JSON, 1),
  ];
  for (const verdict of await Promise.all(verdicts)) note(verdict);
  await report;
}
