import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fromHex } from '../../../src/bytes/hex.js';
import { parseDnsResponse } from '../../../src/protocol/dns/answers.js';
import { looksLikeDns } from '../../../src/protocol/dns/message.js';
import { describeShared, SHARED_CAPTURES } from '../../support/shared.js';

/** Captures with DNS over UDP port 53, of the lab and of others, odd ones among them. */
const CAPTURES = [
  'lab/demo-phone.pcapng',
  'lab/dns/chromium.pcap',
  'lab/dns/cname-chain.pcap',
  'lab/dns/https-record.pcap',
  'lab/dns/over-ipv6-transport.pcap',
  'tcpdump/dns_udp.pcap',
  'tcpdump/dnssec.pcap',
  'tcpdump/dns-uri.pcap',
  'zeek/dns-svcb.pcap',
  'suricata-verify/pcaps/20250224-dns-additionals-with-cname.pcap',
];

const FIELDS = [
  'udp.payload',
  'dns.flags.response',
  'dns.flags.rcode',
  'dns.qry.name',
  'dns.count.auth_rr',
  'dns.count.add_rr',
  'dns.a',
  'dns.aaaa',
  'dns.cname',
  'dns.resp.type',
  'dns.svcb.svcparam.ipv4hint.ip',
  'dns.svcb.svcparam.ipv6hint.ip',
  'dns.svcb.svcparam.alpn',
];
const ONE_QUESTION = 'udp.port == 53 && dns && !_ws.malformed && dns.count.queries == 1';

function tshark(capture: string): string[][] {
  const args = ['-r', path.join(SHARED_CAPTURES, capture), '-Y', ONE_QUESTION, '-T', 'fields'];
  const { status, stdout } = spawnSync('tshark', [...args, ...FIELDS.flatMap((field) => ['-e', field])], {
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

const list = (text: string): string[] => (text === '' ? [] : text.split(',').map((item) => item.toLowerCase()));

describeShared('DNS answers as tshark reads them', () => {
  const available = spawnSync('tshark', ['--version']).status === 0;
  for (const capture of CAPTURES) {
    (available ? test : test.skip)(`${capture}${available ? '' : ' (skipped: no tshark)'}`, () => {
      const rows = tshark(capture);
      expect(rows.length).toBeGreaterThan(0);
      for (const [payload, response, rcode, question, authority, additional, a, aaaa, cname, types, ...svcb] of rows) {
        const [ipv4Hints, ipv6Hints, alpn] = svcb;
        const octets = fromHex(payload!);
        expect(looksLikeDns(octets, 0, octets.length)).toBe(true);
        const answer = parseDnsResponse(octets, 0, octets.length);
        if (!/^(1|True)$/.test(response!) || rcode !== '0') {
          expect(answer).toBeNull();
          continue;
        }
        expect(answer?.question).toBe(question!.toLowerCase().replace('<root>', '.'));
        // tshark lists the records of all sections together: compared if the others hold an OPT record at most.
        const others = Number(authority) + Number(additional);
        if (others > 1 || (others === 1 && !types!.endsWith('41'))) continue;
        const addresses = answer!.addresses.filter(({ hint }) => !hint);
        const hints = answer!.addresses.filter(({ hint }) => hint).map(({ address }) => address);
        expect(hints.filter((address) => !address.includes(':'))).toEqual(list(ipv4Hints!));
        expect(hints.filter((address) => address.includes(':'))).toEqual(list(ipv6Hints!));
        const ids = (answer!.services ?? []).flatMap((service) => service.alpn);
        expect(ids).toEqual(list(alpn!));
        expect(addresses.filter(({ family }) => family === 4).map(({ address }) => address)).toEqual(list(a!));
        expect(addresses.filter(({ family }) => family === 6).map(({ address }) => address)).toEqual(list(aaaa!));
        expect(answer!.aliases.map(({ target }) => target)).toEqual(list(cname!));
        expect(answer!.missing).toBeUndefined();
      }
    });
  }
});
