/**
 * QUIC and DTLS over captures that were not made by this program: what it reads of them against what tshark and a second
 * extractor read (expected.csv), and against the lab's manifest. One walk over all captures serves both readers.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../../src/bytes/text.js';
import { fingerprint } from '../../../src/fingerprint/index.js';
import { QuicConnection } from '../../../src/protocol/quic/connection.js';
import { readCsv } from '../../support/csv.js';
import { filesBelow, orient, type UdpFlow, udpFlows } from '../../support/quic-captures.js';
import { describeShared, SHARED_CAPTURES } from '../../support/shared.js';

interface Found {
  readonly flow: UdpFlow;
  readonly sni: string;
  readonly ja3: string;
  readonly ja4: string;
  readonly alpn: string;
  readonly packets: number;
}

/** Share of the plain rows of expected.csv in which the name and JA3 must be equal. */
const WANTED = 0.99;

function table(path: string): Record<string, string>[] {
  return readCsv(readFileSync(join(SHARED_CAPTURES, path), 'utf8'));
}

function keyOf(capture: string, row: Record<string, string>): string {
  return [capture, row['src_ip'], row['src_port'], row['dest_ip'], row['dest_port']].join(' ');
}

async function hellosOf(capture: string): Promise<[string, Found][]> {
  const found: [string, Found][] = [];
  for (const flow of await udpFlows(join(SHARED_CAPTURES, capture))) {
    const { hello, carrier, helloPackets } = flow.reader!.handshake;
    if (hello === null) continue;
    const [client, server] = orient(flow);
    const prints = fingerprint(hello, carrier);
    found.push([
      `${capture} ${client} ${server}`,
      {
        flow,
        sni: hello.sni ?? '',
        ja3: prints.ja3?.hash ?? '',
        ja4: prints.ja4 ?? '',
        alpn: hello.alpn.map((name) => printable(name)).join(' '),
        packets: helloPackets,
      },
    ]);
  }
  return found;
}

function carrierOf(found: Found): string {
  return found.flow.reader instanceof QuicConnection ? 'quic' : 'dtls';
}

describeShared('QUIC and DTLS in all captures', () => {
  const found = new Map<string, Found>();
  const expected = new Map<string, Record<string, string>>();
  const lab = new Map<string, Record<string, string>>();
  const unreadable: string[] = [];

  beforeAll(async () => {
    for (const capture of filesBelow(SHARED_CAPTURES)) {
      try {
        for (const [key, hello] of await hellosOf(capture)) found.set(key, hello);
      } catch (error) {
        // Some of the files are no captures, and made to be none; nothing else may go wrong.
        if ((error as { code?: string }).code !== 'not_a_capture') throw error;
        unreadable.push(capture);
      }
    }
    for (const row of table('expected.csv')) {
      if (row['app_proto'] === 'quic' || row['app_proto'] === 'dtls') expected.set(keyOf(row['capture']!, row), row);
    }
    for (const row of table('lab/expected.csv')) {
      if (row['proto'] === 'UDP') lab.set(keyOf(`lab/${row['capture']}`, row), row);
    }
  }, 300_000);

  test.each(['quic', 'dtls'])('%s: name and JA3 equal expected.csv in 99 % of the plain rows', (proto) => {
    const plain = [...expected].filter(([, row]) => row['app_proto'] === proto && row['note'] === '');
    const differ = plain.filter(([key, row]) => {
      const mine = found.get(key);
      return mine === undefined || mine.sni !== row['sni'] || mine.ja3 !== row['ja3_hash'];
    });
    expect(plain.length).toBeGreaterThan(0);
    if (differ.length > plain.length * (1 - WANTED)) expect(differ.map(([key]) => key)).toEqual([]);
  });

  test('JA4 equals the published value, and the second extractor, wherever there is one', () => {
    const differ: string[] = [];
    let compared = 0;
    for (const [key, row] of expected) {
      const mine = found.get(key);
      const values = [row['ja4_published'], row['ja4_second']].filter((value) => value !== '');
      if (mine === undefined || values.length === 0) continue;
      compared++;
      if (values.some((value) => value !== mine.ja4)) differ.push(`${key}: ${mine.ja4}, not ${values.join(', ')}`);
    }
    expect(compared).toBeGreaterThan(400);
    expect(differ).toEqual([]);
  });

  test('no other flow has a hello, and no plain one is missed', () => {
    const unexpected = [...found].filter(([key]) => !expected.has(key) && !lab.has(key)).map(([key]) => key);
    const missed = [...expected].filter(([key, row]) => !found.has(key) && row['note'] === '').map(([key]) => key);
    const otherCarrier = [...expected]
      .filter(([key, row]) => found.has(key) && carrierOf(found.get(key)!) !== row['app_proto'])
      .map(([key]) => key);
    expect({ unexpected, missed, otherCarrier }).toEqual({ unexpected: [], missed: [], otherCarrier: [] });
  });

  test('of the noted ones only those are missed that are encapsulated, or of a version that is not decrypted', () => {
    const missed = [...expected].filter(([key, row]) => !found.has(key) && row['note'] !== '');
    const why = new Set(missed.map(([, row]) => row['note']));
    // A reader of encapsulations finds the first kind as well, and this test does not mind.
    why.delete('behind an encapsulation');
    expect([...why]).toEqual(['Google QUIC T051 (TLS handshake)']);
  });

  test('the lab’s flows over UDP: everything as the manifest has it', () => {
    const differ: string[] = [];
    let compared = 0;
    for (const [key, row] of lab) {
      // Encapsulations and fragments are packet/'s part.
      if (row['capture']!.startsWith('encap/')) continue;
      const mine = found.get(key);
      compared++;
      const got = mine === undefined ? ['nothing'] : [mine.sni, mine.ja3, mine.ja4, mine.alpn, String(mine.packets)];
      const want = [row['sni']!, row['ja3_hash']!, row['ja4']!, row['alpn']!, row['hello_packets'] || got[4]!];
      if (got.join() !== want.join()) differ.push(`${key}: ${got.join()}, not ${want.join()}`);
    }
    expect(compared).toBeGreaterThan(25);
    expect(differ).toEqual([]);
  });

  test('a hello is announced once', () => {
    expect([...found].filter(([, hello]) => hello.flow.hellos !== 1).map(([key]) => key)).toEqual([]);
  });
});
