/** The plot of scale: curves whose points lie where their figures say. */
import { plotScale, type ScaleResult } from '../../bench/scale.js';

const size = { packets: 1, flows: 1, cpuSeconds: 1, peakMib: 1, steadyNs: undefined };
const result: ScaleResult = {
  machine: {
    processor: 'a <processor>',
    processors: 2,
    memoryMib: 1024,
    kernel: '6.1',
    node: 'v20',
    date: '2026-01-02',
    command: 'npm run bench',
  },
  sizes: [
    { input: 'mix', octets: 1e7, wholeNs: 400, ...size },
    { input: 'mix', octets: 1e9, wholeNs: 200, ...size },
    { input: 'bulk', octets: 1e7, wholeNs: 100, ...size },
  ],
  flows: [],
};

function pointsOf(svg: string): number[][][] {
  return [...svg.matchAll(/<polyline [^>]*points="([^"]*)"/g)].map(([, points]) =>
    points!.split(' ').map((point) => point.split(',').map(Number)),
  );
}

test('a curve for each input, higher where more is spent, spaced by the logarithm of the size', () => {
  const [mix, bulk] = pointsOf(
    plotScale({ ...result, sizes: [...result.sizes, { ...result.sizes[0]!, octets: 1e8 }] }),
  );
  expect(mix).toHaveLength(3);
  expect(bulk).toHaveLength(1);
  const [first, last, middle] = mix as [number[], number[], number[]];
  expect(middle[0]! - first[0]!).toBeCloseTo(last[0]! - middle[0]!, 0);
  expect(first[1]).toBe(middle[1]); // 400 ns both
  expect(last[1]).toBeGreaterThan(first[1]!); // y grows downwards
  expect(bulk![0]![0]).toBe(first[0]);
});

test('from zero up: twice as much is twice as high', () => {
  const [[dear, cheap]] = pointsOf(plotScale(result)) as [[number[], number[]]];
  const svg = plotScale(result);
  const zero = Number(/<line class="grid" [^>]*y1="([^"]*)"/.exec(svg)![1]);
  expect(zero - dear[1]!).toBeCloseTo(2 * (zero - cheap[1]!), 0);
});

test('names are escaped, and a panel without figures is left out', () => {
  const svg = plotScale(result);
  expect(svg).not.toContain('<processor>');
  expect(svg).not.toContain('open flows, visited');
});
