/** What is given up under overload, and above all what is not. */
import { shedBulk } from '../../src/engine/shed.js';
import { openSource } from '../../src/source/index.js';
import { batchOf } from '../support/batch.js';
import { classifyFiles } from '../support/classify.js';
import { ACK, ethernet, FIN, SYN, tcpPacket, udpPacket } from '../support/frame-builder.js';
import { DEMO, labPath } from '../support/lab.js';

const server = { src: '203.0.113.7', dst: '10.8.0.2', srcPort: 443, dstPort: 51234 };
const client = { src: '10.8.0.2', dst: '203.0.113.7', srcPort: 51234, dstPort: 443 };
const six = { src: '2001:db8::1', dst: 'fd00:8::2', srcPort: 443, dstPort: 51234 };
const large = new Uint8Array(1200);

function left(packets: readonly Uint8Array[], linkType = 101): number[] {
  const batch = batchOf(
    packets.map((octets, at) => ({ at, octets })),
    1,
    linkType,
  );
  const gone = shedBulk(batch);
  expect(gone).toBe(packets.length - batch.count);
  return [...batch.time.subarray(0, batch.count)].map((time) => time / 1e6);
}

test('large segments and QUIC datagrams from a server go, in order, and the rest closes up', () => {
  const packets = [
    tcpPacket({ ...client, flags: SYN, seq: 1 }),
    tcpPacket({ ...server, flags: ACK, seq: 1, payload: large }),
    tcpPacket({ ...client, flags: ACK, seq: 2, payload: large }), // a hello may be as large
    udpPacket({ ...server, payload: large }),
    tcpPacket({ ...server, flags: ACK, seq: 1, payload: new Uint8Array(100) }), // a small flight
    tcpPacket({ ...server, flags: ACK | FIN, seq: 1, payload: large }),
    tcpPacket({ ...six, flags: ACK, seq: 1, payload: large }),
    udpPacket({ ...server, srcPort: 53, payload: large }), // a large DNS answer
    tcpPacket({ ...server, srcPort: 8443, flags: ACK, seq: 1, payload: large }), // who is who is not known
    tcpPacket({ ...server, dstPort: 22, flags: ACK, seq: 1, payload: large }),
  ];
  const kept = [0, 2, 4, 5, 7, 8, 9];
  expect(left(packets)).toEqual(kept);
  expect(
    left(
      packets.map((packet) => ethernet({ payload: packet })),
      1,
    ),
  ).toEqual(kept);
  expect(
    left(
      packets.map((packet) => ethernet({ payload: packet })),
      113,
    ),
  ).toHaveLength(packets.length);
});

test('what is cut, or no IP, stays for the decoder', () => {
  const packet = tcpPacket({ ...server, flags: ACK, seq: 1, payload: large });
  const batch = batchOf([{ at: 0, octets: packet.subarray(0, 40) }], 1, 101);
  batch.onWire[0] = packet.length;
  expect(shedBulk(batch)).toBe(0);
  const odd = packet.slice();
  odd[0] = 0x46;
  expect(left([odd, new Uint8Array(1400)])).toEqual([0, 1]);
});

test.each([DEMO, labPath('hellos/curl-openssl.pcap'), labPath('dns/chromium.pcap')])(
  'no packet that a hello needs is bulk: %s',
  async (path) => {
    const { records } = await classifyFiles([path], { explain: true });
    const needed = new Set(records.map((record) => record.pinsight.decided_frame!));
    expect(needed.size).toBeGreaterThan(0);
    const source = await openSource(path);
    let kept = 0;
    for (let batch = await source.next(); batch !== null; batch = await source.next()) {
      for (let i = 0; i < batch.count; i++) batch.label[i] = i + 1;
      const first = batch.firstFrame;
      shedBulk(batch);
      for (let i = 0; i < batch.count; i++) if (needed.has(first + batch.label[i]! - 1)) kept++;
    }
    source.close();
    expect(kept).toBe(needed.size);
  },
);
