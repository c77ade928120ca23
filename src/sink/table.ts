/**
 * The table, for people at a terminal: one line a flow, then the answer to what they came for: which apps would break
 * under inspection, and why (table-totals.ts). Column widths follow from the terminal's width alone and never from what is
 * in the capture, so that rows leave as they come and a long capture needs no memory.
 */
import { harmless } from '../bytes/text.js';
import type { FlowRecord } from '../verdict/record.js';
import { cutEnd, cutStart, DEFAULT_WIDTH, padEnd, padStart, painter, type Style } from './columns.js';
import type { Sink, SinkOptions } from './sink.js';
import { TableTotals } from './table-totals.js';
import { isoTime } from './time.js';
import { appWords, endpoint, evidenceWords, leader, leadingEvidence, serverWords } from './words.js';

/** Narrower than this the columns say nothing any more; the terminal wraps instead. */
const MIN_WIDTH = 60;
/** Wider than this nobody can follow a line. */
const MAX_WIDTH = 240;

type Paint = ReturnType<typeof painter>;

interface Column {
  readonly title: string;
  readonly width: number;
  readonly right?: boolean;
  /** The end of the text tells more than its start. */
  readonly keepEnd?: boolean;
  readonly text: (record: FlowRecord) => string;
  readonly style?: (record: FlowRecord) => Style | undefined;
}

export function tableSink({ output, width = DEFAULT_WIDTH, colour = false }: SinkOptions): Sink {
  const usable = Math.min(Math.max(width, MIN_WIDTH), MAX_WIDTH);
  const columns = layout(usable);
  const paint = painter(colour);
  const totals = new TableTotals();
  let capture: string | undefined;

  return {
    open: () => output.open(),
    write: (record) => {
      if (record.capture !== capture) {
        output.text(capture === undefined ? '' : '\n');
        capture = record.capture;
        output.text(`${paint('bold', cutStart(harmless(capture), usable))}\n${headLine(columns, paint)}\n`);
      }
      output.text(`${rowLine(columns, record, paint)}\n`);
      totals.add(record);
    },
    flush: async () => output.flush(),
    close: async () => {
      output.text(totals.text(usable, paint));
      output.close();
    },
  };
}

/**
 * Which columns there are, and how wide, for a terminal of `width` columns. The narrow form holds what the question needs
 * (server, app, verdict, reason); wider ones add who, why in words, and when.
 */
function layout(width: number): readonly Column[] {
  const withClient = width >= 100;
  const withEvidence = width >= 120;
  const withTime = width >= 150;
  const fixed: Column[] = [];
  if (withTime) fixed.push({ title: 'TIME (UTC)', width: 12, text: (r) => isoTime(r.timestamp).slice(11, 23) });
  fixed.push({ title: 'FLOW', width: 7, right: true, text: (r) => String(r.flow_id) });
  if (withClient) fixed.push({ title: 'CLIENT', width: 15, text: (r) => r.src_ip });
  const address: Column = { title: 'ADDRESS', width: 21, text: (r) => endpoint(r.dest_ip, r.dest_port) };
  const verdict: Column[] = [
    { title: 'VERDICT', width: 7, text: (r) => r.pinsight.action, style: verdictStyle },
    { title: 'SCORE', width: 5, right: true, text: (r) => r.pinsight.score?.toFixed(3) ?? '-' },
    { title: 'REASON', width: 16, text: (r) => r.pinsight.reason, style: verdictStyle },
  ];

  // What the fixed columns and the spaces between leave goes to the names, and on wide terminals to the evidence.
  const taken = [...fixed, ...verdict, ...(withTime ? [address] : [])];
  const flexible = withEvidence ? 3 : 2;
  const left = width - taken.reduce((sum, one) => sum + one.width, 0) - (taken.length + flexible - 1);
  const server = Math.floor(left * (withEvidence ? 0.37 : 0.62));
  const app = Math.floor(left * (withEvidence ? 0.22 : 0.38));
  const columns = [
    ...fixed,
    { title: 'SERVER', width: server, keepEnd: true, text: serverWords },
    ...(withTime ? [address] : []),
    { title: 'APP', width: app, text: (r: FlowRecord) => appWords(r.pinsight), style: appStyle },
    ...verdict,
  ];
  if (withEvidence) columns.push({ title: 'STRONGEST EVIDENCE', width: left - server - app, text: strongest });
  return columns;
}

function strongest(record: FlowRecord): string {
  const evidence = leadingEvidence(record.pinsight);
  return evidence === undefined ? '' : evidenceWords(evidence, leader(record.pinsight));
}

function verdictStyle(record: FlowRecord): Style | undefined {
  if (record.pinsight.reason === 'contradicted') return 'red';
  return record.pinsight.action === 'bypass' ? 'yellow' : undefined;
}

function appStyle(record: FlowRecord): Style | undefined {
  return record.pinsight.app === undefined ? 'dim' : record.pinsight.action === 'bypass' ? 'bold' : undefined;
}

function headLine(columns: readonly Column[], paint: ReturnType<typeof painter>): string {
  return paint(
    'dim',
    columns
      .map((one) => place(one, one.title))
      .join(' ')
      .trimEnd(),
  );
}

function rowLine(columns: readonly Column[], record: FlowRecord, paint: Paint): string {
  const texts = columns.map((one) => place(one, one.text(record)));
  // No spaces at the end of a line: the last columns that are empty are left out before anything is coloured.
  while (texts.at(-1)?.trim() === '') texts.pop();
  const last = texts.length - 1;
  if (last >= 0) texts[last] = texts[last]!.trimEnd();
  return texts.map((text, i) => paint(columns[i]!.style?.(record), text)).join(' ');
}

function place(column: Column, text: string): string {
  if (column.right) return padStart(text, column.width); // a number is never cut: half of it is another number
  return padEnd(column.keepEnd ? cutStart(text, column.width) : cutEnd(text, column.width), column.width);
}
