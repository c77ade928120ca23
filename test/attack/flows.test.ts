/** Floods of flows: HOUSE.md section 2, "Bounds"; FIELD-NOTES section 1, the row on floods and scans. */
import { ACK, RST, SYN } from '../support/frame-builder.js';
import { attack, describeAttack, expectSurvived, flood } from './attack.js';
import { fromClient, HELLO, tcpTemplate } from './packets.js';

const DEFAULT_MAX_FLOWS = 1_000_000;
const MAX_READERS = 32_768;

describeAttack('floods of flows', () => {
  test('a SYN flood of 5 million 5-tuples', async () => {
    const packets = 5_000_000;
    const survived = await attack(
      'SYN flood',
      flood({ packets, gapUs: 1, packet: fromClient(tcpTemplate({ flags: SYN })) }),
    );
    expectSurvived(survived);
    const { flows, limits, hellos } = survived.summary;
    expect(flows).toBeGreaterThan(packets);
    expect(limits.flows).toBeGreaterThanOrEqual(flows - DEFAULT_MAX_FLOWS);
    expect(hellos.tls).toBe(1);
  });

  test('a million hellos of which only half is ever sent', async () => {
    const packets = 1_000_000;
    const half = HELLO.subarray(0, HELLO.length >> 1);
    const survived = await attack(
      'half-finished hellos',
      flood({ packets, gapUs: 2, packet: fromClient(tcpTemplate({ flags: ACK, payload: half })) }),
    );
    expectSurvived(survived);
    expect(survived.summary.limits.handshakes).toBeGreaterThanOrEqual(packets - MAX_READERS);
    expect(survived.summary.hellos.tls).toBe(1);
  });

  test('300,000 whole hellos, each of a flow that is never closed', async () => {
    const packets = 300_000;
    const survived = await attack(
      'whole hellos, none closed',
      flood({ packets, gapUs: 2, packet: fromClient(tcpTemplate({ flags: ACK, payload: HELLO })) }),
    );
    expectSurvived(survived);
    expect(survived.summary.hellos.tls).toBe(packets + 1);
  });

  test('one 5-tuple, opened and reset a million times', async () => {
    const packets = 2_000_000;
    const syn = tcpTemplate({ flags: SYN });
    const reset = tcpTemplate({ flags: RST | ACK });
    const survived = await attack(
      '5-tuple reuse',
      flood({
        packets,
        gapUs: 2,
        packet: (i, into) => {
          into.set(i % 2 === 0 ? syn : reset);
          into.writeUInt32BE(i, 20 + 4);
          return syn.length;
        },
      }),
    );
    expectSurvived(survived);
    expect(survived.summary.flows).toBeGreaterThan(packets / 2);
    expect(survived.summary.limits.flows).toBeUndefined();
  });
});
