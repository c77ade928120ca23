/**
 * Runs every folder of fixtures/cases: input.pcap through the engine with options.json, against expected.jsonl. That file
 * holds the fields that mean something, keys sorted; no counters, times or versions. `UPDATE=1` rewrites it, and a
 * person reads the diff.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { builtinPolicy } from '../src/verdict/policy.js';
import type { FlowRecord } from '../src/verdict/record.js';
import { classifyFiles } from './support/classify.js';

const CASES = fileURLToPath(new URL('../fixtures/cases', import.meta.url));

interface CaseOptions {
  readonly all?: boolean;
  readonly verbose?: boolean;
  readonly policy?: { readonly learning?: boolean };
}

/** What a reader of the case cares for, one line a flow, in the order of flows. */
function meaning(record: FlowRecord): object {
  const { action, app, candidates, evidence, reason, score } = record.pinsight;
  const { tls } = record;
  return sorted({
    action,
    app,
    app_proto: record.app_proto,
    candidates: candidates?.map((each) => each.app),
    dest: `${record.dest_ip} ${record.dest_port}`,
    dns: record.dns?.names,
    evidence: evidence?.map(({ kind, value, app: of }) => `${kind} ${value}: ${of}`),
    flow_id: record.flow_id,
    hello_packets: tls?.hello_packets,
    ja4: tls?.ja4,
    outcome: tls?.outcome,
    outcome_class: tls?.outcome_class,
    reason,
    retried: tls?.retried,
    score,
    sni: tls?.sni,
    src: record.src_ip,
    version: tls?.version,
  });
}

function sorted(fields: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const cases = readdirSync(CASES, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(10);
});

test.each(cases.map((entry) => entry.name))('%s', async (name) => {
  const folder = `${CASES}/${name}`;
  expect(readFileSync(`${folder}/README.md`, 'utf8')).toMatch(/^# /);
  const options = JSON.parse(readFileSync(`${folder}/options.json`, 'utf8')) as CaseOptions;
  const balanced = builtinPolicy('balanced');
  const policy = { ...balanced, learning: { ...balanced.learning, enabled: options.policy?.learning === true } };
  const { records } = await classifyFiles([`${folder}/input.pcap`], {
    all: options.all === true,
    verbose: options.verbose === true,
    policy,
  });
  const lines = [...records].sort((a, b) => a.flow_id - b.flow_id).map((record) => JSON.stringify(meaning(record)));
  const text = lines.map((line) => `${line}\n`).join('');
  if (process.env.UPDATE === '1') writeFileSync(`${folder}/expected.jsonl`, text);
  expect(text).toBe(readFileSync(`${folder}/expected.jsonl`, 'utf8'));
});
