/** What a verdict rests on besides the capture: catalog and policy, by the names that the command line has for them. */
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import type { Catalog, CatalogContent } from '../catalog/index.js';
import type { Policy } from '../verdict/policy.js';
import { suggestion } from './nearest.js';
import type { ModelFlags } from './options.js';
import { complain } from './terminal.js';

export interface Model {
  readonly catalog: Catalog;
  readonly policy: Policy;
}

/** Rules about nothing that are named one by one. */
const MAX_COMPLAINTS = 10;

/**
 * Loads both, and says what is odd about them. A policy file that has the name of a built-in policy is named with its folder
 * (`./strict`), and so is a catalog called `default`.
 */
export async function loadModel(flags: Pick<ModelFlags, 'catalog' | 'policy'>): Promise<Model> {
  const { catalog, policy } = await quietModel(flags);
  const { DEFAULT_CATALOG } = await import('../catalog/index.js');
  const own = flags.catalog.filter((path) => path !== DEFAULT_CATALOG);
  if (own.length > 0) await complainOfLint(own, catalog.content);
  complainOfRules(policy, catalog);
  return { catalog, policy };
}

/** The same without a word: for threads of a run that has said it. */
export async function quietModel(flags: Pick<ModelFlags, 'catalog' | 'policy'>): Promise<Model> {
  const [{ loadCatalog }, { BUILTIN_POLICIES, builtinPolicy, loadPolicy }] = await Promise.all([
    import('../catalog/index.js'),
    import('../verdict/policy.js'),
  ]);
  const builtIn = BUILTIN_POLICIES.find((name) => name === flags.policy);
  const policy = builtIn === undefined ? loadPolicy(flags.policy) : builtinPolicy(builtIn);
  return { catalog: loadCatalog(flags.catalog), policy };
}

/** One line if `catalog lint` would find errors. */
export async function complainOfLint(names: readonly string[], content: CatalogContent): Promise<void> {
  const { lintCatalog } = await import('../catalog/lint.js');
  const errors = lintCatalog(content).filter((finding) => finding.severity === 'error');
  if (errors.length === 0) return;
  const { where, what, code } = errors[0]!;
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  complain(`${harmless(names.join(', '))}: ${count} that catalog lint reports, the first: ${where}: ${what} (${code})`);
}

/** A rule about an app or a category that the catalog does not have decides nothing: mostly a typing error. */
function complainOfRules(policy: Policy, catalog: Catalog): void {
  const complaints: string[] = [];
  let beyond = 0;
  const check = (key: string, what: string, rules: Iterable<string>, known: ReadonlySet<string>): void => {
    for (const name of rules) {
      if (known.has(name)) continue;
      if (complaints.length >= MAX_COMPLAINTS) beyond++;
      else complaints.push(`${key}.${harmless(name)}: the catalog has no such ${what}${suggestion(name, known)}`);
    }
  };
  check('apps', 'app', policy.apps.keys(), new Set(catalog.apps.map((app) => app.name)));
  const categories = catalog.apps.map((app) => app.category).filter((category) => category !== '');
  check('categories', 'category', policy.categories.keys(), new Set(categories));
  for (const complaint of complaints) complain(`${harmless(policy.name)}: ${complaint}`);
  if (beyond > 0) complain(`${harmless(policy.name)}: ${beyond} more rules about what the catalog does not have`);
}

/**
 * Captures have names, and standard input can be read once, by whatever names it.
 *
 * @param others what else is read: catalogs, a policy, a key
 */
export function checkInputs(captures: readonly string[], others: readonly (string | undefined)[]): void {
  if (captures.includes(''))
    throw new UsageError('inputs', 'the name of a capture is empty; name a file, or "-" for standard input');
  checkStandardInput([...captures, ...others]);
}

export function checkStandardInput(names: readonly (string | undefined)[]): void {
  if (names.filter((name) => name === '-').length > 1) {
    throw new UsageError('inputs', '"-" is named twice: standard input can be read once');
  }
}
