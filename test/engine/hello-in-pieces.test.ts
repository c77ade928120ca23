/** FIELD-NOTES section 1 on real recordings: hellos larger than a packet, and GREASE where Chromium now puts it. */
import { readFileSync } from 'node:fs';
import { dissect, TCP } from '../fuzz/fields.js';
import { framesOf } from '../fuzz/seeds.js';
import { classifyFiles } from '../support/classify.js';
import { labPath } from '../support/lab.js';

const CAPTURE = labPath('hellos/chromium.pcap');
/** Record header and message header: RFC 8446 §5.1 and §4. */
const RECORD_HEADER = 5;
const CLIENT_HELLO = 1;

/** By client port: which packet of its flow, from 1, brings the last octet of the first record that holds a ClientHello. */
async function completedBy(): Promise<Map<number, number>> {
  const packets = new Map<number, number>();
  const missing = new Map<number, number>();
  const completed = new Map<number, number>();
  for (const { octets, linkType } of await framesOf(new Uint8Array(readFileSync(CAPTURE)))) {
    const { protocol, transportAt: at, payloadAt, payloadEnd } = dissect(octets, linkType);
    if (protocol !== TCP) continue;
    const view = new DataView(octets.buffer, octets.byteOffset);
    const ports = [view.getUint16(at), view.getUint16(at + 2)];
    const client = Math.max(...ports);
    packets.set(client, (packets.get(client) ?? 0) + 1);
    const payload = payloadEnd - payloadAt;
    if (ports[0] !== client || payload === 0 || completed.has(client)) continue;
    const begins = octets[payloadAt] === 22 && octets[payloadAt + RECORD_HEADER] === CLIENT_HELLO;
    if (!missing.has(client) && !begins) continue;
    const whole = missing.get(client) ?? RECORD_HEADER + view.getUint16(payloadAt + 3);
    missing.set(client, whole - payload);
    if (whole - payload <= 0) completed.set(client, packets.get(client)!);
  }
  return completed;
}

test('decided_packet is the one that completes the hello, not the one that begins it', async () => {
  const { records } = await classifyFiles([CAPTURE]);
  const tls = records.filter((record) => record.app_proto === 'tls');
  expect(tls.some((record) => record.tls!.hello_packets === 2 && record.tls!.hello_octets! > 1460)).toBe(true);
  const expected = await completedBy();
  for (const record of tls) expect(record.pinsight.decided_packet).toBe(expected.get(record.src_port));
});

test('GREASE in signature algorithms: Chromium has its published JA4 on every connection', async () => {
  const { records } = await classifyFiles([CAPTURE]);
  const ja4 = records.filter((record) => record.app_proto === 'tls').map((record) => record.tls?.ja4);
  expect(ja4.length).toBeGreaterThan(0);
  // Of FIELD-NOTES, for Chromium 152.
  expect(new Set(ja4)).toEqual(new Set(['t13d1517h2_8daaf6152771_cb7bf5808d99']));
});
