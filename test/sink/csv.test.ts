import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { CSV_COLUMNS, csvRow } from '../../src/sink/csv.js';
import { BARE, FULL, LIVE_VERDICT } from './records.js';

/** RFC 4180 read back, one character at a time; independent of the writer. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') {
      row.push(cell);
      cell = '';
    } else if (char === '\r' && text[i + 1] === '\n') {
      i++;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else cell += char;
  }
  return rows;
}

function cells(text: string): Record<string, string> {
  const [row, ...more] = parse(text);
  expect(more).toEqual([]);
  expect(row).toHaveLength(CSV_COLUMNS.length);
  return Object.fromEntries(row!.map((cell, i) => [CSV_COLUMNS[i]!, cell]));
}

test('every column of a full record is filled', () => {
  const row = cells(csvRow(FULL));
  expect(Object.entries(row).filter(([, cell]) => cell === '')).toEqual([]);
  expect(row).toMatchObject({
    timestamp: '2026-11-24T09:30:12.123456Z',
    vlan: '7 4094',
    tunnel: 'gre vxlan',
    'flow.bytes_toclient': '8589934592',
    'tls.client_alpns': 'h2 http/1.1',
    'tls.ja3.string': '771,4865-4866,0-23,29-23,0',
    'tls.retried': 'true',
    'dns.names': 'chat.signal.org front.example',
    'pinsight.score': '0.917',
    'pinsight.bundle_id.android': 'org.thoughtcrime.securesms',
    'pinsight.decided_at': '2026-11-24T09:30:12.200000Z',
  });
  expect(JSON.parse(row['pinsight.candidates']!)).toEqual(FULL.pinsight.candidates);
  expect(JSON.parse(row['pinsight.evidence']!)).toEqual(FULL.pinsight.evidence);
  expect(JSON.parse(row['pinsight.hypotheses']!)).toEqual(FULL.pinsight.hypotheses);
});

test('absent facts are empty cells', () => {
  const row = cells(csvRow({ ...BARE, capture: 'a.pcap' }));
  expect(row).toMatchObject({
    'tls.sni': '',
    'pinsight.score': '',
    'pinsight.evidence': '',
    vlan: '',
    'label.app': '',
  });
});

test.each(['=1+1', '+1', '-1', '@x', "'x", '=cmd|"/C x"!A0,b'])(
  '%p cannot become a formula, and can be read back',
  (sni) => {
    const cell = cells(csvRow({ ...FULL, tls: { sni } }))['tls.sni']!;
    expect(cell).toBe(`'${sni}`);
  },
);

test('any text survives, commas, quotes and line ends included', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ',', '"', '\r', '\n', ' ', '=', "'") }), (capture) => {
      const cell = cells(csvRow({ ...FULL, capture })).capture!;
      expect(cell.startsWith("'") ? cell.slice(1) : cell).toBe(capture);
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test('docs/formats/flow-record.md lists the columns in their order', () => {
  const page = readFileSync(new URL('../../docs/formats/flow-record.md', import.meta.url), 'utf8');
  const block = /<!-- csv-columns -->\n```\n([^`]+)```/.exec(page)![1]!;
  expect(block.trim().split(/\s+/)).toEqual(CSV_COLUMNS);
});

test('a live verdict has an empty cell for the reason of its end, and for the frame', () => {
  const [full, live] = [FULL, LIVE_VERDICT].map((record) => parse(csvRow(record))[0]!);
  const empty = CSV_COLUMNS.filter((_, i) => live![i] === '' && full![i] !== '');
  expect(empty).toEqual(['flow.reason', 'pinsight.decided_frame']);
  expect(live![CSV_COLUMNS.indexOf('event_type')]).toBe('verdict');
});
