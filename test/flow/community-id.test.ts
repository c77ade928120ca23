import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseAddress } from '../../src/bytes/address.js';
import { communityId, communityIdOfKey } from '../../src/flow/community-id.js';
import { KEY_WORDS, writeKey } from '../../src/flow/key.js';
import { PacketView } from '../../src/packet/view.js';
import { describeShared, SHARED_CAPTURES } from '../support/shared.js';

const of = (src: string, srcPort: number, dst: string, dstPort: number, protocol: number): string =>
  communityId(parseAddress(src)!, parseAddress(dst)!, srcPort, dstPort, protocol);

/** The same from a key that lies behind another in one array, as in the flow table. */
function ofKey(src: string, srcPort: number, dst: string, dstPort: number, protocol: number): string {
  const view = new PacketView();
  const [from, to] = [parseAddress(src)!, parseAddress(dst)!];
  view.buf = Uint8Array.from([...from, ...to]);
  view.ipVersion = from.length === 4 ? 4 : 6;
  view.srcAt = 0;
  view.dstAt = from.length;
  view.srcPort = srcPort;
  view.dstPort = dstPort;
  view.protocol = protocol;
  const words = new Int32Array(2 * KEY_WORDS).fill(-1);
  writeKey(words.subarray(KEY_WORDS), view, 3);
  return communityIdOfKey(words, KEY_WORDS);
}

describe('communityId', () => {
  for (const [origin, src, srcPort, dst, dstPort, protocol, expected] of [
    // corelight/community-id-spec, baseline/baseline_deflt.json
    ['baseline', '128.232.110.120', 34855, '66.35.250.204', 80, 6, '1:LQU9qZlK+B5F3KDmev6m5PMibrg='],
    ['baseline', '192.168.1.52', 54585, '8.8.8.8', 53, 17, '1:d/FP5EW3wiY1vCndhwleRRKHowQ='],
    [
      'baseline',
      '2001:470:e5bf:dead:4957:2174:e82c:4887',
      63943,
      '2607:f8b0:400c:c03::1a',
      25,
      6,
      '1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=',
    ],
    ['baseline, equal ports', '192.168.170.8', 7, '192.168.170.56', 7, 132, '1:MP2EtRCAUIZvTw6MxJHLV7N7JDs='],
    // corelight/pycommunityid, tests/communityid_test.py
    ['pycommunityid issue 3', '10.0.0.1', 10, '10.0.0.2', 11569, 6, '1:SXBGMX1lBOwhhoDrZynfROxnhnM='],
    ['pycommunityid', '192.168.170.8', 7, '192.168.170.56', 80, 132, '1:jQgCxbku+pNGw8WPbEc/TS/uTpQ='],
    // zeek/zeek, testing/btest/bifs/community_id_v1.zeek
    ['zeek', '1.2.3.4', 1122, '5.6.7.8', 3344, 6, '1:wCb3OG7yAFWelaUydu0D+125CLM='],
    ['zeek', '1.2.3.4', 1122, '5.6.7.8', 3344, 17, '1:0Mu9InQx6z4ZiCZM/7HXi2WMhOg='],
  ] as const) {
    test(`${origin}: ${src}, ${dst}, protocol ${protocol}, from either side`, () => {
      expect(of(src, srcPort, dst, dstPort, protocol)).toBe(expected);
      expect(of(dst, dstPort, src, srcPort, protocol)).toBe(expected);
      expect(ofKey(src, srcPort, dst, dstPort, protocol)).toBe(expected);
      expect(ofKey(dst, dstPort, src, srcPort, protocol)).toBe(expected);
    });
  }

  test('between equal addresses the ports decide', () => {
    expect(of('127.0.0.1', 2, '127.0.0.1', 1, 6)).toBe(of('127.0.0.1', 1, '127.0.0.1', 2, 6));
  });
});

const FIELDS =
  'ip.src ip.dst ipv6.src ipv6.dst ip.proto ipv6.nxt tcp.srcport tcp.dstport udp.srcport udp.dstport communityid';

function tshark(file: string): { status: number | null; stdout: string } {
  const fields = FIELDS.split(' ').flatMap((field) => ['-e', field]);
  return spawnSync('tshark', ['--enable-protocol', 'communityid', '-r', file, '-T', 'fields', ...fields], {
    encoding: 'utf8',
  });
}

describeShared('communityId as tshark prints it', () => {
  const available = spawnSync('tshark', ['--version']).status === 0;
  (available ? test : test.skip)(
    `of every packet of the demo capture${available ? '' : ' (skipped: no tshark)'}`,
    () => {
      const { status, stdout } = tshark(path.join(SHARED_CAPTURES, 'lab/demo-phone.pcapng'));
      expect(status).toBe(0);
      let compared = 0;
      for (const line of stdout.split('\n')) {
        const [src4, dst4, src6, dst6, protocol, next, tcpSrc, tcpDst, udpSrc, udpDst, expected] = line.split('\t');
        // One address a column: ICMP errors and tunnels have several.
        if (!expected || line.includes(',') || !(tcpSrc || udpSrc)) continue;
        const sent = of(
          src4 || src6!,
          Number(tcpSrc || udpSrc),
          dst4 || dst6!,
          Number(tcpDst || udpDst),
          Number(protocol || next),
        );
        expect(sent).toBe(expected);
        compared++;
      }
      expect(compared).toBeGreaterThan(500);
    },
  );
});
