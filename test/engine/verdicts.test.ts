/** The starting values of the score on real hellos: what PRODUCT.md says of apps, browsers, spoofs and unknown programs. */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { builtinPolicy, type Policy } from '../../src/verdict/policy.js';
import type { FlowRecord } from '../../src/verdict/record.js';
import { classifyFiles } from '../support/classify.js';
import { labPath } from '../support/lab.js';

async function flowsTo(capture: string, sni: string, policy?: Policy): Promise<FlowRecord[]> {
  const { records } = await classifyFiles([labPath(capture)], policy ? { policy } : {});
  const found = records.filter((record) => record.tls?.sni === sni);
  expect(found.length).toBeGreaterThan(0);
  return found;
}

const verdict = ({ pinsight }: FlowRecord) => [pinsight.action, pinsight.reason, pinsight.app];
const signal = ['bypass', 'pinned_app', 'Signal'];

test.each([
  'dns/a-aaaa-then-tls.pcap',
  'hellos/curl-openssl.pcap',
  'hellos/ipv6-curl.pcap',
  'dns/no-dns-seen.pcap',
  'dns/over-ipv6-transport.pcap',
])('curl on chat.signal.org at its address: %s', async (capture) => {
  for (const record of await flowsTo(capture, 'chat.signal.org')) expect(verdict(record)).toEqual(signal);
});

test('OkHttp on chat.signal.org at its address', async () => {
  const [first] = await flowsTo('demo-phone.pcapng', 'chat.signal.org');
  expect(first!.tls!.ja4).toBe('t13d1514h2_8daaf6152771_a5b99884f7f5');
  expect(verdict(first!)).toEqual(signal);
  expect(first!.pinsight.evidence![0]).toMatchObject({ kind: 'sni', value: 'chat.signal.org', app: 'Signal' });
  expect(first!.pinsight.evidence![0]!.weight).toBeGreaterThan(10);
});

test.each([
  ['hellos/chromium.pcap', 'chat.signal.org'],
  ['dns/chromium.pcap', 'chat.signal.org'],
  ['pinned/browser-on-pinned-name.pcap', 'chat.signal.org'],
  ['hellos/firefox.pcap', 'graph.facebook.com'],
])('a browser on a pinned name is inspected: %s', async (capture, name) => {
  const browsers = (await flowsTo(capture, name)).filter((record) => !record.tls!.ja4!.startsWith('t13d3112h2'));
  for (const record of browsers) expect(verdict(record)).toEqual(['inspect', 'not_pinned', undefined]);
});

test('the same capture holds the app on that name: it is told from the browser by its hello', async () => {
  const apps = (await flowsTo('pinned/browser-on-pinned-name.pcap', 'chat.signal.org')).filter((record) =>
    record.tls!.ja4!.startsWith('t13d3112h2'),
  );
  expect(apps).toHaveLength(3);
  for (const record of apps) expect(verdict(record)).toEqual(signal);
});

test('a spoofed name at an address that DNS gave for another is refused', async () => {
  for (const record of await flowsTo('dns/spoofed-sni.pcap', 'chat.signal.org')) {
    expect([record.pinsight.action, record.pinsight.reason]).toEqual(['inspect', 'contradicted']);
  }
  const demo = await flowsTo('demo-phone.pcapng', 'chat.signal.org');
  expect(demo.filter((record) => record.pinsight.reason === 'contradicted').map((record) => record.dest_ip)).toEqual([
    '203.0.113.14',
  ]);
});

test('a spoof without any DNS seen is not refused: the README says so', async () => {
  for (const record of await flowsTo('dns/spoofed-sni-no-dns.pcap', 'chat.signal.org'))
    expect(verdict(record)).toEqual(signal);
});

test.each(['hellos/okhttp.pcap', 'hellos/rustls.pcap', 'tcp/records-split.pcap'])(
  'a made-up name, a program nobody knows: %s',
  async (capture) => {
    const { records } = await classifyFiles([labPath(capture)]);
    const madeUp = records.filter((record) => record.tls?.sni === 'www.open.test');
    for (const record of madeUp) expect(verdict(record)).toEqual(['inspect', 'unknown_app', undefined]);
  },
);

test('a made-up name on a generic stack: the stack leads, and no app is named', async () => {
  for (const record of await flowsTo('hellos/curl-openssl.pcap', 'www.open.test')) {
    expect(verdict(record)).toEqual(['inspect', 'not_pinned', undefined]);
  }
});

test('a broad name alone is not bypassed', async () => {
  for (const record of await flowsTo('demo-phone.pcapng', 'gateway.icloud.com')) {
    expect(record.pinsight.action).toBe('inspect');
  }
});

test('opting in to vendor exclusions changes just those', async () => {
  const policy: Policy = { ...builtinPolicy('balanced'), levels: ['verified', 'reported', 'vendor_exclusion'] };
  const before = (await classifyFiles([labPath('demo-phone.pcapng')])).records;
  const after = (await classifyFiles([labPath('demo-phone.pcapng')], { policy })).records;
  const changed = after.filter((record, i) => record.pinsight.action !== before[i]!.pinsight.action);
  const names = new Set(changed.map((record) => record.tls!.sni));
  expect(names.size).toBeGreaterThan(0);
  for (const record of changed) expect(record.pinsight.action).toBe('bypass');
  for (const name of names)
    expect(['api.revolut.com', 'api.coinbase.com', 'g.whatsapp.net', 'youtubei.googleapis.com']).toContain(name);
});

