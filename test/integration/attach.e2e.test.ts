/**
 * `pinsight attach` in namespaces of its own: a client reaches servers through a TUN on the gateway, with real programs, and what attach says
 * is what classify says of a capture of the same packets; then everything that goes wrong on a gateway, one at a time.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import type { FlowRecord } from '../../src/verdict/record.js';
import { DIST, Lab, ORDINARY, PINNED, SERVER } from '../support/e2e/lab.js';
import { describeE2e, type Program, run, until } from '../support/e2e/programs.js';
import { makeTunnel, PHONE, TUN } from '../support/e2e/tunnel.js';

const MAIN = path.join(DIST, 'cli/main.js');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].some((file) => existsSync(file));

function records(file: string): FlowRecord[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FlowRecord);
}

/** What has to be equal between a flow seen live and in a capture: all but times and numbers of frames. */
function facts(record: FlowRecord): unknown {
  const { timestamp: _1, capture: _2, flow_id: _3, flow, pinsight, ...rest } = structuredClone(record);
  const { start: _4, end: _5, reason: _6, ...counters } = flow;
  const { decided_at: _7, decided_frame: _8, ...verdict } = pinsight;
  return { ...rest, flow: counters, pinsight: verdict };
}

const byPorts = (a: FlowRecord, b: FlowRecord): number =>
  `${a.src_ip} ${a.src_port} ${a.dest_ip} ${a.proto}`.localeCompare(
    `${b.src_ip} ${b.src_port} ${b.dest_ip} ${b.proto}`,
  );

