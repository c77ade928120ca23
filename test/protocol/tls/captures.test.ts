/**
 * The reader and the fingerprints over the corpus beside the checkout: its tables come from tshark, a second extractor and FoxIO's
 * own program, not from us. Encapsulations, IP fragments and PKTAP are not read here; rows behind them are left out by name.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../../src/bytes/text.js';
import { fingerprint } from '../../../src/fingerprint/index.js';
import { describeShared, SHARED_CAPTURES } from '../../support/shared.js';
import { type ReadFlow, readFlows } from './capture-flows.js';

type Row = Readonly<Record<string, string>>;

/** Comma-separated values with quotes, RFC 4180. */
function readTable(name: string): Row[] {
  const text = readFileSync(join(SHARED_CAPTURES, name), 'utf8');
  const [head, ...rows] = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), (m) =>
        (m[1] ?? m[2] ?? '').replaceAll('""', '"'),
      ),
    );
  return rows.map((row) => Object.fromEntries(head!.map((key, i) => [key, row[i] ?? ''])));
}

/** Rows with the flows that are theirs. */
async function withFlows(rows: readonly Row[], folder: string): Promise<{ row: Row; flow: ReadFlow | undefined }[]> {
  const answer: { row: Row; flow: ReadFlow | undefined }[] = [];
  for (const capture of new Set(rows.map((row) => row.capture!))) {
    const flows = await readFlows(join(SHARED_CAPTURES, folder, capture));
    for (const row of rows.filter((each) => each.capture === capture)) {
      const flow = flows.find(({ ends, handshake }) => {
        if (handshake.hello === null) return false;
        const client = ends[handshake.clientDirection === 1 ? 1 : 0];
        const server = ends[handshake.clientDirection === 1 ? 0 : 1];
        return (
          `${client.ip} ${client.port}` === `${row.src_ip} ${row.src_port}` &&
          `${server.ip} ${server.port}` === `${row.dest_ip} ${row.dest_port}`
        );
      });
      answer.push({ row, flow });
    }
  }
  return answer;
}

const nameOf = (row: Row): string => `${row.capture} ${row.src_port} ${row.dest_port}`;

describeShared('captures of other projects', () => {
  test('SNI, JA3 and JA4 of every TCP flow without a note', async () => {
    const rows = readTable('expected.csv').filter(
      (row) => row.proto === 'TCP' && row.app_proto === 'tls' && row.note === '',
    );
    expect(rows.length).toBeGreaterThan(500);
    const differences: string[] = [];
    for (const { row, flow } of await withFlows(rows, '')) {
      const hello = flow?.handshake.hello;
      if (!hello) {
        differences.push(`${nameOf(row)}: no hello`);
        continue;
      }
      const print = fingerprint(hello, 't');
      if ((hello.sni ?? '') !== row.sni) differences.push(`${nameOf(row)}: SNI ${hello.sni}`);
      if (print.ja3?.hash !== row.ja3_hash) differences.push(`${nameOf(row)}: JA3 ${print.ja3?.string}`);
      if (print.ja3?.string !== row.ja3_string) differences.push(`${nameOf(row)}: JA3 string ${print.ja3?.string}`);
      for (const key of ['ja4_published', 'ja4_second', 'ja4_foxio']) {
        if (row[key] !== '' && row[key] !== print.ja4) differences.push(`${nameOf(row)}: ${key} ${print.ja4}`);
      }
    }
    expect(differences).toEqual([]);
  });

  test('hellos behind STARTTLS, CONNECT and SOCKS, and in SSL 2.0 format', async () => {
    const rows = readTable('expected.csv').filter(
      (row) => /STARTTLS|CONNECT|SOCKS|SSL 2\.0-format/.test(row.note!) && row.proto === 'TCP',
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const { row, flow } of await withFlows(rows, '')) {
      const hello = flow?.handshake.hello;
      const print = hello ? fingerprint(hello, 't') : undefined;
      const got = [nameOf(row), hello?.sni ?? '', print?.ja3?.hash ?? '', hello?.sslv2];
      expect(got).toEqual([nameOf(row), row.sni, row.ja3_hash, row.note!.startsWith('SSL 2.0')]);
    }
  });

  test('signature_algorithms_cert (50) is not what JA4 hashes, though one program does', async () => {
    const rows = readTable('expected.csv').filter((row) => row.note!.startsWith('signature_algorithms_cert'));
    for (const { row, flow } of await withFlows(rows, '')) {
      expect(fingerprint(flow!.handshake.hello!, 't').ja4).toBe(row.ja4_second);
    }
  });
});

