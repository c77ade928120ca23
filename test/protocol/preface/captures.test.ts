/** Prefaces of recordings: the lab's by what tshark reads (http.request.uri, socks.dst, socks.remote_name), others by port and note. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readCsv } from '../../support/csv.js';
import { labPath } from '../../support/lab.js';
import { describeShared, SHARED_CAPTURES } from '../../support/shared.js';
import { readFlows } from '../tls/capture-flows.js';

test.each([
  ['http-connect.pcap', [{ kind: 'http_connect', target: '203.0.113.40' }]],
  [
    'http-connect-chromium.pcap',
    [
      { kind: 'http_connect', target: 'chat.signal.org' },
      { kind: 'http_connect', target: 'chat.signal.org' },
    ],
  ],
  ['socks5.pcap', [{ kind: 'socks5', target: '203.0.113.41' }]],
  ['socks5-hostname.pcap', [{ kind: 'socks5', target: 'graph.facebook.com' }]],
  ['starttls-smtp.pcap', [{ kind: 'smtp' }]],
  ['plain-http.pcap', []],
])('lab: %s', async (capture, expected) => {
  const flows = await readFlows(labPath(`proxy/${capture}`));
  expect(flows.filter(({ handshake }) => handshake.hello).map(({ handshake }) => handshake.preface)).toEqual(expected);
});

describeShared('prefaces of captures of other projects', () => {
  /** By the port of the protocol that has a way to ask for TLS; IRC has none of its own, MySQL's is not read. */
  const KINDS: Readonly<Record<string, string>> = {
    21: 'ftp',
    25: 'smtp',
    110: 'pop3',
    143: 'imap',
    389: 'ldap',
    5222: 'xmpp',
    5269: 'xmpp',
    5432: 'postgresql',
    15432: 'postgresql',
    6667: 'starttls',
  };
  /** Whom the proxy was asked for is the name in the hello. */
  const kindOf = (row: Readonly<Record<string, string>>): string | undefined => {
    if (row.note!.includes('CONNECT')) return `http_connect ${row.sni}`;
    return row.note!.includes('SOCKS') ? `socks5 ${row.sni}` : KINDS[row.dest_port!];
  };

  test('every row with a note of one', async () => {
    const table = readCsv(readFileSync(path.join(SHARED_CAPTURES, 'expected.csv'), 'utf8'));
    const rows = table.filter((row) => /^(?:not at the start|inside an HTTP CONNECT|inside a SOCKS)/.test(row.note!));
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const flows = await readFlows(path.join(SHARED_CAPTURES, row.capture!));
      const flow = flows.find(({ ends }) => ends.some(({ port }) => String(port) === row.src_port));
      const { hello, preface } = flow!.handshake;
      const found = preface?.target === undefined ? preface?.kind : `${preface.kind} ${preface.target}`;
      expect([row.capture, hello?.sni ?? '', found]).toEqual([row.capture, row.sni, kindOf(row)]);
    }
  });
});
