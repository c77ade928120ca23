/** Flows that are classified before the source is opened: each of them has a hello that is read, and nothing of them comes out. */
import type { LaneOptions } from '../../../src/cli/attach/lane.js';
import { warmUpLane } from '../../../src/cli/attach/warm-up.js';
import { quietModel } from '../../../src/cli/model.js';
import { DEFAULT_FLOW_OPTIONS } from '../../../src/engine/options.js';
import type { Sink } from '../../../src/sink/sink.js';
import type { FlowRecord } from '../../../src/verdict/record.js';

const OPTIONS: LaneOptions = {
  flow: DEFAULT_FLOW_OPTIONS,
  devices: [],
  all: true,
  verbose: false,
  format: 'jsonl',
  index: 0,
  lanes: 1,
  firstFrame: 0,
  keep: undefined,
  tellsVerdicts: false,
};

test('its frames are flows as the documents have them: hellos, answers, and ends of several kinds', async () => {
  const records: FlowRecord[] = [];
  const sink = (): Sink => ({
    open: () => {},
    write: (record) => void records.push(structuredClone(record)),
    flush: () => {},
    close: async () => {},
  });
  const verdicts = warmUpLane(OPTIONS, await quietModel({ catalog: [], policy: 'balanced' }), sink);
  const ended = records.filter(({ event_type }) => event_type === 'flow');
  expect(verdicts).toBeGreaterThan(100);
  expect(ended.length).toBe(verdicts);
  expect(records.length).toBe(2 * verdicts);
  for (const { tls, app_proto } of ended)
    expect([app_proto, tls?.version, tls?.ja3s === undefined]).toEqual(['tls', 'TLS 1.3', false]);
  expect(new Set(ended.map(({ flow }) => flow.reason))).toEqual(new Set(['fin', 'rst']));
  expect(new Set(ended.map(({ src_ip }) => src_ip.includes(':')))).toEqual(new Set([true, false]));
});
