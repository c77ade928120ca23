/**
 * docs/integrations/mitmproxy.md with the real mitmdump: a pinned client's connection is left alone, everything else inspected, and
 * what became of inspected ones is reported. Issue 6, "How we will know".
 */
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { pinsight } from '../../src/gen/wire.js';
import {
  describeProxies,
  INSPECTION_CA,
  OTHER_NAME,
  PIN_MISMATCH,
  PINNED_NAME,
  ProxyLab,
  SECOND_SERVER,
  SERVER,
  SERVER_CA,
  spread,
  until,
} from './proxy-lab.js';

const ADDON = fileURLToPath(new URL('../../integrations/mitmproxy/pinsight_addon.py', import.meta.url));
const WITH = 8080;
const WITHOUT = 8081;
const SPLITTER = 9443;

describeProxies('mitmproxy', ['mitmdump', 'curl', 'nft', 'openssl'], () => {
  let lab: ProxyLab;

  beforeAll(async () => {
    lab = new ProxyLab();
    await lab.startServer();
    // mitmproxy's certificate authority: key and certificate in one file of its folder.
    lab.router.exec(
      'sh',
      '-c',
      `mkdir ${lab.file('conf')} && cp ${lab.file('inspection-both.pem')} ${lab.file('conf/mitmproxy-ca.pem')}`,
    );
    const common = [
      '--mode',
      'transparent',
      '--set',
      `confdir=${lab.file('conf')}`,
      '--set',
      `ssl_verify_upstream_trusted_ca=${lab.file('ca.pem')}`,
    ];
    const asked = ['-s', ADDON, '--set', `pinsight_service=${lab.socket}`, '--set', 'pinsight_timeout=1000'];
    lab.start(lab.router, 'with', 'mitmdump', [...common, '--listen-port', String(WITH), ...asked]);
    lab.start(lab.router, 'without', 'mitmdump', [...common, '--listen-port', String(WITHOUT)]);
    await lab.startService('--audit', lab.file('audit.jsonl'));
    await Promise.all([lab.listening(lab.router, WITH), lab.listening(lab.router, WITHOUT)]);
    lab.rules(`table inet lab { chain steer { type nat hook prerouting priority dstnat;
      iifname "c1" ip daddr ${SECOND_SERVER.v4} tcp dport 443 redirect to :${WITHOUT}
      iifname "c1" tcp dport 443 redirect to :${WITH}; }; }`);
  });
  afterAll(() => lab.close());

  test('a pinned client fails where pinsight is not asked', async () => {
    const { exit, issuer } = await lab.fetch(PINNED_NAME, SECOND_SERVER.v4, { pinned: true });
    expect({ exit, issuer }).toEqual({ exit: PIN_MISMATCH, issuer: INSPECTION_CA });
  });

  for (const tls of ['1.2', '1.3'] as const) {
    for (const [family, address] of Object.entries(SERVER)) {
      test(`TLS ${tls}, IP${family}: the pinned client works, other names are inspected`, async () => {
        const pinned = await lab.fetch(PINNED_NAME, address, { pinned: true, tls });
        expect(pinned).toMatchObject({ exit: 0, status: 200, issuer: SERVER_CA });
        const other = await lab.fetch(OTHER_NAME, address, { tls });
        expect(other).toMatchObject({ exit: 0, status: 200, issuer: INSPECTION_CA });
      });
    }
  }

  test('a hello in two segments', async () => {
    await lab.startSplitter(SERVER.v4, SPLITTER);
    const pinned = await lab.fetch(PINNED_NAME, SERVER.v4, { pinned: true, through: SPLITTER });
    expect(pinned).toMatchObject({ exit: 0, status: 200, issuer: SERVER_CA });
    const other = await lab.fetch(OTHER_NAME, SERVER.v4, { through: SPLITTER });
    expect(other).toMatchObject({ exit: 0, status: 200, issuer: INSPECTION_CA });
  });

  test('each bypass is in the audit log, with the connection it was of', () => {
    const lines = readFileSync(lab.file('audit.jsonl'), 'utf8').trim().split('\n');
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.length).toBeGreaterThanOrEqual(5);
    for (const record of records) expect(record).toMatchObject({ sni: PINNED_NAME, dest_port: 443, via: 'socket' });
    expect(new Set(records.map(({ src_ip }) => src_ip))).toEqual(new Set(['10.77.1.2', 'fd77:1::2']));
  });

  test('the service killed: connections work, and are inspected; back again: asked again', async () => {
    await lab.stopService('SIGKILL');
    const alone = await lab.fetch(PINNED_NAME, SERVER.v4);
    expect(alone).toMatchObject({ exit: 0, status: 200, issuer: INSPECTION_CA });
    rmSync(lab.socket, { force: true });
    await lab.startService('--audit', lab.file('audit.jsonl'));
    await until('the addon asks again', async () => (await lab.fetch(PINNED_NAME, SERVER.v4)).issuer === SERVER_CA);
  });

  test('time that is added', async () => {
    const [asked = [], alone = []] = await lab.handshakes(OTHER_NAME, [SERVER.v4, SECOND_SERVER.v4], 300);
    expect([asked.length, alone.length]).toEqual([300, 300]);
    const [a, b] = [spread(asked), spread(alone)];
    process.stdout.write(
      `mitmproxy, ms for a handshake: with pinsight ${a.median.toFixed(2)} (p99 ${a.p99.toFixed(2)}), alone ${b.median.toFixed(2)} (p99 ${b.p99.toFixed(2)})\n`,
    );
  });
});

