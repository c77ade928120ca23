/** The figures of the benchmark: medians, ratios, and a plot whose bars are as long as they say. */
import { type Row, type Spread, spreadOf } from '../../bench/measure.js';
import { plot } from '../../bench/plot.js';
import { type Report, table } from '../../bench/report.js';

const once = (value: number): Spread => ({ median: value, least: value, most: value });

function row(tool: string, cpu: number, more: Partial<Row> = {}): Row {
  return {
    input: 'mix',
    tool,
    packets: 2_000_000,
    octets: 1_000_000_000,
    rounds: 1,
    cpuSeconds: once(cpu),
    wallSeconds: once(cpu),
    peakMib: once(10),
    ...more,
  };
}

test.each([
  [[3], { median: 3, least: 3, most: 3 }],
  [[5, 1, 3], { median: 3, least: 1, most: 5 }],
  [[4, 1, 3, 2], { median: 2.5, least: 1, most: 4 }],
])('the spread of %j', (values, expected) => {
  expect(spreadOf(values)).toEqual(expected);
});

test('ratios are of CPU time a packet, also where a tool read less', () => {
  const slow = row('tshark', 10, { packets: 200_000, octets: 100_000_000 });
  const cells = table([row('pinsight -w 1', 2), row('tcpdump', 1, { steadyNs: 480.4 }), slow])
    .split('\n')
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(cells).toEqual([
    ['', 'pinsight -w 1', '2.00', '2.00', '1.00', '0.500', '10', '', '1.00x', ''],
    ['', 'tcpdump', '1.00', '1.00', '2.00', '1.00', '10', '480', '0.500x', ''],
    ['', 'tshark (first 100 MB)', '10.00', '10.00', '0.0200', '0.0100', '10', '', '50.0x', ''],
  ]);
});

test('the spread stands behind the median', () => {
  const [, , line] = table([row('tcpdump', 2, { cpuSeconds: { median: 2, least: 1.5, most: 4 } })]).split('\n');
  expect(line).toContain('| 2.00 (1.50-4.00) |');
});

describe('the plot', () => {
  const report: Pick<Report, 'rows' | 'inputs' | 'machine'> = {
    rows: [row('pinsight -w 1', 2), row('a<b', 20), row('tshark', 20, { octets: 1 })],
    inputs: [{ input: 'mix', packets: 2_000_000, octets: 1_000_000_000, flows: 1 }],
    machine: {
      processor: 'a processor',
      processors: 2,
      memoryMib: 1024,
      kernel: '6.1',
      node: 'v20',
      date: '2026-01-02',
      command: 'npm run bench',
    },
  };
  const svg = plot(report);

  test('has a bar for each row; a tenth of the speed is a decade less', () => {
    const bars = [...svg.matchAll(/<rect class="(\w+)" x="(\d+)" y="\d+" width="([\d.]+)"/g)].map((match) => ({
      kind: match[1],
      width: Number(match[3]),
    }));
    // 0.01 to 1 million a second are two decades: bars of 1 and 0.1.
    expect(bars.map(({ kind }) => kind)).toEqual(['ours', 'peer', 'peer']);
    expect(bars[1]!.width * 2).toBeCloseTo(bars[0]!.width, 0);
  });

  test('escapes what it is told, marks what was cut short, and closes what it opens', () => {
    expect(svg).toContain('a&#60;b');
    expect(svg).toContain('>tshark *<');
    expect(svg.match(/<text/g)).toHaveLength(svg.match(/<\/text>/g)!.length);
    expect(svg.endsWith('</svg>\n')).toBe(true);
  });
});
