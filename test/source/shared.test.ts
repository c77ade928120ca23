/**
 * The captures beside the checkout: as many packets as their manifests say, which other programs counted; and on the good
 * microsecond ones the same packets as pcap-parser.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { u32, u32le } from '../../src/bytes/octets.js';
import { describeShared, SHARED_CAPTURES } from '../support/shared.js';
import { pcapParserRead } from './pcap-parser.js';
import { readFile } from './reading.js';

/** Captures that were damaged on purpose, or by a fuzzer, and what is wrong with them. */
const DAMAGED: Readonly<Record<string, string>> = {
  'suricata-verify/bug-1450-04/tls_DER-incomplete-header.pcap': 'captured length 4325376 of packet 7 exceeds 262144',
  'suricata-verify/bug-1450-05/tls_DER-incomplete-content.pcap': 'captured length 4325376 of packet 7 exceeds 262144',
  'suricata-verify/bug-6875-01/fuzz.pcap': 'captured length 1409179648 of packet 2 exceeds 262144',
  'suricata-verify/smtp-to-comma/10.7.29.101_49898-178.63.41.150_25.pcap':
    'captured length 3925868813 of packet 19 exceeds 262144',
  'lab/hellos/file-truncated.pcap': 'the capture ends 20 octets before the end of packet 50',
};

/** The lab's manifest counts the packet that its file is cut in. */
const CUT_IN_LAST = 'lab/hellos/file-truncated.pcap';

/** Paths and packet counts; in neither manifest a quoted field comes before them. */
function manifest(name: string): { path: string; packets: number }[] {
  const [header, ...rows] = readFileSync(join(SHARED_CAPTURES, name), 'utf8').trim().split('\n');
  const columns = header!.split(',');
  const pathAt = columns.indexOf('path');
  const packetsAt = columns.indexOf('packets');
  return rows.map((row) => {
    const fields = row.split(',');
    return { path: join(dirname(name), fields[pathAt]!), packets: Number(fields[packetsAt]) };
  });
}

describeShared('captures beside the checkout', () => {
  const all = () => [...manifest('manifest.csv'), ...manifest('lab/manifest.csv')];

  test('as many packets as the manifests say, and damage only where it is known', async () => {
    const counted: Record<string, number> = {};
    const said: Record<string, number> = {};
    const damaged: Record<string, string> = {};
    for (const { path, packets } of all()) {
      const got = await readFile(join(SHARED_CAPTURES, path));
      counted[path] = got.packets.length;
      said[path] = path === CUT_IN_LAST ? packets - 1 : packets;
      if (got.damage.length > 0) damaged[path] = got.damage.map((damage) => damage.cause).join();
    }
    expect(Object.keys(counted).length).toBeGreaterThan(1500);
    expect(counted).toEqual(said);
    expect(damaged).toEqual(DAMAGED);
  });

  test('the same packets as pcap-parser on good microsecond captures', async () => {
    let compared = 0;
    for (const { path } of all()) {
      const octets = readFileSync(join(SHARED_CAPTURES, path));
      const micro = u32(octets, 0) === 0xa1b2c3d4 || u32le(octets, 0) === 0xa1b2c3d4;
      // It knows the order of the two lengths since version 2.3 only.
      if (!micro || (octets[4]! | octets[5]!) !== 2 || (octets[6]! | octets[7]!) < 3 || path in DAMAGED) continue;
      const { packets } = await readFile(join(SHARED_CAPTURES, path));
      const theirs = await pcapParserRead(octets);
      // A length on the wire below the captured one is raised here and not there.
      const raised = theirs.map((packet) => ({ ...packet, onWire: Math.max(packet.onWire, packet.data.length / 2) }));
      expect(packets.map(({ time, onWire, data }) => ({ time, onWire, data }))).toEqual(raised);
      compared++;
    }
    expect(compared).toBeGreaterThan(1400);
  });
});
