/** The whole pipeline, for tests: paths or octets in, records and report out. */
import { loadCatalog } from '../../src/catalog/index.js';
import { classify } from '../../src/engine/classify.js';
import { Collector } from '../../src/engine/collect.js';
import {
  type ClassifyOptions,
  type ClassifyReport,
  DEFAULT_FLOW_OPTIONS,
  type ExplainDetail,
} from '../../src/engine/options.js';
import { DeviceNetworks } from '../../src/engine/orient.js';
import { runShard } from '../../src/engine/run-shard.js';
import { Shard } from '../../src/engine/shard.js';
import { sourceFrom } from '../../src/source/index.js';
import { JudgeMemo } from '../../src/verdict/memo.js';
import { builtinPolicy } from '../../src/verdict/policy.js';
import type { FlowRecord } from '../../src/verdict/record.js';
import { MemoryInput } from '../source/reading.js';

/** The default catalog, loaded once a test file. */
export const CATALOG = loadCatalog([]);

export const DEFAULTS: Omit<ClassifyOptions, 'inputs'> = {
  join: false,
  workers: 1,
  flow: DEFAULT_FLOW_OPTIONS,
  catalog: CATALOG,
  policy: builtinPolicy('balanced'),
  devices: [],
  all: false,
  verbose: false,
};

export interface Classified {
  readonly records: FlowRecord[];
  readonly details: (ExplainDetail | undefined)[];
  readonly report: ClassifyReport;
}

export async function classifyFiles(
  inputs: readonly string[],
  options: Partial<ClassifyOptions> = {},
): Promise<Classified> {
  const records: FlowRecord[] = [];
  const details: (ExplainDetail | undefined)[] = [];
  const report = await classify({ ...DEFAULTS, ...options, inputs }, (record, detail) => {
    records.push(record);
    details.push(detail);
  });
  return { records, details, report };
}

export interface OctetsClassified {
  readonly records: FlowRecord[];
  readonly shard: Shard;
  readonly damage: number;
}

/** A capture in memory through one shard and the collector. */
export async function classifyOctets(octets: Uint8Array): Promise<OctetsClassified> {
  const records: FlowRecord[] = [];
  const source = await sourceFrom('memory', new MemoryInput(octets));
  const shard = new Shard({ flow: DEFAULT_FLOW_OPTIONS, index: 0, shards: 1, all: true });
  const collector = new Collector(
    'memory',
    DEFAULTS,
    new JudgeMemo(CATALOG, DEFAULTS.policy),
    new DeviceNetworks([]),
    (record) => records.push(record),
  );
  const end = await runShard(shard, source, (step) => collector.accept(step.events, step.sweptUs, step.sweptFlow));
  collector.finish();
  return { records, shard, damage: end.damage.length };
}

/** packets = in_flows + unattributed, and in_flows is what the records of all flows add up to. */
export function expectSumsHold({ records, report }: Classified): void {
  const { summary } = report;
  const unattributed = Object.values(summary.unattributed).reduce((sum, count) => sum + count, 0);
  expect(summary.in_flows + unattributed).toBe(summary.packets);
  const inRecords = records.reduce((sum, { flow }) => sum + flow.pkts_toserver + flow.pkts_toclient, 0);
  expect(inRecords).toBe(summary.in_flows);
  expect(summary.records).toBe(records.length);
  expect(summary.flows).toBe(records.length);
  expect(summary.actions.bypass + summary.actions.inspect).toBe(records.length);
  expect(Object.values(summary.reasons).reduce((sum, count) => sum + count, 0)).toBe(records.length);
}
