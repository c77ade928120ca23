/**
 * Recorded frames. The lab's link type captures hold one recording in many framings; the tables of expected hellos, made with
 * tshark, tell which 5-tuples the captures hold.
 */
import { readFileSync } from 'node:fs';
import { decode } from '../../src/packet/decode.js';
import { FAULT_NAMES } from '../../src/packet/fault.js';
import { PacketView } from '../../src/packet/view.js';
import { openSource } from '../../src/source/index.js';
import { readCsv } from '../support/csv.js';
import { labExpected, labPath } from '../support/lab.js';
import { describeShared, SHARED_CAPTURES } from '../support/shared.js';
import { type Decoded, read } from './decoded.js';

/** Every packet of a capture that belongs to a flow, and how many had which fault. */
async function decodeAll(path: string): Promise<{ packets: Decoded[]; faults: Map<string, number> }> {
  const packets: Decoded[] = [];
  const faults = new Map<string, number>();
  const view = new PacketView();
  const source = await openSource(path);
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    for (let i = 0; i < batch.count; i++) {
      const at = batch.at[i]!;
      const fault = decode(view, batch.octets, at, batch.captured[i]!, batch.onWire[i]!, batch.linkType[i]!);
      const name = FAULT_NAMES[fault]!;
      if (fault === 0) packets.push(read(view, fault, at));
      else faults.set(name, (faults.get(name) ?? 0) + 1);
    }
  }
  source.close();
  return { packets, faults };
}

/** The packet without what its framing decides. */
function unframed(packet: Decoded): Partial<Decoded> {
  const { ipAt: _ipAt, payloadAt: _payloadAt, ...rest } = packet;
  return rest;
}

function fiveTuple(row: { src: string; dst: string; srcPort: number; dstPort: number; protocol: number }): string {
  return `${row.protocol === 6 ? 'TCP' : 'UDP'} ${row.src} ${row.srcPort} ${row.dst} ${row.dstPort}`;
}

interface ExpectedHello {
  readonly capture: string;
  readonly src_ip: string;
  readonly src_port: string;
  readonly dest_ip: string;
  readonly dest_port: string;
  readonly proto: string;
}

/** The rows whose 5-tuple, client to server, no packet of the capture has. */
async function missing<Row extends ExpectedHello>(
  rows: readonly Row[],
  pathOf: (capture: string) => string,
): Promise<Row[]> {
  const seen = new Map<string, Set<string>>();
  const absent: Row[] = [];
  for (const row of rows) {
    let tuples = seen.get(row.capture);
    if (tuples === undefined) {
      tuples = new Set((await decodeAll(pathOf(row.capture))).packets.map(fiveTuple));
      seen.set(row.capture, tuples);
    }
    if (!tuples.has(`${row.proto} ${row.src_ip} ${row.src_port} ${row.dest_ip} ${row.dest_port}`)) absent.push(row);
  }
  return absent;
}

describe('one recording in many framings', () => {
  const framings = [
    'be',
    'nano',
    'modified',
    'raw',
    'raw12',
    'raw14',
    'null',
    'null-be',
    'utun',
    'loop',
    'enc',
    'ppp',
    'ppp-hdlc',
    'pktap',
    'pktap-149',
    'pcapdroid',
  ];

  test.each(framings)('%s.pcap', async (framing) => {
    const reference = await decodeAll(labPath('linktypes/ethernet.pcap'));
    expect(reference.packets).toHaveLength(86);
    const other = await decodeAll(labPath(`linktypes/${framing}.pcap`));
    expect(other.faults).toEqual(new Map());
    expect(other.packets.map(unframed)).toEqual(reference.packets.map(unframed));
  });

  test('ipv4.pcap and ipv6.pcap hold one version each', async () => {
    const reference = await decodeAll(labPath('linktypes/ethernet.pcap'));
    for (const version of [4, 6]) {
      const { packets, faults } = await decodeAll(labPath(`linktypes/ipv${version}.pcap`));
      expect(faults).toEqual(new Map());
      const expected = reference.packets.filter((packet) => packet.ipVersion === version);
      expect(packets.map(unframed)).toEqual(expected.map(unframed));
    }
  });
});

test('every hello of the lab is in a packet of its 5-tuple', async () => {
  const rows = labExpected();
  expect(rows.length).toBeGreaterThan(300);
  expect(await missing(rows, labPath)).toEqual([]);
});

describeShared('captures of other projects', () => {
  test('every hello is in a packet of its 5-tuple', async () => {
    const all = readCsv(readFileSync(`${SHARED_CAPTURES}/expected.csv`, 'utf8')) as unknown as ExpectedHello[];
    expect(all.length).toBeGreaterThan(1000);
    expect(await missing(all, (capture) => `${SHARED_CAPTURES}/${capture}`)).toEqual([]);
  });
});
