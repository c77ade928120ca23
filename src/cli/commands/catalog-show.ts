/**
 * `pinsight catalog show`: a catalog as a whole, all its apps, or what it knows about one app, browser, TLS stack or host.
 * PRODUCT.md, "The catalog"; docs/formats/catalog.md.
 */
import { harmless } from '../../bytes/text.js';
import { UsageError } from '../../bytes/usage-error.js';
import { levelRank } from '../../catalog/content.js';
import {
  type App,
  type Catalog,
  type ClientHypothesis,
  type Fact,
  loadCatalog,
  type StartingValue,
} from '../../catalog/index.js';
import { padEnd } from '../../sink/columns.js';
import { STARTING_VALUES } from '../../verdict/starting-values.js';
import { suggestion } from '../nearest.js';
import { STATUS_OK } from '../status.js';
import { writeText } from '../terminal.js';

export function showCatalog(name: string | undefined, flags: { catalog: readonly string[]; apps?: true }): number {
  if (flags.apps && name !== undefined) throw new UsageError('show', '--apps lists all apps: give no name with it');
  const catalog = loadCatalog(flags.catalog);
  if (flags.apps) writeText(appList(catalog));
  else writeText(name === undefined ? overview(catalog) : named(catalog, name));
  return STATUS_OK;
}

/** Everything of that name: an app, a browser or a stack; where there is none, a host. */
function named(catalog: Catalog, name: string): string {
  const texts = [appText(catalog, name), clientText(catalog, name)].filter((text) => text !== undefined);
  const text = texts.length > 0 ? texts.join('\n') : hostText(catalog, name);
  if (text !== undefined) return text;
  const known = [
    ...catalog.apps.map((app) => app.name),
    ...catalog.content.hypotheses.map((hypothesis) => hypothesis.name),
    ...catalog.apps.flatMap((app) => app.facts.filter((fact) => fact.kind === 'host').map((fact) => fact.value)),
  ];
  throw new UsageError(
    'not_in_catalog',
    `the catalog has no app, browser, stack or host ${harmless(JSON.stringify(name))}${suggestion(name, known)}; ` +
      'catalog show --apps lists the apps',
  );
}

/** One line an app: name, category, how many hosts it has, and the best level among its facts. */
function appList(catalog: Catalog): string {
  const rows = catalog.apps.map((app) => {
    const best = [...app.facts].sort((a, b) => levelRank(a.level) - levelRank(b.level))[0]?.level;
    const hosts = app.facts.filter((fact) => fact.kind === 'host').length;
    return [harmless(app.name), harmless(app.category) || '-', String(hosts), best ? harmless(best) : '-'];
  });
  const table = [['APP', 'CATEGORY', 'HOSTS', 'BEST LEVEL'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => Array.from(row[column]!).length)));
  const lines = table.map(([app = '', category = '', hosts = '', level = '']) =>
    [padEnd(app, widths[0]!), padEnd(category, widths[1]!), hosts.padStart(widths[2]!), level].join('  '),
  );
  return `${lines.join('\n')}\n`;
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

/** A browser or a TLS stack, and the fingerprints by which it is known. */
function clientText(catalog: Catalog, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const found = catalog.content.hypotheses.filter((hypothesis) => hypothesis.name.toLowerCase() === wanted);
  if (found.length === 0) return undefined;
  return found.map((one) => oneClient(catalog, one)).join('\n');
}

function oneClient(catalog: Catalog, client: ClientHypothesis): string {
  const rows = catalog.content.fingerprints.filter((row) => row.hypotheses.includes(client.name));
  const lines = [
    `${harmless(client.name)} (${client.kind})`,
    ...(client.platform === '' ? [] : [`  platform  ${harmless(client.platform)}`]),
    ...(client.engine === '' ? [] : [`  engine    ${harmless(client.engine)}`]),
    ...(client.permutes ? ['  orders its extensions anew each time: its JA3 tells nothing'] : []),
    ...client.vendorApps.map((app) => `  its vendor's pinned hosts are those of ${harmless(app)}`),
    ...rows.map((row) => {
      const what = [row.product || row.stack, row.version, row.platform].filter((word) => word !== '').join(' ');
      return `  ${harmless(row.ja4)}  ${harmless(`${what} (${row.source || 'no source'})`)}`;
    }),
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