describeProxies('mitmproxy reports', ['mitmdump', 'curl', 'nft', 'openssl'], () => {
  let lab: ProxyLab;
  beforeAll(async () => {
    lab = new ProxyLab();
    await lab.startServer();
    lab.router.exec(
      'sh',
      '-c',
      `mkdir ${lab.file('conf')} && cp ${lab.file('inspection-both.pem')} ${lab.file('conf/mitmproxy-ca.pem')}`,
    );
    const common = [
      '--mode',
      'transparent',
      '--set',
      `confdir=${lab.file('conf')}`,
      '--set',
      `ssl_verify_upstream_trusted_ca=${lab.file('ca.pem')}`,
    ];
    lab.start(lab.router, 'with', 'mitmdump', [
      ...common,
      '--listen-port',
      String(WITH),
      '-s',
      ADDON,
      '--set',
      `pinsight_service=${lab.socket}`,
      '--set',
      'pinsight_timeout=1000',
    ]);
    await lab.listening(lab.router, WITH);
    lab.rules(
      `table inet lab { chain steer { type nat hook prerouting priority dstnat; iifname "c1" tcp dport 443 redirect to :${WITH}; }; }`,
    );
  });
  afterAll(() => lab.close());

  test('a refused handshake, one without a word after it, and one that was used', async () => {
    const reports = await recordReports(lab);
    await lab.fetch(OTHER_NAME, SERVER.v4);
    await lab.fetch(OTHER_NAME, SERVER.v4, { pinned: true });
    // Trusts the server's authority alone: OpenSSL's alert 48, unknown_ca (FIELD-NOTES section 2, class A).
    try {
      lab.client.exec(
        'curl',
        '-sS',
        '--cacert',
        lab.file('ca.pem'),
        '--connect-to',
        `${OTHER_NAME}:443:${SERVER.v4}:443`,
        `https://${OTHER_NAME}/`,
      );
    } catch {
      // refused
    }
    await until('three reports', () => reports.list.length >= 3);
    await reports.close();
    expect(reports.list).toEqual([
      { outcome: 'established', alert: undefined, sni: OTHER_NAME, srcIp: '10.77.1.2', destIp: SERVER.v4 },
      { outcome: 'closed_without_data', alert: undefined, sni: OTHER_NAME, srcIp: '10.77.1.2', destIp: SERVER.v4 },
      { outcome: 'failed', alert: 48, sni: OTHER_NAME, srcIp: '10.77.1.2', destIp: SERVER.v4 },
    ]);
  });
});

interface ReportSeen {
  readonly outcome: string;
  readonly alert: number | undefined;
  readonly sni: string | undefined;
  readonly srcIp: string | undefined;
  readonly destIp: string | undefined;
}

/** In the service's place: answers each hello with inspect, and keeps what is reported. */
async function recordReports(lab: ProxyLab): Promise<{ list: ReportSeen[]; close: () => Promise<void> }> {
  const { VerdictRequest, VerdictResponse } = pinsight.verdict.v1;
  const list: ReportSeen[] = [];
  const server = createServer((socket) => {
    let octets = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      octets = Buffer.concat([octets, chunk]);
      for (;;) {
        let length = 0;
        let at = 0;
        do length |= ((octets[at] ?? 0x80) & 0x7f) << (7 * at);
        while ((octets[at++] ?? 0x80) >= 0x80 && at < octets.length);
        if (at > octets.length || octets.length - at < length || length === 0) return;
        const request = VerdictRequest.decode(octets.subarray(at, at + length));
        octets = octets.subarray(at + length);
        const { requestId, report } = request;
        if (report) {
          const { outcome, flow } = report;
          list.push({
            outcome: outcome ?? '',
            alert: report.alert ?? undefined,
            sni: report.sni ?? undefined,
            srcIp: flow?.srcIp ?? undefined,
            destIp: flow?.destIp ?? undefined,
          });
        }
        const answer = report
          ? { recorded: { taken: true } }
          : { verdict: { action: 'inspect', reason: 'unknown_app', decidedAt: 0 } };
        socket.write(VerdictResponse.encodeDelimited({ requestId, ...answer }).finish());
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(lab.socket, resolve);
  });
  return {
    list,
    close: () =>
      new Promise((resolve) => {
        server.close();
        resolve();
      }),
  };
}