test('stricter policies bypass no more than laxer ones', async () => {
  const counts = [];
  for (const name of ['compatible', 'balanced', 'strict'] as const) {
    const { report } = await classifyFiles([labPath('demo-phone.pcapng')], { policy: builtinPolicy(name) });
    counts.push(report.summary.actions.bypass);
  }
  expect(counts[0]).toBeGreaterThanOrEqual(counts[1]!);
  expect(counts[1]).toBeGreaterThan(counts[2]!);
});

test('names from DNS stand in the record, and are evidence where the hello has none', async () => {
  const { records } = await classifyFiles([labPath('dns/shared-address.pcap')]);
  const nameless = records.find((record) => record.tls!.sni === undefined)!;
  expect(nameless.dns!.names).toEqual(expect.arrayContaining(['graph.facebook.com', 'i.instagram.com']));
  expect(nameless.pinsight.evidence!.map(({ kind }) => kind)).toContain('dns_name');
});

test('who did not resolve has no names', async () => {
  const { records } = await classifyFiles([labPath('dns/two-clients.pcap')]);
  expect(records.map((record) => [record.src_ip, record.dns?.names])).toEqual(
    expect.arrayContaining([
      ['10.8.0.2', ['chat.signal.org']],
      ['10.8.0.3', undefined],
    ]),
  );
});

test('an outer name of an ECH front names no app', async () => {
  for (const record of await flowsTo('hellos/sni-ech-front.pcap', 'cloudflare-ech.com'))
    expect(record.pinsight.app).toBeUndefined();
});

test('a policy that says never is not got past by hiding the name', async () => {
  const balanced = builtinPolicy('balanced');
  const policy: Policy = { ...balanced, never: { ...balanced.never, hosts: new Set(['facebook.com']) } };
  const { records } = await classifyFiles([labPath('dns/shared-address.pcap')], { policy });
  const nameless = records.find((record) => record.tls!.sni === undefined)!;
  expect([nameless.pinsight.action, nameless.pinsight.reason]).toEqual(['inspect', 'policy_never']);
});

describe('learning', () => {
  const learning = (): Policy => ({
    ...builtinPolicy('balanced'),
    learning: { ...builtinPolicy('balanced').learning, enabled: true },
  });

  test('is off by default: three failures teach nothing', async () => {
    for (const record of await flowsTo('pinned/sequence-learned.pcap', 'api.pinned.test'))
      expect(record.pinsight.action).toBe('inspect');
  });

  test('when on, three failures of a client that works elsewhere make a pin', async () => {
    const records = await flowsTo('pinned/sequence-learned.pcap', 'api.pinned.test', learning());
    const byTime = [...records].sort((a, b) => a.flow_id - b.flow_id).map(({ pinsight }) => pinsight.reason);
    expect(byTime.slice(0, 3)).not.toContain('learned_pin');
    expect(byTime[3]).toBe('learned_pin');
  });

  test('a device that lacks our authority, where everything fails, teaches nothing', async () => {
    const { records } = await classifyFiles([labPath('pinned/device-without-root.pcap')], { policy: learning() });
    for (const record of records) expect(record.pinsight.reason).not.toBe('learned_pin');
  });
});

describe('rule 1 of contradictions is not switched off', () => {
  /** A hello with this name and that preface, from a client that was told where both names are. */
  async function judged(preface: string): Promise<unknown[]> {
    const { mkdtempSync, rmSync, writeFileSync } = await import('node:fs');
    const folder = mkdtempSync(`${tmpdir()}/pinsight-preface-`);
    const source = readFileSync(labPath('dns/spoofed-sni.pcap'));
    // The spoofed flow's hello gets the preface before it, in the same segment: the packet is written anew, longer.
    const out: Buffer[] = [source.subarray(0, 24)];
    const extra = Buffer.from(preface, 'latin1');
    for (let at = 24; at < source.length; ) {
      const length = source.readUInt32LE(at + 8);
      const header = Buffer.from(source.subarray(at, at + 16));
      const packet = Buffer.from(source.subarray(at + 16, at + 16 + length));
      at += 16 + length;
      const payloadAt = 20 + (packet[32]! >> 4) * 4;
      if (packet[9] !== 6 || !packet.includes('chat.signal.org')) {
        out.push(header, packet);
        continue;
      }
      const longer = Buffer.concat([packet.subarray(0, payloadAt), extra, packet.subarray(payloadAt)]);
      longer.writeUInt16BE(longer.length, 2);
      header.writeUInt32LE(longer.length, 8);
      header.writeUInt32LE(longer.length, 12);
      out.push(header, longer);
    }
    writeFileSync(`${folder}/capture.pcap`, Buffer.concat(out));
    const { records } = await classifyFiles([`${folder}/capture.pcap`]);
    rmSync(folder, { recursive: true });
    return records.filter((record) => record.tls?.sni === 'chat.signal.org').map((record) => record.pinsight.reason);
  }

  test.each(['', 'CONNECT chat.signal.org:443 HTTP/1.1\r\n\r\n', 'CONNECT news.example:443 HTTP/1.1\r\n\r\n'])(
    'by a line that looks like a request to a proxy: %j',
    async (preface) => {
      expect(await judged(preface)).toEqual(['contradicted']);
    },
  );
});
