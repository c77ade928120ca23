/**
 * Plots as SVG 1.1. The comparison: for each input a group of bars, millions of packets a CPU second by tool, on a logarithmic
 * axis, as the tools are two orders of magnitude apart. Scale: curves, from 0 up, over a logarithmic axis. Text takes the reader's
 * colour, so it is read on light and on dark.
 */
import type { Row } from './measure.js';
import { PINSIGHT } from './peers.js';
import { machineLine, mpps, type Report } from './report.js';

const WIDTH = 860;
const LABELS = 170;
const VALUES = 70;
const BAR = 18;
const GAP = 5;
const GROUP_TITLE = 30;
const TOP = 64;
const BOTTOM = 66;
/** Millions of packets a second at the left end of the axis; the right end is the next power of ten above all bars. */
const AXIS_FROM = 0.01;

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 17px; font-weight: 600; }
.group { font-weight: 600; }
.small { font-size: 11px; fill: #59636e; }
.grid { stroke: #8c959f; stroke-width: 0.5; stroke-dasharray: 2 3; }
.peer { fill: #8c959f; }
.ours { fill: #1a7f37; }
.curve { fill: none; stroke: #1a7f37; stroke-width: 2; }
.curve.second { stroke: #8250df; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .small { fill: #9198a1; }
  .ours { fill: #3fb950; }
}`;

export function plot({ rows, inputs, machine }: Pick<Report, 'rows' | 'inputs' | 'machine'>): string {
  const most = Math.max(...rows.map(mpps));
  const decades = Math.max(1, Math.ceil(Math.log10(most / AXIS_FROM)));
  const room = WIDTH - LABELS - VALUES;
  const length = (value: number): number => Math.max(1, (Math.log10(value / AXIS_FROM) / decades) * room);
  const parts: string[] = [];
  let y = TOP;
  for (const { input, octets } of inputs) {
    const group = rows.filter((row) => row.input === input).sort((a, b) => mpps(b) - mpps(a));
    parts.push(text(LABELS, y + 18, `${input}, ${(octets / 1e6).toFixed(0)} MB`, 'group'));
    y += GROUP_TITLE;
    for (const row of group) {
      parts.push(bar(row, y, length(mpps(row)), octets));
      y += BAR + GAP;
    }
    y += GAP;
  }
  const grid: string[] = [];
  for (let decade = 0; decade <= decades; decade++) {
    const x = LABELS + (decade / decades) * room;
    grid.push(`<line class="grid" x1="${x}" y1="${TOP}" x2="${x}" y2="${y}"/>`);
    grid.push(text(x, y + 16, String(Number((AXIS_FROM * 10 ** decade).toPrecision(1))), 'small', 'middle'));
  }
  const axis = text(
    LABELS + room / 2,
    y + 34,
    'millions of packets a CPU second (logarithmic; more is better)',
    'small',
    'middle',
  );
  const height = y + BOTTOM;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    '<title>Packets a CPU second, pinsight and other tools</title>',
    `<style>${STYLE}</style>`,
    text(20, 26, 'Packets a CPU second, by tool and input', 'title'),
    text(20, 46, machineLine(machine).replace(/: `.*/, ''), 'small'),
    ...grid,
    ...parts,
    axis,
    text(
      20,
      y + 54,
      'whole processes, median; tools do different work (bench/README.md); * read only the beginning of the input',
      'small',
    ),
    '</svg>\n',
  ].join('\n');
}

function bar(row: Row, y: number, length: number, whole: number): string {
  const name = row.octets < whole ? `${row.tool} *` : row.tool;
  const kind = row.tool.startsWith(PINSIGHT) ? 'ours' : 'peer';
  return [
    text(LABELS - 8, y + 13, name, '', 'end'),
    `<rect class="${kind}" x="${LABELS}" y="${y}" width="${length.toFixed(1)}" height="${BAR}" rx="2"/>`,
    text(LABELS + length + 6, y + 13, mpps(row).toPrecision(3)),
  ].join('');
}

function text(x: number, y: number, content: string, kind = '', anchor = 'start'): string {
  const isKind = kind === '' ? '' : ` class="${kind}"`;
  return `<text${isKind} x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A curve; its points are in the order of x. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Panel {
  readonly axis: string;
  readonly unit: string;
  readonly series: readonly Series[];
}

const PANEL = 260;
const PANEL_LEFT = 70;
/** Room below a panel's axis, for its numbers and its name, and for the next panel's unit. */
const PANEL_FOOT = 84;
const STEPS = 4;

/** Panels one below the other, each with its curves. */
export function curves(plotted: { title: string; note: string; panels: readonly Panel[] }): string {
  const parts: string[] = [];
  let y = TOP + GROUP_TITLE;
  for (const panel of plotted.panels.filter(({ series }) => series.some(({ points }) => points.length > 0))) {
    parts.push(...panelOf(panel, y));
    y += PANEL + PANEL_FOOT;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img">`,
    `<title>${escaped(plotted.title)}</title>`,
    `<style>${STYLE}</style>`,
    text(20, 26, plotted.title, 'title'),
    text(20, 46, plotted.note, 'small'),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function panelOf({ axis, unit, series }: Panel, top: number): string[] {
  const points = series.flatMap((one) => one.points);
  const from = Math.floor(Math.log10(Math.min(...points.map(([x]) => x))));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...points.map(([x]) => x)))));
  const most = roundUp(Math.max(...points.map(([, y]) => y)));
  const room = WIDTH - PANEL_LEFT - VALUES;
  const xOf = (x: number): number => PANEL_LEFT + ((Math.log10(x) - from) / (to - from)) * room;
  const yOf = (y: number): number => top + PANEL - (y / most) * PANEL;
  const parts = [text(PANEL_LEFT, top - 12, unit, 'group')];
  for (let step = 0; step <= STEPS; step++) {
    const value = (most * step) / STEPS;
    parts.push(
      `<line class="grid" x1="${PANEL_LEFT}" y1="${yOf(value)}" x2="${PANEL_LEFT + room}" y2="${yOf(value)}"/>`,
    );
    parts.push(text(PANEL_LEFT - 8, yOf(value) + 4, String(value), 'small', 'end'));
  }
  for (let decade = from; decade <= to; decade++) {
    parts.push(text(xOf(10 ** decade), top + PANEL + 18, (10 ** decade).toLocaleString('en-US'), 'small', 'middle'));
  }
  parts.push(text(PANEL_LEFT + room / 2, top + PANEL + 36, `${axis} (logarithmic)`, 'small', 'middle'));
  for (const [i, { name, points: own }] of series.entries()) {
    const path = own.map(([x, y]) => `${xOf(x).toFixed(1)},${yOf(y).toFixed(1)}`).join(' ');
    parts.push(`<polyline class="curve${i === 0 ? '' : ' second'}" points="${path}"/>`);
    for (const [x, y] of own) parts.push(text(xOf(x), yOf(y) - 8, y.toFixed(0), 'small', 'middle'));
    const last = own.at(-1);
    if (last !== undefined) parts.push(text(xOf(last[0]) + 8, yOf(last[1]) + 4, name, 'small'));
  }
  return parts;
}

/** The next value of one digit, or of 1.5 or 2.5 times a power of ten, above. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((digit) => digit * power >= value)!;
}
