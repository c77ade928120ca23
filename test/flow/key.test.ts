import { addressOf, KEY_WORDS, partitionHash, portOf, protocolOf, writeKey } from '../../src/flow/key.js';
import { FlowTable, PARTITIONS } from '../../src/flow/table.js';
import { decode } from '../../src/packet/decode.js';
import { Fault } from '../../src/packet/fault.js';
import { PacketView } from '../../src/packet/view.js';
import { address, tcpPacket, udpPacket } from '../support/frame-builder.js';

const RAW = 101;

function keyOf(packet: Uint8Array, encapsulation = 0): { key: Int32Array; direction: number } {
  const view = new PacketView();
  expect(decode(view, packet, 0, packet.length, packet.length, RAW)).toBe(Fault.None);
  const key = new Int32Array(KEY_WORDS);
  return { direction: writeKey(key, view, encapsulation), key };
}

function addressAt(key: Int32Array, endpoint: 0 | 1): number[] {
  const octets = new Uint8Array(16);
  return Array.from(octets.subarray(0, addressOf(key, 0, endpoint, octets)));
}

for (const [name, a, b] of [
  ['IPv4', '10.8.0.2', '203.0.113.7'],
  ['IPv4 with the sign bit set', '192.0.2.1', '10.0.0.1'],
  ['IPv6', 'fd00:8::2', '2001:db8:113::28'],
  ['IPv6 that differs in the last word', '2001:db8::ffff:1', '2001:db8::1'],
  ['one host', '127.0.0.1', '127.0.0.1'],
] as const) {
  test(`both directions give one key: ${name}`, () => {
    const forth = keyOf(tcpPacket({ src: a, dst: b, srcPort: 51234, dstPort: 443 }));
    const back = keyOf(tcpPacket({ src: b, dst: a, srcPort: 443, dstPort: 51234 }));
    expect(back.key).toEqual(forth.key);
    expect(back.direction).toBe(1 - forth.direction);
    const sender = forth.direction === 0 ? 0 : 1;
    expect(addressAt(forth.key, sender)).toEqual(address(a));
    expect(addressAt(forth.key, sender === 0 ? 1 : 0)).toEqual(address(b));
    expect(portOf(forth.key, 0, sender)).toBe(51234);
    expect(protocolOf(forth.key, 0)).toBe(6);
  });
}

test('protocol, version, port and encapsulation all tell flows apart', () => {
  const base = { src: '10.8.0.2', dst: '203.0.113.7', srcPort: 51234, dstPort: 443 };
  const keys = [
    keyOf(tcpPacket(base)).key,
    keyOf(udpPacket(base)).key,
    keyOf(tcpPacket({ ...base, srcPort: 51235 })).key,
    keyOf(tcpPacket({ ...base, src: '::ffff:10.8.0.2', dst: '::ffff:203.0.113.7' })).key,
    keyOf(tcpPacket(base), 1).key,
  ].map((key) => key.join());
  expect(new Set(keys).size).toBe(keys.length);
});

test('flows that differ in their encapsulation alone are spread over the partitions', () => {
  const packet = tcpPacket({ src: '10.8.0.2', dst: '203.0.113.7', srcPort: 51234, dstPort: 443 });
  const partitions = new Set(
    Array.from({ length: 1000 }, (_, within) => FlowTable.partitionOf(partitionHash(keyOf(packet, within).key, 0))),
  );
  expect(partitions.size).toBe(PARTITIONS);
});
