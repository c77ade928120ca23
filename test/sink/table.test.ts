import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Output } from '../../src/sink/output.js';
import { tableSink } from '../../src/sink/table.js';
import type { FlowRecord, PinsightPart } from '../../src/verdict/record.js';
import { BARE, FULL, verdictRecord } from './records.js';

async function table(
  records: Iterable<FlowRecord>,
  options: { width?: number; colour?: boolean; utf8?: boolean } = {},
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pinsight-table-'));
  try {
    const path = join(folder, 'out');
    const sink = tableSink({ output: new Output({ path }), ...options });
    sink.open();
    for (const record of records) sink.write(record);
    await sink.close();
    return readFileSync(path, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const chrome: PinsightPart = {
  action: 'inspect',
  reason: 'not_pinned',
  score: 0.011,
  candidates: [{ app: 'Signal', probability: 0.2 }],
  evidence: [{ kind: 'ja4', value: 't13d1517h2_8daaf6152771_cb7bf5808d99', app: 'Chrome', weight: 6.25 }],
};
const LONG = 'a-very-long-name.of-a-server.with-many-labels.somewhere-far-away.cdn.example.net';
const RECORDS: FlowRecord[] = [
  FULL,
  verdictRecord({ ...FULL.pinsight, score: 0.984 }),
  verdictRecord(chrome, { tls: { sni: LONG } }),
  verdictRecord({ action: 'inspect', reason: 'contradicted', app: 'Signal', score: 0.9 }),
  verdictRecord({ ...FULL.pinsight, app: 'A bank with a very long name, and branches in many towns', score: 0.95 }),
  BARE,
];

test.each([60, 80, 100, 120, 150, 174, 200])('no line is wider than %d columns', async (width) => {
  const lines = (await table(RECORDS, { width })).split('\n');
  expect(lines.filter((line) => Array.from(line).length > width)).toEqual([]);
  expect(lines.filter((line) => line.endsWith(' '))).toEqual([]);
});

test('at 80 columns a row has server, app, verdict, score and reason', async () => {
  const text = await table(RECORDS, { width: 80 });
  expect(text).toMatch(/^ +17 chat\.signal\.org +Signal +bypass +0\.917 pinned_app$/m);
  expect(text).toMatch(/^ +17 …[a-z.-]*\.cdn\.example\.net \(Chrome\) +inspect +0\.011 not_pinned$/m);
  expect(text).toMatch(/^ +1 \S+ +- +inspect +- no_hello$/m);
});

test('at 200 columns it also says when, who, where to, and why', async () => {
  expect(await table(RECORDS, { width: 200 })).toMatch(
    /^09:30:12\.123 +17 10\.8\.0\.2 +chat\.signal\.org +203\.0\.113\.7:443 +Signal .* SNI chat\.signal\.org, \+9\.1 bits$/m,
  );
});

test('the answer stands below: which apps would break, how many flows, why', async () => {
  const text = await table(RECORDS, { width: 120 });
  const below = text.slice(text.indexOf('Would break'));
  expect(below).toMatch(/^Would break under inspection \(bypass\): 2 apps, 3 of 6 flows$/m);
  expect(below).toMatch(/^ {2}Signal +2 {2}0\.984 {2}SNI chat\.signal\.org, \+9\.1 bits$/m);
  expect(below).toMatch(/^Can be inspected: 2 flows$/m);
  expect(below).toMatch(/^Cannot be judged: 1 flow, inspected by default$/m);
  expect(below).toMatch(/^ +1 {2}not_pinned +its program does not pin this name: \(Chrome\) 1$/m);
});

test('evidence that speaks for somebody else says so', async () => {
  const evidence = [{ kind: 'sni', value: 'chat.signal.org', app: 'Signal', weight: 9.1 }];
  const candidates = [{ app: 'Molly', probability: 0.5 }];
  const record = verdictRecord({ action: 'inspect', reason: 'ambiguous', score: 0.5, candidates, evidence });
  expect(await table([record], { width: 240 })).toMatch(
    / \(Molly\) .* SNI chat\.signal\.org, \+9\.1 bits for Signal$/m,
  );
});

test('nobody is named where nobody leads', async () => {
  const unlikely = { candidates: [{ app: 'Signal', probability: 0.013 }], score: 0.01, action: 'inspect' } as const;
  const text = await table([
    verdictRecord({ ...unlikely, reason: 'unknown_app' }),
    verdictRecord({ ...unlikely, reason: 'ambiguous' }),
    verdictRecord({ ...unlikely, reason: 'not_pinned' }),
  ]);
  expect(text).not.toContain('Signal');
});

test('what may break although it is inspected is not called safe', async () => {
  const below = { ...FULL.pinsight, action: 'inspect', reason: 'not_pinned', score: 0.91 } as const;
  const text = await table([
    verdictRecord(below),
    verdictRecord({ ...below, reason: 'ambiguous', score: 0.96 }),
    verdictRecord({ ...below, reason: 'policy_never', app: 'Molly' }),
    verdictRecord(chrome),
  ]);
  expect(text).not.toContain('No app here would break');
  expect(text).toMatch(
    /^May break, but below what this policy asks for: 1 app, 2 flows\n.*\n {2}Signal +2 {2}0\.960 /m,
  );
  expect(text).toMatch(/^May break, but the policy always inspects it: 1 app, 1 flow\n.*\n {2}Molly +1 {2}0\.910 /m);
  expect(text).toMatch(/^Can be inspected: 1 flow\n +1 {2}not_pinned /m);
});

test('what could not be judged stands apart, and proves nothing', async () => {
  const incomplete = verdictRecord({ action: 'inspect', reason: 'hello_incomplete' });
  const text = await table([incomplete, incomplete, BARE]);
  const below = text.slice(text.indexOf('Cannot be'));
  expect(below.split('\n')).toEqual([
    'Cannot be judged: 3 flows, inspected by default',
    '      1  no_hello          no ClientHello was seen',
    '      2  hello_incomplete  the ClientHello is not whole (cut by a snap length?)',
    '',
  ]);
  const bypassed = await table([verdictRecord({ action: 'bypass', reason: 'not_tls' })]);
  expect(bypassed).toContain('Cannot be judged: 1 flow, bypassed by default');
  expect(bypassed).not.toContain('Would break');
});

/** Columns of APP: from its title to the next one. */
async function appWidth(width: number): Promise<number> {
  const head = (await table([FULL], { width })).split('\n')[1]!;
  return head.indexOf(' VERDICT') - head.indexOf('APP');
}

test('APP is never narrower on a wider terminal, and has its room before the evidence gets any', async () => {
  let before = 0;
  for (let width = 100; width <= 240; width++) {
    const now = await appWidth(width);
    expect([width, now >= before]).toEqual([width, true]);
    before = now;
    if ((await table([FULL], { width })).includes('STRONGEST EVIDENCE')) expect(now).toBeGreaterThanOrEqual(24);
  }
});

test('a long address keeps its port, and is whole where SERVER is blank beside it', async () => {
  const dest_ip = '2001:db8:1234:5678:9abc:def0:1234:5678';
  const short = verdictRecord(chrome, { dest_ip, dest_port: 5222, tls: { sni: 'a.example' } });
  const long = verdictRecord(chrome, { dest_ip, dest_port: 5222, tls: { sni: LONG } });
  const text = await table([short, long], { width: 200 });
  expect(text).toContain(`[${dest_ip}]:5222 `);
  expect(text).toMatch(/ …[0-9a-f:]+\]:5222 /);
  expect(text.split('\n').filter((line) => Array.from(line).length > 200)).toEqual([]);
});

test('a number is never cut, and the row stays as wide', async () => {
  const lines = (await table([{ ...FULL, flow_id: 123_456_789 }], { width: 60 })).split('\n');
  expect(lines.find((line) => line.startsWith('123456789 '))!.length).toBeLessThanOrEqual(60);
});

test('without UTF-8 what was cut is marked in ASCII', async () => {
  const text = await table(RECORDS, { width: 80, utf8: false });
  expect(text).toMatch(/^[\n -~]*$/);
  expect(text.replaceAll('~', '…')).toBe(await table(RECORDS, { width: 80 }));
});

test('the policy is not an app', async () => {
  const text = await table([verdictRecord({ action: 'bypass', reason: 'policy_always', score: 0.1 })]);
  expect(text).toContain('No app here would break');
  expect(text).toContain('Bypassed because the policy says so: 1 flow');
});

test('each capture has its own head', async () => {
  const text = await table([FULL, FULL, { ...FULL, capture: 'second.pcap' }]);
  expect(text.match(/^(trace\.pcapng|second\.pcap)$/gm)).toEqual(['trace.pcapng', 'second.pcap']);
});

test('nothing to show says so', async () => {
  expect(await table([])).toMatch(/^No flow with a TLS, QUIC or DTLS hello/);
});

test('no control sequence without colour, and none from a name', async () => {
  const evil = verdictRecord({ ...FULL.pinsight, app: 'Si\u001b[31mgnal' }, { capture: 'a\u001b[2Jb' });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  expect(await table([evil], { width: 200 })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
});

test('colour changes no character of the text', async () => {
  const plain = await table(RECORDS, { width: 120 });
  const coloured = await table(RECORDS, { width: 120, colour: true });
  expect(coloured).not.toBe(plain);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are taken away again
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});

test('totals are bounded: what is beyond the limit is counted together', async () => {
  function* many(): Generator<FlowRecord> {
    for (let i = 0; i < 5000; i++) yield verdictRecord({ ...FULL.pinsight, app: `App ${i}` });
  }
  const text = await table(many());
  const below = text.slice(text.indexOf('Would break'));
  expect(below).toMatch(/^ {2}\(others\) +904 /m); // 5000 - 4096
  expect(below.split('\n').length).toBeLessThan(4096 + 12);
});
