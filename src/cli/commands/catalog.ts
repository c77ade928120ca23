/** `pinsight catalog`: show, lint, merge, export and import. PRODUCT.md, "The catalog"; docs/formats/catalog.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { harmless } from '../../bytes/text.js';
import { UsageError } from '../../bytes/usage-error.js';
import { encodeCatalog } from '../../catalog/codec.js';
import { type App, type Catalog, type Fact, loadCatalog, type StartingValue } from '../../catalog/index.js';
import { checkOutput, OutputError, systemCode, systemMessage } from '../../sink/output.js';
import { STARTING_VALUES } from '../../verdict/starting-values.js';
import { STATUS_DAMAGED, STATUS_OK } from '../status.js';
import { complain, writeText } from '../terminal.js';

/** The catalog as a whole, or what it knows about one app or host. */
export function showCatalog(name: string | undefined, paths: readonly string[]): number {
  const catalog = loadCatalog(paths);
  if (name === undefined) {
    writeText(overview(catalog));
    return STATUS_OK;
  }
  const text = appText(catalog, name) ?? hostText(catalog, name);
  if (text === undefined) {
    throw new UsageError('not_in_catalog', `the catalog has no app and no host ${harmless(JSON.stringify(name))}`);
  }
  writeText(text);
  return STATUS_OK;
}

function overview(catalog: Catalog): string {
  const { content } = catalog;
  const facts = content.apps.flatMap((app) => app.facts);
  const values = usedValues(catalog);
  const width = Math.max(...values.map((one) => one.name.length));
  const lines = [
    `version       ${harmless(content.version)}`,
    `created       ${new Date(content.created / 1000).toISOString()}`,
    `digest        ${catalog.digest}`,
    `apps          ${content.apps.length}`,
    `facts         ${facts.length} (${tally(facts.map((fact) => fact.kind))})`,
    `levels        ${tally(facts.map((fact) => fact.level || 'none'))}`,
    `browsers      ${content.hypotheses.filter((one) => one.kind === 'browser').length}`,
    `stacks        ${content.hypotheses.filter((one) => one.kind === 'stack').length}`,
    `fingerprints  ${content.fingerprints.length}`,
    `ECH fronts    ${content.echFronts.length}`,
    '',
    'Starting values of the scoring model',
    ...values.map((one) => `  ${one.name.padEnd(width)}  ${String(one.value).padStart(12)}  ${harmless(one.origin)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The numbers that verdicts would use: the catalog's own where it states them, else the program's. */
function usedValues(catalog: Catalog): readonly StartingValue[] {
  const own = new Map(catalog.content.startingValues.map((one) => [one.name, one]));
  return STARTING_VALUES.map((one) => own.get(one.name) ?? one);
}

/** `host 480, network 12`, in the order of the alphabet. */
function tally(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([word, count]) => `${harmless(word)} ${count}`).join(', ');
}

function appText(catalog: Catalog, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const apps = catalog.apps.filter((app) => app.name.toLowerCase() === wanted);
  if (apps.length === 0) return undefined;
  return apps.map(oneApp).join('\n');
}

function oneApp(app: App): string {
  const lines = [
    `${harmless(app.name)} (${harmless(app.kind)}${app.category ? `, ${harmless(app.category)}` : ''})`,
    ...(app.bundleIds.ios === undefined ? [] : [`  iOS      ${harmless(app.bundleIds.ios)}`]),
    ...(app.bundleIds.android === undefined ? [] : [`  Android  ${harmless(app.bundleIds.android)}`]),
    ...(app.notes === '' ? [] : [`  note     ${harmless(app.notes)}`]),
    ...app.facts.map((fact) => `  ${harmless(fact.kind)} ${harmless(fact.value)}  ${factWords(fact)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Facts about the host and about names above it. */
function hostText(catalog: Catalog, name: string): string | undefined {
  const host = name.toLowerCase().replace(/\.$/, '');
  const found = catalog.hostFacts(host);
  const front = catalog.isEchFront(host) ? `${harmless(host)}: an outer name of ECH; it never names an app\n` : '';
  if (found.length === 0) return front === '' ? undefined : front;
  const lines = found.flatMap(({ suffix, refs }) => [
    harmless(suffix),
    ...refs.map(({ app, fact }) => `  ${harmless(catalog.apps[app]!.name)}  ${factWords(fact)}`),
  ]);
  return `${front}${lines.join('\n')}\n`;
}

/** `verified, android, mitm_alert, third party: Airship (source)`. */
function factWords(fact: Fact): string {
  const words = [
    fact.level || 'no level',
    fact.platforms.join('+') || 'any platform',
    ...(fact.evidence === '' ? [] : [fact.evidence]),
    ...(fact.count === 0 ? [] : [`learned from ${fact.count} flows`]),
    ...(fact.broad ? ['broad'] : []),
    ...(fact.inferred ? ['inferred'] : []),
    ...(fact.thirdParty === '' ? [] : [`third party: ${fact.thirdParty}`]),
  ];
  return harmless(`${words.join(', ')} (${fact.source || 'no source'})`);
}

/** All findings, one a line; status 1 if there is an error among them. */
export async function lintCommand(path: string): Promise<number> {
  const { lintCatalog } = await import('../../catalog/lint.js');
  const findings = lintCatalog(loadCatalog([path]).content);
  const errors = findings.filter((one) => one.severity === 'error').length;
  const lines = findings.map((one) => `${one.severity}: ${one.where}: ${one.what} (${one.code})`);
  writeText(`${[...lines, `${errors} errors, ${findings.length - errors} notes`].join('\n')}\n`);
  return errors > 0 ? STATUS_DAMAGED : STATUS_OK;
}

export function mergeCommand(paths: readonly string[], output: string): number {
  const merged = loadCatalog(paths);
  return writeCatalog(output, paths, encodeCatalog(merged.content));
}

export async function exportCommand(path: string | undefined): Promise<number> {
  const { exportCatalog } = await import('../../catalog/json.js');
  writeText(exportCatalog(loadCatalog(path === undefined ? [] : [path]).content));
  return STATUS_OK;
}

export async function importCommand(paths: readonly string[], output: string): Promise<number> {
  const { importCatalog } = await import('../../catalog/json.js');
  const files = paths.map((path) => ({ name: path, text: readText(path) }));
  return writeCatalog(output, paths, encodeCatalog(importCatalog(files)));
}

/** Largest JSON file that is read: as large as the largest catalog. */
const MAX_JSON_OCTETS = 256 * 1024 * 1024;

function readText(path: string): string {
  let octets: Uint8Array;
  try {
    octets = readFileSync(path);
  } catch (error) {
    throw new UsageError('catalog_unreadable', `${harmless(path)}: ${systemMessage(error)}`);
  }
  if (octets.length > MAX_JSON_OCTETS) {
    throw new UsageError('catalog_too_large', `${harmless(path)}: more than ${MAX_JSON_OCTETS} octets`);
  }
  return new TextDecoder().decode(octets);
}

function writeCatalog(output: string, inputs: readonly string[], octets: Uint8Array): number {
  checkOutput(output, inputs);
  try {
    writeFileSync(output, octets);
  } catch (error) {
    throw new OutputError(systemCode(error), `${harmless(output)}: ${systemMessage(error)}`);
  }
  complain(`${harmless(output)}: ${octets.length} octets written`);
  return STATUS_OK;
}
