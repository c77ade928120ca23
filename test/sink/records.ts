/** Flow records made by hand, from the example in FLOW-RECORD.md: what the sinks' tests write. */
import type { FlowRecord } from '../../src/verdict/record.js';

/** Every field there is. */
export const FULL: FlowRecord = {
  timestamp: 1_795_512_612_123_456, // 2026-11-24T09:30:12.123456Z
  event_type: 'flow',
  capture: 'trace.pcapng',
  flow_id: 17,
  community_id: '1:wCb3OG7yAFWelaUydu0D+125CLM=',
  src_ip: '10.8.0.2',
  src_port: 51234,
  dest_ip: '203.0.113.7',
  dest_port: 443,
  proto: 'TCP',
  vlan: [7, 4094],
  tunnel: ['gre', 'vxlan'],
  app_proto: 'tls',
  flow: {
    pkts_toserver: 12,
    pkts_toclient: 11,
    bytes_toserver: 2310,
    bytes_toclient: 8_589_934_592, // more than 32 bits
    start: 1_795_512_612_123_456,
    end: 1_795_512_613_000_001,
    state: 'established',
    reason: 'end_of_input',
  },
  tls: {
    version: 'TLS 1.3',
    sni: 'chat.signal.org',
    client_alpns: ['h2', 'http/1.1'],
    ja3: { hash: 'aa5064e82d8717fcdf164fa9d77b78bb', string: '771,4865-4866,0-23,29-23,0' },
    ja3s: { hash: '0149f47eabf9a20d0893e2a44e5a6323', string: '771,4865,43-51' },
    ja4: 't13d1516h2_8daaf6152771_e5627efa2ab1',
    ja4_r: 't13d1516h2_1301,1302_0005,000a_0403',
    ech: 'absent',
    hello_octets: 1771,
    hello_packets: 2,
    retried: true,
    outcome: 'abandoned',
    outcome_class: 'C',
  },
  quic: { version: 'draft-29' },
  dns: { names: ['chat.signal.org', 'front.example'] },
  label: { app: 'org.thoughtcrime.securesms', source: 'option' },
  pinsight: {
    action: 'bypass',
    reason: 'pinned_app',
    app: 'Signal',
    bundle_id: { ios: 'org.whispersystems.signal', android: 'org.thoughtcrime.securesms' },
    score: 0.917,
    confidence: 0.997,
    candidates: [
      { app: 'Signal', probability: 0.997 },
      { app: 'Chrome', probability: 0.002 },
    ],
    evidence: [
      { kind: 'sni', value: 'chat.signal.org', app: 'Signal', weight: 9.1 },
      { kind: 'ja4', value: 't13d1516h2_8daaf6152771_e5627efa2ab1', app: 'Signal', weight: -0.25 },
    ],
    hypotheses: [
      {
        name: 'Signal',
        kind: 'app',
        probability: 0.997,
        prior: 0.001,
        families: { name: -1.5, client: -6 },
        pinned: 0.98,
      },
      { name: 'unknown', kind: 'unknown', probability: 0.003, prior: 0.25, families: {}, pinned: 0 },
    ],
    decided_at: 1_795_512_612_200_000,
    decided_packet: 4,
    decided_frame: 23,
  },
};

/** Nothing but what every record has. */
export const BARE: FlowRecord = {
  timestamp: 0,
  event_type: 'flow',
  capture: '-',
  flow_id: 1,
  community_id: '1:LQU9qZlK+B5F3KDmev6m5PMibrg=',
  src_ip: 'fd00:8::2',
  src_port: 53,
  dest_ip: '2001:db8:113::49',
  dest_port: 5222,
  proto: 'UDP',
  flow: {
    pkts_toserver: 1,
    pkts_toclient: 0,
    bytes_toserver: 60,
    bytes_toclient: 0,
    start: 0,
    end: 0,
    state: 'new',
    reason: 'timeout',
  },
  pinsight: { action: 'inspect', reason: 'no_hello' },
};

/** `FULL` without what is there only under --verbose, and with a verdict of its own. */
export function verdictRecord(pinsight: FlowRecord['pinsight'], changes: Partial<FlowRecord> = {}): FlowRecord {
  return { ...FULL, ...changes, pinsight };
}

/** What leaves at the hello of a live flow: it goes on, and so there is no reason for its end; frames have no numbers. */
export const LIVE_VERDICT: FlowRecord = (() => {
  const { reason: _, ...flow } = FULL.flow;
  const { decided_frame: __, ...pinsight } = FULL.pinsight;
  return { ...FULL, event_type: 'verdict', capture: 'tun0', flow, pinsight };
})();
