/** Floods of datagrams that cost more than others: QUIC Initials, for which keys are derived, and answers of DNS, which are remembered. */

import { A, message, name } from '../protocol/dns/build.js';
import { ipv4, udp } from '../support/frame-builder.js';
import { attack, describeAttack, expectSurvived, flood } from './attack.js';
import { fromClient, noise, udpTemplate } from './packets.js';

const UDP_PAYLOAD = 28;
/** Of a long header: first octet, version, length of the ID. */
const DCID_AT = UDP_PAYLOAD + 6;

/** RFC 9000 §17.2.2: an Initial of 1,200 octets that no key opens. */
function initial(): Uint8Array {
  const octets = new Uint8Array(1200).fill(0x5c);
  octets.set([0xc3, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x44, 0x98]);
  return octets;
}

describeAttack('QUIC Initials with random connection IDs', () => {
  test('all in one flow', async () => {
    const template = udpTemplate(443, initial());
    const survived = await attack(
      'QUIC Initials, one flow',
      flood({
        packets: 300_000,
        gapUs: 10,
        packet: (i, into) => {
          into.set(template);
          into.writeUInt32BE(noise(i), DCID_AT);
          return template.length;
        },
      }),
    );
    expectSurvived(survived);
    expect(survived.summary.hellos.quic).toBe(0);
    expect(survived.summary.limits.hello_candidates).toBe(1);
  });

  test('each in a flow of its own', async () => {
    const write = fromClient(udpTemplate(443, initial()));
    const survived = await attack(
      'QUIC Initials, a flow each',
      flood({
        packets: 200_000,
        gapUs: 10,
        packet: (i, into) => {
          const length = write(i, into);
          into.writeUInt32BE(noise(i), DCID_AT);
          return length;
        },
      }),
    );
    expectSurvived(survived);
    expect(survived.summary.hellos.quic).toBe(0);
    expect(survived.summary.limits.handshakes).toBeGreaterThan(100_000);
  });
});

describeAttack('answers of DNS', () => {
  const answer = message({
    question: name('xxxxxxxx.example.org'),
    records: [{ owner: [0xc0, 12], type: A, rdata: [198, 51, 100, 1], ttl: 86_400 }],
  });
  const packet = ipv4({
    src: '203.0.113.53',
    dst: '12.0.0.1',
    protocol: 17,
    payload: udp({ srcPort: 53, dstPort: 40_000, payload: answer }),
  });
  const LABEL_AT = UDP_PAYLOAD + 12 + 1;
  const DST_AT = 16;

  test('300,000 names for one client', async () => {
    const survived = await attack(
      'DNS, 300,000 names',
      flood({
        packets: 300_000,
        gapUs: 10,
        packet: (i, into) => {
          into.set(packet);
          into.write(i.toString(36).padStart(8, 'x'), LABEL_AT, 'latin1');
          into.writeUInt32BE(noise(i), packet.length - 4);
          return packet.length;
        },
      }),
    );
    expectSurvived(survived);
    expect(survived.summary.limits.dns_names).toBeGreaterThan(270_000);
  });

  test('300,000 clients with a name each', async () => {
    const survived = await attack(
      'DNS, 300,000 clients',
      flood({
        packets: 300_000,
        gapUs: 10,
        packet: (i, into) => {
          into.set(packet);
          into.writeUInt32BE(0x0c00_0000 + i, DST_AT);
          return packet.length;
        },
      }),
    );
    expectSurvived(survived);
    expect(survived.summary.limits.dns_clients).toBeGreaterThan(270_000);
  });
});
