/** The arithmetic of the live measurements, on texts as the documents of each format have them and numbers worked out by hand. */
import {
  countBetween,
  cpuTicks,
  decidedFrames,
  parseMetrics,
  quantile,
  senderCounts,
  slope,
  tcpdumpCounts,
  timeUs,
} from '../../bench/live-figures.js';

test('metrics: samples by name and labels; comments are none', () => {
  // The example of https://prometheus.io/docs/instrumenting/exposition_formats/
  const text = [
    '# HELP http_requests_total The total number of HTTP requests.',
    '# TYPE http_requests_total counter',
    'http_requests_total{method="post",code="200"} 1027 1395066363000',
    'metric_without_timestamp_and_labels 12.47',
    'rpc_duration_seconds_count 2693',
    'something_weird{problem="division by zero"} +Inf -3982045',
    '',
  ].join('\n');
  expect([...parseMetrics(text.replace('+Inf', 'NaN'))]).toEqual([
    ['http_requests_total{method="post",code="200"}', 1027],
    ['metric_without_timestamp_and_labels', 12.47],
    ['rpc_duration_seconds_count', 2693],
    ['something_weird{problem="division by zero"}', Number.NaN],
  ]);
});

test('times of records keep their microseconds', () => {
  // date -u -d 2026-11-24T04:17:24Z +%s says 1795493844
  expect(timeUs('2026-11-24T04:17:24.143846Z')).toBe(1_795_493_844_143_846);
  expect(timeUs('1970-01-01T00:00:00.000001Z')).toBe(1);
  expect(timeUs('yesterday')).toBeNaN();
});

test('processor time stands behind a name that may hold anything', () => {
  // proc_pid_stat(5): state, ppid, pgrp, session, tty, tpgid, flags, four kinds of faults, utime, stime, ...
  const rest = 'S 1 2 3 0 -1 4194560 10 11 12 13 307 33 0 0 20 0 1 0 100';
  expect(cpuTicks(`42 (node) ${rest}`)).toBe(340);
  expect(cpuTicks(`42 (a) b (c) ${rest}`)).toBe(340);
});

test('quantiles are values that occur, by nearest rank', () => {
  const values = [15, 20, 35, 40, 50];
  expect([0.05, 0.3, 0.4, 0.5, 1].map((share) => quantile(values, share))).toEqual([15, 20, 20, 35, 50]);
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(quantile([], 0.5)).toBeNaN();
});

test('the slope is that of least squares', () => {
  expect(slope([])).toBe(0);
  expect(slope([[1, 7]])).toBe(0);
  expect(
    slope([
      [2, 5],
      [2, 9],
    ]),
  ).toBe(0);
  expect(slope([1, 2, 3, 4].map((x) => [x, 10 - 3 * x] as const))).toBeCloseTo(-3);
  // Anscombe's first data set (The American Statistician 27, 1973): the line is 3 + 0.5 x.
  const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
  const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
  expect(slope(x.map((at, i) => [at, y[i]!] as const))).toBeCloseTo(0.5, 3);
});

test('frames that decided, in order, and how many lie between two', () => {
  const record = (frame: number): string =>
    `{"pinsight":{"action":"inspect","decided_packet":4,"decided_frame":${frame}}}`;
  const frames = decidedFrames([record(30), '{"pinsight":{}}', record(7), record(12)].join('\n'));
  expect(frames).toEqual([7, 12, 30]);
  const cases = [
    [0, 6, 0],
    [0, 7, 1],
    [7, 30, 2],
    [12, 29, 0],
    [0, 1000, 3],
    [30, 1000, 0],
  ] as const;
  for (const [from, to, count] of cases) expect([from, to, countBetween(frames, from, to)]).toEqual([from, to, count]);
});

test('what tcpdump and the senders say at their end', () => {
  const said = 'listening on live0\n1 packet captured\n1300 packets received by filter\n17 packets dropped by kernel\n';
  expect(tcpdumpCounts(said)).toEqual({ captured: 1, dropped: 17 });
  expect(senderCounts('741863 packets 7.418630 s\n')).toEqual({ packets: 741_863, flows: 0, seconds: 7.41863 });
  expect(senderCounts('120 packets 20 flows 0.5 s\n')).toEqual({ packets: 120, flows: 20, seconds: 0.5 });
  expect(() => senderCounts('live0: No such device\n')).toThrow('the sender said: live0: No such device');
});
