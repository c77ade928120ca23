/** The arithmetic of the live measurements: what metrics, records and /proc say, as numbers. Pure, so that tests can hold it. */

const MS_DIGITS = '2026-01-01T00:00:00.000'.length;
const US_PER_MS = 1000;

/** Samples of the Prometheus text format by name and labels as they stand there: `pinsight_packets_total`, `x{stage="kernel"}`. */
export function parseMetrics(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^([a-z_:][^\s{]*(?:\{[^}]*\})?) (\S+)/i.exec(line) ?? [];
    if (name !== undefined) samples.set(name, Number(value));
  }
  return samples;
}

/** Of a record's time, RFC 3339 with microseconds: microseconds since 1970. NaN for what is none. */
export function timeUs(text: string): number {
  return Date.parse(`${text.slice(0, MS_DIGITS)}Z`) * US_PER_MS + Number(text.slice(MS_DIGITS, -1));
}

/** User and system time in clock ticks: fields 14 and 15 of /proc/PID/stat, proc_pid_stat(5); the name before them may hold anything. */
export function cpuTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** The least value that at least `share` of them do not exceed. NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Slope of the line through the points that has the least squares: how much y grows with each x. 0 for fewer than two. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const meanOf = (i: 0 | 1): number => points.reduce((sum, point) => sum + point[i], 0) / points.length;
  const [meanX, meanY] = [meanOf(0), meanOf(1)];
  let across = 0;
  let square = 0;
  for (const [x, y] of points) {
    across += (x - meanX) * (y - meanY);
    square += (x - meanX) ** 2;
  }
  return square > 0 ? across / square : 0;
}

/** Verdicts at the hello in records of a capture, by the frame that decided each; in order. */
export function decidedFrames(lines: string): number[] {
  return Array.from(lines.matchAll(/"decided_frame":(\d+)/g), ([, frame]) => Number(frame)).sort((a, b) => a - b);
}

/** How many of the numbers, which are in order, lie beyond `from` and not beyond `to`. */
export function countBetween(sorted: readonly number[], from: number, to: number): number {
  const upTo = (limit: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! <= limit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return upTo(to) - upTo(from);
}

/** A table in Markdown: the rows' columns as they are. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** What `tcpdump` says at its end on standard error: packets it was given, and packets the kernel dropped before it. */
export function tcpdumpCounts(text: string): { readonly captured: number; readonly dropped: number } {
  const numberBefore = (words: string): number => Number(new RegExp(`(\\d+) packets? ${words}`).exec(text)?.[1] ?? 0);
  return { captured: numberBefore('captured'), dropped: numberBefore('dropped by kernel') };
}

/** What the senders of bench/peers print at their end. */
export function senderCounts(text: string): {
  readonly packets: number;
  readonly flows: number;
  readonly seconds: number;
} {
  const [, packets, flows, seconds] = /^(\d+) packets(?: (\d+) flows)? ([\d.]+) s$/m.exec(text) ?? [];
  if (packets === undefined) throw new Error(`the sender said: ${text.trim()}`);
  return { packets: Number(packets), flows: Number(flows ?? 0), seconds: Number(seconds) };
}
