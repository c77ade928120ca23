/**
 * The JSON form of a catalog: what people edit and what the shipped catalog is built from (fixtures/catalog). One fact a
 * line, sorted, so that a change is a readable diff. docs/formats/catalog.md describes it; `catalog export` writes it,
 * `catalog import` reads it. Several files may hold one catalog between them.
 */
import * as z from 'zod';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { type App, byFact, byText, type CatalogContent, type ClientHypothesis, type Fact } from './content.js';
import { domainLabelsOf } from './domain.js';
import { mergeCatalogs } from './merge.js';

const SCHEMA = 1;

const text = z.string().default('');
const optionalText = z.string().nullish();

const claim = {
  level: text,
  platform: z.array(z.string()).default([]),
  evidence: text,
  source: text,
  count: z.int().min(0).max(0xffff_ffff).default(0),
  third_party: text,
  broad: z.boolean().default(false),
  inferred: z.boolean().default(false),
};

const documentSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  version: z.string().optional(),
  created: z.iso.datetime().optional(),
  starting_values: z.array(z.strictObject({ name: z.string(), value: z.number(), origin: z.string() })).default([]),
  apps: z
    .array(
      z.strictObject({
        app: z.string().min(1),
        kind: z.string().default('app'),
        category: text,
        bundle_ids: z.strictObject({ ios: optionalText, android: optionalText }).default({}),
        // How many apps name a suffix follows from the facts; it is written for people and not read.
        domains: z
          .array(z.strictObject({ suffix: z.string().min(1), ...claim, shared_by: z.int().optional() }))
          .default([]),
        facts: z.array(z.strictObject({ kind: z.string().min(1), value: z.string(), ...claim })).default([]),
        notes: text,
      }),
    )
    .default([]),
  hypotheses: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        kind: z.enum(['browser', 'stack']),
        platform: text,
        permutes: z.boolean().default(false),
        vendor_apps: z.array(z.string()).default([]),
        engine: text,
        // Which rows are its own, by their stack and, if given, their product.
        rows: z.array(z.strictObject({ stack: z.string(), products: z.array(z.string()).optional() })).default([]),
      }),
    )
    .default([]),
  rows: z
    .array(
      z.strictObject({
        stack: text,
        product: text,
        version: text,
        platform: text,
        transport: text,
        ja4: z.string().min(1),
        ja3: optionalText,
        basis: text,
        source: text,
        app: text,
        n: z.int().min(0).default(0),
        note: text,
        // Written out by export; without it the selectors of the hypotheses decide.
        hypotheses: z.array(z.string()).optional(),
        stacks_with_this_ja4: z.int().optional(),
      }),
    )
    .default([]),
  ech_fronts: z.array(z.strictObject({ host: z.string().min(1), source: text })).default([]),
});
type JsonDocument = z.infer<typeof documentSchema>;

/** Reads the files of one catalog. Throws a UsageError that names the file and the place in it. */
export function importCatalog(files: readonly { readonly name: string; readonly text: string }[]): CatalogContent {
  const documents = files.map((file) => parseDocument(file.name, file.text));
  const selectors = documents.flatMap((document) => document.hypotheses);
  return documents.map((document) => contentOf(document, selectors)).reduce(mergeCatalogs);
}

function parseDocument(name: string, source: string): JsonDocument {
  const refuse = (what: string): never => {
    throw new UsageError('catalog_json', `${harmless(name)}: ${harmless(what)}; docs/formats/catalog.md has the form`);
  };
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    refuse(`is not JSON (${error instanceof Error ? error.message : 'syntax'})`);
  }
  const result = documentSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  return refuse(`${issue.path.length > 0 ? issue.path.join('.') : 'document'}: ${issue.message}`);
}

function contentOf(document: JsonDocument, selectors: JsonDocument['hypotheses']): CatalogContent {
  return {
    version: document.version ?? '',
    created: document.created === undefined ? 0 : Date.parse(document.created) * 1000,
    startingValues: document.starting_values,
    apps: document.apps.map(appOf),
    hypotheses: document.hypotheses.map(
      (h): ClientHypothesis => ({
        name: h.name,
        kind: h.kind,
        platform: h.platform,
        permutes: h.permutes,
        vendorApps: h.vendor_apps,
        engine: h.engine,
      }),
    ),
    fingerprints: document.rows.map((row) => ({
      ja4: row.ja4,
      ja3: row.ja3 ?? '',
      hypotheses: row.hypotheses ?? sendersOf(row, selectors),
      stack: row.stack,
      product: row.product,
      version: row.version,
      platform: row.platform,
      transport: row.transport,
      basis: row.basis,
      source: row.source,
      note: row.note,
      app: row.app,
      flows: row.n,
    })),
    echFronts: document.ech_fronts,
  };
}

function sendersOf(row: JsonDocument['rows'][number], selectors: JsonDocument['hypotheses']): string[] {
  return selectors
    .filter((h) => h.rows.some((s) => s.stack === row.stack && (s.products?.includes(row.product) ?? true)))
    .map((h) => h.name);
}