describeShared('captures of the lab', () => {
  const rows = (): Row[] =>
    readTable('lab/expected.csv').filter(
      (row) => row.proto === 'TCP' && !row.capture!.startsWith('encap/') && !row.capture!.startsWith('linktypes/pktap'),
    );

  test('hello, fingerprints, packets and outcome of every TCP flow', async () => {
    const all = await withFlows(rows(), 'lab');
    expect(all.length).toBeGreaterThan(330);
    const differences: string[] = [];
    let outcomes = 0;
    for (const { row, flow } of all) {
      const handshake = flow?.handshake;
      const hello = handshake?.hello;
      if (!handshake || !hello) {
        differences.push(`${nameOf(row)}: no hello`);
        continue;
      }
      const print = fingerprint(hello, 't');
      const alpn = hello.alpn.map((name) => printable(name).replaceAll('\\x20', ' ')).join(' ');
      const got: Record<string, string> = {
        sni: hello.sni ?? '',
        ja3_hash: print.ja3?.hash ?? '',
        alpn,
        ja4: print.ja4 ?? '',
        ...(row.hello_packets === '' ? {} : { hello_packets: String(handshake.helloPackets) }),
      };
      for (const [key, value] of Object.entries(got)) {
        if (value !== row[key]) differences.push(`${nameOf(row)}: ${key} is ${value}, not ${row[key]}`);
      }
      const [word = '', ...more] = row.outcome!.split(' ');
      // A browser's spare connection looks like C on the wire.
      const expected = word === 'unused' ? 'C' : word;
      if (expected === 'early' || expected === 'unseen') {
        if (handshake.outcome !== 'unknown') differences.push(`${nameOf(row)}: outcome is ${handshake.outcome}`);
      } else if (expected !== '') {
        outcomes++;
        const seen = [handshake.outcomeClass, handshake.retried, handshake.resumed].join(' ');
        const wanted = [expected, more.includes('retried'), more.includes('resumed')].join(' ');
        if (seen !== wanted) differences.push(`${nameOf(row)}: outcome is ${seen}, not ${wanted}`);
      }
    }
    expect(differences).toEqual([]);
    expect(outcomes).toBeGreaterThan(300);
  });

  test('hellos cut by the snaplen are incomplete', async () => {
    for (const capture of ['hellos/snaplen-96.pcap', 'hellos/snaplen-200.pcap']) {
      const flows = await readFlows(join(SHARED_CAPTURES, 'lab', capture));
      expect(new Set(flows.map((flow) => flow.handshake.helloState))).toEqual(new Set(['incomplete']));
    }
  });

  test('one direction, plain HTTP, and a stream joined after its hello', async () => {
    const states = async (capture: string): Promise<string[]> => {
      const flows = await readFlows(join(SHARED_CAPTURES, 'lab', capture));
      return flows.map(({ handshake }) => `${handshake.helloState} ${handshake.notTls} ${handshake.outcome}`);
    };
    expect(new Set(await states('hellos/one-direction-server.pcap'))).toEqual(new Set(['none false unknown']));
    expect(new Set(await states('hellos/one-direction-client.pcap'))).toEqual(new Set(['whole false unknown']));
    expect(new Set(await states('proxy/plain-http.pcap'))).toEqual(new Set(['none true unknown']));
    expect(await states('hellos/mid-stream-after-hello.pcap')).toContain('none false unknown');
  });

  test('conflicting copies are counted, the first wins', async () => {
    const flows = await readFlows(join(SHARED_CAPTURES, 'lab/tcp/overlap-other-content.pcap'));
    for (const { handshake } of flows) expect(handshake.conflicts).toBeGreaterThan(0);
  });
});
