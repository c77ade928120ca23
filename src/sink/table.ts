/**
 * The table, for people at a terminal: one line a flow, then the answer to what they came for: which apps would break
 * under inspection, and why (table-totals.ts). Column widths follow from the terminal's width alone and never from what is
 * in the capture, so that rows leave as they come and a long capture needs no memory.
 */
import { harmless } from '../bytes/text.js';
import type { FlowRecord } from '../verdict/record.js';
import {
  cutEnd,
  cutStart,
  DEFAULT_WIDTH,
  length,
  padEnd,
  padStart,
  painter,
  type Style,
  withoutEllipsis,
} from './columns.js';
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
  /** Gives columns to neighbours that need more in a row; may be given some. */
  readonly lends?: boolean;
  readonly borrows?: boolean;
  readonly text: (record: FlowRecord) => string;
  readonly style?: (record: FlowRecord) => Style | undefined;
}

export function tableSink({ output, width = DEFAULT_WIDTH, colour = false, utf8 = true }: SinkOptions): Sink {
  const usable = Math.min(Math.max(width, MIN_WIDTH), MAX_WIDTH);
  const columns = layout(usable);
  const paint = painter(colour);
  const totals = new TableTotals();
  const put = (text: string): void => output.text(utf8 ? text : withoutEllipsis(text));
  let capture: string | undefined;

  return {
    open: () => output.open(),
    write: (record) => {
      if (record.capture !== capture) {
        put(capture === undefined ? '' : '\n');
        capture = record.capture;
        put(`${paint('bold', cutStart(harmless(capture), usable))}\n${headLine(columns, paint)}\n`);
      }
      put(`${rowLine(columns, record, paint)}\n`);
      totals.add(record);
    },
    flush: () => output.flush(),
    close: async () => {
      put(totals.text(usable, paint));
      output.close();
    },
  };
}

/** Columns that SERVER and APP have before a wider terminal shows more, and what the evidence needs to say anything. */
const ROOM = { server: 28, app: 24, evidence: 30 } as const;
/** From here on there is room for who asked. */
const CLIENT_FROM = 100;
/** SERVER is never narrower than this for the sake of a neighbour. */
const LEAST_SERVER = 8;

/**
 * Which columns there are, and how wide, for a terminal of `width` columns. The narrow form holds what the question needs
 * (server, app, verdict, reason); wider ones add who, why in words, when, and where to, each as soon as it fits beside the room
 * that server and app need.
 */
function layout(width: number): readonly Column[] {
  const flow: Column = { title: 'FLOW', width: 7, right: true, text: (r) => String(r.flow_id) };
  const client: Column = { title: 'CLIENT', width: 15, keepEnd: true, text: (r) => r.src_ip };
  const time: Column = { title: 'TIME (UTC)', width: 12, text: (r) => isoTime(r.timestamp).slice(11, 23) };
  const address: Column = {
    title: 'ADDRESS',
    width: 21,
    keepEnd: true,
    borrows: true,
    text: (r) => endpoint(r.dest_ip, r.dest_port),
  };
  const verdict: Column[] = [
    { title: 'VERDICT', width: 7, text: (r) => r.pinsight.action, style: verdictStyle },
    { title: 'SCORE', width: 5, right: true, text: (r) => r.pinsight.score?.toFixed(3) ?? '-' },
    { title: 'REASON', width: 16, text: (r) => r.pinsight.reason, style: verdictStyle },
  ];

  // What the columns of a fixed width, each with a space, leave; SERVER and APP share it, with a space between them.
  let left = width - [flow, ...verdict].reduce((sum, one) => sum + one.width + 1, 0) - 1;
  const fits = (columns: number): boolean => {
    if (left - columns < ROOM.server + ROOM.app) return false;
    left -= columns;
    return true;
  };
  const withClient = width >= CLIENT_FROM;
  if (withClient) left -= client.width + 1;
  const withEvidence = fits(ROOM.evidence + 1);
  const withTime = withEvidence && fits(time.width + 1);
  const withAddress = withTime && fits(address.width + 1);
  const spare = Math.max(0, left - ROOM.server - ROOM.app);
  const widths = withEvidence ? shared(spare, withAddress) : narrow(left);

  const columns: Column[] = [
    ...(withTime ? [time] : []),
    flow,
    ...(withClient ? [client] : []),
    { title: 'SERVER', width: widths.server, keepEnd: true, lends: true, text: serverWords },
    ...(withAddress ? [address] : []),
    { title: 'APP', width: widths.app, text: (r) => appWords(r.pinsight), style: appStyle },
    ...verdict,
  ];
  if (withEvidence) columns.push({ title: 'STRONGEST EVIDENCE', width: widths.evidence, text: strongest });
  return columns;
}

interface Widths {
  readonly server: number;
  readonly app: number;
  readonly evidence: number;
}

/** SERVER and APP alone: names of servers are longer, and APP needs no more than its room. */
function narrow(left: number): Widths {
  const app = Math.min(ROOM.app, Math.max(Math.floor(left * 0.38), Math.min(18, left - 26)));
  return { server: left - app, app, evidence: 0 };
}

/** APP grows last, so that it is never narrower on a wider terminal. */
function shared(spare: number, last: boolean): Widths {
  const server = Math.floor(spare * 0.45);
  const app = last ? Math.floor(spare * 0.2) : 0;
  return { server: ROOM.server + server, app: ROOM.app + app, evidence: ROOM.evidence + spare - server - app };
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
  const values = columns.map((one) => one.text(record));
  const widths = rowWidths(columns, values);
  const texts = columns.map((one, i) => place(one, values[i]!, widths[i]!));
  // No spaces at the end of a line: the last columns that are empty are left out before anything is coloured.
  while (texts.at(-1)?.trim() === '') texts.pop();
  const last = texts.length - 1;
  if (last >= 0) texts[last] = texts[last]!.trimEnd();
  return texts.map((text, i) => paint(columns[i]!.style?.(record), text)).join(' ');
}

/**
 * A number is never cut (half of it is another number), and a long address not while SERVER is blank beside it: what they need
 * comes out of SERVER, so that the row stays as wide as the others.
 */
function rowWidths(columns: readonly Column[], values: readonly string[]): number[] {
  const widths = columns.map((one) => one.width);
  const lender = columns.findIndex((one) => one.lends);
  for (const [i, { right, borrows }] of columns.entries()) {
    const missing = values[i]!.length - widths[i]!;
    if (missing <= 0 || (!right && !borrows)) continue;
    const spare = widths[lender]! - (right ? LEAST_SERVER : Math.max(LEAST_SERVER, length(values[lender]!)));
    const lent = Math.max(0, Math.min(missing, spare));
    widths[lender]! -= lent;
    widths[i]! += lent;
  }
  return widths;
}

function place(column: Column, text: string, width = column.width): string {
  if (column.right) return padStart(text, width);
  return padEnd(column.keepEnd ? cutStart(text, width) : cutEnd(text, width), width);
}