async function metrics(lab: Lab, port: number): Promise<Map<string, number>> {
  const { stdout } = await run(lab.gateway, 'curl', ['-sS', '--max-time', '5', `http://127.0.0.1:${port}/metrics`]);
  const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

describeE2e('attach', ['curl', 'wget', 'tcpdump', 'openssl', 'ss', 'python3'], () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.make();
    await makeTunnel(lab);
  });
  afterAll(async () => {
    await lab?.close();
  });

  const file = (name: string): string => path.join(lab.folder, name);
  async function attach(...args: readonly string[]): Promise<Program> {
    const program = lab.pinsight('attach', ...args);
    await program.says('attached: ');
    return program;
  }
  const fetchOnce = (address: string = SERVER.v4) => lab.curl(ORDINARY, { address });

  test('gives what classify gives of a capture of the same packets, with real clients', async () => {
    const capture = file('same.pcap');
    const dump = lab.start(lab.gateway, 'tcpdump', 'tcpdump', ['-i', TUN, '--immediate-mode', '-U', '-w', capture]);
    await dump.says('listening on');
    const live = await attach(
      '--all',
      '-o',
      file('same.jsonl'),
      '--write',
      file('kept.pcapng'),
      '--write-what',
      'all',
      TUN,
    );
    for (const [name, address] of [
      [PINNED, SERVER.v4],
      [ORDINARY, SERVER.v4],
      [PINNED, SERVER.v6],
      [ORDINARY, SERVER.old],
      [PINNED, SERVER.old6],
    ] as const) {
      expect((await lab.curl(name, { address })).answer?.client).toBe(address.includes(':') ? PHONE.v6 : PHONE.v4);
    }
    const url = `https://${SERVER.v4}/`;
    await run(lab.client, 'wget', ['-q', '-O', '-', '--no-check-certificate', '--timeout=10', url]);
    const insecure = 'import ssl,urllib.request as u;c=ssl._create_unverified_context();print(u.urlopen';
    await run(lab.client, 'python3', ['-c', `${insecure}("${url}",context=c,timeout=10).read())`]);
    const inNode = `require('node:https').get({host:'${SERVER.v4}',servername:'${ORDINARY}',rejectUnauthorized:false},(r)=>r.resume())`;
    await run(lab.client, process.execPath, ['-e', inNode]);
    if (CHROMIUM) await lab.chromium(ORDINARY);
    for (let octets = -1; octets !== statSync(capture).size; ) {
      octets = statSync(capture).size;
      await new Promise((resolve) => setTimeout(resolve, 1000)); // connections end after their clients
    }
    await live.stop();
    await dump.stop();
    expect(live.output).toContain('"dropped":0');

    execFileSync(process.execPath, [MAIN, 'classify', '--all', '-f', 'jsonl', '-o', file('offline.jsonl'), capture]);
    const expected = records(file('offline.jsonl'));
    const all = records(file('same.jsonl'));
    const finals = all.filter((record) => record.event_type === 'flow');
    expect(finals.length).toBeGreaterThanOrEqual(8);
    expect(finals.sort(byPorts).map(facts)).toEqual(expected.sort(byPorts).map(facts));
    for (const record of finals) expect([record.capture, record.pinsight.decided_frame]).toEqual([TUN, undefined]);
    const withHello = finals.filter((record) => record.pinsight.decided_at !== undefined);
    const verdicts = all.filter((record) => record.event_type === 'verdict');
    expect(verdicts.map(({ flow_id }) => flow_id).sort()).toEqual(withHello.map(({ flow_id }) => flow_id).sort());
    expect(
      withHello.filter((record) => record.pinsight.app === 'Signal').map((record) => record.pinsight.action),
    ).toEqual(['bypass', 'bypass', 'bypass']);

    // The packets that were kept are those of the flows with a hello, from their first packet on.
    const again = execFileSync(process.execPath, [MAIN, 'classify', '-f', 'jsonl', file('kept.pcapng')], {
      encoding: 'utf8',
    });
    const kept = again
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as FlowRecord);
    expect(kept.sort(byPorts).map(facts)).toEqual(withHello.sort(byPorts).map(facts));
  }, 120_000);

  test('a reader of the socket has the verdict while the flow is open; SIGTERM ends everything in time', async () => {
    const socketPath = file('flows.sock');
    const live = await attach('-o', `unix:${socketPath}`, TUN);
    let text = '';
    const reader = connect(socketPath)
      .setEncoding('utf8')
      .on('data', (piece: string) => {
        text += piece;
      });
    const ended = new Promise((resolve) => reader.once('close', resolve));
    await new Promise((resolve) => reader.once('connect', resolve));
    // A connection that stays open after its hello.
    const hold = lab.start(lab.client, 's_client', 'openssl', [
      's_client',
      '-ign_eof',
      '-connect',
      `${SERVER.v4}:443`,
      '-servername',
      PINNED,
    ]);
    await until(
      () => text.includes('\n'),
      () => `no verdict at the socket: ${text}\n${live.output}`,
    );
    const verdict = JSON.parse(text.slice(0, text.indexOf('\n'))) as FlowRecord;
    expect([verdict.tls!.sni, verdict.flow.reason]).toEqual([PINNED, undefined]);
    expect(hold.hasEnded).toBe(false);
    const began = performance.now();
    await live.stop();
    expect(performance.now() - began).toBeLessThan(2000);
    await ended;
    const last = JSON.parse(text.trimEnd().split('\n').at(-1)!) as FlowRecord;
    expect([last.event_type, last.flow_id, last.flow.reason]).toEqual(['flow', verdict.flow_id, 'end_of_input']);
    await hold.stop();
  }, 60_000);

  test('SIGHUP reads the catalog again; garbage leaves the old one in place, and no flow is lost', async () => {
    const catalog = file('own.catalog');
    execFileSync(process.execPath, [MAIN, 'catalog', 'merge', '-o', catalog, 'default']);
    const good = readFileSync(catalog);
    const output = file('reload.jsonl');
    const live = await attach('-c', catalog, '-o', output, '--metrics', '9470', TUN);
    const hold = lab.start(lab.client, 's_client', 'openssl', [
      's_client',
      '-ign_eof',
      '-connect',
      `${SERVER.v4}:443`,
      '-servername',
      PINNED,
    ]);
    await until(
      () => readFileSync(output, 'utf8').includes('verdict'),
      () => live.output,
    );
    writeFileSync(catalog, 'garbage');
    live.signal('SIGHUP');
    await live.says('the catalog and the policy stay as they were');
    await lab.curl(PINNED);
    await until(
      () => records(output).filter((one) => one.event_type === 'verdict').length === 2,
      () => live.output,
    );
    writeFileSync(catalog, good);
    live.signal('SIGHUP');
    await live.says('catalog and policy were read again');
    await lab.curl(PINNED);
    await until(
      () => records(output).filter((one) => one.event_type === 'verdict').length === 3,
      () => live.output,
    );
    const counts = await metrics(lab, 9470);
    expect(counts.get('pinsight_reloads_total{result="done"}')).toBe(1);
    expect(counts.get('pinsight_reloads_total{result="refused"}')).toBe(1);
    expect(counts.get('pinsight_open_flows')).toBeGreaterThanOrEqual(3);
    await hold.stop();
    await live.stop();
    const bypassed = records(output).filter((one) => one.event_type === 'flow' && one.pinsight.app === 'Signal');
    expect(bypassed).toHaveLength(3);
  }, 60_000);

  test('an interface that is deleted and made again is picked up again, without a restart', async () => {
    const { gateway } = lab;
    const make = (): void => {
      gateway.exec('ip', 'link', 'add', 'wg9', 'type', 'veth', 'peer', 'name', 'wg9peer');
      for (const name of ['wg9', 'wg9peer']) gateway.exec('ip', 'link', 'set', name, 'up');
    };
    make();
    const live = await attach('-o', file('reopen.jsonl'), '--all', '--metrics', '9471', 'wg9');
    const send = (): string => gateway.exec('python3', '-c', SEND_SYN, 'wg9peer');
    const packets = async (): Promise<number> => (await metrics(lab, 9471)).get('pinsight_packets_in_flows_total')!;
    send();
    await waitFor(async () => (await packets()) === 1, live);
    gateway.exec('ip', 'link', 'delete', 'wg9');
    await live.says('waiting for it to come back');
    make();
    await live.says('ring:wg9: is back');
    send();
    await waitFor(async () => (await packets()) === 2, live);
    const counts = await metrics(lab, 9471);
    expect([counts.get('pinsight_source_reopened_total'), counts.get('pinsight_flows_total')]).toEqual([1, 1]);
    await live.stop();
    expect(records(file('reopen.jsonl')).map((record) => record.flow.pkts_toserver)).toEqual([2]);
  }, 60_000);

  test('a full disk loses records, counted, and goes on when there is room again', async () => {
    const { gateway } = lab;
    const small = file('small');
    const output = path.join(small, 'flows.jsonl');
    execFileSync('mkdir', [small]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]);
    try {
      const live = await attach('-o', output, '--metrics', '9472', TUN);
      writeFileSync(path.join(small, 'other'), Buffer.alloc(60_000));
      for (let i = 0; i < 6; i++) await fetchOnce();
      await live.says('records are lost until it can be written again');
      const lost = (await metrics(lab, 9472)).get('pinsight_records_lost_total{stage="output"}')!;
      expect(lost).toBeGreaterThan(0);
      writeFileSync(path.join(small, 'other'), '');
      await waitFor(async () => {
        await fetchOnce();
        return live.output.includes('is written again');
      }, live);
      expect(live.hasEnded).toBe(false);
      await live.stop();
      expect(records(output).length).toBeGreaterThan(1); // whole lines, or this throws
    } finally {
      gateway.exec('sync');
      execFileSync('umount', ['-l', small]);
    }
  }, 120_000);

  test('rotation: files are complete, and as many stay as were asked for', async () => {
    const live = await attach('-o', file('rotated.jsonl'), '--rotate', '3KB', '--keep', '2', TUN);
    for (let i = 0; i < 8; i++) await fetchOnce();
    await live.stop();
    const names = readdirSync(lab.folder).filter((name) => name.startsWith('rotated.jsonl'));
    expect(names).toHaveLength(3);
    for (const name of names)
      for (const record of records(file(name))) expect(record.event_type).toMatch(/flow|verdict/);
  }, 60_000);

  test('a thread that dies is started again; its flows are counted as lost, the other thread goes on', async () => {
    const entry = file('dying-lane.mjs');
    const lanes = path.join(DIST, 'cli/attach');
    writeFileSync(
      entry,
      `import { existsSync } from 'node:fs';
       import { workerData } from 'node:worker_threads';
       const die = () => { if (existsSync(${JSON.stringify(file('die'))})) throw new Error('as the test wants'); };
       if (workerData.lane.index === 0 && workerData.lane.firstFrame === 0) setInterval(die, 100);
       await import(${JSON.stringify(path.join(lanes, 'lane-thread.js'))});`,
    );
    const runner = file('lanes.mjs');
    writeFileSync(
      runner,
      `import { Lanes } from ${JSON.stringify(path.join(lanes, 'lanes.js'))};
       import { quietModel } from ${JSON.stringify(path.join(DIST, 'cli/model.js'))};
       import { DEFAULT_FLOW_OPTIONS } from ${JSON.stringify(path.join(DIST, 'engine/options.js'))};
       const model = { catalog: [], policy: 'balanced' };
       const lines = [];
       const lanes = await Lanes.start({
         count: 2,
         entry: new URL(${JSON.stringify(`file://${entry}`)}),
         model: await quietModel(model),
         task: {
           source: { spec: '${TUN}', promiscuous: false, fanoutGroup: 77, create: false },
           key: undefined,
           model,
           lane: { flow: DEFAULT_FLOW_OPTIONS, devices: [], all: true, verbose: false, format: 'jsonl', keep: undefined, tellsVerdicts: false },
         },
         events: {
           records: (octets) => { lines.push(...Buffer.from(octets).toString().trim().split('\\n')); return true; },
           verdict: () => {}, kept: () => true, learned: () => {}, over: () => {},
           log: (level, message) => console.log(level, message),
         },
       });
       console.log('attached: ', lanes.name);
       let flows = 0;
       setInterval(() => {
         lanes.ask();
         if (lanes.stats().flows !== flows) console.log('flows', (flows = lanes.stats().flows));
       }, 100);
       process.on('SIGTERM', async () => {
         await lanes.stop();
         const { summary } = lanes.stats();
         console.log(JSON.stringify({ restarts: lanes.restarts, flowsLost: lanes.flowsLost, packets: summary.packets, records: summary.records,
           ids: lines.map((line) => JSON.parse(line)).filter((one) => one.event_type === 'flow').map((one) => one.flow_id) }));
         process.exit(0);
       });`,
    );
    const live = lab.start(lab.gateway, 'lanes', process.execPath, [runner]);
    await live.says('attached: ');
    for (let i = 0; i < 6; i++) await fetchOnce();
    await live.says('flows 6\n'); // they have told their numbers
    writeFileSync(file('die'), '');
    await live.says('thread 0 is started again; its flows are lost');
    await new Promise((resolve) => setTimeout(resolve, 3000)); // for the new thread to have its ring
    for (let i = 0; i < 6; i++) await fetchOnce();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await live.stop();
    const told = JSON.parse(live.output.trim().split('\n').at(-1)!) as Record<string, number> & { ids: number[] };
    expect(told['restarts']).toBe(1);
    expect(told.ids.length + told['flowsLost']!).toBe(12);
    expect(new Set(told.ids).size).toBe(told.ids.length);
    expect(told.ids.length).toBeGreaterThanOrEqual(6);
  }, 60_000);

  test('several threads give the same flows as one', async () => {
    const [one, two] = [file('one.jsonl'), file('two.jsonl')];
    const first = await attach('--all', '-o', one, TUN);
    const second = await attach('--all', '-o', two, '-w', '2', TUN);
    for (const address of [SERVER.v4, SERVER.v6, SERVER.old]) {
      for (const name of [PINNED, ORDINARY]) await lab.curl(name, { address });
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    await first.stop();
    await second.stop();
    const finals = (name: string) => records(name).filter((record) => record.event_type === 'flow');
    expect(finals(two)).toHaveLength(6);
    // Which apps a client was seen using is known to the thread that saw them: scores may differ, what was read may not.
    const read = (name: string) =>
      finals(name)
        .sort(byPorts)
        .map((record) => ({ ...(facts(record) as object), pinsight: record.pinsight.action }));
    expect(read(two)).toEqual(read(one));
    expect(new Set(finals(two).map(({ flow_id }) => flow_id)).size).toBe(6);
  }, 60_000);

  test('--user: goes on without root, and can still open the interface again', async () => {
    const { gateway } = lab;
    const add = (): string => gateway.exec('ip', 'link', 'add', 'wg8', 'type', 'veth', 'peer', 'name', 'wg8peer');
    const up = (): void => {
      for (const name of ['wg8', 'wg8peer']) gateway.exec('ip', 'link', 'set', name, 'up');
    };
    add();
    up();
    execFileSync('chmod', ['755', lab.folder]);
    const live = await attach('--user', 'nobody', '-o', file('user.jsonl'), 'wg8');
    const status = readFileSync(`/proc/${live.pid}/status`, 'utf8');
    const nobody = execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).trim();
    expect(/^Uid:\s+(\d+)\s+(\d+)/m.exec(status)!.slice(1)).toEqual([nobody, nobody]);
    expect(/^CapEff:\s+(\w+)/m.exec(status)![1]).toBe((1n << 13n).toString(16).padStart(16, '0')); // CAP_NET_RAW alone
    gateway.exec('ip', 'link', 'delete', 'wg8');
    await live.says('waiting for it to come back');
    add();
    up();
    await live.says('ring:wg8: is back');
    await live.stop();
  }, 60_000);

  test('wrong use is one line with cause and remedy, and status 2', async () => {
    for (const [args, words] of [
      [['nosuch0'], 'there is no interface nosuch0'],
      [['--workers', '2', 'stream:-'], 'is read by one thread'],
      [['--user', 'no-such-user', TUN], 'there is no such user'],
      [['--filter', 'tcp prt 443', TUN], 'column'],
      [['--rotate', '10XB', '-o', '/tmp/x', TUN], 'a size or a time'],
      [['--metrics', '127.0.0.1:99999', TUN], '[HOST:]PORT'],
      [['stream:/no/such/fifo'], 'there is no such file'],
    ] as const) {
      const ran = await run(lab.gateway, process.execPath, [MAIN, 'attach', ...args]);
      expect([args, ran.status, ran.stdout]).toEqual([args, 2, '']);
      expect(ran.stderr).toContain(words);
      expect(ran.stderr.trim().split('\n')).toHaveLength(1);
    }
  }, 60_000);

  test('a stream of packets on standard input is judged as the capture they come from', async () => {
    const capture = file('same.pcap');
    const frames = file('frames');
    writeFileSync(frames, '');
    const octets = readFileSync(capture);
    for (let at = 24; at < octets.length; ) {
      const captured = octets.readUInt32LE(at + 8);
      const head = Buffer.alloc(12);
      head.writeUInt32BE(captured, 0);
      head.writeBigUInt64BE(BigInt(octets.readUInt32LE(at)) * 1_000_000n + BigInt(octets.readUInt32LE(at + 4)), 4);
      appendFileSync(frames, Buffer.concat([head, octets.subarray(at + 16, at + 16 + captured)]));
      at += 16 + captured;
    }
    const out = execFileSync(process.execPath, [MAIN, 'attach', '--all', '--log-level', 'silent', 'stream:-'], {
      input: readFileSync(frames),
      encoding: 'utf8',
    });
    const finals = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as FlowRecord)
      .filter((record) => record.event_type === 'flow');
    expect(finals.sort(byPorts).map(facts)).toEqual(records(file('offline.jsonl')).sort(byPorts).map(facts));
  }, 60_000);

  async function waitFor(isSo: () => Promise<boolean>, live: Program): Promise<void> {
    const deadline = performance.now() + 20_000;
    while (!(await isSo())) {
      if (performance.now() > deadline) throw new Error(`it does not come about:\n${live.output}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
});

/** One SYN in an Ethernet frame, by Python's packet socket: no address of the machine is needed. */
const SEND_SYN = `
import socket, struct, sys
ip = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 40, 1, 0, 64, 6, 0, bytes([10,8,0,2]), bytes([203,0,113,7]))
tcp = struct.pack('!HHIIBBHHH', 51234, 443, 1, 0, 0x50, 2, 65535, 0, 0)
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind((sys.argv[1], 0x800))
s.send(bytes(12) + b'\\x08\\x00' + ip + tcp)
`;
