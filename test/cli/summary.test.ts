import { summaryJson, summaryText } from '../../src/cli/summary.js';
import type { Summary } from '../../src/engine/options.js';

const SUMMARY: Summary = {
  conflicts: 0,
  limits: { flows: 2 },
  unattributed: { not_ip: 3, bad_ipv4_header_length: 1 },
  in_flows: 96,
  reasons: { unknown_app: 4, pinned_app: 2 },
  actions: { inspect: 4, bypass: 2 },
  hellos: { dtls: 0, quic: 1, tls: 5 },
  records: 6,
  flows: 9,
  octets: 12_345,
  packets: 100,
  captures: 1,
};

// FLOW-RECORD.md, "--summary json": these keys; here in the document's order.
test('JSON is one line with the keys of the document', () => {
  expect(summaryJson(SUMMARY)).toBe(
    '{"captures":1,"packets":100,"octets":12345,"flows":9,"records":6,"hellos":{"tls":5,"quic":1,"dtls":0},' +
      '"actions":{"bypass":2,"inspect":4},"reasons":{"pinned_app":2,"unknown_app":4},"in_flows":96,' +
      '"unattributed":{"bad_ipv4_header_length":1,"not_ip":3},"limits":{"flows":2},"conflicts":0}',
  );
});

test('text has every counter on a line of its own', () => {
  const lines = summaryText({ ...SUMMARY, conflicts: 7 }).split('\n');
  for (const line of [
    /^packets +100 \(12345 octets on the wire\)$/,
    /^ {2}in flows +96$/,
    /^ {2}not_ip +3$/,
    /^hellos +5 TLS, 1 QUIC, 0 DTLS$/,
    /^ {2}bypass +2$/,
    /^ {4}pinned_app +2$/,
    /^limit flows +reached 2 times$/,
    /^conflicts +7 octets/,
  ]) {
    expect(lines.filter((one) => line.test(one))).toHaveLength(1);
  }
});
