import { Command } from 'commander';
import { addClassifyOptions, type ClassifyFlags, expandSummary, flowOptions } from '../../src/cli/options.js';
import { DEFAULT_FLOW_OPTIONS } from '../../src/engine/options.js';

function parse(...args: string[]): { files: string[]; flags: ClassifyFlags } {
  const command = addClassifyOptions(new Command('classify').argument('<file...>')).exitOverride();
  command.configureOutput({ writeErr: () => {} }).parse(expandSummary(args), { from: 'user' });
  return { files: command.args, flags: command.opts<ClassifyFlags>() };
}

test('defaults are those of FLOW-RECORD.md', () => {
  const { files, flags } = parse('a.pcap');
  expect(files).toEqual(['a.pcap']);
  expect(flags).toMatchObject({ catalog: [], policy: 'balanced', device: [], workers: 'auto' });
  expect(flags).not.toHaveProperty('format');
  expect(flags).not.toHaveProperty('progress');
  expect(flowOptions(flags)).toEqual(DEFAULT_FLOW_OPTIONS);
  expect(flowOptions(flags)).toEqual({
    maxFlows: 1_000_000,
    timeouts: { established: 300, halfOpen: 10, closed: 5, udp: 60 },
    ignoreVlan: false,
  });
});

test('every option arrives', () => {
  const { files, flags } = parse(
    ...['-f', 'csv', '-o', 'out.csv', '-c', 'a.catalog', '-c', 'b.catalog', '-p', 'strict', '-w', '4'],
    ...['--device', '10.8.0.0/16', '--device', 'fd00::/8', '--all', '--verbose', '--join', '--label', 'Signal'],
    ...['--redact', 'key', '--max-flows', '100', '--timeout-established', '1', '--timeout-half-open', '2'],
    ...['--timeout-closed', '3', '--timeout-udp', '4.5', '--ignore-vlan', '--no-progress', '-', 'b.pcap'],
  );
  expect(files).toEqual(['-', 'b.pcap']);
  expect(flags).toMatchObject({
    format: 'csv',
    output: 'out.csv',
    catalog: ['a.catalog', 'b.catalog'],
    policy: 'strict',
    workers: 4,
    device: ['10.8.0.0/16', 'fd00::/8'],
    all: true,
    verbose: true,
    join: true,
    label: 'Signal',
    redact: 'key',
    progress: false,
  });
  expect(flowOptions(flags)).toEqual({
    maxFlows: 100,
    timeouts: { established: 1, halfOpen: 2, closed: 3, udp: 4.5 },
    ignoreVlan: true,
  });
});

test('--summary takes the next word only if it is text or json', () => {
  for (const [args, summary, files] of [
    [['--summary', 'a.pcap'], 'text', ['a.pcap']],
    [['--summary', 'json', 'a.pcap'], 'json', ['a.pcap']],
    [['--summary', 'text', 'a.pcap'], 'text', ['a.pcap']],
    [['--summary=json', 'a.pcap'], 'json', ['a.pcap']],
    [['a.pcap', '--summary'], 'text', ['a.pcap']],
    [['--summary', '-', 'a.pcap'], 'text', ['-', 'a.pcap']],
    [['--summary', '--', 'json'], 'text', ['json']],
    [['--', '--summary', 'json'], undefined, ['--summary', 'json']],
  ] as const) {
    const parsed = parse(...args);
    expect([args, parsed.flags.summary, parsed.files]).toEqual([args, summary, files]);
  }
});

test('--progress and --no-progress say so, either way', () => {
  expect(parse('--progress', 'a').flags.progress).toBe(true);
  expect(parse('--no-progress', 'a').flags.progress).toBe(false);
});

test.each([
  [['-f', 'xml'], '--format "xml": expected one of table, jsonl, protobuf, csv'],
  [['-w', '0'], '--workers "0": expected auto or a whole number from 1 to 64'],
  [['--max-flows', '63'], '--max-flows "63": expected a whole number from 64'],
  [['--timeout-half-open', 'x'], '--timeout-half-open "x": expected seconds'],
  [['--device', '10.8.0.0/40'], '--device "10.8.0.0/40": expected a network'],
  [['--summary=xml'], '--summary "xml": expected one of text, json'],
  [['--label', ''], '--label "": expected the name of an app'],
])('%j is refused with option, value and what is expected', (args, message) => {
  expect(() => parse(...args, 'a.pcap')).toThrow(message);
});
