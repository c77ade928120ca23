/** `--redact`: no client address comes out, whatever kind of flow it is in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonOf } from '../../src/sink/jsonl.js';
import { writePcap } from '../support/capture-writer.js';
import { classifyFiles } from '../support/classify.js';
import { ACK, tcpPacket, udpPacket } from '../support/frame-builder.js';
import { DEMO } from '../support/lab.js';

const redact = (address: string): string => (address.includes(':') ? '2001:db8:ffff::1' : '240.0.0.1');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinsight-redact-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function output(packets: readonly Uint8Array[], devices: readonly string[]): Promise<string> {
  const path = join(folder, 'capture.pcap');
  writeFileSync(path, writePcap({ linkType: 101, packets: packets.map((data, i) => ({ time: i * 1000, data })) }));
  const { records } = await classifyFiles([path], { all: true, redact, devices });
  return records.map((record) => jsonOf({ ...record, capture: '' })).join('\n');
}

const answer = udpPacket({ src: '9.9.9.9', dst: '10.8.0.2', srcPort: 53, dstPort: 4000, payload: new Uint8Array(20) });
const fromServer = tcpPacket({ src: '203.0.113.7', dst: '10.8.0.2', srcPort: 443, dstPort: 4001, flags: ACK });
const between = tcpPacket({ src: '10.8.0.2', dst: '10.8.0.3', srcPort: 5000, dstPort: 5001, flags: ACK });

test('where nothing tells the client, neither end is shown', async () => {
  const text = await output([answer, fromServer], []);
  expect(text).not.toContain('10.8.0.2');
});

test('an address of the tunnel is not shown, wherever it stands', async () => {
  const text = await output([answer, fromServer, between], ['10.8.0.0/24']);
  expect(text).not.toMatch(/10\.8\.0\./);
  expect(text).toContain('9.9.9.9');
  expect(text).toContain('203.0.113.7');
});

test('the demo with the tunnel known: no client address in any record', async () => {
  const { records } = await classifyFiles([DEMO], { all: true, redact, devices: ['10.8.0.0/24', 'fd00:8::/64'] });
  for (const record of records) expect(jsonOf(record)).not.toMatch(/10\.8\.0\.|fd00:8:/);
});

test('the hash of the true 5-tuple is not shown either', async () => {
  const plain = await classifyFiles([DEMO]);
  const hidden = await classifyFiles([DEMO], { redact });
  const ids = new Set(plain.records.map((record) => record.community_id));
  for (const record of hidden.records) expect(ids.has(record.community_id)).toBe(false);
});
