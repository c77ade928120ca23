/**
 * CSV: RFC 4180 (header row, CRLF, quotes where they are needed), one row a flow, the record of FLOW-RECORD.md flattened to a
 * fixed list of columns named by their path. Lists of words are separated by a space, which no packet text of ours holds;
 * lists of objects are the JSON of the record. An absent fact is an empty cell.
 *
 * Packet text reaches spreadsheets here, and an SNI may well be `=HYPERLINK(...)`. So text that begins with one of
 * `= + - @ '` gets an apostrophe in front: a spreadsheet shows it as text, and a program that finds a leading
 * apostrophe takes exactly one away.
 */
import type { FlowRecord } from '../verdict/record.js';
import { candidatesJson, evidenceJson, hypothesesJson } from './jsonl.js';
import type { Sink, SinkOptions } from './sink.js';
import { isoTime } from './time.js';

type Cell = string | number | boolean | undefined;

/** Name and value of each column, in order. Columns are only ever added, at the end. */
const COLUMNS: readonly (readonly [string, (record: FlowRecord) => Cell])[] = [
  ['timestamp', (r) => isoTime(r.timestamp)],
  ['event_type', (r) => r.event_type],
  ['capture', (r) => r.capture],
  ['flow_id', (r) => r.flow_id],
  ['community_id', (r) => r.community_id],
  ['src_ip', (r) => r.src_ip],
  ['src_port', (r) => r.src_port],
  ['dest_ip', (r) => r.dest_ip],
  ['dest_port', (r) => r.dest_port],
  ['proto', (r) => r.proto],
  ['vlan', (r) => words(r.vlan)],
  ['tunnel', (r) => words(r.tunnel)],
  ['app_proto', (r) => r.app_proto],
  ['flow.pkts_toserver', (r) => r.flow.pkts_toserver],
  ['flow.pkts_toclient', (r) => r.flow.pkts_toclient],
  ['flow.bytes_toserver', (r) => r.flow.bytes_toserver],
  ['flow.bytes_toclient', (r) => r.flow.bytes_toclient],
  ['flow.start', (r) => isoTime(r.flow.start)],
  ['flow.end', (r) => isoTime(r.flow.end)],
  ['flow.state', (r) => r.flow.state],
  ['flow.reason', (r) => r.flow.reason],
  ['tls.version', (r) => r.tls?.version],
  ['tls.sni', (r) => r.tls?.sni],
  ['tls.client_alpns', (r) => words(r.tls?.client_alpns)],
  ['tls.ja3.hash', (r) => r.tls?.ja3?.hash],
  ['tls.ja3.string', (r) => r.tls?.ja3?.string],
  ['tls.ja3s.hash', (r) => r.tls?.ja3s?.hash],
  ['tls.ja3s.string', (r) => r.tls?.ja3s?.string],
  ['tls.ja4', (r) => r.tls?.ja4],
  ['tls.ja4_r', (r) => r.tls?.ja4_r],
  ['tls.ech', (r) => r.tls?.ech],
  ['tls.hello_octets', (r) => r.tls?.hello_octets],
  ['tls.hello_packets', (r) => r.tls?.hello_packets],
  ['tls.retried', (r) => r.tls?.retried],
  ['tls.outcome', (r) => r.tls?.outcome],
  ['tls.outcome_class', (r) => r.tls?.outcome_class],
  ['quic.version', (r) => r.quic?.version],
  ['dns.names', (r) => words(r.dns?.names)],
  ['label.app', (r) => r.label?.app],
  ['label.source', (r) => r.label?.source],
  ['pinsight.action', (r) => r.pinsight.action],
  ['pinsight.reason', (r) => r.pinsight.reason],
  ['pinsight.app', (r) => r.pinsight.app],
  ['pinsight.bundle_id.ios', (r) => r.pinsight.bundle_id?.ios],
  ['pinsight.bundle_id.android', (r) => r.pinsight.bundle_id?.android],
  ['pinsight.score', (r) => r.pinsight.score],
  ['pinsight.confidence', (r) => r.pinsight.confidence],
  ['pinsight.candidates', (r) => r.pinsight.candidates && candidatesJson(r.pinsight.candidates)],
  ['pinsight.evidence', (r) => r.pinsight.evidence && evidenceJson(r.pinsight.evidence)],
  ['pinsight.hypotheses', (r) => r.pinsight.hypotheses && hypothesesJson(r.pinsight.hypotheses)],
  ['pinsight.decided_at', (r) => (r.pinsight.decided_at === undefined ? undefined : isoTime(r.pinsight.decided_at))],
  ['pinsight.decided_packet', (r) => r.pinsight.decided_packet],
  ['pinsight.decided_frame', (r) => r.pinsight.decided_frame],
];

export const CSV_COLUMNS: readonly string[] = COLUMNS.map(([name]) => name);

const LINE_END = '\r\n';

export function csvSink({ output }: SinkOptions): Sink {
  return {
    open: () => {
      output.open();
      output.text(CSV_COLUMNS.join(',') + LINE_END);
    },
    write: (record) => output.text(csvRow(record)),
    flush: () => output.flush(),
    close: async () => output.close(),
  };
}

/** One row with its line end. */
export function csvRow(record: FlowRecord): string {
  let row = '';
  for (let i = 0; i < COLUMNS.length; i++) row += (i === 0 ? '' : ',') + cell(COLUMNS[i]![1](record));
  return row + LINE_END;
}

/** What makes a spreadsheet take a cell for a formula, and the apostrophe itself, so that the mark can be taken away again. */
const FORMULA_START = "=+-@'\t\r";
/** RFC 4180 §2, rules 6 and 7. */
const NEEDS_QUOTES = /[",\r\n]/;

function cell(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = value !== '' && FORMULA_START.includes(value[0]!) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function words(items: readonly (string | number)[] | undefined): string | undefined {
  return items?.join(' ');
}
