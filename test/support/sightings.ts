/**
 * Sightings built by hand, with fingerprints of the lab's clients as its expected.csv gives them. The lab's OkHttp and rustls are in
 * no list of fingerprints: they stand for an app on a stack of its own.
 */
import type { Sighting } from '../../src/evidence/index.js';

export const LAB_JA4 = {
  curl: 't13d3112h2_e8f1e7e78f70_b26ce05bbdd6',
  okhttp: 't13d1514h2_8daaf6152771_a5b99884f7f5',
  rustls: 't13d1012h1_61a7ad8aa9b6_dc02626b439c',
  java: 't13d371200_db35923f8641_7c76daad20ec',
  chromium: 't13d1517h2_8daaf6152771_cb7bf5808d99',
  chromiumResumed: 't13d1518h2_8daaf6152771_e2d80978ab2e',
  chromiumTls12: 't12d1212h2_d34a8e72043a_0d32fd8a6501',
  chromiumQuic: 'q13d0312h3_55b375c5d22e_178839b6cec1',
  firefox: 't13d1617h2_86a278354501_3cbfd9057e0d',
  firefoxQuic: 'q13d0315h3_55b375c5d22e_dc5437974b47',
  node: 't13d591000_a33745022dd6_1f22a2ca17c4',
  go: 't13d1910h2_9dc949149365_97f8aa674fd9',
  /** Not of the lab: rows of fixtures/catalog/tls-stacks.json. */
  urlSession: 't13d1314h2_f57a46bbacb6_14788d8d241b',
  safari: 't13d2014h2_a09f3c656075_14788d8d241b',
  androidOkHttp: 't13d1513h2_8daaf6152771_eca864cca44a',
} as const;

export type LabClient = keyof typeof LAB_JA4;

export function sightingOf(sni: string | undefined, client: LabClient, more: Partial<Sighting> = {}): Sighting {
  return {
    state: 'hello',
    carrier: LAB_JA4[client].startsWith('q') ? 'q' : 't',
    ...(sni === undefined ? {} : { sni }),
    alpn: ['h2', 'http/1.1'],
    ech: false,
    fingerprint: { ja4: LAB_JA4[client] },
    clientIp: '10.8.0.2',
    serverIp: '203.0.113.40',
    serverPort: 443,
    resolvedNames: [],
    dnsCheck: 'agrees',
    appsInUse: [],
    ...more,
  };
}
