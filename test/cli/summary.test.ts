import { coverageComplaint, summaryJson, summaryText } from '../../src/cli/summary.js';
import type { Summary } from '../../src/engine/options.js';

const SUMMARY: Summary = {
  conflicts: 0,
  opaque: { wireguard: 3 },
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
      '"unattributed":{"bad_ipv4_header_length":1,"not_ip":3},"limits":{"flows":2},"opaque":{"wireguard":3},"conflicts":0}',
  );
});

test('text has every counter on a line of its own', () => {
  const lines = summaryText({ ...SUMMARY, conflicts: 7 }).split('\n');
  for (const line of [
    /^packets +100 \(12345 octets on the wire\)$/,
    /^ {2}in flows +96$/,
    /^ {2}in no flow +4$/,
    /^ {4}not_ip +3$/,
    /^hellos +5 TLS, 1 QUIC, 0 DTLS$/,
    /^ {2}bypass +2$/,
    /^reasons, of all records$/,
    /^ {2}pinned_app +2$/,
    /^limits reached$/,
    /^ {2}flows +2 times$/,
    /^opaque tunnels$/,
    /^ {2}wireguard +3$/,
    /^ {2}octets sent twice +7, with other content$/,
  ]) {
    expect(lines.filter((one) => line.test(one))).toHaveLength(1);
  }
});

describe('a run that told nothing says so', () => {
  const run = (in_flows: number, unattributed: Record<string, number>) =>
    coverageComplaint({ ...SUMMARY, packets: 26, in_flows, unattributed });
  test('no packet in a flow', () => {
    expect(run(0, { unsupported_link_type: 26 })).toBe('26 of 26 packets are of a link type that is not decoded');
    expect(run(0, { not_ip: 20, not_tcp_or_udp: 6 })).toBe('20 of 26 packets are not IP');
    expect(run(0, { bad_ip_version: 26 })).toBe('26 of 26 packets are in no flow: bad_ip_version');
  });
  test('more than half cut, or of another link', () => {
    expect(run(12, { truncated_tcp: 10, truncated_ipv6: 4 })).toMatch(/^14 of 26 packets are cut before/);
    expect(run(12, { unsupported_link_type: 14 })).toMatch(/^14 of 26 packets are of a link type/);
  });
  test('otherwise it is quiet', () => {
    expect(run(13, { unsupported_link_type: 13 })).toBeUndefined();
    expect(run(1, { not_ip: 25 })).toBeUndefined();
    expect(coverageComplaint({ ...SUMMARY, packets: 0, in_flows: 0, unattributed: {} })).toBeUndefined();
  });
});
