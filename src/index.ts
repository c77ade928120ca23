/**
 * The public API; re-exports only. `classify` is the offline path whole: captures in, records out. `parseClientHello`,
 * `fingerprint` and `judge` serve a program that holds a ClientHello already, a proxy for example, and needs no packet.
 */
export { UsageError } from './bytes/usage-error.js';
export type { App, CatalogContent, Fact, Level } from './catalog/index.js';
export { Catalog, defaultCatalogPath, loadCatalog } from './catalog/index.js';
export { mergeCatalogs } from './catalog/merge.js';
export { classify } from './engine/classify.js';
export type {
  ClassifyOptions,
  ClassifyReport,
  ExplainDetail,
  FlowOptions,
  Progress,
  Summary,
  WriteRecord,
} from './engine/options.js';
export { DEFAULT_FLOW_OPTIONS } from './engine/options.js';
export type { Sighting } from './evidence/sighting.js';
export type { Fingerprint } from './fingerprint/index.js';
export { fingerprint } from './fingerprint/index.js';
export type { ClientHello } from './protocol/tls/client-hello.js';
export { parseClientHello } from './protocol/tls/client-hello.js';
export { csvRow } from './sink/csv.js';
export { jsonOf } from './sink/jsonl.js';
export { protobufOf } from './sink/protobuf.js';
export type { Damage } from './source/source.js';
export type { JudgeOptions } from './verdict/judge.js';
export { judge } from './verdict/judge.js';
export type { Policy } from './verdict/policy.js';
export { BUILTIN_POLICIES, builtinPolicy, loadPolicy } from './verdict/policy.js';
export type { FlowPart, FlowRecord, PinsightPart, TlsPart } from './verdict/record.js';
export type { Action, Candidate, Evidence, Hypothesis, Reason, Verdict } from './verdict/verdict.js';
export { REASONS } from './verdict/verdict.js';
