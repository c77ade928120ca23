/** Several captures in threads, one each: the same octets, summary and complaints as one after the other. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LAB = 'fixtures/captures/lab';
const CAPTURES = [
  'fixtures/captures/phone-through-tunnel.pcapng',
  `${LAB}/hellos/curl-openssl.pcap`,
  'no-such-capture.pcap',
  `${LAB}/dtls/openssl-dtls10.pcap`,
];

let folder: string;
let damaged: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinsight-captures-'));
  damaged = join(folder, 'damaged.pcap');
  writeFileSync(damaged, readFileSync(`${LAB}/hellos/curl-openssl.pcap`).subarray(0, -3));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function classify(workers: string, format: string, ...more: string[]) {
  const output = join(folder, `${workers}.${format}`);
  const args = ['classify', '-w', workers, '-f', format, '-o', output, '--summary', 'json', ...more];
  const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args, ...CAPTURES, damaged], {
    encoding: 'utf8',
  });
  return { status, stderr, octets: readFileSync(output) };
}

test.each(['jsonl', 'csv', 'protobuf'])(
  '%s comes out the same for any number of threads',
  (format) => {
    const one = classify('1', format);
    expect(one.status).toBe(1); // one is damaged, one is missing
    expect(one.octets.length).toBeGreaterThan(1000);
    for (const workers of ['2', '3', '16']) expect(classify(workers, format)).toEqual(one);
  },
  120_000,
);

test('pseudonyms, labels and losing hypotheses too', () => {
  const key = join(folder, 'key');
  writeFileSync(key, 'a key of sixteen octets or more');
  const more = ['--redact', key, '--label', 'com.example.app', '--verbose', '--all'];
  expect(classify('3', 'jsonl', ...more)).toEqual(classify('1', 'jsonl', ...more));
}, 120_000);

describe('many captures', () => {
  const many = Array.from({ length: 40 }, () => CAPTURES[0]!);
  const run = (workers: string, output: string) =>
    spawnSync(process.execPath, ['dist/cli/main.js', 'classify', '-w', workers, '-o', output, '--verbose', ...many], {
      encoding: 'utf8',
    });

  test('come out in their order, though few are begun before the first is over', () => {
    const [one, two] = ['one', 'two'].map((name) => join(folder, name));
    expect(run('1', one!).status).toBe(0);
    expect(run('2', two!).status).toBe(0);
    expect(readFileSync(two!)).toEqual(readFileSync(one!));
  }, 60_000);

  test.each(['1', '2'])(
    'end when the output cannot take them (%s threads)',
    (workers) => {
      const { status, stderr } = run(workers, '/dev/full');
      expect(status).toBe(1);
      expect(stderr).toMatch(/^pinsight: \/dev\/full: .*\(the output is incomplete\)\n$/);
    },
    60_000,
  );
});
