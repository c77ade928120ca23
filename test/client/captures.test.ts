/** PRODUCT.md, Contradictions, rule 1, on the lab's recordings of DNS and TLS: what each shows is in its manifest. */
import { labPath } from '../support/lab.js';
import { helloNames } from './capture-names.js';

const signal = 'chat.signal.org';

test.each<[string, string, readonly (readonly [sni: string | undefined, check: string, names: readonly string[]])[]]>([
  ['A and AAAA over UDP', 'a-aaaa-then-tls', [[signal, 'agrees', [signal]]]],
  [
    'what a browser asks: over IPv4, and it connects over IPv6, from another address',
    'chromium',
    [
      [signal, 'unknown', []],
      [signal, 'unknown', []],
    ],
  ],
  [
    'CNAME chains',
    'cname-chain',
    [
      ['cdn.zoo.test', 'agrees', ['cdn.zoo.test']],
      ['alias.news.example', 'agrees', ['alias.news.example']],
    ],
  ],
  ['domain fronting: not visible', 'fronting', [['front.example', 'agrees', ['front.example']]]],
  ['HTTPS records over UDP and TCP', 'https-record', [['h3.zoo.test', 'agrees', ['h3.zoo.test']]]],
  ['answers before the capture began', 'no-dns-seen', [[signal, 'unknown', []]]],
  ['a name that does not exist', 'nxdomain', [['news.example', 'agrees', ['news.example']]]],
  ['a resolver on another path: asked by another address', 'over-ipv6-transport', [[signal, 'unknown', []]]],
  [
    'two names at one address, then a hello without one',
    'shared-address',
    [
      ['graph.facebook.com', 'agrees', ['graph.facebook.com']],
      ['i.instagram.com', 'agrees', ['i.instagram.com', 'graph.facebook.com']],
      [undefined, 'unknown', ['i.instagram.com', 'graph.facebook.com']],
    ],
  ],
  ['DNS not seen, or over HTTPS', 'spoofed-sni-no-dns', [[signal, 'unknown', []]]],
  [
    'a spoofed SNI',
    'spoofed-sni',
    [
      ['news.example', 'agrees', ['news.example']],
      [signal, 'contradicts', ['news.example']],
    ],
  ],
  ['DNS over TCP', 'tcp-then-tls', [[signal, 'agrees', [signal]]]],
  [
    'another client was answered',
    'two-clients',
    [
      [signal, 'agrees', [signal]],
      [signal, 'unknown', []],
    ],
  ],
])('%s', async (_, capture, expected) => {
  const hellos = await helloNames(labPath(`dns/${capture}.pcap`));
  expect(hellos.map(({ sni, check, names }) => [sni, check, names])).toEqual(expected);
});
