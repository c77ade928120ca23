/** The same input gives the same octets out: for any number of workers, any read size, from a file or from standard input. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jsonOf } from '../../src/sink/jsonl.js';
import { classifyFiles } from '../support/classify.js';
import { DEMO, labPath } from '../support/lab.js';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** What `--summary json` of the built program says on standard error. */
function summary(args: readonly string[]): string {
  const { stderr } = spawnSync(
    process.execPath,
    [PROGRAM, 'classify', '--all', '-o', '/dev/null', '--summary', 'json', ...args],
    {
      encoding: 'utf8',
    },
  );
  return stderr;
}

const CAPTURES = [
  'demo-phone.pcapng',
  'tcp/lossy.pcap',
  'pinned/sequence-two-clients.pcap',
  'linktypes/two-interfaces-be.pcapng',
  'hellos/file-truncated.pcap',
];

/** Output of the built program; a damaged capture ends it with status 1, which is not the matter here. */
function output(args: readonly string[], input?: Uint8Array): string {
  try {
    return execFileSync(process.execPath, [PROGRAM, 'classify', '--all', '--verbose', '-f', 'jsonl', ...args], {
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    if (status !== 1) throw error;
    return stdout;
  }
}

test.each(CAPTURES)('workers: %s', (capture) => {
  const path = labPath(capture);
  const one = output(['-w', '1', path]);
  expect(one.split('\n').length).toBeGreaterThan(2);
  for (const workers of ['2', '4']) expect(output(['-w', workers, path])).toBe(one);
});

test('workers, with a full flow table: the same flows are evicted', () => {
  const one = output(['-w', '1', '--max-flows', '64', DEMO]);
  expect(one).toContain('"reason":"evicted"');
  expect(output(['-w', '3', '--max-flows', '64', DEMO])).toBe(one);
});

test('workers, with time-outs that grow shorter as a flow grows up', () => {
  const options = [
    '--timeout-half-open',
    '100',
    '--timeout-established',
    '1',
    '--timeout-closed',
    '1',
    '--timeout-udp',
    '2',
  ];
  const one = output(['-w', '1', ...options, DEMO]);
  expect(one).toContain('"reason":"timeout"');
  for (const workers of ['2', '3']) expect(output(['-w', workers, ...options, DEMO])).toBe(one);
});

test('workers: the summary is the same, too', async () => {
  for (const capture of CAPTURES) {
    const summaries = ['1', '3'].map((workers) => summary(['-w', workers, labPath(capture)]));
    expect(summaries[1]).toBe(summaries[0]);
    expect(summaries[0]).toContain('"in_flows":');
  }
});

test('workers, with several captures joined', () => {
  const paths = [
    'hellos/curl-openssl.pcap',
    'hellos/chromium.pcap',
    'hellos/file-truncated.pcap',
    'hellos/go.pcap',
  ].map(labPath);
  expect(output(['-w', '3', '--join', ...paths])).toBe(output(['-w', '1', '--join', ...paths]));
});

test.each(CAPTURES)('a file and standard input: %s', (capture) => {
  const path = labPath(capture);
  const fromFile = output([path]).replaceAll(JSON.stringify(path), '"-"');
  expect(output(['-'], readFileSync(path))).toBe(fromFile);
});

test.each(CAPTURES)('read sizes: %s', async (capture) => {
  const whole = await classifyFiles([labPath(capture)], { all: true, verbose: true });
  for (const readSize of [1, 7, 4096, 1024 * 1024]) {
    const pieces = await classifyFiles([labPath(capture)], { all: true, verbose: true, readSize });
    expect(pieces.records.map(jsonOf)).toEqual(whole.records.map(jsonOf));
    expect(pieces.report).toEqual(whole.report);
  }
});

test('a capture in two files is, joined, the capture in one', async () => {
  const whole = readFileSync(labPath('tcp/lossy.pcap'));
  const { writeFileSync, mkdtempSync, rmSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const folder = mkdtempSync(join(tmpdir(), 'pinsight-join-'));
  try {
    let at = 24;
    for (let i = 0; i < 40; i++) at += 16 + whole.readUInt32LE(at + 8);
    writeFileSync(join(folder, 'a'), whole.subarray(0, at));
    writeFileSync(join(folder, 'b'), Buffer.concat([whole.subarray(0, 24), whole.subarray(at)]));
    const joined = await classifyFiles([join(folder, 'a'), join(folder, 'b')], { join: true, all: true });
    const one = await classifyFiles([labPath('tcp/lossy.pcap')], { all: true });
    const nameless = (record: object) => ({ ...record, capture: '' });
    expect(joined.records.map(nameless)).toEqual(one.records.map(nameless));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('records leave in the order of their last words, then of their flows', async () => {
  const seconds = { fin: 5, rst: 5 } as const;
  const { records } = await classifyFiles([DEMO], { all: true });
  const lastWords = records
    .filter(({ flow }) => flow.reason === 'fin' || flow.reason === 'rst')
    .map(({ flow, flow_id }) => ({ at: flow.end + seconds[flow.reason as 'fin' | 'rst'] * 1e6, flow_id }));
  expect(lastWords.length).toBeGreaterThan(20);
  for (let i = 1; i < lastWords.length; i++) {
    const [a, b] = [lastWords[i - 1]!, lastWords[i]!];
    expect(a.at < b.at || (a.at === b.at && a.flow_id < b.flow_id)).toBe(true);
  }
});
