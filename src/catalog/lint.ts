/**
 * What is wrong with a catalog (errors: it should not be used) and what a person should know about it (notes). PRODUCT.md,
 * "The catalog". Finds everything there is to find; nothing here stops at the first fault.
 */
import { harmless } from '../bytes/text.js';
import {
  APP_KINDS,
  type App,
  type CatalogContent,
  FACT_KINDS,
  type Fact,
  HYPOTHESIS_KINDS,
  LEVELS,
  PLATFORMS,
} from './content.js';
import { hostKind, isHost } from './domain.js';
import { isNetwork } from './networks.js';

export interface LintFinding {
  readonly severity: 'error' | 'note';
  /** Stable, `snake_case`. */
  readonly code: string;
  /** Where: an app, an app's fact, a row. Printable. */
  readonly where: string;
  readonly what: string;
}

/** Everything found, errors first, each group in the order of the catalog. */
export function lintCatalog(content: CatalogContent): LintFinding[] {
  const findings = [
    ...lintApps(content),
    ...lintClients(content),
    ...content.echFronts.flatMap(lintFront),
    ...sharedNames(content.apps),
  ];
  return [...findings.filter((f) => f.severity === 'error'), ...findings.filter((f) => f.severity === 'note')];
}

function error(code: string, where: string, what: string): LintFinding {
  return { severity: 'error', code, where: harmless(where), what: harmless(what) };
}

function remark(code: string, where: string, what: string): LintFinding {
  return { severity: 'note', code, where: harmless(where), what: harmless(what) };
}

function lintApps(content: CatalogContent): LintFinding[] {
  const findings: LintFinding[] = [];
  const names = new Set<string>();
  for (const app of content.apps) {
    if (app.name === '') findings.push(error('app_without_name', '(no name)', 'an app has no name'));
    if (names.has(app.name)) findings.push(error('duplicate_app', app.name, 'another app has this name'));
    names.add(app.name);
    if (!includes(APP_KINDS, app.kind)) findings.push(error('unknown_app_kind', app.name, `kind "${app.kind}"`));
    if (app.facts.length === 0) findings.push(remark('app_without_facts', app.name, 'nothing is recorded about it'));
    for (const fact of app.facts) findings.push(...lintFact(app, fact));
  }
  return findings;
}

function lintFact(app: App, fact: Fact): LintFinding[] {
  const where = `${app.name}: ${fact.kind} ${fact.value}`;
  const findings: LintFinding[] = [];
  if (fact.source.trim() === '') findings.push(error('fact_without_source', where, 'no source'));
  if (!includes(FACT_KINDS, fact.kind)) findings.push(remark('unknown_fact_kind', where, 'kept, but not looked up'));
  if (fact.level !== '' && !includes(LEVELS, fact.level)) {
    findings.push(error('unknown_level', where, `level "${fact.level}"`));
  }
  if (fact.kind === 'host' && fact.level === '' && fact.count === 0) {
    findings.push(error('fact_without_claim', where, 'neither a level nor a count'));
  }
  for (const platform of fact.platforms) {
    if (!includes(PLATFORMS, platform)) findings.push(error('unknown_platform', where, `platform "${platform}"`));
  }
  if (fact.level !== '' && fact.platforms.length === 0) {
    findings.push(error('fact_without_platform', where, 'no platform; "any" where the source does not say'));
  }
  if (fact.kind === 'host') findings.push(...lintHost(where, fact));
  if (fact.kind === 'network' && !isNetwork(fact.value)) {
    findings.push(error('invalid_network', where, 'neither an address nor address/length'));
  }
  return findings;
}

function lintHost(where: string, fact: Fact): LintFinding[] {
  if (fact.value !== fact.value.toLowerCase()) return [error('host_not_lower_case', where, 'hosts are lower case')];
  const { publicSuffix } = hostKind(fact.value);
  if (publicSuffix === 'icann') return [error('public_suffix', where, 'everybody below it would be this app')];
  if (!isHost(fact.value)) return [error('invalid_host', where, 'not a host name')];
  if (publicSuffix === 'private' && !fact.broad) {
    return [error('public_suffix', where, 'customers of a platform are below it: mark it broad, or name hosts')];
  }
  const findings: LintFinding[] = [];
  if (fact.broad) findings.push(remark('broad_fact', where, 'never bypasses on the name alone'));
  if (fact.inferred) findings.push(remark('inferred_fact', where, 'counts one level less'));
  return findings;
}

function lintClients(content: CatalogContent): LintFinding[] {
  const findings: LintFinding[] = [];
  const names = new Set<string>();
  const apps = new Set(content.apps.map((app) => app.name));
  for (const hypothesis of content.hypotheses) {
    const { name, kind } = hypothesis;
    if (!includes(HYPOTHESIS_KINDS, kind)) findings.push(error('unknown_hypothesis_kind', name, `kind "${kind}"`));
    if (names.has(name)) findings.push(error('duplicate_hypothesis', name, 'another hypothesis has this name'));
    if (apps.has(name)) findings.push(error('duplicate_hypothesis', name, 'an app has this name'));
    names.add(name);
    for (const app of hypothesis.vendorApps) {
      if (!apps.has(app)) findings.push(error('unknown_vendor_app', name, `no app "${app}"`));
    }
  }
  for (const row of content.fingerprints) {
    const where = `fingerprint ${row.ja4}`;
    if (row.source.trim() === '') findings.push(error('fact_without_source', where, 'no source'));
    // JA4.md: ten characters, twelve hex digits, twelve hex digits.
    if (!/^[!-~]{10}_[0-9a-f]{12}_[0-9a-f]{12}$/.test(row.ja4)) findings.push(error('invalid_ja4', where, 'not a JA4'));
    if (row.ja3 !== '' && !/^[0-9a-f]{32}$/.test(row.ja3))
      findings.push(error('invalid_ja3', where, `ja3 "${row.ja3}"`));
    for (const name of row.hypotheses) {
      if (!names.has(name)) findings.push(error('unknown_hypothesis', where, `no hypothesis "${name}"`));
    }
  }
  return findings;
}

function lintFront(front: CatalogContent['echFronts'][number]): LintFinding[] {
  const findings: LintFinding[] = [];
  const where = `ECH front ${front.host}`;
  if (front.source.trim() === '') findings.push(error('fact_without_source', where, 'no source'));
  if (!isHost(front.host)) findings.push(error('invalid_host', where, 'not a lower-case host name'));
  return findings;
}

/** Names that several apps claim: the name alone does not tell which it is. */
function sharedNames(apps: readonly App[]): LintFinding[] {
  const owners = new Map<string, Set<string>>();
  for (const app of apps) {
    for (const fact of app.facts) {
      if (fact.kind !== 'host') continue;
      const known = owners.get(fact.value) ?? new Set<string>();
      owners.set(fact.value, known.add(app.name));
    }
  }
  return [...owners]
    .filter(([, names]) => names.size > 1)
    .map(([host, names]) => remark('shared_name', host, `claimed by ${[...names].join(', ')}`));
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes(value);
}
