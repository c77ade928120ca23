import fc from 'fast-check';
import { jsonlSink, jsonOf } from '../../src/sink/jsonl.js';
import { Output } from '../../src/sink/output.js';
import type { FlowRecord } from '../../src/verdict/record.js';
import { BARE, FULL, LIVE_VERDICT, verdictRecord } from './records.js';

/** Every key of an object in the order it was written, as paths; of arrays, the first element's. */
function paths(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : paths(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${path}.${key}`, ...paths(inner, `${path}.${key}`)]);
}

// FLOW-RECORD.md, "One record": the keys in the order of the document.
const ORDER =
  `.timestamp .event_type .capture .flow_id .community_id .src_ip .src_port .dest_ip .dest_port .proto .vlan .tunnel
  .app_proto .flow .flow.pkts_toserver .flow.pkts_toclient .flow.bytes_toserver .flow.bytes_toclient .flow.start .flow.end
  .flow.state .flow.reason .tls .tls.version .tls.sni .tls.client_alpns .tls.ja3 .tls.ja3.hash .tls.ja3.string .tls.ja3s
  .tls.ja3s.hash .tls.ja3s.string .tls.ja4 .tls.ja4_r .tls.ech .tls.hello_octets .tls.hello_packets .tls.retried .tls.outcome
  .tls.outcome_class .quic .quic.version .dns .dns.names .label .label.app .label.source .pinsight .pinsight.action
  .pinsight.reason .pinsight.app .pinsight.bundle_id .pinsight.bundle_id.ios .pinsight.bundle_id.android .pinsight.score
  .pinsight.confidence .pinsight.candidates .pinsight.candidates[].app .pinsight.candidates[].probability .pinsight.evidence
  .pinsight.evidence[].kind .pinsight.evidence[].value .pinsight.evidence[].app .pinsight.evidence[].weight
  .pinsight.hypotheses .pinsight.hypotheses[].name .pinsight.hypotheses[].kind .pinsight.hypotheses[].probability
  .pinsight.hypotheses[].prior .pinsight.hypotheses[].families .pinsight.hypotheses[].families.name
  .pinsight.hypotheses[].families.client .pinsight.hypotheses[].pinned .pinsight.decided_at .pinsight.decided_packet
  .pinsight.decided_frame`.split(/\s+/);

test('a full record has every key, in the order of the document', () => {
  expect(paths(JSON.parse(jsonOf(FULL)))).toEqual(ORDER);
});

test('the example of the document, to the octet', () => {
  const { ja4_r: _, outcome_class: __, retried: ___, ...tls } = FULL.tls!;
  const record: FlowRecord = { ...FULL, tls, pinsight: { action: 'inspect', reason: 'not_tls', decided_packet: 4 } };
  expect(jsonOf(record)).toBe(
    '{"timestamp":"2026-11-24T09:30:12.123456Z","event_type":"flow","capture":"trace.pcapng","flow_id":17,' +
      '"community_id":"1:wCb3OG7yAFWelaUydu0D+125CLM=","src_ip":"10.8.0.2","src_port":51234,"dest_ip":"203.0.113.7",' +
      '"dest_port":443,"proto":"TCP","vlan":[7,4094],"tunnel":["gre","vxlan"],"app_proto":"tls",' +
      '"flow":{"pkts_toserver":12,"pkts_toclient":11,"bytes_toserver":2310,"bytes_toclient":8589934592,' +
      '"start":"2026-11-24T09:30:12.123456Z","end":"2026-11-24T09:30:13.000001Z","state":"established",' +
      '"reason":"end_of_input"},"tls":{"version":"TLS 1.3","sni":"chat.signal.org","client_alpns":["h2","http/1.1"],' +
      '"ja3":{"hash":"aa5064e82d8717fcdf164fa9d77b78bb","string":"771,4865-4866,0-23,29-23,0"},' +
      '"ja3s":{"hash":"0149f47eabf9a20d0893e2a44e5a6323","string":"771,4865,43-51"},' +
      '"ja4":"t13d1516h2_8daaf6152771_e5627efa2ab1","ech":"absent","hello_octets":1771,"hello_packets":2,' +
      '"outcome":"abandoned"},"quic":{"version":"draft-29"},"dns":{"names":["chat.signal.org","front.example"]},' +
      '"label":{"app":"org.thoughtcrime.securesms","source":"option"},' +
      '"pinsight":{"action":"inspect","reason":"not_tls","decided_packet":4}}',
  );
});

test('what is not known is left out, not empty', () => {
  expect(paths(JSON.parse(jsonOf(BARE)))).toEqual(
    ORDER.filter((path) => !/^\.(vlan|tunnel|app_proto|tls|quic|dns|label)|pinsight\.(?!action|reason)/.test(path)),
  );
});

test('a handshake of which nothing was read is an empty object', () => {
  expect(JSON.parse(jsonOf({ ...BARE, tls: {} })).tls).toEqual({});
  expect(JSON.parse(jsonOf(verdictRecord({ ...FULL.pinsight, bundle_id: {} }))).pinsight.bundle_id).toEqual({});
});

test('evidence shows its four fields only, whatever else it carries', () => {
  const evidence = [{ ...FULL.pinsight.evidence![0]!, fact: { level: 'verified', platform: [], source: 'x' } }];
  expect(JSON.parse(jsonOf(verdictRecord({ ...FULL.pinsight, evidence }))).pinsight.evidence).toEqual([
    { kind: 'sni', value: 'chat.signal.org', app: 'Signal', weight: 9.1 },
  ]);
});

test('strings and numbers are those of JSON.stringify', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.double(), (text, value) => {
      const json = jsonOf({ ...FULL, capture: text, tls: { sni: text }, pinsight: { ...FULL.pinsight, score: value } });
      expect(json).toContain(`"capture":${JSON.stringify(text)},`);
      expect(json).toContain(`"tls":{"sni":${JSON.stringify(text)}}`);
      expect(json).toContain(`"score":${JSON.stringify(value)},`);
      expect(json).not.toContain('\n');
    }),
  );
});

test('a fingerprint whose text is left out keeps its hash', () => {
  const ja3: { hash: string; string?: string } = { hash: 'aa5064e82d8717fcdf164fa9d77b78bb' };
  const record = { ...BARE, tls: { ja3 } } as unknown as FlowRecord;
  expect(JSON.parse(jsonOf(record))).toMatchObject({ tls: { ja3 } });
  expect(jsonOf(record)).toContain('"ja3":{"hash":"aa5064e82d8717fcdf164fa9d77b78bb"}');
});

test('lines of one stack, and of others whose hashes begin alike, are what JSON.stringify makes of them', async () => {
  const written: Buffer[] = [];
  const output = new Output({ to: (octets) => written.push(Buffer.from(octets)) });
  const sink = jsonlSink({ output });
  const ja3s = [1, 2, 3].map((n) => ({ hash: `aa5064e82d8717fcdf164fa9d77b78b${n}`, string: `771,4865,${n}` }));
  const records: FlowRecord[] = [];
  for (let i = 0; i < 200; i++) {
    // Each for a while, then by turns, then as copies.
    const one = ja3s[i < 90 ? Math.floor(i / 30) : i % 3]!;
    records.push({ ...FULL, flow_id: i, tls: { ja3: i < 150 ? one : { ...one }, ja3s: one } });
  }
  sink.open();
  for (const record of records) sink.write(record);
  await sink.close();
  const lines = Buffer.concat(written).toString().trimEnd().split('\n');
  expect(lines).toEqual(records.map(jsonOf));
  expect(lines.map((line) => JSON.parse(line).tls)).toEqual(records.map(({ tls }) => tls));
});

// FLOW-RECORD.md, "Live": a verdict at the hello has the counters so far, no end, and no number of a capture's frame.
test('a live verdict has a flow without a reason', () => {
  const written = jsonOf(LIVE_VERDICT);
  expect(paths(JSON.parse(written))).toEqual(
    ORDER.filter((path) => path !== '.flow.reason' && path !== '.pinsight.decided_frame'),
  );
  expect(JSON.parse(written)).toMatchObject({ event_type: 'verdict', capture: 'tun0', flow: { state: 'established' } });
});
