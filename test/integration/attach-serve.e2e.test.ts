/**
 * `pinsight attach --serve` in namespaces, asked by 5-tuple by a program of its own: the answer is there when the hello is, and belongs to
 * one connection, whatever clients send in the name of others. Issue 6, "Safety".
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ClientFlow, VerdictClient } from '../../src/serve/node-client.js';
import { helloFor } from '../serve/support.js';
import { Caller } from '../support/e2e/caller.js';
import { CLIENT, CLIENTS_SIDE, Lab, ORDINARY, PINNED, SERVER } from '../support/e2e/lab.js';
import { describeE2e, type Program, run } from '../support/e2e/programs.js';
import { ethernet, ipv4, tcp } from '../support/frame-builder.js';

/** Another client of the same gateway. */
const OTHER_CLIENT = '10.77.1.3';
const PORT = 40_001;
/** Longer than any verdict takes here, on a machine that has other things to do. */
const WAIT_MS = 2000;
/** For what must not come. */
const IN_VAIN_MS = 150;
const ROUNDS = 60;
const VXLAN_PORT = 4789;
/** RFC 9293 §3.1. */
const SYN = 0x02;
/** RFC 7348 §5: VNI 7. */
const VXLAN_HEADER = Buffer.from('0800000000000700', 'hex');
const HTTP = 8480;