function appOf(app: JsonDocument['apps'][number]): App {
  const hosts = app.domains.map(({ suffix, shared_by: _, ...rest }) =>
    factOf({ kind: 'host', value: suffix, ...rest }),
  );
  return {
    name: app.app,
    kind: app.kind,
    category: app.category,
    bundleIds: {
      ...(app.bundle_ids.ios ? { ios: app.bundle_ids.ios } : {}),
      ...(app.bundle_ids.android ? { android: app.bundle_ids.android } : {}),
    },
    notes: app.notes,
    facts: [...hosts, ...app.facts.map(factOf)].sort(byFact),
  };
}

function factOf(fact: JsonDocument['apps'][number]['facts'][number]): Fact {
  return {
    kind: fact.kind,
    value: fact.value,
    count: fact.count,
    level: fact.level,
    platforms: fact.platform,
    evidence: fact.evidence,
    source: fact.source,
    thirdParty: fact.third_party,
    broad: fact.broad,
    inferred: fact.inferred,
    domainLabels: fact.kind === 'host' ? domainLabelsOf(fact.value) : 0,
  };
}

/** The JSON form, one fact a line. Reading it back gives the same catalog. */
export function exportCatalog(content: CatalogContent): string {
  const shared = sharing(content.apps);
  const apps = [...content.apps].sort((a, b) => byText(a.name, b.name));
  const parts = [
    `"schema": ${SCHEMA}`,
    `"version": ${JSON.stringify(content.version)}`,
    `"created": ${JSON.stringify(new Date(content.created / 1000).toISOString())}`,
    list('starting_values', content.startingValues.map(line)),
    list('hypotheses', content.hypotheses.map(hypothesisLine)),
    list('ech_fronts', content.echFronts.map(line)),
    list(
      'apps',
      apps.map((app) => appText(app, shared)),
    ),
    list('rows', content.fingerprints.map(rowLine)),
  ];
  return `{\n${parts.join(',\n')}\n}\n`;
}

function list(name: string, lines: readonly string[]): string {
  return lines.length === 0 ? `"${name}": []` : `"${name}": [\n${lines.join(',\n')}\n]`;
}

/** One object on one line, with a space after each comma and colon; what is empty is left out. */
function line(fields: object): string {
  const parts = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '' && value !== false)
    .map(([key, value]) => `${JSON.stringify(key)}: ${Array.isArray(value) ? inline(value) : JSON.stringify(value)}`);
  return `{${parts.join(', ')}}`;
}

function inline(values: readonly unknown[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
}

function appText(app: App, shared: Map<string, number>): string {
  const facts = [...app.facts].sort(byFact);
  const domains = facts.filter((fact) => fact.kind === 'host').map((fact) => `  ${line(domainFields(fact, shared))}`);
  const others = facts
    .filter((fact) => fact.kind !== 'host')
    .map((fact) => `  ${line({ kind: fact.kind, value: fact.value, ...claimFields(fact) })}`);
  const ids = `{"ios": ${JSON.stringify(app.bundleIds.ios ?? null)}, "android": ${JSON.stringify(app.bundleIds.android ?? null)}}`;
  const head = `{"app": ${JSON.stringify(app.name)}, "kind": ${JSON.stringify(app.kind)}, "category": ${JSON.stringify(app.category)}`;
  const parts = [head, ` "bundle_ids": ${ids}`];
  if (domains.length > 0) parts.push(` "domains": [\n${domains.join(',\n')}\n ]`);
  if (others.length > 0) parts.push(` "facts": [\n${others.join(',\n')}\n ]`);
  parts.push(` "notes": ${JSON.stringify(app.notes)}}`);
  return parts.join(',\n');
}

function domainFields(fact: Fact, shared: Map<string, number>): object {
  return { suffix: fact.value, ...claimFields(fact), shared_by: shared.get(fact.value) };
}

function claimFields(fact: Fact): object {
  return {
    level: fact.level,
    platform: fact.platforms,
    evidence: fact.evidence,
    source: fact.source,
    count: fact.count === 0 ? undefined : fact.count,
    third_party: fact.thirdParty,
    broad: fact.broad,
    inferred: fact.inferred,
  };
}

/** How many apps name each host. */
function sharing(apps: readonly App[]): Map<string, number> {
  const shared = new Map<string, number>();
  for (const app of apps) {
    const hosts = new Set(app.facts.filter((fact) => fact.kind === 'host').map((fact) => fact.value));
    for (const host of hosts) shared.set(host, (shared.get(host) ?? 0) + 1);
  }
  return shared;
}

function hypothesisLine(h: ClientHypothesis): string {
  const vendorApps = h.vendorApps.length === 0 ? undefined : h.vendorApps;
  const { name, kind, platform, permutes, engine } = h;
  return line({ name, kind, platform, permutes, engine, vendor_apps: vendorApps });
}

function rowLine(row: CatalogContent['fingerprints'][number]): string {
  const { flows, hypotheses, ...rest } = row;
  return line({ ...rest, n: flows === 0 ? undefined : flows, hypotheses });
}
