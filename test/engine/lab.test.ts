/**
 * The project's own recordings through the whole engine, against what two other programs and the lab know of them: every
 * row of expected.csv, over TCP, QUIC and DTLS, plain and encapsulated.
 */
import { type Classified, classifyFiles, expectSumsHold } from '../support/classify.js';
import { type LabRow, labExpected, labManifest, labPath } from '../support/lab.js';

const rows = labExpected();
const captures = [...new Set(rows.map((row) => row.capture))];
const results = new Map<string, Classified>();

beforeAll(async () => {
  for (const { path } of labManifest()) {
    results.set(path, await classifyFiles([labPath(path)], { all: true, verbose: true }));
  }
});

function recordOf(row: LabRow) {
  return results
    .get(row.capture)!
    .records.find(
      (record) =>
        record.src_ip === row.src_ip &&
        record.src_port === Number(row.src_port) &&
        record.dest_ip === row.dest_ip &&
        record.dest_port === Number(row.dest_port) &&
        record.proto === row.proto &&
        record.tls?.ja4 !== undefined,
    );
}

test('the tables are what they were', () => {
  expect(rows.length).toBeGreaterThan(400);
  expect(captures.length).toBeGreaterThan(150);
});

test.each(captures)('%s: name, fingerprints, ALPN and packets of every hello', (capture) => {
  for (const row of rows.filter((each) => each.capture === capture)) {
    const record = recordOf(row);
    const { tls } = record ?? {};
    expect({
      sni: tls?.sni ?? '',
      ja3: tls?.ja3?.hash,
      ja4: tls?.ja4,
      alpn: (tls?.client_alpns ?? []).join(' '),
      hello_packets: row.hello_packets === '' ? '' : String(tls?.hello_packets),
      retried: tls?.retried === true,
    }).toEqual({
      sni: row.sni,
      ja3: row.ja3_hash,
      ja4: row.ja4,
      alpn: row.alpn,
      hello_packets: row.hello_packets,
      retried: row.outcome.includes('retried'),
    });
  }
});

/** `unused` looks like C on the wire; these say nothing of how the handshake ended. */
const SKIPPED = ['early', 'unseen', ''];

test.each(captures)('%s: the outcome class of every handshake', (capture) => {
  for (const row of rows.filter((each) => each.capture === capture)) {
    const [word] = row.outcome.split(' ');
    if (SKIPPED.includes(word!)) continue;
    expect([row.sni, recordOf(row)?.tls?.outcome_class]).toEqual([row.sni, word === 'unused' ? 'C' : word]);
  }
});

test('every packet of every capture is accounted for', () => {
  for (const result of results.values()) expectSumsHold(result);
});

test('no hello is reported where the table has none', () => {
  for (const [capture, { records }] of results) {
    const known = labExpected().filter((row) => row.capture === capture);
    const hellos = records.filter((record) => record.tls?.ja4 !== undefined);
    // sll2-router holds every packet twice, and the table each flow once: the flows are the same there, too.
    expect([capture, hellos.length]).toEqual([capture, known.length]);
  }
});

test('a hello cut by the snaplen is incomplete, and nothing is guessed', () => {
  for (const capture of ['hellos/snaplen-200.pcap', 'hellos/snaplen-96.pcap']) {
    const tls = results.get(capture)!.records.filter((record) => record.app_proto === 'tls');
    expect(tls.length).toBeGreaterThan(0);
    for (const record of tls) {
      expect(record.pinsight).toEqual({ action: 'inspect', reason: 'hello_incomplete' });
      expect(record.tls).toMatchObject({ outcome: 'unknown' });
      for (const field of ['sni', 'ja3', 'ja4', 'hello_octets']) expect(record.tls).not.toHaveProperty(field);
    }
  }
});

test('one direction is enough for the hello; the other alone shows TLS and no hello', () => {
  const [first] = results.get('hellos/one-direction-server.pcap')!.records.filter((record) => record.proto === 'TCP');
  expect(first).toMatchObject({
    app_proto: 'tls',
    pinsight: { action: 'inspect', reason: 'no_hello' },
    tls: { version: 'TLS 1.3' },
  });
});