describeE2e('attach --serve', ['curl', 'openssl', 'ss'], () => {
  let lab: Lab;
  let live: Program;
  let caller: Caller;
  let client: VerdictClient;
  const file = (name: string): string => path.join(lab.folder, name);

  beforeAll(async () => {
    lab = await Lab.make();
    lab.client.exec('ip', 'address', 'add', `${OTHER_CLIENT}/24`, 'dev', 'eth0');
    const listening = ['--socket', file('verdict.sock'), '--http', `${HTTP}`, '--metrics', '9464'];
    const more = ['--audit', file('audit.jsonl'), '-o', file('flows.jsonl')];
    live = lab.pinsight('attach', CLIENTS_SIDE, '--serve', ...listening, ...more);
    await live.says('attached: ');
    caller = new Caller(lab.client);
    client = new VerdictClient({ path: file('verdict.sock'), timeoutMs: 2000 });
  });
  afterAll(async () => {
    client?.close();
    await caller?.close();
    await lab?.close();
  });

  const flowFrom = (ip: string, port: number, to: string = SERVER.v4): ClientFlow => ({
    src_ip: ip,
    src_port: port,
    dest_ip: to,
    dest_port: 443,
  });
  const NO_HELLO = { answered: true, action: 'inspect', reason: 'no_hello' };

  test('a question that is there before the hello is answered when the hello is seen', async () => {
    const times: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      const name = i % 2 === 0 ? PINNED : ORDINARY;
      const { us, port } = await caller.open({ id: 'one', address: SERVER.v4 });
      const asked = client.byFlow(flowFrom(CLIENT.v4, port), WAIT_MS, us);
      const sent = await caller.hello('one', name);
      const verdict = await asked;
      times.push((performance.timeOrigin + performance.now()) * 1000 - sent);
      expect(verdict).toMatchObject({ answered: true, sni: name });
      expect(verdict.action).toBe(name === PINNED ? 'bypass' : 'inspect');
      await caller.reset('one');
    }
    times.sort((a, b) => a - b);
    const at = (share: number): string => (times[Math.floor(share * times.length)]! / 1000).toFixed(2);
    process.stdout.write(`by 5-tuple, ms from the hello to the answer: median ${at(0.5)}, p95 ${at(0.95)}\n`);
  });

  test('IPv6, and a question that comes after the hello', async () => {
    const { us, port } = await caller.open({ id: 'six', address: SERVER.v6, localAddress: CLIENT.v6 });
    await caller.hello('six', PINNED);
    const verdict = await client.byFlow(flowFrom(CLIENT.v6, port, SERVER.v6), WAIT_MS, us);
    expect(verdict).toMatchObject({ answered: true, action: 'bypass', sni: PINNED });
    await caller.reset('six');
  });

  test('a hello speaks for its own 5-tuple alone', async () => {
    const mine = await caller.open({ id: 'mine', address: SERVER.v4, localAddress: CLIENT.v4, localPort: PORT });
    await caller.hello('mine', PINNED);
    expect(await client.byFlow(flowFrom(CLIENT.v4, PORT), WAIT_MS, mine.us)).toMatchObject({ action: 'bypass' });
    // The same port, the same server, another client; and the same client to another server.
    const theirs = await caller.open({ id: 'theirs', address: SERVER.v4, localAddress: OTHER_CLIENT, localPort: PORT });
    expect(await client.byFlow(flowFrom(OTHER_CLIENT, PORT), IN_VAIN_MS, theirs.us)).toMatchObject(NO_HELLO);
    expect(await client.byFlow(flowFrom(CLIENT.v4, PORT, SERVER.other), IN_VAIN_MS)).toMatchObject(NO_HELLO);
    await caller.hello('theirs', ORDINARY);
    const verdict = await client.byFlow(flowFrom(OTHER_CLIENT, PORT), WAIT_MS, theirs.us);
    expect(verdict).toMatchObject({ action: 'inspect', sni: ORDINARY });
    await caller.reset('mine');
    await caller.reset('theirs');
  });

  test('a port that comes again has no verdict until its own hello', async () => {
    const call = { address: SERVER.v4, localAddress: CLIENT.v4, localPort: PORT + 1 };
    const flow = flowFrom(CLIENT.v4, PORT + 1);
    const first = await caller.open({ id: 'first', ...call });
    await caller.hello('first', PINNED);
    expect(await client.byFlow(flow, WAIT_MS, first.us)).toMatchObject({ action: 'bypass' });
    await caller.reset('first');
    const second = await caller.open({ id: 'second', ...call });
    // Whether or not the proxy says when it accepted the connection.
    expect(await client.byFlow(flow, IN_VAIN_MS, second.us)).toMatchObject(NO_HELLO);
    expect(await client.byFlow(flow, IN_VAIN_MS)).toMatchObject(NO_HELLO);
    await caller.hello('second', ORDINARY);
    expect(await client.byFlow(flow, WAIT_MS, second.us)).toMatchObject({ action: 'inspect', sni: ORDINARY });
    await caller.reset('second');
  });

  test('a hello inside a tunnel of the client’s own speaks for nobody outside', async () => {
    const { us, port } = await caller.open({ id: 'bare', address: SERVER.v4, localAddress: OTHER_CLIENT });
    const flow = flowFrom(OTHER_CLIENT, port);
    const ports = { srcPort: port, dstPort: 443 };
    for (const segment of [
      tcp({ ...ports, flags: SYN, seq: 999 }),
      tcp({ ...ports, seq: 1000, payload: helloFor(PINNED) }),
    ]) {
      const inner = ethernet({ payload: ipv4({ src: OTHER_CLIENT, dst: SERVER.v4, payload: segment }) });
      await caller.datagram(SERVER.v4, VXLAN_PORT, Buffer.concat([VXLAN_HEADER, inner]).toString('hex'));
    }
    expect(await client.byFlow(flow, IN_VAIN_MS, us)).toMatchObject(NO_HELLO);
    await caller.hello('bare', ORDINARY);
    expect(await client.byFlow(flow, WAIT_MS, us)).toMatchObject({ action: 'inspect', sni: ORDINARY });
    await caller.reset('bare');
    const inside = readFileSync(file('flows.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('vxlan'));
    expect(inside.length).toBeGreaterThan(0); // it was seen, and read
  });

  test('one page of metrics has both halves; every bypass that was answered is in the audit log', async () => {
    const text = async (port: number): Promise<string> =>
      (await run(lab.gateway, 'curl', ['-sS', '--max-time', '5', `http://127.0.0.1:${port}/metrics`])).stdout;
    for (const port of [HTTP, 9464]) {
      const page = await text(port);
      expect(page).toMatch(/^pinsight_packets_total [1-9]/m);
      expect(page).toMatch(/^pinsight_serve_flow_verdicts [1-9]/m);
      const bypassed = Number(/via="socket",action="bypass",reason="pinned_app"} (\d+)/.exec(page)?.[1]);
      const lines = readFileSync(file('audit.jsonl'), 'utf8').trimEnd().split('\n');
      expect(lines).toHaveLength(bypassed);
      expect(JSON.parse(lines[0]!)).toMatchObject({ event_type: 'bypass', via: 'socket', sni: PINNED });
      const names = [...page.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('SIGHUP: the service answers by the new policy, and the audit file is begun anew', async () => {
    live.signal('SIGHUP');
    await live.says('catalog and policy were read again');
    const { us, port } = await caller.open({ id: 'after', address: SERVER.v4 });
    await caller.hello('after', PINNED);
    expect(await client.byFlow(flowFrom(CLIENT.v4, port), WAIT_MS, us)).toMatchObject({ action: 'bypass' });
    await caller.reset('after');
  });

  test('SIGTERM: who waits is answered, and it is over in two seconds', async () => {
    const { port } = await caller.open({ id: 'last', address: SERVER.v4 });
    const asked = client.byFlow(flowFrom(CLIENT.v4, port), WAIT_MS);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    await live.stop();
    expect(performance.now() - began).toBeLessThan(2000);
    expect(await asked).toMatchObject(NO_HELLO);
    expect(live.output).toContain('"msg":"stopped"');
  });

  test('what cannot go together is said in one line', async () => {
    for (const [args, words] of [
      [['--socket', 'none'], 'need --serve'],
      [['--nft-quic'], '--nft-...: need --nft'],
      [['--audit', file('a')], '--audit: needs --serve or --nft'],
      [['--serve', '--redact', file('servers.pem')], '--redact: hides the addresses'],
      [['--serve', '--http', '0.0.0.0:8480'], '--allow-remote'],
      [['--serve', '--socket', 'none', '--http', 'none'], 'nothing to listen on'],
    ] as const) {
      const program = lab.pinsight('attach', CLIENTS_SIDE, ...args);
      await program.says('\n');
      expect(program.output).toContain(words);
      expect(program.output.trim().split('\n')).toHaveLength(1);
    }
  });

  test('several threads, without root: the service hears of all of them', async () => {
    const listening = ['--socket', file('two.sock'), '--http', 'none', '-o', file('two.jsonl')];
    const two = lab.pinsight('attach', CLIENTS_SIDE, '--serve', ...listening, '--workers', '2', '--user', 'nobody');
    const asking = new VerdictClient({ path: file('two.sock'), timeoutMs: 2000 });
    try {
      await two.says('attached: ');
      for (let i = 0; i < 8; i++) {
        const { us, port } = await caller.open({ id: 'two', address: SERVER.v4 });
        const asked = asking.byFlow(flowFrom(CLIENT.v4, port), WAIT_MS, us);
        await caller.hello('two', PINNED);
        expect(await asked).toMatchObject({ answered: true, action: 'bypass' });
        await caller.reset('two');
      }
    } finally {
      asking.close();
      await two.stop();
    }
  });
});
